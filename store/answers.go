package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// AnswerKey is under what an answer of the HTTP API is kept: the key that the
// request's sender chose, of that sender.
type AnswerKey struct {
	Company, Who, Key string
}

// Answer is what a request of the HTTP API got.
type Answer struct {
	// Request is a sum of the request, by which it is known again.
	Request string
	Status  int
	// Header are names and values.
	Header [][2]string
	Body   []byte
}

// ErrNoAnswer says that no answer is kept under a key.
var ErrNoAnswer = errors.New("no answer is kept under this key")

// KeptAnswer is the answer under a key, [ErrNoAnswer] if there is none that is
// younger than answers are kept.
func (s *Store) KeptAnswer(ctx context.Context, k AnswerKey, kept time.Duration) (a Answer, err error) {
	c, err := s.Company(ctx, k.Company)
	if err != nil {
		return a, err
	}
	var header string
	err = s.reader.QueryRowContext(ctx, `SELECT request, status, header, body FROM api_answers WHERE company_id = ? AND who = ? AND key = ? AND made >= ?`,
		c.ID, k.Who, k.Key, timeText(s.now().Add(-kept))).Scan(&a.Request, &a.Status, &header, &a.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return a, ErrNoAnswer
	}
	if err == nil {
		err = json.Unmarshal([]byte(header), &a.Header)
	}
	if err != nil {
		return a, fmt.Errorf("look up an answer: %w", err)
	}
	return a, nil
}

// KeepAnswer keeps an answer under a key, and forgets those that are older than
// they are kept.
func (s *Store) KeepAnswer(ctx context.Context, k AnswerKey, a Answer, kept time.Duration) error {
	header, err := jsonText(a.Header)
	if err != nil {
		return err
	}
	if a.Body == nil {
		a.Body = []byte{}
	}
	return s.change(ctx, k.Company, func(t *tx) error {
		now := t.store.now()
		if _, err := t.exec("forget old answers", `DELETE FROM api_answers WHERE made < ?`, timeText(now.Add(-kept))); err != nil {
			return err
		}
		_, err := t.exec("keep an answer", `INSERT OR REPLACE INTO api_answers (company_id, who, key, request, status, header, body, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			t.company.ID, k.Who, k.Key, a.Request, a.Status, header, a.Body, timeText(now))
		return err
	})
}
