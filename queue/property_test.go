package queue_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/queue"
)

// day is a day of a queue, with what a slow and obvious reader of it knows.
type day struct {
	*rapid.T
	f       *floor
	callers []*guest
	wrap    map[string]time.Time // until when somebody must not be rung
	away    map[string]time.Time // until when somebody is left alone, having been rung for nothing
	beside  map[string]func()    // who is in a call beside the queue, and how it ends
	done    map[string]time.Time // when somebody's last call ended
	last    string               // who completed the last call
}

// guest is a caller of a day.
type guest struct {
	*caller
	priority int
	doing    string // waiting, ringing, talking, left
	rung     []string
	tried    map[string]bool // who was rung in this round of their level, for nothing
	with     string
	done     func()
	next     time.Time // when the caller's goroutine would ask again
	served   int
	gone     time.Time // when the caller's time is over
	patient  bool      // waits as long as it takes
}

// Whatever happens in a day: callers are offered in order within their
// priority, to whom the slow reader says; nobody waits while somebody could be
// rung; nobody is rung who is in a call, in wrap-up, paused or logged out, or
// for two at once; nobody is served twice or lost; only due positions are said.
func TestADayOfAQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &day{T: t, wrap: map[string]time.Time{}, away: map[string]time.Time{}, beside: map[string]func(){}, done: map[string]time.Time{}}
		var members []queue.Member
		for i := range rapid.IntRange(1, 4).Draw(t, "members") {
			members = append(members, m(fmt.Sprintf("m%d", i), func(m *queue.Member) {
				m.Priority = rapid.IntRange(1, 3).Draw(t, "level")
				m.DelayS = float64(10 * rapid.IntRange(0, 3).Draw(t, "delay"))
			}))
		}
		d.f = newFloor(nil, func(q *queue.Definition) {
			q.Strategy = queue.Strategy(rapid.SampledFrom(queue.Strategies()).Draw(t, "strategy"))
			q.WrapUpS = float64(rapid.IntRange(0, 15).Draw(t, "wrap-up"))
			q.Capacity = rapid.IntRange(0, 6).Draw(t, "capacity")
			q.PauseAfter = rapid.IntRange(0, 3).Draw(t, "pause after")
			q.PositionEvery = rapid.IntRange(0, 2).Draw(t, "position every")
		}, members...)
		d.f.onRing = d.isRung
		t.Repeat(map[string]func(*rapid.T){
			"arrives": func(t *rapid.T) { d.arrives(rapid.IntRange(1, 3).Draw(t, "priority")) },
			"passes":  func(t *rapid.T) { d.passes(time.Duration(rapid.IntRange(1, 30).Draw(t, "seconds")) * time.Second) },
			"answers": func(t *rapid.T) { d.one(t, "ringing", d.answers) },
			"refuses": func(t *rapid.T) {
				how := rapid.SampledFrom([]flowengine.RingHow{flowengine.RangOut, flowengine.Declined, flowengine.Busy, flowengine.Unreachable}).Draw(t, "how")
				d.one(t, "ringing", func(g *guest) { d.refused(g, how) })
			},
			"ends": func(t *rapid.T) { d.one(t, "talking", d.ends) },
			"gives up": func(t *rapid.T) {
				d.one(t, rapid.SampledFrom([]string{"waiting", "ringing"}).Draw(t, "doing"), func(g *guest) {
					g.doing = "left"
					g.place.Leave(d.f.now, flowengine.OutcomeHungUp)
				})
			},
			"pauses": func(t *rapid.T) {
				i := rapid.IntRange(0, len(members)-1).Draw(t, "who")
				d.f.change(func(q *queue.Definition) {
					q.Members[i].Paused, q.Members[i].LoggedIn = rapid.Bool().Draw(t, "paused"), rapid.Bool().Draw(t, "logged in")
				})
				d.f.hall.Changed()
			},
			"is in another call": func(t *rapid.T) { d.another(rapid.SampledFrom(members).Draw(t, "who").User) },
			"":                   func(*rapid.T) { d.look() },
		})
		d.closes()
	})
}

