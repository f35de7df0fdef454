package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
)

// live makes a published flow that speaks.
func (o *office) live(name string) api.Flow {
	o.t.Helper()
	return gets[api.Flow](o, 201, "POST", "/flows", object{"name": name, "document": hello("This is " + name + "."), "publish": true})
}

func TestNumbersAndTheFlowsThatTheyRun(t *testing.T) {
	o := newOffice(t)
	o.live("Main")
	n := gets[store.Number](o, 201, "POST", "/numbers", object{"number": "+61 2 9999 0000", "service": "Bakery"})
	if n.Number != "+61299990000" || n.Driver != "ari" {
		t.Fatalf("added: %+v", n)
	}
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100", "voice_flow": "Main"})
	nothing := gets[api.List[store.Number]](o, 200, "GET", "/numbers?unassigned=true", nil)
	if len(nothing.Items) != 1 || nothing.Items[0].Number != "+61299990000" {
		t.Errorf("these receive nothing: %+v", nothing.Items)
	}
	shown := o.ask("GET", "/numbers/+61299990000", nil)
	tag := shown.Header.Get("ETag")
	changed := gets[store.Number](o, 200, "PATCH", "/numbers/+61299990000", object{"voice_flow": "Main", "group": "Sydney"}, "If-Match", tag)
	if changed.VoiceFlow != "Main" || changed.Group != "Sydney" || changed.Service != "Bakery" {
		t.Errorf("changed: %+v", changed)
	}
	late := o.ask("PATCH", "/numbers/+61299990000", object{"group": "Perth"}, "If-Match", tag)
	if late.Code != 412 || late.Header.Get("ETag") == "" || late.Header.Get("ETag") == tag {
		t.Errorf("the second editor: %d, ETag %s: %s", late.Code, late.Header.Get("ETag"), late.Body)
	}
	if p := gets[api.Problem](o, 404, "GET", "/numbers/101", nil); p.Code != "not_found" {
		t.Errorf("another number: %+v", p)
	}
	gets[object](o, 204, "DELETE", "/numbers/100", nil)
	if l := gets[api.List[store.Number]](o, 200, "GET", "/numbers", nil); len(l.Items) != 1 {
		t.Errorf("left: %+v", l.Items)
	}
}

func TestManyNumbersAtOnceAreAllOrNone(t *testing.T) {
	o := newOffice(t)
	o.live("Main")
	var all []string
	for i := range 5 {
		number := fmt.Sprint(200 + i)
		gets[store.Number](o, 201, "POST", "/numbers", object{"number": number})
		all = append(all, number)
	}
	gets[api.Problem](o, 404, "PATCH", "/numbers", object{"numbers": append(all[:5:5], "999"), "change": object{"voice_flow": "Main"}})
	if l := gets[api.List[store.Number]](o, 200, "GET", "/numbers?unassigned=true", nil); len(l.Items) != 5 {
		t.Errorf("one that is not there, and %d of 5 are as they were", len(l.Items))
	}
	after := gets[api.List[store.Number]](o, 200, "PATCH", "/numbers", object{"numbers": all, "change": object{"voice_flow": "Main", "service": "Bakery"}})
	if len(after.Items) != 5 || after.Items[4].VoiceFlow != "Main" {
		t.Errorf("changed: %+v", after.Items)
	}
	// A draft is refused, and nothing is changed.
	gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Draft", "document": hello("")})
	if p := gets[api.Problem](o, 409, "PATCH", "/numbers", object{"numbers": all, "change": object{"service": "x", "voice_flow": "Draft"}}); p.Code != "draft" {
		t.Errorf("a draft: %+v", p)
	}
	// Pages.
	first := gets[api.List[store.Number]](o, 200, "GET", "/numbers?limit=2&service=Bakery", nil)
	second := gets[api.List[store.Number]](o, 200, "GET", "/numbers?limit=3&service=Bakery&after="+url.QueryEscape(first.Next), nil)
	if len(first.Items) != 2 || len(second.Items) != 3 || second.Items[0].Number != "202" || second.Next != "" {
		t.Errorf("pages: %+v, then %+v", first, second)
	}
	gets[api.Problem](o, 404, "POST", "/numbers/removals", object{"numbers": append(all[:5:5], "999")})
	gets[object](o, 204, "POST", "/numbers/removals", object{"numbers": all})
}

