package nodes

import (
	"context"
	"fmt"

	"callflow/flowengine"
)

// Jump goes to another node of the same flow.
type Jump struct {
	To    string `json:"to" jsonschema:"minLength=1" jsonschema_description:"The id of the node to go to."`
	Limit int    `json:"limit" jsonschema:"minimum=1,maximum=100" jsonschema_description:"How often one call may take this jump."`
}

func newJump() flowengine.Runner { return &Jump{Limit: 5} }

// Outcomes implements [flowengine.Runner].
func (*Jump) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "exceeded", About: "the call has jumped as often as it may"}}
}

// Leads names the nodes that a jump goes to besides its edges.
func (n *Jump) Leads() []string { return []string{n.To} }

// Run implements [flowengine.Runner].
func (n *Jump) Run(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
	times := s.Count()
	if times > n.Limit {
		return flowengine.Result{Outcome: "exceeded", Why: fmt.Sprintf("The call had already jumped %d times, as often as it may.", n.Limit)}, nil
	}
	return flowengine.Result{
		Outcome: "jumped", Goto: n.To,
		Why:     fmt.Sprintf("Jump %d of at most %d, to %s.", times, n.Limit, n.To),
		Details: map[string]any{"to": n.To, "times": times},
	}, nil
}
