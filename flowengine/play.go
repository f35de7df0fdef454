package flowengine

import (
	"context"
	"time"
)

// Play plays a reference or text to the caller, to its end.
func (s *Session) Play(ctx context.Context, ref string) error {
	return s.playMedia(ctx, Caller, s.media(ctx, ref), nil)
}

// PlayInterruptible plays to the caller until a digit comes. The digit stays in
// the type-ahead buffer; with one already there, nothing is played.
func (s *Session) PlayInterruptible(ctx context.Context, ref string) error {
	return s.playMedia(ctx, Caller, s.media(ctx, ref), func() bool { return s.at.Typed != "" })
}

// PlayMedia plays what a port has found, to its end or until a digit comes.
func (s *Session) PlayMedia(ctx context.Context, m Media, interruptible bool) error {
	if !interruptible {
		return s.playMedia(ctx, Caller, m, nil)
	}
	return s.playMedia(ctx, Caller, m, func() bool { return s.at.Typed != "" })
}

// media finds what a reference means. What cannot be had is noted in the
// trace, and a default sound plays instead: the call goes on.
func (s *Session) media(ctx context.Context, ref string) Media {
	m, err := s.services.Audio.Media(ctx, ref, s.setting(languageOf))
	if err != nil {
		if ctx.Err() == nil {
			s.Warn("%s cannot be played, so a default sound was: %v", ref, err)
		}
		return Media{URI: soundMissing, Ref: soundMissing}
	}
	return m
}

// playGrace is how long after a medium's own length its end is waited for.
const playGrace = 30 * time.Second

// playMedia plays one medium until it ends or stop, asked after each event, says so.
func (s *Session) playMedia(ctx context.Context, to Party, m Media, stop func() bool) error {
	if s.gone {
		return ErrHungUp
	}
	if stop != nil && stop() {
		return nil
	}
	if err := s.call.Play(ctx, to, m); err != nil {
		return s.failed(ctx, "playing "+m.Ref, err)
	}
	until := s.Now().Add(time.Hour)
	if m.Duration > 0 {
		until = s.Now().Add(m.Duration + playGrace)
	}
	stopping := false
	for {
		event, err := s.next(ctx, until)
		if err != nil {
			return err
		}
		switch event := event.(type) {
		case PlayEnded:
			if event.To != to {
				continue
			}
			if event.Failed && m.URI != soundMissing {
				s.Warn("%s could not be played, so a default sound was.", m.Ref)
				return s.playMedia(ctx, to, Media{URI: soundMissing, Ref: soundMissing}, stop)
			}
			return nil
		case Elapsed:
			if s.Now().Before(until) {
				continue // the session's limit, which next reports
			}
			s.Warn("%s did not end when it should have, so it was stopped.", m.Ref)
			if stopping {
				return nil
			}
			stopping, until = true, s.Now().Add(5*time.Second)
			if err := s.call.StopPlay(ctx, to); err != nil {
				return s.failed(ctx, "stopping "+m.Ref, err)
			}
			continue
		}
		if !stopping && stop != nil && stop() {
			stopping, until = true, s.Now().Add(5*time.Second)
			if err := s.call.StopPlay(ctx, to); err != nil {
				return s.failed(ctx, "stopping "+m.Ref, err)
			}
		}
	}
}
