package nodes

import (
	"context"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// Postcode asks the caller for a postcode and goes the way of the range that
// it is in.
type Postcode struct {
	Prompt       string          `json:"prompt" jsonschema:"minLength=1" jsonschema_description:"What is asked: an audio such as audio:postcode, or a text to speak."`
	InvalidAudio string          `json:"invalid_audio,omitempty" jsonschema_description:"What is played after something that is no postcode."`
	Attempts     int             `json:"attempts" jsonschema:"minimum=1,maximum=20" jsonschema_description:"How often the caller is asked, in all."`
	TimeoutS     float64         `json:"timeout_s" jsonschema:"minimum=0,maximum=120" jsonschema_description:"How long to wait for the first digit after the prompt, in seconds."`
	InterDigitS  float64         `json:"inter_digit_s" jsonschema:"minimum=0.1,maximum=30" jsonschema_description:"How long to wait for a further digit, in seconds. The key # ends the postcode at once."`
	Length       int             `json:"length" jsonschema:"minimum=1,maximum=10" jsonschema_description:"How many digits a postcode has."`
	Country      string          `json:"country,omitempty" jsonschema_description:"The country whose postcodes they are, such as au, instead of a length: what cannot be one is asked for again."`
	Ranges       []PostcodeRange `json:"ranges" jsonschema:"minItems=1" jsonschema_description:"The ranges. They must not overlap; ranges of the same name share an outcome."`
}

// PostcodeRange is the postcodes from one to another, both included.
type PostcodeRange struct {
	Name string `json:"name" jsonschema:"minLength=1" jsonschema_description:"What the outcome is called: range:NAME."`
	From string `json:"from" jsonschema_description:"The first postcode, with all its digits, in quotes: \"0800\"."`
	To   string `json:"to,omitempty" jsonschema_description:"The last postcode; the first if it is not given."`
}

func newPostcode() flowengine.Runner {
	return &Postcode{Attempts: 2, TimeoutS: 5, InterDigitS: 2, Length: 4}
}

// Outcomes implements [flowengine.Runner].
func (n *Postcode) Outcomes() []flowengine.Outcome {
	var out []flowengine.Outcome
	for _, r := range n.Ranges {
		out = append(out, flowengine.OutcomeAbout("range:"+r.Name, wording.Say("the postcode is in the range %s", r.Name)))
	}
	return append(uniqueOutcomes(out),
		flowengine.Outcome{Name: "no_match", About: "a postcode in no range, or the attempts are used up by what is none"},
		flowengine.Outcome{Name: "no_input", About: "silence used up the attempts", Else: "no_match"})
}

// VariedOutcomes are the outcomes as the node reference shows them.
func (n *Postcode) VariedOutcomes() []flowengine.Outcome {
	named := flowengine.Outcome{Name: "range:<name>", About: "the postcode is in this range; one for each"}
	return append([]flowengine.Outcome{named}, (&Postcode{}).Outcomes()...)
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Postcode) WaitsForCaller() bool { return true }

// Suppose implements [flowengine.Supposer]: with the first postcode of a range.
func (n *Postcode) Suppose(outcome string) map[string]any {
	for _, r := range n.Ranges {
		if outcome == "range:"+r.Name {
			return map[string]any{"digits": r.From, "postcode": r.From, "name": r.Name}
		}
	}
	return nil
}

// Doc implements [flowengine.Documented].
func (*Postcode) Doc() string { return doc("postcode") }

// Run implements [flowengine.Runner].
func (n *Postcode) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if err := s.Answer(ctx); err != nil {
		return flowengine.Result{}, err
	}
	format := n.format()
	var state menuState
	s.Kept(&state)
	typed := ""
	for state.Attempt < n.Attempts {
		digits, err := s.Collect(ctx, flowengine.CollectSpec{
			Prompt: sound(s, n.Prompt), BargeIn: true, First: seconds(n.TimeoutS), Inter: seconds(n.InterDigitS),
			Enough: func(digits string) bool { return len(digits) >= format.length || strings.HasSuffix(digits, "#") },
		})
		if err != nil {
			return flowengine.Result{}, err
		}
		typed = digits
		if code := strings.TrimSuffix(digits, "#"); format.has(code) {
			return n.choose(code, state.Attempt+1), nil
		}
		state = menuState{Attempt: state.Attempt + 1, Wrong: digits != ""}
		if state.Attempt < n.Attempts {
			s.Keep(state)
		}
		if state.Wrong && n.InvalidAudio != "" {
			if err := s.Play(ctx, sound(s, n.InvalidAudio)); err != nil {
				return flowengine.Result{}, err
			}
		}
	}
	result := flowengine.Result{Outcome: "no_input", Why: fmt.Sprintf("The caller typed nothing in %s.", attempts(n.Attempts)), Details: map[string]any{"attempt": n.Attempts}}
	if state.Wrong {
		result.Outcome = "no_match"
		result.Why = fmt.Sprintf("The caller typed %s, which is no postcode, at the last of %s.", typed, attempts(n.Attempts))
		result.Details["digits"] = typed
		result.Values = map[string]any{"digits": typed}
	}
	return result, nil
}

// choose finds the range of a postcode.
func (n *Postcode) choose(code string, attempt int) flowengine.Result {
	result := flowengine.Result{
		Outcome: "no_match", Why: fmt.Sprintf("The postcode %s is in no range.", code),
		Details: map[string]any{"digits": code, "attempt": attempt}, Values: map[string]any{"digits": code, "postcode": code, "name": ""},
	}
	for _, r := range n.Ranges {
		if first, last := r.ends(); first <= code && code <= last { // digits of one length sort like numbers
			result.Outcome = "range:" + r.Name
			result.Why = fmt.Sprintf("The postcode %s is in the range %s.", code, r)
			result.Values["name"] = r.Name
			return result
		}
	}
	return result
}

func (r PostcodeRange) ends() (first, last string) {
	if r.To == "" {
		return r.From, r.From
	}
	return r.From, r.To
}

// String is the range as people write it.
func (r PostcodeRange) String() string {
	if first, last := r.ends(); first != last {
		return fmt.Sprintf("%s (%s to %s)", r.Name, first, last)
	}
	return fmt.Sprintf("%s (%s)", r.Name, r.From)
}

func attempts(n int) string {
	if n == 1 {
		return "1 attempt"
	}
	return fmt.Sprintf("%d attempts", n)
}
