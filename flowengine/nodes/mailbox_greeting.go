package nodes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
)

// recordGreeting records what callers shall hear. It is not in use before
// use_greeting.
func (n *Mailbox) recordGreeting(ctx context.Context, s *flowengine.Session, v visit) (flowengine.Result, error) {
	var name string
	if !s.Kept(&name) {
		s.ForgetDigits()
		if n.GreetPrompt != "" {
			if err := s.PlayInterruptible(ctx, sound(s, n.GreetPrompt)); err != nil {
				return flowengine.Result{}, err
			}
		}
		s.ForgetDigits()
		name = s.RecordingName(0)
		s.Keep(name)
	}
	if _, err := s.RecordCaller(ctx, flowengine.RecordSpec{Name: name, Max: seconds(n.MaxS), FinishOn: "#*", Beep: true}); err != nil {
		return flowengine.Result{}, err
	}
	greeting, err := s.KeepGreeting(ctx, v.Box, name)
	switch {
	case errors.Is(err, flowengine.ErrNoRecording), errors.Is(err, flowengine.ErrSilent):
		return flowengine.Result{Outcome: "silent", Why: "Nothing was said."}, nil
	case err != nil:
		return flowengine.Result{}, err
	}
	v.Greeting = &greeting
	v.keep(s)
	return flowengine.Result{
		Outcome: "recorded", Why: fmt.Sprintf("A greeting of %s was recorded.", greeting.Sound.Duration.Round(100*time.Millisecond)),
		Details: map[string]any{"box": v.Box, "greeting_s": tenths(greeting.Sound.Duration)},
	}, nil
}

// hearGreeting plays the greeting that was just recorded, else the one in use.
func (n *Mailbox) hearGreeting(ctx context.Context, s *flowengine.Session, v visit) (flowengine.Result, error) {
	why := "The greeting that was recorded was played."
	greeting := v.Greeting
	if greeting == nil {
		inUse, err := s.Services().Mailboxes.Greeting(ctx, v.Box)
		if errors.Is(err, flowengine.ErrNoSuch) {
			return flowengine.Result{Outcome: "none", Why: fmt.Sprintf("%s has no greeting of its own.", v.Box)}, nil
		}
		if err != nil {
			return flowengine.Result{}, err
		}
		greeting, why = &inUse, "The greeting in use was played."
	}
	if err := s.PlayMedia(ctx, greeting.Sound, true); err != nil {
		return flowengine.Result{}, err
	}
	return flowengine.Result{Outcome: "done", Why: why}, nil
}

// setGreeting makes the greeting that was recorded the one that callers hear,
// or lets them hear the flow's again.
func (n *Mailbox) setGreeting(ctx context.Context, s *flowengine.Session, v visit) (flowengine.Result, error) {
	var greeting flowengine.GreetingSound
	why := fmt.Sprintf("%s has no greeting of its own any more.", v.Box)
	if n.Action == "use_greeting" {
		if v.Greeting == nil {
			return flowengine.Result{Outcome: "done", Why: "No greeting was recorded."}, nil
		}
		greeting, why = *v.Greeting, fmt.Sprintf("Callers of %s hear the new greeting.", v.Box)
	}
	if err := s.Services().Mailboxes.SetGreeting(ctx, v.Box, greeting); err != nil {
		return flowengine.Result{}, err
	}
	said := "sound:vm-msgsaved"
	if n.Action == "remove_greeting" {
		said = "sound:vm-tempremoved"
	}
	if err := n.tell(ctx, s, said); err != nil {
		return flowengine.Result{}, err
	}
	v.Greeting = nil
	v.keep(s)
	return flowengine.Result{Outcome: "done", Why: why, Details: map[string]any{"box": v.Box}}, nil
}
