//go:build integration

package integration

import (
	"context"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// hasRecording checks that a call has one recording, of that length at least, in which people are heard.
func (s *story) hasRecording(tr *trace, least time.Duration, speakers ...*person) {
	s.Helper()
	recordings, err := s.c.store.Recordings(context.Background(), s.company, store.RecordingFilter{Call: tr.call.ID})
	s.must(err)
	if len(recordings) != 1 {
		s.Fatalf("the call has %d recordings%s", len(recordings), tr.text())
	}
	if d := recordings[0].Duration; d < least {
		s.Errorf("the recording lasts %s, less than %s", d, least)
	}
	for _, p := range speakers {
		heard, err := toneInFile(s.Recording(recordings[0]), p.voice)
		s.must(err)
		if !heard {
			s.Errorf("%s is not heard in the recording", p.name)
		}
	}
}

// voicemailLine is a number that leads to alice's box.
func (s *story) voicemailLine(params string) (number string) {
	s.Helper()
	s.User("alice", "PJSIP/nobody")
	s.Audio("speak", 500*time.Millisecond)
	return s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:speak"` + params + `}, next: {done: bye}}
  bye: {type: hangup}
`)
}

func TestVoicemailFinishedByHash(t *testing.T) {
	s := tell(t)
	number := s.voicemailLine("")
	caller := s.Caller()
	caller.Dials(number)
	caller.IsAnswered()
	caller.Hears("speak", "beep")
	caller.Speaks(2500 * time.Millisecond)
	caller.Presses("#")
	caller.IsHungUp()
	tr := caller.Trace().Is("box done", "bye hangup").Says("box", "The caller left a message")
	messages := s.Messages("user:alice")
	if len(messages) != 1 {
		s.Fatalf("alice has %d messages", len(messages))
	}
	m := messages[0]
	if d := m.Recording.Duration; d < 2*time.Second || d > 6*time.Second {
		s.Errorf("the message of 2.5 s lasts %s", d)
	}
	if m.Recording.Caller != caller.number || m.Recording.Number != number || m.Recording.Call != tr.call.ID || !m.Heard.IsZero() {
		s.Errorf("the message is told as %+v", m)
	}
	s.hasRecording(tr, 2*time.Second, caller)
}

// The message survives a caller who hangs up instead of pressing a key.
func TestVoicemailFinishedByHangUp(t *testing.T) {
	s := tell(t)
	number := s.voicemailLine(", beep: false")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("speak")
	caller.HearsNothing(300 * time.Millisecond)
	caller.Speaks(3 * time.Second)
	caller.HangsUp()
	tr := caller.Trace().Is("box hung_up").Ended(flowengine.EndHungUp).Says("box", "The caller left a message")
	s.hasRecording(tr, 2500*time.Millisecond, caller)
	if tr.call.Voicemail != "user:alice" {
		s.Errorf("the call is told with a message for %q", tr.call.Voicemail)
	}
}

func TestVoicemailTooShort(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]func(*person){
		"by a key":     func(p *person) { p.Presses("#"); p.IsHungUp() },
		"by a hang-up": (*person).HangsUp,
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			number := s.voicemailLine(", min_s: 3")
			caller := s.Caller()
			caller.Dials(number)
			caller.Hears("speak", "beep")
			caller.Speaks(time.Second)
			ends(caller)
			caller.Trace().Says("box", "was shorter than 3 s and was dropped")
			if n := len(s.Messages("user:alice")); n != 0 {
				s.Errorf("alice has %d messages", n)
			}
		})
	}
}

func TestVoicemailAtItsLongest(t *testing.T) {
	s := tell(t)
	number := s.voicemailLine(", max_s: 3, min_s: 1")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("speak", "beep")
	caller.Hums()
	caller.IsHungUp()
	tr := caller.Trace().Is("box done", "bye hangup").Lasted("box", 3*time.Second, 8*time.Second)
	s.hasRecording(tr, 2*time.Second, caller)
	if d := s.Messages("user:alice")[0].Recording.Duration; d > 4500*time.Millisecond {
		s.Errorf("a message of 3 s at most lasts %s", d)
	}
}

// Who hangs up during the greeting has left no message, and no empty one either.
func TestVoicemailHangUpInTheGreeting(t *testing.T) {
	s := tell(t)
	s.User("alice", "PJSIP/nobody")
	s.Audio("speak", 20*time.Second)
	number := s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:speak"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("speak")
	caller.HangsUp()
	caller.Trace().Is("box hung_up").Says("box", "before leaving a message")
	if n := len(s.Messages("user:alice")); n != 0 {
		s.Errorf("alice has %d messages", n)
	}
}

// A key skips the greeting; why the caller came here stands beside the message; other keys can finish it; a group has a box.
func TestVoicemailOfAGroup(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	s.Group("sales", "alice")
	s.Audio("speak", 20*time.Second)
	number := s.Line(`
start: dial
nodes:
  dial: {type: dial, params: {targets: ["group:sales"]}, next: {"*": box}}
  box: {type: voicemail, params: {box: "group:sales", greeting: "audio:speak", finish_on: "0*"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	alice.IsCalled()
	alice.IsBusy()
	caller.Hears("speak")
	caller.Presses("5")
	caller.Hears("beep")
	caller.Speaks(2500 * time.Millisecond)
	caller.Presses("#") // is only part of the message
	caller.Speaks(500 * time.Millisecond)
	caller.Presses("0")
	caller.IsHungUp()
	tr := caller.Trace().Is("dial busy", "box done", "bye hangup")
	s.hasRecording(tr, 2500*time.Millisecond, caller)
	if m := s.Messages("group:sales"); len(m) != 1 || m[0].Reason != "Everybody was busy, declined or could not be reached." {
		s.Errorf("the group's messages: %+v", m)
	}
}

// Nothing is said at all.
func TestVoicemailOfSilence(t *testing.T) {
	s := tell(t)
	number := s.voicemailLine(", min_s: 1")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("speak", "beep")
	caller.must("be silent", caller.talking().SendSilence(caller.soon(), 1500*time.Millisecond))
	caller.Presses("#")
	caller.IsHungUp()
	caller.Trace().Is("box done", "bye hangup")
}
