package queue_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

// floor is a queue in a test: its definition, its clock, and what its history was told.
type floor struct {
	t      testing.TB
	now    time.Time
	def    *queue.Definition
	recent []time.Duration
	hall   *queue.Hall
	me     *queue.Company
	visits map[string]queue.Visit
	agents map[string]queue.AgentRecord
	counts map[string]queue.MemberRecord
	onRing func(queue.Visit)
	serial int
}

var start = time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)

func newFloor(t testing.TB, change func(*queue.Definition), members ...queue.Member) *floor {
	f := &floor{t: t, now: start, visits: map[string]queue.Visit{}, agents: map[string]queue.AgentRecord{}, counts: map[string]queue.MemberRecord{}}
	d := queue.Defaults()
	d.Name, d.Members = "support", members
	if change != nil {
		change(&d)
	}
	f.def = &d
	f.hall = queue.NewHall(queue.Options{Source: f, History: f, Now: func() time.Time { return f.now }, Random: rand.New(rand.NewPCG(1, 2))})
	f.me = f.hall.Company("default")
	return f
}

// m is a member who is logged in, with one telephone.
func m(user string, options ...func(*queue.Member)) queue.Member {
	out := queue.Member{User: user, Priority: 1, LoggedIn: true, Legs: []flowengine.RingLeg{{Target: "user:" + user, Endpoint: "SIM/" + user}}}
	for _, o := range options {
		o(&out)
	}
	return out
}

func (f *floor) Queue(_ context.Context, _, name string) (*queue.Definition, error) {
	if !strings.EqualFold(name, f.def.Name) {
		return nil, flowengine.ErrNoSuch
	}
	return f.def, nil
}

func (f *floor) Recent(context.Context, string, string) ([]time.Duration, error) {
	return f.recent, nil
}

func (f *floor) Visit(v queue.Visit) {
	before := f.visits[v.Call]
	v.Ringing = slices.Clone(v.Ringing)
	f.visits[v.Call] = v
	if len(before.Ringing) == 0 && len(v.Ringing) > 0 && f.onRing != nil {
		f.onRing(v)
	}
}
func (f *floor) Agent(a queue.AgentRecord) { f.agents[a.User] = a }

// Member writes a pause into the definition, as the store does.
func (f *floor) Member(r queue.MemberRecord) {
	f.counts[r.User] = r
	if i := slices.IndexFunc(f.def.Members, func(m queue.Member) bool { return m.User == r.User }); r.Paused && i >= 0 {
		f.change(func(d *queue.Definition) { d.Members[i].Paused, d.Members[i].PauseWhy = true, r.PauseWhy })
	}
}

// change gives the queue another definition.
func (f *floor) change(do func(*queue.Definition)) {
	d := *f.def
	d.Members = slices.Clone(d.Members)
	do(&d)
	f.def = &d
}

// caller is a caller in a test.
type caller struct {
	f       *floor
	name    string
	place   flowengine.QueuePlace
	arrived time.Time
	woken   int
}

func (f *floor) enters(options ...func(*flowengine.QueueEntry)) *caller {
	f.t.Helper()
	f.serial++
	c := &caller{f: f, name: fmt.Sprintf("c%03d", f.serial), arrived: f.now}
	e := flowengine.QueueEntry{Queue: "support", Call: c.name, Step: 1, Priority: 5, Timeout: time.Hour, NoAgents: time.Hour, Arrived: f.now, Wake: func() { c.woken++ }}
	for _, o := range options {
		o(&e)
	}
	c.arrived = e.Arrived
	var err error
	if c.place, err = f.me.Enter(f.t.Context(), e); err != nil {
		f.t.Fatal(err)
	}
	return c
}

// does is what the caller is told to do, in words.
func (c *caller) does() string {
	turn := c.place.Next(c.f.now)
	switch turn.Do {
	case flowengine.QueueRing:
		var who []string
		for _, l := range turn.Legs {
			who = append(who, strings.TrimPrefix(l.Target, "user:"))
		}
		return "ring " + strings.Join(who, ",")
	case flowengine.QueueSay:
		return "say " + strings.Join(turn.Sounds, ",")
	case flowengine.QueueLeave:
		return "leave " + turn.Outcome
	}
	return "wait " + turn.Until.Sub(c.f.now).String()
}

func (c *caller) expect(want string) {
	c.f.t.Helper()
	if got := c.does(); got != want {
		c.f.t.Errorf("%s at %s: %s, not %s", c.name, c.f.now.Sub(start), got, want)
	}
}

func (f *floor) passes(d time.Duration) { f.now = f.now.Add(d) }

// rang tells that nobody took the call, because of that.
func (c *caller) rang(how flowengine.RingHow, users ...string) {
	var ends []flowengine.RingEnd
	for _, u := range users {
		ends = append(ends, flowengine.RingEnd{Target: "user:" + u, How: how})
	}
	c.place.Rang(c.f.now, "", ends)
}

// answered tells that the user took the call, and talks until done is called.
func (c *caller) answered(user string) (done func()) {
	c.place.Rang(c.f.now, user, []flowengine.RingEnd{{Target: "user:" + user, How: flowengine.RungAnswer}})
	c.place.Talks(c.f.now)
	since := c.f.now
	return func() { c.place.Talked(c.f.now, c.f.now.Sub(since)) }
}
