package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/scenario"
	"callflow/flowengine/simulator"
)

func registry(t testing.TB) *flowengine.Registry {
	t.Helper()
	r, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t testing.TB, text string) *scenario.Flow {
	t.Helper()
	flow, findings := scenario.Parse([]byte(text))
	if len(findings) > 0 {
		t.Fatalf("%v in\n%s", findings, text)
	}
	report := registry(t).Check(context.Background(), &flowengine.Document{Flow: flow.Flow}, nil)
	for _, f := range report.Findings {
		if f.Level == flowengine.LevelError {
			t.Fatalf("%s in\n%s", f, text)
		}
	}
	return flow
}

func path(t *testing.T, flow *flowengine.Flow, digits string, answers ...string) string {
	t.Helper()
	program, err := registry(t).Compile(flow)
	if err != nil {
		t.Fatal(err)
	}
	s := simulator.Script{Number: "100", Caller: "0412345678"}
	if s.Presses, err = simulator.ParseDigits(digits); err != nil {
		t.Fatal(err)
	}
	if s.Answers, err = simulator.ParseAnswers(answers); err != nil {
		t.Fatal(err)
	}
	out, err := simulator.Run(t.Context(), program, s, simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, step := range out.Trace {
		steps = append(steps, step.Node+" "+step.Outcome)
	}
	return strings.Join(steps, ", ")
}

const reception = `
name: Reception
actions:
  - answer
  - play: audio:welcome
    label: Welcome
  - detect: For orders press 1, for deliveries press 2.
    attempts: 1
    keys:
      "1": {name: Orders, actions: [{call: olga, timeout_s: 10}, {call: otto}]}
      "2": {name: Deliveries, actions: [{play: Nobody delivers today.}, hang up]}
      "3": {name: Everything else}
  - call: alice
    timeout_s: 20
  - transfer: "+61299998888"
    when: weekly
    timezone: Australia/Sydney
    days: [sat, sun]
  - play: Sorry.
`

// The order decides; what does not take the call goes on to the next; the end
// hangs up.
func TestTheOrderDecides(t *testing.T) {
	flow := read(t, reception).Flow
	for _, c := range []struct {
		digits  string
		answers []string
		want    string
	}{
		{"", []string{"alice=answered:5s"}, "action-1 done, action-2 done, action-3 no_input, action-4 answered, end hangup"},
		{"", []string{"alice=busy"}, "action-1 done, action-2 done, action-3 no_input, action-4 busy, action-5 no_match, action-6 done, end hangup"},
		{"1", []string{"olga=answered:5s"}, "action-1 done, action-2 done, action-3 key:1, action-3-key1-1 answered, end hangup"},
		{"1", []string{"otto=answered:5s"}, "action-1 done, action-2 done, action-3 key:1, action-3-key1-1 unanswered, action-3-key1-2 answered, end hangup"},
		{"1", []string{"alice=answered:5s"}, "action-1 done, action-2 done, action-3 key:1, action-3-key1-1 unanswered, action-3-key1-2 unanswered, action-4 answered, end hangup"},
		{"2", nil, "action-1 done, action-2 done, action-3 key:2, action-3-key2-1 done, action-3-key2-2 hangup"},
		{"3", []string{"alice=answered:5s"}, "action-1 done, action-2 done, action-3 key:3, action-4 answered, end hangup"},
	} {
		if got := path(t, flow, c.digits, c.answers...); got != c.want {
			t.Errorf("%q %v went\n    %s\nnot %s", c.digits, c.answers, got, c.want)
		}
	}
}

func TestWrittenAgainItIsTheSame(t *testing.T) {
	flow := read(t, reception).Flow
	text, err := scenario.Write(flow, registry(t))
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/reception.yaml"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("with UPDATE=1 it is written anew (-want +got):\n%s", diff)
	}
}

// list draws a list of actions.
func list(t *rapid.T, depth int) []string {
	var lines []string
	n := rapid.IntRange(1, 4).Draw(t, "actions")
	for i := range n {
		kinds := []string{"- answer", "- {answer: 500}", "- {play: \"audio:a\", label: A}", "- {play: \"0412 345\"}", "- {play: \"say {{caller.number}}\", repeat: 2, note: why}",
			"- {distribute: support, timeout_s: 60}", "- {call: alice, timeout_s: 20, sensitive: true}", "- {transfer: \"+61299998888\"}",
			"- {play: \"audio:skipped\", skip: true}"}
		if depth < 3 {
			kinds = append(kinds, "detect")
		}
		if i == n-1 {
			kinds = append(kinds, "- hang up", "- {hang up: busy}", "- {hang up: normal, audio: Bye}")
		}
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		if kind != "detect" {
			lines = append(lines, kind)
			continue
		}
		lines = append(lines, "- detect: Press a key.", "  attempts: 2", "  keys:")
		for _, key := range []string{"1", "22", "*", "#"}[:rapid.IntRange(1, 4).Draw(t, "keys")] {
			lines = append(lines, fmt.Sprintf("    %q:", key), "      name: Key "+fmt.Sprintf("%q", key))
			if rapid.Bool().Draw(t, "goes on") {
				continue
			}
			lines = append(lines, "      actions:")
			for _, inner := range list(t, depth+1) {
				lines = append(lines, "        "+inner)
			}
		}
	}
	return lines
}

