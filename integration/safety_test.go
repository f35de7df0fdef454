//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// Unwanted callers are turned away before the flow, and the history says why.
func TestUnwantedCallers(t *testing.T) {
	s := tell(t)
	s.Audio("no", 700*time.Millisecond)
	number := s.Line("start: a\nnodes:\n  a: {type: greeting, params: {audio: \"sound:beep\"}, next: {done: b}}\n  b: {type: hangup}\n")
	caller := s.Caller()
	s.must(s.c.store.BlockCaller(s.Context(), s.company, store.BlockedCaller{Number: caller.number, Reason: "calls at night"}))
	s.must(s.c.store.SetPolicy(s.Context(), s.company, store.Policy{Callers: store.BlockedSort, Action: "message", Message: "audio:no", Cause: 17}))
	caller.Dials(number)
	caller.Hears("no")
	caller.IsRefused(486)
	caller.Trace().Is("screening message").Ended(flowengine.EndBlocked).Says("screening", "calls at night")
	s.must(s.c.store.UnblockCaller(s.Context(), s.company, caller.number, false))
	caller.Dials(number)
	caller.Hears("beep")
	caller.IsHungUp()
	caller.Trace().Is("a done", "b hangup")
}
