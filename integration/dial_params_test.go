//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/integration/phone"
)

// What the phone that rings shows.
func TestDialCallerID(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		param string
		shows func(caller *person, number string) string
	}{
		"the caller's": {"caller", func(caller *person, _ string) string { return caller.number }},
		"the number's": {"number", func(_ *person, number string) string { return number }},
		"a fixed one":  {`"+61255501234"`, func(*person, string) string { return "+61255501234" }},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			alice := s.Phone("alice")
			number := s.dialLine(`targets: ["user:alice"], caller_id: ` + test.param)
			caller := s.Caller()
			caller.Dials(number, phone.Name("Ann Example"))
			alice.Rings()
			if from, want := alice.in.From(), test.shows(caller, number); from != want {
				s.Errorf("alice sees a call from %q, not from %q", from, want)
			}
			if shown := alice.in.CallerName(); test.param == "caller" && shown != "Ann Example" {
				s.Errorf("alice sees the name %q", shown)
			}
			caller.HangsUp()
			alice.StopsRinging()
		})
	}
}

// The one who answers hears who calls, before the caller is connected; the caller is answered only then.
func TestDialWhisper(t *testing.T) {
	s := tell(t)
	s.Audio("sales", 1500*time.Millisecond)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"], whisper: "audio:sales"`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Answers()
	alice.Hears("sales")
	caller.IsNotAnswered()
	caller.IsAnswered()
	s.Talk(caller, alice)
	caller.HasNotHeard("sales")
	alice.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup")
}

func TestDialConfirmed(t *testing.T) {
	s := tell(t)
	s.Audio("sales", 600*time.Millisecond)
	s.Audio("press-1", 20*time.Second)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"], whisper: "audio:sales", confirm: true, confirm_prompt: "audio:press-1"`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Answers()
	alice.Hears("sales", "press-1")
	alice.Presses("7") // not it
	caller.IsNotAnswered()
	alice.Presses("1")
	caller.IsAnswered()
	s.Talk(caller, alice)
	alice.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Says("dial", "answered and confirmed")
}

// A voicemail box answers and talks: it does not win, and the next one is rung while it is asked twice.
func TestDialNotConfirmed(t *testing.T) {
	s := tell(t)
	s.Audio("press-1", 300*time.Millisecond)
	box, bob := s.Phone("box"), s.Phone("bob")
	number := s.dialLine(`targets: ["user:box", "user:bob"], confirm: true, confirm_prompt: "audio:press-1"`)
	caller := s.Caller()
	caller.Dials(number)
	box.Rings()
	box.Answers()
	box.Hums()
	box.Hears("press-1")
	box.talking().ListenFromNow()
	box.HearsNothing(time.Second)
	box.Hears("press-1")
	box.IsHungUp()
	bob.Rings()
	bob.Answers()
	bob.Hears("press-1")
	caller.IsNotAnswered()
	bob.Presses("1")
	s.Talk(caller, bob)
	bob.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Says("dial", "answered and did not confirm")
}

// Answered and gone again, before the caller was connected: nobody has answered.
func TestDialAnsweredAndGone(t *testing.T) {
	s := tell(t)
	s.Audio("sales", 20*time.Second)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"], whisper: "audio:sales"`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Answers()
	alice.Hears("sales")
	alice.HangsUp()
	caller.IsHungUp()
	caller.IsNotAnswered()
	caller.Trace().Is("dial unanswered", "gone hangup").Says("dial", "answered and left before talking")
}

// Before the answer the caller's own telephone rings (SIP 180).
func TestDialRingsBySignal(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"]`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	caller.must("hear of the ringing", caller.talking().Ringing(caller.soon()))
	if n := caller.talking().Packets(); n > 0 {
		s.Errorf("%d packets of sound came before the answer, where 180 is enough", n)
	}
	caller.HangsUp()
	alice.StopsRinging()
}

// After the answer ringing is a sound.
func TestDialRingsInBand(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", 500*time.Millisecond)
	alice := s.Phone("alice")
	number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: welcome}}
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: dial}}
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("welcome")
	alice.Rings()
	caller.must("hear a ringing tone", caller.talking().Hears(caller.soon(), phone.Ringback()))
	alice.Answers()
	s.Talk(caller, alice)
	alice.HangsUp()
	caller.IsHungUp()
}

func TestDialWithMusic(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]string{
		"after the answer": "start: answer\nnodes:\n  answer: {type: answer, next: {done: dial}}",
		"in early media":   "start: dial\nnodes:",
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			alice := s.Phone("alice")
			number := s.Line(start + `
  dial: {type: dial, params: {targets: ["user:alice"], ringback: music}, next: {"*": bye}}
  bye: {type: hangup}
`)
			caller := s.Caller()
			caller.Dials(number)
			alice.Rings()
			caller.Hears("music")
			alice.Answers()
			s.Talk(caller, alice)
			alice.HangsUp()
			caller.IsHungUp()
		})
	}
}

// The recording of a conversation has both voices, and the call tells of it.
func TestDialRecorded(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"], record: true`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	caller.talking().Hush()
	alice.Speaks(time.Second)
	alice.talking().Hush()
	caller.Speaks(time.Second)
	alice.HangsUp()
	caller.IsHungUp()
	tr := caller.Trace().Is("dial answered", "bye hangup").Says("dial", "recording:")
	s.hasRecording(tr, 2*time.Second, caller, alice)
}

func TestDialRecordedUntilTheCallerHangsUp(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"], record: true`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	caller.talking().Hush()
	alice.Speaks(time.Second)
	caller.HangsUp()
	alice.IsHungUp()
	s.hasRecording(caller.Trace().Is("dial hung_up"), time.Second, alice)
}
