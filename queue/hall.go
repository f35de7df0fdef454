package queue

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"callflow/flowengine"
)

// Options are what a Hall needs of the world.
type Options struct {
	Source  Source
	History History
	Now     func() time.Time
	// Random chooses for the strategy random.
	Random *rand.Rand
}

// Hall has the queues of one process. Its methods may be called from any
// goroutine.
type Hall struct {
	o Options

	mu    sync.Mutex
	rooms map[string]*room
	busy  presence
	// devices are the telephones that are seen to be neither free nor unknown.
	devices map[string]DeviceState

	// The gate: nobody is matched before all calls of an earlier process are
	// back, or the time for that is over.
	open bool
	held map[string]bool
	by   time.Time
}

// GateTime is how long after the first call came back, or came new, nobody is
// matched at most.
const GateTime = 3 * time.Second

// NewHall makes a Hall with an open gate.
func NewHall(o Options) *Hall {
	return &Hall{o: o, rooms: map[string]*room{}, busy: presence{}, devices: map[string]DeviceState{}, open: true}
}

// Hold closes the gate until all these calls are back.
func (h *Hall) Hold(calls []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.held = map[string]bool{}
	for _, c := range calls {
		h.held[c] = true
	}
	h.open = len(h.held) == 0
}

// Back says that a call of an earlier process has again what it had.
func (h *Hall) Back(call string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open {
		return
	}
	delete(h.held, call)
	now := h.o.Now()
	h.bound(now)
	if len(h.held) == 0 {
		h.openGate(now)
	}
}

// bound sets the end of the time for coming back, once it has begun.
func (h *Hall) bound(now time.Time) {
	if h.by.IsZero() {
		h.by = now.Add(GateTime)
	}
}

// awaitsOthers is until when nobody is matched because calls are still to come
// back; zero when the gate is open.
func (h *Hall) awaitsOthers(now time.Time) time.Time {
	if h.open {
		return time.Time{}
	}
	h.bound(now)
	if now.Before(h.by) {
		return h.by
	}
	h.openGate(now)
	return time.Time{}
}

func (h *Hall) openGate(now time.Time) {
	h.open, h.held = true, nil
	h.settle(now)
	for _, r := range h.rooms {
		for _, q := range r.queues {
			for _, p := range q.places {
				p.poke()
			}
		}
	}
}

// Waiting counts the callers who wait in all queues.
func (h *Hall) Waiting() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.rooms {
		for _, q := range r.queues {
			n += q.waiting()
		}
	}
	return n
}

// settle matches everywhere.
func (h *Hall) settle(now time.Time) {
	for _, r := range h.rooms {
		r.settle(now)
	}
}

// Changed says that definitions may have changed by this process: they are
// read again, and callers are matched.
func (h *Hall) Changed() {
	for _, q := range h.all() {
		def := h.look(q)
		h.mu.Lock()
		q.adopt(def, h.o.Now())
		h.mu.Unlock()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.settle(h.o.Now())
}

func (h *Hall) all() (found []*queue) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.rooms {
		for _, q := range r.queues {
			found = append(found, q)
		}
	}
	return found
}

// look is the present definition of a queue; the last one known when it cannot
// be read, or is there no more.
func (h *Hall) look(q *queue) *Definition {
	def, err := h.o.Source.Queue(context.Background(), q.room.company, q.name)
	if err != nil {
		h.mu.Lock()
		defer h.mu.Unlock()
		return q.def
	}
	return def
}

// Company is the hall as one company's calls see it.
func (h *Hall) Company(name string) *Company { return &Company{h, name} }

// Company implements [flowengine.Presence] and the part of
// [flowengine.Queues] that callers need.
type Company struct {
	hall *Hall
	name string
}

