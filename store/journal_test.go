package store_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"

	"github.com/google/go-cmp/cmp"
)

// journal starts a journal for a test.
func journal(t testing.TB, s *store.Store) *store.Journal {
	t.Helper()
	j := store.NewJournal(s, store.JournalOptions{})
	j.Start()
	t.Cleanup(func() { stop(t, j) })
	return j
}

func stop(t testing.TB, j *store.Journal) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := j.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// flush waits for the history. What does not come in a minute never comes.
func flush(t testing.TB, j *store.Journal) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ok(t, j.Flush(ctx))
}

func incoming(id, caller string) flowengine.Incoming {
	return flowengine.Incoming{ID: id, Channel: "PJSIP/trunk-01", Number: "100", CallerNumber: caller, Arrived: noon}
}

func checkpoint(id string, seq int) flowengine.Checkpoint {
	return flowengine.Checkpoint{
		Call: incoming(id, "0412345678"), Company: "default", Revision: 1, Node: "n1", Seq: seq, Entered: noon,
		Visits: map[string]int{"n1": 1}, Vars: map[string]any{"name": "Ann"}, Results: map[string]any{"n1": map[string]any{"outcome": "done"}},
		State: []byte(`{"attempt":1}`),
	}
}

func dialStep(id string, seq int, target string) flowengine.StepDone {
	return flowengine.StepDone{Call: id, Seq: seq, Node: "n2", Type: "dial", Entered: noon.Add(time.Second), Left: noon.Add(20 * time.Second),
		Outcome: "answered", Why: target + " answered.", Details: map[string]any{"target": target, "talked_s": 15.0}}
}

// story is one whole call: greeted, connected, ended.
func story(j *store.Journal, id, caller string) {
	j.CallStarted(flowengine.CallStarted{Call: incoming(id, caller), Company: "default", Flow: "Main", Revision: 1})
	j.Checkpoint(checkpoint(id, 1))
	j.StepDone(flowengine.StepDone{Call: id, Seq: 1, Node: "n1", Type: "greeting", Label: "Welcome", Entered: noon, Left: noon.Add(time.Second), Outcome: "done"})
	j.Checkpoint(checkpoint(id, 2))
	j.StepDone(dialStep(id, 2, "user:alice"))
	j.CallEnded(flowengine.CallEnded{Call: id, At: noon.Add(20 * time.Second), Reason: flowengine.EndCompleted, Why: "It came to its end.",
		Cause: 16, AnsweredBy: "user:alice", Talked: 15 * time.Second})
}

func TestACallCanBeReadAfterwards(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main", "user:alice"), complete)
	j := journal(t, s)
	story(j, "c1", "+61412345678")
	flush(t, j)

	calls, err := s.Calls(ctx, store.CallFilter{Caller: "0412 345 678"})
	ok(t, err)
	want := []store.Call{{
		ID: "c1", Company: "default", Channel: "PJSIP/trunk-01", Number: "100", Caller: "+61412345678", Flow: "Main", Revision: 1,
		Started: noon, Ended: noon.Add(20 * time.Second), Outcome: "completed", Why: "It came to its end.", Cause: 16,
		AnsweredBy: "user:alice", Talked: 15 * time.Second, Path: "1 Welcome: done → 2 dial: answered", FlowID: 1, RevisionID: 1,
	}}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Error(diff)
	}
	steps, err := s.Steps(ctx, "c1")
	ok(t, err)
	if len(steps) != 2 || steps[1].Details["target"] != "user:alice" || steps[1].Left != noon.Add(20*time.Second) {
		t.Errorf("steps %+v", steps)
	}
	if open, err := s.OpenCheckpoints(ctx); err != nil || len(open) != 0 {
		t.Errorf("an ended call has a checkpoint: %v %v", open, err)
	}
	if who, known, err := s.Answers("").LastAnswered(ctx, "0412345678", "Main", "n2"); err != nil || !known || who != "user:alice" {
		t.Errorf("last answered by %q, %v, %v", who, known, err)
	}
}

