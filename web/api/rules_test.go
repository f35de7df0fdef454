package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
)

func TestUnwantedCallers(t *testing.T) {
	o := newOffice(t)
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100"})
	gets[object](o, 204, "POST", "/blocked-callers", object{"number": "0412 345 678", "reason": "calls at night"})
	gets[object](o, 204, "POST", "/blocked-callers", object{"number": "+882", "prefix": true})
	l := gets[api.List[store.BlockedCaller]](o, 200, "GET", "/blocked-callers", nil)
	if len(l.Items) != 2 || l.Items[0].Number != "+61412345678" || !l.Items[1].Prefix {
		t.Fatalf("blocked: %+v", l.Items)
	}
	for search, want := range map[string]int{"0412 345": 1, "night": 1, "+882": 1, "": 2, "nobody": 0} {
		if found := gets[api.List[store.BlockedCaller]](o, 200, "GET", "/blocked-callers?q="+url.QueryEscape(search), nil); len(found.Items) != want {
			t.Errorf("looking for %q: %+v", search, found.Items)
		}
	}
	if csv := o.ask("GET", "/blocked-callers", nil, "Accept", "text/csv"); !strings.HasPrefix(string(csv.Body), "number,prefix,reason,created\r\n+61412345678,false,calls at night,") {
		t.Errorf("the table: %s", csv.Body)
	}
	table := o.ask("GET", "/blocked-callers", nil, "Accept", "text/csv").Body
	bad := gets[api.Problem](o, 422, "POST", "/blocked-callers/import", "number,reason\n+61298765432,x\n0412 345 678,y\n<script>,\n+61412345678,z\n", "Content-Type", "text/csv")
	if bad.Code != "import" || len(bad.Errors) != 2 || bad.Errors[0].Location != "body.line 4" || bad.Errors[1].Location != "body.line 5" {
		t.Errorf("a bad file: %+v", bad)
	}
	if now := o.ask("GET", "/blocked-callers", nil, "Accept", "text/csv").Body; string(now) != string(table) {
		t.Errorf("something of a bad file was taken: %s", now)
	}
	if tried := gets[api.Imported](o, 200, "POST", "/blocked-callers/import?dry_run=true", "number\n+61298765432\n", "Content-Type", "text/csv"); tried.Added != 1 || !tried.DryRun {
		t.Errorf("tried: %+v", tried)
	}
	if again := gets[api.Imported](o, 200, "POST", "/blocked-callers/import", string(table), "Content-Type", "text/csv"); again.Added != 0 || again.Changed != 2 {
		t.Errorf("what was exported is imported: %+v", again)
	}
	gets[object](o, 204, "DELETE", "/blocked-callers/0412345678", nil) // as it was entered
	gets[api.Problem](o, 404, "DELETE", "/blocked-callers/0412345678", nil)
	gets[object](o, 204, "DELETE", "/blocked-callers/+882?prefix=true", nil)

	p := gets[api.List[store.Policy]](o, 200, "PUT", "/caller-policies/hidden", object{"number": "100", "action": "message", "message": "say:Show your number."})
	if len(p.Items) != 3 || p.Items[0].Callers != "blocked" || p.Items[2].Number != "100" || p.Items[2].Action != "message" {
		t.Errorf("policies: %+v", p.Items)
	}
	if p = gets[api.List[store.Policy]](o, 200, "DELETE", "/caller-policies/hidden?number=100", nil); len(p.Items) != 2 {
		t.Errorf("policies, without that of 100: %+v", p.Items)
	}
	gets[api.Problem](o, 404, "DELETE", "/caller-policies/hidden?number=100", nil)
	gets[api.Problem](o, 422, "PUT", "/caller-policies/hidden", object{"action": "message"})
	gets[api.Problem](o, 404, "PUT", "/caller-policies/blocked", object{"action": "flow", "flow": "None"})
	gets[api.Problem](o, 422, "PUT", "/caller-policies/everybody", object{"action": "allow"})
}

