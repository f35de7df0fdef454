//go:build integration

package integration

import (
	"testing"

	"callflow/store"
)

// to fits calls to that number.
func to(number string) func(store.Call) bool {
	return func(c store.Call) bool { return c.Number == number }
}

// Alice sends the caller on to another number, whose flow rings carol: she sees who calls, and they talk.
func TestBlindTransferByWhoAnswered(t *testing.T) {
	s := tell(t)
	alice, carol := s.Phone("alice"), s.Phone("carol")
	first, second := s.dialLine(`targets: ["user:alice"]`), s.dialLine(`targets: ["user:carol"]`)
	caller := s.Caller()
	caller.Dials(first)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	alice.must("transfer", alice.talking().Refer(alice.soon(), second))
	carol.Rings()
	if from := carol.in.From(); from != caller.number {
		s.Errorf("carol sees a call from %q, not from the caller's %s", from, caller.number)
	}
	carol.Answers()
	if status, err := alice.talking().Transferred(alice.soon()); err != nil || status != 200 {
		s.Errorf("alice is told %d, %v", status, err)
	}
	alice.HangsUp()
	s.Talk(caller, carol)
	carol.HangsUp()
	caller.IsHungUp()
	s.traceOf("the first call", to(first)).Is("dial answered", "bye hangup").Says("dial", "user:alice answered")
	tr := s.traceOf("the second call", to(second)).Is("dial answered", "bye hangup").Says("dial", "user:carol answered")
	if tr.call.Caller != caller.number {
		s.Errorf("the second call is told as from %q", tr.call.Caller)
	}
}

// The caller hangs up after a blind transfer: everything ends.
func TestBlindTransferThenTheCallerHangsUp(t *testing.T) {
	s := tell(t)
	alice, carol := s.Phone("alice"), s.Phone("carol")
	first, second := s.dialLine(`targets: ["user:alice"]`), s.dialLine(`targets: ["user:carol"]`)
	caller := s.Caller()
	caller.Dials(first)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	alice.must("transfer", alice.talking().Refer(alice.soon(), second))
	carol.Rings()
	caller.HangsUp()
	carol.StopsRinging()
	alice.HangsUp()
	s.traceOf("the first call", to(first)).Is("dial hung_up")
	s.traceOf("the second call", to(second)).Is("dial hung_up")
}

// The caller's own phone sends alice on: she talks to carol, and the caller is free.
func TestBlindTransferByTheCaller(t *testing.T) {
	s := tell(t)
	alice, carol := s.Phone("alice"), s.Phone("carol")
	first, second := s.dialLine(`targets: ["user:alice"]`), s.dialLine(`targets: ["user:carol"]`)
	caller := s.Caller()
	caller.Dials(first)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	caller.must("transfer", caller.talking().Refer(caller.soon(), second))
	carol.Rings()
	carol.Answers()
	if status, err := caller.talking().Transferred(caller.soon()); err != nil || status != 200 {
		s.Errorf("the caller is told %d, %v", status, err)
	}
	caller.HangsUp()
	s.Talk(alice, carol)
	alice.HangsUp()
	carol.IsHungUp()
	s.traceOf("the first call", to(first))
	s.traceOf("the second call", to(second))
}

// Alice asks carol first, on a second call, and then connects both.
func TestAttendedTransfer(t *testing.T) {
	s := tell(t)
	alice, carol := s.Phone("alice"), s.Phone("carol")
	first, second := s.dialLine(`targets: ["user:alice"]`), s.dialLine(`targets: ["user:carol"]`)
	caller := s.Caller()
	caller.Dials(first)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	held := alice.talking()
	alice.must("hold", held.Hold(alice.soon()))
	alice.number = "6001" // she calls from a line of her own
	alice.Dials(second)
	carol.Rings()
	carol.Answers()
	s.Talk(alice, carol)
	alice.must("connect both", held.ReferReplaces(alice.soon(), alice.talking()))
	if status, err := held.Transferred(alice.soon()); err != nil || status != 200 {
		s.Errorf("alice is told %d, %v", status, err)
	}
	alice.must("hang up", held.Hangup(alice.soon()))
	alice.IsHungUp()
	s.Talk(caller, carol)
	carol.HangsUp()
	caller.IsHungUp()
	s.traceOf("the first call", to(first))
	s.traceOf("the second call", to(second))
}
