package simulator

import (
	"slices"
	"time"
)

// timer is something that will happen in a World.
type timer struct {
	at time.Time
	fn func()
}

// clock is virtual time with what is still to happen, in order of time; what is
// due at the same moment happens in the order in which it was scheduled.
type clock struct {
	now    time.Time
	timers []timer
}

// at schedules fn; a time that has passed means now.
func (c *clock) at(t time.Time, fn func()) {
	if t.Before(c.now) {
		t = c.now
	}
	i := len(c.timers)
	for i > 0 && c.timers[i-1].at.After(t) {
		i--
	}
	c.timers = slices.Insert(c.timers, i, timer{t, fn})
}

func (c *clock) after(d time.Duration, fn func()) { c.at(c.now.Add(d), fn) }

// due says whether something happens up to and at the given time.
func (c *clock) due(until time.Time) bool {
	return len(c.timers) > 0 && !c.timers[0].at.After(until)
}

// step moves the clock to the first timer and runs it.
func (c *clock) step() {
	first := c.timers[0]
	c.timers = slices.Delete(c.timers, 0, 1)
	if first.at.After(c.now) {
		c.now = first.at
	}
	first.fn()
}
