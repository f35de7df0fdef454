package queue_test

import (
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

func strategy(s queue.Strategy) func(*queue.Definition) {
	return func(d *queue.Definition) { d.Strategy = s }
}

func TestStrategies(t *testing.T) {
	t.Run("in_order rings the first who is free", func(t *testing.T) {
		f := newFloor(t, strategy(queue.InOrder), m("ann"), m("bob"))
		one, two, three := f.enters(), f.enters(), f.enters()
		one.expect("ring ann")
		two.expect("ring bob")
		three.expect("wait 20s")
		done := one.answered("ann")
		f.passes(5 * time.Second)
		done()
		if three.woken == 0 {
			t.Error("the next caller was not woken when ann was free")
		}
		three.expect("ring ann")
	})
	t.Run("round_robin goes on after who completed the last call", func(t *testing.T) {
		f := newFloor(t, strategy(queue.RoundRobin), m("ann"), m("bob"), m("cy"))
		for _, who := range []string{"ann", "bob", "cy", "ann"} {
			c := f.enters()
			c.expect("ring " + who)
			c.answered(who)()
		}
	})
	t.Run("round_robin remembers it over a restart", func(t *testing.T) {
		f := newFloor(t, strategy(queue.RoundRobin), m("ann", done(time.Hour)), m("bob", done(2*time.Hour)))
		f.enters().expect("ring bob")
	})
	t.Run("longest_idle", func(t *testing.T) {
		f := newFloor(t, strategy(queue.LongestIdle), m("ann", done(time.Minute)), m("bob", done(time.Hour)), m("cy", done(time.Second)))
		f.enters().expect("ring bob")
		f.enters().expect("ring ann")
	})
	t.Run("all rings everybody, and who loses has missed nothing", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.Strategy, d.PauseAfter = queue.All, 1 }, m("ann"), m("bob"))
		one := f.enters()
		one.expect("ring ann,bob")
		f.enters().expect("wait 20s")
		one.place.Rang(f.now, "bob", []flowengine.RingEnd{{Target: "user:ann", How: flowengine.RungLoser}, {Target: "user:bob", How: flowengine.RungAnswer}})
		if f.counts["ann"].Missed > 0 || f.agents["ann"].State != queue.Ringing {
			t.Errorf("ann is %+v, %+v: the second caller should ring her", f.counts["ann"], f.agents["ann"])
		}
	})
	t.Run("random rings each of them sometimes", func(t *testing.T) {
		f := newFloor(t, strategy(queue.Random), m("ann"), m("bob"), m("cy"))
		seen := map[string]bool{}
		for range 50 {
			c := f.enters()
			who := strings.TrimPrefix(c.does(), "ring ")
			seen[who] = true
			c.answered(who)()
		}
		if len(seen) != 3 {
			t.Errorf("in fifty calls only %v were rung", seen)
		}
	})
}

// done is a member whose last call ended that long ago.
func done(ago time.Duration) func(*queue.Member) {
	return func(m *queue.Member) { m.LastDone = start.Add(-ago) }
}

