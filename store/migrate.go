package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed migrations/*.sql
var migrations embed.FS

// SchemaVersion is the version of the schema that this build writes.
func SchemaVersion() int64 {
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		panic("store: the embedded migrations cannot be listed: " + err.Error())
	}
	last := entries[len(entries)-1].Name()
	v, err := strconv.ParseInt(strings.SplitN(last, "_", 2)[0], 10, 64)
	if err != nil {
		panic("store: a migration's name does not begin with its number: " + last)
	}
	return v
}

// migrate brings the schema up to date. Migrations only go forward.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	want := SchemaVersion()
	have, err := schemaVersion(ctx, db, path)
	if err != nil || have == want {
		return err
	}
	// Two processes that start together must not both migrate. The lock is on
	// the folder, so that no lock file stays behind.
	unlock, err := lockFolder(ctx, filepath.Dir(path))
	if err != nil {
		return err
	}
	defer unlock()
	if have, err = schemaVersion(ctx, db, path); err != nil || have == want {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("open the embedded migrations: %w", err)
	}
	provider, err := goose.NewProvider(database.DialectSQLite3, db, files, goose.WithLogger(goose.NopLogger()),
		goose.WithGoMigrations(migrateJobs(db)))
	if err != nil {
		return fmt.Errorf("read the embedded migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the schema from version %d to %d: %w", have, want, err)
	}
	return nil
}

// schemaVersion is the version of the file, 0 for an empty one. A file that is
// newer than this build, or somebody else's, is an OpenError.
func schemaVersion(ctx context.Context, db *sql.DB, path string) (int64, error) {
	var ours, tables int64
	err := db.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE name = 'goose_db_version'), count(*)
		FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).Scan(&ours, &tables)
	if err != nil {
		return 0, fmt.Errorf("read the schema: %w", err)
	}
	if ours == 0 {
		if tables > 0 {
			return 0, &OpenError{Path: path, Reason: OpenForeign, Advice: "it holds another program's tables; choose another path"}
		}
		return 0, nil
	}
	var have sql.NullInt64
	if err := db.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&have); err != nil {
		return 0, fmt.Errorf("read the schema's version: %w", err)
	}
	if want := SchemaVersion(); have.Int64 > want {
		return 0, &OpenError{Path: path, Reason: OpenNewer, Advice: fmt.Sprintf(
			"it was written by a newer callflow (schema %d, this one knows %d); install that version again, or restore the backup from before the upgrade", have.Int64, want)}
	}
	return have.Int64, nil
}

// lockFolder waits for the lock of a folder.
func lockFolder(ctx context.Context, folder string) (unlock func(), err error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("open the database's folder: %w", err)
	}
	locked := make(chan error, 1)
	go func() { locked <- syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }()
	select {
	case err = <-locked:
	case <-ctx.Done():
		// The waiting goroutine ends when the lock's holder does.
		go func() { <-locked; f.Close() }()
		return nil, ctx.Err()
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock the database's folder while its schema is brought up to date: %w", err)
	}
	return func() { f.Close() }, nil // closing releases the lock
}

func isReadOnlyFS(err error) bool { return errors.Is(err, syscall.EROFS) }

// SQLiteVersion is the version of SQLite that is built in.
func (s *Store) SQLiteVersion(ctx context.Context) (version string, err error) {
	if err := s.reader.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return "", fmt.Errorf("ask for SQLite's version: %w", err)
	}
	return version, nil
}
