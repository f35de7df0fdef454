package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/store"

	_ "github.com/mattn/go-sqlite3"
	"pgregory.net/rapid"
)

// rawSQL is what an operator's shell is.
func rawSQL(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=1&_busy_timeout=5000")
	ok(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// slowStatuses works every flow's status out from the tables, in Go.
func slowStatuses(t fataler, db *sql.DB) map[int64]string {
	type flow struct {
		id, live int64
		name     string
		removed  bool
	}
	var flows []flow
	used, refs := map[int64]bool{}, map[int64][]string{}
	each(t, db, `SELECT id, coalesce(live_revision_id, 0), lower(name), removed IS NOT NULL FROM flows`, func(r *sql.Rows) error {
		var f flow
		err := r.Scan(&f.id, &f.live, &f.name, &f.removed)
		flows = append(flows, f)
		return err
	})
	each(t, db, `SELECT voice_flow_id FROM numbers WHERE voice_flow_id IS NOT NULL UNION ALL SELECT text_flow_id FROM numbers WHERE text_flow_id IS NOT NULL`, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		used[id] = true
		return err
	})
	each(t, db, `SELECT revision_id, lower(name) FROM flow_refs WHERE kind = 'flow'`, func(r *sql.Rows) error {
		var id int64
		var name string
		err := r.Scan(&id, &name)
		refs[id] = append(refs[id], name)
		return err
	})
	active := map[int64]bool{}
	for range flows {
		for _, f := range flows {
			if f.removed || f.live == 0 || !used[f.id] && !active[f.id] {
				continue
			}
			active[f.id] = true
			for _, name := range refs[f.live] {
				for _, g := range flows {
					if g.name == name && !g.removed && g.live != 0 {
						active[g.id] = true
					}
				}
			}
		}
	}
	out := map[int64]string{}
	for _, f := range flows {
		switch {
		case f.removed || f.live == 0:
			out[f.id] = "draft"
		case active[f.id]:
			out[f.id] = "active"
		default:
			out[f.id] = "available"
		}
	}
	return out
}

type fataler interface{ Fatal(...any) }

func each(t fataler, db *sql.DB, query string, scan func(*sql.Rows) error) {
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// Whatever is done in whatever order, by the store or in SQL, the stored status
// is what a slow look at the tables says.
func TestStatusIsAlwaysTrue(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprintf("%d.db", runs))
		s := openAt(t, path, nil)
		defer s.Close()
		db := rawSQL(t, path)
		defer db.Close()
		ctx := context.Background()
		names := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		numbers := rapid.SampledFrom([]string{"100", "101", "102"})
		for _, n := range []string{"100", "101"} {
			must(t)(s.AddNumber(ctx, "", store.Number{Number: n}))
		}
		try := func(_ any, err error) {
			var coded interface{ Code() string }
			if err != nil && !errors.As(err, &coded) && !strings.Contains(err.Error(), "constraint") && !refusedBySchema(err) {
				r.Fatal(err)
			}
		}
		r.Repeat(map[string]func(*rapid.T){
			"save": func(r *rapid.T) {
				name := names.Draw(r, "flow")
				report := incomplete
				if rapid.Bool().Draw(r, "complete") {
					report = complete
				}
				var targets []string
				for range rapid.IntRange(0, 2).Draw(r, "refs") {
					targets = append(targets, "flow:"+names.Draw(r, "ref"))
				}
				f := flow(name, targets...)
				if name == "d" {
					f.Kind = flowengine.Text
				}
				_, _, err := s.SaveFlow(ctx, "", store.Draft{Flow: f, Report: report, References: flowengine.References(f)})
				try(nil, err)
			},
			"publish": func(r *rapid.T) {
				try(s.PublishFlow(ctx, "", names.Draw(r, "flow"), rapid.IntRange(0, 3).Draw(r, "revision")))
			},
			"rollback": func(r *rapid.T) {
				try(s.RollbackFlow(ctx, "", names.Draw(r, "flow"), rapid.IntRange(1, 3).Draw(r, "revision")))
			},
			"assign": func(r *rapid.T) {
				try(s.AssignNumber(ctx, "", numbers.Draw(r, "number"), names.Draw(r, "flow")))
			},
			"unassign": func(r *rapid.T) { try(nil, s.UnassignNumber(ctx, "", numbers.Draw(r, "number"))) },
			"rm": func(r *rapid.T) {
				try(nil, s.RemoveFlow(ctx, "", names.Draw(r, "flow"), rapid.Bool().Draw(r, "unassign")))
			},
			"rename": func(r *rapid.T) { try(nil, s.RenameFlow(ctx, "", names.Draw(r, "flow"), names.Draw(r, "new"))) },
			"rm number": func(r *rapid.T) {
				number := numbers.Draw(r, "number")
				try(nil, s.RemoveNumber(ctx, "", number))
				try(s.AddNumber(ctx, "", store.Number{Number: number}))
			},
			"assign in SQL": func(r *rapid.T) {
				try(db.Exec(`UPDATE numbers SET voice_flow_id = (SELECT id FROM flows WHERE name = ? AND removed IS NULL) WHERE number = ?`,
					names.Draw(r, "flow"), numbers.Draw(r, "number")))
			},
			"unpublish in SQL": func(r *rapid.T) {
				try(db.Exec(`UPDATE flows SET live_revision_id = NULL WHERE name = ?`, names.Draw(r, "flow")))
			},
			"": func(r *rapid.T) {
				want := slowStatuses(r, db)
				each(r, db, `SELECT id, name, status FROM flows`, func(rows *sql.Rows) error {
					var id int64
					var name, got string
					err := rows.Scan(&id, &name, &got)
					if got != want[id] {
						r.Fatalf("%s is %s, but should be %s", name, got, want[id])
					}
					return err
				})
			},
		})
	})
}
