package flowengine

import (
	"context"
	"time"
)

// CollectSpec says how to ask the caller for digits.
type CollectSpec struct {
	// Prompt is what is played first, "" for nothing.
	Prompt string
	// BargeIn lets a digit stop the prompt. Digits count in any case.
	BargeIn bool
	// First is how long to wait for the first digit after the prompt, Inter
	// how long for each further one.
	First, Inter time.Duration
	// Enough says whether these digits are complete. It is asked with at
	// least one digit.
	Enough func(digits string) bool
}

// Collect asks the caller for digits and returns those it got, "" when the
// caller pressed nothing. Digits typed before or during the prompt count.
func (s *Session) Collect(ctx context.Context, c CollectSpec) (string, error) {
	if c.Prompt != "" {
		play := s.Play
		if c.BargeIn {
			play = s.PlayInterruptible
		}
		if err := play(ctx, c.Prompt); err != nil {
			return "", err
		}
	}
	digits := ""
	until := s.Now().Add(c.First)
	for {
		for s.at.Typed != "" {
			digits += s.at.Typed[:1]
			s.at.Typed = s.at.Typed[1:]
			if c.Enough(digits) {
				return digits, nil
			}
			until = s.Now().Add(c.Inter)
		}
		if !s.Now().Before(until) {
			return digits, nil
		}
		if _, err := s.next(ctx, until); err != nil {
			return digits, err
		}
	}
}

// ForgetDigits empties the type-ahead buffer.
func (s *Session) ForgetDigits() { s.at.Typed = "" }
