//go:build integration

package integration

import (
	"testing"
	"time"
)

// place is a point of a flow at which a call can be for some time.
type place struct {
	name string
	flow string
	// enter brings the caller there; alice is who is rung in flows that ring her.
	enter func(caller, alice *person)
	// leaves is the last step of the trace when the caller hangs up there.
	leaves string
}

// places are all points at which a call waits, one for each thing that a node waits for.
var places = []place{
	{"a pause after the answer", `
start: answer
nodes:
  answer: {type: answer, params: {delay_ms: 10000}, next: {done: bye}}
  bye: {type: hangup}
`, func(caller, _ *person) { caller.IsAnswered() }, "answer hung_up"},

	{"a greeting before the answer", `
start: long
nodes:
  long: {type: greeting, params: {audio: "audio:long"}, next: {done: bye}}
  bye: {type: hangup}
`, func(caller, _ *person) { caller.Hears("long") }, "long hung_up"},

	{"a greeting", `
start: answer
nodes:
  answer: {type: answer, next: {done: long}}
  long: {type: greeting, params: {audio: "audio:long", interruptible: true}, next: {done: bye}}
  bye: {type: hangup}
`, func(caller, _ *person) { caller.Hears("long") }, "long hung_up"},

	{"a menu's prompt", `
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:long", keys: {"1": One}}, next: {"*": bye}}
  bye: {type: hangup}
`, func(caller, _ *person) { caller.Hears("long") }, "menu hung_up"},

	{"a menu that waits for a key", `
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"1": One}, timeout_s: 60}, next: {"*": bye}}
  bye: {type: hangup}
`, func(caller, _ *person) { caller.Hears("short"); caller.HearsNothing(500 * time.Millisecond) }, "menu hung_up"},

	{"a phone that rings", `
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": bye}}
  bye: {type: hangup}
`, func(caller, alice *person) { alice.Rings(); caller.Hears("ringing") }, "dial hung_up"},

	{"music while a phone rings", `
start: answer
nodes:
  answer: {type: answer, next: {done: dial}}
  dial: {type: dial, params: {targets: ["user:alice"], ringback: music}, next: {"*": bye}}
  bye: {type: hangup}
`, func(caller, alice *person) { alice.Rings(); caller.Hears("music") }, "dial hung_up"},

	{"a whisper to who has answered", `
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"], whisper: "audio:long"}, next: {"*": bye}}
  bye: {type: hangup}
`, func(_, alice *person) { alice.Rings(); alice.Answers(); alice.Hears("long") }, "dial hung_up"},

	{"a wait for the 1 of who has answered", `
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"], confirm: true, confirm_prompt: "audio:short"}, next: {"*": bye}}
  bye: {type: hangup}
`, func(_, alice *person) { alice.Rings(); alice.Answers(); alice.Hears("short") }, "dial hung_up"},

	{"a conversation", `
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": bye}}
  bye: {type: hangup}
`, func(caller, alice *person) { alice.Rings(); alice.Answers(); caller.s.Talk(caller, alice) }, "dial hung_up"},

	{"a recorded conversation", `
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"], record: true}, next: {"*": bye}}
  bye: {type: hangup}
`, func(caller, alice *person) { alice.Rings(); alice.Answers(); caller.s.Talk(caller, alice) }, "dial hung_up"},

	{"the greeting of a voicemail", `
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:long"}, next: {done: bye}}
  bye: {type: hangup}
`, func(caller, _ *person) { caller.Hears("long") }, "box hung_up"},

	{"a message that is left", `
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:short"}, next: {done: bye}}
  bye: {type: hangup}
`, func(caller, _ *person) { caller.Hears("short", "beep"); caller.Speaks(time.Second) }, "box hung_up"},

	{"the last words of the flow", `
start: answer
nodes:
  answer: {type: answer, next: {done: bye}}
  bye: {type: hangup, params: {audio: "audio:long"}}
`, func(caller, _ *person) { caller.Hears("long") }, "bye hung_up"},
}

// at brings a caller to a place.
func (s *story) at(p place) (caller, alice *person) {
	s.Helper()
	s.Audio("short", 500*time.Millisecond)
	s.Audio("long", 20*time.Second)
	alice = s.Phone("alice")
	number := s.Line(p.flow)
	caller = s.Caller()
	caller.Dials(number)
	p.enter(caller, alice)
	return caller, alice
}

// A caller who hangs up ends the call wherever it is: what rings stops ringing, who talks is hung up, nothing is left.
func TestHangUpInEachNode(t *testing.T) {
	t.Parallel()
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			s := tell(t)
			caller, alice := s.at(p)
			caller.HangsUp()
			switch {
			case alice.call != nil:
				alice.IsHungUp()
			case alice.in != nil:
				alice.StopsRinging()
			}
			tr := caller.Trace().Ended("hung_up")
			if last := tr.steps[len(tr.steps)-1]; last.Node+" "+last.Outcome != p.leaves {
				s.Errorf("the call did not end in %q%s", p.leaves, tr.text())
			}
		})
	}
}
