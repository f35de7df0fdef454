package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"time"

	"callflow/wording"
)

// LettersMeant says which letters are to be sent again or dropped together.
type LettersMeant struct {
	// IDs are these letters, waiting or dead; empty means all dead ones of the
	// kind and the reason, a part of why the last try failed. Empty texts leave
	// open.
	IDs          []int64
	Kind, Reason string
}

// RetryLetters sends many letters again, all of those that are meant or none,
// and says how many.
func (s *Store) RetryLetters(ctx context.Context, company string, m LettersMeant) (int64, error) {
	return s.changeLetters(ctx, company, m, "outbox.retry_all", func(t *tx, ids string) error {
		_, err := t.exec("send letters again", `UPDATE river_job SET state = 'available', scheduled_at = ?1, finalized_at = NULL, attempt = 0,
			metadata = json_set(CAST(metadata AS TEXT), '$.since', ?2) WHERE id IN (SELECT value FROM json_each(?3))`,
			timeText(s.now()), s.now().UTC().Format(time.RFC3339Nano), ids)
		return err
	})
}

// DropLetters forgets many letters, all of those that are meant or none, and says
// how many.
func (s *Store) DropLetters(ctx context.Context, company string, m LettersMeant) (int64, error) {
	return s.changeLetters(ctx, company, m, "outbox.drop_all", func(t *tx, ids string) error {
		_, err := t.exec("drop letters", `UPDATE river_job SET state = 'cancelled', finalized_at = coalesce(finalized_at, ?1),
			metadata = json_set(CAST(metadata AS TEXT), '$.dropped', ?1) WHERE id IN (SELECT value FROM json_each(?2))`, timeText(s.now()), ids)
		return err
	})
}

func (s *Store) changeLetters(ctx context.Context, company string, m LettersMeant, action string, do func(t *tx, ids string) error) (n int64, err error) {
	err = s.change(ctx, company, func(t *tx) error {
		ids, err := t.lettersMeant(m)
		if n = int64(len(ids)); err != nil || n == 0 {
			return err
		}
		list, err := json.Marshal(ids)
		if err != nil {
			return err
		}
		if err := do(t, string(list)); err != nil {
			return err
		}
		return t.audit(action, "letter", m.Kind, nil, map[string]any{"letters": n, "reason": m.Reason})
	})
	return n, err
}

// lettersMeant are the letters' ids. One that is named must be there, and neither
// sent nor on its way.
func (t *tx) lettersMeant(m LettersMeant) ([]int64, error) {
	if len(m.IDs) == 0 {
		return collect(t.ctx, t, "find letters", func(r *sql.Rows, id *int64) error { return r.Scan(id) },
			`SELECT id FROM outbox`+letterMatches, t.company.Name, "dead", m.Kind, "", m.Reason)
	}
	for _, id := range m.IDs {
		states, err := names(t.ctx, t, `SELECT state FROM outbox WHERE company = ? COLLATE NOCASE AND id = ?`, t.company.Name, id)
		switch {
		case err != nil:
			return nil, err
		case len(states) == 0:
			return nil, &NotFoundError{Kind: "letter", Name: strconv.FormatInt(id, 10)}
		case states[0] != "waiting" && states[0] != "dead":
			return nil, &ConflictError{Kind: "letter", Name: strconv.FormatInt(id, 10), Problem: wording.Say("letter %d is %s; choose only letters that wait or were not delivered", id, states[0])}
		}
	}
	return m.IDs, nil
}
