package foreign_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/foreign"
	"callflow/flowengine/nodes"
)

var update = flag.Bool("update", false, "write the golden files anew")

func registry(t testing.TB) *flowengine.Registry {
	t.Helper()
	r, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Each sample becomes the flow that its golden file shows, with what is left to
// do in it.
func TestSamples(t *testing.T) {
	r := registry(t)
	for _, system := range foreign.Systems() {
		t.Run(system, func(t *testing.T) {
			data, err := os.ReadFile("testdata/" + system + ".json")
			if err != nil {
				t.Fatal(err)
			}
			result, err := foreign.Import(system, data, foreign.Options{Names: map[string]string{"u-anna": "anna", "3": "reception"}})
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			show(t, &got, result)
			report := r.Check(context.Background(), &flowengine.Document{Flow: result.Flow}, nil)
			for _, f := range report.Findings {
				fmt.Fprintf(&got, "%s\n", f)
			}
			golden := "testdata/" + system + ".golden"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("-want +got; if that is meant, run with -update:\n%s", diff)
			}
			sound(t, result)
		})
	}
}

func show(t *testing.T, out *bytes.Buffer, r *foreign.Result) {
	t.Helper()
	fmt.Fprintf(out, "%s, starts at %s\n", r.Flow.Name, r.Flow.Start)
	for _, n := range r.Notes {
		fmt.Fprintf(out, "note: %s\n", n)
	}
	for _, p := range r.Parts {
		fmt.Fprintf(out, "\n%s (%s): %s %s %s\n", p.Name, p.Type, p.Mapped, p.NodeType, p.Node)
		for _, n := range p.Notes {
			fmt.Fprintf(out, "    %s\n", n)
		}
		if node := r.Flow.Nodes[p.Node]; node != nil {
			text, err := json.MarshalIndent(node, "  ", "  ")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(out, "  %s\n", text)
		}
	}
	fmt.Fprintln(out)
}

type fataler interface {
	Fatalf(format string, args ...any)
}

// sound checks that a flow can be kept: nothing of it is lost by writing and
// reading it.
func sound(t fataler, r *foreign.Result) {
	text, err := json.Marshal(r.Flow)
	if err != nil {
		t.Fatalf("%v", err)
	}
	doc, findings := flowengine.ParseFlow(text)
	if len(findings) > 0 {
		t.Fatalf("%v in\n%s", findings, text)
	}
	if doc.Flow.Hash() != r.Flow.Hash() {
		t.Fatalf("read again it is another flow:\n%s", text)
	}
	for _, p := range r.Parts {
		if p.Mapped == foreign.Kept && len(p.Notes) == 0 {
			t.Fatalf("nothing tells why %s is only kept", p.Name)
		}
		if node := r.Flow.Nodes[p.Node]; p.Node != "" && (node == nil || node.Type != p.NodeType) {
			t.Fatalf("the part %s became %s, which is not there", p.Name, p.Node)
		}
	}
}

func TestWhatIsNoFlow(t *testing.T) {
	if _, err := foreign.Import("3cx", nil, foreign.Options{}); !errors.Is(err, foreign.ErrUnknownSystem) || !strings.Contains(err.Error(), "twilio-studio, kazoo, openvbx") {
		t.Errorf("an unknown system: %v", err)
	}
	for _, c := range []struct{ system, data, says string }{
		{"twilio-studio", `no`, "it is not JSON"},
		{"twilio-studio", `[]`, "it has no list of states"},
		{"twilio-studio", `{"states":[{}],"initial_state":"x"}`, "state 1 has no name or no type"},
		{"twilio-studio", `{"states":[{"name":"a","type":"trigger"}],"initial_state":"x"}`, `its initial state "x" is none of its states`},
		{"twilio-studio", `{"states":[{"name":"a","type":"t"},{"name":"a","type":"t"}],"initial_state":"a"}`, `two states have the name "a"`},
		{"kazoo", `{"name":"x"}`, "neither a flow nor a module"},
		{"kazoo", `{"flow":{"module":7}}`, "a module cannot be read"},
		{"kazoo", `{"flow":{"module":"x","children":{"_":{"children":{"_":{}}}}}}`, "a module has no name"},
		{"kazoo", strings.Repeat(`{"module":"x","children":{"_":`, 300) + `{}` + strings.Repeat(`}}`, 300), "its tree is too large"},
		{"openvbx", `[]`, "it is no mapping"},
		{"openvbx", `{"data":"{}"}`, "it has no applet “start”"},
		{"openvbx", `{"start":{"data":{}},"x":7}`, `the applet "x" cannot be read`},
	} {
		_, err := foreign.Import(c.system, []byte(c.data), foreign.Options{})
		var format *foreign.FormatError
		if !errors.As(err, &format) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %.60s: %v, want %q", c.system, c.data, err, c.says)
		}
	}
}

