// Package live tells open pages what happens: calls as they go, queues, flows
// that are saved and published, who edits what. Whatever feeds it never waits
// for it, and it waits for no page: one that reads too slowly is let go, and
// comes back by itself.
package live

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"callflow/store"
)

const (
	// together is how long events are gathered before they go to a page: each
	// page is written to at most four times a second, whatever happens.
	together = 250 * time.Millisecond
	// turns is how many parts of that time pages take turns in. Written to all
	// at once, many pages would hold up the calls for as long.
	turns = 10
	// pollEvery is how often the database is asked for what others changed.
	pollEvery = time.Second
	// fed bounds what waits to be told; what does not fit is not told.
	fed = 8192
	// kept is how many events a page that comes back can be given again.
	kept = 4096
	// behind is how many batches a page may be behind before it is let go.
	behind = 20
)

// Options are what a Hub is made of.
type Options struct {
	Store *store.Store
	Now   func() time.Time
	Log   zerolog.Logger
}

// Hub gathers what happens, and gives it to the pages that are open.
type Hub struct {
	o       Options
	editors *Editors

	in     chan any     // what feeds it, see feed.go
	pages  atomic.Int32 // how many are open: nothing is gathered for nobody
	missed atomic.Bool  // something did not fit into in
	busy   sync.Map     // companies whose queues have changed

	mu     sync.Mutex
	subs   map[*Subscription]struct{}
	ring   []*Event // the last ones, oldest first
	last   uint64   // ID of the last one
	turn   int      // of the pages that are told next
	opened int      // how many pages there were so far
	closed bool

	// The hub's goroutine's own.
	calls    map[string]*Call
	flows    map[int64]int64 // revision → flow
	sent     map[string]string
	auditID  int64
	messages int64
	pending  []*Event
}

// New makes a hub; it tells nothing before Run.
func New(o Options) *Hub {
	if o.Now == nil {
		o.Now = time.Now
	}
	h := &Hub{
		o: o, in: make(chan any, fed), subs: map[*Subscription]struct{}{}, last: uint64(o.Now().UnixMilli()) * 1000,
		calls: map[string]*Call{}, flows: map[int64]int64{}, sent: map[string]string{},
	}
	h.editors = newEditors(o.Now, h.offer)
	return h
}

// Editors are who edits flows at the moment.
func (h *Hub) Editors() *Editors { return h.editors }

// Run gathers and tells until the context ends; then every page is let go.
func (h *Hub) Run(ctx context.Context) {
	defer h.Close()
	turn := time.NewTicker(together / turns)
	defer turn.Stop()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	h.catchUp(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case what := <-h.in:
			h.note(ctx, what)
		case <-turn.C:
			h.tell()
		case <-poll.C:
			h.editors.expire()
			h.poll(ctx)
		}
	}
}

// offer takes something to be told, without waiting.
func (h *Hub) offer(what any) {
	if h.pages.Load() == 0 {
		return
	}
	select {
	case h.in <- what:
	default:
		h.missed.Store(true)
	}
}

// Event is one thing that happened.
type Event struct {
	ID uint64
	// Name is call, queue, change, messages, editors or reset.
	Name    string
	Company string
	// Flows are the flows that it is about, for pages that show one.
	Flows []int64
	// Users are the people whom it concerns, who learn of it without the right to see all.
	Users []string
	// all is told to those who may see all, own to the people concerned where that
	// is less. They are written once for all pages, when the event has its ID.
	all, own *Message
}

// finish gives an event its ID, and writes what is told of it.
func (e *Event) finish(id uint64) {
	e.ID = id
	for _, m := range []*Message{e.all, e.own} {
		if m != nil {
			*m = message(id, e.Name, m.Data)
		}
	}
}

// add puts an event among those that are told next.
func (h *Hub) add(e *Event, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		h.o.Log.Error().Err(err).Str("event", e.Name).Msg("an event for open pages cannot be written")
		return
	}
	e.all = &Message{Data: text}
	h.pending = append(h.pending, e)
}

// tell gives the pages whose turn it is what they have not been told. A page that
// has not read the last batches is let go.
func (h *Hub) tell() {
	if h.missed.Swap(false) {
		h.pending = append(h.pending, &Event{Name: "reset", all: &Message{Data: []byte(`{}`)}})
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.pending {
		h.last++
		e.finish(h.last)
	}
	h.ring = append(h.ring, h.pending...)
	h.pending = nil
	if over := len(h.ring) - kept; over > 0 {
		h.ring = append(h.ring[:0:0], h.ring[over:]...)
	}
	h.turn = (h.turn + 1) % turns
	alike := map[audience]*Batch{} // pages that show the same are told the same
	for s := range h.subs {
		if s.turn != h.turn || s.told == h.last {
			continue
		}
		key := audience{s.wants, s.told}
		batch, ok := alike[key]
		if !ok {
			batch = h.since(s)
			alike[key] = batch
		}
		s.told = h.last
		if batch == nil {
			continue
		}
		select {
		case s.c <- batch:
		default:
			h.drop(s)
		}
	}
}

// drop lets a page go. The lock is held.
func (h *Hub) drop(s *Subscription) {
	if _, open := h.subs[s]; open {
		delete(h.subs, s)
		close(s.c)
		if h.pages.Add(-1) == 0 { // who comes back has missed what is not gathered for nobody
			h.last++
			h.ring = nil
		}
	}
}

// Close lets all pages go; later ones are let go at once.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.subs {
		h.drop(s)
	}
}

// Pages is how many are open.
func (h *Hub) Pages() int { return int(h.pages.Load()) }
