package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if childMain() {
		return
	}
	goleak.VerifyTestMain(m)
}

var noon = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

// open opens a new database for a test.
func open(t testing.TB) *store.Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "callflow.db"), nil)
}

func openAt(t testing.TB, path string, log *bytes.Buffer) *store.Store {
	t.Helper()
	o := store.Options{Path: path}
	if log != nil {
		o.Logger = zerolog.New(zerolog.SyncWriter(log))
	}
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// flow is a small document: a greeting that leads to a dial of the targets.
func flow(name string, targets ...string) *flowengine.Flow {
	params, _ := json.Marshal(map[string]any{"targets": targets})
	return &flowengine.Flow{
		Schema: 1, Name: name, Kind: flowengine.Voice, Start: "n1",
		Nodes: map[string]*flowengine.Node{
			"n1": {Type: "greeting", Label: "Welcome", Params: json.RawMessage(`{"audio":"audio:welcome"}`), Next: map[string]string{"done": "n2"}},
			"n2": {Type: "dial", Params: params},
		},
		Layout: map[string]flowengine.Point{"n1": {X: 1, Y: 2}},
	}
}

var (
	complete   = flowengine.Report{Checks: 4, Satisfied: 4}
	incomplete = flowengine.Report{Checks: 4, Satisfied: 3, Findings: []flowengine.Finding{{Level: flowengine.LevelError, Code: "dangling_edge", Node: "n1", Message: "wire it"}}}
)

func save(t testing.TB, s *store.Store, f *flowengine.Flow, report flowengine.Report) store.Revision {
	t.Helper()
	r, _, err := s.SaveFlow(context.Background(), "", store.Draft{Flow: f, Report: report, References: flowengine.References(f), Author: "anna"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func publish(t testing.TB, s *store.Store, name string) {
	t.Helper()
	must(t)(s.PublishFlow(context.Background(), "", name, 0))
}

func status(t testing.TB, s *store.Store, name string) string {
	t.Helper()
	f, err := s.Flow(context.Background(), "", name)
	if err != nil {
		t.Fatal(err)
	}
	return f.Status
}

// must fails the test on an error of a call whose value does not matter.
func must(t testing.TB) func(_ any, err error) {
	t.Helper()
	return func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fails checks that an error is of the type and says what it should.
func fails[E error](t testing.TB, err error, says ...string) E {
	t.Helper()
	var e E
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a %T", err, e)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%q does not say %q", err, s)
		}
	}
	return e
}

func TestAFreshInstallHasTheDefaultCompany(t *testing.T) {
	s := open(t)
	c, err := s.Company(t.Context(), "")
	ok(t, err)
	if c.Name != "default" || c.Timezone != "UTC" || c.Language != "en" {
		t.Errorf("got %+v", c)
	}
}

func TestAFlowsLife(t *testing.T) {
	ctx, s := t.Context(), open(t)
	r := save(t, s, flow("Main", "user:alice"), incomplete)
	if r.Number != 1 || r.Progress != 75 || r.Complete {
		t.Errorf("first revision %+v", r)
	}
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "+61 2 9999 0000", Service: "Sales"}))

	_, err := s.PublishFlow(ctx, "", "Main", 0)
	e := fails[*store.IncompleteError](t, err, "75 %", "revision 1")
	if len(e.Findings) != 1 {
		t.Errorf("findings %v", e.Findings)
	}
	_, err = s.AssignNumber(ctx, "", "+61299990000", "Main")
	fails[*store.DraftError](t, err, "75 % complete")

	// The same document again is the same revision, with a newer check.
	again, saved, err := s.SaveFlow(ctx, "", store.Draft{Flow: flow("Main", "user:alice"), Report: complete, Author: "bob"})
	ok(t, err)
	if saved || again.ID != r.ID || !again.Complete {
		t.Errorf("saved %v, %+v", saved, again)
	}
	_, err = s.AssignNumber(ctx, "", "+61299990000", "Main")
	fails[*store.DraftError](t, err, "publish it")
	f, err := s.Flow(ctx, "", "main")
	ok(t, err)
	if !f.Unpublished || f.Status != "draft" || strings.Join(f.Preview, ",") != "greeting,dial" {
		t.Errorf("got %+v", f)
	}
	publish(t, s, "Main")
	if got := status(t, s, "Main"); got != "available" {
		t.Errorf("published: %s", got)
	}
	must(t)(s.AssignNumber(ctx, "", "+61 2 9999 0000", "Main"))
	if got := status(t, s, "Main"); got != "active" {
		t.Errorf("assigned: %s", got)
	}

	// Unfinished edits of an active flow change nothing live.
	save(t, s, flow("Main", "user:bob"), incomplete)
	f, err = s.Flow(ctx, "", "Main")
	ok(t, err)
	if f.Live != 1 || f.Latest != 2 || f.Status != "active" || f.Numbers != 1 {
		t.Errorf("got %+v", f)
	}
	save(t, s, flow("Main", "user:carl"), complete)
	publish(t, s, "Main")
	must(t)(s.RollbackFlow(ctx, "", "Main", 1))
	live, err := s.LiveRevision(ctx, "", "Main")
	ok(t, err)
	if live.Number != 1 || live.Document.Layout["n1"].Y != 2 || live.Document.Name != "Main" {
		t.Errorf("rolled back to %+v", live)
	}
	history, err := s.History(ctx, "", "Main")
	ok(t, err)
	if len(history) != 3 || !history[2].Live || history[0].Live || history[0].Author != "anna" {
		t.Errorf("history %+v", history)
	}
	_, _, err = s.SaveFlow(ctx, "", store.Draft{Flow: flow("Main", "user:dora"), Report: complete, Base: 2})
	fails[*store.ConflictError](t, err, "revision 3")

	e2 := fails[*store.InUseError](t, s.RemoveFlow(ctx, "", "Main", false), "+61299990000")
	if len(e2.Uses) != 1 || e2.Uses[0].Kind != "number" {
		t.Errorf("uses %+v", e2.Uses)
	}
	ok(t, s.RenameFlow(ctx, "", "Main", "Front"))
	renamed := flow("Front", "user:carl")
	if _, saved, err := s.SaveFlow(ctx, "", store.Draft{Flow: renamed, Report: complete}); err != nil || saved {
		t.Errorf("a rename made a revision: %v %v", saved, err)
	}
	ok(t, s.RemoveFlow(ctx, "", "Front", true))
	_, err = s.Flow(ctx, "", "Front")
	fails[*store.NotFoundError](t, err)
	n, err := s.Number(ctx, "", "+61299990000")
	ok(t, err)
	if n.VoiceFlow != "" {
		t.Errorf("the number still has %q", n.VoiceFlow)
	}
	save(t, s, flow("Front"), complete) // the name is free again
}

func TestNotFoundSaysWhatMayHaveBeenMeant(t *testing.T) {
	s := open(t)
	save(t, s, flow("Main line"), complete)
	_, err := s.Flow(t.Context(), "", "Main lien")
	fails[*store.NotFoundError](t, err, `did you mean "Main line"?`)
	if !errors.Is(err, flowengine.ErrNoSuch) {
		t.Error("a NotFoundError is ErrNoSuch")
	}
}