// Whatever a widget, module or applet has that is not mapped can be found again:
// in the flow, or in the report.
func TestNothingIsDroppedSilently(t *testing.T) {
	types := map[string][]string{
		"twilio-studio": {"say-play", "gather-input-on-call", "split-based-on", "connect-call-to", "record-voicemail", "set-variables", "run-subflow", "enqueue-call", "record-call", "send-to-flex", "capture-payments"},
		"kazoo":         {"play", "tts", "menu", "user", "device", "ring_group", "voicemail", "temporal_route", "callflow", "hangup", "response", "acdc_member", "record_call", "answer", "sleep", "offnet", "set_variable", "conference", "eavesdrop"},
		"openvbx":       {"standard---greeting", "menu---menu", "standard---dial", "standard---voicemail", "timing---timing", "standard---hangup", "standard---conference", "polls---poll"},
	}
	// What some types need to be mapped.
	needed := map[string]any{"id": "thing", "say": "Hello", "text": "Hello", "noun": "client", "to": "anna", "flow_sid": "FW1", "queue_name": "q", "variable": "v",
		"to_did": "+61299990000", "dial-whom-selector": "user-or-group", "dial-whom-user-or-group_id": "7", "dial-whom-user-or-group_type": "user"}
	rapid.Check(t, func(rt *rapid.T) {
		system := rapid.SampledFrom(foreign.Systems()).Draw(rt, "system")
		kind := rapid.SampledFrom(types[system]).Draw(rt, "type")
		properties := map[string]any{}
		if rapid.Bool().Draw(rt, "mapped") {
			for name, value := range needed {
				properties[name] = value
			}
		}
		var tokens []string
		for i := range rapid.IntRange(1, 4).Draw(rt, "properties") {
			token := fmt.Sprintf("token-%d-%s", i, rapid.StringMatching(`[a-z]{6}`).Draw(rt, "value"))
			tokens = append(tokens, token)
			properties[rapid.StringMatching(`x_[a-z]{4}`).Draw(rt, "name")+fmt.Sprint(i)] = rapid.SampledFrom([]any{token, []any{token}, map[string]any{"inner": token}}).Draw(rt, "form")
		}
		files := map[string]any{
			"twilio-studio": map[string]any{"initial_state": "w", "states": []any{map[string]any{"name": "w", "type": kind, "properties": properties}}},
			"kazoo":         map[string]any{"flow": map[string]any{"module": kind, "data": properties}},
			"openvbx": map[string]any{"start": map[string]any{"type": "standard---start", "data": map[string]any{"next": "start/a"}},
				"a": map[string]any{"type": kind, "data": properties}},
		}
		data, err := json.Marshal(files[system])
		if err != nil {
			rt.Fatal(err)
		}
		result, err := foreign.Import(system, data, foreign.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		sound(rt, result)
		all, err := json.Marshal([]any{result.Flow, result})
		if err != nil {
			rt.Fatal(err)
		}
		for _, token := range tokens {
			if !strings.Contains(string(all), token) {
				rt.Fatalf("%s of %s is nowhere in\n%s", token, data, all)
			}
		}
	})
}

func FuzzImport(f *testing.F) {
	for _, system := range foreign.Systems() {
		data, err := os.ReadFile("testdata/" + system + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(system, data)
	}
	f.Add("kazoo", []byte(`{"module":"menu","data":{},"children":{"1":{"module":"hangup"}}}`))
	f.Add("openvbx", []byte(`{"start":{"data":{"next":"a/b"}},"b":{"type":"menu---menu","data":{"keys[]":["1"],"choices[]":["a/b"]}}}`))
	f.Add("twilio-studio", []byte(`{"initial_state":"a","states":[{"name":"a","type":"say-play","properties":{"say":"{{x}}"},"transitions":[{"event":"audioComplete","next":"a"}]}]}`))
	r := registry(f)
	f.Fuzz(func(t *testing.T, system string, data []byte) {
		result, err := foreign.Import(system, data, foreign.Options{Name: "Fuzz"})
		var format *foreign.FormatError
		switch {
		case errors.As(err, &format), errors.Is(err, foreign.ErrUnknownSystem):
			return
		case err != nil:
			t.Fatalf("an error that is not typed: %v", err)
		}
		sound(t, result)
		r.Check(context.Background(), &flowengine.Document{Flow: result.Flow}, nil)
	})
}
