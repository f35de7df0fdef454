package flowengine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// TalkSpec says how to connect the caller with a leg that is ready.
type TalkSpec struct {
	Leg Party
	// Target is who it is, such as "user:alice"; Endpoint the telephone, "" when not known.
	Target, Endpoint string
	// Since is when the conversation began, when it goes on after a restart;
	// zero when it begins now.
	Since time.Time
	// Record is the name under which the conversation is recorded, "" for not.
	// A call that is recorded as a whole has no other recording.
	Record string
}

// Talked is how a conversation ended.
type Talked struct {
	Since    time.Time
	Duration time.Duration
	// Connected is false when the leg left before it was connected.
	Connected bool
	// CallerLeft is true when the caller ended it, in which case the error is ErrHungUp.
	CallerLeft bool
}

// shortest is the length from which a conversation counts as one.
const shortest = 50 * time.Millisecond

// Talk answers the caller if need be, connects both and waits for the end of
// the conversation. begun is called once they are connected, with the start,
// so that a node can keep it for a restart.
func (s *Session) Talk(ctx context.Context, spec TalkSpec, begun func(since time.Time)) (Talked, error) {
	s.Exempt(time.Time{}) // it is exempt by itself
	defer s.present(Talks, spec.Target, spec.Endpoint)()
	s.freed()
	if err := s.Answer(ctx); err != nil {
		return Talked{}, err
	}
	if s.RecordsCall() {
		spec.Record = "" // it is in the recording of the call
	}
	if err := s.call.Bridge(ctx, BridgeSpec{Leg: spec.Leg, Record: spec.Record}); err != nil {
		return Talked{}, s.failed(ctx, "connecting "+spec.Target, err)
	}
	resumed := !spec.Since.IsZero()
	talked := Talked{Since: spec.Since}
	if !resumed {
		talked.Since = s.Now()
	}
	previous := s.at.By
	s.at.By = spec.Target
	begun(talked.Since)
	if caps := s.services.Caps; caps != nil {
		if resumed {
			caps.Claim(ctx, CapLeg{Call: s.at.Call.ID, ID: spec.Leg, Target: spec.Target, Endpoint: spec.Endpoint}, true)
		}
		caps.Talks(s.at.Call.ID, spec.Leg, talked.Since)
	}
	err := s.talk(ctx, spec.Leg, talked.Since.Add(s.engine.Limits.Conversation))
	if errors.Is(err, ErrHandedOver) {
		return talked, err // it goes on, and is counted once, by who sees its end
	}
	s.settle(spec.Leg)
	talked.Duration = s.Now().Sub(talked.Since)
	talked.CallerLeft = errors.Is(err, ErrHungUp)
	talked.Connected = resumed || talked.CallerLeft || talked.Duration >= shortest
	if talked.Connected {
		s.at.Talked += talked.Duration
	} else {
		s.at.By = previous
	}
	s.at.Exempt += talked.Duration
	s.ForgetDigits() // what was pressed while talking was not for a menu
	if err != nil {
		return talked, err
	}
	if err := s.call.Unbridge(ctx); err != nil {
		return talked, s.failed(ctx, "taking the caller out of the conversation", err)
	}
	return talked, nil
}

func (s *Session) talk(ctx context.Context, leg Party, limit time.Time) error {
	for {
		until, minutes := s.talkLimit(leg, limit)
		event, err := s.pump(ctx, until)
		if err != nil {
			return err
		}
		switch event := event.(type) {
		case LegEnded:
			if event.Leg == leg {
				return nil
			}
		case Elapsed:
			if end, bounded := s.talkLimit(leg, limit); minutes && bounded && end.Sub(s.Now()) < time.Second {
				s.Warn("The day's minutes for calls to numbers outside are used up, so the conversation was ended.")
				return nil
			}
			if !s.Now().Before(limit) {
				s.Warn("The conversation reached its limit of %s and was ended.", s.engine.Limits.Conversation)
				return nil
			}
		}
	}
}

// KeepConversation stores the recording of a conversation that has ended.
func (s *Session) KeepConversation(ctx context.Context, name string, since time.Time) (KeptRecording, error) {
	s.awaitRecording(ctx, name)
	kept, err := s.KeepRecording(ctx, Recording{Name: name, Started: since})
	if err != nil {
		return kept, fmt.Errorf("keeping the conversation's recording: %w", err)
	}
	return kept, nil
}
