package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"callflow/wording"
)

// Credentials are how a person shows who it is. They leave the store for
// package signin only.
type Credentials struct {
	SignIn
	Company string
	// PasswordHash is argon2id, "" for none.
	PasswordHash string
	// TOTPSecret is sealed, nil for none; TOTPNew is one that is not confirmed.
	TOTPSecret, TOTPNew []byte
	// TOTPStep is the last step of 30 seconds of which a code was used.
	TOTPStep int64
}

// Credentials of a person, a [*NotFoundError] for who has no sign-in.
func (s *Store) Credentials(ctx context.Context, company, user string) (Credentials, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Credentials{}, err
	}
	return s.credentials(ctx, s.reader, c, user)
}

func (s *Store) credentials(ctx context.Context, q querier, c Company, user string) (k Credentials, err error) {
	if k.SignIn, err = s.signInByName(ctx, q, c, user); err != nil {
		return k, err
	}
	k.Company = c.Name
	err = q.QueryRowContext(ctx, `SELECT password_hash, totp_secret, totp_new, totp_step FROM sign_ins WHERE user_id = ?`, k.UserID).
		Scan(&k.PasswordHash, &k.TOTPSecret, &k.TOTPNew, &k.TOTPStep)
	if err != nil {
		return k, fmt.Errorf("read credentials: %w", err)
	}
	return k, nil
}

// WrongPassword counts a wrong password, to tell the person of it. It bounds
// nothing: else anybody could lock anybody out.
func (s *Store) WrongPassword(ctx context.Context, userID int64) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec("count a wrong password", `UPDATE sign_ins SET failed = failed + 1, failed_at = ? WHERE user_id = ?`, timeText(t.store.now()), userID)
		return err
	})
}

// Too many wrong second factors in a row make the next ones wait, twice as long
// each time. Only who knows the password can cause that.
const (
	freeCodes    = 5
	firstCodeGap = time.Minute
	mostCodeGap  = time.Hour
)

// TryCode counts a try at the second factor before it is looked at: two at the
// same time are two. A time says that none is looked at before then.
func (s *Store) TryCode(ctx context.Context, userID int64) (until time.Time, err error) {
	err = s.write(ctx, func(t *tx) error {
		var wrong int
		var last time.Time
		if err := t.QueryRowContext(t.ctx, `SELECT wrong_codes, wrong_code_at FROM sign_ins WHERE user_id = ?`, userID).Scan(&wrong, when{&last}); err != nil {
			return fmt.Errorf("look up tries of a code: %w", err)
		}
		if wrong >= freeCodes {
			gap := firstCodeGap << min(wrong-freeCodes, 10)
			if next := last.Add(min(gap, mostCodeGap)); next.After(t.store.now()) {
				until = next
				return nil
			}
		}
		_, err := t.exec("count a try of a code", `UPDATE sign_ins SET wrong_codes = wrong_codes + 1, wrong_code_at = ? WHERE user_id = ?`, timeText(t.store.now()), userID)
		return err
	})
	return until, err
}

// ErrCodeUsed says that a second factor has been used before.
var ErrCodeUsed = wording.Errorf("this code has been used already")

// SpendStep takes a step of the second factor: none is taken twice, nor one
// before the last. Two requests with the same code are told apart here.
func (s *Store) SpendStep(ctx context.Context, userID, step int64) error {
	return s.write(ctx, func(t *tx) error {
		done, err := t.exec("take a code", `UPDATE sign_ins SET totp_step = ?, wrong_codes = 0 WHERE user_id = ? AND totp_step < ?`, step, userID, step)
		return oneRow(done, err, ErrCodeUsed)
	})
}

// SpendRecoveryCode takes a recovery code by its hash.
func (s *Store) SpendRecoveryCode(ctx context.Context, company, user, hash string) error {
	return s.change(ctx, company, func(t *tx) error {
		k, err := t.store.signInByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		done, err := t.exec("take a recovery code", `UPDATE recovery_codes SET used = ? WHERE user_id = ? AND hash = ? AND used IS NULL`, timeText(t.store.now()), k.UserID, hash)
		if err := oneRow(done, err, ErrCodeUsed); err != nil {
			return err
		}
		if _, err := t.exec("take a recovery code", `UPDATE sign_ins SET wrong_codes = 0 WHERE user_id = ?`, k.UserID); err != nil {
			return err
		}
		return t.audit("signin.recovery_code", "signin", k.User, nil, nil)
	})
}

