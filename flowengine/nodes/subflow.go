package nodes

import (
	"context"
	"maps"
	"slices"

	"callflow/flowengine"
)

// Subflow lets the call go on in another flow, until that returns.
type Subflow struct {
	Flow   string            `json:"flow" jsonschema:"minLength=1" jsonschema_description:"The flow to go on in, such as flow:after-hours."`
	Inputs map[string]string `json:"inputs,omitempty" jsonschema_description:"The variables that the flow begins with, each with an expression: {\"language\": \"vars.language\"}. It sees no others."`
}

func newSubflow() flowengine.Runner { return &Subflow{} }

// Outcomes implements [flowengine.Runner]. Those that the called flow declares
// are added where that flow is known.
func (*Subflow) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: flowengine.OutcomeDone, About: "the flow returned without naming an outcome"}}
}

// VariedOutcomes implements [flowengine.Varied].
func (n *Subflow) VariedOutcomes() []flowengine.Outcome {
	return append(n.Outcomes(), flowengine.Outcome{Name: "<outcome>", About: "the flow returned by it; one for each that its Return nodes name"})
}

// Callee implements [flowengine.FlowCaller].
func (n *Subflow) Callee() string { return n.Flow }

// Check implements [flowengine.Checker].
func (n *Subflow) Check(c *flowengine.Check) {
	c.Callee("flow", n.Flow)
	checkExpressions(c, "inputs", n.Inputs)
}

// Run implements [flowengine.Runner].
func (n *Subflow) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	ref, _ := flowengine.ParseRef(n.Flow) // one that is none has no name, and is not found
	return s.CallFlow(ctx, ref.Name, evaluate(s, "inputs", n.Inputs))
}

// checkExpressions checks a param that maps names to expressions.
func checkExpressions(c *flowengine.Check, param string, expressions map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(expressions)) {
		if !variableName.MatchString(name) {
			c.Error(param+"."+name, "bad_name", "“%s” is a bad name: use letters, digits and _, and start with a letter", name)
		}
		c.Expression(param+"."+name, expressions[name])
	}
}

// evaluate computes a param that maps names to expressions. One that fails has
// no value and a warning in the trace.
func evaluate(s *flowengine.Session, param string, expressions map[string]string) map[string]any {
	if len(expressions) == 0 {
		return nil
	}
	values := make(map[string]any, len(expressions))
	for _, name := range slices.Sorted(maps.Keys(expressions)) {
		value, err := s.Eval(expressions[name])
		if err != nil {
			s.Warn("%s.%s has no value, because its expression failed: %v", param, name, firstLine(err))
		}
		values[name] = value
	}
	return values
}
