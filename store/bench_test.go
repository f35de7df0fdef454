package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"

	"golang.org/x/sys/unix"
)

// cpu is what this process has used so far.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u unix.Rusage
	ok(b, unix.Getrusage(unix.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// typicalCall is what a call of the reference flow writes: its start, five
// steps, three checkpoints and its end.
func typicalCall(j *store.Journal, id string) {
	j.CallStarted(flowengine.CallStarted{Call: incoming(id, "+61412345678"), Company: "default", Flow: "Main", Revision: 1})
	for seq := 1; seq <= 5; seq++ {
		if seq%2 == 1 {
			j.Checkpoint(checkpoint(id, seq))
		}
		j.StepDone(flowengine.StepDone{Call: id, Seq: seq, Node: "n1", Type: "menu", Label: "Main menu", Entered: noon, Left: noon.Add(time.Second),
			Outcome: "key:1", Why: "The caller pressed 1.", Details: map[string]any{"digits": "1", "name": "Sales", "attempt": 1}})
	}
	j.CallEnded(flowengine.CallEnded{Call: id, At: noon, Reason: flowengine.EndCompleted, Why: "The flow came to its end.", Cause: 16})
}

func BenchmarkJournal(b *testing.B) {
	// As fast as it takes them: what the records themselves cost.
	b.Run("full", func(b *testing.B) {
		s := open(b)
		j := journal(b, s)
		before := cpu(b)
		n := 0
		for b.Loop() {
			typicalCall(j, fmt.Sprintf("%026d", n))
			if n++; n%500 == 0 {
				ok(b, j.Flush(b.Context()))
			}
		}
		ok(b, j.Flush(b.Context()))
		b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(n), "cpu-µs/call")
		b.ReportMetric(float64(n)/float64(j.Stats().Commits), "calls/commit")
		if j.Stats().Dropped > 0 {
			b.Fatal(j.Stats())
		}
	})
	// At the rate of the budgets, ten calls at a time: what the commits cost.
	// The ticks themselves, without a journal, are in it.
	b.Run("120cps", func(b *testing.B) {
		s := open(b)
		j := journal(b, s)
		before := cpu(b)
		tick := time.NewTicker(time.Second / 120)
		defer tick.Stop()
		n := 0
		for b.Loop() {
			<-tick.C
			for part := range 10 {
				if id := n - part; id >= 0 {
					partOfCall(j, fmt.Sprintf("%026d", id), part)
				}
			}
			n++
		}
		ok(b, j.Flush(b.Context()))
		b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(n), "cpu-µs/call")
		b.ReportMetric(float64(n)/float64(j.Stats().Commits), "calls/commit")
	})
}

// partOfCall is one of the ten records of a typical call.
func partOfCall(j *store.Journal, id string, part int) {
	switch part {
	case 0:
		j.CallStarted(flowengine.CallStarted{Call: incoming(id, "+61412345678"), Company: "default", Flow: "Main", Revision: 1})
	case 9:
		j.CallEnded(flowengine.CallEnded{Call: id, At: noon, Reason: flowengine.EndCompleted, Why: "The flow came to its end.", Cause: 16})
	case 1, 4, 7:
		j.Checkpoint(checkpoint(id, part))
	default:
		j.StepDone(flowengine.StepDone{Call: id, Seq: part, Node: "n1", Type: "menu", Label: "Main menu", Entered: noon, Left: noon.Add(time.Second),
			Outcome: "key:1", Why: "The caller pressed 1.", Details: map[string]any{"digits": "1", "name": "Sales", "attempt": 1}})
	}
}

func BenchmarkRoute(b *testing.B) {
	ctx := b.Context()
	path := filepath.Join(b.TempDir(), "callflow.db")
	s := openAt(b, path, nil)
	save(b, s, flow("Main"), complete)
	publish(b, s, "Main")
	must(b)(s.AddNumber(ctx, "", store.Number{Number: "100", VoiceFlow: "Main"}))
	r, _ := routes(s)
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			must(b)(r.Route(ctx, "100"))
		}
	})
	b.Run("after-history", func(b *testing.B) {
		db := rawSQL(b, path)
		n := 0
		for b.Loop() {
			b.StopTimer()
			n++
			must(b)(db.Exec(`INSERT INTO calls (id, number, caller, started) VALUES (?, '', '', '')`, fmt.Sprint("h", n)))
			b.StartTimer()
			must(b)(r.Route(ctx, "100"))
		}
	})
	b.Run("after-change", func(b *testing.B) {
		db := rawSQL(b, path)
		for b.Loop() {
			b.StopTimer()
			must(b)(db.Exec(`UPDATE numbers SET service = service || 'x' WHERE length(service) < 100 OR 1`))
			b.StartTimer()
			must(b)(r.Route(ctx, "100"))
		}
	})
}

// BenchmarkCallerLookup finds one caller's calls among 200,000.
func BenchmarkCallerLookup(b *testing.B) {
	ctx := b.Context()
	path := filepath.Join(b.TempDir(), "callflow.db")
	s := openAt(b, path, nil)
	must(b)(rawSQL(b, path).Exec(`INSERT INTO calls (id, number, caller, caller_key, started)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
		SELECT 'c' || i, '100', '+614' || (10000000 + i), '4' || (10000000 + i), datetime('2025-01-01', i || ' seconds') FROM n`))
	b.Run("caller", func(b *testing.B) {
		for b.Loop() {
			found, err := s.Calls(ctx, store.CallFilter{Caller: "0410 100 000"})
			if err != nil || len(found) != 1 {
				b.Fatal(found, err)
			}
		}
	})
	b.Run("latest", func(b *testing.B) {
		for b.Loop() {
			must(b)(s.Calls(ctx, store.CallFilter{}))
		}
	})
}
