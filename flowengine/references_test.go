package flowengine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseRef(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Ref{
		"audio:welcome":                       {"audio", "welcome"},
		"user:alice":                          {"user", "alice"},
		"group:sales":                         {"group", "sales"},
		"queue:support":                       {"queue", "support"},
		"flow:After hours: nights":            {"flow", "After hours: nights"},
		"":                                    {},
		"audio":                               {},
		"audio:":                              {},
		"audio: welcome":                      {},
		"audio:welcome ":                      {},
		"user: please call back":              {},
		"user:{{ vars.name }}":                {},
		"external:+61299998888":               {},
		"Audio:welcome":                       {},
		"audio:a\nb":                          {},
		"audio:" + strings.Repeat("x", 129):   {},
		"sound:beep":                          {},
		"https://example.com/audio:something": {},
	} {
		got, ok := ParseRef(text)
		if got != want || ok != (want != Ref{}) {
			t.Errorf("%q is %v (%v), want %v", text, got, ok, want)
		}
		if ok && got.String() != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	doc := flowOf(t, `{"schema": 1, "name": "x", "kind": "voice", "start": "a",
		"settings": {"goodbye": "audio:bye", "record": {"calls": true, "notice": "audio:notice"}},
		"nodes": {"b": {"type": "future", "params": {"list": ["user:alice", {"in": {"flow:key is none": "flow:Nights"}}], "n": 1, "z": null}},
			"a": {"type": "say", "skip": true, "params": {"audio": "audio:welcome", "text": "Hello"}}}}`)
	ref := func(node, param, text string) Reference {
		r, _ := ParseRef(text)
		return Reference{Node: node, Param: param, Ref: r}
	}
	want := []Reference{
		ref("", "settings.goodbye", "audio:bye"),
		ref("", "settings.record.notice", "audio:notice"),
		ref("a", "audio", "audio:welcome"),
		ref("b", "list[0]", "user:alice"),
		ref("b", "list[1].in.flow:key is none", "flow:Nights"),
	}
	if diff := cmp.Diff(want, References(doc.Flow)); diff != "" {
		t.Error(diff)
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	known := []string{"answered", "busy", "unanswered", "key:1", "key:2"}
	for name, want := range map[string]string{
		"anwsered": "answered", "Busy": "busy", "unanswerd": "unanswered", "key:3": "key:1", "nothing like it": "",
		"": "", "b": "", strings.Repeat("x", 1000): "",
	} {
		if got := suggest(name, known); got != want {
			t.Errorf("%q suggests %q, want %q", name, got, want)
		}
	}
}
