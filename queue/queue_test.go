package queue_test

import (
	"slices"
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

func TestLeaving(t *testing.T) {
	noWait := func(e *flowengine.QueueEntry) { e.NoAgents = 0 }
	logout := func(m *queue.Member) { m.LoggedIn = false }
	t.Run("timeout", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		f.me.Begin(flowengine.Talks, "user:ann", "")
		c := f.enters(func(e *flowengine.QueueEntry) { e.Timeout = 30 * time.Second })
		f.passes(20 * time.Second)
		c.expect("wait 10s")
		f.passes(10 * time.Second)
		c.expect("leave timeout")
	})
	t.Run("a ring ends with the caller's time", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		c := f.enters(func(e *flowengine.QueueEntry) { e.Timeout = 5 * time.Second })
		if turn := c.place.Next(f.now); turn.Until.Sub(f.now) != 5*time.Second {
			t.Errorf("ann is rung for %s", turn.Until.Sub(f.now))
		}
	})
	t.Run("nobody is rung for a caller whose time is over", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"), m("bob"))
		c := f.enters(func(e *flowengine.QueueEntry) { e.Timeout = 20 * time.Second })
		c.expect("ring ann")
		f.passes(20 * time.Second)
		c.rang(flowengine.RangOut, "ann")
		c.expect("leave timeout")
		if r := f.counts["bob"]; r.Missed != 0 || f.visits[c.name].Rings != 1 {
			t.Errorf("bob is %+v, the visit %+v", r, f.visits[c.name])
		}
	})
	t.Run("no agents at once", func(t *testing.T) {
		newFloor(t, nil, m("ann", logout)).enters(noWait).expect("leave no_agents")
		newFloor(t, nil).enters(noWait).expect("leave no_agents")
	})
	t.Run("no agents after a while", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		c := f.enters(func(e *flowengine.QueueEntry) { e.NoAgents = 8 * time.Second })
		c.expect("ring ann")
		c.rang(flowengine.Unreachable, "ann")
		c.expect("wait 8s")
		f.passes(8 * time.Second)
		c.expect("leave no_agents")
	})
	t.Run("full counts who waits, not who talks", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.Capacity = 1 }, m("ann"))
		one := f.enters()
		one.expect("ring ann")
		f.enters().expect("leave full")
		one.answered("ann")
		f.enters().expect("wait 20s")
		f.enters().expect("leave full")
	})
	t.Run("full does not count who is to be called back", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.Capacity = 1 }, m("ann", logout))
		f.enters(func(e *flowengine.QueueEntry) { e.Off, e.Resumed = true, true })
		if turn := f.enters().place.Next(f.now); turn.Do != flowengine.QueueWait || turn.Position != 2 {
			t.Errorf("the first on the line, the second to be served, is told %+v", turn)
		}
		f.enters().expect("leave full")
	})
	t.Run("closed", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.Hours = []string{"sat,sun 10:00-12:00"} }, m("ann"))
		f.enters().expect("leave closed")
		f.change(func(d *queue.Definition) { d.Hours = []string{"wed 09:00-12:00"} })
		f.enters().expect("ring ann")
		f.change(func(d *queue.Definition) { d.Closed, d.ClosedTo = true, "external:+61299998888" })
		if turn := f.enters().place.Next(f.now); turn.Outcome != "closed" || turn.To != "external:+61299998888" {
			t.Errorf("a closed queue says %+v", turn)
		}
	})
	t.Run("who leaves frees who is rung", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		one, two := f.enters(), f.enters()
		one.expect("ring ann")
		one.place.Leave(f.now, "escape:1")
		one.place.Leave(f.now, "timeout") // the first counts
		two.expect("ring ann")
		if v := f.visits[one.name]; v.Outcome != "escape:1" || v.Left != f.now {
			t.Errorf("history has %+v", v)
		}
	})
	t.Run("an answer that comes to nothing lets the caller wait on", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"), m("bob"))
		c := f.enters()
		c.expect("ring ann")
		c.place.Rang(f.now, "ann", nil)
		c.place.Apart(f.now)
		c.expect("ring bob")
	})
}

