package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
)

type object = map[string]any

// hello is a flow that only speaks; say is what.
func hello(say string) object {
	return object{"schema": 1, "name": "Hello", "kind": "voice", "start": "n1", "nodes": object{
		"n1": object{"type": "greeting", "params": object{"say": say}, "next": object{"done": "n2"}},
		"n2": object{"type": "hangup"},
	}, "layout": object{"n1": object{"x": 0, "y": 0}}}
}

func TestAFlowFromDraftToLive(t *testing.T) {
	o := newOffice(t)
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	if f.Status != "draft" || !f.Complete || f.ID == 0 {
		t.Fatalf("made: %+v", f)
	}
	at := fmt.Sprintf("/flows/%d", f.ID)
	published := gets[api.Published](o, 200, "POST", at+"/publish", object{"revision": 1})
	if published.Flow.Live != 1 || published.Flow.Status != "available" {
		t.Errorf("published: %+v", published.Flow)
	}
	shown := o.ask("GET", at+"/draft", nil)
	tag := shown.Header.Get("ETag")
	if shown.Code != 200 || tag != `"1"` {
		t.Fatalf("the draft: %d, ETag %s", shown.Code, tag)
	}
	// An edit is saved and does not go live.
	saved := gets[store.Revision](o, 200, "PUT", at+"/draft", object{"document": hello("Good day."), "message": "politer"}, "If-Match", tag)
	if saved.Number != 2 || saved.Live || saved.Author != "user:ada" {
		t.Errorf("saved: %+v", saved)
	}
	// Whoever edited the same version has to look again.
	late := gets[api.Problem](o, 412, "PUT", at+"/draft", object{"document": hello("Hi.")}, "If-Match", tag)
	if late.Code != "changed" {
		t.Errorf("the second editor: %+v", late)
	}
	// Moving a box is no revision.
	moved := hello("Good day.")
	moved["layout"] = object{"n1": object{"x": 100, "y": 50}}
	if r := gets[store.Revision](o, 200, "PUT", at+"/draft", object{"document": moved}, "If-Match", `"2"`); r.Number != 2 {
		t.Errorf("moving a node made revision %d", r.Number)
	}
	d := gets[api.List[flowengine.Change]](o, 200, "GET", at+"/diff?from=1&to=2", nil)
	if len(d.Items) != 2 || d.Items[1].Kind != flowengine.Moved {
		t.Errorf("the difference: %+v", d)
	}
	back := gets[store.Revision](o, 200, "DELETE", at+"/draft", nil)
	if back.Number != 3 || !back.Live || back.Hash == saved.Hash {
		t.Errorf("discarded: %+v", back)
	}
	if h := gets[api.List[store.Revision]](o, 200, "GET", at+"/revisions", nil); len(h.Items) != 3 {
		t.Errorf("the history has %d revisions, want 3", len(h.Items))
	}
}

func TestOnlyWhatWasLookedAtGoesLive(t *testing.T) {
	o := newOffice(t)
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	at := fmt.Sprintf("/flows/%d", f.ID)
	looked := o.ask("GET", at+"/draft", nil).Header.Get("ETag")
	saved := o.ask("PUT", at+"/draft", object{"document": hello("Good day.")})
	if p := gets[api.Problem](o, 412, "POST", at+"/publish", object{}, "If-Match", looked); p.Code != "changed" {
		t.Errorf("somebody has saved since: %+v", p)
	}
	if f := gets[api.Flow](o, 200, "GET", at, nil); f.Live != 0 {
		t.Errorf("revision %d went live", f.Live)
	}
	if p := gets[api.Published](o, 200, "POST", at+"/publish", object{}, "If-Match", saved.Header.Get("ETag")); p.Flow.Live != 2 {
		t.Errorf("looked at again: %+v", p.Flow)
	}
	gets[store.Revision](o, 200, "PUT", at+"/draft", object{"document": hello("Good evening.")})
	if p := gets[api.Published](o, 200, "POST", at+"/publish", object{}); p.Flow.Live != 3 {
		t.Errorf("the newest: %+v", p.Flow)
	}
}

func TestAFlowOfAFile(t *testing.T) {
	o := newOffice(t)
	file := "schema: 1\nname: Elsewhere\nkind: voice\nstart: bye\nnodes:\n  bye: {type: hangup}\n"
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Taken over", "file": file})
	if f.Name != "Taken over" || !slices.Equal(f.Preview, []string{"hangup"}) {
		t.Errorf("made: %+v", f)
	}
	if p := gets[api.Problem](o, 422, "POST", "/flows", object{"name": "Nonsense", "file": "- 1"}); p.Code != "malformed" {
		t.Errorf("a file that is no flow: %+v", p)
	}
}

func TestTemplatesHavePictures(t *testing.T) {
	for _, template := range gets[api.List[api.Template]](newOffice(t), 200, "GET", "/templates", nil).Items {
		if template.Title == "" || template.Example == nil || len(template.Example.Nodes) == 0 {
			t.Errorf("%s has no picture: %+v", template.Name, template.Example)
		}
	}
}

