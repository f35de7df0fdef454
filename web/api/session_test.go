package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callflow/store"
	"callflow/web/access"
)

func TestTheCookie(t *testing.T) {
	for public, want := range map[string]string{
		"http://127.0.0.1:8080":    "callflow_session; Path=/; HttpOnly; SameSite=Lax",
		"https://pbx.example.org/": "__Host-callflow_session; Path=/; HttpOnly; Secure; SameSite=Lax",
	} {
		h := newHouse(t, public)
		h.people("anna:admin")
		b := h.browser()
		b.signsIn("anna")
		found := false
		for _, line := range b.last.Header["Set-Cookie"] {
			name, rest, _ := strings.Cut(line, "=")
			_, attributes, _ := strings.Cut(rest, ";")
			found = found || name+";"+attributes == want
		}
		if !found {
			t.Errorf("%s: got %q, want %s", public, b.last.Header["Set-Cookie"], want)
		}
		if got := b.last.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control is %q", got)
		}
	}
}

func TestAFixedSessionIsNotTaken(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "bob:viewer")
	mallory := h.browser()
	mallory.signsIn("bob")
	planted := mallory.cookies["callflow_session"]
	// The cookie of somebody else's session, and one that nobody gave out.
	for _, token := range []string{planted, strings.Repeat("A", 43)} {
		victim := h.browser()
		victim.cookies["callflow_session"] = token
		victim.signsIn("anna")
		if victim.cookies["callflow_session"] == token {
			t.Error("the token stayed the same over signing in")
		}
		mallory.cookies["callflow_session"] = token
		if who := mallory.does(0, "GET", "/session", nil); who["user"] == "anna" {
			t.Error("the planted session is signed in")
		}
	}
}

func TestSessionsEndWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "http://pbx.test")
		h.people("anna:admin")
		idle, busy := h.browser(), h.browser()
		idle.signsIn("anna")
		busy.signsIn("anna")
		for range 7 {
			time.Sleep(100 * time.Minute)
			busy.does(200, "GET", "/session", nil)
		}
		idle.refused(401, "sign_in", "GET", "/session", nil)
		time.Sleep(21 * time.Minute) // 12 h 1 min in all
		busy.refused(401, "sign_in", "GET", "/session", nil)
	})
}

func TestSignOutElsewhereAndChangeThePassword(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin")
	here, there := h.browser(), h.browser()
	there.headers.Set("User-Agent", "Other")
	here.signsIn("anna")
	there.signsIn("anna")
	list := here.does(200, "GET", "/session/all", nil)["items"].([]any)
	current := 0
	for _, item := range list {
		s := item.(object)
		if s["address"] != "192.0.2.10" {
			t.Errorf("got %v", s)
		}
		if s["current"] == true {
			current++
			if s["agent"] != "Test" {
				t.Errorf("current is %v", s)
			}
		}
	}
	if len(list) != 3 || current != 1 { // the third followed the link
		t.Errorf("got %v", list)
	}
	here.does(204, "DELETE", "/session/all", nil)
	there.refused(401, "sign_in", "GET", "/session", nil)
	here.does(200, "GET", "/session", nil)

	there.signsIn("anna")
	next := "a quite different phrase"
	here.refused(403, "wrong_password", "POST", "/session/password", object{"current": "wrong wrong wrong", "new": next})
	here.refused(422, "invalid", "POST", "/session/password", object{"current": password, "new": "passwordpassword"})
	before := here.cookies["callflow_session"]
	here.does(204, "POST", "/session/password", object{"current": password, "new": next})
	if here.cookies["callflow_session"] == before {
		t.Error("the session's token stayed the same")
	}
	here.does(200, "GET", "/session", nil)
	there.refused(401, "sign_in", "GET", "/session", nil)
	old := h.browser()
	old.cookies["callflow_session"] = before
	old.refused(401, "sign_in", "GET", "/session", nil)
	h.browser().refused(401, "wrong_password", "POST", "/session", object{"name": "anna", "password": password})
	h.browser().does(200, "POST", "/session", object{"name": "anna", "password": next})
}

func TestOtherSitesAreRefused(t *testing.T) {
	h := newHouse(t, "https://pbx.example.org")
	h.people("anna:admin")
	b := h.browser()
	b.signsIn("anna")
	for _, c := range []struct {
		headers http.Header
		status  int
	}{
		{http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}, 403},
		{http.Header{"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://other.example.org"}}, 403},
		{http.Header{"Origin": {"https://evil.example"}}, 403},
		{http.Header{"Origin": {"null"}}, 403},
		{http.Header{"Origin": {"https://pbx.example.org"}}, 204},
		{http.Header{"Sec-Fetch-Site": {"same-origin"}}, 204},
		{http.Header{}, 204}, // no browser
	} {
		b.headers = c.headers
		p := b.does(c.status, "DELETE", "/session/all", nil)
		if c.status == 403 && p["code"] != "cross_site" {
			t.Errorf("%v: %v", c.headers, p)
		}
	}
	evil := h.browser()
	evil.headers = http.Header{"Sec-Fetch-Site": {"cross-site"}}
	evil.refused(403, "cross_site", "POST", "/session", object{"name": "anna", "password": password})
}

// An answer that goes on for long can ask whether it still may.
func TestStreamsCanAskAgain(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "bob:editor")
	bob := h.browser()
	bob.signsIn("bob")
	token := bob.does(201, "POST", "/tokens", object{"name": "wall", "rights": []string{"view"}})["token"].(string)
	var contexts []context.Context
	h.handler = h.door.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { contexts = append(contexts, r.Context()) }))
	bob.does(0, "GET", "/events", nil)
	h.program(token).does(0, "GET", "/events", nil)
	h.browser().does(0, "GET", "/events", nil)
	still := func(want ...bool) {
		t.Helper()
		for i, ctx := range contexts {
			if got, err := h.door.Still(ctx, access.View); err != nil || got != want[i] {
				t.Errorf("request %d: %v %v, want %v", i, got, err, want[i])
			}
		}
	}
	still(true, true, false)
	if ok, err := h.door.Still(contexts[1], access.Flows); err != nil || ok {
		t.Errorf("the token has what it was not given: %v %v", ok, err)
	}
	role, yes := "agent", true
	if _, err := h.store.SetSignIn(t.Context(), "", "bob", store.SignInChange{Role: &role}); err != nil {
		t.Fatal(err)
	}
	still(false, false, false)
	role = "viewer"
	if _, err := h.store.SetSignIn(t.Context(), "", "bob", store.SignInChange{Role: &role}); err != nil {
		t.Fatal(err)
	}
	still(false, true, false) // the session has ended, the token may again
	if _, err := h.store.SetSignIn(t.Context(), "", "bob", store.SignInChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	still(false, false, false)
}
