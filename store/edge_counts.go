package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"time"
)

// edgeSQL counts how often an edge was walked. A step that a restart writes
// again is counted again: that is rare, and a count is not a trace.
const edgeSQL = `INSERT INTO edge_counts (flow_id, node, outcome, began, revision_id, times)
	SELECT flow_id, ?2, ?3, ?4, id, ?5 FROM revisions WHERE id = ?1
	ON CONFLICT (flow_id, node, outcome, began, revision_id) DO UPDATE SET times = times + excluded.times`

// halfHour is the half hour that a time is in, as edge_counts has it.
func halfHour(t time.Time) time.Time { return t.UTC().Truncate(30 * time.Minute) }

// begun is what counting a call's steps needs of its start.
type begun struct {
	revision int64
	began    time.Time // the half hour
	test     bool      // somebody tries a flow: it is not counted
}

// walked is one edge of one revision, walked by calls of one half hour.
type walked struct {
	revision      int64
	node, outcome string
	began         time.Time
}

// edges counts the steps of a batch, and writes each edge once.
func (w *batchWriter) edges(steps []step) error {
	counts := map[walked]int64{}
	for i := range steps {
		s := &steps[i]
		b, err := w.beginningOf(s.Call)
		if err != nil {
			return err
		}
		if s.Revision > 0 {
			b.revision = s.Revision
		}
		if b.revision > 0 && !b.test {
			counts[walked{b.revision, s.Node, s.Outcome, b.began}]++
		}
	}
	for e, n := range counts {
		if err := rows(w, edgeRow, []int64{n}, func(n *int64) {
			w.add(e.revision)
			w.add(e.node)
			w.add(e.outcome)
			w.add(w.text(e.began))
			w.add(*n)
		}); err != nil {
			return fmt.Errorf("count the ways of calls: %w", err)
		}
	}
	return nil
}

// beginningOf is when a call began and what it runs. Those of this process are
// remembered until they end; one that an earlier process began is looked up.
func (w *batchWriter) beginningOf(call string) (begun, error) {
	if b, ok := w.begun[call]; ok {
		return b, nil
	}
	found, err := w.conn.Query(`SELECT coalesce(revision_id, 0), started, number FROM calls WHERE id = ?`, []driver.Value{call})
	if err != nil {
		return begun{}, fmt.Errorf("look up a call: %w", err)
	}
	defer found.Close()
	var b begun
	row := make([]driver.Value, 3)
	switch err := found.Next(row); {
	case errors.Is(err, io.EOF): // a step of a call whose start was refused
	case err != nil:
		return begun{}, fmt.Errorf("look up a call: %w", err)
	default:
		var started time.Time
		if err := (when{&started}).Scan(row[1]); err != nil {
			return begun{}, err
		}
		b.revision, _ = row[0].(int64)
		number, _ := row[2].(string)
		b.began, b.test = halfHour(started), IsTrial(number)
	}
	w.remember(call, b)
	return b, nil
}

// mostBegun bounds what is remembered, should the ends of calls never come.
const mostBegun = 100_000

func (s *statements) remember(call string, b begun) {
	if s.begun == nil || len(s.begun) >= mostBegun {
		s.begun = map[string]begun{}
	}
	s.begun[call] = b
}

// edgesWalked lists the newest half hours, so many at most, newest first, in which calls began that
// left a node of a flow by an outcome; "" is any outcome. One in which several
// revisions or outcomes were counted is there several times.
func (s *Store) edgesWalked(ctx context.Context, flow int64, node, outcome string, since, until time.Time, most int) ([]time.Time, error) {
	var w where
	w.add("flow_id = ? AND node = ?", flow, node)
	w.is("outcome", outcome)
	if !since.IsZero() {
		since = halfHour(since)
	}
	w.between("began", since, until)
	return collect(ctx, s.reader, "look when an edge was walked", scanTime,
		`SELECT began FROM edge_counts`+w.sql()+` ORDER BY began DESC LIMIT ?`, w.with(most)...)
}