func TestWhoIsRung(t *testing.T) {
	t.Run("a higher number only when nobody of a lower one is free", func(t *testing.T) {
		f := newFloor(t, nil, m("boss", func(m *queue.Member) { m.Priority = 2 }), m("ann"))
		f.enters().expect("ring ann")
		f.enters().expect("ring boss")
	})
	level := func(n int) func(*queue.Member) { return func(m *queue.Member) { m.Priority = n } }
	// misses lets a caller ring these one after another, each for the whole ring time of 20 seconds.
	misses := func(c *caller, users ...string) {
		t.Helper()
		for _, who := range users {
			c.expect("ring " + who)
			c.f.passes(20 * time.Second)
			c.rang(flowengine.RangOut, who)
		}
	}
	t.Run("who missed the call and is free again comes before a higher number", func(t *testing.T) {
		f := newFloor(t, nil, m("boss", level(2)), m("ann"), m("bob"))
		misses(f.enters(), "ann", "bob", "ann", "bob")
	})
	t.Run("the next level has its turn while who missed the call is left alone", func(t *testing.T) {
		f := newFloor(t, nil, m("boss", level(2)), m("ann"))
		misses(f.enters(), "ann", "boss", "ann", "boss")
	})
	t.Run("with a cycle longer than a level is rung, the next level has its turn", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.CycleS = 60 }, m("boss", level(2)), m("ann"), m("bob"))
		c := f.enters()
		misses(c, "ann", "bob", "boss")
		c.expect("wait 20s") // ann is left alone until then
		f.passes(20 * time.Second)
		c.expect("ring ann")
	})
	t.Run("who is paused for missing calls makes way for the next level", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.PauseAfter = 1 }, m("boss", level(2)), m("ann"), m("bob"))
		misses(f.enters(), "ann", "bob", "boss")
	})
	t.Run("a member's own number of missed calls goes before the queue's", func(t *testing.T) {
		never, twice := 0, 2
		f := newFloor(t, func(d *queue.Definition) { d.PauseAfter = 1 }, m("ann", func(m *queue.Member) { m.PauseAfter = &twice }),
			m("bob"), m("cy", func(m *queue.Member) { m.PauseAfter = &never }))
		misses(f.enters(), "ann", "bob", "cy", "ann", "cy")
	})
	t.Run("each level has rounds of its own", func(t *testing.T) {
		f := newFloor(t, nil, m("boss", level(2)), m("chief", level(2)), m("ann"))
		misses(f.enters(), "ann", "boss", "ann", "chief", "ann", "boss")
	})
	t.Run("a member whose delay has not passed keeps no other level from its turn", func(t *testing.T) {
		f := newFloor(t, nil, m("boss", level(2)), m("late", func(m *queue.Member) { m.DelayS = 30 }))
		c := f.enters()
		misses(c, "boss")
		f.passes(20 * time.Second)
		misses(c, "late", "boss")
	})
	t.Run("all rings the whole level again, with who has come meanwhile", func(t *testing.T) {
		f := newFloor(t, strategy(queue.All), m("ann"), m("bob"), m("cy"), m("boss", level(2)))
		end := f.me.Begin(flowengine.Talks, "user:cy", "")
		c := f.enters()
		c.expect("ring ann,bob")
		c.rang(flowengine.RangOut, "ann", "bob")
		c.expect("ring boss")
		f.passes(20 * time.Second)
		end()
		c.rang(flowengine.RangOut, "boss")
		c.expect("ring ann,bob,cy")
	})
	t.Run("a caller of a better priority before those who came earlier", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		end := f.me.Begin(flowengine.Talks, "user:ann", "")
		first, second := f.enters(), f.enters()
		better := f.enters(func(e *flowengine.QueueEntry) { e.Priority = 1 })
		end()
		better.expect("ring ann")
		better.answered("ann")()
		first.expect("ring ann")
		second.expect("wait 20s")
	})
	t.Run("a delayed member joins at the first tick past the delay", func(t *testing.T) {
		f := newFloor(t, nil, m("late", func(m *queue.Member) { m.DelayS = 30 }))
		c := f.enters()
		c.expect("wait 20s")
		f.passes(35 * time.Second) // past the delay, before the tick
		c.expect("wait 5s")
		f.passes(5 * time.Second)
		c.expect("ring late")
	})
	t.Run("in wrap-up nobody", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.WrapUpS = 7 }, m("ann"))
		one := f.enters()
		one.expect("ring ann")
		one.answered("ann")()
		if a := f.agents["ann"]; a.State != queue.WrapUp || a.Until.Sub(f.now) != 7*time.Second {
			t.Errorf("ann is %+v", a)
		}
		two := f.enters()
		two.expect("wait 7s")
		f.passes(7 * time.Second)
		two.expect("ring ann")
	})
	t.Run("on a call beside the queue nobody", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		end := f.me.Begin(flowengine.Talks, "", "SIM/ann")
		c := f.enters()
		c.expect("wait 20s")
		if f.agents["ann"].State != queue.OnCall {
			t.Errorf("ann is %+v", f.agents["ann"])
		}
		end()
		if c.woken == 0 {
			t.Error("the caller was not woken")
		}
		c.expect("ring ann")
	})
	t.Run("paused after missed calls", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.PauseAfter = 2 }, m("ann"), m("bob"))
		c := f.enters()
		for range 2 {
			for _, who := range []string{"ann", "bob"} {
				if c.does() != "ring "+who {
					t.Fatalf("%s is not rung", who)
				}
				if who == "ann" {
					c.rang(flowengine.RangOut, who)
				} else {
					c.rang(flowengine.Busy, who)
				}
			}
			f.passes(20 * time.Second)
		}
		c.expect("ring bob")
		if r := f.counts["ann"]; !r.Paused || r.Missed != 2 || r.PauseWhy != "missed 2 calls in a row" {
			t.Errorf("ann is %+v", r)
		}
	})
	t.Run("resumed after that", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.PauseAfter = 1 }, m("ann"))
		resume := func(d *queue.Definition) { d.Members[0].Paused = false }
		c := f.enters()
		c.expect("ring ann")
		c.rang(flowengine.RangOut, "ann")
		c.expect("wait 20s") // the pause is read back here
		f.change(resume)
		f.passes(20 * time.Second)
		c.expect("ring ann")
		c.rang(flowengine.RangOut, "ann")
		f.change(resume) // before it is read back, so that it may as well be not written yet
		f.passes(4 * time.Second)
		c.expect("wait 16s")
		f.passes(16 * time.Second)
		c.expect("ring ann")
	})
	t.Run("an answer forgets what was missed", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.PauseAfter = 2 }, m("ann"))
		c := f.enters()
		c.expect("ring ann")
		c.rang(flowengine.Declined, "ann")
		c.expect("wait 20s")
		f.passes(20 * time.Second)
		c.expect("ring ann")
		c.answered("ann")()
		if f.counts["ann"].Missed != 0 {
			t.Errorf("ann is %+v", f.counts["ann"])
		}
	})
	t.Run("one agent of two queues is rung for one caller at a time", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		one := f.enters()
		f.def.Name = "sales" // the same agent in another queue
		two := f.enters(func(e *flowengine.QueueEntry) { e.Queue = "sales" })
		one.expect("ring ann")
		two.expect("wait 20s")
	})
}

// Who becomes the next watches for the end of a wrap-up, also between ticks.
func TestTheNextIsWoken(t *testing.T) {
	t.Run("when another was the next", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.WrapUpS = 7 }, m("ann"))
		one := f.enters()
		one.expect("ring ann")
		one.answered("ann")()
		two, three := f.enters(), f.enters()
		two.expect("wait 7s")
		three.expect("wait 20s")
		woken := three.woken
		two.place.Leave(f.now, flowengine.OutcomeHungUp)
		if three.woken == woken {
			t.Error("the third caller has become the next and does not know")
		}
		three.expect("wait 7s")
	})
	t.Run("when a wrap-up begins later", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.WrapUpS = 7 }, m("ann"))
		one, two := f.enters(), f.enters()
		one.expect("ring ann")
		two.expect("wait 20s")
		end := one.answered("ann")
		two.expect("wait 20s")
		woken := two.woken
		end()
		if two.woken == woken {
			t.Error("ann's wrap-up has begun, and who is the next does not know")
		}
		two.expect("wait 7s")
		f.passes(7 * time.Second)
		two.expect("ring ann")
	})
}
