//go:build integration

package integration

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"callflow/flowengine"
)

// overAGI is a callflow that Asterisk reaches by FastAGI; `agi-NUMBER` calls it so.
func overAGI(t *testing.T) *callflow {
	t.Helper()
	c := alone(t)
	c.more = []string{"--agi", asterisk.env["ASTERISK_AGI"]}
	return c.runs(t)
}

// The main line of a small company, from the greeting to the message, with nothing but AGI.
func TestFastAGI(t *testing.T) {
	c := overAGI(t)
	t.Run("time, menu, whisper, confirmation, conversation", func(t *testing.T) {
		s := begin(t, c)
		alice, bob := s.Phone("alice"), s.Phone("bob")
		s.Audio("welcome", time.Second)
		s.Audio("choose", 3*time.Second)
		s.Audio("whisper", time.Second)
		s.Audio("press", 500*time.Millisecond)
		number := s.Line(`
start: hours
nodes:
  hours: {type: time, params: {timezone: UTC, slots: [{name: always, days: [mon, tue, wed, thu, fri, sat, sun], from: "00:00", to: "00:00"}]}, next: {"slot:always": welcome, no_match: bye}}
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: menu}}
  menu: {type: menu, params: {prompt: "audio:choose", keys: {"1": Sales}}, next: {"key:1": dial, "*": bye}}
  dial: {type: dial, params: {targets: ["user:bob", "user:alice"], strategy: all, whisper: "audio:whisper", confirm: true, confirm_prompt: "audio:press"}, next: {answered: bye, busy: bye, unanswered: bye}}
  bye: {type: hangup}
`)
		caller := s.Caller()
		caller.Dials("agi-" + number)
		caller.IsAnswered()
		caller.Hears("welcome", "choose")
		caller.Presses("1")
		s.together(alice.Rings, bob.Rings)
		caller.Hears("ringing")
		alice.Answers()
		alice.Hears("whisper", "press")
		alice.Presses("1")
		bob.StopsRinging()
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.IsHungUp()
		tr := caller.Trace().Is("hours slot:always", "welcome done", "menu key:1", "dial answered", "bye hangup").Ended(flowengine.EndCompleted)
		if tr.call.AnsweredBy != "user:alice" || tr.call.Talked <= 0 || tr.call.Number != number {
			s.Errorf("the call is told as %+v", tr.call)
		}
	})
	t.Run("busy, then a message that a hang-up ends", func(t *testing.T) {
		s := begin(t, c)
		alice := s.Phone("alice")
		s.Audio("speak", 500*time.Millisecond)
		number := s.Line(`
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {answered: bye, busy: box, unanswered: bye}}
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:speak"}, next: {done: bye}}
  bye: {type: hangup}
`)
		caller := s.Caller()
		caller.Dials("agi-" + number)
		alice.IsCalled()
		alice.IsBusy()
		caller.Hears("speak", "beep")
		caller.Speaks(2500 * time.Millisecond)
		caller.HangsUp()
		tr := caller.Trace().Is("dial busy", "box hung_up").Ended(flowengine.EndHungUp)
		messages := s.Messages("user:alice")
		if len(messages) != 1 || messages[0].Recording.Duration < 2*time.Second {
			s.Fatalf("alice has %+v", messages)
		}
		s.hasRecording(tr, 2*time.Second, caller)
	})
	t.Run("the caller hangs up while a phone rings", func(t *testing.T) {
		s := begin(t, c)
		alice := s.Phone("alice")
		number := s.dialLine(`targets: ["user:alice"]`)
		caller := s.Caller()
		caller.Dials("agi-" + number)
		alice.Rings()
		caller.HangsUp()
		alice.StopsRinging()
		caller.Trace().Is("dial hung_up").Ended(flowengine.EndHungUp)
	})
	t.Run("the flow's cause reaches the caller", func(t *testing.T) {
		s := begin(t, c)
		caller := s.Caller()
		caller.Dials("agi-" + s.Line("start: a\nnodes:\n  a: {type: hangup, params: {cause: busy}}\n"))
		caller.IsRefused(486)
		caller.Trace().Is("a hangup")
	})
}

// A call over FastAGI does not outlive callflow: the dialplan looks after the caller, and the history says so.
func TestFastAGIDoesNotOutliveCallflow(t *testing.T) {
	c := overAGI(t)
	s := begin(t, c)
	s.Audio("long", 4*time.Second)
	number := s.Line("start: a\nnodes:\n  a: {type: greeting, params: {audio: \"audio:long\", repeat: 10}, next: {done: b}}\n  b: {type: hangup}\n")
	caller := s.Caller()
	caller.Dials("agi-" + number)
	caller.Hears("long")
	s.must(c.signal(syscall.SIGKILL))
	_, err := c.awaitExit(patience)
	s.must(err)
	ending := caller.IsHungUp()
	if !strings.Contains(ending.Reason, "cause=41") {
		s.Errorf("the caller was hung up with %q, not by the fallback", ending.Reason)
	}
	c.runs(t)
	caller.Trace().Ended(flowengine.EndLost)
}