func (d *day) arrives(priority int) {
	waiting := 0
	for _, g := range d.callers {
		if g.doing == "waiting" || g.doing == "ringing" {
			waiting++
		}
	}
	g := &guest{priority: priority, doing: "waiting", tried: map[string]bool{}}
	timeout := 2 * time.Minute
	if g.patient = rapid.Bool().Draw(d.T, "patient"); g.patient {
		timeout = 100 * time.Hour
	}
	g.gone = d.f.now.Add(timeout)
	d.callers = append(d.callers, g) // before entering, because that may ring at once
	g.caller = &caller{name: fmt.Sprintf("c%03d", len(d.callers)), arrived: d.f.now, f: d.f}
	place, err := d.f.me.Enter(d.Context(), flowengine.QueueEntry{
		Queue: "support", Call: g.name, Step: 1, Priority: priority, Timeout: timeout, NoAgents: 100 * time.Hour, Arrived: d.f.now, Wake: func() { g.woken++ },
	})
	if err != nil {
		d.Fatal(err)
	}
	g.place = place
	full := d.f.def.Capacity > 0 && waiting >= d.f.def.Capacity
	if d.asks(g); full != (g.doing == "left") {
		d.Fatalf("%d wait where %d may, and the next caller is %s", waiting, d.f.def.Capacity, g.doing)
	}
}

// asks is a caller's goroutine asking what to do, until it waits.
func (d *day) asks(g *guest) {
	for {
		g.woken = 0
		turn := g.place.Next(d.f.now)
		switch turn.Do {
		case flowengine.QueueSay:
			every, waited := d.f.def.PositionEvery, d.f.now.Sub(g.arrived)
			if every == 0 || int(waited/(20*time.Second))%every != 0 || waited < 20*time.Second {
				d.Fatalf("%s is told %q after %s", g.name, turn.Sounds, waited)
			}
			continue
		case flowengine.QueueLeave:
			g.doing = "left"
			g.place.Leave(d.f.now, turn.Outcome)
		case flowengine.QueueRing:
			if g.doing != "ringing" {
				d.Fatalf("%s is to ring, and is %s", g.name, g.doing)
			}
			g.next = turn.Until
		default:
			if !turn.Until.After(d.f.now) {
				d.Fatalf("%s waits for a time that has passed", g.name)
			}
			g.next = turn.Until
		}
		return
	}
}

// passes lets time pass; each caller asks when it is time, or when woken.
func (d *day) passes(by time.Duration) {
	end := d.f.now.Add(by)
	for {
		d.wake()
		var next *guest
		for _, g := range d.callers {
			if (g.doing == "waiting" || g.doing == "ringing") && !g.next.After(end) && (next == nil || g.next.Before(next.next)) {
				next = g
			}
		}
		if next == nil {
			break
		}
		d.f.now = next.next
		if next.doing == "ringing" {
			d.refused(next, flowengine.RangOut)
		} else {
			d.asks(next)
		}
	}
	d.f.now = end
	d.wake()
}

// wake lets everybody ask who was woken.
func (d *day) wake() {
	for again := true; again; {
		again = false
		for _, g := range d.callers {
			if g.woken > 0 && (g.doing == "waiting" || g.doing == "ringing") {
				again = true
				d.asks(g)
			}
		}
	}
}

// isRung checks that those who are rung may be, and that it is this caller's turn.
func (d *day) isRung(v queue.Visit) {
	i := slices.IndexFunc(d.callers, func(g *guest) bool { return g.name == v.Call })
	me := d.callers[i]
	for _, g := range d.callers[:i] { // all who came before
		if g.priority == me.priority && g.doing == "waiting" && d.f.now.Before(g.gone) {
			d.Fatalf("%s (priority %d) is served before %s", me.name, me.priority, g.name)
		}
	}
	for _, g := range d.callers {
		if _, fits := d.level(g); g.priority < me.priority && g.doing == "waiting" && d.f.now.Before(g.gone) && len(fits) > 0 {
			d.Fatalf("%s (priority %d) is served before %s (priority %d), for whom %v could be rung", me.name, me.priority, g.name, g.priority, fits)
		}
	}
	level, fits := d.level(me)
	switch {
	case !d.f.now.Before(me.gone):
		d.Fatalf("%v are rung for %s, whose time is over", v.Ringing, me.name)
	case len(fits) == 0:
		d.Fatalf("%v are rung for %s, and nobody is free", v.Ringing, me.name)
	case d.f.def.Strategy == queue.Random && (len(v.Ringing) != 1 || !slices.Contains(fits, v.Ringing[0])):
		d.Fatalf("%v are rung for %s, and not one of %v", v.Ringing, me.name, fits)
	case d.f.def.Strategy != queue.Random && !slices.Equal(v.Ringing, fits):
		d.Fatalf("%v are rung for %s, and not %v", v.Ringing, me.name, fits)
	}
	if me.tried[v.Ringing[0]] {
		for _, m := range level {
			delete(me.tried, m.User)
		}
	}
	me.doing, me.rung = "ringing", v.Ringing
}

