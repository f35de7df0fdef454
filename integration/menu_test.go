//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/flowengine"
)

// menuLine is a number with one menu that has everything; its prompt is a tone of that length.
func (s *story) menuLine(prompt time.Duration, params string) (number string) {
	s.Helper()
	s.Audio("main", prompt)
	s.Audio("wrong", 500*time.Millisecond)
	return s.Line(`
start: menu
nodes:
  menu:
    type: menu
    params: {prompt: "audio:main", keys: {"1": One, "12": Twelve, "2": Two, "305": Far, "*": Star, "#": Hash}, timeout_s: 1, inter_digit_s: 1` + params + `}
    next: {"key:1": bye, "key:12": bye, "key:2": bye, "key:305": bye, "key:*": bye, "key:#": bye, invalid: bye, no_input: bye}
  bye: {type: hangup}
`)
}

func TestMenuKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, presses, outcome string }{
		{"one digit", "2", "key:2"},
		{"a key that starts another", "1", "key:1"},
		{"the longer key", "12", "key:12"},
		{"three digits", "305", "key:305"},
		{"star", "*", "key:*"},
		{"hash", "#", "key:#"},
	} {
		for by, press := range map[string]func(*person, string){"RFC 4733": (*person).Presses, "INFO": (*person).PressesByInfo} {
			t.Run(test.name+" by "+by, func(t *testing.T) {
				s := tell(t)
				number := s.menuLine(20*time.Second, "")
				caller := s.Caller()
				caller.Dials(number)
				caller.IsAnswered()
				caller.Hears("main")
				press(caller, test.presses)
				caller.IsHungUp()
				caller.Trace().Is("menu "+test.outcome, "bye hangup").Says("menu", "The caller pressed "+test.presses)
			})
		}
	}
}

// Attempts used up by wrong keys are invalid; the audio for them is heard each time, the last one too.
func TestMenuInvalid(t *testing.T) {
	s := tell(t)
	number := s.menuLine(400*time.Millisecond, `, attempts: 2, invalid_audio: "audio:wrong"`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("main")
	caller.Presses("9")
	caller.Hears("wrong", "main")
	caller.Presses("8")
	caller.Hears("wrong")
	caller.IsHungUp()
	caller.Trace().Is("menu invalid", "bye hangup").Says("menu", "The caller pressed 8, which is not in the menu")
}

// A beginning of a key that is none itself is wrong when no more comes.
func TestMenuHalfAKey(t *testing.T) {
	s := tell(t)
	number := s.menuLine(400*time.Millisecond, ", attempts: 1")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("main")
	caller.Presses("30")
	caller.IsHungUp()
	caller.Trace().Is("menu invalid", "bye hangup").Says("menu", "The caller pressed 30")
}

func TestMenuNoInput(t *testing.T) {
	s := tell(t)
	number := s.menuLine(400*time.Millisecond, ", attempts: 2")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("main")
	caller.HearsNothing(400 * time.Millisecond)
	caller.Hears("main")
	caller.IsHungUp()
	caller.Trace().Is("menu no_input", "bye hangup").Lasted("menu", 2700*time.Millisecond, 6*time.Second)
}

func TestMenuNoInputWithoutAWayIsInvalid(t *testing.T) {
	s := tell(t)
	s.Audio("main", 300*time.Millisecond)
	number := s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:main", keys: {"1": One}, timeout_s: 0.5, attempts: 1}, next: {"key:1": bye, invalid: wrong}}
  wrong: {type: hangup, params: {cause: rejected}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	if end := caller.IsHungUp(); end.Cause != int(flowengine.CauseRejected) {
		s.Errorf("the call %s", end)
	}
	caller.Trace().Is("menu no_input", "wrong hangup")
}

// A wrong key and then silence: silence used up the last attempt.
func TestMenuWrongKeyThenSilence(t *testing.T) {
	s := tell(t)
	number := s.menuLine(300*time.Millisecond, ", attempts: 2")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("main")
	caller.Presses("9")
	caller.Hears("main")
	caller.IsHungUp()
	caller.Trace().Is("menu no_input", "bye hangup")
}

func TestMenuWrongKeyThenTheRightOne(t *testing.T) {
	s := tell(t)
	number := s.menuLine(20*time.Second, "")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("main")
	caller.Presses("9")
	caller.talking().ListenFromNow()
	caller.HearsNothing(300 * time.Millisecond) // 9 might be the start of a longer key for all the caller knows
	caller.Hears("main")
	caller.Presses("2")
	caller.IsHungUp()
	caller.Trace().Is("menu key:2", "bye hangup").Says("menu", "attempt:2")
}

// Without barge-in the prompt is heard to its end, and the key counts.
func TestMenuWithoutBargeIn(t *testing.T) {
	s := tell(t)
	number := s.menuLine(2*time.Second, ", barge_in: false")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("main")
	caller.Presses("2")
	caller.IsHungUp()
	if d := caller.heardFor("main"); d < 1900*time.Millisecond {
		s.Errorf("the prompt of 2 s was heard for %s", d)
	}
	caller.Trace().Is("menu key:2", "bye hangup")
}

// Keys typed before a menu asks count for it: here for two menus, typed during a greeting before the answer.
func TestMenuTypeAhead(t *testing.T) {
	t.Parallel()
	for by, press := range map[string]func(*person, string){"RFC 4733": (*person).Presses, "INFO": (*person).PressesByInfo} {
		t.Run(by, func(t *testing.T) {
			s := tell(t)
			s.Audio("welcome", 2*time.Second)
			s.Audio("main", 20*time.Second)
			number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: first}}
  first: {type: menu, params: {prompt: "audio:main", keys: {"1": One, "2": Two}}, next: {"*": second}}
  second: {type: menu, params: {prompt: "audio:main", keys: {"34": Some, "35": Other}}, next: {"*": bye}}
  bye: {type: hangup}
`)
			caller := s.Caller()
			caller.Dials(number)
			caller.Hears("welcome")
			press(caller, "234")
			caller.IsHungUp()
			caller.HasNotHeard("main")
			caller.Trace().Is("welcome done", "first key:2", "second key:34", "bye hangup")
		})
	}
}

// A key at the very end of the prompt is neither lost nor counted twice, whenever it comes.
func TestMenuDigitAtTheLastMoment(t *testing.T) {
	t.Parallel()
	for _, before := range []time.Duration{120, 60, 20, 0, -40} {
		t.Run((before*time.Millisecond).String()+" before the end", func(t *testing.T) {
			s := tell(t)
			s.Audio("main", time.Second)
			number := s.Line(`
start: first
nodes:
  first: {type: menu, params: {prompt: "audio:main", keys: {"1": One, "2": Two}}, next: {"*": second}}
  second: {type: menu, params: {prompt: "audio:main", keys: {"1": One, "2": Two}, timeout_s: 0.5, attempts: 1}, next: {"*": bye}}
  bye: {type: hangup}
`)
			caller := s.Caller()
			caller.Dials(number)
			caller.Hears("main") // 100 ms of it
			timer := time.NewTimer(900*time.Millisecond - before*time.Millisecond)
			<-timer.C
			caller.Presses("2")
			caller.IsHungUp()
			caller.Trace().Is("first key:2", "second no_input", "bye hangup")
		})
	}
}
