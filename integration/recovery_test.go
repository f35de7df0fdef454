//go:build integration

package integration

import (
	"slices"
	"testing"
	"time"

	"callflow/flowengine"
)

// callflow is killed during calls, and started again: each call goes on.
func TestKilledDuringCalls(t *testing.T) {
	c := alone(t).runs(t)
	killed(t, c).play(slices.Concat(goOnScenes, moreScenes, changeScenes))
}

// The connection to Asterisk breaks during calls, and is made again: each call goes on.
func TestSocketLossInEachNode(t *testing.T) {
	c := alone(t)
	cable := c.cable(t)
	c.runs(t)
	severed(t, c, cable).play(slices.Concat(goOnScenes, moreScenes, changeScenes))
}

const restFlow = `
  after: {type: greeting, params: {audio: "audio:after"}, next: {done: bye}}
  bye: {type: hangup}
`

// sounds are what the scenes play.
func (s *story) sounds() {
	s.Helper()
	s.Audio("long", 12*time.Second)
	s.Audio("middle", 5*time.Second)
	s.Audio("short", 400*time.Millisecond)
	s.Audio("after", 600*time.Millisecond)
}

// goOnScenes are calls to which nothing happens during the outage. What they do after it they would have done without.
var goOnScenes = []scene{
	{"a greeting plays on", func(s *story, o *witness) {
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
		o.IsOver()
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("answer done", "long done", "after done", "bye hangup")
		if d := caller.heardFor("long"); d < 11500*time.Millisecond || d > 12500*time.Millisecond {
			s.Errorf("the greeting of 12 s was heard for %s", d)
		}
	}},
	{"a greeting before the answer plays on", func(s *story, o *witness) {
		s.sounds()
		number := s.Line("start: long\nnodes:\n  long: {type: greeting, params: {audio: \"audio:long\"}, next: {done: after}}" + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("long")
		o.Happens()
		o.IsOver()
		caller.Hears("after")
		caller.IsHungUp()
		caller.IsNotAnswered()
		caller.Trace().Is("long done", "after done", "bye hangup")
	}},
	{"a menu takes its key", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"1": One, "2": Two}, timeout_s: 30}, next: {"key:1": after, "*": bye}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("short")
		o.Happens()
		o.IsOver()
		caller.Presses("1")
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("menu key:1", "after done", "bye hangup")
	}},
	{"a phone rings on and is answered", func(s *story, o *witness) {
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"]`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		o.Happens()
		o.IsOver()
		alice.Answers()
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.IsHungUp()
		caller.Trace().Is("dial answered", "bye hangup").Says("dial", "user:alice answered")
	}},
	{"a phone rings to its time and no longer", func(s *story, o *witness) {
		s.sounds()
		alice := s.Phone("alice")
		number := s.Line(`
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"], timeout_s: 9}, next: {"*": after}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		o.Happens()
		o.IsOver()
		alice.StopsRinging()
		caller.Hears("after")
		caller.IsHungUp()
		// It may be later only if callflow came back too late.
		caller.Trace().Is("dial unanswered", "after done", "bye hangup").Lasted("dial", 8500*time.Millisecond, max(10*time.Second, o.finished.Sub(caller.dialled)+time.Second))
	}},
	{"a conversation goes on unheard", func(s *story, o *witness) {
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
		since := time.Now()
		o.Happens()
		o.IsOver()
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.Hears("after")
		caller.IsHungUp()
		tr := caller.Trace().Is("dial answered", "after done", "bye hangup").Says("dial", "user:alice hung up")
		if tr.call.Talked < o.finished.Sub(since) {
			s.Errorf("they are told to have talked for %s", tr.call.Talked)
		}
	}},
	{"a recorded conversation is one recording", func(s *story, o *witness) {
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"], record: true`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(caller, alice)
		since := time.Now()
		o.Happens()
		o.IsOver()
		s.Talk(caller, alice)
		caller.talking().Hush()
		alice.Speaks(500 * time.Millisecond)
		talked := time.Since(since)
		alice.HangsUp()
		caller.IsHungUp()
		s.hasRecording(caller.Trace().Is("dial answered", "bye hangup"), talked-500*time.Millisecond, alice)
	}},
	{"a message goes on", func(s *story, o *witness) {
		number := s.voicemailLine("")
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("speak", "beep")
		caller.Hums()
		since := time.Now()
		o.Happens()
		o.IsOver()
		caller.Speaks(500 * time.Millisecond)
		spoke := time.Since(since)
		caller.Presses("#")
		caller.IsHungUp()
		s.hasRecording(caller.Trace().Is("box done", "bye hangup"), spoke-500*time.Millisecond, caller)
	}},
	{"a pause after the answer goes on", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: answer
nodes:
  answer: {type: answer, params: {delay_ms: 5000}, next: {done: after}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		caller.IsAnswered()
		o.Happens()
		o.IsOver()
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("answer done", "after done", "bye hangup")
	}},
	{"a whisper to who has answered", func(s *story, o *witness) {
		s.sounds()
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"], whisper: "audio:long"`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		alice.Answers()
		alice.Hears("long")
		o.Happens()
		o.IsOver()
		s.awaitTalk(caller, alice)
		alice.HangsUp()
		caller.IsHungUp()
		caller.Trace().Is("dial answered", "bye hangup").Ended(flowengine.EndCompleted)
	}},
}

// awaitTalk waits until both are connected, which may take as long as a sound.
func (s *story) awaitTalk(caller, alice *person) {
	s.Helper()
	caller.must("be answered", caller.talking().Answered(within(s, 3*patience)))
	s.Talk(caller, alice)
}
