package fastagi

import (
	"context"
	"time"

	"callflow/flowengine"
)

// tell keeps an event for Next.
func (c *Call) tell(e flowengine.Event) {
	c.mu.Lock()
	c.events = append(c.events, e)
	c.mu.Unlock()
	c.tellSomething()
}

func (c *Call) tellSomething() {
	select {
	case c.signal <- struct{}{}:
	default:
	}
}

// Wake implements [flowengine.Call].
func (c *Call) Wake() {
	c.mu.Lock()
	c.woken = true
	c.mu.Unlock()
	c.tellSomething()
}

// Next implements [flowengine.Call].
func (c *Call) Next(ctx context.Context, until time.Time) (flowengine.Event, error) {
	timer := time.NewTimer(until.Sub(c.d.o.Clock.Now()))
	defer timer.Stop()
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		event, err := c.pop()
		if event != nil || err != nil {
			return event, err
		}
		if !c.d.o.Clock.Now().Before(until) {
			return flowengine.Elapsed{}, nil
		}
		// All that has happened is known: a medium that a digit interrupted goes on.
		for _, l := range c.lines() {
			l.goOn()
		}
		select {
		case <-c.signal:
		case <-timer.C:
			timer.Reset(time.Millisecond) // for a clock that is a little behind
		case <-ctx.Done():
		}
	}
}

// pop takes the next event. After the end, when nothing more can come, it is
// the end.
func (c *Call) pop() (flowengine.Event, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case len(c.events) > 0:
		e := c.events[0]
		c.events = c.events[1:]
		return e, nil
	case c.woken:
		c.woken = false
		return flowengine.Woken{}, nil
	case c.finished && c.ctx.Err() != nil:
		return nil, context.Cause(c.ctx)
	}
	return nil, nil
}

// lines are the caller's and those of phones that were answered.
func (c *Call) lines() []*line {
	c.mu.Lock()
	defer c.mu.Unlock()
	lines := []*line{c.line}
	for _, l := range c.legs {
		if l.state == legUp {
			lines = append(lines, l.line)
		}
	}
	return lines
}
