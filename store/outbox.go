package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"callflow/wording"
)

// Letter is a letter in the outbox, as its list shows it.
type Letter struct {
	// ID is the one by which people name it; Letter is the same for ever and
	// goes with what is delivered.
	ID     int64  `json:"id"`
	Letter string `json:"letter"`
	// Kind is mail, webhook, text, …
	Kind    string `json:"kind"`
	Company string `json:"company"`
	Call    string `json:"call,omitempty"`
	To      string `json:"to"`
	// State is waiting, sending, sent or dead.
	State string `json:"state"`
	Tries int    `json:"tries"`
	// Reason is why the last try failed.
	Reason  string    `json:"reason,omitempty"`
	Posted  time.Time `json:"posted"`
	NextTry time.Time `json:"next_try,omitzero"`
	Done    time.Time `json:"done,omitzero"`
}

// LetterDetails is everything about one letter.
type LetterDetails struct {
	Letter
	// Content is what is delivered.
	Content json.RawMessage `json:"content"`
	// Failures are the tries that failed, the oldest first.
	Failures []LetterFailure `json:"failures"`
}

// LetterFailure is one try that failed.
type LetterFailure struct {
	At    time.Time `json:"at"`
	Try   int       `json:"attempt"`
	Error string    `json:"error"`
}

// LetterFilter says which letters are meant; empty fields leave open.
type LetterFilter struct {
	Company, State, Kind, Call string
	// Reason is a part of why the last try failed, in any case.
	Reason string
	// Limit is how many at most, the newest first; 0 means all.
	Limit int
	// Before lists only letters older than the one with this id, for paging.
	Before int64
}

const letterColumns = `id, letter, kind, company, call, "to", state, tries, reason, posted, next_try, done`

func scanLetter(r interface{ Scan(...any) error }, l *Letter, more ...any) error {
	return r.Scan(append([]any{&l.ID, &l.Letter, &l.Kind, &l.Company, &l.Call, &l.To, &l.State, &l.Tries, &l.Reason,
		when{&l.Posted}, when{&l.NextTry}, when{&l.Done}}, more...)...)
}

const letterMatches = ` WHERE company = ?1 COLLATE NOCASE AND (?2 = '' OR state = ?2) AND (?3 = '' OR kind = ?3) AND (?4 = '' OR call = ?4)
	AND (?5 = '' OR instr(lower(reason), lower(?5)) > 0)`

// Letters lists letters, the newest first.
func (s *Store) Letters(ctx context.Context, f LetterFilter) ([]Letter, error) {
	c, err := s.Company(ctx, f.Company)
	if err != nil {
		return nil, err
	}
	if f.Limit == 0 {
		f.Limit = -1
	}
	return collect(ctx, s.reader, "list the outbox", func(r *sql.Rows, l *Letter) error { return scanLetter(r, l) },
		`SELECT `+letterColumns+` FROM outbox`+letterMatches+` AND (?7 = 0 OR id < ?7) ORDER BY id DESC LIMIT ?6`, c.Name, f.State, f.Kind, f.Call, f.Reason, f.Limit, f.Before)
}

// LetterDetails returns one letter with its content.
func (s *Store) LetterDetails(ctx context.Context, company string, id int64) (LetterDetails, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return LetterDetails{}, err
	}
	return letterDetails(ctx, s.reader, c, id)
}

func letterDetails(ctx context.Context, q querier, c Company, id int64) (LetterDetails, error) {
	var d LetterDetails
	var content, failures string
	err := scanLetter(q.QueryRowContext(ctx, `SELECT `+letterColumns+`,
		(SELECT CAST(args AS TEXT) -> '$.letter.content' FROM river_job j WHERE j.id = outbox.id),
		coalesce((SELECT CAST(errors AS TEXT) FROM river_job j WHERE j.id = outbox.id), '[]')
		FROM outbox WHERE company = ? COLLATE NOCASE AND id = ?`, c.Name, id), &d.Letter, &content, &failures)
	if errors.Is(err, sql.ErrNoRows) {
		return d, &NotFoundError{Kind: "letter", Name: strconv.FormatInt(id, 10)}
	}
	if err != nil {
		return d, fmt.Errorf("look up a letter: %w", err)
	}
	d.Content = json.RawMessage(content)
	if err := json.Unmarshal([]byte(failures), &d.Failures); err != nil {
		return d, fmt.Errorf("read why letter %d failed: %w", id, err)
	}
	return d, nil
}

// RetryLetter sends a letter again that waits or is dead: it is due at once,
// and its time until it is given up begins anew.
func (s *Store) RetryLetter(ctx context.Context, company string, id int64) error {
	return s.changeLetter(ctx, company, id, "outbox.retry", func(t *tx, l Letter) error {
		if l.State == "sent" {
			return &ConflictError{Kind: "letter", Name: l.Letter, Problem: wording.Say("letter %d was sent already; post a new one instead", id)}
		}
		_, err := t.exec("send a letter again", `UPDATE river_job SET state = 'available', scheduled_at = ?, finalized_at = NULL, attempt = 0,
			metadata = json_set(CAST(metadata AS TEXT), '$.since', ?) WHERE id = ?`, timeText(s.now()), s.now().UTC().Format(time.RFC3339Nano), id)
		return err
	})
}

