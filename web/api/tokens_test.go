package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"callflow/store"
)

func TestTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "http://pbx.test")
		h.people("anna:admin", "bob:editor")
		bob := h.browser()
		bob.signsIn("bob")
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{"admin"}})
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{"person"}})
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{}})
		bob.refused(422, "invalid", "POST", "/tokens", object{"name": "x", "rights": []string{"view"}, "expires": time.Now().Add(6 * 365 * 24 * time.Hour)})
		made := bob.does(201, "POST", "/tokens", object{"name": "report", "rights": []string{"own", "view", "flows"}, "expires": time.Now().Add(48 * time.Hour)})
		token := made["token"].(string)
		if !strings.HasPrefix(token, "cf_") || len(token) != 46 {
			t.Errorf("got %v", made)
		}
		p := h.program(token)
		if who := p.does(200, "GET", "/session", nil); who["user"] != "bob" || !slices.Equal(who["rights"].([]any), []any{"own", "view", "flows"}) {
			t.Errorf("got %v", who)
		}
		p.does(200, "GET", "/flows", nil)
		if len(p.last.Header["Set-Cookie"]) > 0 {
			t.Errorf("a program gets cookies: %v", p.last.Header)
		}
		// A token begets no token, and opens nothing of the person's account.
		p.refused(403, "forbidden", "POST", "/tokens", object{"name": "child", "rights": []string{"view"}})
		p.refused(403, "forbidden", "POST", "/session/password", object{"current": password, "new": "x"})
		// What bob makes stands in the audit as the token's.
		p.does(201, "POST", "/flows", object{"name": "Made by a program", "document": hello("Hello.")})
		entries, err := h.store.Audit(t.Context(), store.AuditFilter{Who: "token:report"})
		if err != nil || len(entries) == 0 {
			t.Errorf("%v %v", entries, err)
		}
		// In the address it is refused, before it is looked at.
		b := h.browser()
		b.refused(400, "token_in_url", "GET", "/flows?access_token=x", nil)
		b.refused(400, "token_in_url", "GET", "/flows?token="+token, nil)
		for _, header := range []string{"Bearer " + token + "x", "Bearer cf_" + strings.Repeat("A", 43), "Bearer", "Basic YTpi", token} {
			p.headers.Set("Authorization", header)
			p.refused(401, "bad_token", "GET", "/flows", nil)
		}
		// With a bad token a good session counts for nothing.
		bob.headers.Set("Authorization", "Bearer cf_"+strings.Repeat("A", 43))
		bob.refused(401, "bad_token", "GET", "/session", nil)
		bob.headers.Del("Authorization")
		bob.does(200, "GET", "/session", nil)

		// It can do no more than bob still can.
		p = h.program(token)
		viewer := "viewer"
		if _, err := h.store.SetSignIn(t.Context(), "", "bob", store.SignInChange{Role: &viewer}); err != nil {
			t.Fatal(err)
		}
		p.refused(403, "forbidden", "POST", "/flows", object{"name": "x"})
		p.does(200, "GET", "/flows", nil)
		bob.refused(401, "sign_in", "GET", "/session", nil) // new rights, new session

		// Anna sees it and can end it; bob sees only his own.
		anna := h.browser()
		anna.signsIn("anna")
		anna.does(201, "POST", "/tokens", object{"name": "backup", "rights": []string{"admin"}})
		if all := anna.does(200, "GET", "/tokens", nil)["items"].([]any); len(all) != 2 {
			t.Errorf("anna sees %v", all)
		}
		bob.signsIn("bob")
		mine := bob.does(200, "GET", "/tokens", nil)["items"].([]any)
		if len(mine) != 1 || mine[0].(object)["name"] != "report" {
			t.Errorf("bob sees %v", mine)
		}
		for _, v := range mine {
			if text, _ := json.Marshal(v); strings.Contains(string(text), token) || strings.Contains(string(text), "hash") {
				t.Errorf("the list has the token: %s", text)
			}
		}
		bob.refused(404, "not_found", "DELETE", "/tokens/2", nil)
		time.Sleep(49 * time.Hour)
		p.refused(401, "bad_token", "GET", "/flows", nil)
		anna.signsIn("anna")
		anna.does(204, "DELETE", "/tokens/1", nil)
	})
}
