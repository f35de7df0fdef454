package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver sqlite3
)

// year is the time over which the calls are spread, in seconds.
const year = 365 * 86400

// generate fills a fresh database with calls of a year, ten steps each, by
// SQL: a hundred numbers, twenty flows, 200,000 callers, 5,000 names.
func generate(ctx context.Context, path string, calls int) error {
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=OFF&_cache_size=-400000")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, step := range []struct{ what, sql string }{
		{"flows", `INSERT INTO flows (company_id, name, kind) SELECT 1, 'Flow ' || value, 'voice' FROM generate(1, 20)`},
		{"revisions", `INSERT INTO revisions (flow_id, number, author, message, hash, document, preview) SELECT id, 1, 'bench', '', 'h' || id, '{"schema":1,"name":"' || name || '","kind":"voice","start":"n0","nodes":{}}', '' FROM flows`},
		{"numbers", `INSERT INTO numbers (company_id, number) SELECT 1, '+6129999' || printf('%04d', value) FROM generate(1, 100)`},
		// Without MATERIALIZED SQLite throws the dice anew wherever a, b or c is written: calls with other flows' revisions.
		{"calls", `INSERT INTO calls (id, company_id, number, caller, caller_name, caller_key, flow, flow_id, revision_id, started, ended, outcome, answered_by, talked_ms)
			SELECT printf('%026d', value), 1, '+6129999' || printf('%04d', 1 + a % 100), CASE WHEN b % 20 = 0 THEN '' ELSE '+614' || printf('%08d', b % 200000 * 487 % 100000000) END,
				CASE WHEN b % 3 = 0 THEN 'Name' || (b % 500) || 'a Family' || (b % 5000) || 'b' ELSE '' END,
				CASE WHEN b % 20 = 0 THEN '' ELSE '4' || printf('%08d', b % 200000 * 487 % 100000000) END,
				'Flow ' || (1 + a % 20), 1 + a % 20, 1 + a % 20,
				strftime('%Y-%m-%d %H:%M:%f', '2025-11-26', '+' || CAST(value * %YEAR / %CALLS AS INT) || ' seconds'),
				strftime('%Y-%m-%d %H:%M:%f', '2025-11-26', '+' || CAST(value * %YEAR / %CALLS + 60 AS INT) || ' seconds'),
				CASE WHEN c % 1000 = 0 THEN 'error' WHEN c % 3 = 0 THEN 'hung_up' ELSE 'completed' END,
				CASE WHEN c % 10 < 6 THEN 'user:agent' || (c % 50) ELSE '' END, 30000
			FROM (WITH thrown AS MATERIALIZED (SELECT value, abs(random()) AS a, abs(random()) AS b, abs(random()) AS c FROM generate(1, %CALLS)) SELECT * FROM thrown)`},
		{"words", `INSERT OR IGNORE INTO call_words SELECT lower(substr(caller_name, 1, instr(caller_name, ' ') - 1)), id FROM calls WHERE caller_name <> ''
			UNION ALL SELECT lower(substr(caller_name, instr(caller_name, ' ') + 1)), id FROM calls WHERE caller_name <> ''`},
		{"messages", `UPDATE calls SET message = 1 WHERE answered_by = '' AND seq % 7 = 0`},
		{"tags", `INSERT INTO call_tags SELECT id, 'tag' || seq / 10 % 20, 1, started FROM calls WHERE seq % 10 = 0`},
		{"steps", `INSERT INTO steps (call, seq, node, type, label, entered, left_at, outcome, why)
			SELECT c.id, s.value, 'n' || s.value, 'menu', 'Step ' || s.value, c.started, c.started, CASE WHEN c.seq * s.value % 997 = 0 THEN 'error' ELSE 'key:' || (c.seq * s.value % 3) END, 'The caller pressed a key.'
			FROM calls c CROSS JOIN generate(1, 10) s`},
		{"edges", `INSERT INTO edge_counts SELECT c.flow_id, s.node, s.outcome, substr(c.started, 1, 14) || CASE WHEN substr(c.started, 15, 2) < '30' THEN '00' ELSE '30' END || ':00.000', c.revision_id, count(*)
			FROM calls c JOIN steps s ON s.call = c.id GROUP BY 1, 2, 3, 4, 5`},
	} {
		began := time.Now()
		if _, err := db.ExecContext(ctx, fill(step.sql, calls)); err != nil {
			return fmt.Errorf("make %s: %w", step.what, err)
		}
		fmt.Printf("%-10s %6.1f s\n", step.what, time.Since(began).Seconds())
	}
	var strays int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM calls c JOIN revisions r ON r.id = c.revision_id WHERE r.flow_id <> c.flow_id OR instr(c.caller, c.caller_key) = 0`).Scan(&strays); err != nil {
		return fmt.Errorf("look at what was made: %w", err)
	}
	if strays > 0 {
		return fmt.Errorf("%d calls have a revision of another flow, or another caller's number: nothing that is measured with them means anything", strays)
	}
	_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}