// Callers hear the company's language, whoever makes the flow.
func TestFlowsOfTemplatesSpeakTheCompanysLanguage(t *testing.T) {
	o := newOffice(t)
	gets[api.Company](o, 200, "PATCH", "/company", object{"language": "de"})
	for _, template := range gets[api.List[api.Template]](o, 200, "GET", "/templates", nil).Items {
		for _, p := range template.Parameters {
			if p.Name == "closed" && (p.Default != "Wir haben zurzeit geschlossen." || p.About != "What callers hear outside of them.") {
				t.Errorf("%s: %+v", template.Name, p)
			}
		}
	}
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Amt", "template": "direct-external", "values": map[string]string{"number": "+4930123456"}})
	if draft := string(o.ask("GET", fmt.Sprintf("/flows/%d/draft", f.ID), nil).Body); !strings.Contains(draft, "Bitte versuchen Sie es später noch einmal.") {
		t.Errorf("the draft: %s", draft)
	}
}

func TestABadFlowNeverGoesLive(t *testing.T) {
	o := newOffice(t)
	document := hello("")
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": document})
	p := gets[api.Problem](o, 422, "POST", fmt.Sprintf("/flows/%d/publish", f.ID), object{"revision": 1})
	if p.Code != "incomplete" || len(p.Findings) == 0 || p.Findings[0].Node != "n1" {
		t.Errorf("publishing: %+v", p)
	}
	// What cannot be kept whole is not kept at all.
	document["colour"] = "red"
	p = gets[api.Problem](o, 422, "PUT", fmt.Sprintf("/flows/%d/draft", f.ID), object{"document": document})
	if p.Code != "malformed" || !strings.Contains(p.Detail, "colour") {
		t.Errorf("saving: %+v", p)
	}
}

func TestACheckTellsTheExitsOfEachNode(t *testing.T) {
	o := newOffice(t)
	document := object{"schema": 1, "name": "Menu", "kind": "voice", "start": "m", "nodes": object{
		"m": object{"type": "menu", "params": object{"prompt": "Press one.", "keys": object{"1": "Sales"}}},
	}}
	c := gets[api.Checked](o, 200, "POST", "/checks", object{"document": document})
	var names []string
	for _, outcome := range c.Outcomes["m"] {
		names = append(names, outcome.Name)
	}
	if strings.Join(names, " ") != "key:1 invalid no_input" || c.Complete || c.Progress == 100 {
		t.Errorf("exits %v, complete %v, %d %%", names, c.Complete, c.Progress)
	}
}

func TestTryingADraftShowsTheWayAndWhatIsKnown(t *testing.T) {
	o := newOffice(t)
	document := hello("Hello.")
	document["nodes"].(object)["n1"] = object{"type": "set", "params": object{"vars": object{"vip": "1 + 1"}}, "next": object{"done": "n2"}}
	trial := gets[authoring.Trial](o, 200, "POST", "/simulations", object{"document": document, "caller": "0412345678", "at": "2026-11-20 10:00"})
	if len(trial.Steps) != 2 || trial.Steps[0].Outcome != "done" || len(trial.After) != 2 {
		t.Fatalf("the trial: %+v", trial)
	}
	if v := fmt.Sprint(trial.After[0].Vars["vip"]); v != "2" {
		t.Errorf("after the first step vip is %v; all: %+v", v, trial.After)
	}
	p := gets[api.Problem](o, 422, "POST", "/simulations", object{"document": document, "digits": "x"})
	if !strings.Contains(p.Detail, "no telephone sends") {
		t.Errorf("wrong digits: %+v", p)
	}
}

func TestEveryRouteAsksForItsRight(t *testing.T) {
	o := newOffice(t)
	for _, who := range []access.Principal{{}, {Company: "default", User: "vic", Rights: access.RoleViewer.Rights()}, {Company: "default", User: "al", Rights: access.RoleAgent.Rights()}} {
		o.who = who
		for _, r := range o.api.Routes() {
			path := strings.NewReplacer("{flow}", "999", "{number}", "9").Replace(r.Path)
			got := o.ask(r.Method, path, object{})
			refused := got.Code == 401 || got.Code == 403
			if refused == who.May(r.Right) {
				t.Errorf("%s as %s: %d %s", r.Method+" "+r.Path, who.Actor(), got.Code, got.Body)
			}
		}
	}
}

func TestTheDocumentDescribesEveryRoute(t *testing.T) {
	o := newOffice(t)
	data, err := json.Marshal(o.api.Huma().OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		OpenAPI string                               `json:"openapi"`
		Paths   map[string]map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	if document.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %s", document.OpenAPI)
	}
	for _, r := range o.api.Routes() {
		operation := document.Paths[api.Prefix+r.Path][strings.ToLower(r.Method)]
		if operation == nil || operation["summary"] == "" {
			t.Errorf("%s %s is not in the document, or has no summary", r.Method, r.Path)
		}
	}
}
