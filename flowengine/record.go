package flowengine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// RecordCaller records the caller until a finish key, silence, the longest
// time, or the caller's leaving. In the last case it returns ErrHungUp together
// with what was recorded: a message survives a caller who hangs up.
func (s *Session) RecordCaller(ctx context.Context, spec RecordSpec) (RecordEnded, error) {
	if s.gone {
		return s.recordedBefore(ctx, spec.Name)
	}
	if err := s.call.Record(ctx, spec); err != nil {
		if err := s.failed(ctx, "recording", err); !errors.Is(err, ErrHungUp) {
			return RecordEnded{Failed: true}, err
		}
		return s.recordedBefore(ctx, spec.Name)
	}
	until := s.Now().Add(spec.Max + playGrace)
	for {
		event, err := s.next(ctx, until)
		switch {
		case errors.Is(err, ErrHungUp):
			return s.recordedBefore(ctx, spec.Name)
		case err != nil:
			return RecordEnded{Failed: true}, err
		}
		switch event := event.(type) {
		case RecordEnded:
			if event.Name == spec.Name {
				s.ForgetDigits() // the finish key is not for the next menu
				return event, nil
			}
		case Elapsed:
			if !s.Now().Before(until) {
				return RecordEnded{Failed: true}, fmt.Errorf("the recording did not end within %s", spec.Max+playGrace)
			}
		}
	}
}

// recordedBefore waits for the end of a recording whose caller has left.
func (s *Session) recordedBefore(ctx context.Context, name string) (RecordEnded, error) {
	ended, ok := s.awaitRecording(ctx, name)
	if !ok {
		// The event may have gone with the caller; the file decides.
		ended = RecordEnded{Name: name}
	}
	return ended, ErrHungUp
}

// lastWords is how long after a hang-up or the end of a conversation the
// recording's own end is waited for.
const lastWords = 3 * time.Second

func (s *Session) awaitRecording(ctx context.Context, name string) (RecordEnded, bool) {
	detached := context.WithoutCancel(ctx)
	for until := s.Now().Add(lastWords); ; {
		event, err := s.call.Next(detached, until)
		if err != nil {
			return RecordEnded{}, false
		}
		switch event := event.(type) {
		case RecordEnded:
			if event.Name == name {
				return event, true
			}
		case Elapsed:
			return RecordEnded{}, false
		}
	}
}

// KeepRecording moves a finished recording from the driver to the store, also
// after the caller has left. Failing is noted in the trace; the file then stays
// where the driver has it.
func (s *Session) KeepRecording(ctx context.Context, r Recording) (KeptRecording, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	r = s.described(r)
	wav, err := s.call.FetchRecording(ctx, r.Name)
	if err != nil {
		return KeptRecording{}, err
	}
	defer wav.Close()
	kept, err := s.services.Keeper.Keep(ctx, r, wav)
	if err != nil {
		s.Warn("The recording %s could not be stored and stays with Asterisk: %v", r.Name, err)
		return KeptRecording{}, err
	}
	s.noteKept(r, kept)
	return kept, nil
}

// described is a recording with what it belongs to.
func (s *Session) described(r Recording) Recording {
	r.Call = s.at.Call.ID
	if r.Step == 0 {
		r.Step, r.Node = s.at.Seq, s.at.Node
	}
	r.Caller, r.Number = s.at.Call.CallerNumber, s.at.Call.Number
	return r
}

// KeepGreeting makes a finished recording a sound that can be a box's greeting,
// see [Mailboxes]. [ErrNoRecording] when nothing was recorded.
func (s *Session) KeepGreeting(ctx context.Context, box, name string) (GreetingSound, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	wav, err := s.call.FetchRecording(ctx, name)
	if err != nil {
		return GreetingSound{}, err
	}
	defer wav.Close()
	return s.services.Mailboxes.KeepGreeting(ctx, box, s.described(Recording{Name: name}), wav)
}

// RecordingName is unique to the call, the step and n.
func (s *Session) RecordingName(n int) string {
	return fmt.Sprintf("%s-%d-%d", s.at.Call.ID, s.at.Seq, n)
}
