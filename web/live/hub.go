// Package live tells open pages what happens: calls as they go, queues, flows
// that are saved and published, who edits what. Whatever feeds it never waits
// for it, and it waits for no page: one that reads too slowly is let go, and
// comes back by itself.
package live

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"callflow/store"
)

const (
	// together is how long events are gathered before they go to pages: each
	// page is written to at most four times a second, whatever happens.
	together = 250 * time.Millisecond
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
	next   uint64
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
		o: o, in: make(chan any, fed), subs: map[*Subscription]struct{}{}, next: uint64(o.Now().UnixMilli()) * 1000,
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
	batch := time.NewTicker(together)
	defer batch.Stop()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	h.catchUp(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case what := <-h.in:
			h.note(ctx, what)
		case <-batch.C:
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

// message writes an event as the HTML standard has server-sent events.
func message(id uint64, name string, data []byte) Message {
	return Message{ID: id, Name: name, Data: data, Wire: fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", id, name, data)}
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

// tell gives the pages what was gathered. A page that has not read the last
// batches is let go.
func (h *Hub) tell() {
	if h.missed.Swap(false) {
		h.pending = append(h.pending, &Event{Name: "reset", all: &Message{Data: []byte(`{}`)}})
	}
	if len(h.pending) == 0 {
		return
	}
	batch := h.pending
	h.pending = nil
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range batch {
		h.next++
		e.finish(h.next)
	}
	h.ring = append(h.ring, batch...)
	if over := len(h.ring) - kept; over > 0 {
		h.ring = append(h.ring[:0:0], h.ring[over:]...)
	}
	for s := range h.subs {
		mine := s.of(batch)
		if len(mine) == 0 {
			continue
		}
		select {
		case s.c <- mine:
		default:
			h.drop(s)
		}
	}
}

// drop lets a page go. The lock is held.
func (h *Hub) drop(s *Subscription) {
	if _, open := h.subs[s]; open {
		delete(h.subs, s)
		h.pages.Add(-1)
		close(s.c)
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
