package store_test

import (
	"testing"

	"callflow/store"
)

func direct(name, user string, switches map[string]string) (store.Draft, store.Direct) {
	f := flow(name, "user:"+user)
	return store.Draft{Flow: f, Report: complete, Author: "anna"}, store.Direct{User: user, Switches: switches}
}

func TestDirectFlowsAreAddedWholeOrNotAtAll(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	draft, d := direct("Direct 101", "alice", map[string]string{"voicemail": "yes"})
	added, err := s.AddDirect(ctx, "", "101", draft, d)
	ok(t, err)
	if added.Flow != "Direct 101" || added.Status != "active" || len(added.Numbers) != 1 || added.Switches["voicemail"] != "yes" {
		t.Errorf("%+v", added)
	}
	// Neither the name nor the number can be taken twice, and nothing is left of the attempt.
	draft, d = direct("Direct 102", "alice", nil)
	_, err = s.AddDirect(ctx, "", "101", draft, d)
	fails[*store.ConflictError](t, err, `runs the flow "Direct 101" already`)
	if _, err := s.Flow(ctx, "", "Direct 102"); err == nil {
		t.Error("a flow was left behind")
	}
	draft.Report = incomplete
	_, err = s.AddDirect(ctx, "", "102", draft, d)
	fails[*store.IncompleteError](t, err)
	if _, err := s.Number(ctx, "", "102"); err == nil {
		t.Error("a number was left behind")
	}
}

func TestDirectFlowsAreEditedByTheirSwitches(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	draft, d := direct("Direct 101", "alice", map[string]string{})
	must(t)(s.AddDirect(ctx, "", "101", draft, d))
	_, _, err := s.SaveFlow(ctx, "", store.Draft{Flow: flow("Direct 101", "user:bob"), Report: complete, Author: "anna"})
	fails[*store.ConflictError](t, err, "is a direct flow", "callflow direct convert")
	draft, d = direct("Direct 101", "bob", map[string]string{"record": "yes"})
	ok(t, s.SetDirect(ctx, "", draft, d))
	if f, err := s.Flow(ctx, "", "Direct 101"); err != nil || f.Live != 2 || !f.Direct {
		t.Errorf("%+v, %v", f, err)
	}
	_, err = s.RollbackFlow(ctx, "", "Direct 101", 1)
	fails[*store.ConflictError](t, err, "is a direct flow")
	if got, err := s.Direct(ctx, "", "101"); err != nil || got.User != "bob" || got.Switches["record"] != "yes" {
		t.Errorf("%+v, %v", got, err)
	}
	// A copy is an ordinary flow, and so is a converted one.
	must(t)(s.ConvertDirect(ctx, "", "101"))
	save(t, s, flow("Direct 101", "user:carol"), complete)
	must(t)(s.RollbackFlow(ctx, "", "Direct 101", 1))
	fails[*store.ConflictError](t, s.SetDirect(ctx, "", draft, d), "not a direct one any more")
	_, err = s.ConvertDirect(ctx, "", "101")
	fails[*store.ConflictError](t, err, "not a direct one")
	all, err := s.Directs(ctx, "")
	if err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// All flows of an import are saved and published, or none.
func TestFlowsAreSavedTogether(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	drafts := []store.Draft{
		{Flow: calling("Main", "Ask", "sales"), Report: complete, Author: "anna"},
		{Flow: returning("Ask", "sales"), Report: complete, Author: "anna"},
	}
	saved, err := s.SaveFlows(ctx, "", drafts, true)
	if err != nil || len(saved) != 2 || !saved[0].New || !saved[1].Published || saved[1].Flow.Live != 1 {
		t.Fatalf("%+v, %v", saved, err)
	}
	again, err := s.SaveFlows(ctx, "", drafts, true)
	if err != nil || again[0].New || again[0].Published {
		t.Errorf("%+v, %v", again, err)
	}
	drafts[0].Flow, drafts[1].Report = calling("Main", "Ask"), incomplete
	drafts[1].Flow = returning("Ask", "other")
	_, err = s.SaveFlows(ctx, "", drafts, true)
	fails[*store.IncompleteError](t, err)
	if f, err := s.Flow(ctx, "", "Main"); err != nil || f.Latest != 1 {
		t.Errorf("one of them was saved: %+v, %v", f, err)
	}
	drafts[1].Report = complete
	if _, err = s.SaveFlows(ctx, "", drafts, true); err != nil {
		t.Errorf("what fits together was refused: %v", err)
	}
}
