package api_test

import (
	"testing"

	"callflow/store"
	"callflow/web/api"
)

func TestANumberThatLeadsStraightToAUser(t *testing.T) {
	o := newOffice(t)
	for _, name := range []string{"alice", "bob"} {
		gets[store.User](o, 201, "POST", "/users", object{"name": name, "phones": []object{{"endpoint": "PJSIP/" + name}}})
	}
	d := gets[api.Direct](o, 201, "POST", "/direct-flows", object{"number": "101", "user": "alice", "switches": object{"voicemail": "yes", "greeting": "Alice is not here."}})
	if d.Flow != "Direct 101" || d.ID == 0 || d.User != "alice" || len(d.Numbers) != 1 || d.Status != "active" {
		t.Fatalf("made: %+v", d)
	}
	tag := o.ask("GET", "/direct-flows/101", nil).Header.Get("ETag")
	d = gets[api.Direct](o, 200, "PATCH", "/direct-flows/101", object{"user": "bob", "switches": object{"ring_s": "15"}}, "If-Match", tag)
	if d.User != "bob" || d.Switches["ring_s"] != "15" || d.Switches["voicemail"] != "yes" {
		t.Errorf("changed: %+v", d)
	}
	gets[api.Problem](o, 412, "PATCH", "/direct-flows/101", object{"user": "alice"}, "If-Match", tag)
	gets[api.Problem](o, 404, "PATCH", "/direct-flows/101", object{"user": "carol"})
	for name, value := range map[string]string{"colour": "red", "ring_s": "soon", "record": "maybe", "greeting": "audio:none"} {
		if p := gets[api.Problem](o, 422, "PATCH", "/direct-flows/101", object{"switches": object{name: value}}); p.Detail == "" {
			t.Errorf("%s %s: %+v", name, value, p)
		}
	}
	gets[api.Problem](o, 409, "POST", "/direct-flows", object{"number": "101", "user": "alice", "name": "Another"})
	f := gets[api.Flow](o, 200, "POST", "/direct-flows/101/convert", nil)
	if f.Direct || f.Status != "active" {
		t.Errorf("converted: %+v", f)
	}
	gets[api.Problem](o, 409, "GET", "/direct-flows/101", nil)
	gets[api.Direct](o, 201, "POST", "/direct-flows", object{"number": "102", "user": "bob"})
	gets[object](o, 204, "DELETE", "/direct-flows/102", nil)
	if l := gets[api.List[store.Direct]](o, 200, "GET", "/direct-flows", nil); len(l.Items) != 0 {
		t.Errorf("left: %+v", l.Items)
	}
}
