package flowengine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseFlowYAML(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/check/complete.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := &Flow{
		Schema: 1, Name: "Main line", Kind: Voice, Start: "1",
		Settings: Settings{Language: "en-AU", Goodbye: "audio:welcome", Record: RecordSettings{Calls: true, Notice: "audio:welcome"}},
		Nodes: map[string]*Node{
			"1": {Type: "say", Label: "Welcome", Params: json.RawMessage(`{"audio":"audio:welcome","text":"no"}`), Next: map[string]string{"done": "2"}},
			"2": {Type: "ask", Params: json.RawMessage(`{"keys":{"1":"Sales","09":"on"}}`),
				Next: map[string]string{"key:1": "3", "key:09": "4", "invalid": "4"}},
			"3": {Type: "ring", Params: json.RawMessage(`{"targets":[{"who":"user:alice"}]}`), Next: map[string]string{"answered": "4", "*": "2"}},
			"4": {Type: "bye"},
		},
		Layout: map[string]Point{"1": {X: 0, Y: 0.5}},
	}
	doc := flowOf(t, string(data))
	if diff := cmp.Diff(want, doc.Flow); diff != "" {
		t.Error(diff)
	}
	for line, path := range map[int][]string{
		8:  {"nodes", "1"},
		11: {"nodes", "1", "params", "audio"},
		12: {"nodes", "1", "next", "done"},
		16: {"nodes", "2", "params", "keys", "09"},
		6:  {"settings", "record", "notice"},
		24: {"layout", "1", "x"},
		13: {"nodes", "2", "nothing of this name"},
	} {
		if got := doc.Line(path...); got != line {
			t.Errorf("line of %v is %d, want %d", path, got, line)
		}
	}
}

// What YAML makes of scalars is full of surprises; flows keep to JSON's.
func TestParseFlowScalars(t *testing.T) {
	t.Parallel()
	for yaml, want := range map[string]string{
		"no": `"no"`, "on": `"on"`, "y": `"y"`, "09:00": `"09:00"`, "2026-12-25": `"2026-12-25"`, "true": "true", "False": "false",
		"1": "1", "-1.50": "-1.50", "1e3": "1e3", "0412345678": `"0412345678"`, "+61412345678": `"+61412345678"`, "1_000": `"1_000"`,
		"0x1F": `"0x1F"`, "017": `"017"`, ".5": `".5"`, ".inf": `".inf"`, "~": "null", "": "null", `"1"`: `"1"`, "'x'": `"x"`, "!!str 1": `"1"`,
		"90071992547409931": "90071992547409931", "1.0": "1.0", `"\u00e9"`: `"é"`, "[1, a]": `[1,"a"]`, "{1: a}": `{"1":"a"}`,
	} {
		doc, findings := ParseFlow([]byte("schema: 1\nname: x\nkind: voice\nnodes: {a: {type: t, params: {p: " + yaml + "}}}\n"))
		if len(findings) > 0 {
			t.Errorf("%s: %v", yaml, findings)
			continue
		}
		if got := string(doc.Flow.Nodes["a"].Params); got != `{"p":`+want+`}` {
			t.Errorf("%s became %s, want %s", yaml, got, want)
		}
	}
}

func TestParseFlowTagsAndSizes(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	for name, c := range map[string]struct{ data, code string }{
		"large":       {strings.Repeat(" ", MaxDocumentSize+1), "too_large"},
		"deep JSON":   {`{"schema": ` + deep + `}`, "too_deep"},
		"deep YAML":   {"schema: " + deep, "too_deep"},
		"tag":         {"schema: !!binary aGk=", "bad_file"},
		"own tag":     {"schema: !thing 1", "bad_file"},
		"odd bool":    {"schema: !!bool maybe", "bad_file"},
		"list as key": {"? [a]\n: 1", "bad_file"},
		"only space":  {" \n\t", "bad_file"},
		"scalar":      {"hello", "bad_file"},
		"comment":     {"# nothing", "bad_file"},
	} {
		doc, findings := ParseFlow([]byte(c.data))
		if len(findings) == 0 || findings[0].Code != c.code {
			t.Errorf("%s: got %v, want %s", name, findings, c.code)
		}
		if doc != nil && c.code == "bad_file" {
			t.Errorf("%s: there is a document", name)
		}
	}
}

// JSON is read as JSON: with tabs, surrogate pairs and a byte order mark.
func TestParseFlowJSON(t *testing.T) {
	t.Parallel()
	doc := flowOf(t, "\uFEFF\t{\n\t\"schema\": 1, \"name\": \"\\ud83d\\ude00 \\/\",\n\t\"kind\": \"voice\",\n\t\"nodes\": {\n\t\t\"a\": {\"type\": \"say\"}}}")
	if doc.Flow.Name != "😀 /" {
		t.Errorf("the name became %q", doc.Flow.Name)
	}
	if line := doc.Line("nodes", "a", "type"); line != 5 {
		t.Errorf("the node stands in line %d, want 5", line)
	}
}

// A type of node that is not known goes through parsing and writing unchanged.
func TestUnknownTypeSurvives(t *testing.T) {
	t.Parallel()
	const text = `{"kind":"voice","name":"x","nodes":{"a":{"next":{"left":"a"},"params":{"any":[1.5,{"thing":null}]},"type":"from-the-future"}},"schema":1,"start":"a"}`
	doc := flowOf(t, text)
	if got := string(doc.Flow.Canonical()); got != text {
		t.Errorf("became %s", got)
	}
}