// A scenario becomes a flow, that flow a scenario, and this one the same again.
func TestScenariosGoRound(t *testing.T) {
	r := registry(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := "name: Any\nactions:\n  " + strings.Join(list(rt, 0), "\n  ") + "\n"
		first, findings := scenario.Parse([]byte(text))
		if len(findings) > 0 {
			rt.Fatalf("%v in\n%s", findings, text)
		}
		written, err := scenario.Write(first.Flow, r)
		if err != nil {
			rt.Fatalf("%v in\n%s", err, text)
		}
		second, findings := scenario.Parse(written)
		if len(findings) > 0 {
			rt.Fatalf("%v in\n%s", findings, written)
		}
		// A hang-up at the end of the list need not be said, so the texts may differ the first time.
		again, err := scenario.Write(second.Flow, r)
		if err != nil || string(again) != string(written) {
			rt.Fatalf("\n%s\nbecame\n%s\nand then\n%s\n%v", text, written, again, err)
		}
		if a, b := len(first.Nodes), len(second.Nodes); a < b {
			rt.Fatalf("%d nodes became %d:\n%s\n%s", a, b, text, written)
		}
	})
}

func TestBadScenarios(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"", "The file is empty"},
		{"name: [", "The file is not YAML"},
		{"- answer", "A scenario is a mapping with name and actions"},
		{"actions: [answer]", "The scenario has no name"},
		{"name: X", "The scenario has no actions"},
		{"name: X\nactions: []", "The scenario has no actions"},
		{"name: X\nactions: [answr]", "“answr” is no action, or not just one: use answer, play, distribute, call, transfer, detect, hang up"},
		{"name: X\nactions:\n- {play: a, call: b}", "“play” is no action, or not just one"},
		{"name: X\nactions:\n- {play: a, next: b}", "where it leads is decided by the order"},
		{"name: X\nactions:\n- hang up\n- answer", "Nothing comes to this action"},
		{"name: X\nactions: [answer]\nfoo: 1", "There is no field “foo” in a scenario"},
		{"name: X\nactions:\n- {play: a, play: b}", "“play” stands twice"},
		{"name: X\nactions:\n- {play: [a]}", "Behind “play” stands one value"},
		{"name: X\nactions:\n- {detect: a, keys: {1: {nam: x}}}", "There is no field “nam” for a key"},
		{"name: X\nactions:\n- {detect: a, keys: {1: {actions: x}}}", "are no list"},
		{"name: &a X\nactions:\n- {play: *a}", "Aliases (*) are not supported"},
		{"name: X\nactions:\n- {play: a, skip: maybe}", "write true or false"},
		{"name: X\nsettings: {foo: 1}\nactions: [answer]", "no field “foo” in the settings"},
	} {
		flow, findings := scenario.Parse([]byte(c.text))
		if flow != nil || len(findings) == 0 || !strings.Contains(fmt.Sprint(findings), c.says) {
			t.Errorf("%q: %v, want %q", c.text, findings, c.says)
		}
	}
}

func TestFlowsThatAreNoChain(t *testing.T) {
	for _, c := range []struct{ nodes, says string }{
		{"a: {type: time, params: {timezone: UTC}, next: {no_match: bye}}", "the node a (time) is none of its actions"},
		{"a: {type: dial, params: {targets: ['user:a']}, next: {answered: b, '*': bye}}\n  b: {type: greeting, params: {say: x}, next: {done: bye}}", "goes on by answered after it has taken the call"},
		{"a: {type: dial, params: {targets: ['user:a']}, next: {answered: bye, busy: b, unanswered: bye}}\n  b: {type: greeting, params: {say: x}, next: {done: bye}}", "leads to several others"},
		{"a: {type: dial, params: {targets: ['group:a']}, next: {'*': bye}}", "rings others than one user"},
		{"a: {type: greeting, params: {say: x}, next: {done: a}}", "is reached in more than one way"},
		{"a: {type: greeting, params: {say: x}, next: {done: bye, error: bye}}", "has an edge for error"},
		{"a: {type: greeting, params: {say: x}}", "leads nowhere by done"},
		{"a: {type: greeting, params: {say: x}, next: {done: bye}}\n  b: {type: hangup}", "the node b is not on its way"},
	} {
		doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: X\nkind: voice\nstart: a\nnodes:\n  " + c.nodes + "\n  bye: {type: hangup}\n"))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		_, err := scenario.Write(doc.Flow, registry(t))
		var no *scenario.NotAChainError
		if !errors.As(err, &no) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s\n%v, want %q", c.nodes, err, c.says)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(reception))
	f.Add([]byte("name: X\nactions: [answer, {hang up: busy}]"))
	r := registry(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		flow, findings := scenario.Parse(data)
		if (flow == nil) != (len(findings) > 0) {
			t.Fatalf("a flow, or findings: %v, %v", flow, findings)
		}
		if flow == nil {
			return
		}
		r.Check(context.Background(), &flowengine.Document{Flow: flow.Flow}, nil)
		if text, err := scenario.Write(flow.Flow, r); err == nil {
			again, findings := scenario.Parse(text)
			if len(findings) > 0 {
				t.Fatalf("%q became\n%s\n%v", data, text, findings)
			}
			if third, err := scenario.Write(again.Flow, r); err != nil || string(third) != string(text) {
				t.Fatalf("%q became\n%s\nand then\n%s\n%v", data, text, third, err)
			}
		}
	})
}