func TestCapsAndHowMuchOfThemIsUsed(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice"})
	l := gets[api.List[api.Cap]](o, 200, "GET", "/caps", nil)
	if len(l.Items) != 1 || l.Items[0].CallsHour != -1 || l.Items[0].Used.CallsHour != 0 {
		t.Fatalf("at first: %+v", l.Items)
	}
	c := gets[api.Cap](o, 200, "PATCH", "/caps", object{"concurrent": 10, "allowed": []string{"+64"}, "alert": "it@example.org"})
	c = gets[api.Cap](o, 200, "PATCH", "/caps", object{"minutes_day": 600, "texts_hour": 20})
	if c.Concurrent != 10 || c.MinutesDay != 600 || c.TextsHour != 20 || c.Alert != "it@example.org" || len(c.Allowed) != 1 {
		t.Errorf("the company's: %+v", c)
	}
	tag := o.ask("PATCH", "/caps/alice", object{"calls_hour": 20}).Header.Get("ETag")
	gets[api.Cap](o, 200, "PATCH", "/caps/alice", object{"forbidden": []string{"+61190"}}, "If-Match", tag)
	gets[api.Problem](o, 412, "PATCH", "/caps/alice", object{"calls_hour": 30}, "If-Match", tag)
	gets[api.Problem](o, 404, "PATCH", "/caps/bob", object{"calls_hour": 30})
	if p := gets[api.Problem](o, 422, "PATCH", "/caps", object{"allowed": []string{"64"}}); len(p.Errors) != 1 || p.Errors[0].Location != "body.allowed" {
		t.Errorf("a prefix without +: %+v", p)
	}
	if l = gets[api.List[api.Cap]](o, 200, "GET", "/caps", nil); len(l.Items) != 2 || l.Items[1].CallsHour != 20 {
		t.Errorf("at last: %+v", l.Items)
	}
	gets[object](o, 204, "DELETE", "/caps/alice", nil)
	gets[api.Problem](o, 404, "DELETE", "/caps/alice", nil)
	if l = gets[api.List[api.Cap]](o, 200, "GET", "/caps", nil); len(l.Items) != 1 {
		t.Errorf("without alice's: %+v", l.Items)
	}
}

func TestSourcesAndNotices(t *testing.T) {
	o := newOffice(t)
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100"})
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice"})
	s := gets[store.Source](o, 200, "PUT", "/sources/100", object{"source": "Poster in Newtown", "campaign": "Summer"})
	if s.Number != "100" || s.Source != "Poster in Newtown" || s.Campaign != "Summer" {
		t.Errorf("the source: %+v", s)
	}
	gets[api.Problem](o, 422, "PUT", "/sources/100", object{"keyword": "plumber"})
	gets[api.Problem](o, 404, "PUT", "/sources/101", object{"source": "x"})
	if l := gets[api.List[store.Source]](o, 200, "GET", "/sources", nil); len(l.Items) != 1 {
		t.Errorf("sources: %+v", l.Items)
	}
	gets[object](o, 204, "DELETE", "/sources/100", nil)
	gets[api.Problem](o, 404, "DELETE", "/sources/100", nil)

	gets[store.Notice](o, 200, "PATCH", "/notices", object{"missed": "webhook", "webhook": "https://example.org/calls"})
	n := gets[store.Notice](o, 200, "PATCH", "/notices/alice", object{"voicemail": "sound"})
	if n.User != "alice" || n.Voicemail != "sound" || n.Missed != "" {
		t.Errorf("the notice: %+v", n)
	}
	gets[api.Problem](o, 422, "PATCH", "/notices/alice", object{"webhook": "javascript:alert(1)"})
	gets[api.Problem](o, 404, "PATCH", "/notices/bob", object{"voicemail": "off"})
	if l := gets[api.List[store.Notice]](o, 200, "GET", "/notices", nil); len(l.Items) != 2 {
		t.Errorf("notices: %+v", l.Items)
	}
}

