//go:build integration

package integration

import (
	"time"

	"callflow/flowengine"
)

// changeScenes are calls to which something happens while callflow cannot see it. It finds out.
var changeScenes = []scene{
	{"the caller of a greeting hangs up meanwhile", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: long}}
  long: {type: greeting, params: {audio: "audio:long"}, next: {done: after}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("long")
		o.Happens()
		caller.HangsUp()
		o.IsOver()
		s.gone(caller.Trace().Is("answer done", "long hung_up"))
	}},
	{"the caller gives up meanwhile, and the phone stops ringing", func(s *story, o *witness) {
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"]`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		o.Happens()
		caller.HangsUp()
		o.IsOver()
		alice.StopsRinging()
		s.gone(caller.Trace().Is("dial hung_up"))
	}},
	{"a phone is answered meanwhile", func(s *story, o *witness) {
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"]`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		o.Happens()
		alice.Answers()
		o.IsOver()
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.IsHungUp()
		caller.Trace().Is("dial answered", "bye hangup").Says("dial", "user:alice answered")
	}},
	{"a phone declines meanwhile, and the next one rings", func(s *story, o *witness) {
		alice, bob := s.Phone("alice"), s.Phone("bob")
		number := s.dialLine(`targets: ["user:alice", "user:bob"], timeout_s: 60`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		o.Happens()
		alice.Declines()
		o.IsOver()
		bob.Rings()
		bob.Answers()
		s.Talk(caller, bob)
		bob.HangsUp()
		caller.IsHungUp()
		caller.Trace().Is("dial answered", "bye hangup").Says("dial", "user:bob answered")
	}},
	{"a phone is answered and hung up again meanwhile", func(s *story, o *witness) {
		alice, bob := s.Phone("alice"), s.Phone("bob")
		number := s.dialLine(`targets: ["user:alice", "user:bob"], timeout_s: 60`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		o.Happens()
		alice.Answers()
		alice.HangsUp()
		o.IsOver()
		bob.Rings()
		caller.HangsUp()
		bob.StopsRinging()
		caller.Trace().Is("dial hung_up")
	}},
	{"two phones are answered meanwhile, and one stays", func(s *story, o *witness) {
		alice, bob := s.Phone("alice"), s.Phone("bob")
		number := s.dialLine(`targets: ["user:alice", "user:bob"], strategy: all`)
		caller := s.Caller()
		caller.Dials(number)
		s.together(alice.Rings, bob.Rings)
		o.Happens()
		s.together(alice.Answers, bob.Answers)
		o.IsOver()
		caller.IsAnswered()
		caller.HangsUp()
		s.together(func() { alice.IsHungUp() }, func() { bob.IsHungUp() })
		caller.Trace().Is("dial hung_up")
	}},
	{"who answered hangs up meanwhile, and the caller goes on", func(s *story, o *witness) {
		s.sounds()
		alice := s.Phone("alice")
		number := s.Line(`
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": after}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(caller, alice)
		o.Happens()
		alice.HangsUp()
		o.IsOver()
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("dial answered", "after done", "bye hangup")
	}},
	{"the caller of a conversation hangs up meanwhile", func(s *story, o *witness) {
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"]`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(caller, alice)
		o.Happens()
		caller.HangsUp()
		o.IsOver()
		alice.IsHungUp()
		tr := caller.Trace().Is("dial hung_up")
		s.gone(tr)
		if tr.call.AnsweredBy != "user:alice" {
			s.Errorf("the call is told as answered by %q", tr.call.AnsweredBy)
		}
	}},
	{"a prompt ends meanwhile", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: middle}}
  middle: {type: greeting, params: {audio: "audio:middle"}, next: {done: after}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("middle")
		o.Happens()
		caller.HearsNothing(600 * time.Millisecond)
		o.IsOver()
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("answer done", "middle done", "after done", "bye hangup")
	}},
	{"a message ends by a hang-up meanwhile, and is kept", func(s *story, o *witness) {
		number := s.voicemailLine("")
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("speak", "beep")
		caller.Speaks(1500 * time.Millisecond)
		o.Happens()
		caller.Speaks(time.Second)
		caller.HangsUp()
		o.IsOver()
		tr := caller.Trace().Is("box hung_up").Says("box", "The caller left a message")
		s.gone(tr)
		s.hasRecording(tr, 2*time.Second, caller)
		if n := len(s.Messages("user:alice")); n != 1 {
			s.Errorf("alice has %d messages", n)
		}
	}},
	{"a message ends by its key meanwhile, and is kept", func(s *story, o *witness) {
		number := s.voicemailLine("")
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("speak", "beep")
		caller.Speaks(1500 * time.Millisecond)
		o.Happens()
		caller.Speaks(time.Second)
		caller.Presses("#")
		o.IsOver()
		caller.IsHungUp()
		s.hasRecording(caller.Trace().Is("box done", "bye hangup"), 2*time.Second, caller)
	}},
	{"a call comes meanwhile, and the fallback answers it", func(s *story, o *witness) {
		s.sounds()
		number := s.Line("start: after\nnodes:" + restFlow)
		caller := s.Caller()
		o.Happens()
		caller.Dials(number)
		caller.Hears("sound:im-sorry", "sound:please-try-call-later")
		if end := caller.IsHungUp(); end.Cause != int(flowengine.CauseFailure) {
			s.Errorf("the call %s", end)
		}
		o.IsOver()
		caller.Dials(number)
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("after done", "bye hangup")
	}},
}

// gone checks that a call whose caller left unseen is told so.
func (s *story) gone(tr *trace) {
	s.Helper()
	if tr.call.Outcome != flowengine.EndLost && tr.call.Outcome != flowengine.EndHungUp {
		s.Errorf("the call is told as %q (%s)", tr.call.Outcome, tr.call.Why)
	}
}
