package stasis

import (
	"context"
	"fmt"
	"slices"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// playbackSlots is how many names of playbacks a call has. The names are used
// in turn: so a late event of a playback is not taken for one of the next, and
// yet a later process can ask for all of them.
const playbackSlots = 8

// playback is the one medium that plays to a party.
type playback struct {
	id       string
	slot     int
	media    []string
	stopping bool
	ghost    bool      // of an earlier process, and nobody has asked for it yet
	silent   bool      // its end is not told
	failing  time.Time // when to believe that it failed; zero for not
	lost     time.Time // when to believe that a stopped one has ended; zero for not
}

// failHold is how long a failed playback, or a recording that ended by itself,
// waits for the hang-up that may be the reason. Asterisk sends StasisEnd within
// a millisecond of it, and an Asterisk under load a little later.
const failHold = 200 * time.Millisecond

// quietAfter is how long a party hears nothing before silence is sent: without
// any RTP some phones and networks think that the call is dead. Shorter pauses
// are not worth a request.
const quietAfter = time.Second

// Play implements [flowengine.Call].
func (c *Call) Play(ctx context.Context, to flowengine.Party, m flowengine.Media) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	p := c.party(to)
	media := mediaURIs(m.URI)
	if p == nil || p.gone || len(media) == 0 {
		if len(media) == 0 {
			c.log.Warn().Str("uri", m.URI).Str("ref", m.Ref).Msg("this is nothing that Asterisk can play")
		}
		c.tell(flowengine.PlayEnded{To: to, Failed: true})
		return nil
	}
	if p.playing != nil && !p.playing.ghost && !p.playing.silent {
		return fmt.Errorf("something plays to %s already", p)
	}
	if p.playing != nil && p.playing.ghost && slices.Equal(p.playing.media[:1], media[:1]) {
		p.playing.ghost = false
		return nil
	}
	if p.playing != nil { // of an earlier process, and something else: nobody waits for its end
		p.playing.silent = true
		if err := c.stopAndWait(ctx, p); err != nil {
			return err
		}
	}
	if err := c.leaveBridge(ctx, p); err != nil {
		return err
	}
	return c.play(ctx, p, media)
}

func (c *Call) play(ctx context.Context, p *party, media []string) error {
	pb := &playback{media: media}
	pb.slot, pb.id = c.freeSlot()
	p.playing = pb
	p.sound, p.quiet = nothing, time.Time{}
	if p == c.caller() {
		c.forgetIndication()
	}
	tried := false
	err := c.ask(ctx, func(ctx context.Context) error {
		if tried {
			// The connection broke: Asterisk may have got it, and plays it twice if told twice.
			if _, err := c.d.client.Playbacks().Get(ctx, pb.id); err == nil {
				return nil
			}
		}
		tried = true
		_, err := c.d.client.Channels().PlayWithID(ctx, p.channel, pb.id, ari.ChannelPlayWithIDParams{Media: media})
		return err
	})
	if err == nil {
		return nil
	}
	p.playing = nil
	p.quiet = c.now()
	if p == c.caller() {
		return c.failed(ctx, err)
	}
	if !absent(err) {
		c.log.Warn().Err(err).Str("leg", string(p.name)).Msg("playing to a leg")
	}
	c.tell(flowengine.PlayEnded{To: p.name, Failed: true})
	return nil
}

// freeSlot is the next name for a playback that nothing alive has.
func (c *Call) freeSlot() (int, string) {
	for range playbackSlots {
		c.slot = (c.slot + 1) % playbackSlots
		taken := slices.ContainsFunc(c.parties, func(p *party) bool { return p.playing != nil && p.playing.slot == c.slot })
		if !taken {
			break
		}
	}
	return c.slot, c.d.names.playback(c.id, c.slot)
}

// StopPlay implements [flowengine.Call].
func (c *Call) StopPlay(ctx context.Context, to flowengine.Party) error {
	if goOn, err := c.closing(ctx); !goOn {
		return err
	}
	p := c.party(to)
	if p == nil || p.gone || p.playing == nil || p.playing.ghost {
		return nil
	}
	return c.stop(ctx, p)
}

// stop tells Asterisk to end what plays to a party. Its end is an event, or is
// told here when it was over already.
func (c *Call) stop(ctx context.Context, p *party) error {
	pb := p.playing
	if pb.stopping || !stoppable(pb.media) {
		return nil // what cannot be stopped is short
	}
	pb.stopping = true
	err := c.ask(ctx, func(ctx context.Context) error { return c.d.client.Playbacks().Stop(ctx, pb.id) })
	switch {
	case err == nil:
		pb.lost = c.now().Add(patience)
		return nil
	case ari.IsNotFound(err):
		if p.playing == pb {
			c.playEnded(p, false)
		}
		return nil
	case ari.Status(err) != 0:
		pb.stopping = false // it cannot be stopped in its present state; it ends by itself
		c.log.Warn().Err(err).Str("medium", pb.media[0]).Msg("stopping what plays")
		return nil
	}
	return err
}

