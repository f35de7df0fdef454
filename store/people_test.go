package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/store"

	"github.com/google/go-cmp/cmp"
)

func check(r flowengine.Report) func(*flowengine.Flow) (flowengine.Report, []flowengine.Reference, error) {
	return func(f *flowengine.Flow) (flowengine.Report, []flowengine.Reference, error) {
		return r, flowengine.References(f), nil
	}
}

func addUser(t *testing.T, s *store.Store, name string, phones ...store.Phone) {
	t.Helper()
	must(t)(s.AddUser(t.Context(), "", store.User{Name: name, Phones: phones}))
}

func TestAUserInUseIsNotRemoved(t *testing.T) {
	ctx, s := t.Context(), open(t)
	addUser(t, s, "alice", store.Phone{Endpoint: "PJSIP/alice"})
	addUser(t, s, "bob")
	must(t)(s.AddGroup(ctx, "", store.Group{Name: "sales", Members: []string{"bob", "Alice"}}))
	save(t, s, flow("Main", "external:+61", "user:alice"), complete)
	publish(t, s, "Main")
	save(t, s, flow("Main", "user:alice", "group:sales"), complete)

	e := fails[*store.InUseError](t, s.RemoveUser(ctx, "", "Alice"), `flow "Main" revision 1 (live) node n2 targets[1]`, `revision 2 node n2 targets[0]`, `group "sales"`)
	if len(e.Uses) != 3 {
		t.Errorf("uses %+v", e.Uses)
	}
	fails[*store.InUseError](t, s.RemoveGroup(ctx, "", "sales"), "targets[1]")
	save(t, s, flow("Main"), complete)
	publish(t, s, "Main")
	ok(t, s.RemoveGroup(ctx, "", "sales"))
	ok(t, s.RemoveUser(ctx, "", "alice")) // old revisions do not hold anybody

	must(t)(s.AudioList(ctx, ""))
	a, replaced, err := s.PutAudio(ctx, "", store.Audio{Name: "welcome", Hash: "h1", File: "h1.wav"})
	ok(t, err)
	if a.ID == 0 || replaced != "" {
		t.Errorf("got %+v, %q", a, replaced)
	}
	_, replaced, err = s.PutAudio(ctx, "", store.Audio{Name: "welcome", Hash: "h2", File: "h2.wav"})
	ok(t, err)
	if replaced != "h1.wav" {
		t.Errorf("replaced %q", replaced)
	}
	_, err = s.RemoveAudio(ctx, "", "welcome", false)
	fails[*store.InUseError](t, err, "n1 audio")
	must(t)(s.RemoveAudio(ctx, "", "welcome", true))
}

func TestTheDirectoryRingsPhonesInTheirOrder(t *testing.T) {
	ctx, s := t.Context(), open(t)
	addUser(t, s, "alice", store.Phone{External: "+61 412 345 678"}, store.Phone{Endpoint: "PJSIP/alice"})
	addUser(t, s, "bob", store.Phone{Endpoint: "PJSIP/bob"})
	must(t)(s.AddGroup(ctx, "", store.Group{Name: "sales", Members: []string{"bob", "alice"}}))
	d := s.Directory("")
	_, err := d.Outbound(ctx, "+61412345678")
	fails[*store.InvalidError](t, err, "no way out")
	ok(t, s.SetCompany(ctx, store.Company{Timezone: "Australia/Sydney", Language: "en-AU", Outbound: "PJSIP/{number}@trunk"}))

	people, err := d.Group(ctx, "sales")
	ok(t, err)
	want := []flowengine.User{
		{Name: "bob", Endpoints: []string{"PJSIP/bob"}, Weight: 1},
		{Name: "alice", Endpoints: []string{"PJSIP/+61412345678@trunk", "PJSIP/alice"}, Weight: 1},
	}
	if diff := cmp.Diff(want, people); diff != "" {
		t.Error(diff)
	}
	must(t)(s.SetUser(ctx, "", store.User{Name: "bob", Weight: 3, Phones: []store.Phone{{Endpoint: "PJSIP/bob2"}}}))
	u, err := d.User(ctx, "bob")
	ok(t, err)
	if u.Weight != 3 || u.Endpoints[0] != "PJSIP/bob2" {
		t.Errorf("a change does not hold at once: %+v", u)
	}
	if _, err := d.User(ctx, "carl"); !errors.Is(err, flowengine.ErrNoSuch) {
		t.Errorf("got %v", err)
	}
	if _, err := d.Outbound(ctx, "123@evil/x"); err == nil {
		t.Error("a number that is none went into a dial string")
	}
	for ref, want := range map[string]bool{"user:alice": true, "user:ALICE": true, "group:sales": true, "user:sales": false, "queue:x": false, "flow:Main": false} {
		r, _ := flowengine.ParseRef(ref)
		if has, err := s.Catalog("").Has(ctx, r); err != nil || has != want {
			t.Errorf("%s: %v %v", ref, has, err)
		}
	}
}

