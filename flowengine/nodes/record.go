package nodes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
)

// Record switches the recording of the call on or off.
type Record struct {
	On       bool   `json:"on" jsonschema_description:"Whether recording begins here, or ends."`
	Notice   string `json:"notice,omitempty" jsonschema_description:"What the caller hears before recording begins, an audio or a text to speak: that the call is recorded."`
	Channels string `json:"channels" jsonschema:"enum=mono,enum=stereo" jsonschema_description:"mono: both sides mixed; stereo: the caller on the left, what the caller hears on the right."`
}

func newRecord() flowengine.Runner { return &Record{On: true, Channels: "mono"} }

// Outcomes implements [flowengine.Runner].
func (*Record) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "recording was switched"}}
}

// Needs implements [flowengine.Needy].
func (*Record) Needs() []flowengine.Capability {
	return []flowengine.Capability{flowengine.RecordsCalls}
}

// Check implements [flowengine.Checker].
func (n *Record) Check(c *flowengine.Check) {
	switch {
	case n.On && n.Notice == "":
		c.Error("notice", "missing_notice", "it records the call without saying so: set the notice that callers hear")
	case !n.On && n.Notice != "":
		c.Warn("notice", "unused", "there is no notice when recording ends: remove it")
	}
	checkSound(c, "notice", n.Notice)
}

// Run implements [flowengine.Runner].
func (n *Record) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if !n.On {
		return n.off(ctx, s)
	}
	began, err := s.RecordCall(ctx, flowengine.CallRecordingSpec{Notice: sound(s, n.Notice), Stereo: n.Channels == "stereo"})
	if err != nil {
		return flowengine.Result{Why: "The caller hung up before recording began."}, err
	}
	result := flowengine.Result{Outcome: "done"}
	switch {
	case !began:
		result.Why = "The call is recorded already."
	case !s.RecordsCall():
		result.Why = "The call cannot be recorded."
	case !s.Answered():
		result.Why = "The call will be recorded from its answer on."
	default:
		result.Why = "The call is recorded from here on."
	}
	return result, nil
}

func (n *Record) off(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	kept, was, err := s.StopRecordingCall(ctx)
	result := flowengine.Result{Outcome: "done", Why: "The call was not being recorded."}
	switch {
	case errors.Is(err, flowengine.ErrHungUp), errors.Is(err, flowengine.ErrHandedOver):
		return flowengine.Result{}, err
	case err != nil:
		s.Warn("The recording could not be kept: %v", err)
		result.Why = "Recording ended, and could not be kept."
	case was:
		result.Why = fmt.Sprintf("Recording ended after %s.", kept.Duration.Round(100*time.Millisecond))
		result.Details = map[string]any{"recording": kept.ID, "recorded_s": tenths(kept.Duration)}
		result.Values = map[string]any{"recording": kept.ID, "recorded_s": tenths(kept.Duration)}
	}
	return result, nil
}
