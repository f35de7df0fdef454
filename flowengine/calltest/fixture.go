// Package calltest is the conformance suite that every driver of
// [flowengine.Call] passes: stories of one call each, in which a fixture plays
// everybody but callflow. The simulator's fixture acts on its world, that of a
// real Asterisk with software phones.
//
// A driver's test is one line:
//
//	func TestConformance(t *testing.T) { calltest.Run(t, newFixture) }
package calltest

import (
	"context"
	"testing"
	"time"

	"callflow/flowengine"
)

// Fixture makes calls for one driver.
type Fixture interface {
	// Call lets somebody call in, and returns the call as its driver would
	// hand it to the engine: not answered, nothing heard. The fixture ends
	// what is left of it in a cleanup of t.
	Call(t *testing.T) Placed
}

// Lacking is a [Fixture] of a driver that cannot do everything. The stories of
// what it declares are skipped.
type Lacking interface {
	Lacks() []flowengine.Capability
}

// Placed is a call with everybody in it.
type Placed struct {
	// Context is the one for the engine, which ends when the caller leaves.
	Context context.Context
	Call    flowengine.Call
	// ID is part of the names of recordings; unique to the call.
	ID     string
	Caller Caller
	// Alice and Bob have telephones.
	Alice, Bob Phone
	// Unreachable is an endpoint without a telephone.
	Unreachable string
	// Short is a medium of one to two seconds, Long one of ten or more, Missing
	// one that cannot be played.
	Short, Long, Missing flowengine.Media
	// Now is the time on the clock that Next goes by.
	Now func() time.Time
	// Patience is how long an event may take that is due at once.
	Patience time.Duration
}

// Caller is the person who calls in.
type Caller interface {
	// Presses sends the keys, in order, and returns when they are sent.
	Presses(keys string)
	HangsUp()
}

// Hearer is a [Caller] that can tell what it hears. Fixtures whose callers
// cannot leave it out.
type Hearer interface {
	// Hears waits for a sound and is false when it does not come. What is a
	// medium's Ref, or "ringing".
	Hears(what string) bool
}

// Phone is a telephone with a person at it.
type Phone interface {
	// Endpoint is what Dial takes.
	Endpoint() string
	// Will says what the phone does with the next call; at first, WillRing.
	Will(does Does)
	// Answers picks up the ringing phone.
	Answers()
	// HangsUp ends the phone's call.
	HangsUp()
	// Presses sends keys in the phone's call, as [Caller] does.
	Presses(keys string)
	// Idle waits until the phone is in no call, and is false when it stays in one.
	Idle() bool
}

// Does is what a phone does when it is called.
type Does int

// What phones do.
const (
	WillRing    Does = iota // until Answers, or the other side gives up
	WillBeBusy              // refuses at once: busy
	WillDecline             // rings, then declines
)
