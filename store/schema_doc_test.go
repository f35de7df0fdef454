package store_test

import (
	"os"
	"strings"
	"testing"
)

// What docs/schema.md tells an operator to type works, and it knows every table.
func TestTheSchemasDocumentIsTrue(t *testing.T) {
	text, err := os.ReadFile("../docs/schema.md")
	ok(t, err)
	s := open(t)
	j := journal(t, s)
	story(j, "c1", "+61412345678")
	flush(t, j)
	db := rawSQL(t, s.Path())
	examples := strings.Split(string(text), "```sql\n")[1:]
	if len(examples) < 5 {
		t.Fatalf("only %d examples", len(examples))
	}
	for _, e := range examples {
		query, _, _ := strings.Cut(e, "```")
		rows, err := db.Query(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		for rows.Next() {
		}
		ok(t, rows.Err())
		ok(t, rows.Close())
	}
	var tables []string
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose%' AND name NOT LIKE 'river_%' AND name <> 'flow_status'`)
	ok(t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		ok(t, rows.Scan(&name))
		tables = append(tables, name)
	}
	ok(t, rows.Err())
	for _, name := range tables {
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("the table %s is not in docs/schema.md", name)
		}
	}
	// The look-up by caller goes by the index.
	var plan strings.Builder
	rows, err = db.Query(`EXPLAIN QUERY PLAN SELECT * FROM call_history WHERE caller_key = '412345678'`)
	ok(t, err)
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		ok(t, rows.Scan(&id, &parent, &unused, &detail))
		plan.WriteString(detail + "\n")
	}
	ok(t, rows.Err())
	if !strings.Contains(plan.String(), "calls_caller") {
		t.Errorf("the plan is\n%s", plan.String())
	}
}