// checkRoundTrip checks that a well-formed flow can be written and read back,
// and that reading finds it the same.
func checkRoundTrip(t interface{ Fatalf(string, ...any) }, f *Flow) {
	written := f.Canonical()
	doc, findings := ParseFlow(written)
	if len(findings) > 0 {
		t.Fatalf("the written flow cannot be read: %v\n%s", findings, written)
	}
	if again := doc.Flow.Canonical(); !bytes.Equal(written, again) {
		t.Fatalf("reading changed the flow:\n%s\n%s", written, again)
	}
	if doc.Flow.Hash() != f.Hash() {
		t.Fatalf("reading changed the hash of %s", written)
	}
}

func FuzzParseFlow(f *testing.F) {
	files, err := filepath.Glob("testdata/check/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) > 0 && !strings.HasSuffix(file, ".golden") {
			f.Add(data)
		}
	}
	r := checkRegistry(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, findings := ParseFlow(data)
		if doc == nil {
			if len(findings) == 0 {
				t.Fatal("no flow, and nothing said")
			}
			return
		}
		report := r.Check(context.Background(), doc, shelf{}).With(findings...)
		if report.Complete() != (report.Progress() == 100) {
			t.Fatalf("complete is %v at %d %%", report.Complete(), report.Progress())
		}
		for _, found := range report.Findings {
			if found.Message == "" || found.Code == "" || strings.ContainsAny(found.Message, "\x00\x1b") {
				t.Fatalf("a finding that says nothing, or too much: %#v", found)
			}
		}
		_ = References(doc.Flow)
		if len(findings) > 0 {
			return
		}
		checkRoundTrip(t, doc.Flow)
		if _, err := r.Compile(doc.Flow); err == nil && doc.Flow.Nodes[doc.Flow.Start] == nil {
			t.Fatal("compiled without a start")
		}
	})
}

// anyFlow draws a flow that is well-formed, and otherwise as good as chance.
func anyFlow() *rapid.Generator[*Flow] {
	return rapid.Custom(func(t *rapid.T) *Flow {
		ids := make([]string, rapid.IntRange(1, 8).Draw(t, "nodes"))
		for i := range ids {
			ids[i] = fmt.Sprintf("n%d", i)
		}
		f := &Flow{Schema: 1, Name: "x", Kind: Voice, Nodes: map[string]*Node{}}
		f.Start = rapid.SampledFrom(ids).Draw(t, "start")
		types := []string{"say", "ask", "ring", "set", "back", "bye", "reply", "future"}
		outcomes := []string{"done", "key:1", "invalid", "no_input", "answered", "busy", "exceeded", "*", "error", "hung_up"}
		params := []string{"", `{"audio":"audio:welcome"}`, `{"keys":{"1":"x"}}`, `{"to":"n1"}`, `{"targets":[{"who":"user:alice"}]}`,
			`{"vars":{"a":"1"}}`, `{"repeat":"many"}`}
		for _, id := range ids {
			n := &Node{Type: rapid.SampledFrom(types).Draw(t, "type"), Skip: rapid.IntRange(0, 5).Draw(t, "skip") == 0}
			if p := rapid.SampledFrom(params).Draw(t, "params"); p != "" {
				n.Params = json.RawMessage(p)
			}
			for range rapid.IntRange(0, 4).Draw(t, "edges") {
				if n.Next == nil {
					n.Next = map[string]string{}
				}
				n.Next[rapid.SampledFrom(outcomes).Draw(t, "outcome")] = rapid.SampledFrom(append(ids, "gone")).Draw(t, "to")
			}
			f.Nodes[id] = n
		}
		return f
	})
}

// Whatever the flow: 100 % and completeness are the same thing, and checking
// neither changes the flow nor depends on chance.
func TestCheckAnyFlow(t *testing.T) {
	t.Parallel()
	r := checkRegistry(t)
	rapid.Check(t, func(t *rapid.T) {
		f := anyFlow().Draw(t, "flow")
		before := string(f.Canonical())
		first := r.Check(context.Background(), &Document{Flow: f}, shelf{"user:alice": true})
		second := r.Check(context.Background(), &Document{Flow: f}, shelf{"user:alice": true})
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatalf("two checks differ: %s", diff)
		}
		if first.Complete() != (first.Progress() == 100) {
			t.Fatalf("complete is %v at %d %%: %v", first.Complete(), first.Progress(), first.Findings)
		}
		if string(f.Canonical()) != before {
			t.Fatal("checking changed the flow")
		}
		checkRoundTrip(t, f)
	})
}

// A file at the limit of size, made to be slow, is checked in a moment.
func TestCheckIsFast(t *testing.T) {
	t.Parallel()
	var wide, long strings.Builder
	wide.WriteString("schema: 1\nname: x\nkind: voice\nstart: a\nnodes:\n a:\n  type: ask\n  params:\n   keys:\n")
	for i := range 5_000 {
		fmt.Fprintf(&wide, "    %d: x\n", i)
	}
	wide.WriteString("  next:\n")
	for i := range 5_000 {
		fmt.Fprintf(&wide, "   'key:%d': gone%d\n", i, i)
	}
	long.WriteString("schema: 1\nname: x\nkind: voice\nstart: n0\nnodes:\n")
	for i := range 5_000 {
		fmt.Fprintf(&long, " n%d: {type: say, params: {audio: 'audio:x'}, next: {done: n%d}}\n", i, (i+1)%5_000)
	}
	r := checkRegistry(t)
	for name, text := range map[string]string{"wide": wide.String(), "long": long.String()} {
		began := time.Now()
		doc := flowOf(t, text)
		report := r.Check(context.Background(), doc, shelf{"audio:x": true})
		if took := time.Since(began); took > 20*time.Second { // quadratic would be minutes with the race detector
			t.Errorf("%s: checking took %s", name, took)
		}
		if report.Complete() {
			t.Errorf("%s: nothing found", name)
		}
	}
}
