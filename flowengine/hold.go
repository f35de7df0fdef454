package flowengine

import (
	"context"
	"strings"
	"time"
)

// Hold lets the caller hear music, or whatever the indication is, until
// something happens: the time comes, a key is pressed, or somebody woke the
// call. Keys are kept for [Session.Typed].
func (s *Session) Hold(ctx context.Context, i Indication, until time.Time) error {
	if s.gone {
		return ErrHungUp
	}
	if err := s.call.Indicate(ctx, i); err != nil {
		return s.failed(ctx, "letting the caller hear music", err)
	}
	for {
		event, err := s.next(ctx, until)
		if err != nil {
			return err
		}
		switch event := event.(type) {
		case Woken, Elapsed:
			return nil
		case Digit:
			if event.From == Caller {
				return nil
			}
		}
	}
}

// PlayUntil plays to the caller until the end, or until stop, asked before and
// after each event, says so.
func (s *Session) PlayUntil(ctx context.Context, ref string, stop func() bool) error {
	return s.playMedia(ctx, Caller, s.media(ctx, ref), stop)
}

// Typed are the keys that nobody has used yet.
func (s *Session) Typed() string { return s.at.Typed }

// TakeTyped returns the first unused key that is one of those wanted, and
// forgets it and all before it; "" when there is none, and then all are forgotten.
func (s *Session) TakeTyped(wanted string) string {
	typed := s.at.Typed
	s.at.Typed = ""
	if at := strings.IndexAny(typed, wanted); at >= 0 {
		s.at.Typed = typed[at+1:]
		return typed[at : at+1]
	}
	return ""
}

// Exempt stops the session's time limit from that moment on, for a node with a
// time of its own such as a queue. The zero time, a conversation and the end of
// the node let it run again. A node says so again after a restart.
func (s *Session) Exempt(since time.Time) {
	if !s.exempt.IsZero() {
		s.at.Exempt += s.Now().Sub(s.exempt)
	}
	s.exempt = since
}

// Wake lets what the session waits for return, from any goroutine; see [Call].
func (s *Session) Wake() { s.call.Wake() }