func TestAnnouncements(t *testing.T) {
	busy := func(f *floor) { f.me.Begin(flowengine.Talks, "user:ann", "") }
	t.Run("the position every second cycle, the periodic audio every third", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) {
			d.PositionEvery, d.Periodic, d.PeriodicEvery = 2, "audio:patience", 3
		}, m("ann"))
		busy(f)
		f.enters()
		c := f.enters()
		var said []string
		for range 7 {
			if does := c.does(); strings.HasPrefix(does, "say") {
				said = append(said, f.now.Sub(start).String()+" "+does)
				c.expect("wait 20s")
			}
			f.passes(20 * time.Second)
		}
		want := []string{
			"40s say sound:queue-thereare,number:2,sound:queue-callswaiting",
			"1m0s say audio:patience",
			"1m20s say sound:queue-thereare,number:2,sound:queue-callswaiting",
			"2m0s say sound:queue-thereare,number:2,sound:queue-callswaiting,audio:patience",
		}
		if !slices.Equal(said, want) {
			t.Errorf("said %q", said)
		}
	})
	t.Run("only when it changed", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.PositionEvery, d.PositionChanged = 1, true }, m("ann"))
		busy(f)
		one, two := f.enters(), f.enters()
		f.passes(20 * time.Second)
		two.expect("say sound:queue-thereare,number:2,sound:queue-callswaiting")
		f.passes(20 * time.Second)
		two.expect("wait 20s")
		one.place.Leave(f.now, "timeout")
		f.passes(20 * time.Second)
		two.expect("say sound:queue-youarenext")
	})
	t.Run("the estimate needs three conversations", func(t *testing.T) {
		f := newFloor(t, func(d *queue.Definition) { d.PositionEvery, d.WaitSaid, d.WrapUpS = 1, true, 10 }, m("ann"))
		f.recent = []time.Duration{80 * time.Second, 80 * time.Second, 80 * time.Second}
		busy(f)
		c := f.enters()
		f.passes(20 * time.Second)
		c.expect("say sound:queue-youarenext,sound:queue-holdtime,number:2,sound:queue-minutes") // 90 s
		g := newFloor(t, func(d *queue.Definition) { d.PositionEvery, d.WaitSaid = 1, true }, m("ann"))
		busy(g)
		c = g.enters()
		g.passes(20 * time.Second)
		c.expect("say sound:queue-youarenext")
	})
	t.Run("what plays is cut for a member who is free", func(t *testing.T) {
		f := newFloor(t, nil, m("ann"))
		end := f.me.Begin(flowengine.Talks, "user:ann", "")
		c := f.enters()
		c.expect("wait 20s")
		if c.place.Pending() {
			t.Error("there is nothing new")
		}
		end()
		if !c.place.Pending() {
			t.Error("ann is free, and the caller does not learn it")
		}
	})
}

func TestRestart(t *testing.T) {
	f := newFloor(t, func(d *queue.Definition) { d.Capacity = 1 }, m("ann"), m("bob"))
	f.hall.Hold([]string{"c001", "c002", "c003", "gone"})
	back := func(arrived time.Duration, more ...func(*flowengine.QueueEntry)) *caller {
		c := f.enters(append(more, func(e *flowengine.QueueEntry) { e.Resumed, e.Arrived = true, start.Add(arrived) })...)
		return c
	}
	later := back(-10 * time.Second)
	first := back(-20 * time.Second)
	talking := back(-time.Minute, func(e *flowengine.QueueEntry) { e.Talks, e.Since = "ann", start.Add(-30*time.Second) })
	if s := f.agents["ann"].State; s != queue.OnCall {
		t.Errorf("ann talked before the restart and is %s", s)
	}
	later.expect("wait 3s")
	f.hall.Back("c001")
	f.hall.Back("c002")
	later.expect("wait 3s")
	f.hall.Back("c003")
	later.expect("wait 3s") // one call is missing still
	f.passes(3 * time.Second)
	later.expect("wait 7s")
	first.expect("ring bob")
	talking.place.Talked(f.now, 33*time.Second)
	later.expect("ring ann")
	if v := f.visits["c003"]; v.Outcome != "answered" || v.Answered != start.Add(-30*time.Second) {
		t.Errorf("history has %+v", v)
	}
}

// A process that stops leaves its calls to the next: who talks still does.
func TestLeftToAnotherProcess(t *testing.T) {
	f := newFloor(t, nil, m("ann"), m("bob"))
	one, two, three := f.enters(), f.enters(), f.enters()
	one.expect("ring ann")
	one.answered("ann")
	two.expect("ring bob")
	one.place.Leave(f.now, "")
	two.place.Leave(f.now, "")
	three.expect("wait 20s")
	if v := f.visits[one.name]; v.Outcome != "" || !v.Left.IsZero() {
		t.Errorf("history has %+v", v)
	}
	again := f.enters(func(e *flowengine.QueueEntry) { e.Call, e.Resumed, e.Rung = two.name, true, []string{"bob"} })
	again.rang(flowengine.RangOut, "bob")
	f.passes(20 * time.Second)
	three.expect("wait 20s")
	again.expect("ring bob") // it came first
}

