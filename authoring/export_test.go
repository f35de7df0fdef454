package authoring_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"callflow/authoring"
	"callflow/flowengine"
)

// What is exported is the same flow when it is read again, whatever its texts are.
func TestAnExportedFlowIsTheSameWhenRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom([]string{"yes", "0123", "1e3", "null", "~", "a: b", "- x", "# x", "<b> & \"q\"", "two\nlines", "two\n\tlines", "\t\n", "  spaces  ", "2026-11-26", "é☎", "'", `\u003c`, `\\u003c<`}),
			rapid.StringOfN(rapid.RuneFrom([]rune("ab :#-'\"\\{}[]&*!|>%@`,?\n\t\r\u0085\u2028\ufeffé😀")), 1, 20, -1)).Draw(rt, "text")
		f := hello(t, "Main", "x")
		f.Nodes["a"].Note = text
		params, err := json.Marshal(map[string]any{"say": text})
		if err != nil {
			rt.Fatal(err)
		}
		f.Nodes["a"].Params = params
		asYAML := rapid.Bool().Draw(rt, "yaml")
		data, err := authoring.Export(f, asYAML)
		if err != nil {
			rt.Fatal(err)
		}
		doc, findings := flowengine.ParseFlow(data)
		if doc == nil || doc.Flow == nil {
			rt.Fatalf("%v in\n%s", findings, data)
		}
		if doc.Flow.Nodes["a"].Note != f.Nodes["a"].Note || doc.Flow.Hash() != f.Hash() {
			rt.Fatalf("it is another flow: %q in\n%s", text, data)
		}
	})
}

func TestAnExportIsForPeopleToRead(t *testing.T) {
	f := hello(t, "Main", "\"<Hello> & welcome\"")
	for asYAML, want := range map[bool]string{true: "      say: <Hello> & welcome\n", false: `"say": "<Hello> & welcome"`} {
		if data, err := authoring.Export(f, asYAML); err != nil || !strings.Contains(string(data), want) {
			t.Errorf("no %q in\n%s (%v)", want, data, err)
		}
	}
}
