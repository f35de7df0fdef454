package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"callflow/wording"
)

// SetupLink is a link by which somebody sets a password.
type SetupLink struct {
	Company string
	// User is who is invited, "" for the first admin, who chooses a name.
	User, FullName string
	// ResetTOTP says that it also takes the second factor away.
	ResetTOTP bool
	Expires   time.Time
}

// Invitation says who gets a link.
type Invitation struct {
	User string
	// Role is what the person becomes; "" leaves it.
	Role      string
	ResetTOTP bool
	Expires   time.Time
}

// ErrNoLink says that a set-up link is none, or has been used, or is too old.
var ErrNoLink = wording.Errorf("this link has been used or has expired; ask an admin for a new one")

// AddSetupLink makes a link for a person, by the hash of its key. Links that
// the person got before end.
func (s *Store) AddSetupLink(ctx context.Context, company, hash string, i Invitation) (after SignIn, err error) {
	var change SignInChange
	if i.Role != "" {
		if err := checkRole(i.Role); err != nil {
			return after, err
		}
		change.Role = &i.Role
	}
	err = s.change(ctx, company, func(t *tx) error {
		after, err = t.store.signInByName(t.ctx, t, t.company, i.User)
		if err != nil || i.Role != "" && i.Role != after.Role {
			if after, err = t.setSignIn(i.User, change); err != nil {
				return err
			}
		}
		if after.Disabled {
			return &ConflictError{Kind: "sign-in", Name: after.User, Problem: wording.Say("%s may not sign in; enable that first", after.User)}
		}
		now := timeText(t.store.now())
		if _, err := t.exec("end set-up links", `DELETE FROM setup_links WHERE user_id = ? OR expires <= ?`, after.UserID, now); err != nil {
			return err
		}
		if _, err := t.exec("add a set-up link", `INSERT INTO setup_links (hash, company_id, user_id, reset_totp, created, expires) VALUES (?, ?, ?, ?, ?, ?)`,
			hash, t.company.ID, after.UserID, i.ResetTOTP, now, timeText(i.Expires)); err != nil {
			return err
		}
		after.Invited = i.Expires.UTC().Truncate(time.Millisecond)
		return t.audit("signin.invite", "signin", after.User, nil, map[string]any{"role": after.Role, "reset_second_factor": i.ResetTOTP, "expires": i.Expires.UTC().Format(time.RFC3339)})
	})
	return after, err
}

// AddFirstLink makes the link for the first admin. The one before ends.
func (s *Store) AddFirstLink(ctx context.Context, company, hash string, expires time.Time) error {
	return s.change(ctx, company, func(t *tx) error {
		if _, err := t.exec("end set-up links", `DELETE FROM setup_links WHERE user_id IS NULL`); err != nil {
			return err
		}
		_, err := t.exec("add a set-up link", `INSERT INTO setup_links (hash, company_id, created, expires) VALUES (?, ?, ?, ?)`,
			hash, t.company.ID, timeText(t.store.now()), timeText(expires))
		return err
	})
}

// SetupLink is the link with that hash; [ErrNoLink] when it does not work.
func (s *Store) SetupLink(ctx context.Context, hash string) (SetupLink, error) {
	l, _, err := s.setupLink(ctx, s.reader, hash)
	return l, err
}

func (s *Store) setupLink(ctx context.Context, q querier, hash string) (l SetupLink, c Company, err error) {
	err = q.QueryRowContext(ctx, `SELECT c.id, c.name, coalesce(u.name, ''), coalesce(u.full_name, ''), l.reset_totp, l.expires
		FROM setup_links l JOIN companies c ON c.id = l.company_id
		LEFT JOIN sign_ins s ON s.user_id = l.user_id LEFT JOIN users u ON u.id = l.user_id
		WHERE l.hash = ? AND l.used IS NULL AND l.expires > ? AND s.disabled IS NULL`, hash, timeText(s.now())).
		Scan(&c.ID, &c.Name, &l.User, &l.FullName, &l.ResetTOTP, when{&l.Expires})
	if errors.Is(err, sql.ErrNoRows) {
		return l, c, ErrNoLink
	}
	if err != nil {
		return l, c, fmt.Errorf("look up a set-up link: %w", err)
	}
	l.Company = c.Name
	if l.User != "" {
		return l, c, nil
	}
	// The first admin is made once, whoever has kept an old link.
	if has, err := hasAdmin(ctx, q); err != nil || has {
		return l, c, errors.Join(err, ErrNoLink)
	}
	return l, c, nil
}

// FollowSetupLink sets the password of whom the link is for. The first admin is
// made a user of that name, if there is none yet. It works once.
func (s *Store) FollowSetupLink(ctx context.Context, hash, name, fullName, passwordHash string) (after SignIn, company string, err error) {
	err = s.write(ctx, func(t *tx) error {
		var l SetupLink
		if l, t.company, err = s.setupLink(t.ctx, t, hash); err != nil {
			return err
		}
		company = l.Company
		if _, err := t.exec("use a set-up link", `UPDATE setup_links SET used = ? WHERE hash = ?`, timeText(s.now()), hash); err != nil {
			return err
		}
		if l.User == "" {
			if l.User, err = t.firstAdmin(name, fullName); err != nil {
				return err
			}
		} else if fullName != "" && fullName != l.FullName {
			if err := t.setFullName(l.User, fullName); err != nil {
				return err
			}
		}
		k, err := s.signInByName(t.ctx, t, t.company, l.User)
		if err != nil {
			return err
		}
		if l.ResetTOTP && k.TOTP {
			if err := t.removeTOTP(k); err != nil {
				return err
			}
		}
		if err := t.setPassword(k, passwordHash, ""); err != nil {
			return err
		}
		after, err = s.signInByName(t.ctx, t, t.company, l.User)
		return err
	})
	return after, company, err
}

// firstAdmin makes the user, or takes the one of that name, and makes it admin.
func (t *tx) firstAdmin(name, fullName string) (string, error) {
	u, err := userByName(t.ctx, t, t.company, name)
	var none *NotFoundError
	switch {
	case errors.As(err, &none):
		u = User{Name: name, FullName: fullName}
		if err := checkUser(&u); err != nil {
			return "", err
		}
		if u.ID, err = t.insert("add a user", `INSERT INTO users (company_id, name, full_name, email, weight) VALUES (?, ?, ?, '', 1)`, t.company.ID, u.Name, u.FullName); err != nil {
			return "", err
		}
		if err := t.audit("user.add", "user", u.Name, nil, u); err != nil {
			return "", err
		}
	case err != nil:
		return "", err
	case fullName != "":
		if err := t.setFullName(u.Name, fullName); err != nil {
			return "", err
		}
	}
	role := "admin"
	_, err = t.setSignIn(u.Name, SignInChange{Role: &role})
	return u.Name, err
}

func (t *tx) setFullName(user, fullName string) error {
	before, err := userByName(t.ctx, t, t.company, user)
	if err != nil {
		return err
	}
	after := before
	after.FullName = fullName
	if err := checkUser(&after); err != nil {
		return err
	}
	if _, err := t.exec("change a user", `UPDATE users SET full_name = ? WHERE id = ?`, fullName, before.ID); err != nil {
		return err
	}
	return t.audit("user.set", "user", before.Name, before, after)
}
