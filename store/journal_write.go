package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"

	"github.com/mattn/go-sqlite3"
)

// statements writes batches on one connection, with prepared statements of
// several rows: crossing into SQLite costs more than the rows themselves.
type statements struct {
	conn     *sqlite3.SQLiteConn
	prepared map[statementKey]*sqlite3.SQLiteStmt
	args     []driver.NamedValue
	now      func() time.Time
	clock    []byte
	begun    map[string]begun // calls in progress, see edge_counts.go
}

type statementKey struct {
	sort rowSort
	rows int
}

// rowSort is a sort of rows with its statement: a head, one group of values for
// each row, and a tail. Without a head it takes one row at a time.
type rowSort int

const (
	startRows rowSort = iota
	stepRows
	answerRow
	endRow
	checkpointRows
	checkpointGone
	queueVisitRow
	queueAgentRow
	queueMemberRow
	tagRow
	scoreRow
	workflowRow
	wordRow
	edgeRow
)

var rowSQL = [...]struct {
	head, row, tail string
	columns         int
}{
	startRows: {`INSERT INTO calls (id, company_id, channel, number, caller, caller_name, caller_key, flow, flow_id, revision_id, started, outbound) VALUES `,
		`(?, (SELECT id FROM companies WHERE name = ?), ?, ?, ?, ?, ?, ?, (SELECT flow_id FROM revisions WHERE id = ?), ?, ?, ?)`,
		` ON CONFLICT (id) DO NOTHING`, 12},
	stepRows: {`INSERT OR REPLACE INTO steps (call, seq, node, type, label, entered, left_at, outcome, why, details, warnings, flow, revision_id, depth) VALUES `,
		`(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, ``, 14},
	answerRow: {``, `INSERT INTO answers (company_id, caller_key, flow, node, target, answered)
		SELECT company_id, caller_key, coalesce(nullif(?, ''), flow), ?, ?, ? FROM calls WHERE id = ? AND caller_key <> '' AND company_id IS NOT NULL
		ON CONFLICT (company_id, caller_key, flow, node) DO UPDATE SET target = excluded.target, answered = excluded.answered`, ``, 5},
	endRow: {``, `UPDATE calls SET ended = ?, outcome = ?, why = ?, cause = ?, answered_by = ?, talked_ms = ? WHERE id = ?`, ``, 7},
	checkpointRows: {`INSERT INTO checkpoints (call, saved, state) VALUES `, `(?, ?, ?)`,
		` ON CONFLICT (call) DO UPDATE SET saved = excluded.saved, state = excluded.state`, 3},
	tagRow: {``, `INSERT INTO call_tags (call, tag, step, tagged) VALUES (?, ?, ?, ?) ON CONFLICT (call, tag) DO NOTHING`, ``, 4},
	scoreRow: {``, `INSERT INTO call_scores (call, score, who, scored) VALUES (?, ?, ?, ?)
		ON CONFLICT (call) DO UPDATE SET score = excluded.score, who = excluded.who, scored = excluded.scored`, ``, 4},
	workflowRow: {``, `INSERT INTO workflow_starts (company_id, call, workflow, step, started)
		SELECT company_id, id, ?, ?, ? FROM calls WHERE id = ? AND company_id IS NOT NULL ON CONFLICT (call, step) DO NOTHING`, ``, 4},
	wordRow:        {`INSERT OR IGNORE INTO call_words (word, call) VALUES `, `(?, ?)`, ``, 2},
	edgeRow:        {``, edgeSQL, ``, 5},
	checkpointGone: {`DELETE FROM checkpoints WHERE call IN (`, `?`, `)`, 1},
	queueVisitRow:  {``, queueVisitSQL, ``, 16},
	queueAgentRow:  {``, queueAgentSQL, ``, 5},
	queueMemberRow: {``, queueMemberSQL, ``, 7},
}

// chunks are the numbers of rows for which statements are prepared.
var chunks = []int{32, 8, 1}

// write writes a batch in the transaction that the connection is in. Carefully,
// it goes row by row and counts those that are refused instead of giving up.
func (s *statements) write(driverConn any, b *backlog, carefully bool) (refused int, err error) {
	conn, ok := driverConn.(*sqlite3.SQLiteConn)
	if !ok {
		return 0, fmt.Errorf("the connection is %T, not SQLite's", driverConn)
	}
	if conn != s.conn {
		s.forget()
		s.conn, s.prepared = conn, map[statementKey]*sqlite3.SQLiteStmt{}
	}
	w := &batchWriter{statements: s, carefully: carefully}
	err = w.all(b)
	return w.refused, err
}

// forget closes the prepared statements.
func (s *statements) forget() {
	for _, p := range s.prepared {
		p.Close() // the connection may be gone already
	}
	s.conn, s.prepared = nil, nil
}

func (s *statements) prepare(sort rowSort, rows int) (*sqlite3.SQLiteStmt, error) {
	key := statementKey{sort, rows}
	if p := s.prepared[key]; p != nil {
		return p, nil
	}
	q := rowSQL[sort]
	p, err := s.conn.Prepare(q.head + strings.TrimSuffix(strings.Repeat(q.row+", ", rows), ", ") + q.tail)
	if err != nil {
		return nil, fmt.Errorf("prepare a statement for history: %w", err)
	}
	stmt, ok := p.(*sqlite3.SQLiteStmt)
	if !ok {
		return nil, fmt.Errorf("a prepared statement is %T, not SQLite's", p)
	}
	s.prepared[key] = stmt
	return stmt, nil
}

// batchWriter writes one batch.
type batchWriter struct {
	*statements
	carefully bool
	refused   int
}

func (w *batchWriter) all(b *backlog) error {
	if err := rows(w, startRows, b.starts.items[b.starts.head:], w.start); err != nil {
		return fmt.Errorf("write calls: %w", err)
	}
	if err := w.words(b.starts.items[b.starts.head:]); err != nil {
		return err
	}
	steps := b.steps.items[b.steps.head:]
	if err := rows(w, stepRows, steps, w.step); err != nil {
		return fmt.Errorf("write steps: %w", err)
	}
	if err := w.edges(steps); err != nil {
		return err
	}
	for i := range steps {
		if steps[i].target == "" {
			continue
		}
		if err := rows(w, answerRow, steps[i:i+1], w.answer); err != nil {
			return fmt.Errorf("write who answered: %w", err)
		}
	}
	// Before the checkpoints: a call that is told to have left a queue has.
	extras := b.extras.items[b.extras.head:]
	for i := range extras {
		if err := rows(w, extras[i].sort, extras[i:i+1], w.extra); err != nil {
			return fmt.Errorf("write what happened in queues: %w", err)
		}
	}
	marks := b.marks.items[b.marks.head:]
	for i := range marks {
		if err := rows(w, marks[i].sort, marks[i:i+1], w.mark); err != nil {
			return fmt.Errorf("write what nodes noted: %w", err)
		}
	}
	if len(b.checkpoints) > 0 {
		list := slices.AppendSeq(make([]flowengine.Checkpoint, 0, len(b.checkpoints)), maps.Values(b.checkpoints))
		saved := w.text(w.now())
		if err := rows(w, checkpointRows, list, func(c *flowengine.Checkpoint) { w.checkpoint(c, saved) }); err != nil {
			return fmt.Errorf("write checkpoints: %w", err)
		}
	}
	ends := b.ends.items[b.ends.head:]
	if err := rows(w, endRow, ends, w.end); err != nil {
		return fmt.Errorf("write the ends of calls: %w", err)
	}
	if err := rows(w, checkpointGone, ends, func(e *flowengine.CallEnded) { w.add(e.Call) }); err != nil {
		return fmt.Errorf("delete checkpoints: %w", err)
	}
	return nil
}

// rows writes a list, as many rows at a time as there is a statement for.
func rows[T any](w *batchWriter, sort rowSort, list []T, bind func(*T)) error {
	for len(list) > 0 {
		n := 1
		if rowSQL[sort].head != "" && !w.carefully {
			for _, c := range chunks {
				if c <= len(list) {
					n = c
					break
				}
			}
		}
		w.args = w.args[:0]
		for i := range list[:n] {
			bind(&list[i])
		}
		list = list[n:]
		stmt, err := w.prepare(sort, n)
		if err != nil {
			return err
		}
		if _, err := stmt.ExecContext(context.Background(), w.args); err != nil {
			if !w.carefully || !isRefusal(err) {
				return err
			}
			w.refused++
		}
	}
	return nil
}

func (w *batchWriter) add(v driver.Value) {
	w.args = append(w.args, driver.NamedValue{Ordinal: len(w.args) + 1, Value: v})
}

// words writes the words of callers' names.
func (w *batchWriter) words(starts []flowengine.CallStarted) error {
	var list [][2]string
	for i := range starts {
		for _, word := range nameWords(starts[i].Call.CallerName) {
			list = append(list, [2]string{word, starts[i].Call.ID})
		}
	}
	if err := rows(w, wordRow, list, func(r *[2]string) { w.add(r[0]); w.add(r[1]) }); err != nil {
		return fmt.Errorf("write the words of callers' names: %w", err)
	}
	return nil
}

func (w *batchWriter) start(c *flowengine.CallStarted) {
	w.remember(c.Call.ID, begun{c.Revision, halfHour(c.Call.Arrived), IsTrial(c.Call.Number)})
	w.add(c.Call.ID)
	w.add(c.Company)
	w.add(c.Call.Channel)
	w.add(c.Call.Number)
	w.add(c.Call.CallerNumber)
	w.add(c.Call.CallerName)
	w.add(CallerKey(c.Call.CallerNumber))
	w.add(c.Flow)
	w.add(c.Revision)
	if c.Revision == 0 {
		w.add(nil)
	} else {
		w.add(c.Revision)
	}
	w.add(w.text(c.Call.Arrived))
	w.add(c.Call.Outbound)
}

func (w *batchWriter) step(s *step) {
	w.add(s.Call)
	w.add(int64(s.Seq))
	w.add(s.Node)
	w.add(s.Type)
	w.add(s.Label)
	w.add(w.text(s.Entered))
	w.add(w.text(s.Left))
	w.add(s.Outcome)
	w.add(s.Why)
	w.add(s.details)
	w.add(s.warnings)
	w.add(s.Flow)
	if s.Revision > 0 {
		w.add(s.Revision)
	} else {
		w.add(nil)
	}
	w.add(int64(s.Depth))
}

func (w *batchWriter) extra(e *extra) {
	for _, v := range e.args {
		w.add(v)
	}
}

func (w *batchWriter) answer(s *step) {
	w.add(s.Flow)
	w.add(s.Node)
	w.add(s.target)
	w.add(w.text(s.Left))
	w.add(s.Call)
}

func (w *batchWriter) checkpoint(c *flowengine.Checkpoint, saved string) {
	state, err := json.Marshal(c)
	if err != nil {
		// A variable that is not data. Without its values the call can still
		// be gone on with from its node.
		bare := *c
		bare.Vars, bare.Results, bare.State, bare.Returned = nil, nil, nil, nil
		bare.Stack = slices.Clone(c.Stack)
		for i := range bare.Stack {
			bare.Stack[i].Vars, bare.Stack[i].Results = nil, nil
		}
		if state, err = json.Marshal(bare); err != nil {
			state = []byte(`{}`) // a time out of JSON's range; nothing can be done with it
		}
	}
	w.add(c.Call.ID)
	w.add(saved)
	w.add(string(state))
}

func (w *batchWriter) end(e *flowengine.CallEnded) {
	delete(w.begun, e.Call)
	w.add(w.text(e.At))
	w.add(string(e.Reason))
	w.add(e.Why)
	w.add(int64(e.Cause))
	w.add(e.AnsweredBy)
	w.add(e.Talked.Milliseconds())
	w.add(e.Call)
}

// text is a time as it is stored.
func (w *batchWriter) text(t time.Time) string {
	w.clock = t.UTC().AppendFormat(w.clock[:0], timeLayout)
	return string(w.clock)
}

// isRefusal says whether the database would never take a record, however often
// it is tried.
func isRefusal(err error) bool {
	var letter *letterError
	if errors.As(err, &letter) {
		return true
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case sqlite3.ErrConstraint, sqlite3.ErrTooBig, sqlite3.ErrMismatch, sqlite3.ErrRange:
		return true
	}
	return false
}
