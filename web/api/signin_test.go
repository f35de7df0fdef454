package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"callflow/store"
	"callflow/web/signin"
)

func TestFromAnEmptyInstallToAnAdmin(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	link, err := h.door.FirstLink(t.Context())
	if err != nil || !strings.HasPrefix(link, "http://pbx.test/setup#") {
		t.Fatalf("%q %v", link, err)
	}
	b := h.browser()
	b.refused(401, "sign_in", "GET", "/session", nil)
	key := keyOf(t, link)
	if l := b.does(200, "POST", "/setup/key", object{"key": key}); l["user"] != "" || l["company"] != "default" {
		t.Errorf("the link is for %v", l)
	}
	b.refused(410, "link_used", "POST", "/setup/key", object{"key": "x" + key[1:]})
	b.refused(422, "invalid", "POST", "/setup", object{"key": key, "name": "anna", "password": "short"})
	b.refused(422, "invalid", "POST", "/setup", object{"key": key, "name": "an na", "password": password})
	who := b.does(200, "POST", "/setup", object{"key": key, "name": "anna", "full_name": "Anna Lee", "password": password})
	if who["user"] != "anna" || who["role"] != "admin" {
		t.Errorf("got %v", who)
	}
	who = b.does(200, "GET", "/session", nil)
	if who["full_name"] != "Anna Lee" || who["company"] != "default" || who["timezone"] != "UTC" || who["language"] != "en" || who["totp"] != false ||
		!slices.Equal(who["rights"].([]any), []any{"own", "view", "flows", "admin"}) {
		t.Errorf("got %v", who)
	}
	h.browser().refused(410, "link_used", "POST", "/setup", object{"key": key, "name": "mallory", "password": password})
	if link, err := h.door.FirstLink(t.Context()); err != nil || link != "" {
		t.Errorf("with an admin there is a link: %q %v", link, err)
	}
	b.does(204, "DELETE", "/session", nil)
	b.refused(401, "sign_in", "GET", "/session", nil)
	if who := b.signsIn("anna"); who["user"] != "anna" {
		t.Errorf("got %v", who)
	}
}

func TestNobodyLearnsWhichNamesExist(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "gone:viewer")
	yes := true
	if _, err := h.store.SetSignIn(t.Context(), "", "gone", store.SignInChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.AddUser(t.Context(), "", store.User{Name: "phone"}); err != nil {
		t.Fatal(err)
	}
	var first object
	for _, name := range []string{"anna", "nobody", "gone", "phone", "anna@nowhere", "a@b@c", "' OR 1=1 --"} {
		b := h.browser()
		p := b.refused(401, "wrong_password", "POST", "/session", object{"name": name, "password": password + "x"})
		if first == nil {
			first = p
		}
		if p["detail"] != first["detail"] || len(p) != len(first) {
			t.Errorf("%s: %v, anna: %v", name, p, first)
		}
		if len(b.cookies) > 0 {
			t.Errorf("%s: cookies %v", name, b.cookies)
		}
	}
	h.browser().refused(401, "wrong_password", "POST", "/session", object{"name": "gone", "password": password})
}

