package store_test

import (
	"database/sql"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"callflow/store"

	"github.com/mattn/go-sqlite3"
)

func refusedBySchema(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.Code == sqlite3.ErrConstraint
}

// The rules hold for an operator with a shell, too.
func TestTheSchemaRefusesWhatBreaksItsRules(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	save(t, s, flow("Draft"), incomplete)
	save(t, s, flow("Live"), complete)
	publish(t, s, "Live")
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100", VoiceFlow: "Live"}))
	db := rawSQL(t, path)
	for _, query := range []string{
		`UPDATE revisions SET document = '{}'`,
		`DELETE FROM revisions`,
		`UPDATE flows SET live_revision_id = (SELECT max(id) FROM revisions) WHERE name = 'Draft'`,
		`UPDATE flows SET live_revision_id = 1 WHERE name = 'Draft'`,
		`UPDATE flows SET live_revision_id = NULL WHERE name = 'Live'`,
		`UPDATE flows SET removed = 'now' WHERE name = 'Live'`,
		`UPDATE numbers SET voice_flow_id = (SELECT id FROM flows WHERE name = 'Draft')`,
		`UPDATE numbers SET text_flow_id = voice_flow_id`,
		`INSERT INTO numbers (company_id, number, voice_flow_id) VALUES (1, '101', (SELECT id FROM flows WHERE name = 'Draft'))`,
	} {
		if _, err := db.Exec(query); !refusedBySchema(err) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestEveryTableAndViewSaysWhatARowIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "callflow.db")
	openAt(t, path, nil)
	each(t, rawSQL(t, path), `SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' AND name NOT LIKE 'river_%'`, func(r *sql.Rows) error {
		var name, text string
		err := r.Scan(&name, &text)
		if !strings.Contains(text, "-- A row is") && !strings.Contains(text, "-- The one row") {
			t.Errorf("%s does not say what a row is", name)
		}
		return err
	})
}

// Debian's own shell is older than the library in this binary: the schema must
// not need more than it knows.
func TestTheSystemsShellReadsTheDatabase(t *testing.T) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("no sqlite3 shell on this machine")
	}
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	j := journal(t, s)
	story(j, "c1", "+61412345678")
	flush(t, j)
	out, err := exec.Command(shell, path, `SELECT caller, number, outcome, answered_by, path FROM call_history WHERE caller_key = '412345678';
		UPDATE companies SET timezone = 'Europe/Vienna'; SELECT version > 1 FROM changes`).CombinedOutput()
	want := "+61412345678|100|completed|user:alice|1 Welcome: done → 2 dial: answered\n1\n"
	if err != nil || string(out) != want {
		t.Errorf("got %q, %v, want %q", out, err, want)
	}
}
