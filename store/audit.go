package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// AuditEntry is one change that somebody made.
type AuditEntry struct {
	ID      int64     `json:"id"`
	At      time.Time `json:"at"`
	Company string    `json:"company"`
	Who     string    `json:"who"`
	// Action is such as "number.assign".
	Action string `json:"action"`
	// Kind and Name say what was changed.
	Kind   string          `json:"kind"`
	Name   string          `json:"name"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// AuditFilter narrows a list of changes; empty fields do not.
type AuditFilter struct {
	Company, Kind, Name, Who string
	// Action is such as "number.assign".
	Action string
	// Words are in who did it, in the action, or in the name of the thing.
	Words        string
	Since, Until time.Time
	// Before is the id of the last entry of the page before.
	Before int64
	// Limit is 100 by default.
	Limit int
}

// Audit lists changes, newest first.
func (s *Store) Audit(ctx context.Context, f AuditFilter) ([]AuditEntry, error) {
	var w where
	w.is("company", f.Company)
	w.is("kind", f.Kind)
	w.is("name", f.Name)
	w.is("who", f.Who)
	w.is("action", f.Action)
	if f.Words != "" {
		w.add("instr(lower(who || char(10) || action || char(10) || name), lower(?)) > 0", f.Words)
	}
	w.between("at", f.Since, f.Until)
	if f.Before > 0 {
		w.add("id < ?", f.Before)
	}
	return collect(ctx, s.reader, "list the audit log", func(r *sql.Rows, e *AuditEntry) error {
		var before, after sql.NullString
		if err := r.Scan(&e.ID, when{&e.At}, &e.Company, &e.Who, &e.Action, &e.Kind, &e.Name, &before, &after); err != nil {
			return err
		}
		e.Before, e.After = rawJSON(before), rawJSON(after)
		return nil
	}, `SELECT id, at, company, who, action, kind, name, before, after FROM audit`+w.sql()+
		` ORDER BY id DESC LIMIT ?`, w.with(limit(f.Limit, 100))...)
}

// audit writes who changed what into the log, in the change's transaction.
func (t *tx) audit(action, kind, name string, before, after any) error {
	b, err := jsonText(before)
	if err != nil {
		return err
	}
	a, err := jsonText(after)
	if err != nil {
		return err
	}
	_, err = t.exec("write the audit log", `INSERT INTO audit (at, company, who, action, kind, name, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		timeText(t.store.now()), t.company.Name, actor(t.ctx), action, kind, name, b, a)
	return err
}

func rawJSON(s sql.NullString) json.RawMessage {
	if !s.Valid || !json.Valid([]byte(s.String)) {
		return nil
	}
	return json.RawMessage(s.String)
}

// where puts conditions of a filter together.
type where struct {
	conditions string
	args       []any
}

func (w *where) add(condition string, args ...any) {
	if w.conditions == "" {
		w.conditions = " WHERE " + condition
	} else {
		w.conditions += " AND " + condition
	}
	w.args = append(w.args, args...)
}

func (w *where) is(column, value string) {
	if value != "" {
		w.add(column+" = ?", value)
	}
}

func (w *where) between(column string, since, until time.Time) {
	if !since.IsZero() {
		w.add(column+" >= ?", timeText(since))
	}
	if !until.IsZero() {
		w.add(column+" < ?", timeText(until))
	}
}

func (w *where) sql() string { return w.conditions }

func (w *where) with(more ...any) []any { return append(append([]any{}, w.args...), more...) }

func limit(n, byDefault int) int {
	if n <= 0 {
		return byDefault
	}
	return n
}
