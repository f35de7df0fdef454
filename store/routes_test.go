package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"callflow/flowengine"
	"callflow/store"
)

func routes(s *store.Store) (*store.Routes, *int) {
	compiled := new(int)
	return store.NewRoutes(s, func(f *flowengine.Flow) (*flowengine.Program, error) {
		*compiled++
		return &flowengine.Program{Flow: f}, nil
	}, func(company string) flowengine.Services {
		return flowengine.Services{Directory: s.Directory(company), Rotation: s.Rotation(company), Answers: s.Answers(company)}
	}), compiled
}

func TestWhatChangesHoldsForTheVeryNextCall(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	cli := openAt(t, path, nil) // another process, as far as SQLite can tell
	db := rawSQL(t, path)
	r, compiled := routes(s)

	if _, err := r.Route(ctx, "100"); !errors.Is(err, flowengine.ErrUnknownNumber) {
		t.Fatalf("got %v", err)
	}
	must(t)(cli.AddNumber(ctx, "", store.Number{Number: "100", Service: "Sales", Group: "East"}))
	route, err := r.Route(ctx, "100")
	if !errors.Is(err, flowengine.ErrUnassigned) || route.Company != "default" || route.Number.Service != "Sales" {
		t.Fatalf("got %+v, %v", route, err)
	}
	save(t, cli, flow("Main"), complete)
	publish(t, cli, "Main")
	must(t)(cli.AssignNumber(ctx, "", "100", "Main"))
	runs := func(flow string, revision int) {
		t.Helper()
		route, err := r.Route(ctx, "100")
		ok(t, err)
		if route.Program.Flow.Name != flow || route.Program.Number != revision || route.Services.Directory == nil {
			t.Fatalf("runs %s revision %d, want %s %d", route.Program.Flow.Name, route.Program.Number, flow, revision)
		}
	}
	runs("Main", 1)
	first, err := r.Route(ctx, "100")
	ok(t, err)
	save(t, s, flow("Main", "user:bob"), complete)
	runs("Main", 1)
	publish(t, s, "Main")
	runs("Main", 2)
	must(t)(cli.RollbackFlow(ctx, "", "Main", 1))
	runs("Main", 1)
	_, err = db.Exec(`UPDATE flows SET live_revision_id = (SELECT max(id) FROM revisions)`)
	ok(t, err)
	runs("Main", 2)
	ok(t, cli.RenameFlow(ctx, "", "Main", "Front"))
	runs("Front", 2)
	if p, err := r.Revision(ctx, first.Program.Revision); err != nil || p.Number != 1 {
		t.Errorf("a resumed call gets %+v, %v", p, err)
	}
	if _, err := r.Revision(ctx, 999); !errors.Is(err, flowengine.ErrNoSuch) {
		t.Errorf("got %v", err)
	}
	_, err = db.Exec(`UPDATE numbers SET voice_flow_id = NULL`)
	ok(t, err)
	if _, err := r.Route(ctx, "100"); !errors.Is(err, flowengine.ErrUnassigned) {
		t.Errorf("got %v", err)
	}
	// Each revision was compiled once a name.
	if *compiled > 5 {
		t.Errorf("compiled %d times", *compiled)
	}
	must(t)(cli.AddNumber(ctx, "", store.Number{Number: "+61299990000"}))
	if _, err := r.Route(ctx, "61299990000"); !errors.Is(err, flowengine.ErrUnassigned) {
		t.Errorf("without its +: %v", err)
	}
}

// Calls go on with what is known when the file cannot be asked.
func TestRoutesWithoutTheDisk(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	save(t, s, flow("Main"), complete)
	publish(t, s, "Main")
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100", VoiceFlow: "Main"}))
	r, _ := routes(s)
	must(t)(r.Route(ctx, "100"))
	ok(t, os.Truncate(path, 0)) // as bad as it gets
	must(t)(r.Route(ctx, "100"))
}

func TestRoutesUnderLoadAndChange(t *testing.T) {
	ctx := t.Context()
	s := open(t)
	for _, f := range []string{"A", "B"} {
		save(t, s, flow(f), complete)
		publish(t, s, f)
	}
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100", VoiceFlow: "A"}))
	r, _ := routes(s)
	j := journal(t, s)
	var callers sync.WaitGroup
	done, finish := context.WithCancel(ctx)
	for w := range 4 {
		callers.Go(func() {
			for i := 0; done.Err() == nil; i++ {
				if _, err := r.Route(ctx, "100"); err != nil {
					t.Error(err)
				}
				story(j, fmt.Sprintf("%d-%d", w, i), "1")
			}
		})
	}
	for i := range 30 {
		name := []string{"A", "B"}[i%2]
		must(t)(s.AssignNumber(ctx, "", "100", name))
		route, err := r.Route(ctx, "100")
		ok(t, err)
		if route.Program.Flow.Name != name {
			t.Fatalf("assigned %s, runs %s", name, route.Program.Flow.Name)
		}
	}
	finish()
	callers.Wait()
}