// stopAndWait ends what plays to a party and waits for its end. Some requests
// wait in Asterisk until a channel's prompt is over, and with them whatever is
// behind them.
func (c *Call) stopAndWait(ctx context.Context, p *party) error {
	pb := p.playing
	if pb == nil {
		return nil
	}
	limit := patience
	if !stoppable(pb.media) {
		limit = 30 * time.Second
	}
	if err := c.stop(ctx, p); err != nil {
		return err
	}
	if c.await(ctx, limit, func() bool { return p.playing != pb || c.departed() }) {
		if c.departed() {
			return flowengine.ErrHungUp
		}
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.log.Warn().Str("medium", pb.media[0]).Msg("what plays does not end")
	if p.playing == pb {
		c.playEnded(p, false)
	}
	return nil
}

func (c *Call) playbackFinished(ev *ari.PlaybackFinished) {
	for _, p := range c.parties {
		pb := p.playing
		if pb == nil || pb.id != ev.Playback.ID {
			continue
		}
		if ev.Playback.State == ari.PlaybackStateFailed && !pb.stopping {
			pb.failing = c.now().Add(failHold) // a bad file, or a hang-up, which follows
			return
		}
		c.playEnded(p, false)
		return
	}
}

func (c *Call) playEnded(p *party, failed bool) {
	pb := p.playing
	p.playing = nil
	p.quiet = c.now()
	if !pb.ghost && !pb.silent {
		c.tell(flowengine.PlayEnded{To: p.name, Failed: failed})
	}
}

// stopPlayingTo is the end of what played to a party that has left.
func (c *Call) stopPlayingTo(p *party) {
	if p.playing != nil {
		c.playEnded(p, false)
	}
}

func (p *party) String() string {
	if p.name == flowengine.Caller {
		return "the caller"
	}
	return "leg " + string(p.name)
}

// Indicate implements [flowengine.Call].
func (c *Call) Indicate(ctx context.Context, i flowengine.Indication) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	p := c.caller()
	if p.bridged && !c.bridge.over {
		return nil // whoever talks hears that
	}
	if err := c.leaveBridge(ctx, p); err != nil {
		return err
	}
	if i == c.indicate && c.showing(i) {
		return nil
	}
	c.indicate = i
	return c.startIndication(ctx)
}

// forgetIndication is the end of an indication by something else that is heard.
func (c *Call) forgetIndication() {
	c.indicate = flowengine.Indication{}
	c.again = time.Time{}
}

// showing says whether the caller hears the indication already, as after a
// restart of it by itself.
func (c *Call) showing(i flowengine.Indication) bool {
	switch c.caller().sound {
	case ringing:
		return i.Ringing
	case music:
		return i.Music != ""
	}
	return i == flowengine.Indication{}
}

// startIndication makes the caller hear c.indicate. One generator replaces
// another at once. With music and ringing both asked for, it is music.
func (c *Call) startIndication(ctx context.Context) error {
	p := c.caller()
	c.again = time.Time{}
	var err error
	switch {
	case c.indicate.Music != "":
		if err = c.leaveDial(ctx); err != nil {
			break
		}
		err = c.ask(ctx, func(ctx context.Context) error {
			return c.d.client.Channels().StartMOH(ctx, p.channel, ari.ChannelStartMOHParams{MOHClass: c.indicate.Music})
		})
		p.sound, p.quiet = music, time.Time{}
	case c.indicate.Ringing:
		err = c.ask(ctx, func(ctx context.Context) error { return c.d.client.Channels().Ring(ctx, p.channel) })
		p.sound, p.quiet = ringing, time.Time{}
	default:
		err = c.hush(ctx, p)
	}
	if err != nil {
		p.sound = nothing
		return c.failed(ctx, err)
	}
	return nil
}

// hush ends the generator of a party's channel. Only the present one may be
// stopped: stopping another stops this one too.
func (c *Call) hush(ctx context.Context, p *party) error {
	sound := p.sound
	p.sound = nothing
	if sound != nothing {
		p.quiet = c.now()
	}
	channels := c.d.client.Channels()
	switch sound {
	case ringing:
		return c.ask(ctx, func(ctx context.Context) error { return channels.RingStop(ctx, p.channel) })
	case music:
		return c.ask(ctx, func(ctx context.Context) error { return channels.StopMOH(ctx, p.channel) })
	case silence:
		return c.ask(ctx, func(ctx context.Context) error { return channels.StopSilence(ctx, p.channel) })
	}
	return nil
}

// silenceDue is when silence should be sent to a party, the zero time for
// never.
func (c *Call) silenceDue(p *party) time.Time {
	if p == c.caller() && (c.lentOut() || c.member != nil && c.member.joined) {
		return time.Time{}
	}
	if p.quiet.IsZero() || !p.up || p.released || p.playing != nil || p.sound != nothing ||
		(p.bridged && !c.bridge.over) || c.over || (p == c.caller() && c.recordsCaller()) {
		return time.Time{}
	}
	return p.quiet.Add(quietAfter)
}

func (c *Call) startSilence(p *party) {
	p.quiet = time.Time{}
	if err := c.leaveBridge(c.ctx, p); err != nil {
		return // nobody is there to hear it, or the next command tells
	}
	if err := c.ask(c.ctx, func(ctx context.Context) error { return c.d.client.Channels().StartSilence(ctx, p.channel) }); err != nil {
		if !absent(err) {
			c.log.Debug().Err(err).Msg("sending silence")
		}
		return
	}
	p.sound = silence
}
