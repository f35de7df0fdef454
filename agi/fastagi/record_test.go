package fastagi

import (
	"context"
	"errors"
	"testing"

	"callflow/flowengine"
)

// Whoever takes the end of a recording that a hang-up ended finds the call ended too, however late others hear of the hang-up.
func TestARecordingDoesNotEndBeforeTheCallThatEndsIt(t *testing.T) {
	session, hangUp := context.WithCancel(t.Context())
	c := &Call{session: session, signal: make(chan struct{}, 1)}
	c.ctx, c.end = context.WithCancelCause(t.Context())
	c.tellRecord(&recording{}, flowengine.RecordEnded{Name: "first"})
	if c.ctx.Err() != nil {
		t.Error("a recording that ended by itself ended the call")
	}
	hangUp()
	c.tellRecord(&recording{}, flowengine.RecordEnded{Name: "second"})
	if !errors.Is(context.Cause(c.ctx), flowengine.ErrHungUp) {
		t.Errorf("the recording has ended, and the call has not: %v", context.Cause(c.ctx))
	}
}
