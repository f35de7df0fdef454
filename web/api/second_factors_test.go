package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/signin"
)

// setsUp sets a second factor up, and returns its secret.
func (b *browser) setsUp() string {
	b.h.t.Helper()
	secret := b.does(200, "POST", "/session/totp", nil)["secret"].(string)
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		b.h.t.Fatal(err)
	}
	b.does(200, "PUT", "/session/totp", object{"code": code})
	return secret
}

// A company may ask everybody for a second factor. Who has none is let in to set
// one up, and to nothing else.
func TestASecondFactorOfEverybody(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "bob:editor", "carl:agent")
	anna, bob, carl := h.browser(), h.browser(), h.browser()
	anna.signsIn("anna")
	bob.signsIn("bob")
	carl.signsIn("carl")
	bobs := bob.does(201, "POST", "/tokens", object{"name": "crm", "rights": []string{"view"}})["token"].(string)

	// Nobody shuts the door and stays outside.
	p := anna.refused(422, "invalid", "PATCH", "/company", object{"second_factor_required": true})
	if errors := p["errors"].([]any); len(errors) != 1 || errors[0].(object)["location"] != "body.second_factor_required" {
		t.Errorf("refused at %v", p["errors"])
	}
	anna.setsUp()
	if c := anna.does(200, "PATCH", "/company", object{"second_factor_required": true}); c["second_factor_required"] != true {
		t.Errorf("the company: %v", c)
	}
	anna.does(200, "GET", "/flows", nil)
	anna.refused(409, "conflict", "DELETE", "/session/totp", object{"password": password})

	// It holds at once for who is signed in already, and at the next sign-in.
	bob.refused(403, "second_factor_needed", "GET", "/flows", nil)
	bob = h.browser()
	who := bob.signsIn("bob")
	if who["second_factor_needed"] != true || len(who["rights"].([]any)) != 0 {
		t.Errorf("signed in: %v", who)
	}
	if who = bob.does(200, "GET", "/session", nil); who["second_factor_needed"] != true || who["role"] != "editor" {
		t.Errorf("the session: %v", who)
	}
	bob.refused(403, "second_factor_needed", "POST", "/tokens", object{"name": "more", "rights": []string{"view"}})
	bob.refused(403, "second_factor_needed", "POST", "/session/password", object{"current": password, "new": "five green elephants dance"})
	bob.setsUp()
	if who = bob.does(200, "GET", "/session", nil); who["second_factor_needed"] != nil || len(who["rights"].([]any)) != 3 {
		t.Errorf("with a second factor: %v", who)
	}
	bob.does(200, "GET", "/flows", nil)

	// Programs go on: whoever made their tokens had signed in.
	h.program(bobs).does(200, "GET", "/flows", nil)

	// A new person sets a password, then the second factor.
	if _, err := h.store.AddUser(t.Context(), "", store.User{Name: "dora"}); err != nil {
		t.Fatal(err)
	}
	link, _, err := h.door.Invite(t.Context(), "", signin.Invitation{User: "dora", Role: "viewer"})
	if err != nil {
		t.Fatal(err)
	}
	dora := h.browser()
	if who := dora.follows(link, object{"password": password}); who["second_factor_needed"] != true {
		t.Errorf("invited: %v", who)
	}
	dora.refused(403, "second_factor_needed", "GET", "/flows", nil)
	dora.does(204, "DELETE", "/session", nil)

	// Taken back, it holds no more.
	anna.does(200, "PATCH", "/company", object{"second_factor_required": false})
	carl.does(200, "GET", "/me/calls", nil)
}

// TestWhoIsArriving asks every route as an admin who has to set up a second factor.
func TestWhoIsArriving(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("admin:admin")
	c, err := h.store.Company(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	c.RequireTOTP = true
	if err := h.store.SetCompany(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	b.signsIn("admin")
	h.handler = unharmed(h.handler)
	allowed := []string{"GET /session", "DELETE /session", "POST /session/totp", "PUT /session/totp"}
	for _, r := range h.api.Routes() {
		name := r.Method + " " + r.Path
		if r.Right == access.Public || name == "DELETE /session" {
			continue
		}
		var in any
		if r.Method != "GET" && r.Method != "DELETE" {
			in = []int{0}
		}
		p := b.does(0, r.Method, pathParam.ReplaceAllString(r.Path, "999999"), in)
		refused := b.last.StatusCode == http.StatusForbidden && p["code"] == "second_factor_needed"
		if refused == slices.Contains(allowed, name) {
			t.Errorf("%s: %d %v", name, b.last.StatusCode, p["code"])
		}
		if refused && !strings.Contains(p["detail"].(string), "set yours up first") {
			t.Errorf("%s does not say what to do: %v", name, p["detail"])
		}
	}
	b.does(204, "DELETE", "/session", nil)
}
