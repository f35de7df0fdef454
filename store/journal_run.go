package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"
)

const (
	// gatherAtMost ends the gathering of records before its window is over.
	gatherAtMost = 1000
	// batchAtMost bounds one transaction, so that a backlog does not keep other
	// writers waiting.
	batchAtMost = 4000

	retryFirst = 100 * time.Millisecond
	retryMost  = 5 * time.Second
	// reopenEvery failures the connection is opened anew: after a file system
	// came back, an old one may stay broken. One that SQLite could only open for
	// reading never gets better, and is opened anew each time.
	reopenEvery = 4
)

// run is the writer goroutine.
func (j *Journal) run() {
	defer close(j.done)
	defer j.letGo()
	stopping := false
	for !stopping {
		select {
		case <-j.wake:
			stopping = j.gather()
		case <-j.hurry:
		case <-j.stop:
			stopping = true
		}
		if err := j.drain(); err != nil {
			j.mu.Lock()
			left := j.q.records()
			j.stopErr = fmt.Errorf("the history of %d records could not be written: %w", left, explainWrite(err))
			j.mu.Unlock()
			stopping = true
		}
	}
}

// gather waits for the end of the window, or for a reason to end it early.
func (j *Journal) gather() (stopping bool) {
	window := time.NewTimer(j.o.Window)
	defer window.Stop()
	select {
	case <-window.C:
	case <-j.hurry:
	case <-j.stop:
		return true
	}
	return false
}

// drain writes until nothing waits. While the disk does not take it, it tries
// again with longer and longer pauses; the error is only for the end, when a
// stop does not wait any longer.
func (j *Journal) drain() error {
	failures := 0
	pause := retryFirst
	for {
		j.mu.Lock()
		batch := j.q.take(batchAtMost, &j.spare)
		all := j.pushed
		if j.q.records() > 0 {
			all = j.settled // something older is still waiting
		}
		j.mu.Unlock()
		if batch.records() == 0 {
			j.settle(all, 0, 0)
			return nil
		}
		refused, err := j.write(batch)
		if err == nil {
			j.recovered(failures)
			failures, pause = 0, retryFirst
			j.settle(all, batch.records()-refused, refused)
			batch.recycle()
			j.spare = *batch
			if j.mayGather() {
				return nil
			}
			continue
		}
		failures++
		j.failed(batch, err)
		if failures%reopenEvery == 0 || isReadOnly(err) {
			j.letGo()
		}
		select {
		case <-j.stop:
			if failures >= 3 {
				return err
			}
			time.Sleep(retryFirst) // the last tries before the end
			continue
		default:
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-j.stop:
		}
		timer.Stop()
		pause = min(2*pause, retryMost)
	}
}

// settle notes that everything up to a record is written or given up.
func (j *Journal) settle(upTo uint64, written, refused int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stats.Refused += uint64(refused)
	if written > 0 {
		j.stats.Written += uint64(written)
		j.stats.Commits++
	}
	if upTo > j.settled {
		j.settled = upTo
		close(j.progress)
		j.progress = make(chan struct{})
	}
}

// failed puts a batch back and says so once.
func (j *Journal) failed(b *backlog, err error) {
	j.mu.Lock()
	first := !j.stats.Failing
	j.stats.Failing = true
	j.q.putBack(b)
	waiting := j.q.records()
	j.mu.Unlock()
	if first {
		j.store.log.Error().Err(explainWrite(err)).Int("waiting", waiting).
			Msg("the history cannot be written; it waits in memory, and calls go on")
	}
}

// recovered says once that the disk takes the history again.
func (j *Journal) recovered(failures int) {
	j.mu.Lock()
	was, waiting, dropped := j.stats.Failing, j.q.records(), j.stats.Dropped
	j.stats.Failing, j.dropping = false, false
	j.mu.Unlock()
	if was {
		j.store.log.Info().Int("tries", failures+1).Int("waiting", waiting).Uint64("dropped", dropped).
			Msg("the history is written again")
	}
}

// mayGather says whether the few records that came during a commit can wait
// for others, so that commits do not become smaller and smaller.
func (j *Journal) mayGather() bool {
	select {
	case <-j.stop:
		return false
	default:
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.q.records() >= gatherAtMost {
		return false
	}
	if j.q.records() > 0 {
		poke(j.wake)
	}
	return true
}

// letGo closes the writer's connection with the statements on it; the next use
// opens another.
func (j *Journal) letGo() {
	conn, err := j.store.writer.Conn(context.Background())
	if err != nil {
		return // there is none to close
	}
	// Statements belong to their connection, which nobody else has meanwhile.
	// The error is how database/sql is told to close it.
	_ = conn.Raw(func(any) error {
		j.statements.forget()
		return driver.ErrBadConn
	})
}

// write commits one batch.
func (j *Journal) write(b *backlog) (refused int, err error) {
	ctx := context.Background() // a stop lets the last commit end
	conn, err := j.store.writer.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close() // back to the pool; there is nothing to lose
	refused, err = j.commit(conn, b, false)
	if isRefusal(err) {
		// One record that the database would never take must not keep the
		// others from it: row by row it is found and left out.
		refused, err = j.commit(conn, b, true)
	}
	if refused > 0 {
		j.store.log.Error().Int("records", refused).Msg("records of the history were refused by the database")
	}
	return refused, err
}

// commit writes one batch in one transaction.
func (j *Journal) commit(conn *sql.Conn, b *backlog, carefully bool) (refused int, err error) {
	tx, err := conn.BeginTx(context.Background(), nil)
	if err != nil {
		return 0, err
	}
	// The connection is the transaction's own until its end. What went wrong is
	// kept apart from what Raw returns: an error there could close it.
	if raw := conn.Raw(func(driverConn any) error {
		refused, err = j.statements.write(driverConn, b, carefully)
		return nil
	}); raw != nil {
		err = errors.Join(err, raw)
	}
	if err == nil {
		var letters int
		letters, err = j.insertLetters(tx, b.letters.items[b.letters.head:], carefully)
		refused += letters
	}
	if err == nil {
		return refused, tx.Commit()
	}
	return refused, errors.Join(err, j.rollBack(conn, tx))
}

// rollBack undoes what is left of a transaction: after some errors SQLite has
// done so by itself.
func (j *Journal) rollBack(conn *sql.Conn, tx *sql.Tx) error {
	failed := tx.Rollback()
	return conn.Raw(func(driverConn any) error {
		if c, ok := driverConn.(*sqlite3.SQLiteConn); ok && c.AutoCommit() {
			return nil
		}
		j.statements.forget()
		return errors.Join(failed, driver.ErrBadConn)
	})
}
