//go:build integration

package integration

import (
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
)

// dialLine is a number that rings with those params, and then says by another hang-up cause what became of it.
func (s *story) dialLine(params string) (number string) {
	s.Helper()
	return s.Line(`
start: dial
nodes:
  dial: {type: dial, params: {` + params + `}, next: {answered: bye, busy: busy, unanswered: gone}}
  bye: {type: hangup}
  busy: {type: hangup, params: {cause: busy}}
  gone: {type: hangup, params: {cause: no_answer}}
`)
}

func TestDialAnswered(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"]`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	caller.Hears("ringing")
	caller.IsNotAnswered()
	alice.Answers()
	caller.IsAnswered()
	s.Talk(caller, alice)
	alice.HangsUp()
	caller.IsHungUp()
	tr := caller.Trace().Is("dial answered", "bye hangup").Ended(flowengine.EndCompleted).Says("dial", "user:alice hung up")
	if tr.call.AnsweredBy != "user:alice" || tr.call.Talked <= 0 {
		s.Errorf("the call is told as answered by %q, %s of talk", tr.call.AnsweredBy, tr.call.Talked)
	}
}

func TestDialTheCallerHangsUp(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"]`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	caller.HangsUp()
	alice.IsHungUp()
	tr := caller.Trace().Is("dial hung_up").Ended(flowengine.EndHungUp).Says("dial", "the caller hung up")
	if tr.call.AnsweredBy != "user:alice" {
		s.Errorf("the call is told as answered by %q", tr.call.AnsweredBy)
	}
}

// A phone that is registered, as most are.
func TestDialRegisteredPhones(t *testing.T) {
	s := tell(t)
	alice, bob := s.Registered("alice"), s.Registered("bob") // alice calls as herself
	s.User("bob", "PJSIP/bob")
	number := s.dialLine(`targets: ["user:bob"]`)
	alice.Dials(number)
	bob.Rings()
	if from := bob.in.From(); from != "alice" {
		s.Errorf("bob sees a call from %q", from)
	}
	bob.Answers()
	alice.IsAnswered()
	s.Talk(alice, bob)
	alice.HangsUp()
	bob.IsHungUp()
}

// One after another: a decline and a busy line move on at once, a phone without registration too.
func TestDialInOrder(t *testing.T) {
	s := tell(t)
	alice, bob, carol := s.Phone("alice"), s.Phone("bob"), s.Phone("carol")
	s.User("nobody", "PJSIP/frank") // nobody registers as frank
	number := s.dialLine(`targets: ["user:alice", "user:nobody", "user:bob", "user:carol"], timeout_s: 60`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	bob.IsNotCalled(300 * time.Millisecond)
	alice.Declines()
	bob.IsCalled()
	bob.IsBusy()
	carol.Rings()
	carol.Answers()
	s.Talk(caller, carol)
	carol.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Says("dial", "user:carol answered").Lasted("dial", 0, 20*time.Second).
		Says("dial", "user:alice").Says("dial", "refused (cause 21)").Says("dial", "refused (cause 17)")
}

func TestDialGroup(t *testing.T) {
	s := tell(t)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	s.Group("sales", "alice", "bob")
	number := s.dialLine(`targets: ["group:sales"]`)
	caller := s.Caller()
	caller.Dials(number)
	alice.IsCalled()
	alice.IsBusy()
	bob.Rings()
	bob.Answers()
	s.Talk(caller, bob)
	bob.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Says("dial", "user:bob answered")
}

func TestDialBusy(t *testing.T) {
	t.Parallel()
	for name, refuses := range map[string]func(*person){
		"busy":       (*person).IsBusy,
		"declined":   func(p *person) { _ = p.in.Ring(); p.Declines() },
		"not found":  func(p *person) { p.must("reject", p.in.Reject(404)) },
		"overloaded": func(p *person) { p.must("reject", p.in.Reject(503)) },
		"away":       func(p *person) { p.must("reject", p.in.Reject(480)) },
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			alice := s.Phone("alice")
			number := s.dialLine(`targets: ["user:alice"]`)
			caller := s.Caller()
			caller.Dials(number)
			alice.IsCalled()
			refuses(alice)
			caller.IsRefused(486)
			caller.Trace().Is("dial busy", "busy hangup").Lasted("dial", 0, 5*time.Second)
		})
	}
}

// A phone that nobody has registered is out of reach at once.
func TestDialUnregistered(t *testing.T) {
	s := tell(t)
	s.User("frank", "PJSIP/frank")
	number := s.dialLine(`targets: ["user:frank", "endpoint:PJSIP/nobody-of-that-name"]`)
	caller := s.Caller()
	caller.Dials(number)
	caller.IsRefused(486)
	caller.Trace().Is("dial busy", "busy hangup").Lasted("dial", 0, 3*time.Second)
}

