//go:build integration

package integration

import (
	"fmt"
	"testing"
	"time"

	"callflow/ari"
	"callflow/flowengine"
	"callflow/integration/phone"
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

// The last ones leave a conference while the next ones come, again and again, and those meet.
func TestConferenceChangesHands(t *testing.T) {
	s := tell(t)
	number := s.conferenceLine(`room: relay`)
	var last []*person
	for round := range 10 {
		next := []*person{s.Caller(), s.Caller(), s.Caller()}
		var moves []func()
		for _, p := range last {
			moves = append(moves, func() {
				time.Sleep(time.Duration(round) * 20 * time.Millisecond) // somewhere in the others' coming
				p.HangsUp()
			})
		}
		for _, p := range next {
			moves = append(moves, func() { p.Dials(number) })
		}
		s.together(moves...)
		s.Talk(next[0], next[1])
		next[0].talking().Hush()
		s.Talk(next[1], next[2])
		last = next
	}
	for _, p := range last {
		p.HangsUp()
	}
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

// What one says is in the recording also while the telephone of the one who records sends no packets at all. What listened to that
// one missed it in two conferences of five, so there are four.
func TestConferenceIsRecordedWhole(t *testing.T) {
	s := tell(t)
	s.Audio("notice", 400*time.Millisecond)
	var conferences []func()
	for i := range 4 {
		number := s.conferenceLine(fmt.Sprintf(`room: quiet-%d, record: true, notice: "audio:notice"`, i))
		ann, ben := s.QuietCaller(), s.QuietCaller()
		conferences = append(conferences, func() {
			ann.Dials(number)
			ann.Hears("notice", "music")
			ben.Dials(number)
			s.Talk(ann, ben)
			ann.talking().Hush()
			ben.talking().Hush()
			for range 3 {
				ann.HearsNothing(700 * time.Millisecond)
				ben.Speaks(time.Second)
			}
			ben.Presses("#")
			ben.IsHungUp()
			ann.Presses("#")
			ann.IsHungUp()
			tr := ann.Trace().Is("conference done", "goodbye done", "bye hangup")
			s.hasRecording(tr, 4*time.Second)
			pcm, err := phone.LoadWAV(s.Recording(s.recordings(tr)[0]))
			s.must(err)
			if heard := toneTime(pcm, ben.voice); heard < 2300*time.Millisecond { // each time some hundredths are lost at both ends
				s.Errorf("%s of what was said for three seconds is in the recording", heard)
			}
		})
	}
	s.together(conferences...)
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
	{"the recording of a conference goes on", func(s *story, o *witness) {
		s.Audio("notice", 400*time.Millisecond)
		number := s.conferenceLine(`room: board, record: true, notice: "audio:notice"`)
		ann, ben := s.Caller(), s.Caller()
		ann.Dials(number)
		ann.Hears("notice", "music")
		ben.Dials(number)
		ben.Hears("notice")
		s.Talk(ann, ben)
		since := time.Now()
		o.Happens()
		o.IsOver()
		s.Talk(ann, ben)
		s.oneByOne(ann, ben)
		lasted := time.Since(since)
		ben.Presses("#")
		ben.IsHungUp()
		ann.Presses("#")
		ann.IsHungUp()
		s.hasRecording(ann.Trace().Is("conference done", "goodbye done", "bye hangup"), lasted-500*time.Millisecond, ann, ben)
		if tr := ben.Trace(); len(s.recordings(tr)) != 0 {
			s.Error("both have recorded")
		}
	}},
	{"who records a conference leaves it meanwhile", func(s *story, o *witness) {
		s.Audio("notice", 400*time.Millisecond)
		number := s.conferenceLine(`room: board, record: true, notice: "audio:notice"`)
		ann, ben, cat := s.Caller(), s.Caller(), s.Caller()
		ann.Dials(number)
		ann.Hears("notice", "music")
		ben.Dials(number)
		s.Talk(ann, ben)
		cat.Dials(number)
		cat.Hears("notice")
		s.oneByOne(ann, ben)
		o.Happens()
		ann.HangsUp()
		o.IsOver()
		tr := ann.Trace().Is("conference hung_up")
		s.gone(tr)
		s.hasRecording(tr, time.Second, ann, ben) // others are in the room still
		ben.HearsNothing(6 * time.Second)         // for five, whoever records is waited for
		s.oneByOne(ben, cat)
		ben.Presses("#")
		ben.IsHungUp()
		cat.Presses("#")
		cat.IsHungUp()
		next := ben.Trace().Is("conference done", "goodbye done", "bye hangup")
		if other := cat.Trace(); len(s.recordings(next)) == 0 {
			next = other
		} else if len(s.recordings(other)) != 0 {
			s.Error("both have recorded")
		}
		s.hasRecording(next, time.Second, ben, cat)
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