// oneRow returns otherwise when a statement has changed nothing.
func oneRow(done sql.Result, err, otherwise error) error {
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		return otherwise
	}
	return err
}

// SetPassword gives a person a new password. All of the person's sessions end,
// but the one that is kept, if it is named.
func (s *Store) SetPassword(ctx context.Context, company, user, passwordHash, keep string) error {
	return s.change(ctx, company, func(t *tx) error {
		k, err := t.store.signInByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		return t.setPassword(k, passwordHash, keep)
	})
}

func (t *tx) setPassword(k SignIn, passwordHash, keep string) error {
	if _, err := t.exec("change a password", `UPDATE sign_ins SET password_hash = ?, password_changed = ?, failed = 0, failed_at = NULL WHERE user_id = ?`,
		passwordHash, timeText(t.store.now()), k.UserID); err != nil {
		return err
	}
	if _, err := t.exec("end set-up links", `UPDATE setup_links SET used = ? WHERE user_id = ? AND used IS NULL`, timeText(t.store.now()), k.UserID); err != nil {
		return err
	}
	if err := t.endSessions(k.UserID, keep); err != nil {
		return err
	}
	return t.audit("signin.password", "signin", k.User, nil, nil)
}

// ProposeTOTP keeps a sealed secret until a code confirms it.
func (s *Store) ProposeTOTP(ctx context.Context, userID int64, sealed []byte) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec("propose a second factor", `UPDATE sign_ins SET totp_new = ? WHERE user_id = ?`, sealed, userID)
		return err
	})
}

// ConfirmTOTP makes the proposed secret the second factor, with new recovery
// codes, by their hashes. The person's other sessions end.
func (s *Store) ConfirmTOTP(ctx context.Context, company, user string, step int64, recoveryHashes []string, keep string) error {
	return s.change(ctx, company, func(t *tx) error {
		k, err := t.store.signInByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		done, err := t.exec("set a second factor", `UPDATE sign_ins SET totp_secret = totp_new, totp_new = NULL, totp_step = ?, wrong_codes = 0 WHERE user_id = ? AND totp_new IS NOT NULL`, step, k.UserID)
		if err := oneRow(done, err, &ConflictError{Kind: "second factor", Name: k.User, Problem: wording.Of("there is no new second factor to confirm; ask for one first")}); err != nil {
			return err
		}
		if _, err := t.exec("remove recovery codes", `DELETE FROM recovery_codes WHERE user_id = ?`, k.UserID); err != nil {
			return err
		}
		for _, hash := range recoveryHashes {
			if _, err := t.exec("add a recovery code", `INSERT INTO recovery_codes (user_id, hash) VALUES (?, ?)`, k.UserID, hash); err != nil {
				return err
			}
		}
		if err := t.endSessions(k.UserID, keep); err != nil {
			return err
		}
		return t.audit("signin.totp", "signin", k.User, map[string]bool{"totp": k.TOTP}, map[string]bool{"totp": true})
	})
}

// RemoveTOTP takes the second factor away. The person's other sessions end.
func (s *Store) RemoveTOTP(ctx context.Context, company, user, keep string) error {
	return s.change(ctx, company, func(t *tx) error {
		k, err := t.store.signInByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		if err := t.removeTOTP(k); err != nil {
			return err
		}
		return t.endSessions(k.UserID, keep)
	})
}

func (t *tx) removeTOTP(k SignIn) error {
	if _, err := t.exec("remove a second factor", `UPDATE sign_ins SET totp_secret = NULL, totp_new = NULL, wrong_codes = 0 WHERE user_id = ?`, k.UserID); err != nil {
		return err
	}
	if _, err := t.exec("remove recovery codes", `DELETE FROM recovery_codes WHERE user_id = ?`, k.UserID); err != nil {
		return err
	}
	return t.audit("signin.totp", "signin", k.User, map[string]bool{"totp": k.TOTP}, map[string]bool{"totp": false})
}
