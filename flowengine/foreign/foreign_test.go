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
	for _, n := range r.Names {
		fmt.Fprintf(out, "name: %s is %s\n", n.ID, n.Ref)
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
		{"twilio-studio", ` `, "it is empty"},
		{"twilio-studio", "{\n\n no}", "it is not JSON: invalid character 'n' looking for beginning of object key string, in line 3"},
		{"twilio-studio", `{"states":[{"name":"a","name":"b"}]}`, `"name" stands twice, at states › 1 › name`},
		{"twilio-studio", `{"states":[{"name":"a","type":"t","transitions":"x"}]}`, "state 1 cannot be read: its transitions is a string"},
		{"twilio-studio", `[]`, "it has no list of states"},
		{"twilio-studio", `{"states":[{}],"initial_state":"x"}`, "state 1 has no name or no type"},
		{"twilio-studio", `{"states":[{"name":"a","type":"trigger"}],"initial_state":"x"}`, `its initial state "x" is none of its states`},
		{"twilio-studio", `{"states":[{"name":"a","type":"t"},{"name":"a","type":"t"}],"initial_state":"a"}`, `two states have the name "a"`},
		{"kazoo", `{"name":"x"}`, "neither a flow nor a module"},
		{"kazoo", `{"flow":{"module":7}}`, "a module cannot be read: its module is a number"},
		{"kazoo", `{"flow":{"module":"menu","children":{"1":{},"1":{}}}}`, `"1" stands twice`},
		{"openvbx", `{"data":"{\"start\":{},\"a\":{},\"a\":{}}"}`, `in its data, "a" stands twice`},
		{"kazoo", `{"flow":{"module":"x","children":{"_":{"children":{"_":{}}}}}}`, "a module has no name"},
		{"kazoo", strings.Repeat(`{"module":"x","children":{"_":`, 300) + `{}` + strings.Repeat(`}}`, 300), "its tree is too large"},
		{"openvbx", `[]`, "it is no mapping"},
		{"openvbx", `{"data":"{}"}`, "it has no applet “start”"},
		{"openvbx", `{"start":{"data":{}},"x":7}`, `the applet "x" cannot be read: it is a number`},
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

// What stands under a known name and cannot be used is told of, too: what is of
// another kind, too large, or leads out of the file.
func TestNothingKnownIsDroppedSilently(t *testing.T) {
	widget := func(kind, properties, transitions string) string {
		return fmt.Sprintf(`{"initial_state":"w","states":[{"name":"w","type":%q,"properties":%s,"transitions":[%s]},
			{"name":"b","type":"say-play","properties":{"say":"b"}}]}`, kind, properties, transitions)
	}
	module := func(kind, data string) string {
		return fmt.Sprintf(`{"flow":{"module":%q,"data":%s,"children":{}}}`, kind, data)
	}
	applet := func(kind, data string) string {
		return fmt.Sprintf(`{"start":{"data":{"next":"start/a"}},"a":{"name":"A","type":%q,"data":%s},"b":{"name":"B","type":"standard---hangup","data":{}}}`, kind, data)
	}
	for _, c := range []struct{ system, data, says string }{
		{"twilio-studio", widget("say-play", `{"say":"x","loop":"many"}`, ""), `loop was not taken over: "many".`},
		{"twilio-studio", widget("say-play", `{"say":"x","loop":500}`, ""), "repeat was 500, and is 100 now"},
		{"twilio-studio", widget("say-play", `{"say":{"en":"x"},"play":"y.wav"}`, ""), `say was not taken over: {"en":"x"}.`},
		{"twilio-studio", widget("say-play", `{"say":"x","play":"http://a.example/y.wav"}`, ""), "which is not played: http://a.example/y.wav."},
		{"twilio-studio", widget("say-play", `{"say":"x"}`, `{"event":"audioComplete","next":"gone"}`), "audioComplete led to gone, which is not in the file."},
		{"twilio-studio", widget("say-play", `{"say":"x"}`, `{"event":"bored","next":"b"}`), "Nothing leads by bored to b any more"},
		{"twilio-studio", widget("record-voicemail", `{"transcribe":"perhaps"}`, ""), `transcribe was not taken over: "perhaps".`},
		{"twilio-studio", widget("trigger", `{"offset":{"x":1},"until":"noon"}`, `{"event":"incomingCall","next":"gone"}`), "incomingCall led to gone, which is not in the file."},
		{"twilio-studio", `{"initial_state":"w","flags":{"x":1},"states":[{"name":"w","type":"say-play","properties":"say","shape":"round"}]}`, `Its flags was not taken over: {"x":1}.`},
		{"twilio-studio", `{"initial_state":"w","states":[{"name":"w","type":"trigger","properties":"say"}]}`, `What is set for it cannot be read, and was not taken over: "say".`},
		{"twilio-studio", `{"initial_state":"w","states":[{"name":"w","type":"trigger","shape":"round"}]}`, `shape was not taken over: "round".`},
		{"twilio-studio", `{"commit_message":"better","definition":{"initial_state":"w","states":[{"name":"w","type":"trigger"}]}}`, `Its commit_message was not taken over: "better".`},
		{"kazoo", module("user", `{"id":"u","timeout":9999}`), "timeout_s was 9999, and is 600 now"},
		{"kazoo", module("hangup", `"at once"`), `What is set for it cannot be read, and was not taken over: "at once".`},
		{"kazoo", `{"flow":{"module":"hangup","mood":"good"},"contact_list":{"exclude":true}}`, `mood was not taken over: "good".`},
		{"kazoo", `{"flow":{"module":"hangup"},"contact_list":{"exclude":true}}`, `Its contact_list was not taken over: {"exclude":true}.`},
		{"kazoo", `{"flow":{"module":"hangup"},"numbers":["1",{"x":2}]}`, `Its numbers was not taken over: ["1",{"x":2}].`},
		{"openvbx", applet("standard---greeting", `{"prompt_say":"x","next":"start/a/gone"}`), "next led to start/a/gone, which is not in the file."},
		{"openvbx", applet("standard---hangup", `{"next":"start/a/b"}`), `next was not taken over: "start/a/b".`},
		{"openvbx", applet("timing---timing", `{"range_0_from":"25:99","range_0_to":"17:00"}`), `The hours of mon cannot be read, and were left out: from "25:99" to "17:00".`},
		{"openvbx", applet("standard---dial", `{"dial-whom-selector":"number","dial-whom-number":"+61299990000","dial-whom-user-or-group_id":"7"}`), `dial-whom-user-or-group_id was not taken over: "7".`},
		{"openvbx", applet("menu---menu", `{"keys[]":["1"],"choices[]":["start/a","start/a/b"]}`), "Nothing leads by choices[] to ab any more"},
		{"openvbx", `{"start":{"data":{"next":"start/gone"}}}`, "It started with start/gone, which is not in the file, so it hangs up."},
		{"openvbx", `{"start":{"data":"next"}}`, `What is set for its start cannot be read, and was not taken over: "next".`},
		{"openvbx", `{"data":"{\"start\":{}}","sms_data":"{\"start\":{}}"}`, "Its sms_data was not taken over"},
	} {
		result, err := foreign.Import(c.system, []byte(c.data), foreign.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.data, err)
			continue
		}
		sound(t, result)
		told := strings.Join(result.Notes, "\n")
		for _, p := range result.Parts {
			told += "\n" + strings.Join(p.Notes, "\n")
		}
		if !strings.Contains(told, c.says) {
			t.Errorf("%s says %q, want %q", c.data, told, c.says)
		}
		var notes strings.Builder
		for _, n := range result.Flow.Nodes {
			notes.WriteString(n.Note)
		}
		if !strings.Contains(notes.String(), c.says) {
			t.Errorf("no node of %s has the note %q", c.data, c.says)
		}
	}
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
