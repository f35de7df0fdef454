//go:build integration

package integration

import (
	"time"

	"callflow/flowengine"
)

// moreScenes are further calls to which nothing happens during the outage.
var moreScenes = []scene{
	{"music plays on while a phone rings", func(s *story, o *witness) {
		alice := s.Phone("alice")
		number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: dial}}
  dial: {type: dial, params: {targets: ["user:alice"], ringback: music}, next: {"*": bye}}
  bye: {type: hangup}
`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		caller.Hears("music")
		o.Happens()
		o.IsOver()
		caller.talking().ListenFromNow()
		caller.Hears("music")
		alice.Answers()
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.IsHungUp()
		caller.Trace().Is("answer done", "dial answered", "bye hangup")
	}},
	{"who has answered must still press 1", func(s *story, o *witness) {
		s.sounds()
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"], confirm: true, confirm_prompt: "audio:short"`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		alice.Answers()
		alice.Hears("short")
		o.Happens()
		o.IsOver()
		caller.IsNotAnswered()
		// callflow may ask again, and does not count what is pressed before.
		for i := 0; i < 10 && caller.talking().Answered(within(s, time.Second)) != nil; i++ {
			alice.Presses("1")
		}
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.IsHungUp()
		caller.Trace().Is("dial answered", "bye hangup").Says("dial", "answered and confirmed")
	}},
	{"the greeting of a voicemail, then its message", func(s *story, o *witness) {
		s.sounds()
		s.User("alice", "PJSIP/nobody")
		number := s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:middle"}, next: {done: bye}}
  bye: {type: hangup}
`)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("middle")
		o.Happens()
		o.IsOver()
		caller.Hears("beep")
		caller.Speaks(2500 * time.Millisecond)
		caller.Presses("#")
		caller.IsHungUp()
		s.hasRecording(caller.Trace().Is("box done", "bye hangup"), 2*time.Second, caller)
	}},
	{"a menu's prompt, stopped by its key", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:long", keys: {"1": One, "2": Two}}, next: {"key:2": after, "*": bye}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("long")
		o.Happens()
		o.IsOver()
		caller.Presses("2")
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("menu key:2", "after done", "bye hangup")
	}},
	{"the menu's second attempt stays the second", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"1": One}, attempts: 2, timeout_s: 30}, next: {"*": after}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("short")
		caller.Presses("9")
		caller.talking().ListenFromNow()
		caller.Hears("short")
		o.Happens()
		o.IsOver()
		caller.Presses("8")
		caller.Hears("after")
		caller.IsHungUp()
		caller.Trace().Is("menu invalid", "after done", "bye hangup").Says("menu", "The caller pressed 8")
	}},
	{"the last words of a flow", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: bye}}
  bye: {type: hangup, params: {audio: "audio:middle", cause: rejected}}
`)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("middle")
		o.Happens()
		o.IsOver()
		if end := caller.IsHungUp(); end.Cause != int(flowengine.CauseRejected) {
			s.Errorf("the call %s", end)
		}
		caller.Trace().Is("answer done", "bye hangup")
	}},
	{"what was set is still set", func(s *story, o *witness) {
		s.sounds()
		number := s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"4": Four}}, next: {"key:4": set, "*": bye}}
  set: {type: set, params: {vars: {code: "digits"}}, next: {done: middle}}
  middle: {type: greeting, params: {audio: "audio:middle"}, next: {done: say}}
  say: {type: greeting, params: {audio: "digits:{{ vars.code }}{{ menu.digits }}"}, next: {done: bye}}
  bye: {type: hangup}
`)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("short")
		caller.Presses("4")
		caller.Hears("middle")
		o.Happens()
		o.IsOver()
		caller.Hears("sound:digits/4", "sound:digits/4")
		caller.IsHungUp()
		caller.Trace().Is("menu key:4", "set done", "middle done", "say done", "bye hangup")
	}},
	{"a conversation that a phone has transferred", func(s *story, o *witness) {
		alice, carol := s.Phone("alice"), s.Phone("carol")
		first, second := s.dialLine(`targets: ["user:alice"]`), s.dialLine(`targets: ["user:carol"]`)
		caller := s.Caller()
		caller.Dials(first)
		alice.Rings()
		alice.Answers()
		s.Talk(caller, alice)
		alice.must("transfer", alice.talking().Refer(alice.soon(), second))
		carol.Rings()
		carol.Answers()
		_, err := alice.talking().Transferred(alice.soon())
		alice.must("hear of the transfer", err)
		alice.HangsUp()
		s.Talk(caller, carol)
		o.Happens()
		o.IsOver()
		s.Talk(caller, carol)
		carol.HangsUp()
		caller.IsHungUp()
		s.traceOf("the first call", to(first)).Is("dial answered", "bye hangup")
		s.traceOf("the second call", to(second)).Is("dial answered", "bye hangup")
	}},
}