// Enter takes a place in a queue; see [flowengine.Queues].
func (c *Company) Enter(ctx context.Context, e flowengine.QueueEntry) (flowengine.QueuePlace, error) {
	h := c.hall
	def, err := h.o.Source.Queue(ctx, c.name, e.Queue)
	if err != nil {
		return nil, fmt.Errorf("entering the queue %s: %w", e.Queue, err)
	}
	q := c.queue(def)
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.o.Now()
	q.adopt(def, now)
	p := &Place{
		Visit: Visit{
			Company: c.name, Queue: def.Name, Call: e.Call, Step: e.Step, Caller: e.Caller, Number: e.Number,
			Priority: e.Priority, Entered: e.Arrived, WithinS: def.ServiceLevelS,
		},
		queue: q, wake: e.Wake, tried: map[string]bool{}, patience: e.NoAgents, off: e.Off,
	}
	if e.Timeout > 0 {
		p.deadline = e.Arrived.Add(e.Timeout)
	}
	if turn, refused := q.refuses(e, now); refused {
		p.state, p.turnedOut, p.Left, p.Outcome = out, turn, now, turn.Outcome
		p.record()
		return p, nil
	}
	q.replaces(p)
	p.said.tick = int(p.waitedTicks(now) / def.cycle())
	p.comeBack(e)
	q.add(p)
	if p.waits() {
		p.Position = q.position(p)
	}
	p.record()
	q.room.settle(now)
	return p, nil
}

// queue is the queue of a definition.
func (c *Company) queue(def *Definition) *queue {
	h := c.hall
	key := strings.ToLower(def.Name)
	h.mu.Lock()
	r := h.rooms[c.name]
	if r == nil {
		r = &room{hall: h, company: c.name, agents: map[string]*agent{}, endpoints: map[string]bool{}, queues: map[string]*queue{}}
		h.rooms[c.name] = r
	}
	q := r.queues[key]
	h.mu.Unlock()
	if q != nil {
		return q
	}
	talks, err := h.o.Source.Recent(context.Background(), c.name, def.Name)
	if err != nil {
		talks = nil // only an estimate is less good
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if r.queues[key] == nil {
		r.queues[key] = &queue{room: r, name: def.Name, talks: talks}
	}
	return r.queues[key]
}

// refuses says why a caller gets no place.
func (q *queue) refuses(e flowengine.QueueEntry, now time.Time) (turn flowengine.QueueTurn, refused bool) {
	name := q.def.Name
	switch {
	case e.Resumed:
		return turn, false
	case q.def.Closed:
		turn = leave("closed", fmt.Sprintf("The queue %s is closed as an exception.", name))
		turn.To = q.def.ClosedTo
	case !q.def.Open(now):
		turn = leave("closed", fmt.Sprintf("The queue %s is closed: its hours are %s in %s.", name, strings.Join(q.def.Hours, ", "), q.def.Timezone))
	case q.def.Capacity > 0 && q.onTheLine() >= q.def.Capacity:
		turn = leave("full", fmt.Sprintf("In the queue %s wait as many callers as may: %d.", name, q.def.Capacity))
	default:
		return turn, false
	}
	return turn, true
}

// comeBack gives a place what it had before a restart.
func (p *Place) comeBack(e flowengine.QueueEntry) {
	q := p.queue
	if e.Talks != "" {
		m := q.anybody(e.Talks)
		p.state, p.winner, m.agent.serving = connects, m, p
		if !e.Since.IsZero() {
			p.state, p.Answered, p.Agent = talks, e.Since, m.User
		}
		return
	}
	for _, user := range e.Rung {
		if m := q.anybody(user); m.agent.reserved == nil && m.agent.serving == nil {
			m.agent.reserved = p
			p.rung = append(p.rung, m)
			p.Ringing = append(p.Ringing, user)
		}
	}
	if len(p.rung) > 0 {
		p.state, p.told = rings, true
	}
}

// replaces forgets the place that the same visit had before, when it was left
// to another process and this one goes on with it after all.
func (q *queue) replaces(p *Place) {
	for _, other := range q.places {
		if other.Call == p.Call && other.Step == p.Step {
			other.forget()
			return
		}
	}
}

// anybody is a member, or somebody who was one before the restart.
func (q *queue) anybody(user string) *member {
	if m := q.member(user); m != nil {
		return m
	}
	return &member{Member: Member{User: user}, agent: q.room.agent(Member{User: user})}
}
