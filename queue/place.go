package queue

import (
	"fmt"
	"slices"
	"time"

	"callflow/flowengine"
)

// Place is a caller's place in a queue. It implements [flowengine.QueuePlace].
type Place struct {
	Visit // what history knows
	queue *queue
	wake  func() // nil: a place without a caller on the line, which is never served

	state     placeState
	turnedOut flowengine.QueueTurn // why there is no place, for the state out
	told      bool                 // the caller's goroutine knows of what is rung
	until     time.Time            // how long the caller was told to wait, zero while doing something else
	rung      []*member
	ringUntil time.Time
	winner    *member
	off       bool            // nobody is on the line: it is called back
	tried     map[string]bool // who was rung in this round of their level and did not take it
	deadline  time.Time
	patience  time.Duration // how long to wait while nobody is there
	alone     time.Time     // since when nobody is; zero while somebody is
	said      announced
}

var _ flowengine.QueuePlace = (*Place)(nil)

type placeState int

const (
	waits    placeState = iota // for a member
	rings                      // members are rung
	connects                   // a member has answered
	talks
	out // given up, or never had
)

// waits says whether the caller counts as waiting.
func (p *Place) waits() bool { return p.state == waits || p.state == rings }

// over says whether the caller's time is over: nobody is rung any more, who
// would only miss it.
func (p *Place) over(now time.Time) bool { return !p.deadline.IsZero() && !now.Before(p.deadline) }

func (p *Place) hall() *Hall { return p.queue.room.hall }

// poke wakes the caller's goroutine.
func (p *Place) poke() {
	if p.wake != nil {
		p.wake()
	}
}

// assign reserves members for the caller.
func (p *Place) assign(chosen []*member, now time.Time) {
	if p.tried[chosen[0].User] {
		p.newRound(chosen[0].Priority)
	}
	p.state, p.told, p.rung = rings, false, chosen
	p.ringUntil = now.Add(seconds(p.queue.def.RingS))
	if !p.deadline.IsZero() && p.deadline.Before(p.ringUntil) {
		p.ringUntil = p.deadline
	}
	p.Ringing = nil
	for _, m := range chosen {
		m.agent.reserved = p
		p.Ringing = append(p.Ringing, m.User)
	}
	p.Rings++
	p.record()
	p.poke()
}

// newRound begins when everybody of a level who is ready did not take the call.
// The other levels go on with theirs: else who comes first in a level that has
// its turn rarely would be the only one to be rung there.
func (p *Place) newRound(level int) {
	for _, m := range p.queue.members {
		if m.Priority == level {
			delete(p.tried, m.User)
		}
	}
}

// release lets go of everybody who is rung for the caller.
func (p *Place) release() {
	for _, m := range p.rung {
		if m.agent.reserved == p {
			m.agent.reserved = nil
		}
	}
	p.rung, p.Ringing = nil, nil
}

func (p *Place) record() { p.hall().o.History.Visit(p.Visit) }

// Next implements [flowengine.QueuePlace].
func (p *Place) Next(now time.Time) flowengine.QueueTurn {
	h := p.hall()
	def := h.look(p.queue)
	h.mu.Lock()
	defer h.mu.Unlock()
	p.queue.adopt(def, now)
	if p.state == out {
		return p.turnedOut
	}
	turn := p.next(now)
	turn.Music = p.queue.def.Music
	if p.waits() {
		turn.Position = p.queue.position(p)
	}
	return turn
}

func (p *Place) next(now time.Time) flowengine.QueueTurn {
	q := p.queue
	p.until = time.Time{}
	if by := p.hall().awaitsOthers(now); !by.IsZero() {
		return flowengine.QueueTurn{Do: flowengine.QueueWait, Until: by}
	}
	q.room.settle(now)
	switch {
	case p.state == rings:
		p.told = true
		return p.ring()
	case p.over(now):
		return leave("timeout", fmt.Sprintf("Nobody of the queue %s took the call within %s.", q.def.Name, p.deadline.Sub(p.Entered).Round(time.Second)))
	}
	until := p.nextTick(now)
	if q.staffed(now) {
		p.alone = time.Time{}
	} else {
		if p.alone.IsZero() {
			p.alone = now
		}
		gone := p.alone.Add(p.patience)
		if !now.Before(gone) {
			return leave("no_agents", p.nobody())
		}
		until = earlier(until, gone)
	}
	if sounds := p.announce(now); len(sounds) > 0 {
		return flowengine.QueueTurn{Do: flowengine.QueueSay, Sounds: sounds}
	}
	if q.next() == p {
		until = earlier(until, q.soonest(now))
	}
	p.until = earlier(until, p.deadline)
	return flowengine.QueueTurn{Do: flowengine.QueueWait, Until: p.until}
}

// nobody says why nobody serves.
func (p *Place) nobody() string {
	if len(p.queue.members) == 0 {
		return fmt.Sprintf("The queue %s has no members; add some with callflow queue join.", p.queue.def.Name)
	}
	return fmt.Sprintf("Nobody of the queue %s is there: all are logged out, paused or cannot be reached.", p.queue.def.Name)
}

func leave(outcome, why string) flowengine.QueueTurn {
	return flowengine.QueueTurn{Do: flowengine.QueueLeave, Outcome: outcome, Why: why}
}

