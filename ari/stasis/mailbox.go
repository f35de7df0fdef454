package stasis

import (
	"sync"

	"callflow/ari"
)

// mailbox holds what has happened to one call and was not looked at yet.
// Putting something in never waits.
type mailbox struct {
	mu     sync.Mutex
	queue  []any // ari.Event, or one of this package's letters
	limit  int
	full   bool
	signal chan struct{} // has one element when something was put in
}

// Letters that do not come from Asterisk.
type (
	asideEnded struct{} // the work given to Aside has returned
	woken      struct{} // somebody called Wake
)

func newMailbox(limit int) mailbox {
	return mailbox{limit: limit, signal: make(chan struct{}, 1)}
}

// put adds a letter. It reports true once, when the mailbox overflows: its
// call has stopped looking, and is to be ended. From then on digits are
// dropped, and lifecycle events still kept, so that the call can be ended in
// order; those too have an end, at four times the limit, for an Asterisk gone
// mad.
func (m *mailbox) put(letter any) (overflow bool) {
	m.mu.Lock()
	if len(m.queue) >= m.limit {
		overflow = !m.full
		m.full = true
		if _, digit := letter.(*ari.ChannelDtmfReceived); digit || len(m.queue) >= 4*m.limit {
			m.mu.Unlock()
			return overflow
		}
	}
	m.queue = append(m.queue, letter)
	m.mu.Unlock()
	select {
	case m.signal <- struct{}{}:
	default: // it is signalled already
	}
	return overflow
}

// take returns all letters, oldest first, and keeps the slice given for the
// next ones.
func (m *mailbox) take(spare []any) []any {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.queue) == 0 {
		return nil
	}
	letters := m.queue
	m.queue = spare[:0]
	return letters
}
