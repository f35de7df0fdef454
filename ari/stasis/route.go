package stasis

import (
	"context"
	"strings"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// route finds the call that an event belongs to and puts it into that call's
// mailbox. It runs on the goroutine that reads the socket: it never waits, and
// makes no request. Events of things that are not known, any more or at all,
// are nothing to it.
func (d *Driver) route(ev ari.Event) {
	switch ev := ev.(type) {
	case *ari.ChannelDtmfReceived:
		d.post(d.byChannel(ev.Channel.ID), ev)
	case *ari.PlaybackFinished:
		d.post(d.byName(ev.Playback.ID), ev)
	case *ari.StasisStart:
		d.stasisStart(ev)
	case *ari.StasisEnd:
		d.channelGone(ev.Channel.ID, ev)
	case *ari.ChannelDestroyed:
		d.channelGone(ev.Channel.ID, ev)
	case *ari.Dial:
		d.post(d.byChannel(ev.Peer.ID), ev)
	case *ari.RecordingStarted:
		d.post(d.byName(ev.Recording.Name), ev)
	case *ari.RecordingFinished:
		d.post(d.byName(ev.Recording.Name), ev)
	case *ari.RecordingFailed:
		d.post(d.byName(ev.Recording.Name), ev)
	case *ari.CallBroadcast:
		d.broadcast(ev)
	case *ari.DeviceStateChanged:
		if d.o.Device != nil {
			d.o.Device(strings.Clone(ev.DeviceState.Name), ev.DeviceState.State)
		}
	case *ari.Connected:
		d.connected(ev)
	case *ari.Disconnected:
		d.disconnected(ev)
	case *ari.ConnectFailed:
		d.o.Log.Warn().Err(ev.Err).Int("attempt", ev.Attempt).Dur("retry_in", ev.RetryIn).Msg("Asterisk cannot be reached")
	case *ari.BadMessage:
		d.o.Log.Warn().Err(ev.Err).Int("bytes", len(ev.Raw)).Msg("Asterisk sent what is no event")
	case *ari.ApplicationReplaced:
		d.o.Log.Error().Msg("another program has connected to Asterisk with the same application name")
	}
}

// post puts an event into a call's mailbox.
func (d *Driver) post(c *Call, letter any) {
	if c == nil || !c.box.put(letter) {
		return
	}
	c.cancel(ErrOverflow)
	c.log.Error().Int("limit", d.o.Mailbox).Msg("the call is ended: it does not take its events any more")
	if d.o.Metrics.Overflow != nil {
		d.o.Metrics.Overflow()
	}
}

// byName is the call that a name of ours belongs to.
func (d *Driver) byName(name string) *Call {
	id := d.names.call(name)
	if id == "" {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[id]
}

// byChannel is the call that a channel is a party of.
func (d *Driver) byChannel(id string) *Call {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.channels[id]; c != nil {
		return c
	}
	return d.calls[d.names.call(id)]
}

// stasisStart is the arrival of a channel in the application: a caller, a leg
// of ours, or one that takes the place of another after a transfer.
func (d *Driver) stasisStart(ev *ari.StasisStart) {
	switch {
	case ev.ReplaceChannel != nil:
		d.replaced(ev)
	case d.names.call(ev.Channel.ID) != "":
		if c := d.byName(ev.Channel.ID); c != nil {
			d.post(c, ev)
		} else {
			d.aside(func(ctx context.Context) { d.orphan(ctx, ev.Channel.ID) })
		}
	default:
		if c := d.expected(ev.Channel.ID); c != nil { // back from a script
			d.post(c, ev)
			return
		}
		d.arrives(ev)
	}
}

// arrives is a new caller.
func (d *Driver) arrives(ev *ari.StasisStart) {
	d.mu.Lock()
	away := d.draining || d.stopping
	d.mu.Unlock()
	if away {
		d.aside(func(ctx context.Context) { d.turnAway(ctx, ev.Channel.ID) })
		return
	}
	in := incoming(&ev.Channel, ev.Args)
	in.Arrived = d.o.Clock.Now()
	name, far := strings.CutSuffix(ev.Channel.Name, ";2")
	if !far || in.CallerNumber != "" || in.CallerName != "" {
		d.begin(in, ev.ReadAt)
		return
	}
	// The far half of a Local channel that a transfer has made: who calls, the near half tells, mostly before.
	d.mu.Lock()
	pair := d.half(name)
	d.mu.Unlock()
	identified := func() {
		in.CallerNumber, in.CallerName = pair.number, pair.name
		d.begin(in, ev.ReadAt)
	}
	select {
	case <-pair.known:
		identified()
	default:
		d.aside(func(context.Context) {
			select {
			case <-pair.known:
			case <-time.After(halfWait):
			}
			d.mu.Lock()
			delete(d.halves, name)
			d.mu.Unlock()
			identified()
		})
	}
}

// halfWait is how long the far half of a Local channel waits for the near one.
// One without a near half in this application has to be taken too.
const halfWait = 200 * time.Millisecond

// half is what the far half of a Local channel should say of itself, which is
// written before known is closed.
type half struct {
	known        chan struct{}
	number, name string
}

// half is the one of a Local channel, by the name that both halves have; d.mu
// is held.
func (d *Driver) half(name string) *half {
	if d.halves[name] == nil {
		d.halves[name] = &half{known: make(chan struct{})}
	}
	return d.halves[name]
}

// incoming is what a channel says of its call. The dialplan gives the number
// that was dialled, and may give the caller's presentation.
func incoming(ch *ari.Channel, args []string) flowengine.Incoming {
	in := flowengine.Incoming{
		Channel: ch.ID, Endpoint: endpointOf(ch.Name), Number: ch.Dialplan.Exten,
		CallerNumber: ch.Caller.Number, CallerName: ch.Caller.Name,
	}
	if len(args) > 0 && args[0] != "" {
		in.Number = args[0]
	}
	if len(args) > 1 && withheld(args[1]) || withheld(in.CallerNumber) {
		in.CallerNumber, in.CallerName = "", ""
	}
	return in
}

// endpointOf is who a channel belongs to: "PJSIP/alice" of PJSIP/alice-0000002a.
// A Local channel belongs to nobody: whoever is transferred comes in by one.
func endpointOf(channel string) string {
	at := strings.LastIndexByte(channel, '-')
	if at < 0 || strings.HasPrefix(channel, "Local/") {
		return ""
	}
	return channel[:at]
}

// withheld says whether a caller does not want to be known: by the presentation
// that the dialplan gives as the second argument, Asterisk's CALLERID(pres), or
// by the name that SIP has for nobody (RFC 3323).
func withheld(s string) bool {
	s = strings.ToLower(s)
	return strings.HasPrefix(s, "prohib") || s == "unavailable" || s == "anonymous"
}

// replaced is a channel that takes the place of a party: the near half of a
// Local channel, after a transfer. The router has to know at once, because the
// end of the channel that was replaced is then no hang-up.
func (d *Driver) replaced(ev *ari.StasisStart) {
	c := d.byChannel(ev.ReplaceChannel.ID)
	if c == nil {
		d.aside(func(ctx context.Context) { d.orphan(ctx, ev.Channel.ID) })
		return
	}
	d.reseat(c, ev.ReplaceChannel.ID, ev.Channel.ID)
	d.mu.Lock()
	if name, near := strings.CutSuffix(ev.Channel.Name, ";1"); near {
		h := d.half(name)
		select {
		case <-h.known:
		default:
			h.number, h.name = c.in.CallerNumber, c.in.CallerName
			close(h.known)
		}
		c.at.halves = append(c.at.halves, name)
	}
	d.mu.Unlock()
	d.post(c, ev)
}

// channelGone is the end of a channel, or of its stay in the application. When
// it is a caller's, the call's context ends before anything else happens.
func (d *Driver) channelGone(id string, ev ari.Event) {
	c := d.byChannel(id)
	if c == nil {
		return
	}
	d.mu.Lock()
	_, leaves := ev.(*ari.StasisEnd)
	left := c.at.channel == id && !(leaves && c.at.away)
	c.at.left = c.at.left || left
	d.mu.Unlock()
	d.post(c, ev)
	if left {
		c.cancel(flowengine.ErrHungUp)
	}
}

// broadcast is an offer of a call by StasisBroadcast: whoever claims it first
// gets its StasisStart.
func (d *Driver) broadcast(ev *ari.CallBroadcast) {
	d.mu.Lock()
	away := d.draining || d.stopping
	back := d.channels[ev.Channel.ID] != nil // from a script; who has the call has it also while draining
	d.mu.Unlock()
	if away && !back {
		return
	}
	d.aside(func(ctx context.Context) {
		err := d.client.Events().ClaimChannel(ctx, ev.Channel.ID, d.client.App())
		if err != nil && !ari.IsConflict(err) && !ari.IsNotFound(err) {
			d.o.Log.Warn().Err(err).Str("channel", ev.Channel.ID).Msg("claiming a call")
		}
	})
}

// turnAway sends a channel on in the dialplan, to the fallback.
func (d *Driver) turnAway(ctx context.Context, channel string) {
	err := d.client.Channels().ContinueInDialplan(ctx, channel, ari.ChannelContinueInDialplanParams{})
	if err != nil && !ari.IsNotFound(err) {
		d.o.Log.Warn().Err(err).Str("channel", channel).Msg("sending a call to the fallback")
	}
}

// orphan ends a channel that belongs to no call any more.
func (d *Driver) orphan(ctx context.Context, channel string) {
	d.o.Log.Info().Str("channel", channel).Msg("ending a channel that belongs to no call")
	err := d.client.Channels().Hangup(ctx, channel, ari.ChannelHangupParams{})
	if err != nil && !ari.IsNotFound(err) {
		d.o.Log.Warn().Err(err).Str("channel", channel).Msg("ending a channel that belongs to no call")
	}
}
