package flowengine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	before := flowOf(t, `{"schema": 1, "name": "Main", "kind": "voice", "start": "n1", "settings": {"language": "en"},
		"nodes": {
			"n1": {"type": "say", "label": "Welcome", "params": {"audio": "audio:a", "repeat": 1}, "next": {"done": "n2"}},
			"n2": {"type": "ask", "params": {"keys": {"1": "Sales", "2": "Support"}}, "next": {"key:1": "n3", "key:2": "n4", "invalid": "n4"}},
			"n3": {"type": "ring", "params": {"targets": [{"who": "user:alice"}, {"who": "user:bob"}]}, "next": {"*": "n4"}},
			"n4": {"type": "bye"}},
		"layout": {"n1": {"x": 0, "y": 0}, "n4": {"x": 1, "y": 1}}}`).Flow
	after := flowOf(t, `{"schema": 1, "name": "Main line", "kind": "voice", "start": "n2", "settings": {"goodbye": "audio:bye"},
		"nodes": {
			"n1": {"type": "say", "label": "Hello", "skip": true, "params": {"audio": "audio:b", "repeat": 1.0}, "next": {"done": "n2"}},
			"n2": {"type": "ask", "params": {"keys": {"1": "Sales <& more>", "3": "Bills"}}, "next": {"key:1": "n5", "key:3": "n4", "invalid": "n4"}},
			"n4": {"type": "bye", "note": "The end"},
			"n5": {"type": "ring", "label": "Sales", "params": {"targets": [{"who": "user:bob"}]}, "next": {"*": "n4"}}},
		"layout": {"n1": {"x": 0, "y": 0}, "n4": {"x": 2, "y": 1}, "n5": {"x": 0, "y": 0}}}`).Flow
	want := `flow: name "Main" → "Main line"
flow: start "n1" → "n2"
flow: settings.goodbye added: "audio:bye"
flow: settings.language removed, was "en"
n1 “Hello”: label "Welcome" → "Hello"
n1 “Hello”: skip false → true
n1 “Hello”: params.audio "audio:a" → "audio:b"
n2 “ask”: params.keys.1 "Sales" → "Sales <& more>"
n2 “ask”: params.keys.2 removed, was "Support"
n2 “ask”: params.keys.3 added: "Bills"
n2 “ask”: next.key:1 "n3" → "n5"
n2 “ask”: next.key:2 removed, was "n4"
n2 “ask”: next.key:3 added: "n4"
n3 “ring” removed
n4 “bye”: note added: "The end"
n5 “Sales” added
n4 “bye” moved`
	var lines []string
	for _, c := range Diff(before, after) {
		lines = append(lines, c.String())
	}
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Error(diff)
	}
}

// Two flows differ in more than moves exactly when their hashes differ.
func TestDiffAgreesWithHash(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := anyFlow().Draw(t, "a")
		b := a.Clone()
		if rapid.Bool().Draw(t, "other") {
			b = anyFlow().Draw(t, "b")
		}
		b.Layout = map[string]Point{"n0": {X: 1}}
		same := true
		for _, c := range Diff(a, b) {
			same = same && c.Kind == Moved
		}
		if same != (a.Hash() == b.Hash()) {
			t.Fatalf("the diff says same=%v, the hashes do not: %v", same, Diff(a, b))
		}
	})
}

func TestCloneAndStructureOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFlow().Draw(t, "flow")
		f.Settings.Language = "en"
		f.Layout = map[string]Point{"n0": {X: 1}}
		before := f.Hash()
		c := f.Clone()
		if diff := cmp.Diff(f, c); diff != "" {
			t.Fatal(diff)
		}
		bare := StructureOnly(f)
		for id, node := range bare.Nodes {
			if node.Params != nil {
				t.Fatalf("%s kept its params", id)
			}
			if diff := cmp.Diff(f.Nodes[id].Next, node.Next); diff != "" {
				t.Fatalf("%s lost its edges: %s", id, diff)
			}
		}
		if bare.Settings != (Settings{}) {
			t.Fatal("kept its settings")
		}
		for _, node := range c.Nodes {
			node.Type = "changed"
			clear(node.Next)
			for i := range node.Params {
				node.Params[i] = 'x'
			}
		}
		c.Layout["n0"] = Point{X: 2}
		if f.Hash() != before || f.Layout["n0"].X != 1 {
			t.Fatal("changing the copy changed the flow")
		}
	})
}
