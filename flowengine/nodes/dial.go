package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Dial rings people and connects the caller with the one who answers.
type Dial struct {
	Targets  []string       `json:"targets" jsonschema:"minItems=1" jsonschema_description:"Whom to ring, in order: user:alice, group:sales, external:+61299998888 (through the company's outbound template), endpoint:PJSIP/lobby."`
	Strategy string         `json:"strategy" jsonschema:"enum=in_order,enum=all,enum=round_robin" jsonschema_description:"One after another, all at once, or one after another starting with the next in turn at each call."`
	Weights  map[string]int `json:"weights,omitempty" jsonschema_description:"For round_robin: how many turns a target has, 1 if not named here: {\"user:alice\": 2}."`
	Sticky   bool           `json:"sticky,omitempty" jsonschema_description:"Whether a repeat caller first rings whoever answered before."`
	TimeoutS float64        `json:"timeout_s" jsonschema:"minimum=1,maximum=600" jsonschema_description:"How long each try rings, in seconds."`

	Whisper       string `json:"whisper,omitempty" jsonschema_description:"What the one who answers hears before the caller is connected: an audio or a text to speak."`
	Confirm       bool   `json:"confirm,omitempty" jsonschema_description:"Whether the one who answers must press 1, so that a voicemail box does not take the call."`
	ConfirmPrompt string `json:"confirm_prompt,omitempty" jsonschema_description:"What asks for the 1: an audio or a text to speak."`
	CallerID      string `json:"caller_id" jsonschema_description:"What the phone that rings shows: caller, number (the one that was called), or a fixed number."`
	Record        bool   `json:"record,omitempty" jsonschema_description:"Whether the conversation is recorded."`
	Ringback      string `json:"ringback" jsonschema_description:"What the caller hears meanwhile: ring, music, or music:CLASS for a class of music on hold."`
}

const defaultConfirmPrompt = "You have a call. Press 1 to take it."

func newDial() flowengine.Runner {
	return &Dial{Strategy: "in_order", TimeoutS: 30, CallerID: "caller", Ringback: "ring", ConfirmPrompt: defaultConfirmPrompt}
}

// Outcomes implements [flowengine.Runner].
func (*Dial) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{
		{Name: "answered", About: "somebody talked to the caller, and the conversation has ended"},
		{Name: "busy", About: "everybody was busy, declined or could not be reached"},
		{Name: "unanswered", About: "the time ran out"},
	}
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Dial) WaitsForCaller() bool { return true }

// Check implements [flowengine.Checker].
func (n *Dial) Check(c *flowengine.Check) {
	for i, target := range n.Targets {
		param := fmt.Sprintf("targets[%d]", i)
		kind, name, _ := strings.Cut(target, ":")
		switch kind {
		case "user", "group":
		case "external":
			if !externalNumber.MatchString(name) {
				c.Error(param, "not_e164", "the target “%s” is not a full number: write it with + and the country code, as in external:+61299998888", name)
			} else {
				c.External(param, name)
			}
		case "endpoint":
			if tech, resource, _ := strings.Cut(name, "/"); tech == "" || resource == "" {
				c.Error(param, "not_endpoint", "the target “%s” is not an endpoint: write it as endpoint:PJSIP/NAME", name)
			}
		default:
			c.Error(param, "bad_target", "the target “%s” is unknown: write user:NAME, group:NAME, external:+NUMBER or endpoint:TECH/NAME", target)
		}
	}
	for target, weight := range n.Weights {
		if weight < 1 || weight > 100 {
			c.Error("weights."+target, "out_of_range", "the weight of %s is %d: use 1 to 100", target, weight)
		}
	}
	if len(n.Weights) > 0 && n.Strategy != "round_robin" {
		c.Warn("weights", "unused", "only the strategy round_robin uses weights: remove them, or change the strategy")
	}
	checkCallerID(c, n.CallerID)
	if n.Ringback != "ring" && n.Ringback != "music" && !strings.HasPrefix(n.Ringback, "music:") {
		c.Error("ringback", "unknown", "the ringback is “%s”: write ring, music, or music:CLASS", n.Ringback)
	}
	checkSound(c, "whisper", n.Whisper)
	checkSound(c, "confirm_prompt", n.ConfirmPrompt)
}

// checkCallerID checks what the phones that ring will show.
func checkCallerID(c *flowengine.Check, callerID string) {
	if callerID != "caller" && callerID != "number" && !callerIDNumber.MatchString(callerID) {
		c.Error("caller_id", "not_a_number", "the caller_id is “%s”: write caller, number, or a fixed number", callerID)
	}
}

// dialState is what a dial keeps for a restart.
type dialState struct {
	Plan  []try     `json:"plan"`
	Try   int       `json:"try"`
	Until time.Time `json:"until,omitzero"` // end of ringing, once the try has begun

	// Once somebody is connected:
	Leg      flowengine.Party `json:"leg,omitempty"`
	Target   string           `json:"target,omitempty"`
	Endpoint string           `json:"endpoint,omitempty"`
	Since    time.Time        `json:"since,omitzero"`

	Unanswered bool     `json:"unanswered"` // some try rang out
	Legs       []string `json:"legs"`       // what became of each leg so far
}