func TestNamesWithCompanies(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin")
	ctx := t.Context()
	if err := h.store.AddCompany(ctx, store.Company{Name: "acme"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.AddUser(ctx, "acme", store.User{Name: "anna"}); err != nil {
		t.Fatal(err)
	}
	link, _, err := h.door.Invite(ctx, "acme", signin.Invitation{User: "anna", Role: "agent"})
	if err != nil {
		t.Fatal(err)
	}
	other := "another long pass phrase"
	if who := h.browser().follows(link, object{"password": other}); who["company"] != "acme" {
		t.Errorf("got %v", who)
	}
	if who := h.browser().signsIn("Anna"); who["company"] != "default" || who["role"] != "admin" {
		t.Errorf("got %v", who)
	}
	if who := h.browser().does(200, "POST", "/session", object{"name": "anna@ACME", "password": other}); who["company"] != "acme" || who["role"] != "agent" {
		t.Errorf("got %v", who)
	}
	h.browser().refused(401, "wrong_password", "POST", "/session", object{"name": "anna@acme", "password": password})
}

func TestPeoplesSignIns(t *testing.T) {
	h := newHouse(t, "https://pbx.example.org")
	h.people("anna:admin")
	for _, name := range []string{"bob", "carl"} {
		if _, err := h.store.AddUser(t.Context(), "", store.User{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	anna := h.browser()
	anna.signsIn("anna")
	anna.refused(404, "not_found", "POST", "/sign-ins/nobody/invite", object{"role": "agent"})
	anna.refused(422, "invalid", "POST", "/sign-ins/bob/invite", nil)
	link := anna.does(200, "POST", "/sign-ins/bob/invite", object{"role": "agent"})["link"].(string)
	if !strings.HasPrefix(link, "https://pbx.example.org/setup#") {
		t.Errorf("got %s", link)
	}
	bob := h.browser()
	if who := bob.follows(link, object{"password": password, "full_name": "Bob Lee", "name": "mallory"}); who["user"] != "bob" || who["full_name"] != "Bob Lee" {
		t.Errorf("got %v", who)
	}
	bob.refused(403, "forbidden", "GET", "/flows", nil)
	anna.does(200, "PUT", "/sign-ins/bob", object{"edit_flows": true})
	bob.refused(401, "sign_in", "GET", "/flows", nil)
	bob.signsIn("bob")
	bob.does(200, "GET", "/flows", nil)
	anna.does(200, "PUT", "/sign-ins/bob", object{"disabled": true})
	bob.refused(401, "sign_in", "GET", "/session", nil)
	bob.refused(401, "wrong_password", "POST", "/session", object{"name": "bob", "password": password})
	anna.refused(409, "conflict", "POST", "/sign-ins/bob/invite", nil)
	anna.refused(409, "last_admin", "PUT", "/sign-ins/anna", object{"role": "viewer"})
	anna.refused(409, "last_admin", "DELETE", "/sign-ins/anna", nil)
	anna.does(200, "PUT", "/sign-ins/carl", object{"role": "viewer"})
	list := anna.does(200, "GET", "/sign-ins", nil)["items"].([]any)
	if len(list) != 3 || list[1].(object)["disabled"] != true || list[2].(object)["has_password"] != false {
		t.Errorf("got %v", list)
	}
	if text, _ := json.Marshal(list); strings.Contains(string(text), "argon2") {
		t.Errorf("the list has hashes: %s", text)
	}
	anna.does(204, "DELETE", "/sign-ins/bob", nil)
	if _, err := h.store.User(t.Context(), "", "bob"); err != nil {
		t.Error(err)
	}
}

func TestSecretsStayOutOfTheLog(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin")
	b := h.browser()
	b.does(401, "POST", "/session", object{"name": "anna", "password": "SECRET and more"})
	for _, in := range []object{
		{"name": "", "password": "SECRET and more"}, {"name": "anna", "password": "SECRET" + strings.Repeat("x", 600)},
		{"name": "anna", "password": "SECRET", "more": 1}, {"name": "SECRET"},
	} {
		if text, _ := json.Marshal(b.does(422, "POST", "/session", in)); strings.Contains(string(text), "SECRET") {
			t.Errorf("the answer repeats the password: %s", text)
		}
	}
	link, _, err := h.door.Invite(t.Context(), "", signin.Invitation{User: "anna"})
	if err != nil {
		t.Fatal(err)
	}
	p := b.does(422, "POST", "/setup", object{"key": keyOf(t, link), "password": "SECRETSECRET"})
	if text, _ := json.Marshal(p); strings.Contains(string(text), "SECRET") {
		t.Errorf("the answer repeats the password: %s", text)
	}
	b.follows(link, object{"password": "SECRET words that nobody guesses"})
	if strings.Contains(h.log.String(), "SECRET") || strings.Contains(h.log.String(), keyOf(t, link)) {
		t.Errorf("the log has a secret: %s", h.log.String())
	}
}
