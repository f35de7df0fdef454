package queue

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// room is what one company has.
type room struct {
	hall    *Hall
	company string
	agents  map[string]*agent
	// endpoints are the telephones that members have, or had.
	endpoints map[string]bool
	queues    map[string]*queue
}

// queue is one queue with who waits and who serves.
type queue struct {
	room    *room
	name    string
	def     *Definition
	members []*member
	// unsettled is when the definition is to be adopted again, because a pause
	// was not in it that may just not be written yet; zero for no need.
	unsettled time.Time
	last      string   // who completed the last call
	places    []*Place // who waits, is being connected or talks, in the order of service
	talks     []time.Duration
}

// adopt takes a definition that is new or has changed.
func (q *queue) adopt(def *Definition, now time.Time) {
	if q.def == def && (q.unsettled.IsZero() || now.Before(q.unsettled)) {
		return
	}
	first := q.def == nil
	q.def, q.unsettled = def, time.Time{}
	before := q.members
	q.members = nil
	var latest time.Time
	for _, d := range def.Members {
		var m *member
		if i := slices.IndexFunc(before, func(m *member) bool { return m.User == d.User }); i >= 0 {
			m = before[i]
			d.LastDone = m.LastDone
			if d.Missed = m.Missed; m.Paused && !d.Paused {
				d.Missed = 0 // somebody let the member go on
			}
			switch settled := m.autoPaused.Add(settling); {
			case d.Paused:
				m.autoPaused = time.Time{} // it has been read back: from now on others say
			case now.Before(settled):
				d.Paused, d.PauseWhy, d.Missed = true, m.PauseWhy, m.Missed
				q.unsettled = settled
			}
			m.Member = d
		} else {
			m = &member{Member: d, agent: q.room.agent(d)}
		}
		for _, l := range d.Legs {
			q.room.endpoints[l.Endpoint] = true
		}
		if m.agent.idleSince.Before(d.LastDone) {
			m.agent.idleSince = d.LastDone
		}
		if first && d.LastDone.After(latest) {
			latest, q.last = d.LastDone, d.User
		}
		q.members = append(q.members, m)
	}
}

func (r *room) agent(m Member) *agent {
	a := r.agents[m.User]
	if a == nil {
		a = &agent{user: m.User, wrapUntil: m.WrapUntil}
		r.agents[m.User] = a
	}
	return a
}

func (q *queue) member(user string) *member {
	for _, m := range q.members {
		if m.User == user {
			return m
		}
	}
	return nil
}

// before is the order of service.
func (p *Place) before(other *Place) int {
	return cmp.Or(cmp.Compare(p.Priority, other.Priority), p.Entered.Compare(other.Entered), cmp.Compare(p.Call, other.Call), cmp.Compare(p.Step, other.Step))
}

func (q *queue) add(p *Place) {
	at, _ := slices.BinarySearchFunc(q.places, p, (*Place).before)
	q.places = slices.Insert(q.places, at, p)
}

func (q *queue) remove(p *Place) {
	if i := slices.Index(q.places, p); i >= 0 {
		q.places = slices.Delete(q.places, i, i+1)
	}
}

// waiting counts the callers who wait: those whose call nobody has taken.
func (q *queue) waiting() (n int) {
	for _, p := range q.places {
		if p.waits() {
			n++
		}
	}
	return n
}

// onTheLine counts those who wait and did not hang up to be called back.
func (q *queue) onTheLine() (n int) {
	for _, p := range q.places {
		if p.waits() && !p.off {
			n++
		}
	}
	return n
}

// position is a caller's place among those who wait, 1 for the first.
func (q *queue) position(p *Place) (n int) {
	for _, other := range q.places {
		if other.waits() {
			n++
		}
		if other == p {
			return n
		}
	}
	return n + 1
}

