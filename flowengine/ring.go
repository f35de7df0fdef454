package flowengine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// RingSpec says whom to ring at once, and what the one who answers must do.
type RingSpec struct {
	// Try tells the attempts of one node apart: 0, 1, 2, …
	Try  int
	Legs []RingLeg
	// Until is when ringing ends. Who has answered by then may still confirm.
	Until time.Time
	// Attach is set when this try was begun before a restart.
	Attach bool
	// Ringback is what the caller hears meanwhile.
	Ringback Indication
	// CallerNumber and CallerName are shown to those who are rung.
	CallerNumber, CallerName string
	// Whisper is played to the one who answers, before the caller is connected.
	Whisper string
	// Confirm makes the one who answers press 1, so that a voicemail box that
	// answers does not win. The prompt is repeated once.
	Confirm bool
	// ConfirmPrompt asks for the 1.
	ConfirmPrompt string
	// Stop, when set, is asked before ringing and after each event: once it
	// says so, ringing ends with nobody having won.
	Stop func() bool
}

// RingLeg is one phone to ring.
type RingLeg struct {
	// Target is whom the flow names, such as "user:alice".
	Target   string
	Endpoint string
}

// RingResult is how one try of ringing ended.
type RingResult struct {
	// Winner is the leg that answered, and confirmed if it had to.
	Winner Party
	// Target and Endpoint are the winner's.
	Target, Endpoint string
	// Won is false when nobody did.
	Won bool
	// Refused is true when every leg was busy, declined or out of reach.
	Refused bool
	// Legs tell what became of each, in the order of the spec; Ends the same
	// for machines.
	Legs []string
	Ends []RingEnd
}

// RingEnd is what became of one leg that was rung.
type RingEnd struct {
	Target, Endpoint string
	How              RingHow
}

// RingHow is how the ringing of one leg ended.
type RingHow string

// The ways in which a leg's ringing ends.
const (
	RangOut     RingHow = "rang_out"    // nobody took it in the time
	RungAnswer  RingHow = "answered"    // this one won
	RungLoser   RingHow = "loser"       // somebody else answered, or ringing was stopped
	Declined    RingHow = "declined"    // somebody refused it
	Busy        RingHow = "busy"        // in another call
	Unreachable RingHow = "unreachable" // no telephone there
	LeftEarly   RingHow = "left"        // answered, and was gone or did not confirm before talking
)

// confirmWait is how long the one who answered may take to press 1 after each prompt.
const confirmWait = 10 * time.Second

// ringing is the state of one leg while it is rung.
type ringing struct {
	RingLeg
	id      Party
	state   ringState
	refused bool
	cause   Cause
	became  string
	present func()    // ends its presence
	asked   int       // how often the confirmation was asked for
	until   time.Time // end of the wait for the 1
}

type ringState int

const (
	legRinging ringState = iota
	legHearsWhisper
	legHearsPrompt
	legConfirms
	legReady
	legGone
)

// Ring rings the legs at once until one is ready to talk, all are gone, or the
// time is up. The losers are hung up. The caller is not answered by it.
func (s *Session) Ring(ctx context.Context, spec RingSpec) (RingResult, error) {
	if s.gone {
		return RingResult{}, ErrHungUp
	}
	legs := make([]*ringing, len(spec.Legs))
	for i, l := range spec.Legs {
		legs[i] = &ringing{RingLeg: l, id: Party(fmt.Sprintf("%d.%d.%d", s.at.Seq, spec.Try, i)), became: "rang out"}
	}
	if !spec.Attach {
		s.noteRung(spec.Legs)
	}
	s.freed() // who won before and was never talked to
	winner, err := s.ring(ctx, spec, legs)
	for _, l := range legs {
		if l != winner && !errors.Is(err, ErrHandedOver) {
			s.settle(l.id)
		}
	}
	if winner != nil {
		s.occupied, winner.present = winner.present, nil // until the conversation
	}
	for _, l := range legs {
		l.free()
	}
	if err != nil {
		return RingResult{}, err // the driver releases what is left with the call
	}
	stopped := winner == nil && spec.Stop != nil && spec.Stop()
	result := RingResult{Refused: true}
	for _, l := range legs {
		result.Ends = append(result.Ends, RingEnd{l.Target, l.Endpoint, l.how(winner, stopped)})
		if l.state != legGone && l != winner {
			if err := s.call.HangupLeg(ctx, l.id, CauseNormal); err != nil {
				return RingResult{}, s.failed(ctx, "hanging up "+l.Target, err)
			}
			switch {
			case winner != nil:
				l.became = "rang; somebody else answered"
			case stopped:
				l.became = "rang; the caller waited no longer"
			}
		}
		result.Refused = result.Refused && l.refused
		result.Legs = append(result.Legs, l.Target+" ("+l.Endpoint+"): "+l.became)
	}
	if winner != nil {
		result.Winner, result.Target, result.Endpoint, result.Won = winner.id, winner.Target, winner.Endpoint, true
		result.Refused = false
	}
	return result, nil
}

