package nodes

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
)

// Menu asks the caller to press keys.
type Menu struct {
	Prompt       string            `json:"prompt" jsonschema:"minLength=1" jsonschema_description:"What is asked: an audio such as audio:main-menu, or a text to speak."`
	Keys         map[string]string `json:"keys" jsonschema:"minProperties=1" jsonschema_description:"The keys that can be pressed, each with its name: {\"1\": \"Sales\"}. A key may have several digits."`
	Attempts     int               `json:"attempts" jsonschema:"minimum=1,maximum=20" jsonschema_description:"How often the caller is asked before the menu gives up."`
	TimeoutS     float64           `json:"timeout_s" jsonschema:"minimum=0,maximum=120" jsonschema_description:"How long to wait for the first key after the prompt, in seconds."`
	InterDigitS  float64           `json:"inter_digit_s" jsonschema:"minimum=0.1,maximum=30" jsonschema_description:"How long to wait for a further digit, in seconds."`
	InvalidAudio string            `json:"invalid_audio,omitempty" jsonschema_description:"What is played after a wrong key."`
	BargeIn      bool              `json:"barge_in" jsonschema_description:"Whether a key stops the prompt. Keys pressed during the prompt count in any case."`
}

func newMenu() flowengine.Runner {
	return &Menu{Attempts: 3, TimeoutS: 5, InterDigitS: 2, BargeIn: true}
}

// Outcomes implements [flowengine.Runner].
func (n *Menu) Outcomes() []flowengine.Outcome {
	var out []flowengine.Outcome
	for _, key := range slices.Sorted(maps.Keys(n.Keys)) {
		out = append(out, flowengine.Outcome{Name: "key:" + key, About: n.Keys[key]})
	}
	return append(out,
		flowengine.Outcome{Name: "invalid", About: "wrong keys used up the attempts"},
		flowengine.Outcome{Name: "no_input", About: "silence used up the attempts", Else: "invalid"})
}

// VariedOutcomes are the outcomes as the node reference shows them.
func (n *Menu) VariedOutcomes() []flowengine.Outcome {
	key := flowengine.Outcome{Name: "key:<digits>", About: "the caller pressed this key; one for each"}
	return append([]flowengine.Outcome{key}, (&Menu{}).Outcomes()...)
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Menu) WaitsForCaller() bool { return true }

// Suppose implements [flowengine.Supposer].
func (n *Menu) Suppose(outcome string) map[string]any {
	digits, isKey := strings.CutPrefix(outcome, "key:")
	if !isKey {
		return nil
	}
	return map[string]any{"digits": digits, "name": n.Keys[digits]}
}

var menuKey = regexp.MustCompile(`^[0-9*#A-D]{1,32}$`)

// Check implements [flowengine.Checker].
func (n *Menu) Check(c *flowengine.Check) {
	for _, key := range slices.Sorted(maps.Keys(n.Keys)) {
		if !menuKey.MatchString(key) {
			c.Error("keys."+key, "not_digits", "nobody can press the key “%s”: use 0 to 9, * and #", key)
		}
	}
	checkSound(c, "prompt", n.Prompt)
	checkSound(c, "invalid_audio", n.InvalidAudio)
}

// menuState is what a menu keeps for a restart.
type menuState struct {
	Attempt int  `json:"attempt"` // attempts that are over
	Wrong   bool `json:"wrong"`   // the last of them was a wrong key, not silence
}

// Run implements [flowengine.Runner].
func (n *Menu) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if err := s.Answer(ctx); err != nil {
		return flowengine.Result{}, err
	}
	var state menuState
	s.Kept(&state)
	pressed := ""
	for state.Attempt < n.Attempts {
		digits, err := s.Collect(ctx, flowengine.CollectSpec{
			Prompt: sound(s, n.Prompt), BargeIn: n.BargeIn,
			First: seconds(n.TimeoutS), Inter: seconds(n.InterDigitS), Enough: n.enough,
		})
		if err != nil {
			return flowengine.Result{}, err
		}
		if name, ok := n.Keys[digits]; ok {
			return flowengine.Result{
				Outcome: "key:" + digits,
				Why:     fmt.Sprintf("The caller pressed %s (%s).", digits, name),
				Details: map[string]any{"digits": digits, "name": name, "attempt": state.Attempt + 1},
				Values:  map[string]any{"digits": digits, "name": name},
			}, nil
		}
		state = menuState{Attempt: state.Attempt + 1, Wrong: digits != ""}
		pressed = digits
		if state.Attempt < n.Attempts {
			s.Keep(state)
		}
		if state.Wrong && n.InvalidAudio != "" {
			if err := s.Play(ctx, sound(s, n.InvalidAudio)); err != nil {
				return flowengine.Result{}, err
			}
		}
	}
	result := flowengine.Result{Outcome: "no_input", Why: fmt.Sprintf("The caller pressed nothing in %d attempts.", n.Attempts)}
	if state.Wrong {
		result = flowengine.Result{
			Outcome: "invalid", Why: fmt.Sprintf("The caller pressed %s, which is not in the menu, at the last of %d attempts.", pressed, n.Attempts),
			Values: map[string]any{"digits": pressed},
		}
	}
	result.Details = map[string]any{"digits": pressed, "attempt": n.Attempts}
	return result, nil
}

// enough says whether to stop listening: the digits are a key and the start of
// no longer one, or as many as the longest key has.
func (n *Menu) enough(digits string) bool {
	longest, more := 0, false
	for key := range n.Keys {
		longest = max(longest, len(key))
		more = more || len(key) > len(digits) && strings.HasPrefix(key, digits)
	}
	_, exact := n.Keys[digits]
	return exact && !more || len(digits) >= longest
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// tenths are seconds as people read them.
func tenths(d time.Duration) float64 { return d.Round(100 * time.Millisecond).Seconds() }
