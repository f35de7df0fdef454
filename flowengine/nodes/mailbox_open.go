package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
)

// open finds out whose box is meant: by the telephone that calls, never by the
// caller ID, which anybody can set; else by number and PIN.
func (n *Mailbox) open(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	boxes := s.Services().Mailboxes
	user, err := boxes.Owner(ctx, s.Call().Endpoint)
	switch {
	case err == nil:
		box := n.Box
		if box == "" {
			box = "user:" + user
		}
		may, err := boxes.MayOpen(ctx, user, box)
		if err != nil {
			return flowengine.Result{}, err
		}
		if may {
			return n.opened(ctx, s, box, fmt.Sprintf("It is %s's telephone that calls.", user), "endpoint")
		}
	case !errors.Is(err, flowengine.ErrNoSuch):
		return flowengine.Result{}, err
	}
	var attempt int
	s.Kept(&attempt)
	for attempt < n.Attempts {
		box, err := n.byPIN(ctx, s)
		switch {
		case err == nil && (n.Box == "" || strings.EqualFold(n.Box, box)):
			return n.opened(ctx, s, box, "Number and PIN are right.", "pin")
		case errors.Is(err, flowengine.ErrBoxLocked):
			attempt = n.Attempts
		case err == nil, errors.Is(err, flowengine.ErrWrongPIN):
			attempt++
		default:
			return flowengine.Result{}, err
		}
		s.ForgetDigits() // what was typed ahead was meant for what comes after the PIN
		s.Keep(attempt)
		if err := s.Play(ctx, sound(s, n.WrongAudio)); err != nil {
			return flowengine.Result{}, err
		}
		if errors.Is(err, flowengine.ErrBoxLocked) {
			return flowengine.Result{Outcome: "refused", Why: "The box is locked after too many wrong PINs."}, nil
		}
	}
	return flowengine.Result{Outcome: "refused", Why: fmt.Sprintf("No right number and PIN in %d attempts.", n.Attempts)}, nil
}

func (n *Mailbox) opened(ctx context.Context, s *flowengine.Session, box, why, by string) (flowengine.Result, error) {
	v := visit{Box: box, Place: flowengine.MessagePlace{Opened: s.Now()}}
	if err := v.recount(ctx, s); err != nil {
		return flowengine.Result{}, err
	}
	v.keep(s)
	return flowengine.Result{
		Outcome: "opened", Why: why, Details: map[string]any{"box": box, "by": by}, Values: map[string]any{"box": box, "by": by},
	}, nil
}

// byPIN asks for number and PIN. Neither goes into the trace.
func (n *Mailbox) byPIN(ctx context.Context, s *flowengine.Session) (box string, err error) {
	number, err := n.typed(ctx, s, n.NumberPrompt)
	if err != nil {
		return "", err
	}
	pin, err := n.typed(ctx, s, n.PINPrompt)
	if err != nil {
		return "", err
	}
	return s.Services().Mailboxes.OpenByPIN(ctx, number, pin)
}

// maxTypedNumber is the longest number or PIN that is listened to, with its #.
const maxTypedNumber = 21

// typed asks for digits that end with #.
func (n *Mailbox) typed(ctx context.Context, s *flowengine.Session, prompt string) (string, error) {
	digits, err := s.Collect(ctx, flowengine.CollectSpec{
		Prompt: sound(s, prompt), BargeIn: true, First: seconds(n.TimeoutS), Inter: seconds(n.TimeoutS),
		Enough: func(digits string) bool { return strings.HasSuffix(digits, "#") || len(digits) >= maxTypedNumber },
	})
	return strings.TrimSuffix(digits, "#"), err
}
