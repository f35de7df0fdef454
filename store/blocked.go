package store

import (
	"context"
	"database/sql"
	"time"
)

// BlockedCaller is a caller whom a company does not want, or all callers whose
// numbers begin alike.
type BlockedCaller struct {
	ID int64 `json:"-"`
	// Number has + and the country code where it is a telephone number.
	Number string `json:"number"`
	// Prefix says that all numbers that begin with Number are meant.
	Prefix  bool      `json:"prefix"`
	Reason  string    `json:"reason"`
	Created time.Time `json:"created"`
}

// BlockedCallers lists the callers whom a company does not want, by number.
func (s *Store) BlockedCallers(ctx context.Context, company string) ([]BlockedCaller, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return blockedCallers(ctx, s.reader, c)
}

func blockedCallers(ctx context.Context, q querier, c Company) ([]BlockedCaller, error) {
	return collect(ctx, q, "list blocked callers", func(r *sql.Rows, b *BlockedCaller) error {
		return r.Scan(&b.ID, &b.Number, &b.Prefix, &b.Reason, when{&b.Created})
	}, `SELECT id, number, prefix, reason, created FROM blocked_callers WHERE company_id = ? ORDER BY number, prefix`, c.ID)
}

// BlockCaller adds a caller to the list. One that is there gets the new reason.
func (s *Store) BlockCaller(ctx context.Context, company string, b BlockedCaller) error {
	var err error
	if b.Number, err = checkNumber(b.Number); err != nil {
		return err
	}
	if err := checkText("reason", b.Reason, 200); err != nil {
		return err
	}
	return s.change(ctx, company, func(t *tx) error {
		if _, err := t.exec("block a caller", `INSERT INTO blocked_callers (company_id, number, prefix, reason) VALUES (?, ?, ?, ?)
			ON CONFLICT (company_id, number, prefix) DO UPDATE SET reason = excluded.reason`, t.company.ID, b.Number, b.Prefix, b.Reason); err != nil {
			return err
		}
		return t.audit("blocked.add", "blocked caller", b.Number, nil, map[string]any{"prefix": b.Prefix, "reason": b.Reason})
	})
}

// UnblockCaller takes a caller, or a prefix, off the list.
func (s *Store) UnblockCaller(ctx context.Context, company, number string, prefix bool) error {
	number = NormalNumber(number)
	return s.change(ctx, company, func(t *tx) error {
		r, err := t.exec("unblock a caller", `DELETE FROM blocked_callers WHERE company_id = ? AND number = ? AND prefix = ?`, t.company.ID, number, prefix)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return notFound(t.ctx, t, "blocked caller", number, `SELECT number FROM blocked_callers WHERE company_id = ?`, t.company.ID)
		}
		return t.audit("blocked.rm", "blocked caller", number, map[string]any{"prefix": prefix}, nil)
	})
}
