package flowengine

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNewRegistryRefuses(t *testing.T) {
	t.Parallel()
	type looped struct {
		sayNode
		Inside []looped `json:"inside"`
	}
	voice := []Kind{Voice}
	say := checkTypes()[0]
	for name, c := range map[string]struct {
		types []NodeType
		want  string
	}{
		"twice":       {[]NodeType{say, say}, `"say" stands twice`},
		"no title":    {[]NodeType{{Name: "x", Kinds: voice, New: say.New}}, "needs a Name, a Title, Kinds and New"},
		"no New":      {[]NodeType{{Name: "x", Title: "X", Kinds: voice}}, "needs a Name, a Title, Kinds and New"},
		"recursive":   {[]NodeType{{Name: "x", Title: "X", Kinds: voice, New: func() Runner { return &looped{} }}}, "their own type"},
		"not pointer": {[]NodeType{{Name: "x", Title: "X", Kinds: voice, New: func() Runner { return byValue{} }}}, "pointer to a struct"},
	} {
		if _, err := NewRegistry(c.types); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

type byValue struct{ idle }

func (byValue) Outcomes() []Outcome { return nil }

// The schema has the tags, and the defaults of a fresh node; what has a
// default is not required.
func TestSchema(t *testing.T) {
	t.Parallel()
	r := checkRegistry(t)
	for name, want := range map[string]string{
		"bye": `{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{},"additionalProperties":false,"type":"object"}`,
		"say": `{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{
			"audio":{"type":"string","description":"What is played, such as audio:welcome."},"text":{"type":"string","maxLength":20},
			"interruptible":{"type":"boolean","default":false},"repeat":{"type":"integer","maximum":9,"minimum":1,"default":1}},
			"additionalProperties":false,"type":"object","required":["audio"]}`,
		"ring": `{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{
			"targets":{"items":{"properties":{"who":{"type":"string","minLength":1},"weight":{"type":"integer","minimum":1}},
				"additionalProperties":false,"type":"object","required":["who"]},"type":"array","maxItems":3},
			"strategy":{"type":"string","enum":["in_order","all","round_robin"],"default":"in_order"},
			"timeout_s":{"type":"number","exclusiveMinimum":0,"default":30}},
			"additionalProperties":false,"type":"object","required":["targets"]}`,
	} {
		if diff := cmp.Diff(decodeNumbers([]byte(want)), decodeNumbers(r.Schema(name))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if r.Schema("nothing") != nil {
		t.Error("there is a schema of nothing")
	}
	if nt, ok := r.Type("say"); !ok || nt.Title != "Say" || len(r.Types()) != len(checkTypes()) {
		t.Errorf("Type: %+v %v", nt, ok)
	}
}

func TestCompile(t *testing.T) {
	t.Parallel()
	r := checkRegistry(t)
	doc := flowOf(t, `{"schema": 1, "name": "x", "kind": "voice", "start": "a", "nodes": {
		"a": {"type": "say", "params": {"audio": "audio:x"}}, "b": {"type": "say", "params": {"repeat": "two"}},
		"c": {"type": "future"}, "d": {"type": "bye"}}}`)
	p, err := r.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	if say, ok := p.Node("a").(*sayNode); !ok || say.Audio != "audio:x" || say.Repeat != 1 || p.Problem("a") != nil {
		t.Errorf("a is %#v", p.Node("a"))
	}
	for _, id := range []string{"b", "c"} {
		if p.Node(id) != nil || p.Problem(id) == nil {
			t.Errorf("%s has a runner, or no problem", id)
		}
	}
	doc.Flow.Start = "z"
	if _, err := r.Compile(doc.Flow); !errors.Is(err, ErrNoStart) {
		t.Errorf("compiled a flow that starts nowhere: %v", err)
	}
	if _, err := r.Compile(&Flow{}); !errors.Is(err, ErrNoStart) {
		t.Errorf("compiled a flow without a start: %v", err)
	}
}

// A list or mapping in the document replaces the default one.
func TestDecodeReplacesDefaults(t *testing.T) {
	t.Parallel()
	entry, err := register(NodeType{Name: "x", Title: "X", Kinds: []Kind{Voice}, New: func() Runner {
		return &askNode{Keys: map[string]string{"9": "Operator"}, Attempts: 3}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for params, want := range map[string]map[string]string{
		``:                     {"9": "Operator"},
		`{"attempts": 1}`:      {"9": "Operator"},
		`{"keys": {"1": "x"}}`: {"1": "x"},
		`{"keys": null}`:       nil,
	} {
		runner, err := entry.decode(json.RawMessage(params))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, runner.(*askNode).Keys); diff != "" {
			t.Errorf("%s: %s", params, diff)
		}
	}
}

func TestWriteNodeReference(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := WriteNodeReference(&out, checkRegistry(t)); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/nodes.md.golden"
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Error(diff)
	}
}
