//go:build integration

package integration

import (
	"database/sql"
	"fmt"
	"os"

	"callflow/flowengine"
)

// noteOutcomes adds the exits that calls have taken to the file that CALLFLOW_OUTCOMES names, for scripts/outcomes.
func (c *callflow) noteOutcomes() error {
	path := os.Getenv("CALLFLOW_OUTCOMES")
	if path == "" {
		return nil
	}
	db, err := sql.Open("sqlite3", "file:"+c.database()+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.Query(`SELECT DISTINCT type, outcome FROM steps WHERE type <> '' AND outcome <> ''`)
	if err != nil {
		return fmt.Errorf("noting the outcomes: %w", err)
	}
	defer rows.Close()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	for rows.Next() {
		var nodeType, outcome string
		if err := rows.Scan(&nodeType, &outcome); err != nil {
			return err
		}
		// One write a line: several tests write at once.
		if _, err := fmt.Fprintf(f, "asterisk %s %s\n", nodeType, flowengine.OutcomeKind(outcome)); err != nil {
			return err
		}
	}
	return rows.Err()
}