func TestWhatComesWithACallIsHarmless(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	in := incoming("c1", "'; DROP TABLE calls; --\x1b[31m\u202e\xff"+strings.Repeat("9", 10_000))
	in.CallerName = strings.Repeat("ü", 10_000)
	j.CallStarted(flowengine.CallStarted{Call: in, Company: "default"})
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 1, Entered: noon, Left: noon, Label: "a\x00b", Details: map[string]any{"x": strings.Repeat("x", 1<<20), "f": 1}})
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 2, Entered: noon, Left: noon, Details: map[string]any{"not data": func() {}}})
	flush(t, j)
	c, err := s.Call(ctx, "c1")
	ok(t, err)
	if !strings.HasPrefix(c.Caller, `'; DROP TABLE calls; --\x1b[31m\u202e\xff999`) || len(c.Caller) != 256 || len(c.CallerName) != 256 {
		t.Errorf("caller %q, name %q", c.Caller, c.CallerName)
	}
	steps, err := s.Steps(ctx, "c1")
	ok(t, err)
	if len(steps) != 2 || steps[0].Label != `a\x00b` || steps[0].Details["not_stored"] == nil || steps[1].Details["not_stored"] == nil {
		t.Errorf("steps %+v", steps)
	}
}

func TestCheckpointsAreOnDiskWithin50ms(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	for i := range 100 {
		j.Checkpoint(checkpoint("c1", i))
	}
	written := time.Now()
	for {
		open, err := s.OpenCheckpoints(ctx)
		ok(t, err)
		if len(open) == 1 {
			want := checkpoint("c1", 99)
			if diff := cmp.Diff(want, open[0]); diff != "" {
				t.Error(diff)
			}
			break
		}
		if time.Since(written) > 2*time.Second {
			t.Fatal("no checkpoint")
		}
	}
	// A loaded machine may be late; what matters is that nothing adds to it.
	t.Logf("on disk after %v", time.Since(written))
}

// A record that the database never takes does not keep others from it.
func TestOneBadRecordIsLeftOut(t *testing.T) {
	var log bytes.Buffer
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, &log)
	_, err := rawSQL(t, path).Exec(`CREATE TRIGGER bad BEFORE INSERT ON steps WHEN NEW.node = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END`)
	ok(t, err)
	j := journal(t, s)
	story(j, "c1", "1")
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 3, Node: "bad", Entered: noon, Left: noon})
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 4, Node: "good", Entered: noon, Left: noon})
	flush(t, j)
	steps, err := s.Steps(t.Context(), "c1")
	ok(t, err)
	if len(steps) != 3 || j.Stats().Refused != 1 || j.Stats().Failing {
		t.Errorf("%d steps, %+v", len(steps), j.Stats())
	}
}

func TestAJournalStopsTwiceAndFlushesAtTheEnd(t *testing.T) {
	s := open(t)
	j := store.NewJournal(s, store.JournalOptions{Window: time.Hour})
	j.Start()
	j.Start()
	story(j, "c1", "1")
	stop(t, j)
	stop(t, j)
	must(t)(s.Call(t.Context(), "c1"))
	never := store.NewJournal(s, store.JournalOptions{})
	stop(t, never)
}

// Many calls at once, while somebody else changes things and reads.
func TestJournalUnderLoad(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	var calls sync.WaitGroup
	const workers, each = 16, 100
	for w := range workers {
		calls.Go(func() {
			for i := range each {
				story(j, fmt.Sprintf("c%d-%d", w, i), fmt.Sprint("04", w, i))
			}
		})
	}
	for i := range 50 {
		must(t)(s.AddNumber(ctx, "", store.Number{Number: fmt.Sprint(1000 + i)}))
		must(t)(s.Calls(ctx, store.CallFilter{}))
	}
	calls.Wait()
	flush(t, j)
	db := rawSQL(t, s.Path())
	count := func(query string) (n int) {
		ok(t, db.QueryRow(query).Scan(&n))
		return n
	}
	if n := count(`SELECT count(*) FROM calls WHERE ended IS NOT NULL`); n != workers*each {
		t.Errorf("%d calls", n)
	}
	if n := count(`SELECT count(*) FROM steps`); n != 2*workers*each {
		t.Errorf("%d steps", n)
	}
	if n := count(`SELECT count(*) FROM checkpoints`); n != 0 {
		t.Errorf("%d checkpoints", n)
	}
}
