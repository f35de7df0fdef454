package api

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/store"
	"callflow/wording"
)

// Replay is a call as a simulation and as a flow test.
type Replay struct {
	// Trial is what POST /simulations takes.
	Trial Trial `json:"trial"`
	// Test is a file of flow tests, in YAML.
	Test string `json:"test" doc:"A file of flow tests, in YAML, with this call as its one test."`
	// Source is the test alone.
	Source string `json:"source" doc:"The test alone, as POST /flows/{flow}/tests takes it."`
	// Left says what the trace does not tell.
	Left []string `json:"left" nullable:"false" doc:"What the trace does not tell, so that the simulated call may go another way."`
}

func (a *API) callScript(ctx context.Context, in *CallID) (*body[Replay], error) {
	c, err := a.ownCall(ctx, in.Call)
	if err != nil {
		return nil, err
	}
	if c.RevisionID == 0 {
		return nil, NewProblem(http.StatusConflict, "no_flow", "This call ran no flow, so that there is nothing to replay.")
	}
	steps, err := a.store.Steps(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	r, err := a.store.RevisionByID(ctx, company(ctx), c.RevisionID)
	if err != nil {
		return nil, err
	}
	zone, err := a.desk.Zone(ctx, company(ctx), "", r.Document)
	if err != nil {
		return nil, err
	}
	replay := newReplay(c, steps, zone, wording.From(ctx))
	if replay.Trial.Document, err = json.Marshal(r.Document); err != nil {
		return nil, err
	}
	test := replay.Trial.test("as the call of "+replay.Trial.At, steps, flowengine.CallEnded{Reason: c.Outcome, AnsweredBy: c.AnsweredBy})
	for file, content := range map[*string]any{&replay.Test: map[string]any{"flow": c.Flow, "tests": []any{test}}, &replay.Source: test} {
		if *file, err = inYAML(content); err != nil {
			return nil, err
		}
	}
	return answer(replay, nil)
}

// newReplay reads a script out of a trace; what that does not tell is said in a language.
func newReplay(c store.Call, steps []flowengine.StepDone, zone *time.Location, l wording.Language) Replay {
	r := Replay{Left: []string{}, Trial: Trial{GivenCall: GivenCall{
		Caller: c.Caller, CallerName: c.CallerName, Number: c.Number, At: c.Started.In(zone).Format("2006-01-02 15:04:05"), Timezone: zone.String(), Answers: map[string]string{},
	}}}
	var digits []string
	for _, s := range steps {
		digits = append(digits, pressed(s)...)
		answersOf(s, r.Trial.Answers)
		if speech := spoken(s); speech != "" {
			r.Trial.Speech = speech
		}
		switch s.Type {
		case "webhook", "agi", "conference", "mailbox":
			r.Left = append(r.Left, wording.Say("What was answered to %s is not kept; the simulator answers by its defaults.", s.Node).In(l))
		}
	}
	r.Trial.Digits = strings.TrimRight(strings.Join(digits, ","), ",")
	if strings.Trim(r.Trial.Digits, ",") == "" {
		r.Trial.Digits = ""
	}
	if n := len(steps); c.Outcome == flowengine.EndHungUp && n > 0 && r.Trial.Speech == "" && !talked(steps[n-1]) {
		r.Trial.Hangup = seconds(c.Duration())
	}
	return r
}

// pressed are the groups of keys that a step took: one for each time that it
// waited. What was pressed at attempts in vain before a right key is not kept;
// silence takes the same way.
func pressed(s flowengine.StepDone) []string {
	keys, typed := s.Details["digits"].(string)
	attempts, _ := s.Details["attempt"].(float64)
	if !typed && attempts == 0 {
		return nil
	}
	groups := make([]string, max(1, int(attempts)))
	groups[len(groups)-1] = keys
	if s.Outcome == "invalid" {
		for i := range groups {
			groups[i] = keys
		}
	}
	return groups
}

// leg is a line of a step that rang: "user:alice (PJSIP/alice): rang out".
var leg = regexp.MustCompile(`^(\S+?):? (?:\((.*?)\): )?(.*)$`)

// answersOf reads who did what when rung.
func answersOf(s flowengine.StepDone, answers map[string]string) {
	legs, _ := s.Details["legs"].([]any)
	for _, l := range legs {
		text, _ := l.(string)
		parts := leg.FindStringSubmatch(text)
		if parts == nil {
			continue
		}
		who := strings.TrimPrefix(parts[1], "user:")
		became := parts[3]
		switch {
		case strings.HasPrefix(became, "answered"):
			talked, _ := s.Details["talked_s"].(float64)
			answers[who] = "answered"
			if talked > 0 {
				answers[who] += ":" + (time.Duration(talked*10) * time.Second / 10).String()
			}
			if s.Outcome == flowengine.OutcomeHungUp {
				answers[who] += "!caller"
			}
		case strings.Contains(became, "cause "+strconv.Itoa(int(flowengine.CauseBusy))+")"):
			answers[who] = "busy"
		case strings.Contains(became, "cause "+strconv.Itoa(int(flowengine.CauseRejected))+")"):
			answers[who] = "declined"
		case strings.HasPrefix(became, "refused"):
			answers[who] = "unreachable"
		default:
			if answers[who] == "" {
				answers[who] = "unanswered"
			}
		}
	}
}

// spoken is how the caller left a message.
func spoken(s flowengine.StepDone) string {
	length, ok := s.Details["message_s"].(float64)
	if !ok {
		length, ok = s.Details["recorded_s"].(float64)
	}
	if !ok || length <= 0 {
		return ""
	}
	speech := (time.Duration(length*10) * time.Second / 10).String()
	if s.Outcome != flowengine.OutcomeHungUp {
		speech += "#"
	}
	return speech
}

func talked(s flowengine.StepDone) bool {
	t, _ := s.Details["talked_s"].(float64)
	return t > 0
}
