package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

type actorKey struct{}

// WithActor says in whose name changes are made with this context, such as
// "cli:root". The audit log keeps it.
func WithActor(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, actorKey{}, Printable(who, maxCallText))
}

func actor(ctx context.Context) string {
	if who, ok := ctx.Value(actorKey{}).(string); ok && who != "" {
		return who
	}
	return "unknown"
}

// tx is one change: a write transaction, with the company that it is about.
type tx struct {
	*sql.Tx
	ctx     context.Context
	store   *Store
	company Company
}

// change runs fn in a write transaction of the company; an error undoes it all.
func (s *Store) change(ctx context.Context, company string, fn func(*tx) error) error {
	return s.write(ctx, func(t *tx) error {
		c, err := companyByName(ctx, t.Tx, company)
		if err != nil {
			return err
		}
		t.company = c
		return fn(t)
	})
}

// write runs fn in a write transaction; an error undoes it all.
func (s *Store) write(ctx context.Context, fn func(*tx) error) error {
	sqlTx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin a change: %w", explainWrite(err))
	}
	// After a commit the rollback does nothing; before one it can only fail
	// with what has failed already.
	defer sqlTx.Rollback()
	if err := fn(&tx{Tx: sqlTx, ctx: ctx, store: s}); err != nil {
		return explainWrite(err)
	}
	if err := sqlTx.Commit(); err != nil {
		return fmt.Errorf("write a change: %w", explainWrite(err))
	}
	return nil
}

// exec runs one statement that says what it was doing when it fails.
func (t *tx) exec(doing, query string, args ...any) (sql.Result, error) {
	r, err := t.ExecContext(t.ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return r, nil
}

// insert runs one INSERT and returns the new row's id.
func (t *tx) insert(doing, query string, args ...any) (int64, error) {
	r, err := t.exec(doing, query, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// querier is what both a transaction and a pool can do.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// collect runs a query and scans every row.
func collect[T any](ctx context.Context, q querier, doing string, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer rows.Close()
	out := []T{} // an empty list is [] in JSON
	for rows.Next() {
		var v T
		if err := scan(rows, &v); err != nil {
			return nil, fmt.Errorf("%s: %w", doing, err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return out, nil
}

// names runs a query of one text column.
func names(ctx context.Context, q querier, query string, args ...any) ([]string, error) {
	return collect(ctx, q, "list names", func(r *sql.Rows, s *string) error { return r.Scan(s) }, query, args...)
}

// timeLayout is how times are kept: UTC, as SQLite's own functions write them.
const timeLayout = "2006-01-02 15:04:05.000"

func timeText(t time.Time) string { return t.UTC().Format(timeLayout) }

// timeOrNull is timeText, NULL for the zero time.
func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return timeText(t)
}

// when scans a time; NULL is the zero time. An operator may have written one
// with fewer digits.
type when struct{ t *time.Time }

func (w when) Scan(v any) error {
	var s string
	switch x := v.(type) {
	case nil:
		*w.t = time.Time{}
		return nil
	case string:
		s = x
	case []byte:
		s = string(x)
	default:
		return fmt.Errorf("a time is stored as %T, not as text", v)
	}
	for _, layout := range []string{"2006-01-02 15:04:05", time.RFC3339Nano, "2006-01-02"} { // fractions are always read
		if t, err := time.Parse(layout, s); err == nil {
			*w.t = t.UTC()
			return nil
		}
	}
	return fmt.Errorf("%q is not a time", clip(s, 40))
}

func scanTime(r *sql.Rows, t *time.Time) error { return r.Scan(when{t}) }

// jsonText is a value as JSON for a column, NULL for nil.
func jsonText(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write as JSON: %w", err)
	}
	return string(b), nil
}
