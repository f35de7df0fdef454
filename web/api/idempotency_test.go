package api_test

import (
	"fmt"
	"sync"
	"testing"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
)

func TestARequestWithAKeyIsDoneOnce(t *testing.T) {
	o := newOffice(t)
	first := o.ask("POST", "/users", object{"name": "alice"}, "Idempotency-Key", "k1")
	again := o.ask("POST", "/users", object{"name": "alice"}, "Idempotency-Key", "k1")
	if first.Code != 201 || again.Code != 201 || string(first.Body) != string(again.Body) || again.Header.Get("ETag") != first.Header.Get("ETag") {
		t.Fatalf("first %d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	if again.Header.Get("Idempotency-Replayed") != "true" || first.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("nobody can tell the answers apart: %v, %v", first.Header, again.Header)
	}
	if p := gets[api.Problem](o, 422, "POST", "/users", object{"name": "bob"}, "Idempotency-Key", "k1"); p.Code != "other_request" {
		t.Errorf("another body: %+v", p)
	}
	if p := gets[api.Problem](o, 422, "POST", "/groups", object{"name": "alice"}, "Idempotency-Key", "k1"); p.Code != "other_request" {
		t.Errorf("another route: %+v", p)
	}
	// Without the key it is a new request, and so it is with somebody else's.
	gets[api.Problem](o, 409, "POST", "/users", object{"name": "alice"})
	o.who = access.Principal{Company: "default", User: "eve", Rights: access.RoleAdmin.Rights()}
	gets[api.Problem](o, 409, "POST", "/users", object{"name": "alice"}, "Idempotency-Key", "k1")
	// A refusal is an answer, too.
	gets[store.User](o, 201, "POST", "/users", object{"name": "carol"})
	gets[api.Problem](o, 409, "POST", "/users", object{"name": "carol"}, "Idempotency-Key", "k2")
	gets[object](o, 204, "DELETE", "/users/carol", nil)
	gets[api.Problem](o, 409, "POST", "/users", object{"name": "carol"}, "Idempotency-Key", "k2")
}

func TestTheSameRequestAtTheSameTimeIsDoneOnce(t *testing.T) {
	o := newOffice(t)
	const many = 8
	codes := make([]int, many)
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() { codes[i] = o.ask("POST", "/users", object{"name": "alice"}, "Idempotency-Key", "k").Code })
	}
	all.Wait()
	made := 0
	for _, code := range codes {
		switch code {
		case 201:
			made++
		case 409: // it was being done
		default:
			t.Errorf("somebody got %d", code)
		}
	}
	if made == 0 {
		t.Errorf("nobody was told that it was done: %v", codes)
	}
	if l := gets[api.List[store.User]](o, 200, "GET", "/users", nil); len(l.Items) != 1 {
		t.Errorf("it was done %d times", len(l.Items))
	}
	entries, err := o.store.Audit(t.Context(), store.AuditFilter{Kind: "user"})
	if err != nil || len(entries) != 1 {
		t.Errorf("the log has %s (%v)", fmt.Sprint(entries), err)
	}
}
