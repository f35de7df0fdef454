package nodes

import (
	"context"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// Route chooses the way by what is known of the caller and of what led to the
// call. The first branch whose criteria all hold is taken. What is not known
// holds for nobody.
type Route struct {
	Branches []Branch `json:"branches" jsonschema:"minItems=1" jsonschema_description:"The branches, in the order in which they are tried."`
}

// Branch is a way with what must hold for it.
type Branch struct {
	Name string      `json:"name" jsonschema:"minLength=1" jsonschema_description:"What the outcome is called: branch:NAME."`
	All  []Criterion `json:"all" jsonschema:"minItems=1" jsonschema_description:"The criteria, which must all hold."`
}

func newRoute() flowengine.Runner { return &Route{} }

// Outcomes implements [flowengine.Runner].
func (n *Route) Outcomes() []flowengine.Outcome {
	var out []flowengine.Outcome
	for _, b := range n.Branches {
		out = append(out, flowengine.OutcomeAbout("branch:"+b.Name, wording.Say("all criteria of %s hold", b.Name)))
	}
	return append(uniqueOutcomes(out), flowengine.Outcome{Name: "no_match", About: "no branch holds"})
}

// VariedOutcomes are the outcomes as the node reference shows them.
func (n *Route) VariedOutcomes() []flowengine.Outcome {
	branch := flowengine.Outcome{Name: "branch:<name>", About: "all criteria of this branch hold, and of none before it; one for each"}
	return append([]flowengine.Outcome{branch}, (&Route{}).Outcomes()...)
}

// Doc implements [flowengine.Documented].
func (*Route) Doc() string { return doc("route") }

// Run implements [flowengine.Runner].
func (n *Route) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	f := &facts{ctx: ctx, s: s}
	var tried []string
	for _, b := range n.Branches {
		holds, why := b.holds(f)
		if holds {
			return flowengine.Result{
				Outcome: "branch:" + b.Name, Why: fmt.Sprintf("The branch %s: %s.", b.Name, why),
				Details: notTaken(tried), Values: map[string]any{"branch": b.Name},
			}, nil
		}
		tried = append(tried, b.Name+": "+why)
	}
	return flowengine.Result{
		Outcome: "no_match", Why: fmt.Sprintf("No branch holds. %s.", strings.Join(tried, "; ")),
		Values: map[string]any{"branch": ""},
	}, nil
}

func notTaken(tried []string) map[string]any {
	if tried == nil {
		return nil
	}
	return map[string]any{"not_taken": tried}
}

// holds says whether all criteria hold, and why; the first that does not is why not.
func (b Branch) holds(f *facts) (bool, string) {
	var all []string
	for _, c := range b.All {
		holds, why := c.holds(f)
		if !holds {
			return false, why
		}
		all = append(all, why)
	}
	return len(all) > 0, strings.Join(all, ", and ")
}