func TestWhatPeopleEnterIsChecked(t *testing.T) {
	ctx, s := t.Context(), open(t)
	for _, u := range []store.User{
		{Name: ""}, {Name: "a b"}, {Name: "x\x1b[31m"}, {Name: strings.Repeat("a", 65)}, {Name: "ok", Email: "no address"},
		{Name: "ok", Weight: 101}, {Name: "ok", FullName: "\u202egnp.exe"}, {Name: "ok", Phones: []store.Phone{{}}},
		{Name: "ok", Phones: []store.Phone{{Endpoint: "PJSIP/a&PJSIP/b"}}}, {Name: "ok", Phones: []store.Phone{{External: "alice"}}},
	} {
		_, err := s.AddUser(ctx, "", u)
		fails[*store.InvalidError](t, err)
	}
	fails[*store.InvalidError](t, s.AddCompany(ctx, store.Company{Name: "x", Timezone: "Nowhere/Land"}), "Australia/Sydney")
	fails[*store.InvalidError](t, s.AddCompany(ctx, store.Company{Name: "x", Outbound: "PJSIP/trunk"}), "{number}")
	ok(t, s.AddCompany(ctx, store.Company{Name: "acme"}))
	fails[*store.ConflictError](t, s.AddCompany(ctx, store.Company{Name: "ACME"}))
	// What is SQL to somebody else is a name here.
	save(t, s, flow("Robert'); DROP TABLE flows; --"), complete)
	if found, err := s.Flows(ctx, "", store.FlowFilter{}); err != nil || len(found) != 1 {
		t.Errorf("%v %v", found, err)
	}
}

func TestEveryChangeIsInTheAuditLog(t *testing.T) {
	s := open(t)
	ctx := store.WithActor(t.Context(), "cli:root")
	must(t)(s.AddUser(ctx, "", store.User{Name: "alice", FullName: "Alice"}))
	must(t)(s.SetUser(ctx, "", store.User{Name: "alice", FullName: "Alice A."}))
	ok(t, s.RemoveUser(ctx, "", "alice"))
	if err := s.RemoveUser(ctx, "", "alice"); err == nil {
		t.Error("removed twice")
	}
	entries, err := s.Audit(ctx, store.AuditFilter{Kind: "user", Name: "alice"})
	ok(t, err)
	if len(entries) != 3 {
		t.Fatalf("got %+v", entries)
	}
	e := entries[1]
	if e.Action != "user.set" || e.Who != "cli:root" || e.Company != "default" ||
		!strings.Contains(string(e.Before), `"Alice"`) || !strings.Contains(string(e.After), `"Alice A."`) {
		t.Errorf("got %+v", e)
	}
	if entries[0].After != nil || entries[2].Before != nil {
		t.Errorf("got %+v", entries)
	}
}

func TestARoundRobinNeverGivesATurnTwice(t *testing.T) {
	path := t.TempDir() + "/callflow.db"
	s := openAt(t, path, nil)
	for want := range 100 {
		if got, err := s.Rotation("").Turn(t.Context(), "Main/n2"); err != nil || got != want {
			t.Fatalf("turn %d is %d, %v", want, got, err)
		}
	}
	other := openAt(t, path, nil)
	if got, err := other.Rotation("").Turn(t.Context(), "Main/n2"); err != nil || got < 100 {
		t.Fatalf("another process got turn %d, %v", got, err)
	}
	ok(t, other.Close())
	ok(t, s.Close())
	s = openAt(t, path, nil)
	if got, err := s.Rotation("").Turn(t.Context(), "Main/n2"); err != nil || got < 101 {
		t.Fatalf("after a restart: turn %d, %v", got, err)
	}
}

// Emoji of several, and words of some scripts, have characters that are not
// seen; by themselves these are no name.
func TestNamesMayHaveJoiners(t *testing.T) {
	s := open(t)
	for i, name := range []string{"👩\u200d👩\u200d👧\u200d👦", "می\u200cخواهم", "क्\u200dष"} {
		if _, err := s.AddUser(t.Context(), "", store.User{Name: fmt.Sprint("u", i), FullName: name}); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		save(t, s, flow(name), complete)
	}
	for _, name := range []string{"\u200d", "a\u200d", "\u200ca", "a\u200bb", "a\u202eb"} {
		f := flow(name)
		_, _, err := s.SaveFlow(t.Context(), "", store.Draft{Flow: f, Report: complete, References: flowengine.References(f), Author: "anna"})
		fails[*store.InvalidError](t, err, "name")
	}
}