func TestAMailboxAndItsPIN(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice"})
	m := gets[api.MailboxSettings](o, 200, "PATCH", "/mailboxes/user:alice", object{"number": "200"})
	if m.Box != "user:alice" || m.Number != "200" || m.HasPIN {
		t.Fatalf("the box: %+v", m)
	}
	gets[api.Problem](o, 422, "PUT", "/mailboxes/user:alice/pin", object{"pin": "12"})
	if m = gets[api.MailboxSettings](o, 200, "PUT", "/mailboxes/user:alice/pin", object{"pin": "4711"}); !m.HasPIN {
		t.Errorf("with a PIN: %+v", m)
	}
	// A PIN that was made is kept nowhere in clear: asked again, there is another.
	first := gets[api.NewPIN](o, 200, "POST", "/mailboxes/user:alice/pin", nil, "Idempotency-Key", "k")
	second := o.ask("POST", "/mailboxes/user:alice/pin", nil, "Idempotency-Key", "k")
	if len(first.PIN) != 6 || second.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("made %+v, then %v", first, second.Header)
	}
	if _, _, err := o.store.OpenMailbox(t.Context(), "default", "200", "4711"); err == nil {
		t.Error("the old PIN opens the box")
	}
	if m = gets[api.MailboxSettings](o, 200, "PUT", "/mailboxes/user:alice/pin", object{"pin": ""}); m.HasPIN {
		t.Errorf("without a PIN: %+v", m)
	}
	gets[api.Problem](o, 404, "PATCH", "/mailboxes/user:alice", object{"greeting": "audio:none"})
	gets[api.Problem](o, 404, "GET", "/mailboxes/user:bob", nil)
	gets[api.Problem](o, 422, "GET", "/mailboxes/alice", nil)
}

func TestTheAuditLogTellsWhoChangedWhat(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice"})
	o.who.User = "grace"
	gets[store.User](o, 200, "PATCH", "/users/alice", object{"email": "alice@example.org"})
	gets[store.User](o, 201, "POST", "/users", object{"name": "bob"})
	first := gets[api.List[store.AuditEntry]](o, 200, "GET", "/audit?kind=user&limit=2", nil)
	if len(first.Items) != 2 || first.Items[1].Who != "user:grace" || first.Items[1].Action != "user.set" || first.Items[1].Before == nil || first.Next == "" {
		t.Fatalf("the first page: %+v", first)
	}
	second := gets[api.List[store.AuditEntry]](o, 200, "GET", "/audit?kind=user&limit=2&after="+first.Next, nil)
	if len(second.Items) != 1 || second.Items[0].Who != "user:ada" || second.Next != "" {
		t.Errorf("the second page: %+v", second)
	}
	for query, want := range map[string]int{"q=GRACE": 2, "q=bob": 1, "q=user.set": 1, "q=%25": 0, "q=alice&kind=user": 2} {
		if l := gets[api.List[store.AuditEntry]](o, 200, "GET", "/audit?"+query, nil); len(l.Items) != want {
			t.Errorf("%s: %d entries, want %d", query, len(l.Items), want)
		}
	}
	zone := time.FixedZone("", 14*3600) // it is tomorrow there at the latest
	if l := gets[api.List[store.AuditEntry]](o, 200, "GET", "/audit?since="+time.Now().Add(24*time.Hour).In(zone).Format(time.DateOnly), nil); len(l.Items) != 0 {
		t.Errorf("from tomorrow on: %+v", l.Items)
	}
	if table := o.ask("GET", "/audit?kind=user&limit=1", nil, "Accept", "text/csv"); !strings.HasPrefix(table.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("as a table: %v", table.Header)
	}
	until := time.Now().UTC().Add(-time.Hour).Format(time.RFC3339)
	if l := gets[api.List[store.AuditEntry]](o, 200, "GET", "/audit?until="+until, nil); len(l.Items) != 0 {
		t.Errorf("before there was anything: %+v", l.Items)
	}
	one := gets[store.AuditEntry](o, 200, "GET", fmt.Sprintf("/audit/%d", first.Items[1].ID), nil)
	if one.ID != first.Items[1].ID || one.Action != "user.set" || one.After == nil {
		t.Errorf("one entry: %+v", one)
	}
	gets[api.Problem](o, 404, "GET", "/audit/999999", nil)
	gets[api.Problem](o, 422, "GET", "/audit?after=x", nil)
	gets[api.Problem](o, 422, "GET", "/audit?since=yesterday", nil)
	o.who = access.Principal{Company: "default", User: "eve", Rights: access.RoleEditor.Rights()}
	gets[api.Problem](o, 403, "GET", "/audit", nil)
}

