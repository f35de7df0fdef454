package nodes

import (
	"context"
	"fmt"

	"callflow/flowengine"
)

// Hangup ends the call.
type Hangup struct {
	Cause string `json:"cause" jsonschema:"enum=normal,enum=busy,enum=no_answer,enum=rejected,enum=congestion,enum=unallocated" jsonschema_description:"What the caller's telephone network is told."`
	Audio string `json:"audio,omitempty" jsonschema_description:"What is played before, an audio or a text to speak."`
}

func newHangup() flowengine.Runner { return &Hangup{Cause: "normal"} }

// Outcomes implements [flowengine.Runner].
func (*Hangup) Outcomes() []flowengine.Outcome { return nil }

// Check implements [flowengine.Checker].
func (n *Hangup) Check(c *flowengine.Check) { checkSound(c, "audio", n.Audio) }

// Run implements [flowengine.Runner].
func (n *Hangup) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if n.Audio != "" {
		if err := s.Play(ctx, sound(s, n.Audio)); err != nil {
			return flowengine.Result{}, err
		}
	}
	cause := hangupCause(n.Cause)
	return flowengine.Result{
		Outcome: "hangup",
		Why:     fmt.Sprintf("The flow hung up (%s, cause %d).", n.Cause, cause),
		End:     &flowengine.Hangup{Cause: cause},
	}, nil
}

func hangupCause(name string) flowengine.Cause {
	switch name {
	case "busy":
		return flowengine.CauseBusy
	case "no_answer":
		return flowengine.CauseNoAnswer
	case "rejected":
		return flowengine.CauseRejected
	case "congestion":
		return flowengine.CauseCongestion
	case "unallocated":
		return flowengine.CauseUnallocated
	}
	return flowengine.CauseNormal
}
