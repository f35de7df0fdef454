package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/web/api"
)

func TestAFlowGoesOutAndInAgain(t *testing.T) {
	o := newOffice(t)
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	at := fmt.Sprintf("/flows/%d/export", f.ID)
	inJSON := o.ask("GET", at, nil)
	inYAML := o.ask("GET", at, nil, "Accept", "application/yaml")
	if inYAML.Header.Get("Content-Type") != "application/yaml" || !strings.Contains(string(inYAML.Body), "type: greeting") {
		t.Fatalf("in YAML: %v %s", inYAML.Header, inYAML.Body)
	}
	var want *flowengine.Flow
	if err := json.Unmarshal(inJSON.Body, &want); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(inJSON.Body), string(inYAML.Body)} {
		got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "callflow", "text": text})
		var flow *flowengine.Flow
		if err := json.Unmarshal(got.Document, &flow); err != nil || !got.Complete || !got.Whole || flow.Hash() != want.Hash() {
			t.Errorf("there and back: %v, %+v", err, got)
		}
	}
	// What is edited is written as what is saved would be.
	for _, accept := range []string{"application/json", "application/yaml"} {
		saved, edited := o.ask("GET", at, nil, "Accept", accept), o.ask("POST", "/exports", object{"document": want}, "Accept", accept)
		if edited.Code != 200 || edited.Header.Get("Content-Type") != accept || !bytes.Equal(saved.Body, edited.Body) {
			t.Errorf("%s: %d %s, not as saved: %s", accept, edited.Code, edited.Body, saved.Body)
		}
	}
	if p := gets[api.Problem](o, 422, "POST", "/exports", object{"document": []int{1}}); p.Code == "" {
		t.Errorf("no flow: %+v", p)
	}
	chain := o.ask("GET", at+"?as=scenario", nil)
	if got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "scenario", "text": string(chain.Body), "name": "Again"}); !got.Complete || !strings.Contains(string(got.Document), `"Again"`) {
		t.Errorf("as a scenario: %s, %+v", chain.Body, got)
	}
	studio := `{"description": "IVR", "states": [{"name": "Trigger", "type": "trigger", "transitions": [{"event": "incomingCall", "next": "say"}], "properties": {}},
		{"name": "say", "type": "say-play", "transitions": [{"event": "audioComplete"}], "properties": {"say": "Hello."}}], "initial_state": "Trigger"}`
	got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "twilio-studio", "text": studio})
	if got.Foreign == nil || len(got.Foreign.Parts) == 0 || got.Document == nil {
		t.Errorf("from another system: %+v", got)
	}
	widget := `{"states": [{"name": "Trigger", "type": "trigger", "transitions": [{"event": "incomingCall", "next": "q"}], "properties": {}},
		{"name": "q", "type": "enqueue-call", "transitions": [], "properties": {"queue_name": "58f3c0"}}], "initial_state": "Trigger"}`
	for name, ref := range map[string]string{"": "queue:58f3c0", "support": "queue:support"} {
		got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "twilio-studio", "text": widget, "names": object{"58f3c0": name}})
		if n := got.Foreign.Names; len(n) != 1 || n[0].ID != "58f3c0" || n[0].Ref != ref || !strings.Contains(string(got.Document), ref) {
			t.Errorf("named %q: %+v in %s", name, n, got.Document)
		}
	}
	for _, from := range []string{"callflow", "scenario", "twilio-studio", "kazoo", "openvbx"} {
		for name, text := range strange() {
			if r := o.ask("POST", "/imports", object{"from": from, "text": text}); r.Code >= 500 {
				t.Errorf("%s as %s: %d %s", name, from, r.Code, r.Body)
			}
		}
	}
	if got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "callflow", "text": "schema: 1\nname: x\nkind: voice\nstart: a\ncolour: red\nnodes: {a: {type: hangup}}\n"}); got.Whole || got.Document == nil || got.Findings[0].Line != 5 {
		t.Errorf("with something that would be lost: %+v", got)
	}
	if got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "callflow", "text": "schema: 1\nname: x\nkind: voice\nstart: a\nnodes:\n  a: {type: greeting, params: {audio: \"audio:none\"}}\n"}); !got.Whole || got.Findings[0].Line != 6 {
		t.Errorf("with something that is missing here: %+v", got)
	}
	if got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "callflow", "text": "nodes:\n  a: [\n"}); got.Whole || got.Document != nil || got.Findings[0].Line == 0 {
		t.Errorf("no YAML: %+v", got)
	}
	if p := gets[api.Problem](o, 422, "POST", "/imports", object{"from": "kazoo", "text": "{\n\"flow\": {,}}"}); !strings.Contains(p.Detail, "line 2") {
		t.Errorf("no JSON: %+v", p)
	}
	if l := gets[api.List[api.Flow]](o, 200, "GET", "/flows", nil); len(l.Items) != 1 {
		t.Errorf("something was saved: %+v", l.Items)
	}
}