func TestNumbersGoOutAndInAsCSV(t *testing.T) {
	o := newOffice(t)
	o.live("Main")
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "+61299990000", "service": "=cmd()", "voice_flow": "Main"})
	out := o.ask("GET", "/numbers", nil, "Accept", "text/csv")
	want := "number,service,group,voice_flow,text_flow,driver\r\n+61299990000,'=cmd(),,Main,,ari\r\n"
	if out.Header.Get("Content-Type") != "text/csv" || string(out.Body) != want {
		t.Fatalf("%s:\n%s", out.Header.Get("Content-Type"), out.Body)
	}
	gets[object](o, 204, "DELETE", "/numbers/+61299990000", nil)
	file := want + "100,\"Bäckerei, Süd\",,,,agi\r\n"
	tried := gets[api.Imported](o, 200, "POST", "/numbers/import?dry_run=true", file, "Content-Type", "text/csv")
	if !tried.DryRun || tried.Added != 2 {
		t.Errorf("tried: %+v", tried)
	}
	if l := gets[api.List[store.Number]](o, 200, "GET", "/numbers", nil); len(l.Items) != 0 {
		t.Errorf("a dry run left %+v", l.Items)
	}
	if done := gets[api.Imported](o, 200, "POST", "/numbers/import", file, "Content-Type", "text/csv"); done.Added != 2 || done.DryRun {
		t.Errorf("imported: %+v", done)
	}
	back := gets[store.Number](o, 200, "GET", "/numbers/+61299990000", nil)
	if back.Service != "=cmd()" || back.VoiceFlow != "Main" {
		t.Errorf("there and back: %+v", back)
	}
	bad := gets[api.Problem](o, 422, "POST", "/numbers/import", "number,flow\n300,Main\n301,Nowhere\n<script>,\n", "Content-Type", "text/csv")
	if bad.Code != "import" || len(bad.Errors) != 2 || bad.Errors[0].Location != "body.line 3" {
		t.Errorf("bad lines: %+v", bad)
	}
	if p := o.ask("GET", "/numbers/300", nil, "Accept", "text/csv"); p.Code != 404 || !strings.Contains(p.Header.Get("Content-Type"), "problem+json") {
		t.Errorf("a problem for who wants CSV: %d %s", p.Code, p.Header.Get("Content-Type"))
	}
}

