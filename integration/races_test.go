//go:build integration

package integration

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"callflow/integration/phone"
)

// TriesToAnswer picks up, which may come too late.
func (p *person) TriesToAnswer() (answered bool) {
	p.s.Helper()
	call, err := p.in.Answer(p.soon())
	if errors.Is(err, phone.ErrCanceled) {
		return false
	}
	p.must("answer", err)
	p.call = call
	return true
}

// after runs something at a moment, for races.
func after(d time.Duration, f func()) func() {
	return func() {
		timer := time.NewTimer(d)
		<-timer.C
		f()
	}
}

func TestTwoTargetsAnswerAtOnce(t *testing.T) {
	t.Parallel()
	for round := range 6 {
		t.Run(fmt.Sprintf("round %d", round+1), func(t *testing.T) {
			s := tell(t)
			alice, bob := s.Phone("alice"), s.Phone("bob")
			number := s.dialLine(`targets: ["user:alice", "user:bob"], strategy: all`)
			caller := s.Caller()
			caller.Dials(number)
			s.together(alice.Rings, bob.Rings)
			s.together(func() { alice.TriesToAnswer() }, after(time.Duration(round)*time.Millisecond, func() { bob.TriesToAnswer() }))
			caller.IsAnswered()
			tr := func(winner, loser *person) {
				if loser.call != nil {
					loser.IsHungUp()
				}
				s.Talk(caller, winner)
				winner.HangsUp()
				caller.IsHungUp()
				caller.Trace().Is("dial answered", "bye hangup").Says("dial", "user:"+winner.name+" answered")
			}
			// Who won is who stays.
			caller.Hums()
			if alice.call != nil && alice.call.Hears(caller.soon(), phone.Tone(float64(caller.voice))) == nil {
				tr(alice, bob)
			} else {
				tr(bob, alice)
			}
		})
	}
}

// The caller gives up while somebody picks up.
func TestAnswerAndCancelCross(t *testing.T) {
	t.Parallel()
	for _, later := range []time.Duration{0, 1, 2, 4, 8, 15} {
		t.Run(fmt.Sprintf("the answer %d ms later", later), func(t *testing.T) {
			s := tell(t)
			alice := s.Phone("alice")
			number := s.dialLine(`targets: ["user:alice"]`)
			caller := s.Caller()
			caller.Dials(number)
			alice.Rings()
			answered := false
			s.together(caller.HangsUp, after(later*time.Millisecond, func() { answered = alice.TriesToAnswer() }))
			if answered {
				alice.IsHungUp()
			}
			caller.Trace().Is("dial hung_up")
		})
	}
}

// Somebody picks up when the time runs out: either they talk, or nobody has answered; nobody is left alone.
func TestAnswerAndTimeoutCross(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Duration{960, 980, 990, 1000, 1010, 1030} {
		t.Run(fmt.Sprintf("at %d ms", at), func(t *testing.T) {
			s := tell(t)
			alice := s.Phone("alice")
			number := s.dialLine(`targets: ["user:alice"], timeout_s: 1`)
			caller := s.Caller()
			caller.Dials(number)
			alice.Rings()
			answered := false
			after(at*time.Millisecond-time.Since(caller.dialled), func() { answered = alice.TriesToAnswer() })()
			end, err := caller.talking().Ended(within(s, time.Second))
			if err != nil { // it goes on, so somebody must be there to talk to
				if !answered {
					s.Fatal("the caller was answered by nobody")
				}
				s.Talk(caller, alice)
				alice.HangsUp()
				caller.IsHungUp()
				caller.Trace().Is("dial answered", "bye hangup")
				return
			}
			if answered {
				alice.IsHungUp()
			}
			if end.Status != 480 {
				s.Errorf("the call %s", end)
			}
			caller.Trace().Is("dial unanswered", "gone hangup")
		})
	}
}

// The caller hangs up at any moment around the beep: there is a message that is long enough, or none.
func TestHangUpWhileRecordingStarts(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Duration{0, 20, 50, 100, 200, 300, 400, 600} {
		t.Run(fmt.Sprintf("%d ms after the greeting", at), func(t *testing.T) {
			s := tell(t)
			number := s.voicemailLine("")
			caller := s.Caller()
			caller.Dials(number)
			caller.Hears("speak") // 100 ms of 500
			after((400+at)*time.Millisecond, caller.HangsUp)()
			caller.Trace().Is("box hung_up")
			if n := len(s.Messages("user:alice")); n != 0 {
				s.Errorf("alice has %d messages of less than 2 s", n)
			}
		})
	}
}

// The caller hangs up at any moment of a flow that is in a hurry.
func TestHangUpAtAnyMoment(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Duration{0, 1, 2, 3, 4, 6, 8, 10, 13, 16, 20, 25, 30, 40, 60, 100, 150, 200, 300} {
		t.Run(fmt.Sprintf("after %d ms", at), func(t *testing.T) {
			s := tell(t)
			s.Audio("blip", 40*time.Millisecond)
			alice := s.Phone("alice")
			number := s.Line(`
start: early
nodes:
  early: {type: greeting, params: {audio: "audio:blip"}, next: {done: answer}}
  answer: {type: answer, next: {done: late}}
  late: {type: greeting, params: {audio: "audio:blip"}, next: {done: menu}}
  menu: {type: menu, params: {prompt: "audio:blip", keys: {"1": One}, timeout_s: 0, attempts: 1}, next: {"*": dial}}
  dial: {type: dial, params: {targets: ["user:alice", "endpoint:PJSIP/nobody"], strategy: all, timeout_s: 1}, next: {"*": box}}
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:blip"}, next: {done: bye}}
  bye: {type: hangup}
`)
			caller := s.Caller()
			caller.Dials(number)
			after(at*time.Millisecond, caller.HangsUp)()
			if in, err := alice.phone.Incoming(within(s, 500*time.Millisecond)); err == nil {
				alice.in = in
				alice.StopsRinging()
			}
			// A call that was given up before Asterisk had it never came to callflow.
			if len(s.calls()) > 0 {
				caller.Trace().Ended("hung_up")
			}
		})
	}
}

// Keys before, while and after a prompt plays all count, in their order, and each once.
func TestDigitsBeforeDuringAndAfterAPrompt(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", time.Second)
	s.Audio("main", time.Second)
	number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: menu}}
  menu: {type: menu, params: {prompt: "audio:main", keys: {"123456": All}, barge_in: false, timeout_s: 10, inter_digit_s: 10, attempts: 1}, next: {"*": bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("welcome")
	caller.Presses("12")
	caller.Hears("main")
	caller.Presses("3")
	caller.PressesByInfo("4")
	caller.HearsNothing(300 * time.Millisecond)
	caller.Presses("56")
	caller.IsHungUp()
	caller.Trace().Is("welcome done", "menu key:123456", "bye hangup")
}
