package api_test

import (
	"strings"
	"testing"

	"callflow/store"
	"callflow/web/api"
)

func TestPeopleAndGroups(t *testing.T) {
	o := newOffice(t)
	alice := gets[store.User](o, 201, "POST", "/users", object{"name": "alice", "full_name": "Alice Müller", "email": "alice@example.org",
		"phones": []object{{"endpoint": "PJSIP/alice"}, {"external": "+61 412 345 678"}}, "weight": 3})
	if len(alice.Phones) != 2 || alice.Phones[1].External != "+61412345678" || alice.Weight != 3 {
		t.Fatalf("added: %+v", alice)
	}
	gets[store.User](o, 201, "POST", "/users", object{"name": "bob"})
	if p := gets[api.Problem](o, 409, "POST", "/users", object{"name": "Alice"}); p.Code != "conflict" {
		t.Errorf("twice: %+v", p)
	}
	tag := o.ask("GET", "/users/alice", nil).Header.Get("ETag")
	u := gets[store.User](o, 200, "PATCH", "/users/alice", object{"email": ""}, "If-Match", tag)
	if u.Email != "" || len(u.Phones) != 2 || u.FullName != "Alice Müller" {
		t.Errorf("changed: %+v", u)
	}
	gets[api.Problem](o, 412, "PATCH", "/users/alice", object{"weight": 1}, "If-Match", tag)

	g := gets[store.Group](o, 201, "POST", "/groups", object{"name": "sales", "members": []string{"bob", "alice"}})
	if strings.Join(g.Members, " ") != "bob alice" {
		t.Errorf("the group: %+v", g)
	}
	g = gets[store.Group](o, 200, "PUT", "/groups/sales", object{"members": []string{"alice", "bob"}})
	if strings.Join(g.Members, " ") != "alice bob" {
		t.Errorf("in another order: %+v", g)
	}
	if p := gets[api.Problem](o, 409, "DELETE", "/users/alice", nil); p.Code != "in_use" || len(p.Uses) != 1 || p.Uses[0].Name != "sales" {
		t.Errorf("removing who is in a group: %+v", p)
	}
	if l := gets[api.List[store.Use]](o, 200, "GET", "/users/alice/uses", nil); len(l.Items) != 1 {
		t.Errorf("uses: %+v", l)
	}
	if p := gets[api.Problem](o, 404, "PUT", "/groups/sales", object{"members": []string{"alice", "bobb"}}); len(p.Similar) != 1 || p.Similar[0] != "bob" {
		t.Errorf("somebody who is not there: %+v", p)
	}
	gets[object](o, 204, "DELETE", "/groups/sales", nil)
	gets[object](o, 204, "DELETE", "/users/alice", nil)
	if l := gets[api.List[store.User]](o, 200, "GET", "/users", nil); len(l.Items) != 1 {
		t.Errorf("left: %+v", l.Items)
	}
	for _, name := range []string{"dora", "Carl"} {
		o.ask("POST", "/users", object{"name": name})
	}
	first := gets[api.List[store.User]](o, 200, "GET", "/users?limit=2", nil)
	if len(first.Items) != 2 || first.Items[1].Name != "Carl" || first.Next != "Carl" {
		t.Errorf("the first page: %+v", first)
	}
	rest := gets[api.List[store.User]](o, 200, "GET", "/users?limit=2&after="+first.Next, nil)
	if len(rest.Items) != 1 || rest.Items[0].Name != "dora" || rest.Next != "" {
		t.Errorf("the second page: %+v", rest)
	}
	csv := o.ask("GET", "/users", nil, "Accept", "text/csv")
	if !strings.HasPrefix(string(csv.Body), "name,full_name,email,phones,weight\r\nbob,") {
		t.Errorf("as CSV: %s", csv.Body)
	}
}

func TestWhatIsWrongWithAUserStandsAtTheField(t *testing.T) {
	o := newOffice(t)
	fine := object{"endpoint": "PJSIP/alice"}
	for _, wrong := range []struct {
		at   string
		body object
	}{
		{"body.name", object{"name": "two words"}},
		{"body.full_name", object{"full_name": "a\x00b"}},
		{"body.email", object{"email": "nowhere"}},
		{"body.phones[0].endpoint", object{"phones": []object{{}}}},
		{"body.phones[0].endpoint", object{"phones": []object{{"endpoint": "PJSIP/a", "external": "+61412345678"}}}},
		{"body.phones[1].endpoint", object{"phones": []object{fine, {"endpoint": "alice"}}}},
		{"body.phones[1].external", object{"phones": []object{fine, {"external": "12"}}}},
		{"body.phones[1].external", object{"phones": []object{fine, {"external": "123"}}}},
		{"body.phones[1].external", object{"phones": []object{fine, {"external": "alice"}}}},
	} {
		if _, ok := wrong.body["name"]; !ok {
			wrong.body["name"] = "alice"
		}
		p := gets[api.Problem](o, 422, "POST", "/users", wrong.body)
		if len(p.Errors) != 1 || p.Errors[0].Location != wrong.at {
			t.Errorf("%v is refused at %+v, and not at %s", wrong.body, p.Errors, wrong.at)
		}
	}
	p := gets[api.Problem](o, 422, "POST", "/users", object{"name": "alice", "phones": []object{{"external": "123"}}})
	if !strings.Contains(p.Detail, "PJSIP/123") {
		t.Errorf("an extension as a number outside: %s", p.Detail)
	}
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice", "phones": []object{{"external": "+64111"}, {"external": "131313"}, {"external": "0412 345 678"}}})
}

func TestTheCompanysSettings(t *testing.T) {
	o := newOffice(t)
	first := o.ask("GET", "/company", nil)
	c := gets[api.Company](o, 200, "PATCH", "/company", object{"timezone": "Australia/Sydney", "language": "en-AU", "outbound": "PJSIP/{number}@trunk", "country": "nz"},
		"If-Match", first.Header.Get("ETag"))
	if c.Timezone != "Australia/Sydney" || c.Country != "NZ" || c.NumberCountry != "NZ" {
		t.Errorf("changed: %+v", c)
	}
	for field, value := range map[string]string{"timezone": "Mars/Olympus", "language": "<script>", "outbound": "PJSIP/trunk", "country": "Oz"} {
		p := gets[api.Problem](o, 422, "PATCH", "/company", object{field: value})
		if len(p.Errors) != 1 || p.Errors[0].Location != "body."+field {
			t.Errorf("%s %s: %+v", field, value, p)
		}
	}
	if after := gets[api.Company](o, 200, "GET", "/company", nil); after != c {
		t.Errorf("refused and changed: %+v", after)
	}
}
