package store_test

import (
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

func TestEarlierCalls(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	ok(t, s.AddCompany(ctx, store.Company{Name: "other"}))
	db := rawSQL(t, s.Path())
	for _, c := range []struct{ id, company, number, caller, started string }{
		{"old", "1", "100", "0412345678", "2026-03-01 09:00:00.000"},
		{"plus", "1", "+61299990000", "+61412345678", "2026-03-03 09:00:00.000"},
		{"elsewhere", "2", "100", "0412345678", "2026-03-04 09:00:00.000"},
		{"somebody", "1", "100", "0499999999", "2026-03-04 09:30:00.000"},
		{"now", "1", "100", "0412345678", "2026-03-05 09:00:00.000"},
		{"later", "1", "100", "0412345678", "2026-03-05 09:00:01.000"},
	} {
		_, err := db.Exec(`INSERT INTO calls (id, company_id, number, caller, caller_key, started) VALUES (?, ?, ?, ?, ?, ?)`,
			c.id, c.company, c.number, c.caller, store.CallerKey(c.caller), c.started)
		ok(t, err)
	}
	now := time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	past := s.EarlierCalls("")
	ask := func(caller, number, flow string) flowengine.HistoryQuery {
		return flowengine.HistoryQuery{Caller: caller, Call: "now", Before: now, Number: number, Flow: flow}
	}
	for _, test := range []struct {
		about string
		q     flowengine.HistoryQuery
		want  string
	}{
		{"of the company", ask("+61 412 345 678", "", ""), "2026-03-03"},
		{"of the number", ask("0412345678", "100", ""), "2026-03-01"},
		{"of the number without its plus", ask("0412345678", "61299990000", ""), "2026-03-03"},
		{"of a number that nobody called", ask("0412345678", "200", ""), "0001-01-01"},
		{"of a flow that ran for nobody", ask("0412345678", "", "Main"), "0001-01-01"},
		{"of somebody new", ask("0488888888", "", ""), "0001-01-01"},
		{"of a caller without digits", ask("anonymous", "", ""), "0001-01-01"},
	} {
		last, err := past.LastCall(ctx, test.q)
		ok(t, err)
		if got := last.Format(time.DateOnly); got != test.want {
			t.Errorf("%s: %s, not %s", test.about, got, test.want)
		}
	}

	if _, known, err := past.LastScore(ctx, ask("0412345678", "", "")); err != nil || known {
		t.Errorf("a score nobody gave: %v, %v", known, err)
	}
	fails[*store.InvalidError](t, s.ScoreCall(ctx, "old", 101), "0 to 100")
	fails[*store.NotFoundError](t, s.ScoreCall(ctx, "nothing", 5), "nothing")
	for call, score := range map[string]int{"old": 9, "elsewhere": 1, "somebody": 2, "now": 3, "later": 4} {
		ok(t, s.ScoreCall(ctx, call, score))
	}
	ok(t, s.ScoreCall(ctx, "old", 7)) // the newest counts
	score, known, err := past.LastScore(ctx, ask("0412345678", "", ""))
	ok(t, err)
	if !known || score != 7 {
		t.Errorf("the score is %d, %v", score, known)
	}
	if _, known, _ := past.LastScore(ctx, ask("0412345678", "+61299990000", "")); known {
		t.Error("a call to that number has no score")
	}
}

func TestSources(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	_, err := s.AddNumber(ctx, "", store.Number{Number: "+61299990000"})
	ok(t, err)
	tracking := s.Tracking("")
	visit := func(number string) flowengine.Visit {
		t.Helper()
		v, err := tracking.Visit(ctx, number, "0412345678")
		ok(t, err)
		return v
	}
	if v := visit("+61299990000"); v != (flowengine.Visit{}) {
		t.Errorf("a number that is no source tells %+v", v)
	}
	poster := flowengine.Visit{Source: "Poster", Campaign: "Summer"}
	fails[*store.InvalidError](t, s.SetSource(ctx, "", "+61299990000", flowengine.Visit{}), "name")
	fails[*store.NotFoundError](t, s.SetSource(ctx, "", "200", poster), "200")
	ok(t, s.SetSource(ctx, "", "+61299990000", poster))
	if v := visit("61299990000"); v != poster { // the change holds at once
		t.Errorf("got %+v", v)
	}
	poster.Keyword = "plumber"
	ok(t, s.SetSource(ctx, "", "+61299990000", poster))
	all, err := s.Sources(ctx, "")
	ok(t, err)
	if len(all) != 1 || all[0].Visit != poster {
		t.Errorf("got %+v", all)
	}
	if v, err := s.Tracking("other").Visit(ctx, "+61299990000", ""); err != nil || v != (flowengine.Visit{}) {
		t.Errorf("another company sees %+v, %v", v, err)
	}
	ok(t, s.RemoveSource(ctx, "", "+61299990000"))
	fails[*store.NotFoundError](t, s.RemoveSource(ctx, "", "+61299990000"), "source")
	if v := visit("+61299990000"); v != (flowengine.Visit{}) {
		t.Errorf("got %+v", v)
	}
	ok(t, s.SetSource(ctx, "", "+61299990000", poster))
	ok(t, s.RemoveNumber(ctx, "", "+61299990000")) // and the source with it
	if all, err := s.Sources(ctx, ""); err != nil || len(all) != 0 {
		t.Errorf("left: %+v, %v", all, err)
	}
}
