package store

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/rs/zerolog"
)

// A database from before there was an outbox gets one.
func TestADatabaseWithoutOutboxGetsOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "callflow.db")
	if err := checkPath(path); err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector(dsn(path, time.Second, nil)))
	db.SetMaxOpenConns(1)
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(database.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()), goose.WithGoMigrations(migrateJobs(db)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`SELECT 1 FROM river_job`); err == nil {
		t.Fatal("a database of version 3 has an outbox")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Options{Path: path, Logger: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	letters, err := s.Letters(t.Context(), LetterFilter{})
	if err != nil || len(letters) != 0 {
		t.Fatalf("the new outbox: %v %v", letters, err)
	}
}