// DropLetter forgets a letter that is not on its way.
func (s *Store) DropLetter(ctx context.Context, company string, id int64) error {
	return s.changeLetter(ctx, company, id, "outbox.drop", func(t *tx, _ Letter) error {
		// The row stays for a while: the queue may still be about to note
		// something on it, and the letter must not be taken again.
		_, err := t.exec("drop a letter", `UPDATE river_job SET state = 'cancelled', finalized_at = coalesce(finalized_at, ?1),
			metadata = json_set(CAST(metadata AS TEXT), '$.dropped', ?1) WHERE id = ?2`, timeText(s.now()), id)
		return err
	})
}

// keepDropped is how long the row of a letter that was dropped stays.
const keepDropped = 7 * 24 * time.Hour

func (s *Store) changeLetter(ctx context.Context, company string, id int64, action string, do func(*tx, Letter) error) error {
	return s.change(ctx, company, func(t *tx) error {
		d, err := letterDetails(t.ctx, t, t.company, id)
		if err != nil {
			return err
		}
		if d.State == "sending" {
			return &ConflictError{Kind: "letter", Name: d.Letter.Letter, Problem: wording.Say("letter %d is being sent at this moment; try again in a minute", id)}
		}
		if err := do(t, d.Letter); err != nil {
			return err
		}
		return t.audit(action, "letter", d.Letter.Letter, d.Letter, nil)
	})
}

// RescueLetters makes letters wait again that a process of this name had on
// their way when it ended, and forgets those that were dropped a week ago.
func (s *Store) RescueLetters(ctx context.Context, worker string) (rescued int64, err error) {
	err = s.write(ctx, func(t *tx) error {
		r, err := t.exec("find letters left on their way", `UPDATE river_job SET state = 'available', scheduled_at = ?
			WHERE state = 'running' AND kind = 'letter' AND CAST(attempted_by AS TEXT) ->> '$[#-1]' = ?`, timeText(s.now()), worker)
		if err != nil {
			return err
		}
		if rescued, err = r.RowsAffected(); err != nil {
			return err
		}
		_, err = t.exec("forget dropped letters", `DELETE FROM river_job WHERE state = 'cancelled' AND finalized_at < ?1
			AND CAST(metadata AS TEXT) ->> '$.dropped' < ?1`, timeText(s.now().Add(-keepDropped)))
		return err
	})
	return rescued, err
}

// HurryLetters makes letters of a kind that wait for their next try due at once.
func (s *Store) HurryLetters(ctx context.Context, kind string) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec("hurry letters", `UPDATE river_job SET state = 'available', scheduled_at = ?
			WHERE state = 'retryable' AND queue = ? AND kind = 'letter'`, timeText(s.now()), kind)
		return err
	})
}

// LetterCount is how many letters of one kind are in one state.
type LetterCount struct {
	Kind, State string
	Letters     int64
}

// CountLetters counts the letters that wait, are being sent, or are dead.
func (s *Store) CountLetters(ctx context.Context) ([]LetterCount, error) {
	return collect(ctx, s.reader, "count the outbox", func(r *sql.Rows, c *LetterCount) error { return r.Scan(&c.Kind, &c.State, &c.Letters) },
		`SELECT queue, CASE WHEN state IN ('discarded', 'cancelled') THEN 'dead' WHEN state = 'running' THEN 'sending' ELSE 'waiting' END, count(*)
		FROM river_job WHERE kind = 'letter' AND CAST(metadata AS TEXT) ->> '$.dropped' IS NULL AND state IN ('available', 'scheduled', 'retryable', 'pending', 'running', 'discarded', 'cancelled')
		GROUP BY 1, 2 ORDER BY 1, 2`)
}

// LettersNow are how many of a company's letters are not delivered.
type LettersNow struct{ Waiting, Sending, Dead int64 }

// LettersOf counts a company's letters that wait, are being sent, or are dead.
func (s *Store) LettersOf(ctx context.Context, company string) (n LettersNow, err error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return n, err
	}
	err = s.reader.QueryRowContext(ctx, `SELECT
		count(*) FILTER (WHERE state IN ('available', 'scheduled', 'retryable', 'pending')),
		count(*) FILTER (WHERE state = 'running'),
		count(*) FILTER (WHERE state IN ('discarded', 'cancelled'))
		FROM river_job WHERE kind = 'letter' AND CAST(metadata AS TEXT) ->> '$.dropped' IS NULL
		AND state IN ('available', 'scheduled', 'retryable', 'pending', 'running', 'discarded', 'cancelled')
		AND CAST(args AS TEXT) ->> '$.letter.company' = ? COLLATE NOCASE`, c.Name).Scan(&n.Waiting, &n.Sending, &n.Dead)
	if err != nil {
		return n, fmt.Errorf("count letters: %w", err)
	}
	return n, nil
}
