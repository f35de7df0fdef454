package flowengine

import (
	"context"
	"errors"
	"fmt"
)

// MaxDepth is how deep flows may call each other: a call may be in one flow and
// in that many called ones.
const MaxDepth = 8

// ErrTooDeep says that flows call each other more than [MaxDepth] deep.
var ErrTooDeep = fmt.Errorf("flows call each other more than %d deep", MaxDepth)

// Frame is a flow that waits for the one that it called, as a checkpoint keeps
// it: everything of the session that is a flow's own.
type Frame struct {
	Revision int64          `json:"revision"`
	Node     string         `json:"node"` // the node that called
	Visits   map[string]int `json:"visits,omitempty"`
	Vars     map[string]any `json:"vars,omitempty"`
	Results  map[string]any `json:"results,omitempty"`
	Digits   string         `json:"digits,omitempty"`
}

// Returned is how a called flow came back, until its caller has gone on.
type Returned struct {
	Outcome string         `json:"outcome"`
	Why     string         `json:"why"`
	Details map[string]any `json:"details,omitempty"`
	Values  map[string]any `json:"values,omitempty"`

	secret map[string]any // Values of a sensitive node, which are not kept
}

// caller is a frame with what is not kept in the checkpoint.
type caller struct {
	program *Program
	secret  map[string]any
}

// subcall is a [Result]'s wish to go on in another flow.
type subcall struct {
	program *Program
	inputs  map[string]any
}

// Return is a [Result]'s wish to end the flow: the call goes back to the flow
// that called, where the calling node has this outcome. A call that was not
// called ends.
type Return struct {
	// Outcome is [OutcomeDone] when empty.
	Outcome string
	// Results can be read in the calling flow under the calling node's id.
	Results map[string]any
}

// CallFlow makes the result by which a node lets the call go on in another
// flow of the same company, in the revision that is live now. Inputs are all
// the variables that the called flow begins with. When it returns, the calling
// node ends with the outcome by which it did; it does not run again.
//
// Errors: [ErrNoSuch], [ErrTooDeep], or what Flows returned.
func (s *Session) CallFlow(ctx context.Context, name string, inputs map[string]any) (Result, error) {
	if len(s.at.Stack) >= MaxDepth {
		return Result{}, fmt.Errorf("calling the flow %q: %w", name, ErrTooDeep)
	}
	if s.services.Flows == nil {
		return Result{}, fmt.Errorf("calling the flow %q: no flows are at hand", name)
	}
	// Also with a caller who has left, since what a flow does then may matter.
	p, err := s.services.Flows.Live(context.WithoutCancel(ctx), name)
	switch {
	case errors.Is(err, ErrNoSuch):
		return Result{}, fmt.Errorf("nothing of a flow %q is published (%w)", name, ErrNoSuch)
	case err != nil:
		return Result{}, fmt.Errorf("calling the flow %q: %w", name, err)
	}
	details := map[string]any{"flow": p.Flow.Name}
	if p.Number > 0 {
		details["revision"] = p.Number
	}
	if len(inputs) > 0 {
		details["inputs"] = inputs
	}
	return Result{
		Outcome: "called", Details: details,
		Why:  fmt.Sprintf("The call goes on in the flow %s%s.", p.Flow.Name, revisionOf(p)),
		call: &subcall{program: p, inputs: inputs},
	}, nil
}

func revisionOf(p *Program) string {
	if p.Number == 0 {
		return ""
	}
	return fmt.Sprintf(", revision %d", p.Number)
}

// Depth is how deep in called flows the session is: 0 in the number's own flow.
func (s *Session) Depth() int { return len(s.at.Stack) }

// descend goes on in the flow that a result calls, at its start.
func (s *Session) descend(c *subcall) (start string) {
	at := &s.at
	// Clipped, so that the stack of an older checkpoint is never written over.
	at.Stack = append(at.Stack[:len(at.Stack):len(at.Stack)], Frame{
		Revision: at.Revision, Node: at.Node, Visits: at.Visits, Vars: at.Vars, Results: at.Results, Digits: at.Digits,
	})
	s.callers = append(s.callers, caller{s.program, s.secret})
	at.Revision, at.Visits, at.Vars, at.Results, at.Digits = c.program.Revision, nil, c.inputs, nil, ""
	s.program, s.secret = c.program, nil
	return c.program.Flow.Start
}

// ascend goes back to the flow at that depth, into the node that called.
func (s *Session) ascend(depth int, r Returned) (node string) {
	f, c := s.at.Stack[depth], s.callers[depth]
	at := &s.at
	at.Stack, s.callers = at.Stack[:depth:depth], s.callers[:depth]
	at.Revision, at.Visits, at.Vars, at.Results, at.Digits = f.Revision, f.Visits, f.Vars, f.Results, f.Digits
	s.program, s.secret = c.program, c.secret
	if s.at.Node = f.Node; s.Sensitive() {
		r.Values, r.secret = nil, r.Values
	}
	at.Returned = &r
	return f.Node
}

// result is how the calling node ends.
func (r *Returned) result() Result {
	values := r.Values
	if r.secret != nil {
		values = r.secret
	}
	return Result{Outcome: r.Outcome, Why: r.Why, Details: r.Details, Values: values}
}

// setting is that of the running flow, or of the nearest calling one that has it.
func (s *Session) setting(of func(Settings) string) string {
	value := of(s.program.Flow.Settings)
	for i := len(s.callers) - 1; i >= 0 && value == ""; i-- {
		value = of(s.callers[i].program.Flow.Settings)
	}
	return value
}

func languageOf(s Settings) string { return s.Language }
func goodbyeOf(s Settings) string  { return s.Goodbye }

// back leads a return to the calling flow; false when there is none.
func (s *Session) back(r *Return) (node string, ok bool) {
	if len(s.at.Stack) == 0 {
		return "", false
	}
	outcome := r.Outcome
	if outcome == "" {
		outcome = OutcomeDone
	}
	return s.ascend(len(s.at.Stack)-1, Returned{
		Outcome: outcome, Values: r.Results,
		Why:     fmt.Sprintf("The flow %s returned by %s.", s.program.Flow.Name, outcome),
		Details: map[string]any{"flow": s.program.Flow.Name},
	}), true
}

// catch leads what a flow has no edge for, a failure or the caller's leaving, to
// the nearest calling node that has one; false when none has.
func (s *Session) catch(outcome, why string) (node string, ok bool) {
	for depth := len(s.at.Stack) - 1; depth >= 0; depth-- {
		node := s.at.Stack[depth].Node
		if _, wired := s.callers[depth].program.Edge(node, outcome); !wired {
			continue
		}
		name := s.program.Flow.Name
		return s.ascend(depth, Returned{
			Outcome: outcome, Details: map[string]any{"flow": name},
			Why: fmt.Sprintf("In the flow %s: %s", name, why),
		}), true
	}
	return "", false
}

// restore loads the programs of the flows that wait, after a restart.
func (s *Session) restore(ctx context.Context) error {
	for _, f := range s.at.Stack {
		p, err := s.engine.Routes.Revision(ctx, f.Revision)
		if err != nil {
			return fmt.Errorf("resuming call %s in a called flow: %w", s.at.Call.ID, err)
		}
		s.callers = append(s.callers, caller{program: p})
	}
	return nil
}
