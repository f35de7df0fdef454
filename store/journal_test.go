package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
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
	ok(t, j.Flush(ctx))

	calls, err := s.Calls(ctx, store.CallFilter{Caller: "0412 345 678"})
	ok(t, err)
	want := []store.Call{{
		ID: "c1", Company: "default", Channel: "PJSIP/trunk-01", Number: "100", Caller: "+61412345678", Flow: "Main", Revision: 1,
		Started: noon, Ended: noon.Add(20 * time.Second), Outcome: "completed", Why: "It came to its end.", Cause: 16,
		AnsweredBy: "user:alice", Talked: 15 * time.Second, Path: "1 Welcome: done → 2 dial: answered",
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

func TestCallsAreFiltered(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main"), complete)
	j := journal(t, s)
	story(j, "c1", "+61412345678")
	j.CallStarted(flowengine.CallStarted{Call: incoming("c2", ""), Company: "default"})
	j.CallEnded(flowengine.CallEnded{Call: "c2", At: noon.Add(time.Minute), Reason: flowengine.EndUnassigned})
	late := incoming("c3", "+61412999999")
	late.Arrived = noon.Add(time.Hour)
	late.Number = "200"
	j.CallStarted(flowengine.CallStarted{Call: late})
	ok(t, j.Flush(ctx))
	must(t)(s.KeepRecording(ctx, "", flowengine.Recording{Name: "r1", Call: "c2", Voicemail: "user:alice", Started: noon}, store.RecordingFile{Name: "r1.wav"}))

	for _, c := range []struct {
		filter store.CallFilter
		want   string
	}{
		{store.CallFilter{}, "c3 c2 c1"},
		{store.CallFilter{Limit: 1}, "c3"},
		{store.CallFilter{Before: "c3"}, "c2 c1"},
		{store.CallFilter{Before: "c2"}, "c1"},
		{store.CallFilter{Caller: "412345678"}, "c1"},
		{store.CallFilter{Caller: "0412…"}, "c3 c1"},
		{store.CallFilter{Number: "200"}, "c3"},
		{store.CallFilter{Flow: "main"}, "c1"},
		{store.CallFilter{Since: noon.Add(time.Minute)}, "c3"},
		{store.CallFilter{Until: noon.Add(time.Minute)}, "c2 c1"},
		{store.CallFilter{Company: "default"}, "c2 c1"},
		{store.CallFilter{Outcome: "active"}, "c3"},
		{store.CallFilter{Outcome: "answered"}, "c1"},
		{store.CallFilter{Outcome: "voicemail"}, "c2"},
		{store.CallFilter{Outcome: "missed"}, ""},
		{store.CallFilter{Outcome: "unassigned"}, "c2"},
	} {
		found, err := s.Calls(ctx, c.filter)
		ok(t, err)
		var got []string
		for _, f := range found {
			got = append(got, f.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.filter, got, c.want)
		}
	}
	_, err := s.Calls(ctx, store.CallFilter{Outcome: "great"})
	fails[*store.InvalidError](t, err)
}

func TestWhatComesWithACallIsHarmless(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	in := incoming("c1", "'; DROP TABLE calls; --\x1b[31m\u202e\xff"+strings.Repeat("9", 10_000))
	in.CallerName = strings.Repeat("ü", 10_000)
	j.CallStarted(flowengine.CallStarted{Call: in, Company: "default"})
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 1, Entered: noon, Left: noon, Label: "a\x00b", Details: map[string]any{"x": strings.Repeat("x", 1<<20), "f": 1}})
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 2, Entered: noon, Left: noon, Details: map[string]any{"not data": func() {}}})
	ok(t, j.Flush(ctx))
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

