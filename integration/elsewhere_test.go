//go:build integration

package integration

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/integration/phone"
)

// A direct flow, a scenario and a flow of another system are made by the command line, and real calls run them.
func TestFlowsFromElsewhere(t *testing.T) {
	c := alone(t).runs(t)
	s := begin(t, c)
	alice := s.person("alice", phone.Config{User: "alice"})
	cli := func(arguments ...string) { t.Helper(); c.cli(t, append(arguments, "--company", s.company)...) }
	file := func(name, text string) string {
		path := filepath.Join(c.folder, name)
		s.must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	cli("user", "add", "alice", "--phone", alice.Endpoint())

	// A number that leads to Alice, and to her box once that is switched on.
	cli("direct", "add", "7101", "alice")
	first := s.Caller()
	first.Dials("7101")
	alice.Rings()
	alice.Answers()
	s.Talk(first, alice)
	alice.HangsUp()
	first.IsHungUp()
	first.Trace().Is("ring answered", "bye hangup").Ended(flowengine.EndCompleted)
	cli("direct", "set", "7101", "--voicemail", "--greeting", "sound:vm-intro")
	second := s.Caller()
	second.Dials("7101")
	alice.Rings()
	alice.Declines()
	second.Hears("sound:vm-intro", "beep")
	second.Speaks(2500 * time.Millisecond)
	second.Presses("#")
	second.IsHungUp()
	second.Trace().Is("ring busy", "message done", "bye hangup")

	// A list of actions: what does not take the call goes on to the next.
	s.Audio("welcome", 600*time.Millisecond)
	s.Audio("sorry", 600*time.Millisecond)
	cli("flow", "import", "--scenario", "--publish", file("scenario.yaml", `
name: Scenario
actions:
  - answer
  - play: audio:welcome
  - call: alice
    timeout_s: 20
  - play: audio:sorry
`))
	cli("number", "add", "7102", "--flow", "Scenario")
	third := s.Caller()
	third.Dials("7102")
	third.Hears("welcome")
	alice.Rings()
	alice.Declines()
	third.Hears("sorry")
	third.IsHungUp()
	third.Trace().Is("action-1 done", "action-2 done", "action-3 busy", "action-4 done", "end hangup")

	// A menu that was a gather and a split in Twilio Studio.
	cli("flow", "import", "--from", "twilio-studio", "--name", "Studio", "--publish", file("studio.json", `{"initial_state": "Trigger", "states": [
		{"name": "Trigger", "type": "trigger", "transitions": [{"event": "incomingCall", "next": "ask"}]},
		{"name": "ask", "type": "gather-input-on-call", "properties": {"play": "https://example.com/welcome.mp3", "timeout": 10},
		 "transitions": [{"event": "keypress", "next": "keys"}, {"event": "timeout"}]},
		{"name": "keys", "type": "split-based-on", "transitions": [{"event": "noMatch"},
		 {"event": "match", "next": "bye", "conditions": [{"arguments": ["{{widgets.ask.Digits}}"], "type": "equal_to", "value": "2"}]}]},
		{"name": "bye", "type": "say-play", "properties": {"play": "https://example.com/sorry.wav"}, "transitions": [{"event": "audioComplete"}]}]}`))
	cli("number", "add", "7103", "--flow", "Studio")
	fourth := s.Caller()
	fourth.Dials("7103")
	fourth.Hears("welcome")
	fourth.Presses("2")
	fourth.Hears("sorry")
	fourth.IsHungUp()
	fourth.Trace().Is("ask key:2", "bye done", "end hangup")
}
