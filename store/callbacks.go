package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

// Callback is somebody who asked to be called back, as lists show it.
type Callback struct {
	ID      int64     `json:"id"`
	Queue   string    `json:"queue"`
	To      string    `json:"to"`
	Number  string    `json:"number"`
	Call    string    `json:"call"`
	Arrived time.Time `json:"arrived"`
	// State is waiting, calling, done, given_up or cancelled, since Changed.
	State     string    `json:"state"`
	Changed   time.Time `json:"changed"`
	Tries     int       `json:"tries"`
	MostTries int       `json:"most_tries"`
	NotBefore time.Time `json:"not_before,omitzero"`
	// Attempt is the call of the last try, Why what came of it.
	Attempt string `json:"attempt,omitempty"`
	Why     string `json:"why,omitempty"`
}

// Callbacks lists a company's callbacks, the newest first; with all false, those
// that are open.
func (s *Store) Callbacks(ctx context.Context, company string, all bool) ([]Callback, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list who is to be called back", func(r *sql.Rows, b *Callback) error {
		return r.Scan(&b.ID, &b.Queue, &b.To, &b.Number, &b.Call, when{&b.Arrived}, &b.State, when{&b.Changed}, &b.Tries, &b.MostTries,
			when{&b.NotBefore}, &b.Attempt, &b.Why)
	}, `SELECT id, queue, "to", number, call, arrived, state, changed, tries, most_tries, not_before, attempt, why FROM callbacks
		WHERE company_id = ? AND (? OR state IN ('waiting', 'calling')) ORDER BY id DESC`, c.ID, all)
}

// CancelCallback takes a place from somebody who waits to be called back.
func (s *Store) CancelCallback(ctx context.Context, company string, id int64) error {
	return s.change(ctx, company, func(t *tx) error {
		r, err := t.exec("cancel a callback", `UPDATE callbacks SET state = 'cancelled', changed = ? WHERE id = ? AND company_id = ? AND state = 'waiting'`,
			timeText(s.now()), id, t.company.ID)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, &NotFoundError{Kind: "waiting callback", Name: fmt.Sprint(id)})
		}
		return t.audit("callback.cancel", "callback", fmt.Sprint(id), nil, nil)
	})
}

// AskCallback keeps a place. kept is false when the number has one in that
// queue already.
func (s *Store) AskCallback(ctx context.Context, company string, w flowengine.CallbackWish) (kept bool, err error) {
	err = s.change(ctx, company, func(t *tx) error {
		r, err := t.exec("keep a caller's place", `INSERT INTO callbacks
			(company_id, queue, priority, arrived, "to", endpoint, name, number, call, step, node, revision_id, ring_s, retry_s, most_tries, changed)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			t.company.ID, w.Queue, w.Priority, timeText(w.Arrived), w.To, w.Endpoint, w.Name, w.Number.Number, w.Call, w.Step, w.Node, w.Revision,
			w.Ring.Seconds(), w.Retry.Seconds(), w.Tries, timeText(s.now()))
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		kept = n > 0
		return err
	})
	return kept, err
}

// callbackLost is how long after a try began its call may be missing in the
// history, which is written a moment later.
const callbackLost = time.Minute

// OpenCallbacks are those of all companies that wait, or are being called. A
// try whose call has ended without a word, as by the end of the process, is one
// in vain.
func (s *Store) OpenCallbacks(ctx context.Context) ([]queue.Callback, error) {
	lost, err := collect(ctx, s.reader, "look for calls back that were lost", func(r *sql.Rows, id *int64) error { return r.Scan(id) },
		`SELECT b.id FROM callbacks b LEFT JOIN calls c ON c.id = b.attempt
		WHERE b.state = 'calling' AND (c.ended IS NOT NULL OR c.id IS NULL AND b.changed < ?)`, timeText(s.now().Add(-callbackLost)))
	if err != nil {
		return nil, err
	}
	for _, id := range lost {
		if _, err := s.CallbackUnreached(ctx, id, "The call back was lost."); err != nil {
			return nil, err
		}
	}
	return collect(ctx, s.reader, "look who is to be called back", func(r *sql.Rows, b *queue.Callback) error {
		var ring, retry float64
		err := r.Scan(&b.ID, &b.Company, &b.Queue, &b.Priority, when{&b.Arrived}, &b.To, &b.Endpoint, &b.Name,
			&b.Number.Number, &b.Number.Service, &b.Number.Group, &b.Call, &b.Step, &b.Node, &b.Revision,
			&ring, &retry, &b.Tries, &b.Try, &b.Calling, when{&b.NotBefore})
		b.Ring, b.Retry = time.Duration(ring*float64(time.Second)), time.Duration(retry*float64(time.Second))
		return err
	}, `SELECT b.id, m.name, b.queue, b.priority, b.arrived, b."to", b.endpoint, b.name,
			b.number, coalesce(n.service, ''), coalesce(n.service_group, ''), b.call, b.step, b.node, b.revision_id,
			b.ring_s, b.retry_s, b.most_tries, b.tries + 1, b.state = 'calling', b.not_before
		FROM callbacks b JOIN companies m ON m.id = b.company_id LEFT JOIN numbers n ON n.number = b.number
		WHERE b.state IN ('waiting', 'calling') ORDER BY b.priority, b.arrived, b.id`)
}

// CallbackCalling says that a call is being made for one who waits; ok is false
// when it waits no more.
func (s *Store) CallbackCalling(ctx context.Context, id int64, call string) (ok bool, err error) {
	return s.callbackIs(ctx, `UPDATE callbacks SET state = 'calling', attempt = ?, changed = ? WHERE id = ? AND state = 'waiting'`,
		call, timeText(s.now()), id)
}

// CallbackConfirmed says that the one who was called has confirmed.
func (s *Store) CallbackConfirmed(ctx context.Context, id int64) error {
	_, err := s.callbackIs(ctx, `UPDATE callbacks SET state = 'done', tries = tries + 1, changed = ?, why = 'The call back was taken.' WHERE id = ? AND state = 'calling'`,
		timeText(s.now()), id)
	return err
}

// CallbackUnreached says that a try was in vain; last is true when it was the
// last one.
func (s *Store) CallbackUnreached(ctx context.Context, id int64, why string) (last bool, err error) {
	now := s.now()
	err = s.write(ctx, func(t *tx) error {
		var retry float64
		err := t.QueryRowContext(ctx, `UPDATE callbacks SET tries = tries + 1, changed = ?1, why = ?2,
				state = CASE WHEN tries + 1 >= most_tries THEN 'given_up' ELSE 'waiting' END
			WHERE id = ?3 AND state IN ('waiting', 'calling') RETURNING retry_s, state = 'given_up'`, timeText(now), why, id).Scan(&retry, &last)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // taken back meanwhile
		}
		if err != nil {
			return fmt.Errorf("note a call back in vain: %w", err)
		}
		_, err = t.exec("note a call back in vain", `UPDATE callbacks SET not_before = ? WHERE id = ?`,
			timeText(now.Add(time.Duration(retry*float64(time.Second)))), id)
		return err
	})
	return last, err
}

func (s *Store) callbackIs(ctx context.Context, query string, args ...any) (changed bool, err error) {
	err = s.write(ctx, func(t *tx) error {
		r, err := t.exec("note how a call back goes", query, args...)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		changed = n > 0
		return err
	})
	return changed, err
}
