package nodes

import (
	"context"
	"fmt"
	"regexp"

	"callflow/flowengine"
)

// Return ends a called flow and goes back to the one that called it.
type Return struct {
	Outcome string            `json:"outcome" jsonschema_description:"The outcome that the calling Flow node has then."`
	Results map[string]string `json:"results,omitempty" jsonschema_description:"What the calling flow can read under the id of its Flow node, each with an expression: {\"chosen\": \"menu.name\"}."`
}

func newReturn() flowengine.Runner { return &Return{Outcome: flowengine.OutcomeDone} }

// Outcomes implements [flowengine.Runner].
func (*Return) Outcomes() []flowengine.Outcome { return nil }

var outcomeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,63}$`)

// Check implements [flowengine.Checker].
func (n *Return) Check(c *flowengine.Check) {
	switch {
	case n.Outcome == "":
	case !outcomeName.MatchString(n.Outcome):
		c.Error("outcome", "bad_name", "the outcome “%s” has a bad name: use letters, digits, _ and -, and start with a letter", n.Outcome)
	case n.Outcome == flowengine.OutcomeError, n.Outcome == flowengine.OutcomeHungUp:
		c.Error("outcome", "bad_name", "every node has the outcome “%s” already: choose another name", n.Outcome)
	default:
		c.OK()
	}
	checkExpressions(c, "results", n.Results)
}

// Run implements [flowengine.Runner].
func (n *Return) Run(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
	outcome := n.Outcome
	if outcome == "" {
		outcome = flowengine.OutcomeDone
	}
	results := evaluate(s, "results", n.Results)
	r := flowengine.Result{
		Outcome: "returned", Why: fmt.Sprintf("The flow returned by %s.", outcome),
		Details: map[string]any{"outcome": outcome},
		Return:  &flowengine.Return{Outcome: outcome, Results: results},
	}
	if s.Depth() == 0 {
		r.Why = fmt.Sprintf("The flow returned by %s, and no other flow had called it: the call ended.", outcome)
	}
	if len(results) > 0 {
		r.Details["results"] = results
	}
	return r, nil
}
