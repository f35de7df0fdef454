package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

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

func TestANumberTakesNoFlowThatItsDriverCannotDo(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice", "phones": []object{{"endpoint": "PJSIP/alice"}}})
	q := hello("Hello.")
	q["settings"] = object{"record": object{"calls": true, "notice": "This call is recorded."}}
	gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Recorded", "document": q, "publish": true})
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100", "driver": "agi"})
	if p := gets[api.Problem](o, 409, "PATCH", "/numbers/100", object{"voice_flow": "Recorded"}); !strings.Contains(p.Detail, "record") {
		t.Errorf("%+v", p)
	}
	gets[store.Number](o, 200, "PATCH", "/numbers/100", object{"voice_flow": "Recorded", "driver": "ari"})
	if p := gets[api.Problem](o, 422, "PATCH", "/numbers/100", object{"text_flow": "Recorded"}); p.Code != "invalid" {
		t.Errorf("a voice flow for texts: %+v", p)
	}
}

func TestAViewerChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.who = access.Principal{Company: "default", User: "vic", Rights: access.RoleViewer.Rights()}
	gets[api.Problem](o, 403, "POST", "/numbers", object{"number": "100"})
	gets[api.List[store.Number]](o, 200, "GET", "/numbers", nil)
}
