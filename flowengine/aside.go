package flowengine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Aside runs work that takes time beside the call, such as a web request, and
// waits for its end. The caller goes on hearing what the caller hears, and
// digits are kept. The work's context ends after the limit.
//
// When the caller leaves meanwhile, Aside returns ErrHungUp at once and the
// work goes on up to its limit: what it does outside should not depend on the
// patience of a caller. With a caller who has left before, it waits for the work.
func (s *Session) Aside(ctx context.Context, limit time.Duration, work func(ctx context.Context) error) error {
	result := make(chan error, 1)
	working, stop := context.WithTimeout(context.WithoutCancel(ctx), limit)
	guarded := func(ctx context.Context) {
		defer stop()
		defer func() {
			if r := recover(); r != nil {
				result <- fmt.Errorf("the work failed inside: %v", r)
			}
		}()
		result <- work(ctx)
	}
	if s.gone {
		guarded(working)
		return <-result
	}
	s.call.Aside(working, guarded)
	for {
		event, err := s.next(ctx, s.Now().Add(time.Hour))
		if err != nil {
			if !errors.Is(err, ErrHungUp) {
				stop()
			}
			return err
		}
		if _, ended := event.(AsideEnded); ended {
			return <-result
		}
	}
}

// Indicate lets the caller hear that something goes on, until something is
// played or the caller is connected.
func (s *Session) Indicate(ctx context.Context, i Indication) error {
	if s.gone {
		return ErrHungUp
	}
	if err := s.call.Indicate(ctx, i); err != nil {
		return s.failed(ctx, "letting the caller hear something", err)
	}
	return nil
}
