package flowengine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// SendText sends a text of the running node beside the call, at once, and waits
// for what becomes of it, at most for the limit. When nobody can be asked whether
// it is accepted, it goes to the outbox, which tries until somebody can, and
// queued is true; a sensitive one does not, since the outbox is on disk.
//
// Errors: [*TextRefusedError] when it does not go; those of [Session.Aside], of
// which ErrHungUp leaves the text on its way; and another one for a sensitive
// text that could not be sent. N tells the texts of one step apart.
func (s *Session) SendText(ctx context.Context, n int, t TextMessage, limit time.Duration) (queued bool, err error) {
	if s.services.Texts == nil {
		return false, &TextRefusedError{Why: "this callflow sends no texts"}
	}
	letter := s.letter(n, TextLetter{From: t.From, To: t.To, Text: t.Body})
	t.ID, t.Call = letter.ID, letter.Call
	if err := t.Check(); err != nil {
		return false, err
	}
	// What the work reads is kept here: it may outlast the session.
	texts, outbox, keep := s.services.Texts, s.services.Outbox, !s.Sensitive()
	err = s.Aside(ctx, limit, func(ctx context.Context) error {
		err := texts.Send(ctx, t)
		var refused *TextRefusedError
		switch {
		case err == nil || errors.As(err, &refused):
			return err
		case errors.Is(context.Cause(ctx), context.Canceled):
			return err // the session is handed over, and will send it again
		case !keep:
			return fmt.Errorf("the text could not be sent, and is not kept because it is sensitive: %w", err)
		}
		outbox.Post(letter)
		return &queuedError{err}
	})
	var waits *queuedError
	if errors.As(err, &waits) {
		s.Warn("The text waits in the outbox, because it could not be sent at once: %v", waits.err)
		return true, nil
	}
	return false, err
}

// queuedError tells the session that a text went to the outbox, and why.
type queuedError struct{ err error }

func (e *queuedError) Error() string { return e.err.Error() }