// A conversation whose end nobody saw leads to a wrap-up too.
func TestRestartAfterAConversation(t *testing.T) {
	f := newFloor(t, func(d *queue.Definition) { d.WrapUpS = 10 }, m("ann"))
	c := f.enters(func(e *flowengine.QueueEntry) {
		e.Resumed, e.Talks, e.Since, e.Arrived = true, "ann", start.Add(-time.Minute), start.Add(-2*time.Minute)
	})
	c.place.Leave(f.now, flowengine.OutcomeHungUp)
	if v, a := f.visits[c.name], f.agents["ann"]; v.Outcome != "answered" || a.State != queue.WrapUp {
		t.Errorf("history has %+v, ann is %+v", v, a)
	}
	f.enters().expect("wait 10s")
}

func TestRestartWhileRinging(t *testing.T) {
	f := newFloor(t, nil, m("ann"))
	f.hall.Hold([]string{"c001", "c002"})
	rung := f.enters(func(e *flowengine.QueueEntry) { e.Resumed, e.Rung = true, []string{"ann"} })
	other := f.enters(func(e *flowengine.QueueEntry) { e.Resumed, e.Arrived = true, start.Add(-time.Minute) })
	f.hall.Back("c001")
	f.hall.Back("c002")
	other.expect("wait 20s") // ann rings for the other still
	rung.rang(flowengine.RangOut, "ann")
	f.passes(20 * time.Second)
	other.expect("ring ann")
}

func TestHours(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, test := range []struct {
		hours, at string
		open      bool
	}{
		{"mon-fri 09:00-17:30", "2026-03-04 09:00", true},
		{"mon-fri 09:00-17:30", "2026-03-04 17:30", false},
		{"mon-fri 09:00-17:30", "2026-03-07 10:00", false},
		{"fri-mon 22:00-06:00", "2026-03-07 03:00", true},
		{"fri 22:00-06:00", "2026-03-07 05:59", true},
		{"fri 22:00-06:00", "2026-03-08 05:59", false},
		{"sun 00:00-24:00", "2026-03-08 23:59", true},
	} {
		h, err := queue.ParseHours(test.hours)
		if err != nil {
			t.Errorf("%s: %v", test.hours, err)
		}
		if h.Holds(at(test.at)) != test.open {
			t.Errorf("%s at %s: open should be %v", test.hours, test.at, test.open)
		}
	}
	for _, bad := range []string{"", "mon", "mon 9-17", "someday 09:00-10:00", "mon 09:00", "mon 25:00-26:00"} {
		if _, err := queue.ParseHours(bad); err == nil {
			t.Errorf("%q was read as hours", bad)
		}
	}
	d := queue.Defaults()
	d.Hours, d.Timezone = []string{"wed 09:00-17:00"}, "Australia/Sydney"
	if !d.Open(at("2026-03-03 22:30")) || d.Open(at("2026-03-04 10:00")) {
		t.Error("the hours are not Sydney's")
	}
}

func TestDefinitionCheck(t *testing.T) {
	good := queue.Defaults()
	if field, _, problem := good.Check(); field != "" {
		t.Errorf("the defaults: %s %s", field, problem)
	}
	for field, change := range map[string]func(*queue.Definition){
		"strategy":       func(d *queue.Definition) { d.Strategy = "loudest" },
		"cycle":          func(d *queue.Definition) { d.CycleS = 0 },
		"capacity":       func(d *queue.Definition) { d.Capacity = -1 },
		"periodic-every": func(d *queue.Definition) { d.Periodic = "audio:x" },
		"closed-to":      func(d *queue.Definition) { d.ClosedTo = "0412" },
		"timezone":       func(d *queue.Definition) { d.Timezone = "Mars/Base" },
		"hours":          func(d *queue.Definition) { d.Hours = []string{"always"} },
		"priority":       func(d *queue.Definition) { d.Members = []queue.Member{{User: "ann", Priority: 11}} },
		"delay":          func(d *queue.Definition) { d.Members = []queue.Member{{User: "ann", Priority: 1, DelayS: -1}} },
	} {
		d := queue.Defaults()
		change(&d)
		if got, _, problem := d.Check(); got != field || problem == "" {
			t.Errorf("%s: found %q %q", field, got, problem)
		}
	}
}