// One who rings out and one who is busy: the time ran out.
func TestDialUnanswered(t *testing.T) {
	s := tell(t)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	number := s.dialLine(`targets: ["user:alice", "user:bob"], timeout_s: 1.5`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.StopsRinging()
	bob.IsCalled()
	bob.IsBusy()
	caller.IsRefused(480)
	caller.Trace().Is("dial unanswered", "gone hangup").Says("dial", "rang out").Lasted("dial", 1400*time.Millisecond, 6*time.Second)
}

func TestDialAllAtOnce(t *testing.T) {
	s := tell(t)
	alice, bob, carol := s.Phone("alice"), s.Phone("bob"), s.Phone("carol")
	number := s.dialLine(`targets: ["user:alice", "user:bob", "user:carol"], strategy: all`)
	caller := s.Caller()
	caller.Dials(number)
	s.together(alice.Rings, bob.Rings, carol.Rings)
	carol.Declines()
	bob.Answers()
	alice.StopsRinging()
	s.Talk(caller, bob)
	bob.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Says("dial", "somebody else answered")
}

// All of them refuse: busy, and not after the time has run out.
func TestDialAllRefuse(t *testing.T) {
	s := tell(t)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	number := s.dialLine(`targets: ["user:alice", "user:bob"], strategy: all, timeout_s: 60`)
	caller := s.Caller()
	caller.Dials(number)
	s.together(alice.Rings, bob.Rings)
	alice.Declines()
	bob.Declines()
	caller.IsRefused(486)
	caller.Trace().Is("dial busy", "busy hangup")
}

// A user with two phones: both ring.
func TestDialAllPhonesOfAUser(t *testing.T) {
	s := tell(t)
	desk, mobile := s.Phone("desk"), s.Phone("mobile")
	s.User("alice", desk.Endpoint(), mobile.Endpoint())
	number := s.dialLine(`targets: ["user:alice"]`)
	caller := s.Caller()
	caller.Dials(number)
	s.together(desk.Rings, mobile.Rings)
	mobile.Answers()
	desk.StopsRinging()
	s.Talk(caller, mobile)
	mobile.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Says("dial", "user:alice answered").Says("dial", mobile.Endpoint())
}

// Who has two turns of three is rung first in two calls of three.
func TestDialRoundRobin(t *testing.T) {
	s := tell(t)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	number := s.dialLine(`targets: ["user:alice", "user:bob"], strategy: round_robin, weights: {"user:alice": 2}`)
	for _, first := range []*person{alice, alice, bob, alice} {
		second := bob
		if first == bob {
			second = alice
		}
		caller := s.Caller()
		caller.Dials(number)
		first.IsCalled()
		first.IsBusy()
		second.Rings()
		caller.HangsUp()
		second.StopsRinging()
		caller.Trace().Is("dial hung_up")
	}
}

// A repeat caller first rings whoever answered before; another one does not.
func TestDialSticky(t *testing.T) {
	s := tell(t)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	number := s.dialLine(`targets: ["user:alice", "user:bob"], sticky: true`)
	caller := s.Caller()
	caller.Dials(number)
	alice.IsCalled()
	alice.IsBusy()
	bob.Rings()
	bob.Answers()
	s.Talk(caller, bob)
	bob.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup")

	caller.Dials(number)
	bob.Rings()
	bob.Declines()
	alice.Rings()
	caller.HangsUp()
	alice.StopsRinging()

	stranger := s.Caller()
	stranger.Dials(number)
	alice.Rings()
	stranger.HangsUp()
	alice.StopsRinging()
	stranger.Trace().Is("dial hung_up").Ended(flowengine.EndHungUp)
}

func TestDialExternal(t *testing.T) {
	s := tell(t)
	carrier := s.Carrier()
	number := s.dialLine(`targets: ["external:+61299998888"], caller_id: number`)
	caller := s.Caller()
	caller.Dials(number)
	carrier.Rings()
	if dialled := carrier.in.Dialed(); dialled != "+61299998888" {
		s.Errorf("the carrier is asked for %q", dialled)
	}
	if from := carrier.in.From(); from != number {
		s.Errorf("the carrier sees a call from %q, not from the number %s", from, number)
	}
	carrier.Answers()
	s.Talk(caller, carrier)
	carrier.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Says("dial", "external:+61299998888 answered")
}

func TestDialEndpoint(t *testing.T) {
	s := tell(t)
	lobby := s.Phone("lobby")
	number := s.dialLine(`targets: ["endpoint:` + lobby.Endpoint() + `"]`)
	caller := s.Caller()
	caller.Dials(number)
	lobby.Rings()
	lobby.Answers()
	s.Talk(caller, lobby)
	caller.HangsUp()
	lobby.IsHungUp()
	tr := caller.Trace().Is("dial hung_up")
	if !strings.HasPrefix(tr.call.AnsweredBy, "endpoint:PJSIP/") {
		s.Errorf("the call is told as answered by %q", tr.call.AnsweredBy)
	}
}
