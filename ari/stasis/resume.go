package stasis

import (
	"context"
	"slices"
	"strings"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// prepare takes over what a call has from an earlier process. Its legs wait to
// be asked about. A call whose caller has left is over before it begins.
func (c *Call) prepare(have *snapshot) {
	caller := c.caller()
	switch ch := have.channels[caller.channel]; {
	case ch == nil:
		caller.gone = true
		c.d.leave(c)
	case c.placed() && ch.State == ari.ChannelStateDown:
		// Whether it was told to ring is not known, and a second time would end it: as if it had not been made.
		caller.gone = true
		c.d.leave(c)
		c.d.aside(func(ctx context.Context) { c.d.orphan(ctx, ch.ID) })
	default:
		caller.up = ch.State == ari.ChannelStateUp
		caller.quiet = c.now()
	}
	for id := range have.channels {
		name, ok := c.d.names.legParty(id)
		if !ok || c.d.names.call(id) != c.id {
			continue
		}
		if p := c.party(name); p != nil && p.channel != id { // it has transferred the call, and another has its place
			c.d.aside(func(ctx context.Context) { c.d.orphan(ctx, id) })
		} else if p == nil {
			c.parties = append(c.parties, &party{name: name, channel: id, ghost: true, made: true, dialled: true})
		}
	}
	if b := have.bridges[c.d.names.bridge(c.id)]; b != nil {
		c.bridge = &bridge{over: true}
		for _, p := range c.parties {
			p.bridged = slices.Contains(b.Channels, p.channel)
		}
	}
}

// findPlaybacks asks which playbacks of an earlier process go on.
func (c *Call) findPlaybacks() {
	for slot := range playbackSlots {
		id := c.d.names.playback(c.id, slot)
		pb, err := c.d.client.Playbacks().Get(context.WithoutCancel(c.ctx), id)
		if err != nil {
			continue // it is over, or never was; or Asterisk went away, which the next command finds
		}
		c.slot = slot
		p := c.caller()
		if channel, ok := strings.CutPrefix(pb.TargetURI, "channel:"); ok {
			p = c.partyOf(channel)
		}
		if p == nil || p.playing != nil {
			continue
		}
		p.playing = &playback{id: id, slot: slot, media: []string{pb.MediaURI}, ghost: true}
	}
}

// dropGhosts releases the legs that an earlier process has left to the call
// and the engine has not asked for when it first waits: they ring for a try
// that is over.
func (c *Call) dropGhosts() {
	c.claimed = true
	for _, p := range c.parties {
		if p.ghost {
			c.hangupLeg(context.WithoutCancel(c.ctx), p, flowengine.CauseNormal)
		}
	}
}

// compare finds what happened to the call while there was no connection.
func (c *Call) compare(have *snapshot) {
	ctx := context.WithoutCancel(c.ctx)
	caller := c.caller()
	if ch := have.channels[caller.channel]; ch != nil && ch.State == ari.ChannelStateUp {
		caller.up = true
	}
	for _, p := range c.parties {
		if p.gone {
			continue
		}
		if p != caller && p.made && !p.ghost {
			c.compareLeg(ctx, p, have.channels[p.channel])
		}
		if p.playing == nil {
			continue
		}
		if _, err := c.d.client.Playbacks().Get(ctx, p.playing.id); ari.IsNotFound(err) {
			c.playEnded(p, false)
		}
	}
	for _, r := range c.records {
		if !r.ended {
			c.compareRecording(ctx, r)
		}
	}
	for _, m := range c.monitors {
		for _, t := range m.tracks {
			if t.ended {
				continue
			}
			if _, err := c.d.client.Recordings().GetLive(ctx, t.record); ari.IsNotFound(err) {
				c.trackEnded(m, t)
			}
		}
	}
}

func (c *Call) compareLeg(ctx context.Context, p *party, ch *ari.Channel) {
	if ch == nil {
		// The leg may be younger than the list of channels.
		var err error
		if ch, err = c.d.client.Channels().Get(ctx, p.channel); ari.IsNotFound(err) {
			c.legGone(p, flowengine.CauseNormal, false)
			return
		} else if err != nil {
			return // the connection is lost again, and there will be another comparison
		}
	}
	if !p.dialled {
		c.legStarted(p.channel)
	}
	c.legState(p, ch.State)
}

func (c *Call) compareRecording(ctx context.Context, r *recording) {
	live, err := c.d.client.Recordings().GetLive(ctx, r.id)
	switch {
	case ari.IsNotFound(err):
		c.recordingEnded(r.id, false, time.Time{})
	case err == nil && live.State == ari.LiveRecordingStateRecording:
		if !r.started {
			c.recordingStarted(&ari.RecordingStarted{Recording: *live})
		}
	}
}
