package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/store"
)

func TestOpenSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, content string) string {
		path := filepath.Join(dir, name)
		ok(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	newer := filepath.Join(dir, "newer.db")
	openAt(t, newer, nil)
	_, err := rawSQL(t, newer).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
	ok(t, err)
	foreign := filepath.Join(dir, "foreign.db")
	_, err = rawSQL(t, foreign).Exec(`CREATE TABLE other (x)`)
	ok(t, err)
	locked := filepath.Join(dir, "locked.db")
	_, err = rawSQL(t, locked).Exec(`PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE x (y)`)
	ok(t, err)
	frozen := file("frozen.db", "")
	freeze(t, true, frozen)
	defer freeze(t, false, frozen)

	for _, c := range []struct{ name, path, reason, says string }{
		{"no path", "", store.OpenNoFolder, "--db"},
		{"no folder", filepath.Join(dir, "no/callflow.db"), store.OpenNoFolder, "does not exist; make it"},
		{"a folder", dir, store.OpenNotDatabase, "is a folder"},
		{"folder is a file", filepath.Join(file("x", ""), "callflow.db"), store.OpenNoFolder, "is not a folder"},
		{"not a database", file("text", strings.Repeat("this is no database", 100)), store.OpenNotDatabase, "not an SQLite database"},
		{"a newer schema", newer, store.OpenNewer, "install that version again"},
		{"another program's", foreign, store.OpenForeign, "another program's tables"},
		{"locked", locked, store.OpenLocked, "holds the database locked"},
		{"read-only", frozen, store.OpenReadOnly, "cannot be written"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), store.Options{Path: c.path, BusyTimeout: 20 * time.Millisecond})
			if err == nil {
				s.Close()
			}
			if e := fails[*store.OpenError](t, err, c.says); e.Reason != c.reason {
				t.Errorf("reason %s in %v", e.Reason, err)
			}
		})
	}
}

func TestAPathMayHaveAnyCharacters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b?c#d%20e'ü.db")
	s := openAt(t, path, nil)
	must(t)(s.AddNumber(t.Context(), "", store.Number{Number: "100"}))
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	ok(t, s.Close())
	ok(t, s.Close())
}

func TestAVersionOneFileIsBroughtForward(t *testing.T) {
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	must(t)(s.AddNumber(t.Context(), "", store.Number{Number: "100"}))
	ok(t, s.Close())
	s = openAt(t, path, nil)
	must(t)(s.Number(t.Context(), "", "100"))
	var v int64
	ok(t, rawSQL(t, path).QueryRow(`SELECT max(version_id) FROM goose_db_version`).Scan(&v))
	if v != store.SchemaVersion() {
		t.Errorf("version %d", v)
	}
}
