package store

import (
	"context"
	"database/sql/driver"
	"time"
)

// moveEvery is how often the write-ahead log is moved into the database.
const moveEvery = 2 * time.Second

// moveLog moves the write-ahead log into the database from time to time, on a
// connection and a goroutine of its own. SQLite would do it at the end of some
// commit and wait for the disk there, and records that come meanwhile would be
// late. A passive checkpoint keeps neither writers nor readers waiting.
func (j *Journal) moveLog() {
	defer close(j.tidy)
	var conn driver.Conn
	defer func() {
		if conn != nil {
			conn.Close() // it holds nothing
		}
	}()
	ticker := time.NewTicker(moveEvery)
	defer ticker.Stop()
	for {
		select {
		case <-j.stop:
			return
		case <-ticker.C:
		}
		var err error
		if conn == nil {
			conn, err = connector(dsn(j.store.path, time.Second, nil)).Connect(context.Background())
		}
		if err == nil {
			_, err = conn.(driver.ExecerContext).ExecContext(context.Background(), `PRAGMA wal_checkpoint(PASSIVE)`, nil)
		}
		if err != nil {
			// The writer sees the same disk, and says so where it matters.
			j.store.log.Debug().Err(err).Msg("the write-ahead log was not moved into the database")
			if conn != nil {
				conn.Close()
				conn = nil
			}
		}
	}
}
