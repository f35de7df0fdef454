package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/wording"
)

// EarlierCalls knows the earlier calls of one company.
type EarlierCalls struct {
	store   *Store
	company string
}

var _ flowengine.History = (*EarlierCalls)(nil)

// EarlierCalls returns the earlier calls of a company.
func (s *Store) EarlierCalls(company string) *EarlierCalls {
	return &EarlierCalls{s, companyName(company)}
}

// LastCall implements [flowengine.History]. A call that ended in the last
// moments may not be written yet, and is then not known.
func (h *EarlierCalls) LastCall(ctx context.Context, q flowengine.HistoryQuery) (last time.Time, err error) {
	w, ok := h.earlier(q)
	if !ok {
		return time.Time{}, nil
	}
	err = h.store.reader.QueryRowContext(ctx, `SELECT c.started FROM calls c`+w.sql()+` ORDER BY c.started DESC LIMIT 1`, w.args...).Scan(when{&last})
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("look up the last call of %s: %w", q.Caller, err)
	}
	return last, nil
}

// LastScore implements [flowengine.History].
func (h *EarlierCalls) LastScore(ctx context.Context, q flowengine.HistoryQuery) (score int, ok bool, err error) {
	w, ok := h.earlier(q)
	if !ok {
		return 0, false, nil
	}
	err = h.store.reader.QueryRowContext(ctx, `SELECT x.score FROM calls c JOIN call_scores x ON x.call = c.id`+w.sql()+
		` ORDER BY c.started DESC LIMIT 1`, w.args...).Scan(&score)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("look up the last score of %s: %w", q.Caller, err)
	}
	return score, true, nil
}

// earlier narrows to the calls that count; ok is false when none can, because
// the caller's number has no digits.
func (h *EarlierCalls) earlier(q flowengine.HistoryQuery) (w where, ok bool) {
	key := CallerKey(q.Caller)
	if key == "" {
		return w, false
	}
	w.add("c.caller_key = ?", key)
	w.add("c.company_id = (SELECT id FROM companies WHERE name = ?)", h.company)
	w.add("c.id <> ? AND c.started < ?", q.Call, timeText(q.Before))
	if q.Number != "" {
		// As it was dialled, with or without the + before its country code.
		number := strings.TrimPrefix(NormalNumber(q.Number), "+")
		w.add("c.number IN (?, ?)", number, "+"+number)
	}
	if q.Flow != "" {
		w.add("c.flow_id = (SELECT id FROM flows WHERE name = ? AND removed IS NULL AND company_id = (SELECT id FROM companies WHERE name = ?))", q.Flow, h.company)
	}
	return w, true
}

// Score is how a call was judged.
type Score struct {
	Call   string    `json:"call"`
	Score  int       `json:"score"`
	Who    string    `json:"who"`
	Scored time.Time `json:"scored"`
}

// ScoreCall judges a call, 0 to 100, in place of what was there before.
func (s *Store) ScoreCall(ctx context.Context, call string, score int) error {
	if score < 0 || score > 100 {
		return &InvalidError{Field: "score", Value: fmt.Sprint(score), Problem: wording.Of("give a whole number from 0 to 100")}
	}
	c, err := s.Call(ctx, call)
	if err != nil {
		return err
	}
	return s.change(ctx, c.Company, func(t *tx) error {
		before, had, err := scoreOf(t.ctx, t, call)
		if err != nil {
			return err
		}
		if _, err := t.exec("score a call", `INSERT INTO call_scores (call, score, who) VALUES (?1, ?2, ?3)
			ON CONFLICT (call) DO UPDATE SET score = excluded.score, who = excluded.who, scored = strftime('%Y-%m-%d %H:%M:%f', 'now')`, call, score, actor(t.ctx)); err != nil {
			return err
		}
		var old any
		if had {
			old = before.Score
		}
		return t.audit("call.score", "call", call, old, score)
	})
}

// CallScore is how a call was judged; ok is false when nobody has.
func (s *Store) CallScore(ctx context.Context, call string) (score Score, ok bool, err error) {
	return scoreOf(ctx, s.reader, call)
}

func scoreOf(ctx context.Context, q querier, call string) (score Score, ok bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT call, score, who, scored FROM call_scores WHERE call = ?`, call).
		Scan(&score.Call, &score.Score, &score.Who, when{&score.Scored})
	if errors.Is(err, sql.ErrNoRows) {
		return score, false, nil
	}
	if err != nil {
		return score, false, fmt.Errorf("look up the score of the call %s: %w", call, err)
	}
	return score, true, nil
}