// staffed says whether anybody is there who will serve.
func (q *queue) staffed(now time.Time) bool {
	return slices.ContainsFunc(q.members, func(m *member) bool { return q.room.there(m, now) })
}

// match gives callers to members who are ready, in the order of service.
func (q *queue) match(now time.Time) {
	if len(q.places) == 0 {
		return
	}
	var ready []*member
	for _, m := range q.members {
		if q.room.ready(m, now) {
			ready = append(ready, m)
		}
	}
	for _, p := range q.places {
		if len(ready) == 0 {
			return
		}
		if p.state != waits || p.wake == nil || p.over(now) {
			continue
		}
		chosen := q.choose(p, ready, now)
		if len(chosen) == 0 {
			continue
		}
		p.assign(chosen, now)
		ready = slices.DeleteFunc(ready, func(m *member) bool { return slices.Contains(chosen, m) })
	}
}

// soonest is when the next member can be rung who cannot now; zero for nobody.
func (q *queue) soonest(now time.Time) (at time.Time) {
	for _, m := range q.members {
		if ready := q.room.readyAt(m, now); !ready.IsZero() && (at.IsZero() || ready.Before(at)) {
			at = ready
		}
	}
	return at
}

// settle matches all queues of the room, the one first whose next caller has
// the best priority and came first, and tells history how agents are occupied.
func (r *room) settle(now time.Time) {
	queues := make([]*queue, 0, len(r.queues))
	for _, q := range r.queues {
		if q.def != nil {
			queues = append(queues, q)
		}
	}
	slices.SortFunc(queues, func(a, b *queue) int {
		x, y := a.next(), b.next()
		switch {
		case x == nil && y == nil:
			return cmp.Compare(a.name, b.name)
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		return cmp.Or(cmp.Compare(x.Priority, y.Priority), x.Entered.Compare(y.Entered), cmp.Compare(a.name, b.name))
	})
	if r.hall.open {
		for _, q := range queues {
			q.match(now)
			q.nudge(now)
		}
	}
	for _, q := range queues {
		for _, m := range q.members {
			r.tell(m, now)
		}
	}
}

// next is the first caller whom nobody is rung for.
func (q *queue) next() *Place {
	for _, p := range q.places {
		if p.state == waits && p.wake != nil {
			return p
		}
	}
	return nil
}

// nudge wakes the next caller when a member can be rung sooner than that one
// means to ask: a wrap-up has begun, or another has become the next.
func (q *queue) nudge(now time.Time) {
	if p := q.next(); p != nil {
		if at := q.soonest(now); !at.IsZero() && at.Before(p.until) {
			p.poke()
		}
	}
}

// tell lets history know how an agent is occupied, when it has changed.
func (r *room) tell(m *member, now time.Time) {
	state, until := r.occupation(m, now)
	a := m.agent
	if a.told.State == state && a.told.Until.Equal(until) {
		return
	}
	a.told = AgentRecord{Company: r.company, User: a.user, State: state, Since: now, Until: until}
	r.hall.o.History.Agent(a.told)
}

// missed counts a call that a member did not take.
func (q *queue) missed(m *member, now time.Time) {
	m.Missed++
	m.agent.away, m.agent.awayUntil = awayMissed, now.Add(q.def.cycle())
	after := q.def.PauseAfter
	if m.PauseAfter != nil {
		after = *m.PauseAfter
	}
	if after > 0 && m.Missed >= after && !m.Paused {
		m.Paused, m.autoPaused = true, now
		m.PauseWhy = fmt.Sprintf("missed %d calls in a row", m.Missed)
	}
	q.record(m, time.Time{})
}

func (q *queue) record(m *member, done time.Time) {
	q.room.hall.o.History.Member(MemberRecord{
		Company: q.room.company, Queue: q.def.Name, User: m.User,
		Missed: m.Missed, LastDone: done, Paused: !m.autoPaused.IsZero() && m.Paused, PauseWhy: m.PauseWhy,
	})
}