func TestReferencesForPickers(t *testing.T) {
	o := newOffice(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "alice", "full_name": "Alice Müller", "phones": []object{{"external": "+61412345678"}}})
	gets[store.Group](o, 201, "POST", "/groups", object{"name": "sales", "members": []string{"alice"}})
	gets[api.Queue](o, 201, "POST", "/queues", object{"name": "support"})
	o.live("Main")
	l := gets[api.List[api.Reference]](o, 200, "GET", "/references", nil)
	var all []string
	for _, r := range l.Items {
		all = append(all, r.Ref+" "+r.Label)
	}
	want := []string{"user:alice Alice Müller", "group:sales sales", "queue:support support", "flow:Main Main", "external:+61412345678 +61412345678"}
	if len(all) != len(want) {
		t.Fatalf("references: %q", all)
	}
	for i := range want {
		if all[i] != want[i] {
			t.Errorf("got %q, want %q", all[i], want[i])
		}
	}
	if l = gets[api.List[api.Reference]](o, 200, "GET", "/references?kind=user&q=m%C3%BCl", nil); len(l.Items) != 1 {
		t.Errorf("searched: %+v", l.Items)
	}
}

// Two people who have the same page open: the second one who saves is told that
// it has changed, and nothing is lost.
func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	o, _ := ownEverything(t)
	gets[store.Number](o, 201, "POST", "/numbers", object{"number": "100"})
	file, kind := form(t, "beep.wav", beep())
	flow := fmt.Sprintf("/flows/%d", gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Front", "document": hello("Hi.")}).ID)
	for _, c := range []struct {
		name, see, method, path string
		first, second           any
		headers                 []string
	}{
		{name: "notices", see: "/notices", method: "PATCH", path: "/notices", first: object{"missed": "mail"}, second: object{"missed": "off"}},
		{name: "a user's notices", see: "/notices", method: "PATCH", path: "/notices/zoe", first: object{"voicemail": "sound"}, second: object{"voicemail": "off"}},
		{name: "caps", see: "/caps", method: "PATCH", path: "/caps", first: object{"concurrent": 5}, second: object{"concurrent": 6}},
		{name: "a user's caps", see: "/caps", method: "PATCH", path: "/caps/zoe", first: object{"calls_hour": 5}, second: object{"calls_hour": 6}},
		{name: "a flow's name", see: flow, method: "PATCH", path: flow, first: object{"name": "Day"}, second: object{"name": "Night"}},
		{name: "policies", see: "/caller-policies", method: "PUT", path: "/caller-policies/hidden", first: object{"action": "hangup"}, second: object{"action": "allow"}},
		{name: "an exception", see: "/caller-policies", method: "PUT", path: "/caller-policies/hidden", first: object{"number": "100", "action": "hangup"}, second: object{"number": "100", "action": "allow"}},
		{name: "a PIN", see: "/mailboxes/user:zoe", method: "PUT", path: "/mailboxes/user:zoe/pin", first: object{"pin": "4711"}, second: object{"pin": "1234"}},
		{name: "another PIN", see: "/mailboxes/user:zoe", method: "PUT", path: "/mailboxes/user:zoe/pin", first: object{"pin": "4711"}, second: object{"pin": "4711"}},
		{name: "a PIN that is made", see: "/mailboxes/user:zoe", method: "POST", path: "/mailboxes/user:zoe/pin"},
		{name: "a greeting", see: "/mailboxes/user:zoe", method: "PUT", path: "/mailboxes/user:zoe/greeting/speech", first: object{"text": "One"}, second: object{"text": "Two"}},
		{name: "a sign-in", see: "/sign-ins/zoe", method: "PUT", path: "/sign-ins/zoe", first: object{"role": "editor"}, second: object{"role": "viewer"}},
		{name: "a sound's text", see: "/audio/welcome", method: "PUT", path: "/audio/welcome/speech", first: object{"text": "One"}, second: object{"text": "Two"}},
		{name: "a sound's file", see: "/audio/welcome", method: "PUT", path: "/audio/welcome/sound", first: file, second: file, headers: []string{"Content-Type", kind}},
	} {
		version := o.ask("GET", c.see, nil).Header.Get("ETag")
		if version == "" {
			t.Errorf("%s: what is seen has no version", c.name)
			continue
		}
		with := append([]string{"If-Match", version}, c.headers...)
		first := o.ask(c.method, c.path, c.first, with...)
		if now := o.ask("GET", c.see, nil).Header.Get("ETag"); first.Code != 200 || first.Header.Get("ETag") != now || now == version {
			t.Errorf("%s, the first: %d, version %s, seen as %s, was %s: %s", c.name, first.Code, first.Header.Get("ETag"), now, version, first.Body)
		}
		late := o.ask(c.method, c.path, c.second, with...)
		if late.Code != 412 || late.Header.Get("ETag") != first.Header.Get("ETag") {
			t.Errorf("%s, the second: %d, version %s, want 412 and %s: %s", c.name, late.Code, late.Header.Get("ETag"), first.Header.Get("ETag"), late.Body)
		}
		if again := o.ask(c.method, c.path, c.second, append([]string{"If-Match", late.Header.Get("ETag")}, c.headers...)...); again.Code != 200 {
			t.Errorf("%s, the second once more: %d %s", c.name, again.Code, again.Body)
		}
	}
	exception := "/caller-policies/hidden?number=100"
	gets[api.Problem](o, 412, "DELETE", exception, nil, "If-Match", `"another"`)
	gets[object](o, 200, "DELETE", exception, nil, "If-Match", o.ask("GET", "/caller-policies", nil).Header.Get("ETag"))
	// What is taken away has to be what was seen, too.
	for _, c := range []struct{ see, path string }{{"/caps", "/caps/zoe"}, {"/sign-ins/zoe", "/sign-ins/zoe"}} {
		gets[api.Problem](o, 412, "DELETE", c.path, nil, "If-Match", `"another"`)
		gets[object](o, 204, "DELETE", c.path, nil, "If-Match", o.ask("GET", c.see, nil).Header.Get("ETag"))
		gets[api.Problem](o, 404, "DELETE", c.path, nil)
	}
}

