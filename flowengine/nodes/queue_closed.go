package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// closedState is what a queue node keeps of the way that a closed queue sends
// its callers.
type closedState struct {
	To  string `json:"to,omitempty"`
	Why string `json:"why,omitempty"`
	// Dial is the call to an external number, Message the message in a mailbox.
	Dial    *dialState      `json:"dial,omitempty"`
	Message *voicemailState `json:"message,omitempty"`
}

// closedRing is how long an external number is rung for a closed queue.
const closedRing = 30 * time.Second

// runClosed takes the caller where the exceptional closure says: to an external
// number, or to a mailbox. When nobody answers there, the outcome is closed.
func (n *Queue) runClosed(ctx context.Context, s *flowengine.Session, state *queueState) (flowengine.Result, error) {
	if strings.HasPrefix(state.Closed.To, "external:") {
		return n.closedDial(ctx, s, state)
	}
	return n.closedMessage(ctx, s, state)
}

func (n *Queue) closedDial(ctx context.Context, s *flowengine.Session, state *queueState) (flowengine.Result, error) {
	closed := &state.Closed
	closedBecause := func(more string) (flowengine.Result, error) {
		result := flowengine.Result{Outcome: "closed", Why: closed.Why + " " + more, Details: map[string]any{"queue": n.Queue, "to": closed.To}}
		if closed.Dial != nil {
			result.Details["legs"] = closed.Dial.Legs
		}
		return result, nil
	}
	attach := closed.Dial != nil
	if !attach {
		found, err := resolve(ctx, s, closed.To)
		if err != nil {
			if ctx.Err() != nil {
				return flowengine.Result{}, context.Cause(ctx)
			}
			s.Warn("%s cannot be rung: %v", closed.To, err)
			return closedBecause(fmt.Sprintf("%s cannot be rung.", closed.To))
		}
		closed.Dial = &dialState{Plan: []try{found[0].legs}, Until: s.Now().Add(closedRing)}
		s.Keep(state)
	}
	if closed.Dial.Since.IsZero() {
		rung, err := s.Ring(ctx, flowengine.RingSpec{
			Legs: closed.Dial.Plan[0], Until: closed.Dial.Until, Attach: attach, Ringback: flowengine.Indication{Ringing: true},
			CallerNumber: s.Call().CallerNumber, CallerName: s.Call().CallerName,
		})
		if err != nil {
			return flowengine.Result{Why: fmt.Sprintf("The caller hung up while %s rang.", closed.To)}, err
		}
		closed.Dial.Legs = rung.Legs
		if !rung.Won {
			return closedBecause(fmt.Sprintf("%s did not answer.", closed.To))
		}
		closed.Dial.Leg, closed.Dial.Target, closed.Dial.Endpoint = rung.Winner, rung.Target, rung.Endpoint
	}
	spec := flowengine.TalkSpec{Leg: closed.Dial.Leg, Target: closed.Dial.Target, Endpoint: closed.Dial.Endpoint, Since: closed.Dial.Since}
	talked, err := s.Talk(ctx, spec, func(since time.Time) {
		closed.Dial.Since = since
		s.Keep(state)
	})
	if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return flowengine.Result{}, err
	}
	if !talked.Connected {
		if err != nil {
			return flowengine.Result{}, err
		}
		return closedBecause(fmt.Sprintf("%s left before being connected.", closed.To))
	}
	return flowengine.Result{
		Outcome: "answered",
		Why:     closed.Why + " " + fmt.Sprintf("%s answered instead and talked for %s.", closed.To, talked.Duration.Round(100*time.Millisecond)),
		Details: map[string]any{"queue": n.Queue, "to": closed.To, "target": closed.Dial.Target, "endpoint": closed.Dial.Endpoint,
			"talked_s": tenths(talked.Duration), "legs": closed.Dial.Legs},
		Values: map[string]any{"target": closed.Dial.Target, "talked_s": tenths(talked.Duration)},
	}, err
}

// closedMessage takes a message, and ends the call.
func (n *Queue) closedMessage(ctx context.Context, s *flowengine.Session, state *queueState) (flowengine.Result, error) {
	box := newVoicemail().(*Voicemail)
	box.Box = state.Closed.To
	if state.Closed.Message == nil {
		s.ForgetDigits()
		if err := box.greet(ctx, s); err != nil {
			return box.leftBefore(ctx, s, err), err
		}
		s.ForgetDigits()
		state.Closed.Message = &voicemailState{Name: s.RecordingName(0), Since: s.Now()}
		s.Keep(state)
	}
	_, err := s.RecordCaller(ctx, flowengine.RecordSpec{
		Name: state.Closed.Message.Name, Max: seconds(box.MaxS), FinishOn: box.FinishOn, Beep: box.Beep,
	})
	if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return flowengine.Result{}, err
	}
	result, kept := box.keep(ctx, s, *state.Closed.Message)
	toldBy(&result, box.tell(ctx, s, kept, result.Why))
	result.Outcome, result.Why = "closed", state.Closed.Why+" "+result.Why
	result.Details["queue"] = n.Queue
	result.End = &flowengine.Hangup{Cause: flowengine.CauseNormal}
	return result, err
}
