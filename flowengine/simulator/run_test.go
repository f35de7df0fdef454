package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

// office is a flow with every way to wait: a prompt, a menu, ringing, talking
// and a message.
const office = `
schema: 1
name: Office
kind: voice
start: welcome
nodes:
  welcome: {type: greeting, params: {audio: "audio:welcome"}, next: {done: menu}}
  menu:
    type: menu
    params: {prompt: "audio:main-menu", keys: {"1": Sales, "2": Support, "22": Secret}, attempts: 2, invalid_audio: "audio:wrong"}
    next: {"key:1": sales, "key:2": support, "key:22": bye, invalid: box, no_input: bye}
  sales: {type: dial, params: {targets: ["user:alice", "user:bob"], timeout_s: 10, record: true}, next: {answered: bye, "*": box}}
  support: {type: dial, params: {targets: ["user:alice", "user:bob"], strategy: all, timeout_s: 10, confirm: true, whisper: "audio:for-support"}, next: {answered: bye, "*": box}}
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:leave-a-message", max_s: 60}, next: {done: bye}}
  bye: {type: hangup}
`

func compile(t testing.TB, text string) *flowengine.Program {
	t.Helper()
	doc, findings := flowengine.ParseFlow([]byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// script makes a script as the command line would.
func script(t testing.TB, digits string, answers ...string) simulator.Script {
	t.Helper()
	presses, err := simulator.ParseDigits(digits)
	if err != nil {
		t.Fatal(err)
	}
	who, err := simulator.ParseAnswers(answers)
	if err != nil {
		t.Fatal(err)
	}
	return simulator.Script{Caller: "+61255501234", Number: "100", Presses: presses, Answers: who}
}

func run(t testing.TB, program *flowengine.Program, s simulator.Script, o simulator.Options) simulator.Outcome {
	t.Helper()
	out, err := simulator.Run(t.Context(), program, s, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, told(out))
	}
	return out
}

// path is the way of a call in short: "menu=key:1 sales=answered …".
func path(out simulator.Outcome) string {
	var steps []string
	for _, s := range out.Trace {
		steps = append(steps, s.Node+"="+s.Outcome)
	}
	return strings.Join(append(steps, string(out.Ended.Reason)), " ")
}

func told(out simulator.Outcome) string {
	var b strings.Builder
	for _, s := range out.Trace {
		fmt.Fprintf(&b, "%d %s %s: %s %v %v\n", s.Seq, s.Node, s.Outcome, s.Why, s.Details, s.Warnings)
	}
	for _, h := range out.Heard {
		fmt.Fprintln(&b, h)
	}
	fmt.Fprintf(&b, "%+v\n", out.Ended)
	return b.String()
}

func TestCallsGoTheirWay(t *testing.T) {
	program := compile(t, office)
	for _, c := range []struct {
		name, digits string
		answers      []string
		change       func(*simulator.Script)
		want         string
	}{
		{"presses 1 and talks", "1", []string{"alice=answered:20s"}, nil,
			"welcome=done menu=key:1 sales=answered bye=hangup completed"},
		{"a decline moves on to bob", "1", []string{"user:alice=declined", "bob=answered"}, nil,
			"welcome=done menu=key:1 sales=answered bye=hangup completed"},
		{"everybody is busy", "1", []string{"alice=busy", "bob=unreachable"}, nil,
			"welcome=done menu=key:1 sales=busy box=hung_up hung_up"},
		{"nobody answers", "1", nil, nil,
			"welcome=done menu=key:1 sales=unanswered box=hung_up hung_up"},
		{"a message ends with a hash", "1", []string{"*=busy"},
			func(s *simulator.Script) {
				s.Speech = simulator.Speech{For: 8 * time.Second, Then: simulator.ThenHash}
			},
			"welcome=done menu=key:1 sales=busy box=done bye=hangup completed"},
		{"a second group answers the second prompt", "9,1", []string{"*=answered"}, nil,
			"welcome=done menu=key:1 sales=answered bye=hangup completed"},
		{"silence, then 1", ",1", []string{"*=answered"}, nil,
			"welcome=done menu=key:1 sales=answered bye=hangup completed"},
		{"silence throughout", "", nil, nil, "welcome=done menu=no_input bye=hangup completed"},
		{"a key that starts another", "22", nil, nil, "welcome=done menu=key:22 bye=hangup completed"},
		{"wrong twice", "9,9", nil, nil, "welcome=done menu=invalid box=hung_up hung_up"},
		{"typed ahead", "1@200ms", []string{"*=answered"}, nil,
			"welcome=done menu=key:1 sales=answered bye=hangup completed"},
		{"somebody confirms", "2", []string{"alice=unanswered", "bob=answered"}, nil,
			"welcome=done menu=key:2 support=answered bye=hangup completed"},
		{"a voicemail box does not confirm", "2", []string{"alice=machine", "bob=busy"}, nil,
			"welcome=done menu=key:2 support=unanswered box=hung_up hung_up"},
		{"the caller ends the conversation", "1", []string{"alice=answered:5s!caller"}, nil,
			"welcome=done menu=key:1 sales=hung_up hung_up"},
		{"the caller leaves in the welcome", "", nil,
			func(s *simulator.Script) { s.HangupAfter = 300 * time.Millisecond },
			"welcome=hung_up hung_up"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := script(t, c.digits, c.answers...)
			if c.change != nil {
				c.change(&s)
			}
			out := run(t, program, s, simulator.Options{})
			if got := path(out); got != c.want {
				t.Errorf("went  %s\nnot   %s\n%s", got, c.want, told(out))
			}
		})
	}
}

