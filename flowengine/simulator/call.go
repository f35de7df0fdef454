package simulator

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"callflow/flowengine"
)

// ErrKilled is what a driver gives whose process was killed. It is an
// [flowengine.ErrHandedOver], so that the engine lets go at once; whatever else
// it does has no effect.
var ErrKilled = fmt.Errorf("the simulated process was killed: %w", flowengine.ErrHandedOver)

// errSpins ends a session that waits for a time that has passed, again and again.
var errSpins = errors.New("the session spins: it waits without letting time pass")

// maxSpins is how many waits in a row may end at once with nothing happening.
const maxSpins = 100_000

// Call drives the call of a [World] for one process. It implements
// [flowengine.Call]; as every driver's, its methods belong to one goroutine.
type Call struct {
	w       *World
	mailbox []flowengine.Event
	woken   atomic.Bool
	cancel  context.CancelCauseFunc
	killed  bool
	// stopAt is when the process stops, with the cause that its context then
	// gets; the zero time means never.
	stopAt time.Time
	stop   func()
	spins  int
}

var _ flowengine.Call = (*Call)(nil)

// KillAt lets the process die at the given time as kill -9 does it: from then
// on nothing that it does has any effect on the world, and its context ends.
func (c *Call) KillAt(t time.Time, then func()) {
	c.stopAt = t
	c.stop = func() {
		c.kill()
		if then != nil {
			then()
		}
		c.cancel(ErrKilled)
	}
}

// HandOverAt ends the session at the given time as a process does that stops
// in good order: its context ends with [flowengine.ErrHandedOver].
func (c *Call) HandOverAt(t time.Time) {
	c.stopAt = t
	c.stop = func() { c.cancel(flowengine.ErrHandedOver) }
}

// stopped says whether the process was stopped by KillAt or HandOverAt.
func (c *Call) stopped() bool { return !c.stopAt.IsZero() && c.stop == nil }

func (c *Call) kill() {
	c.killed = true
	if c.w.driver == c {
		c.w.driver = nil
	}
}

// Detach ends the driver without touching the call.
func (c *Call) Detach() {
	c.kill()
	c.cancel(context.Canceled)
}

// usable says why a command cannot be given, nil when it can.
func (c *Call) usable(ctx context.Context) error {
	switch {
	case c.killed:
		return ErrKilled
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case c.w.gone:
		return flowengine.ErrHungUp
	}
	return nil
}

// Next waits for the next event on the virtual clock.
func (c *Call) Next(ctx context.Context, until time.Time) (flowengine.Event, error) {
	w := c.w
	for {
		switch {
		case c.killed:
			return nil, ErrKilled
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case c.woken.Swap(false):
			return flowengine.Woken{}, nil
		case len(c.mailbox) > 0:
			e := c.mailbox[0]
			if c.mailbox = c.mailbox[1:]; len(c.mailbox) == 0 {
				c.mailbox = nil
			}
			return e, nil
		case w.gone:
			return nil, flowengine.ErrHungUp
		}
		limit := until
		if c.stop != nil && !c.stopAt.After(until) {
			limit = c.stopAt
		}
		switch {
		case w.due(limit):
			w.step()
		case c.stop != nil && limit.Equal(c.stopAt):
			if limit.After(w.now) {
				w.now = limit
			}
			stop := c.stop
			c.stop = nil
			stop()
		case w.script.Parked:
			if park := w.onPark; park != nil {
				w.onPark = nil
				park()
			}
			<-ctx.Done()
		default:
			if limit.After(w.now) {
				w.now, c.spins = limit, 0
			}
			if c.spins++; c.spins > maxSpins {
				return nil, errSpins
			}
			return flowengine.Elapsed{}, nil
		}
	}
}

// Answer takes the call.
func (c *Call) Answer(ctx context.Context) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	if err := c.w.pickUp(); err != nil {
		return err
	}
	c.w.answered = true
	return nil
}

// Indicate lets the caller hear ringing or music.
func (c *Call) Indicate(ctx context.Context, i flowengine.Indication) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	c.w.indicate(i)
	return nil
}

// Play starts a medium, or attaches to it when an earlier process started it
// and it still plays.
func (c *Call) Play(ctx context.Context, to flowengine.Party, m flowengine.Media) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	return c.w.play(c, to, m)
}

// StopPlay ends what plays to the party.
func (c *Call) StopPlay(ctx context.Context, to flowengine.Party) error {
	if c.killed {
		return ErrKilled
	}
	if p := c.w.playing(to); p != nil && !c.w.gone {
		c.w.endPlayback(p, false, true)
	}
	return nil
}

// Record starts a recording, attaches to one that still runs, or reports one
// that ended while no process was attached.
func (c *Call) Record(ctx context.Context, r flowengine.RecordSpec) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	return c.w.record(c, r)
}

// StopRecord ends a recording and keeps it.
func (c *Call) StopRecord(_ context.Context, name string) error {
	if c.killed {
		return ErrKilled
	}
	if r := c.w.recording(); r != nil && r.spec.Name == name {
		c.w.endRecording(r)
	}
	return nil
}

// Dial rings an endpoint, or attaches to a leg of an earlier process.
func (c *Call) Dial(ctx context.Context, l flowengine.LegSpec) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	return c.w.dial(c, l)
}

// HangupLeg ends a leg.
func (c *Call) HangupLeg(_ context.Context, id flowengine.Party, cause flowengine.Cause) error {
	if c.killed {
		return ErrKilled
	}
	if l := c.w.leg(id); l != nil {
		c.w.endLeg(l, cause, false)
	}
	return nil
}

// Bridge connects the caller with an answered leg.
func (c *Call) Bridge(ctx context.Context, b flowengine.BridgeSpec) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	return c.w.bridge(c, b)
}

// Unbridge ends the conversation by ending its leg.
func (c *Call) Unbridge(context.Context) error {
	if c.killed {
		return ErrKilled
	}
	if l := c.w.bridged; l != nil {
		c.w.endLeg(l, flowengine.CauseNormal, false)
	}
	return nil
}

// Aside runs the work at once: no time passes on the virtual clock meanwhile.
func (c *Call) Aside(ctx context.Context, work func(ctx context.Context)) {
	if c.killed {
		return
	}
	work(ctx)
	c.w.emitTo(c, flowengine.AsideEnded{})
}

// Wake lets Next return Woken.
func (c *Call) Wake() { c.woken.Store(true) }

// Hangup ends the call.
func (c *Call) Hangup(_ context.Context, cause flowengine.Cause) error {
	if c.killed {
		return ErrKilled
	}
	if cause < 1 || cause > 127 {
		return fmt.Errorf("hanging up: %d is no Q.850 cause", cause)
	}
	c.w.end(cause)
	return nil
}
