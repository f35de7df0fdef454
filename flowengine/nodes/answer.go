package nodes

import (
	"context"
	"time"

	"callflow/flowengine"
)

// Answer answers the call.
type Answer struct {
	DelayMs int `json:"delay_ms,omitempty" jsonschema:"minimum=0,maximum=10000" jsonschema_description:"How long to wait after answering, in milliseconds, so that the first word is not cut off."`
}

func newAnswer() flowengine.Runner { return &Answer{} }

// Outcomes implements [flowengine.Runner].
func (*Answer) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "the call is answered"}}
}

// Run implements [flowengine.Runner].
func (n *Answer) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if err := s.Answer(ctx); err != nil {
		return flowengine.Result{}, err
	}
	if err := s.Wait(ctx, time.Duration(n.DelayMs)*time.Millisecond); err != nil {
		return flowengine.Result{}, err
	}
	return flowengine.Result{Outcome: "done", Why: "The call was answered."}, nil
}
