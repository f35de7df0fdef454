package live

import (
	"cmp"
	"fmt"
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
	hub   *Hub
	i     Interest
	wants string // what i says, to compare
	turn  int
	told  uint64 // the last event that it was told of, or that is not for it
	c     chan *Batch
}

// audience are pages that are told the same.
type audience struct {
	wants string
	told  uint64
}

// Message is an event as a page is told it.
type Message struct {
	ID   uint64
	Name string
	Data []byte

	wire string
}

// message writes an event as the HTML standard has server-sent events.
func message(id uint64, name string, data []byte) Message {
	return Message{ID: id, Name: name, Data: data, wire: fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", id, name, data)}
}

// Batch is what a page is told at once. It is other pages' too.
type Batch struct {
	Messages []Message
	// Wire is all of it as it is sent.
	Wire string
}

func batch(messages []Message) *Batch {
	if len(messages) == 0 {
		return nil
	}
	var b strings.Builder
	for _, m := range messages {
		b.WriteString(m.wire)
	}
	return &Batch{messages, b.String()}
}

// Subscribe opens a page's ear. It must be closed.
func (h *Hub) Subscribe(i Interest) *Subscription {
	s := &Subscription{
		hub: h, i: i, c: make(chan *Batch, behind), told: i.After,
		wants: fmt.Sprintf("%q %t %q %q %d", i.Company, i.All, i.User, i.Names, i.Flow),
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(s.c)
		return s
	}
	h.subs[s] = struct{}{}
	h.opened++
	s.turn = h.opened % turns
	h.pages.Add(1)
	if i.After == 0 {
		s.told = h.last
	}
	return s
}

// since is what a page has not been told, or that it has missed something; nil
// for nothing. The lock is held.
func (h *Hub) since(s *Subscription) *Batch {
	if len(h.ring) == 0 || s.told+1 < h.ring[0].ID || s.told > h.last {
		return batch([]Message{message(h.last, "reset", []byte(`{}`))})
	}
	from, _ := slices.BinarySearchFunc(h.ring, s.told+1, func(e *Event, id uint64) int { return cmp.Compare(e.ID, id) })
	return batch(s.of(h.ring[from:]))
}

// C gives batches of events. It is closed when the page was let go.
func (s *Subscription) C() <-chan *Batch { return s.c }

// Close ends it. It may be called twice.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.drop(s)
}

// of are those of some events that the page wants and may have.
func (s *Subscription) of(events []*Event) []Message {
	var out []Message
	for _, e := range events {
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
