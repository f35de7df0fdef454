package stasis

import (
	"context"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// Next implements [flowengine.Call].
func (c *Call) Next(ctx context.Context, until time.Time) (flowengine.Event, error) {
	for {
		c.take()
		if c.resumed && !c.claimed && ctx.Err() == nil {
			c.dropGhosts()
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		next := c.tick(c.now())
		if c.told < len(c.out) {
			event := c.out[c.told]
			if c.told++; c.told == len(c.out) {
				c.out, c.told = c.out[:0], 0
			}
			return event, nil
		}
		if c.departed() && !c.recordingPends() && !c.monitorPends() {
			return nil, flowengine.ErrHungUp
		}
		now := c.now()
		if !now.Before(until) {
			return flowengine.Elapsed{}, nil
		}
		if next.IsZero() || until.Before(next) {
			next = until
		}
		c.sleep(ctx, next.Sub(now))
	}
}

// departed says that there is no caller any more.
func (c *Call) departed() bool { return c.over || c.caller().gone }

// sleep waits for a letter, for ctx, or for the time to pass.
func (c *Call) sleep(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	if c.timer == nil {
		c.timer = time.NewTimer(d)
	} else {
		c.timer.Reset(d)
	}
	select {
	case <-c.box.signal:
	case <-ctx.Done():
	case <-c.timer.C:
	}
	c.timer.Stop()
}

// take applies the letters that have come.
func (c *Call) take() {
	letters := c.box.take(c.spare)
	if letters == nil {
		return
	}
	for i, letter := range letters {
		letters[i] = nil
		c.apply(letter)
	}
	c.spare = letters[:0]
}

// await takes letters until done says so, ctx ends, or the time is up. What
// they mean for the engine is told by Next later.
func (c *Call) await(ctx context.Context, limit time.Duration, done func() bool) bool {
	until := c.now().Add(limit)
	for {
		c.take()
		if done() {
			return true
		}
		next := c.tick(c.now())
		now := c.now()
		if done() {
			return true
		}
		if ctx.Err() != nil || !now.Before(until) {
			return false
		}
		if next.IsZero() || until.Before(next) {
			next = until
		}
		c.sleep(ctx, next.Sub(now))
	}
}

// apply moves the call's state along by one event. It may send commands; it
// does not wait for other events.
func (c *Call) apply(letter any) {
	switch l := letter.(type) {
	case *ari.ChannelDtmfReceived:
		c.digit(l)
	case *ari.PlaybackFinished:
		c.playbackFinished(l)
	case *ari.Dial:
		c.dialled(l)
	case *ari.StasisStart:
		if l.ReplaceChannel != nil {
			c.replaced(l)
		} else if p := c.caller(); l.Channel.ID == p.channel && p.dialled {
			c.returned(l)
		} else if !c.monitorStarted(l.Channel.ID) {
			c.legStarted(l.Channel.ID)
		}
	case *ari.StasisEnd:
		c.stasisEnded(l)
	case *ari.ChannelDestroyed:
		c.destroyed(l)
	case *ari.RecordingStarted:
		if !c.trackRuns(l.Recording.Name) {
			c.recordingStarted(l)
		}
	case *ari.RecordingFinished:
		if !c.trackStops(&l.Recording) {
			c.recordingEnded(l.Recording.Name, false, l.Timestamp.Time)
		}
	case *ari.RecordingFailed:
		if !c.trackStops(&l.Recording) {
			c.recordingEnded(l.Recording.Name, true, l.Timestamp.Time)
		}
	case roomChanged:
		c.look()
	case asideEnded:
		c.tell(flowengine.AsideEnded{})
	case woken:
		c.woken.Store(false)
		c.tell(flowengine.Woken{})
	case *snapshot:
		c.compare(l)
	case *seated:
		c.found(l)
	}
}

// tick does what is due and returns when the next thing will be, the zero time
// for nothing.
func (c *Call) tick(now time.Time) time.Time {
	var next time.Time
	due := func(at time.Time) bool {
		if at.IsZero() {
			return false
		}
		if !now.Before(at) {
			return true
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
		return false
	}
	for _, p := range c.parties {
		if p.gone {
			continue
		}
		if p.playing != nil && due(p.playing.failing) {
			c.playEnded(p, true)
		}
		if p.playing != nil && due(p.playing.lost) {
			c.playEnded(p, false)
		}
		if due(p.ask) {
			c.askAfter(p)
		}
		if due(p.lost) {
			c.legGone(p, flowengine.CauseNormal, false)
		}
		if due(c.silenceDue(p)) {
			c.startSilence(p)
		}
	}
	if due(c.again) {
		c.again = time.Time{}
		if err := c.startIndication(c.ctx); err != nil {
			c.log.Debug().Err(err).Msg("letting the caller hear ringing or music again")
		}
	}
	for _, r := range c.records {
		if due(r.hold) {
			c.tellHeld(r)
		}
		if r.ended {
			continue
		}
		if due(r.until) {
			r.until = time.Time{}
			c.stopRecording(r)
		}
		if due(r.check) {
			r.check = time.Time{}
			c.checkRecording(r)
		}
	}
	for _, m := range c.monitors {
		for _, t := range m.tracks {
			if !t.ended && due(t.check) {
				t.check = time.Time{}
				c.checkTrack(m, t)
			}
		}
	}
	return next
}

func (c *Call) digit(ev *ari.ChannelDtmfReceived) {
	p := c.partyOf(ev.Channel.ID)
	if p == nil || p.gone || ev.Digit == "" {
		return
	}
	if !p.keys.told(ev.Digit, ev.Timestamp.Time, time.Duration(ev.DurationMS)*time.Millisecond) {
		return
	}
	c.tell(flowengine.Digit{From: p.name, Key: ev.Digit[0]})
	if p == c.caller() {
		c.finishKey(ev.Digit)
	}
}

// stasisEnded is a channel's leaving. A caller's is the end. A leg that we
// made is then destroyed, which tells the cause.
func (c *Call) stasisEnded(ev *ari.StasisEnd) {
	p := c.partyOf(ev.Channel.ID)
	switch {
	case p == nil || p.gone:
	case p == c.caller() && c.lentOut(): // to come back
	case p == c.caller():
		c.callerGone()
	case p.foreign:
		c.legGone(p, flowengine.CauseNormal, false)
	default:
		p.lost = c.now().Add(patience)
	}
}

func (c *Call) destroyed(ev *ari.ChannelDestroyed) {
	p := c.partyOf(ev.Channel.ID)
	switch {
	case p == nil || p.gone:
	case p == c.caller():
		c.callerGone()
	default:
		c.legGone(p, flowengine.Cause(ev.Cause), refused(p, int(ev.Cause), int(ev.TechCause)))
	}
}

// patience is how long an event may be late that Asterisk sends within
// milliseconds.
const patience = 2 * time.Second

// callerGone ends what the call has beside the caller: phones stop ringing,
// who talked is hung up, recordings come to their end.
func (c *Call) callerGone() {
	c.cancel(flowengine.ErrHungUp) // the router does so too, a moment after it has posted the event
	p := c.caller()
	p.gone = true
	p.playing = nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), releasing)
	defer cancel()
	for _, leg := range c.parties[1:] {
		c.hangupLeg(ctx, leg, flowengine.CauseNormal)
	}
	for _, r := range c.records {
		switch {
		case r.held != nil:
			c.tellHeld(r)
		case r.bridge:
			c.stopRecording(r)
		case !r.ended:
			r.check = c.now().Add(patience)
		}
	}
	c.expectTracks()
	c.leaveRoom()
}
