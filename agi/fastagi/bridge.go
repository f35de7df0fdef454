package fastagi

import (
	"context"
	"time"

	"callflow/flowengine"
)

const longestLegTime = 24 * time.Hour

// Bridge implements [flowengine.Call].
func (c *Call) Bridge(ctx context.Context, spec flowengine.BridgeSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	l := c.legs[spec.Leg]
	c.mu.Unlock()
	if l == nil {
		c.tell(flowengine.LegEnded{Leg: spec.Leg, Cause: flowengine.CauseNormal})
		return nil
	}
	c.line.do(func() { c.converse(l, spec.Record) })
	return nil
}

// converse takes the phone's channel out of its own session into a conversation
// with the caller, and returns when that has ended.
func (c *Call) converse(l *leg, record string) {
	c.hush()
	var r *recording
	if record != "" {
		r = &recording{name: record}
		c.mu.Lock()
		c.records[record] = r
		c.mu.Unlock()
		c.beginRecord(r, c.path(record), "")
	}
	alive := l.alive()
	c.mu.Lock()
	there := alive && l.state == legUp
	if there {
		l.state = legTalks
	}
	c.mu.Unlock()
	if there {
		// x: the phone is hung up afterwards, and does not go on in the dialplan.
		c.line.exec("Bridge", l.channel+",x")
		if c.line.ctx.Err() == nil {
			l.ended(flowengine.CauseNormal, false)
		}
	} else {
		l.ended(flowengine.CauseNormal, false)
	}
	if r != nil && c.line.ctx.Err() == nil {
		c.saveRecord(r)
	}
}

// alive asks the phone's own session whether somebody is still there: Bridge
// would connect the caller with a phone that has just hung up, for ever.
func (l *leg) alive() bool {
	l.call.mu.Lock()
	line := l.line
	l.call.mu.Unlock()
	if line == nil {
		return false
	}
	answer := make(chan bool, 1)
	line.do(func() {
		_, err := line.ask("CHANNEL STATUS")
		answer <- err == nil && line.ctx.Err() == nil
	})
	select {
	case alive := <-answer:
		return alive
	case <-line.ctx.Done():
		return false
	case <-l.over:
		return false
	case <-l.call.line.ctx.Done():
		return false
	}
}

// Unbridge implements [flowengine.Call].
func (c *Call) Unbridge(ctx context.Context) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	for _, l := range c.openLegs() {
		c.mu.Lock()
		talks := l.state == legTalks
		c.mu.Unlock()
		if talks {
			l.hangup()
		}
	}
	return nil
}
