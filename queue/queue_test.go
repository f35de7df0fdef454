package queue_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

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