// Whichever way a number gets its flow, a driver that cannot do what the flow needs, or a flow that it calls at any depth, is a
// problem that says so.
func TestANumberTakesNoFlowThatItsDriverCannotDo(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice", "phones": []object{{"endpoint": "PJSIP/alice"}}})
	q := hello("Hello.")
	q["settings"] = object{"record": object{"calls": true, "notice": "This call is recorded."}}
	gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Recorded", "document": q, "publish": true})
	publish := func(name string, nodes object) {
		t.Helper()
		gets[api.Flow](o, 201, "POST", "/flows", object{"name": name, "publish": true,
			"document": object{"schema": 1, "name": name, "kind": "voice", "start": "in", "nodes": nodes}})
	}
	publish("Room", object{"in": object{"type": "conference", "params": object{"room": "team"}, "next": object{"done": "out"}}, "out": object{"type": "return"}})
	calls := func(flow string) object {
		return object{"in": object{"type": "subflow", "params": object{"flow": "flow:" + flow}, "next": object{"done": "out"}}, "out": object{"type": "return"}}
	}
	publish("Ask", calls("Room"))
	publish("Deep", calls("Ask"))
	refused := func(what, method, path string, body any, header ...string) api.Problem {
		t.Helper()
		p := gets[api.Problem](o, 409, method, path, body, header...)
		if p.Code != "conflict" || !strings.Contains(p.Detail, "come by agi, which cannot do all that") {
			t.Errorf("%s: %+v", what, p)
		}
		return p
	}
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100", "driver": "agi"})
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "101", "voice_flow": "Deep"})
	refused("a flow for a number", "PATCH", "/numbers/100", object{"voice_flow": "Recorded"})
	refused("a flow that calls one that calls one", "PATCH", "/numbers/100", object{"voice_flow": "Deep"})
	refused("the driver of a number", "PATCH", "/numbers/101", object{"driver": "agi"})
	refused("many numbers", "PATCH", "/numbers", object{"numbers": []string{"101", "100"}, "change": object{"voice_flow": "Ask"}})
	p := refused("a new number", "POST", "/numbers", object{"number": "102", "driver": "agi", "voice_flow": "Deep"})
	if !strings.Contains(p.Detail, "the node in of the flow Room has to put a call into a conference") {
		t.Errorf("a new number: %s", p.Detail)
	}
	for _, query := range []string{"", "?dry_run=true"} {
		file := "number,flow,driver\n100,Deep,\n101,,agi\n102,Recorded,agi\n103,Deep,ari\n"
		bad := gets[api.Problem](o, 422, "POST", "/numbers/import"+query, file, "Content-Type", "text/csv")
		if bad.Code != "import" || len(bad.Errors) != 3 || bad.Errors[1].Location != "body.line 3" || !strings.Contains(bad.Errors[2].Message, "Recorded needs: the flow has to record") {
			t.Errorf("a file%s: %+v", query, bad)
		}
	}
	// What the driver has is taken, and to another driver everything can go.
	gets[api.Imported](o, 200, "POST", "/numbers/import", "number,flow,driver\n100,Deep,ari\n101,,\n", "Content-Type", "text/csv")
	gets[store.Number](o, 200, "PATCH", "/numbers/100", object{"voice_flow": "Recorded", "driver": "ari"})
	if p := gets[api.Problem](o, 422, "PATCH", "/numbers/100", object{"text_flow": "Recorded"}); p.Code != "invalid" {
		t.Errorf("a voice flow for texts: %+v", p)
	}
}

// A text flow brings its twin, which takes the calls.
func TestATextFlowWhoseTwinTheDriverCannotDo(t *testing.T) {
	o := newOffice(t)
	q := hello("Hello.")
	q["settings"] = object{"record": object{"calls": true, "notice": "This call is recorded."}}
	gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Recorded", "document": q, "publish": true})
	texts := &flowengine.Flow{Schema: 1, Name: "Texts", Kind: flowengine.Text, Start: "end", Nodes: map[string]*flowengine.Node{"end": {Type: "end"}}}
	if _, _, err := o.store.SaveFlow(t.Context(), "", store.Draft{Flow: texts, Report: flowengine.Report{Checks: 1, Satisfied: 1}}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.store.PublishFlow(t.Context(), "", "Texts", 0); err != nil {
		t.Fatal(err)
	}
	if err := o.store.LinkTwin(t.Context(), "", "Recorded", "Texts"); err != nil {
		t.Fatal(err)
	}
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100", "driver": "agi"})
	for what, status := range map[string]int{"PATCH": 409, "import": 422} {
		var p api.Problem
		if what == "import" {
			p = gets[api.Problem](o, status, "POST", "/numbers/import", "number,text_flow\n100,Texts\n", "Content-Type", "text/csv")
		} else {
			p = gets[api.Problem](o, status, what, "/numbers/100", object{"text_flow": "Texts"})
		}
		if !strings.Contains(fmt.Sprint(p), "Recorded needs") {
			t.Errorf("%s: %+v", what, p)
		}
	}
}

func TestAViewerChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.who = access.Principal{Company: "default", User: "vic", Rights: access.RoleViewer.Rights()}
	gets[api.Problem](o, 403, "POST", "/numbers", object{"number": "100"})
	gets[api.List[store.Number]](o, 200, "GET", "/numbers", nil)
}
