package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
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
	return s.change(ctx, company, func(t *tx) error {
		_, err := t.blockCaller(b)
		return err
	})
}

func (t *tx) blockCaller(b BlockedCaller) (added bool, err error) {
	if b.Number, err = checkNumber(b.Number); err != nil {
		return false, err
	}
	if err := checkText("reason", b.Reason, 200); err != nil {
		return false, err
	}
	if err := t.QueryRowContext(t.ctx, `SELECT NOT EXISTS (SELECT 1 FROM blocked_callers WHERE company_id = ? AND number = ? AND prefix = ?)`,
		t.company.ID, b.Number, b.Prefix).Scan(&added); err != nil {
		return false, fmt.Errorf("look up a blocked caller: %w", err)
	}
	if _, err := t.exec("block a caller", `INSERT INTO blocked_callers (company_id, number, prefix, reason) VALUES (?, ?, ?, ?)
		ON CONFLICT (company_id, number, prefix) DO UPDATE SET reason = excluded.reason`, t.company.ID, b.Number, b.Prefix, b.Reason); err != nil {
		return false, err
	}
	return added, t.audit("blocked.add", "blocked caller", b.Number, nil, map[string]any{"prefix": b.Prefix, "reason": b.Reason})
}

// FullNumber is a telephone number with its country code, as a company
// understands it, and anything else as it is.
func (s *Store) FullNumber(ctx context.Context, company, text string) (string, error) {
	full, err := numbering.Of(s.Directory(company).NumberCountry).Read(ctx, text)
	if errors.Is(err, flowengine.ErrNoNumber) {
		return text, nil
	}
	return full.E164, err
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
