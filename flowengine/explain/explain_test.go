package explain_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/flowengine/explain"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

// tell writes an explanation on one line: steps with their outcomes, choices in
// brackets.
func tell(w explain.Way) string {
	var parts []string
	for _, s := range w.Steps {
		if s.Outcome == "" {
			parts = append(parts, s.Node)
			continue
		}
		parts = append(parts, s.Node+":"+s.Outcome)
	}
	if w.Again != "" {
		parts = append(parts, "^"+w.Again)
	}
	if len(w.Choices) > 0 {
		var choices []string
		for _, c := range w.Choices {
			choices = append(choices, c.Outcome+"="+tell(c.Then))
		}
		parts = append(parts, "["+strings.Join(choices, " | ")+"]")
	}
	return strings.Join(parts, " ")
}

func compile(t *testing.T, yaml string) *flowengine.Program {
	t.Helper()
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: Flow\nkind: voice\n" + yaml))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func explained(t *testing.T, program *flowengine.Program, script simulator.Script, o explain.Options) string {
	t.Helper()
	way, err := explain.Call(context.Background(), program, script, o)
	if err != nil {
		t.Fatal(err)
	}
	return tell(way)
}

const menuFlow = `
start: menu
nodes:
  menu: {type: menu, params: {prompt: x, keys: {"1": Sales, "2": Again}}, next: {"key:1": which, "key:2": back, invalid: bye}}
  which: {type: route, params: {branches: [{name: sales, all: [{is: expression, expression: 'menu.name == "Sales"'}]}]}, next: {"branch:sales": dial, no_match: bye}}
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {answered: bye, busy: message, "*": message, hung_up: note}}
  message: {type: voicemail, params: {box: "user:alice"}, next: {done: bye}}
  back: {type: jump, params: {to: menu}, next: {exceeded: bye}}
  note: {type: set, params: {vars: {left: "true"}}, next: {done: bye}}
  bye: {type: hangup}
`

func TestEveryChoiceIsTold(t *testing.T) {
	program := compile(t, menuFlow)
	got := explained(t, program, simulator.Script{Caller: "0412345678", Number: "100"}, explain.Options{})
	want := "menu [key:1=which:branch:sales dial [answered=bye:hangup | busy=message:done ^bye | unanswered=^message | hung_up=note:done bye:hangup]" +
		" | key:2=back:jumped ^menu | invalid=^bye | no_input=^bye]"
	// After the caller has left, the end of the call says so in other words.
	want = strings.Replace(want, "note:done bye:hangup", "note:done ^bye", 1)
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestGivenKeysAreNoChoice(t *testing.T) {
	program := compile(t, menuFlow)
	presses, err := simulator.ParseDigits("2,1")
	if err != nil {
		t.Fatal(err)
	}
	script := simulator.Script{Caller: "0412345678", Number: "100", Presses: presses, Answers: map[string]simulator.Behaviour{"alice": {Kind: simulator.Busy}}}
	if got, want := explained(t, program, script, explain.Options{Pressed: true, Rung: true}), "menu:key:2 back:jumped menu:key:1 which:branch:sales dial:busy message:done bye:hangup"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := explained(t, program, script, explain.Options{Pressed: true}); !strings.HasPrefix(got, "menu:key:2 back:jumped menu:key:1 which:branch:sales dial [answered=") {
		t.Errorf("got %s", got)
	}
}

// A flow with endless choices is told in part, soon.
func TestAnExplanationEnds(t *testing.T) {
	var yaml strings.Builder
	yaml.WriteString("start: m0\nnodes:\n  bye: {type: hangup}\n")
	for i := range 20 {
		next := fmt.Sprintf("m%d", (i+1)%20)
		fmt.Fprintf(&yaml, "  m%d: {type: menu, params: {prompt: x, keys: {\"1\": a, \"2\": b, \"3\": c, \"4\": d, \"5\": e, \"6\": f, \"7\": g}}, next: {\"*\": %s}}\n", i, next)
	}
	got := explained(t, compile(t, yaml.String()), simulator.Script{Caller: "0412345678", Number: "100"}, explain.Options{})
	if !strings.Contains(got, "^m0") && !strings.Contains(got, "^…") {
		t.Errorf("got %s", got)
	}
}
