package stasis

import (
	"context"
	"errors"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// ErrDraining says that no call is made any more, because this process ends.
var ErrDraining = errors.New("callflow is ending and makes no new calls")

// Outward says whom to call, and how.
type Outward struct {
	// Endpoint is a dial string, such as PJSIP/61412345678@trunk.
	Endpoint string
	// CallerNumber and CallerName are shown to the one who is called.
	CallerNumber, CallerName string
	// Ring is how long it rings, in whole seconds.
	Ring time.Duration
}

// Place makes a call. It runs at once, on a goroutine of its own, by
// [Options.Begin]; its Answer waits until the one who is called has answered.
// One that cannot be reached has left, as any caller who hangs up has.
func (d *Driver) Place(cp flowengine.Checkpoint, o Outward) error {
	cp.Call.Channel = d.names.caller(cp.Call.ID)
	c := d.newCall(cp.Call)
	c.from, c.ring = cp, max(1, int(o.Ring/time.Second))
	c.caller().made, c.caller().dialled = false, false
	d.mu.Lock()
	if d.draining || d.stopping {
		d.mu.Unlock()
		c.cancel(nil)
		return ErrDraining
	}
	d.add(c)
	d.group.Add(1)
	d.mu.Unlock()
	go c.run(func() {
		c.place(o)
		d.o.Begin(c.ctx, c, cp)
	})
	return nil
}

// placed says whether the call is one that we make.
func (c *Call) placed() bool { return c.caller().channel == c.d.names.caller(c.id) }

// place makes the far side's channel, which rings once it is in the
// application.
func (c *Call) place(o Outward) {
	p := c.caller()
	params := outgoing(c.d.client.App(), c.id, p.channel, flowengine.LegSpec{
		Endpoint: o.Endpoint, CallerNumber: o.CallerNumber, CallerName: o.CallerName,
	})
	p.made = true
	err := c.ask(c.ctx, func(ctx context.Context) error {
		_, err := c.d.client.Channels().Create(ctx, params)
		return err
	})
	if err == nil {
		// It can be told to ring when its StasisStart is here, which is about now; or else in Answer.
		c.await(c.ctx, started, func() bool { return p.dialled || c.departed() })
		return
	}
	c.log.Info().Err(err).Str("endpoint", o.Endpoint).Msg("the endpoint cannot be rung")
	p.made = false
	c.callerGone()
	if errors.Is(err, ari.ErrTimeout) || errors.Is(err, ari.ErrDisconnected) {
		// Whether there is a channel is not known; ending it is right in either case.
		c.d.aside(func(ctx context.Context) { c.d.orphan(ctx, p.channel) })
	}
}

// awaitAnswer waits until the far side has answered.
func (c *Call) awaitAnswer(ctx context.Context) error {
	p := c.caller()
	if c.await(ctx, longestRing*time.Second, func() bool { return p.up || c.departed() }); c.departed() {
		return flowengine.ErrHungUp
	}
	if !p.up {
		return context.Cause(ctx)
	}
	p.quiet = c.now()
	return nil
}
