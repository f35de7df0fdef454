package simulator

import (
	"slices"
	"sync"

	"callflow/flowengine"
)

// Mailbag is an outbox in memory: nothing in it is ever delivered.
type Mailbag struct {
	mu      sync.Mutex
	letters []flowengine.Letter
}

var _ flowengine.Outbox = (*Mailbag)(nil)

// Post takes a letter, unless it has one of that id.
func (m *Mailbag) Post(l flowengine.Letter) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.ContainsFunc(m.letters, func(have flowengine.Letter) bool { return have.ID == l.ID }) {
		m.letters = append(m.letters, l)
	}
}

// All are the letters posted so far.
func (m *Mailbag) All() []flowengine.Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.letters)
}
