//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/flowengine"
)

func TestAnswerThenGreeting(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", time.Second)
	number := s.Line(`
start: answer
nodes:
  answer: {type: answer, params: {delay_ms: 300}, next: {done: welcome}}
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.IsAnswered()
	caller.Hears("welcome")
	if end := caller.IsHungUp(); end.Cause != int(flowengine.CauseNormal) {
		s.Errorf("the call %s", end)
	}
	caller.Trace().Is("answer done", "welcome done", "bye hangup").Ended(flowengine.EndCompleted).Lasted("answer", 300*time.Millisecond, time.Second)
	if d := caller.heardFor("welcome"); d < 900*time.Millisecond || d > 1100*time.Millisecond {
		s.Errorf("the welcome of 1 s was heard for %s", d)
	}
}

func TestGreetingBeforeTheAnswerIsEarlyMedia(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", time.Second)
	number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: bye}}
  bye: {type: hangup, params: {cause: busy}}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("welcome")
	caller.IsNotAnswered()
	caller.IsRefused(486)
	caller.Trace().Is("welcome done", "bye hangup")
}

func TestGreetingIsSpoken(t *testing.T) {
	s := tell(t)
	number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, params: {say: "Welcome. You called {{ number.number }}. Thank you for calling us today."}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("speech")
	caller.IsHungUp()
	caller.Trace().Is("welcome done", "bye hangup").Says("welcome", "You called "+number)
}

func TestGreetingPlaysAsterisksOwnSounds(t *testing.T) {
	s := tell(t)
	number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: sound}}
  sound: {type: greeting, params: {audio: "sound:vm-goodbye"}, next: {done: digits}}
  digits: {type: greeting, params: {audio: "digits:47"}, next: {done: count}}
  count: {type: greeting, params: {audio: "number:5"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("sound:vm-goodbye", "sound:digits/4", "sound:digits/7", "sound:digits/5")
	caller.IsHungUp()
	caller.Trace().Is("answer done", "sound done", "digits done", "count done", "bye hangup")
}

func TestGreetingIsRepeated(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", 600*time.Millisecond)
	number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, params: {audio: "audio:welcome", repeat: 3}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.IsHungUp()
	if d := caller.heardFor("welcome"); d < 1600*time.Millisecond || d > 2*time.Second {
		s.Errorf("three times 600 ms were heard for %s", d)
	}
	caller.Trace().Is("welcome done", "bye hangup").Lasted("welcome", 1700*time.Millisecond, 4*time.Second)
}

// A key stops the greeting and counts for the menu after it.
func TestGreetingInterrupted(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", 20*time.Second)
	s.Audio("main", 20*time.Second)
	number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, params: {audio: "audio:welcome", interruptible: true}, next: {done: menu}}
  menu: {type: menu, params: {prompt: "audio:main", keys: {"4": Four}}, next: {"key:4": bye, invalid: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("welcome")
	caller.Presses("4")
	caller.IsHungUp()
	caller.HasNotHeard("main")
	caller.Trace().Is("welcome done", "menu key:4", "bye hangup").Lasted("welcome", 0, 5*time.Second)
}

// A key does not stop a greeting that is not interruptible, and counts for the menu all the same.
func TestGreetingNotInterrupted(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", 2*time.Second)
	s.Audio("main", 20*time.Second)
	number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: menu}}
  menu: {type: menu, params: {prompt: "audio:main", keys: {"4": Four}}, next: {"key:4": bye, invalid: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("welcome")
	caller.Presses("4")
	caller.IsHungUp()
	if d := caller.heardFor("welcome"); d < 1900*time.Millisecond {
		s.Errorf("the welcome of 2 s was heard for %s", d)
	}
	caller.Trace().Is("welcome done", "menu key:4", "bye hangup").Lasted("welcome", 1900*time.Millisecond, 5*time.Second)
}

// What cannot be played is noted, a default sound is heard, and the call goes on.
func TestGreetingWithoutItsAudio(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(s *story){
		"removed from the library": func(s *story) {
			_, err := s.c.store.RemoveAudio(s.Context(), s.company, "welcome", true)
			s.must(err)
		},
		"its file is gone": func(s *story) {
			sound, err := s.c.store.Audio(s.Context(), s.company, "welcome")
			s.must(err)
			s.must(s.c.library.Remove(sound.Hash))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			// Sounds of no other length, so that nobody else needs the file and Asterisk has never fetched it.
			s.Audio("welcome", 1234*time.Millisecond+time.Duration(len(name))*time.Millisecond)
			s.Audio("after", time.Second)
			number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: welcome}}
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: after}}
  after: {type: greeting, params: {audio: "audio:after"}, next: {done: bye}}
  bye: {type: hangup}
`)
			breaks(s)
			caller := s.Caller()
			caller.Dials(number)
			caller.Hears("beep", "after")
			caller.IsHungUp()
			caller.Trace().Is("answer done", "welcome done", "after done", "bye hangup").Says("welcome", "a default sound was")
		})
	}
}
