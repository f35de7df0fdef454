package simulator

import (
	"context"
	"errors"
	"slices"
	"sync"

	"callflow/flowengine"
)

// Texted takes the texts of simulated calls. The zero value accepts all.
type Texted struct {
	// Becomes says what becomes of texts, by whom they go to, such as
	// user:alice or external:+61412345678; "*" is anybody else.
	Becomes map[string]TextFate

	mu   sync.Mutex
	sent []flowengine.TextMessage
}

// TextFate is what becomes of a text that is not accepted.
type TextFate struct {
	// Refused is why it does not go.
	Refused string `yaml:"refused"`
	// Error is why nobody could be asked whether it goes.
	Error string `yaml:"error"`
}

var _ flowengine.Texts = (*Texted)(nil)

// Send takes a text. One that is sent again under the same id is one text.
func (t *Texted) Send(_ context.Context, m flowengine.TextMessage) error {
	fate, ok := t.Becomes[m.To]
	if !ok {
		fate = t.Becomes["*"]
	}
	switch {
	case fate.Refused != "":
		return &flowengine.TextRefusedError{Why: fate.Refused}
	case fate.Error != "":
		return errors.New(fate.Error)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.ContainsFunc(t.sent, func(have flowengine.TextMessage) bool { return have.ID == m.ID }) {
		t.sent = append(t.sent, m)
	}
	return nil
}

// All are the texts accepted so far.
func (t *Texted) All() []flowengine.TextMessage {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.sent)
}
