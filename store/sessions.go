package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Session is one browser in which a person is signed in.
type Session struct {
	// TokenHash names it: the SHA-256 of what the cookie has.
	TokenHash string    `json:"-"`
	Created   time.Time `json:"created"`
	// Seen is its last request, to the minute.
	Seen time.Time `json:"seen"`
	// Deadline is when it ends however busy it is, Expires when nothing more is asked.
	Deadline time.Time `json:"-"`
	Expires  time.Time `json:"expires"`
	// Address is whence the person signed in, Agent what the browser says that it is.
	Address string `json:"address"`
	Agent   string `json:"agent"`
}

// Visitor is whose session it is, with what the person may do now.
type Visitor struct {
	Session
	Company, User, Role string
	EditFlows           bool
	// NeedsTOTP says that the company asks for a second factor, and the person has none.
	NeedsTOTP bool
}

// seenEvery is how often a session's last request is written down.
const seenEvery = time.Minute

// FindSession is the session of that token's hash. One that has ended, or whose
// person may not sign in any more, is a [*NotFoundError].
func (s *Store) FindSession(ctx context.Context, tokenHash string) (v Visitor, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT c.name, u.name, s.role, s.edit_flows, c.require_totp AND s.totp_secret IS NULL, e.created, e.seen, e.deadline, e.expires, e.address, e.agent
		FROM sessions e JOIN sign_ins s ON s.user_id = e.user_id JOIN users u ON u.id = s.user_id JOIN companies c ON c.id = u.company_id
		WHERE e.token_hash = ? AND e.expires > ? AND s.disabled IS NULL`, tokenHash, timeText(s.now())).
		Scan(&v.Company, &v.User, &v.Role, &v.EditFlows, &v.NeedsTOTP, when{&v.Created}, when{&v.Seen}, when{&v.Deadline}, when{&v.Expires}, &v.Address, &v.Agent)
	if errors.Is(err, sql.ErrNoRows) {
		return v, &NotFoundError{Kind: "session"}
	}
	if err != nil {
		return v, fmt.Errorf("look up a session: %w", err)
	}
	v.TokenHash = tokenHash
	return v, nil
}

// BeginSession writes a new session of a person down.
func (s *Store) BeginSession(ctx context.Context, v Visitor) error {
	now := timeText(s.now())
	return s.change(ctx, v.Company, func(t *tx) error {
		k, err := t.store.signInByName(t.ctx, t, t.company, v.User)
		if err != nil {
			return err
		}
		if _, err := t.exec("remove sessions that have ended", `DELETE FROM sessions WHERE expires <= ?`, now); err != nil {
			return err
		}
		_, err = t.exec("begin a session", `INSERT INTO sessions (token_hash, user_id, created, seen, deadline, expires, address, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			v.TokenHash, k.UserID, now, now, timeText(v.Deadline), timeText(v.Expires), Printable(v.Address, 64), Printable(v.Agent, 256))
		return err
	})
}

// KeepSession notes that a session goes on until then, once a minute at most.
// One that has ended meanwhile stays ended.
func (s *Store) KeepSession(ctx context.Context, tokenHash string, expires time.Time) error {
	now := s.now()
	var seen time.Time
	err := s.reader.QueryRowContext(ctx, `SELECT seen FROM sessions WHERE token_hash = ?`, tokenHash).Scan(when{&seen})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("look up a session: %w", err)
	case now.Sub(seen) < seenEvery:
		return nil
	}
	// On a full disk people still want to look: what cannot be noted stops nobody.
	if err := s.write(ctx, func(t *tx) error {
		_, err := t.exec("keep a session", `UPDATE sessions SET seen = ?, expires = ? WHERE token_hash = ?`, timeText(now), timeText(expires), tokenHash)
		return err
	}); err != nil {
		s.log.Warn().Err(err).Msg("that a session goes on cannot be noted")
	}
	return nil
}

// SignedIn notes that a person has signed in, from where.
func (s *Store) SignedIn(ctx context.Context, company, user, address string) error {
	return s.change(ctx, company, func(t *tx) error {
		k, err := t.store.signInByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		if _, err := t.exec("sign in", `UPDATE sign_ins SET signed_in = ?, failed = 0, failed_at = NULL, wrong_codes = 0 WHERE user_id = ?`, timeText(t.store.now()), k.UserID); err != nil {
			return err
		}
		return t.audit("session.begin", "signin", k.User, nil, map[string]any{"address": Printable(address, 64), "failed_before": k.Failed})
	})
}

// EndSession ends one session. One that is not there has ended.
func (s *Store) EndSession(ctx context.Context, tokenHash string) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec("end a session", `DELETE FROM sessions WHERE token_hash = ?`, tokenHash)
		return err
	})
}

// Sessions lists where a person is signed in, the last used first.
func (s *Store) Sessions(ctx context.Context, company, user string) ([]Session, error) {
	k, err := s.SignIn(ctx, company, user)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list sessions", func(r *sql.Rows, v *Session) error {
		return r.Scan(&v.TokenHash, when{&v.Created}, when{&v.Seen}, when{&v.Deadline}, when{&v.Expires}, &v.Address, &v.Agent)
	}, `SELECT token_hash, created, seen, deadline, expires, address, agent FROM sessions WHERE user_id = ? AND expires > ? ORDER BY seen DESC, token_hash`,
		k.UserID, timeText(s.now()))
}

// EndOtherSessions signs a person out everywhere but in the session that is kept.
func (s *Store) EndOtherSessions(ctx context.Context, company, user, keep string) error {
	return s.change(ctx, company, func(t *tx) error {
		k, err := t.store.signInByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		if err := t.endSessions(k.UserID, keep); err != nil {
			return err
		}
		return t.audit("session.end_others", "signin", k.User, nil, nil)
	})
}

func (t *tx) endSessions(userID int64, keep string) error {
	_, err := t.exec("end sessions", `DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?`, userID, keep)
	return err
}
