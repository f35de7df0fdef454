//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// conferenceLine is a number that leads to a conference with those params, and then says goodbye.
func (s *story) conferenceLine(params string) (number string) {
	s.Helper()
	if s.prompts["goodbye"] == 0 {
		s.Audio("goodbye", 500*time.Millisecond)
	}
	return s.Line(`
start: conference
nodes:
  conference: {type: conference, params: {` + params + `}, next: {done: goodbye}}
  goodbye: {type: greeting, params: {audio: "audio:goodbye"}, next: {done: bye}}
  bye: {type: hangup}
`)
}

// noRooms waits until no conference of the company is left in Asterisk.
func (s *story) noRooms() {
	s.Helper()
	room := s.c.app + "~room~" + s.company + "~"
	s.must(asterisk.without(patience, func(ari.Channel) bool { return false }, func(b ari.Bridge) bool {
		return len(b.ID) > len(room) && b.ID[:len(room)] == room
	}))
}

// Three callers meet, by two numbers; each hears the others, leaves by a key or by hanging up, and who is alone hears music again.
func TestConference(t *testing.T) {
	s := tell(t)
	one, two := s.conferenceLine(`room: sales`), s.conferenceLine(`room: Sales`)
	ann, ben, cat := s.Caller(), s.Caller(), s.Caller()
	ann.Dials(one)
	ann.Hears("music")
	ben.Dials(two)
	s.Talk(ann, ben)
	ben.talking().Hush()
	cat.Dials(one)
	cat.HearsVoice(ann)
	ann.talking().Hush()
	cat.Hums()
	ann.HearsVoice(cat)
	ben.HearsVoice(cat)
	cat.talking().Hush()
	cat.Presses("7") // nothing
	cat.Presses("#")
	cat.Hears("goodbye")
	cat.IsHungUp()
	s.Talk(ann, ben)
	ben.HangsUp()
	ann.talking().ListenFromNow()
	ann.Hears("music")
	ann.Presses("*")
	ann.Hears("goodbye")
	ann.IsHungUp()
	cat.Trace().Is("conference done", "goodbye done", "bye hangup").Says("conference", "left by #")
	ben.Trace().Is("conference hung_up").Ended(flowengine.EndHungUp)
	ann.Trace().Is("conference done", "goodbye done", "bye hangup").Says("conference", "left by *").Says("conference", "most:3")
	s.noRooms()
}

// Two guests wait for the moderator, and leave with him.
func TestConferenceWithModerator(t *testing.T) {
	s := tell(t)
	s.Audio("wait", 900*time.Millisecond)
	guests := s.conferenceLine(`room: board, wait_for_moderator: true, end_with_moderator: true, wait_audio: "audio:wait"`)
	moderators := s.conferenceLine(`room: board, moderator: true`)
	ann, ben, mod := s.Caller(), s.Caller(), s.Caller()
	ann.Dials(guests)
	ann.Hears("wait", "wait")
	ben.Dials(guests)
	ben.Hears("wait", "wait") // not Ann
	mod.Dials(moderators)
	s.Talk(ann, mod)
	mod.talking().Hush()
	ben.HearsVoice(ann)
	ann.talking().Hush()
	mod.Presses("#")
	mod.Hears("goodbye")
	ann.Hears("goodbye")
	ben.Hears("goodbye")
	s.together(func() { mod.IsHungUp() }, func() { ann.IsHungUp() }, func() { ben.IsHungUp() })
	ann.Trace().Is("conference done", "goodbye done", "bye hangup").Says("conference", "ended for the caller")
	s.noRooms()
}

// One of those who could records the conversation.
func TestConferenceIsRecorded(t *testing.T) {
	s := tell(t)
	s.Audio("notice", 400*time.Millisecond)
	number := s.conferenceLine(`room: board, record: true, notice: "audio:notice"`)
	ann, ben := s.Caller(), s.Caller()
	ann.Dials(number)
	ann.Hears("notice", "music")
	ben.Dials(number)
	ben.Hears("notice")
	s.Talk(ann, ben)
	ann.talking().Hush()
	ben.HearsNothing(time.Second) // while ben speaks on, alone; whoever begins again after sending nothing may lose a second
	ben.HangsUp()
	ann.Speaks(2 * time.Second)
	ann.Presses("#")
	ann.IsHungUp()
	s.hasRecording(ann.Trace().Is("conference done", "goodbye done", "bye hangup"), time.Second, ben)
	if tr := ben.Trace().Is("conference hung_up"); len(s.recordings(tr)) != 0 {
		s.Error("both have recorded")
	}
}

// conferenceScenes are conferences during an outage.
var conferenceScenes = []scene{
	{"a conference goes on", func(s *story, o *witness) {
		number := s.conferenceLine(`room: sales`)
		ann, ben := s.Caller(), s.Caller()
		ann.Dials(number)
		ann.Hears("music")
		ben.Dials(number)
		s.Talk(ann, ben)
		o.Happens()
		s.Talk(ann, ben)
		o.IsOver()
		s.Talk(ann, ben)
		ben.Presses("#")
		ben.Hears("goodbye")
		ben.IsHungUp()
		ann.talking().ListenFromNow()
		ann.Hears("music")
		ann.HangsUp()
		ben.Trace().Is("conference done", "goodbye done", "bye hangup")
		ann.Trace().Is("conference hung_up")
		s.noRooms()
	}},
	{"one leaves a conference meanwhile", func(s *story, o *witness) {
		number := s.conferenceLine(`room: sales`)
		ann, ben := s.Caller(), s.Caller()
		ann.Dials(number)
		ann.Hears("music")
		ben.Dials(number)
		s.Talk(ann, ben)
		o.Happens()
		ben.HangsUp()
		o.IsOver()
		ann.talking().ListenFromNow()
		ann.Hears("music")
		ann.Presses("#")
		ann.Hears("goodbye")
		ann.IsHungUp()
		s.gone(ben.Trace().Is("conference hung_up"))
		s.noRooms()
	}},
}
