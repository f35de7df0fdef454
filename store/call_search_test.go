package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// Without the index, the calls that somebody answered who never did are found
// by looking at all calls there are.
func TestListsTakeTheirIndex(t *testing.T) {
	ctx := context.Background()
	s, err := Open(ctx, Options{Path: filepath.Join(t.TempDir(), "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for index, f := range map[string]CallFilter{
		"calls_answered_by": {AnsweredBy: "user:alice"},
		"calls_answered ":   {Outcome: "answered"},
		"calls_missed":      {Outcome: "missed"},
		"calls_message":     {Outcome: "voicemail"},
		"calls_outcome":     {Outcome: "completed"},
		"calls_flow":        {FlowID: 1},
		"calls_number":      {Number: "100"},
		"calls_caller":      {Caller: "0412345678"},
		"calls_company":     {},
	} {
		f.Company = DefaultCompany
		q, err := s.callQuery(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		query, args, err := q.sql(ctx, s.reader, 51)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := collect(ctx, s.reader, "explain", func(r *sql.Rows, line *string) error {
			var id, parent, unused int
			return r.Scan(&id, &parent, &unused, line)
		}, "EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(plan, "\n"); !strings.Contains(all, "INDEX "+index) || strings.Contains(all, "TEMP B-TREE") {
			t.Errorf("%+v does not take %s: %s", f, index, all)
		}
	}
}