// how tells what became of a leg, for machines.
func (l *ringing) how(winner *ringing, stopped bool) RingHow {
	switch {
	case l == winner:
		return RungAnswer
	case l.refused && l.cause == CauseBusy:
		return Busy
	case l.refused && l.cause == CauseRejected:
		return Declined
	case l.refused:
		return Unreachable
	case l.state != legRinging:
		return LeftEarly
	case winner != nil || stopped:
		return RungLoser
	}
	return RangOut
}

// free ends the presence of whoever is rung no more.
func (l *ringing) free() {
	if l.present != nil {
		l.present()
		l.present = nil
	}
}

func (s *Session) ring(ctx context.Context, spec RingSpec, legs []*ringing) (*ringing, error) {
	if spec.Stop != nil && spec.Stop() && !spec.Attach {
		return nil, nil
	}
	for _, l := range legs {
		l.present = s.present(Rings, l.Target, l.Endpoint)
	}
	if err := s.call.Indicate(ctx, spec.Ringback); err != nil {
		return nil, s.failed(ctx, "letting the caller hear ringing", err)
	}
	for _, l := range legs {
		if s.capped(ctx, l, spec.Attach) {
			continue
		}
		if err := s.call.Dial(ctx, LegSpec{
			ID: l.id, Endpoint: l.Endpoint, Attach: spec.Attach,
			CallerNumber: spec.CallerNumber, CallerName: spec.CallerName,
		}); err != nil {
			return nil, s.failed(ctx, "ringing "+l.Endpoint, err)
		}
	}
	for {
		until, open := ringDeadline(spec, legs, s.Now())
		if !open {
			return nil, nil
		}
		event, err := s.next(ctx, until)
		if err != nil {
			return nil, err
		}
		for _, l := range legs {
			if err := s.ringStep(ctx, spec, l, event); err != nil {
				return nil, err
			}
			if l.state == legReady {
				return l, nil
			}
		}
		if spec.Stop != nil && spec.Stop() {
			return nil, nil
		}
	}
}

// ringDeadline says when something must happen next; open is false when nobody
// is left who could still answer or confirm.
func ringDeadline(spec RingSpec, legs []*ringing, now time.Time) (until time.Time, open bool) {
	earlier := func(t time.Time) {
		if !open || t.Before(until) {
			until = t
		}
		open = true
	}
	for _, l := range legs {
		switch l.state {
		case legRinging:
			if now.Before(spec.Until) {
				earlier(spec.Until)
			}
		case legConfirms:
			earlier(l.until)
		case legHearsWhisper, legHearsPrompt:
			earlier(now.Add(time.Minute))
		}
	}
	return until, open
}

// ringStep takes one leg one event further.
func (s *Session) ringStep(ctx context.Context, spec RingSpec, l *ringing, event Event) error {
	switch event := event.(type) {
	case LegEnded:
		if event.Leg != l.id || l.state == legGone {
			return nil
		}
		l.refused, l.cause = event.Refused, event.Cause
		l.free()
		switch {
		case event.Refused:
			l.became = fmt.Sprintf("refused (cause %d)", event.Cause)
		case l.state != legRinging:
			l.became = "answered and left before talking"
		default:
			l.became = fmt.Sprintf("ended unanswered (cause %d)", event.Cause)
		}
		l.state = legGone
	case LegAnswered:
		if event.Leg != l.id || l.state != legRinging {
			return nil
		}
		return s.ringAnswered(ctx, spec, l)
	case PlayEnded:
		if event.To != l.id {
			return nil
		}
		switch {
		case l.state == legHearsWhisper && spec.Confirm:
			return s.askConfirm(ctx, spec, l)
		case l.state == legHearsWhisper:
			l.state, l.became = legReady, "answered"
		case l.state == legHearsPrompt:
			l.state, l.until = legConfirms, s.Now().Add(confirmWait)
		}
	case Digit:
		confirming := l.state == legConfirms || l.state == legHearsPrompt || l.state == legHearsWhisper && spec.Confirm
		if event.From == l.id && confirming && event.Key == '1' {
			l.state, l.became = legReady, "answered and confirmed"
		}
	case Elapsed:
		if l.state != legConfirms || s.Now().Before(l.until) {
			return nil
		}
		if l.asked < 2 {
			return s.askConfirm(ctx, spec, l)
		}
		l.state, l.became = legGone, "answered and did not confirm"
		if err := s.call.HangupLeg(ctx, l.id, CauseNormal); err != nil {
			return s.failed(ctx, "hanging up "+l.Target, err)
		}
	}
	return nil
}

func (s *Session) ringAnswered(ctx context.Context, spec RingSpec, l *ringing) error {
	switch {
	case spec.Whisper != "":
		l.state = legHearsWhisper
		return s.playLeg(ctx, l.id, spec.Whisper)
	case spec.Confirm:
		return s.askConfirm(ctx, spec, l)
	}
	l.state, l.became = legReady, "answered"
	return nil
}

func (s *Session) askConfirm(ctx context.Context, spec RingSpec, l *ringing) error {
	l.state = legHearsPrompt
	l.asked++
	return s.playLeg(ctx, l.id, spec.ConfirmPrompt)
}

func (s *Session) playLeg(ctx context.Context, leg Party, ref string) error {
	if err := s.call.Play(ctx, leg, s.media(ctx, ref)); err != nil {
		return s.failed(ctx, "playing "+ref+" to who answered", err)
	}
	return nil
}
