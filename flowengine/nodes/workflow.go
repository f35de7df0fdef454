package nodes

import (
	"context"
	"fmt"
	"strings"

	"callflow/flowengine"
)

// Workflow starts a follow-up workflow.
type Workflow struct {
	Workflow string `json:"workflow" jsonschema:"minLength=1,maxLength=128" jsonschema_description:"The name of the workflow."`
}

func newWorkflow() flowengine.Runner { return &Workflow{} }

// Outcomes implements [flowengine.Runner].
func (*Workflow) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "the start is noted"}}
}

// Check implements [flowengine.Checker].
func (n *Workflow) Check(c *flowengine.Check) {
	if n.Workflow != strings.TrimSpace(n.Workflow) || strings.ContainsAny(n.Workflow, "\r\n") {
		c.Error("workflow", "bad_name", "“%s” is no name of a workflow: write it on one line, without spaces around it", n.Workflow)
	}
}

// Run implements [flowengine.Runner].
func (n *Workflow) Run(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
	s.StartWorkflow(n.Workflow)
	return flowengine.Result{
		Outcome: "done", Why: fmt.Sprintf("The workflow “%s” is to begin for this call.", n.Workflow), Details: map[string]any{"workflow": n.Workflow},
	}, nil
}
