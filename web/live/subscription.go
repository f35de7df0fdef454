package live

import (
	"slices"
	"strings"
)

// Interest says what a page wants to be told.
type Interest struct {
	Company string
	// All is the right to see everything of the company; without it a page is
	// told only what concerns User.
	All  bool
	User string
	// Names are the sorts of events, all when empty. Flow narrows calls,
	// changes and editors to one flow.
	Names []string
	Flow  int64
	// After is the last event that the page had, 0 for none.
	After uint64
}

// Subscription is an open page.
type Subscription struct {
	hub *Hub
	i   Interest
	c   chan []Message
}

// Message is an event as a page is told it.
type Message struct {
	ID   uint64
	Name string
	Data []byte
	// Wire is all of it as it is sent.
	Wire string
}

// Subscribe opens a page's ear. It must be closed.
func (h *Hub) Subscribe(i Interest) *Subscription {
	s := &Subscription{hub: h, i: i, c: make(chan []Message, behind)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(s.c)
		return s
	}
	h.subs[s] = struct{}{}
	h.pages.Add(1)
	if i.After == 0 {
		return s
	}
	// What the page has missed, or that it has missed something.
	if len(h.ring) == 0 || i.After+1 < h.ring[0].ID || i.After > h.next {
		s.c <- []Message{message(h.next, "reset", []byte(`{}`))}
		return s
	}
	from, _ := slices.BinarySearchFunc(h.ring, i.After+1, func(e *Event, id uint64) int { return int(int64(e.ID) - int64(id)) })
	if missed := s.of(h.ring[from:]); len(missed) > 0 {
		s.c <- missed
	}
	return s
}

// C gives batches of events. It is closed when the page was let go.
func (s *Subscription) C() <-chan []Message { return s.c }

// Close ends it. It may be called twice.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.drop(s)
}

// of are the events of a batch that the page wants and may have.
func (s *Subscription) of(batch []*Event) []Message {
	var out []Message
	for _, e := range batch {
		if e.Company != "" && e.Company != s.i.Company {
			continue
		}
		if len(s.i.Names) > 0 && e.Name != "reset" && !slices.Contains(s.i.Names, e.Name) {
			continue
		}
		if s.i.Flow != 0 && len(e.Flows) > 0 && !slices.Contains(e.Flows, s.i.Flow) {
			continue
		}
		m := e.all
		if !s.i.All {
			if e.Name != "reset" && (s.i.User == "" || e.Name != "messages" && !slices.ContainsFunc(e.Users, func(u string) bool { return strings.EqualFold(u, s.i.User) })) {
				continue
			}
			if e.own != nil {
				m = e.own
			}
		}
		out = append(out, *m)
	}
	return out
}
