package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

func TestATrialRunsADraftForAWhile(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "callflow.db"), Now: func() time.Time { return now }})
	ok(t, err)
	defer s.Close()
	r, _ := routes(s)
	save(t, s, flow("Main"), complete)
	publish(t, s, "Main")
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100", Service: "Sales"}))
	must(t)(s.AssignNumber(ctx, "", "100", "Main"))
	save(t, s, flow("Main", "user:bob"), incomplete)

	trial, err := s.NewTrial(ctx, "", "Main", 0, "")
	ok(t, err)
	if trial.Revision != 2 || !store.IsTrial(trial.Dial) || !trial.Expires.Equal(now.Add(store.TrialLife)) {
		t.Fatalf("got %+v", trial)
	}
	route, err := r.Route(ctx, trial.Dial)
	ok(t, err)
	if route.Program.Number != 2 || route.Number.Number != "100" || route.Number.Service != "Sales" || route.Company != "default" {
		t.Errorf("the trial leads to %+v, revision %d", route, route.Program.Number)
	}
	if live, err := r.Route(ctx, "100"); err != nil || live.Program.Number != 1 {
		t.Errorf("the number's own calls run %+v, %v", live.Program, err)
	}
	if _, err := r.Route(ctx, trial.Dial+"x"); !errors.Is(err, flowengine.ErrUnknownNumber) {
		t.Errorf("another token: %v", err)
	}
	now = now.Add(store.TrialLife)
	if _, err := r.Route(ctx, trial.Dial); !errors.Is(err, flowengine.ErrUnknownNumber) {
		t.Errorf("when it is over: %v", err)
	}
	_, err = s.NewTrial(ctx, "", "Nothing", 0, "")
	var missing *store.NotFoundError
	if !errors.As(err, &missing) {
		t.Errorf("no such flow: %v", err)
	}
}