// Of two admins who invite somebody, the second one neither ends the first one's
// link nor gives another role.
func TestTheSecondWhoInvitesIsTold(t *testing.T) {
	o, _ := ownEverything(t)
	gets[store.User](o, 201, "POST", "/users", object{"name": "yan"})
	first := gets[api.Invitation](o, 200, "POST", "/sign-ins/yan/invite", object{"role": "agent"}, "If-None-Match", "*")
	late := o.ask("POST", "/sign-ins/yan/invite", object{"role": "admin"}, "If-None-Match", "*")
	seen := o.ask("GET", "/sign-ins/yan", nil)
	version := seen.Header.Get("ETag")
	if late.Code != 412 || version == "" || late.Header.Get("ETag") != version {
		t.Errorf("the second: %d, version %s, want 412 and %s: %s", late.Code, late.Header.Get("ETag"), version, late.Body)
	}
	if now := gets[store.SignIn](o, 200, "GET", "/sign-ins/yan", nil); now.Role != "agent" || !now.Invited.Equal(first.Expires) {
		t.Errorf("after it: %+v, invited until %s", now, first.Expires)
	}
	gets[api.Problem](o, 412, "POST", "/sign-ins/yan/invite", object{"role": "admin"}, "If-Match", `"another"`)
	gets[api.Invitation](o, 200, "POST", "/sign-ins/yan/invite", object{"role": "admin"}, "If-Match", version)
	gets[api.Problem](o, 404, "POST", "/sign-ins/nobody/invite", object{"role": "admin"}, "If-None-Match", "*")
}