func TestASessionIsGoneOnWithOrClosedAsLost(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	for _, id := range []string{"lost", "goes-on", "orphan", "handed-over"} {
		j.CallStarted(flowengine.CallStarted{Call: incoming(id, "1"), Company: "default"})
		j.StepDone(flowengine.StepDone{Call: id, Seq: 1, Entered: noon, Left: noon.Add(5 * time.Second), Outcome: "done"})
	}
	j.Checkpoint(checkpoint("lost", 2))
	j.Checkpoint(checkpoint("goes-on", 2))
	j.Checkpoint(checkpoint("handed-over", 2))
	j.CallEnded(flowengine.CallEnded{Call: "handed-over", Reason: flowengine.EndHandedOver})
	ok(t, j.Flush(ctx))

	closed, err := s.CloseOrphans(ctx, noon.Add(time.Hour))
	ok(t, err)
	if closed != 1 {
		t.Errorf("%d orphans", closed)
	}
	ok(t, s.CloseLost(ctx, "Its channel was gone.", "lost"))
	open, err := s.OpenCheckpoints(ctx)
	ok(t, err)
	if len(open) != 2 || open[0].Call.ID != "goes-on" || open[1].Call.ID != "handed-over" {
		t.Errorf("open: %+v", open)
	}
	c, err := s.Call(ctx, "orphan")
	ok(t, err)
	if c.Outcome != flowengine.EndLost || c.Duration() != 5*time.Second {
		t.Errorf("got %+v", c)
	}
	if c, _ := s.Call(ctx, "lost"); c.Outcome != flowengine.EndLost || c.Why != "Its channel was gone." {
		t.Errorf("got %+v", c)
	}
}

func TestATailShowsWhatHappens(t *testing.T) {
	ctx, s := t.Context(), open(t)
	j := journal(t, s)
	j.CallStarted(flowengine.CallStarted{Call: incoming("before", "1"), Company: "default"})
	ok(t, j.Flush(ctx))
	tail, err := s.Tail(ctx, "")
	ok(t, err)
	story(j, "c1", "2")
	j.StepDone(dialStep("before", 1, "user:bob"))
	j.CallEnded(flowengine.CallEnded{Call: "before", At: noon, Reason: flowengine.EndHungUp})
	ok(t, j.Flush(ctx))
	events, err := tail.Next(ctx)
	ok(t, err)
	var got []string
	for _, e := range events {
		got = append(got, e.Call.ID+" "+e.What)
	}
	if diff := cmp.Diff([]string{"before step", "before ended", "c1 started", "c1 step", "c1 step", "c1 ended"}, got); diff != "" {
		t.Error(diff)
	}
	if events, err := tail.Next(ctx); err != nil || len(events) != 0 {
		t.Errorf("again: %v %v", events, err)
	}
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
	ok(t, j.Flush(t.Context()))
	steps, err := s.Steps(t.Context(), "c1")
	ok(t, err)
	if len(steps) != 3 || j.Stats().Refused != 1 || j.Stats().Failing {
		t.Errorf("%d steps, %+v", len(steps), j.Stats())
	}
}

// smallDisk mounts a file system of a few megabytes.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestAFullDiskDoesNotStopCalls(t *testing.T) {
	ctx, dir := t.Context(), smallDisk(t)
	var log bytes.Buffer
	s := openAt(t, filepath.Join(dir, "callflow.db"), &log)
	j := store.NewJournal(s, store.JournalOptions{MaxBytes: 4 << 20})
	j.Start()
	defer stop(t, j)
	ballast := filepath.Join(dir, "ballast")
	fill(t, ballast)

	began := time.Now()
	const n = 1000
	for i := range n {
		story(j, fmt.Sprint("c", i), "0412345678")
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("calls waited %v for a full disk", took)
	}
	waitFor(t, func() bool { return j.Stats().Failing })
	if stats := j.Stats(); stats.WaitingBytes > 4<<20+1<<16 {
		t.Errorf("memory is not bounded: %+v", stats)
	}
	ok(t, os.Remove(ballast))
	ok(t, j.Flush(ctx))
	stats := j.Stats()
	if stats.Failing || stats.Waiting != 0 {
		t.Errorf("not caught up: %+v", stats)
	}
	calls, err := s.Calls(ctx, store.CallFilter{Limit: 2 * n})
	ok(t, err)
	if len(calls) != n || calls[0].Ended.IsZero() {
		t.Errorf("%d calls of %d", len(calls), n)
	}
	said := log.String()
	if strings.Count(said, "cannot be written") != 1 || strings.Count(said, "written again") != 1 || !strings.Contains(said, "disk is full") {
		t.Errorf("the log says %s", said)
	}
}

