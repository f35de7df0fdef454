//go:build integration

package integration

import (
	"strings"
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

// A number abroad is not rung once the caps forbid it, from the very next call on, and is again when they allow it: the flow is
// live all the time.
func TestNumbersAbroadAreRungOnlyWhileTheyAreAllowed(t *testing.T) {
	s := tell(t)
	may := func(prefixes ...string) {
		allowed := store.NoCap("")
		allowed.Allowed = prefixes
		s.must(s.c.store.SetCap(s.Context(), s.company, allowed))
	}
	may("+64")
	number := s.dialLine(`targets: ["external:+64211234567"]`)
	may()
	carrier := s.Carrier()
	caller := s.Caller()
	caller.Dials(number)
	caller.IsRefused(486)
	if step := caller.Trace().Is("dial busy", "busy hangup").step("dial"); !strings.Contains(strings.Join(step.Warnings, " "), "was not rung") {
		s.Errorf("the trace does not say why: %q", step.Warnings)
	}
	carrier.IsNotCalled(100 * time.Millisecond)
	may("+64")
	caller = s.Caller()
	caller.Dials(number)
	carrier.Rings()
	carrier.Answers()
	s.Talk(caller, carrier)
	carrier.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup")
}