// one does something to one caller who is doing that, if there is one.
func (d *day) one(t *rapid.T, doing string, do func(*guest)) {
	var some []*guest
	for _, g := range d.callers {
		if g.doing == doing {
			some = append(some, g)
		}
	}
	if len(some) == 0 {
		t.Skip("nobody is " + doing)
	}
	do(rapid.SampledFrom(some).Draw(t, "who"))
}

func (d *day) answers(g *guest) {
	g.doing, g.with = "talking", g.rung[0]
	g.served++
	g.done = g.answered(g.with)
}

func (d *day) refused(g *guest, how flowengine.RingHow) {
	g.doing, g.next = "waiting", d.f.now.Add(time.Nanosecond)
	for _, user := range g.rung {
		d.away[user], g.tried[user] = d.f.now.Add(d.cycle()), true
	}
	g.rang(how, g.rung...)
	d.asks(g)
}

func (d *day) ends(g *guest) {
	g.doing = "left"
	d.wrap[g.with] = d.f.now.Add(time.Duration(d.f.def.WrapUpS) * time.Second)
	d.done[g.with], d.last = d.f.now, g.with
	g.done()
}

func (d *day) another(user string) {
	if end := d.beside[user]; end != nil {
		delete(d.beside, user)
		end()
		return
	}
	d.beside[user] = func() {} // before it begins, because others may be rung at that
	d.beside[user] = d.f.me.Begin(flowengine.Talks, "user:"+user, "")
}

// look lets those who were woken ask, and checks what history has of everybody.
func (d *day) look() {
	d.wake()
	for _, g := range d.callers {
		v := d.f.visits[g.name]
		if over := v.Outcome != ""; over != (g.doing == "left") {
			d.Fatalf("%s is %s, and history has %+v", g.name, g.doing, v)
		}
		if talked := !v.Answered.IsZero(); talked != (g.served > 0) || g.served > 1 {
			d.Fatalf("%s was served %d times, and history has %+v", g.name, g.served, v)
		}
		if _, fits := d.level(g); g.doing == "waiting" && len(fits) > 0 {
			d.Fatalf("%s waits until %s while %v could be rung at %s", g.name, g.next.Sub(start), fits, d.f.now.Sub(start))
		}
	}
}

// closes ends the day: everybody is there again and answers, and everybody who waits is served.
func (d *day) closes() {
	for user := range d.beside {
		d.another(user)
	}
	d.f.change(func(q *queue.Definition) {
		q.Capacity, q.PauseAfter = 0, 0
		for i := range q.Members {
			q.Members[i].Paused, q.Members[i].LoggedIn = false, true
		}
	})
	d.f.now = d.f.now.Add(10 * time.Second) // a pause made by missing calls is written by now
	d.f.hall.Changed()
	waiting := map[*guest]bool{}
	for _, g := range d.callers {
		waiting[g] = g.doing != "left"
	}
	for range 40 * (len(d.callers) + 1) {
		d.passes(5 * time.Second) // shorter than they are rung
		for _, g := range d.callers {
			switch g.doing {
			case "ringing":
				d.answers(g)
				d.ends(g)
			case "talking":
				d.ends(g)
			}
		}
		d.look()
	}
	for _, g := range d.callers {
		if g.doing != "left" {
			d.Fatalf("%s was lost: %s", g.name, g.doing)
		}
		if waiting[g] && g.patient && g.served != 1 {
			d.Fatalf("%s waited to the end and was served %d times", g.name, g.served)
		}
	}
}