func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	ok(t, err)
	defer f.Close()
	block := make([]byte, 4096)
	for {
		if _, err := f.Write(block); err != nil {
			return
		}
	}
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not happen")
		}
	}
}

func TestMemoryForHistoryIsBoundedAndOldStepsGoFirst(t *testing.T) {
	dir := smallDisk(t)
	var log bytes.Buffer
	s := openAt(t, filepath.Join(dir, "callflow.db"), &log)
	j := store.NewJournal(s, store.JournalOptions{MaxRecords: 500})
	j.Start()
	defer stop(t, j)
	ballast := filepath.Join(dir, "ballast")
	fill(t, ballast)
	for i := range 200 { // 200 × (start + 2 steps + end)
		story(j, fmt.Sprint("c", i), "1")
	}
	waitFor(t, func() bool { return j.Stats().Failing && j.Stats().Dropped == 300 })
	ok(t, os.Remove(ballast))
	ok(t, j.Flush(t.Context()))
	calls, err := s.Calls(t.Context(), store.CallFilter{Limit: 1000})
	ok(t, err)
	if len(calls) != 200 || calls[0].Path == "" || calls[199].Path != "" {
		t.Errorf("%d calls, newest path %q, oldest %q", len(calls), calls[0].Path, calls[199].Path)
	}
	if strings.Count(log.String(), "memory for history is full") != 1 {
		t.Errorf("the log says %s", log.String())
	}
}

// freeze makes files unwritable even for root and for who has them open, as a
// file system does that turned read-only after an error.
func freeze(t *testing.T, frozen bool, paths ...string) {
	t.Helper()
	for _, path := range paths {
		f, err := os.Open(path)
		ok(t, err)
		flags, err := unix.IoctlGetInt(int(f.Fd()), unix.FS_IOC_GETFLAGS)
		if err == nil {
			const immutable = 0x10 // FS_IMMUTABLE_FL
			if flags &^= immutable; frozen {
				flags |= immutable
			}
			err = unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, flags)
		}
		f.Close()
		if err != nil {
			t.Skipf("files cannot be frozen here: %v", err)
		}
	}
}

func TestAReadOnlyDiskDoesNotStopCalls(t *testing.T) {
	ctx := t.Context()
	var log bytes.Buffer
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, &log)
	j := journal(t, s)
	story(j, "before", "1")
	ok(t, j.Flush(ctx))
	freeze(t, true, path, path+"-wal")
	defer freeze(t, false, path)
	story(j, "during", "1")
	waitFor(t, func() bool { return j.Stats().Failing })
	if _, err := s.Call(ctx, "before"); err != nil {
		t.Errorf("reading while nothing can be written: %v", err)
	}
	_, err := s.AddNumber(ctx, "", store.Number{Number: "100"})
	fails[*store.WriteError](t, err)
	freeze(t, false, path, path+"-wal")
	ok(t, j.Flush(ctx))
	must(t)(s.Call(ctx, "during"))
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100"}))
	if said := log.String(); strings.Count(said, "cannot be written; it waits") != 1 || strings.Count(said, "written again") != 1 {
		t.Errorf("the log says %s", said)
	}
}

func TestALockedDatabaseDoesNotStopCalls(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "callflow.db")
	s, err := store.Open(ctx, store.Options{Path: path, BusyTimeout: 50 * time.Millisecond})
	ok(t, err)
	defer s.Close()
	j := journal(t, s)
	lock, err := rawSQL(t, path).Conn(ctx)
	ok(t, err)
	_, err = lock.ExecContext(ctx, `BEGIN IMMEDIATE`)
	ok(t, err)
	story(j, "during", "1")
	waitFor(t, func() bool { return j.Stats().Failing })
	_, err = s.AddNumber(ctx, "", store.Number{Number: "100"})
	if e := fails[*store.WriteError](t, err, "locked"); e.Reason != store.OpenLocked {
		t.Errorf("reason %s", e.Reason)
	}
	_, err = lock.ExecContext(ctx, `ROLLBACK`)
	ok(t, err)
	ok(t, lock.Close())
	ok(t, j.Flush(ctx))
	must(t)(s.Call(ctx, "during"))
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
	ok(t, j.Flush(ctx))
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