// Run implements [flowengine.Runner].
func (n *Dial) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	var state dialState
	resumed := s.Kept(&state)
	if !resumed {
		plan, problems, err := n.plan(ctx, s)
		if err != nil {
			return flowengine.Result{}, err
		}
		state.Plan, state.Legs = plan, append([]string{}, problems...)
	}
	attach := resumed && !state.Until.IsZero()
	for ; state.Try < len(state.Plan); state.Try++ {
		if !state.Since.IsZero() {
			return n.talk(ctx, s, &state)
		}
		if !attach {
			state.Until = s.Now().Add(seconds(n.TimeoutS))
			s.Keep(state)
		}
		rung, err := s.Ring(ctx, n.ringSpec(s, &state, attach))
		if err != nil {
			return n.result(s, &state, "", fmt.Sprintf("The caller hung up while %s rang.", state.Plan[state.Try].names())), err
		}
		attach = false
		state.Legs = append(state.Legs, rung.Legs...)
		if rung.Won {
			state.Leg, state.Target, state.Endpoint = rung.Winner, rung.Target, rung.Endpoint
			result, err := n.talk(ctx, s, &state)
			if err != nil || result.Outcome == "answered" {
				return result, err
			}
		}
		state.Unanswered = state.Unanswered || !rung.Refused
	}
	if state.Unanswered {
		return n.result(s, &state, "unanswered", "Nobody answered in time."), nil
	}
	return n.result(s, &state, "busy", "Everybody was busy, declined or could not be reached."), nil
}

func (n *Dial) ringSpec(s *flowengine.Session, state *dialState, attach bool) flowengine.RingSpec {
	spec := flowengine.RingSpec{
		Try: state.Try, Legs: state.Plan[state.Try], Until: state.Until, Attach: attach,
		Ringback: ringback(n.Ringback), Confirm: n.Confirm,
	}
	if n.Whisper != "" {
		spec.Whisper = sound(s, n.Whisper)
	}
	if n.Confirm {
		spec.ConfirmPrompt = sound(s, n.ConfirmPrompt)
	}
	call := s.Call()
	switch n.CallerID {
	case "caller":
		spec.CallerNumber, spec.CallerName = call.CallerNumber, call.CallerName
	case "number":
		spec.CallerNumber, spec.CallerName = s.Number().Number, s.Number().Service
	default:
		spec.CallerNumber = n.CallerID
	}
	return spec
}

func ringback(param string) flowengine.Indication {
	if class, ok := strings.CutPrefix(param, "music:"); ok {
		return flowengine.Indication{Music: class}
	}
	if param == "music" {
		return flowengine.Indication{Music: "default"}
	}
	return flowengine.Indication{Ringing: true}
}

// talk connects the winner. An outcome other than answered means that the
// winner had left before.
func (n *Dial) talk(ctx context.Context, s *flowengine.Session, state *dialState) (flowengine.Result, error) {
	spec := flowengine.TalkSpec{Leg: state.Leg, Target: state.Target, Endpoint: state.Endpoint, Since: state.Since}
	if n.Record {
		spec.Record = s.RecordingName(state.Try)
	}
	talked, err := s.Talk(ctx, spec, func(since time.Time) {
		state.Since = since
		s.Keep(state)
	})
	state.Since = time.Time{}
	if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return flowengine.Result{}, err
	}
	if !talked.Connected {
		if err == nil {
			state.Legs = append(state.Legs, fmt.Sprintf("%s: left before being connected", state.Target))
		}
		return n.result(s, state, "", ""), err
	}
	ender := state.Target
	if talked.CallerLeft {
		ender = "the caller"
	}
	result := n.result(s, state, "answered", fmt.Sprintf("%s answered and talked for %s; %s hung up.",
		state.Target, talked.Duration.Round(100*time.Millisecond), ender))
	result.Details["target"] = state.Target
	result.Details["endpoint"] = state.Endpoint
	result.Details["talked_s"] = tenths(talked.Duration)
	result.Values = map[string]any{"target": state.Target, "talked_s": tenths(talked.Duration)}
	switch {
	case n.Record && s.RecordsCall():
		result.Details["recorded"] = "with the call"
	case n.Record:
		kept, kerr := s.KeepConversation(ctx, spec.Record, talked.Since)
		if kerr != nil {
			s.Warn("The conversation has no recording: %v", kerr)
		} else {
			result.Details["recording"] = kept.ID
		}
	}
	return result, err
}

func (n *Dial) result(s *flowengine.Session, state *dialState, outcome, why string) flowengine.Result {
	return flowengine.Result{Outcome: outcome, Why: why, Details: map[string]any{
		"legs": state.Legs, "took_s": tenths(s.Now().Sub(s.Entered())),
	}}
}