// earlier is the earlier of two times of which the second may be unknown.
func earlier(a, b time.Time) time.Time {
	if b.IsZero() || a.Before(b) {
		return a
	}
	return b
}

func (p *Place) nextTick(now time.Time) time.Time {
	return p.Entered.Add(p.waitedTicks(now) + p.queue.def.cycle())
}

func (p *Place) ring() flowengine.QueueTurn {
	turn := flowengine.QueueTurn{Do: flowengine.QueueRing, Until: p.ringUntil, Whisper: p.queue.def.Whisper}
	for _, m := range p.rung {
		turn.Legs = append(turn.Legs, m.Legs...)
	}
	return turn
}

// Pending implements [flowengine.QueuePlace].
func (p *Place) Pending() bool {
	h := p.hall()
	h.mu.Lock()
	defer h.mu.Unlock()
	return p.state == rings && !p.told || p.state == out
}

// Rang implements [flowengine.QueuePlace].
func (p *Place) Rang(now time.Time, winner string, ends []flowengine.RingEnd) {
	h := p.hall()
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.state != rings {
		return
	}
	rung := p.rung
	p.release()
	p.state = waits
	for _, m := range rung {
		if m.User == winner {
			p.state, p.winner, m.agent.serving = connects, m, p
			if m.Missed > 0 {
				m.Missed = 0
				p.queue.record(m, time.Time{})
			}
			continue
		}
		p.refused(m, ends, now)
	}
	p.record()
	p.queue.room.settle(now)
}

// refused is what a member's telephones say who did not take the call.
func (p *Place) refused(m *member, ends []flowengine.RingEnd, now time.Time) {
	var ways []flowengine.RingHow
	for _, e := range ends {
		if e.Target == "user:"+m.User {
			ways = append(ways, e.How)
		}
	}
	all := func(how flowengine.RingHow) bool {
		return len(ways) > 0 && !slices.ContainsFunc(ways, func(w flowengine.RingHow) bool { return w != how })
	}
	switch {
	case len(ways) == 0, slices.Contains(ways, flowengine.RungLoser):
		return // rung no longer than the others
	case all(flowengine.Unreachable):
		m.agent.away, m.agent.awayUntil = awayUnreachable, now.Add(p.queue.def.cycle())
	case slices.Contains(ways, flowengine.Busy) && !slices.Contains(ways, flowengine.RangOut):
		m.agent.away, m.agent.awayUntil = awayBusy, now.Add(p.queue.def.cycle())
	default:
		p.queue.missed(m, now)
	}
	p.tried[m.User] = true
}

// Talks implements [flowengine.QueuePlace].
func (p *Place) Talks(since time.Time) {
	h := p.hall()
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.state != connects {
		return
	}
	p.state, p.Answered, p.Agent = talks, since, p.winner.User
	p.record()
}

// Apart implements [flowengine.QueuePlace].
func (p *Place) Apart(now time.Time) {
	h := p.hall()
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.state != connects && p.state != talks {
		return
	}
	m := p.winner
	m.agent.serving, p.winner = nil, nil
	m.agent.away, m.agent.awayUntil = awayMissed, now.Add(p.queue.def.cycle())
	p.tried[m.User] = true
	p.state, p.Answered, p.Agent = waits, time.Time{}, ""
	p.record()
	p.queue.room.settle(now)
}

// Talked implements [flowengine.QueuePlace].
func (p *Place) Talked(now time.Time, d time.Duration) {
	h := p.hall()
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.state == talks {
		p.done(now, d)
		p.give(now, "answered")
	}
}

// done is the end of a conversation for the one who had it.
func (p *Place) done(now time.Time, d time.Duration) {
	q, m := p.queue, p.winner
	m.agent.serving = nil
	m.agent.idleSince, m.LastDone, q.last = now, now, m.User
	m.agent.wrapUntil = now.Add(seconds(q.def.WrapUpS))
	q.handled(d)
	q.record(m, now)
}

// Leave implements [flowengine.QueuePlace].
func (p *Place) Leave(now time.Time, outcome string) {
	h := p.hall()
	h.mu.Lock()
	defer h.mu.Unlock()
	// Without an outcome another process goes on with it: whoever is rung or
	// talks goes on doing so, and must not be taken for free meanwhile.
	if p.state == out || outcome == "" {
		return
	}
	if p.state == talks { // it ended while nobody saw it
		p.done(now, now.Sub(p.Answered))
		outcome = "answered"
	}
	p.give(now, outcome)
}

// forget takes back what the place had, as if it had never been.
func (p *Place) forget() {
	if p.winner != nil && p.winner.agent.serving == p {
		p.winner.agent.serving = nil
	}
	p.release()
	p.state = out
	p.queue.remove(p)
}

// give gives the place up.
func (p *Place) give(now time.Time, outcome string) {
	p.forget()
	p.turnedOut = leave(outcome, "The place was given up.")
	p.Left, p.Outcome = now, outcome
	p.record()
	p.queue.room.settle(now)
}

// Waited implements [flowengine.QueuePlace].
func (p *Place) Waited(now time.Time) time.Duration {
	h := p.hall()
	h.mu.Lock()
	defer h.mu.Unlock()
	if !p.Answered.IsZero() {
		return p.Answered.Sub(p.Entered)
	}
	return now.Sub(p.Entered)
}
