package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// Jobs is the database for the job queue, River, which brings its own tables
// (their names begin with river_) and its own SQL. It is a connection apart from
// that of the history: what a queue does never holds that up longer than one
// short transaction.
func (s *Store) Jobs() *sql.DB { return s.jobs }

// The job queue's tables are versioned by River itself; one step of ours takes
// them to one version of theirs. A River with newer tables needs a new step.
const (
	jobsStep    = 10 // in the order of migrations/
	jobsVersion = 6  // of River's main line
)

func migrateJobs(db *sql.DB) *goose.Migration {
	return goose.NewGoMigration(jobsStep, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		migrator, err := rivermigrate.New(riversqlite.New(db), nil)
		if err != nil {
			return fmt.Errorf("read the job queue's migrations: %w", err)
		}
		//lint:ignore SA1019 these steps can stand in one transaction, and goose gives no other
		if _, err := migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: jobsVersion}); err != nil {
			return fmt.Errorf("make the job queue's tables: %w", err)
		}
		return nil
	}}, nil)
}