func TestTheTranscriptSaysWhatWasHeard(t *testing.T) {
	out := run(t, compile(t, office), script(t, "1", "alice=answered:20s"), simulator.Options{})
	var got []string
	for _, h := range out.Heard {
		got = append(got, h.String())
	}
	want := []string{
		"    0.0s  caller hears audio:welcome (1.0s)",
		"    1.0s  caller hears audio:main-menu (1.0s)",
		"    2.5s  caller hears ringing (3.1s)",
		"    5.6s  caller hears conversation with user:alice (20.0s)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if out.Ended.Talked != 20*time.Second || out.Ended.AnsweredBy != "user:alice" {
		t.Errorf("the call ended as %+v", out.Ended)
	}
	if len(out.Kept) != 1 || out.Kept[0].Duration != 20*time.Second {
		t.Errorf("kept %+v", out.Kept)
	}
}

func TestTheSameScriptGivesTheSameCall(t *testing.T) {
	program := compile(t, office)
	rapid.Check(t, func(rt *rapid.T) {
		s := randomScript(rt)
		first, err := simulator.Run(t.Context(), program, s, simulator.Options{})
		if err != nil {
			rt.Fatalf("%v\n%s", err, told(first))
		}
		second, err := simulator.Run(t.Context(), program, s, simulator.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func randomScript(t *rapid.T) simulator.Script {
	kind := rapid.SampledFrom([]simulator.Kind{simulator.Busy, simulator.Declined, simulator.Unanswered, simulator.Unreachable, simulator.Answered, simulator.Machine})
	seconds := func(most int, name string) time.Duration {
		return time.Duration(rapid.IntRange(0, most*10).Draw(t, name)) * 100 * time.Millisecond
	}
	behaviour := func(name string) simulator.Behaviour {
		return simulator.Behaviour{Kind: kind.Draw(t, name), Ring: seconds(12, name+" rings"), Talk: seconds(30, name+" talks"), CallerEnds: rapid.Bool().Draw(t, name+" stays")}
	}
	presses, err := simulator.ParseDigits(rapid.SampledFrom([]string{"", "1", "2", "22", "9,1", ",2", "9,9", "1@1s", "2@1800ms"}).Draw(t, "digits"))
	if err != nil {
		t.Fatal(err)
	}
	return simulator.Script{
		Caller: "+61255501234", Number: "100", Presses: presses,
		Answers:     map[string]simulator.Behaviour{"alice": behaviour("alice"), "bob": behaviour("bob")},
		HangupAfter: seconds(60, "hangs up"),
		Speech: simulator.Speech{For: seconds(30, "speaks"),
			Then: rapid.SampledFrom([]simulator.Then{simulator.ThenHangUp, simulator.ThenHash, simulator.ThenSilent}).Draw(t, "then")},
	}
}
