//go:build integration

package integration

import (
	"context"
	wire "encoding/binary"
	"os"
	"slices"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// recordings are a call's, oldest first.
func (s *story) recordings(tr *trace) []store.Recording {
	s.Helper()
	all, err := s.c.store.Recordings(context.Background(), s.company, store.RecordingFilter{Call: tr.call.ID})
	s.must(err)
	slices.Reverse(all)
	return all
}

// channels are the samples of a WAV file's channels.
func (s *story) channels(r store.Recording) [][]int16 {
	s.Helper()
	data, err := os.ReadFile(s.Recording(r))
	s.must(err)
	const header = 44
	if len(data) < header {
		s.Fatalf("the recording %s has %d bytes", r.File, len(data))
	}
	n := int(wire.LittleEndian.Uint16(data[22:]))
	channels := make([][]int16, n)
	for i := header; i+2*n <= len(data); i += 2 * n {
		for c := range n {
			channels[c] = append(channels[c], int16(wire.LittleEndian.Uint16(data[i+2*c:])))
		}
	}
	return channels
}

// oneByOne lets people who talk speak alone, one after another, so that each is heard in a recording.
func (s *story) oneByOne(people ...*person) {
	s.Helper()
	for _, p := range people {
		p.talking().Hush()
	}
	for _, p := range people {
		p.Speaks(time.Second)
	}
}

// A call is recorded from the node on: the conversation too, once, and both sides.
func TestRecordNode(t *testing.T) {
	s := tell(t)
	s.Audio("notice", 500*time.Millisecond)
	s.Audio("thanks", 700*time.Millisecond)
	alice := s.Phone("alice")
	number := s.Line(`
start: record
nodes:
  record: {type: record, params: {notice: "audio:notice"}, next: {done: dial}}
  dial: {type: dial, params: {targets: ["user:alice"], record: true}, next: {answered: thanks, "*": bye}}
  thanks: {type: greeting, params: {audio: "audio:thanks"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("notice")
	alice.Rings()
	caller.IsNotAnswered()
	alice.Answers()
	s.Talk(caller, alice)
	s.oneByOne(caller, alice)
	alice.HangsUp()
	caller.Hears("thanks")
	caller.IsHungUp()
	tr := caller.Trace().Is("record done", "dial answered", "thanks done", "bye hangup").Says("dial", "with the call")
	s.hasRecording(tr, 700*time.Millisecond, caller, alice)
	sound := s.channels(s.recordings(tr)[0])
	if len(sound) != 1 || !toneIn(sound[0], s.prompts["thanks"]) || toneIn(sound[0], s.prompts["notice"]) {
		s.Errorf("the recording has %d channels; the prompt after the conversation is in it: %v, the notice: %v",
			len(sound), toneIn(sound[0], s.prompts["thanks"]), toneIn(sound[0], s.prompts["notice"]))
	}
}

// Off and on again: two recordings, the second in stereo, which the caller's hang-up ends. A sensitive node is left out of it.
func TestRecordNodeOffAndOn(t *testing.T) {
	s := tell(t)
	s.Audio("notice", 400*time.Millisecond)
	s.Audio("middle", 600*time.Millisecond)
	s.Audio("card", 1500*time.Millisecond)
	s.Audio("last", 10*time.Second)
	number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: one}}
  one: {type: record, params: {notice: "audio:notice"}, next: {done: middle}}
  middle: {type: greeting, params: {audio: "audio:middle"}, next: {done: off}}
  "off": {type: record, params: {on: false}, next: {done: two}}
  two: {type: record, params: {notice: "audio:notice", channels: stereo}, next: {done: menu}}
  menu: {type: menu, sensitive: true, params: {prompt: "audio:card", keys: {"1": One}, barge_in: false, timeout_s: 30}, next: {"*": last}}
  last: {type: greeting, params: {audio: "audio:last"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("notice", "middle", "notice", "card")
	caller.Presses("1")
	caller.Hears("last")
	caller.Speaks(time.Second)
	caller.HangsUp()
	tr := caller.Trace().Is("answer done", "one done", "middle done", "off done", "two done", "menu key:1", "last hung_up").Ended(flowengine.EndHungUp)
	all := s.recordings(tr)
	if len(all) != 2 {
		s.Fatalf("the call has %d recordings%s", len(all), tr.text())
	}
	first, second := s.channels(all[0]), s.channels(all[1])
	if len(first) != 1 || !toneIn(first[0], s.prompts["middle"]) {
		s.Errorf("the prompt is not in the first recording, of %d channels", len(first))
	}
	if len(second) != 2 {
		s.Fatalf("the second recording has %d channels", len(second))
	}
	left, right := second[0], second[1]
	for what, is := range map[string][2]bool{
		"the caller on the left":      {toneIn(left, caller.voice), true},
		"the caller on the right":     {toneIn(right, caller.voice), false},
		"the prompt on the right":     {toneIn(right, s.prompts["last"]), true},
		"the prompt on the left":      {toneIn(left, s.prompts["last"]), false},
		"what is asked for in secret": {toneIn(right, s.prompts["card"]), false},
	} {
		if is[0] != is[1] {
			s.Errorf("in the second recording, %s is heard: %v", what, is[0])
		}
	}
}

// A flow that records its calls: from the answer on, after the notice.
func TestRecordedFlow(t *testing.T) {
	s := tell(t)
	s.Audio("notice", 500*time.Millisecond)
	alice := s.Phone("alice")
	number := s.Line(`
start: dial
settings: {record: {calls: true, notice: "audio:notice"}}
nodes:
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	caller.HasNotHeard("notice")
	alice.Answers()
	caller.Hears("notice")
	s.Talk(caller, alice)
	s.oneByOne(caller, alice)
	caller.HangsUp()
	alice.IsHungUp()
	s.hasRecording(caller.Trace().Is("dial hung_up"), time.Second, caller, alice)

	other := s.Caller()
	other.Dials(number)
	alice.Rings()
	other.HangsUp()
	alice.StopsRinging()
	if tr := other.Trace().Is("dial hung_up"); len(s.recordings(tr)) != 0 {
		s.Error("a call that was not answered has a recording")
	}
}

// recordScenes are calls that are recorded during an outage.
var recordScenes = []scene{
	{"a call's recording is one recording", func(s *story, o *witness) {
		s.Audio("notice", 400*time.Millisecond)
		alice := s.Phone("alice")
		number := s.Line(`
start: dial
settings: {record: {calls: true, notice: "audio:notice"}}
nodes:
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": bye}}
  bye: {type: hangup}
`)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		alice.Answers()
		caller.Hears("notice")
		s.Talk(caller, alice)
		since := time.Now()
		o.Happens()
		o.IsOver()
		s.Talk(caller, alice)
		s.oneByOne(caller, alice)
		lasted := time.Since(since)
		alice.HangsUp()
		caller.IsHungUp()
		s.hasRecording(caller.Trace().Is("dial answered", "bye hangup"), lasted-500*time.Millisecond, caller, alice)
	}},
	{"the caller leaves a call that is recorded meanwhile", func(s *story, o *witness) {
		s.Audio("notice", 400*time.Millisecond)
		s.Audio("long", 20*time.Second)
		number := s.Line(`
start: record
nodes:
  record: {type: record, params: {notice: "audio:notice", channels: stereo}, next: {done: answer}}
  answer: {type: answer, next: {done: long}}
  long: {type: greeting, params: {audio: "audio:long"}, next: {done: bye}}
  bye: {type: hangup}
`)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("notice", "long")
		caller.Speaks(time.Second)
		o.Happens()
		caller.HangsUp()
		o.IsOver()
		tr := caller.Trace().Is("record done", "answer done", "long hung_up")
		s.gone(tr)
		all := s.recordings(tr)
		if len(all) != 1 {
			s.Fatalf("the call has %d recordings%s", len(all), tr.text())
		}
		if sound := s.channels(all[0]); len(sound) != 2 || !toneIn(sound[0], caller.voice) || !toneIn(sound[1], s.prompts["long"]) {
			s.Errorf("the recording has %d channels, or not both sides of the call", len(sound))
		}
	}},
}

// callflow is killed, or loses its connection, while calls are recorded and while scripts have them: each goes on.
func TestKilledDuringMedia(t *testing.T) {
	c := alone(t).runs(t)
	killed(t, c).play(slices.Concat(recordScenes, scriptScenes, conferenceScenes))
}

func TestSocketLossDuringMedia(t *testing.T) {
	c := alone(t)
	cable := c.cable(t)
	c.runs(t)
	severed(t, c, cable).play(slices.Concat(recordScenes, scriptScenes, conferenceScenes))
}
