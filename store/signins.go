package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/wording"
)

// SignIn is one person's way into the console and the API. It has no secrets.
type SignIn struct {
	UserID   int64  `json:"-"`
	User     string `json:"user"`
	FullName string `json:"full_name"`
	// Role is admin, editor, agent or viewer.
	Role string `json:"role"`
	// EditFlows lets the person edit flows whatever the role.
	EditFlows bool `json:"edit_flows"`
	Disabled  bool `json:"disabled"`
	// HasPassword is false before the person has followed a set-up link.
	HasPassword bool `json:"has_password"`
	// TOTP says that a second factor is asked for.
	TOTP bool `json:"totp"`
	// Invited is until when a set-up link waits to be followed.
	Invited         time.Time `json:"invited_until,omitzero"`
	SignedIn        time.Time `json:"signed_in,omitzero"`
	PasswordChanged time.Time `json:"password_changed,omitzero"`
	// Failed are the wrong passwords since the last sign-in.
	Failed   int       `json:"failed"`
	FailedAt time.Time `json:"failed_at,omitzero"`
}

// SignInChange says what to change about a sign-in; nil leaves it. A person
// without a sign-in gets one, and needs a Role then.
type SignInChange struct {
	Role      *string
	EditFlows *bool
	Disabled  *bool
}

// LastAdminError refuses what would leave a company without an admin.
type LastAdminError struct{ User string }

// Code is for machines.
func (e *LastAdminError) Code() string { return "last_admin" }

func (e *LastAdminError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *LastAdminError) In(l wording.Language) string {
	return wording.Say("%q is the last admin who can sign in; make somebody else an admin first", e.User).In(l)
}

// signInRoles are what the schema takes.
func signInRoles() []string { return []string{"admin", "editor", "agent", "viewer"} }

func checkRole(role string) error {
	if !slices.Contains(signInRoles(), role) {
		return &InvalidError{Field: "role", Value: role, Problem: wording.Say("use %s", strings.Join(signInRoles(), ", "))}
	}
	return nil
}

// SignIns lists who of a company may sign in, by name.
func (s *Store) SignIns(ctx context.Context, company string) ([]SignIn, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return s.signIns(ctx, s.reader, `u.company_id = ? ORDER BY u.name`, c.ID)
}

// SignIn is one person's sign-in. A person without one is a [*NotFoundError].
func (s *Store) SignIn(ctx context.Context, company, user string) (SignIn, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return SignIn{}, err
	}
	return s.signInByName(ctx, s.reader, c, user)
}

func (s *Store) signInByName(ctx context.Context, q querier, c Company, user string) (SignIn, error) {
	found, err := s.signIns(ctx, q, `u.company_id = ? AND u.name = ?`, c.ID, user)
	if err != nil {
		return SignIn{}, err
	}
	if len(found) == 0 {
		return SignIn{}, notFound(ctx, q, "sign-in of", user, `SELECT u.name FROM users u JOIN sign_ins s ON s.user_id = u.id WHERE u.company_id = ?`, c.ID)
	}
	return found[0], nil
}

func (s *Store) signIns(ctx context.Context, q querier, condition string, args ...any) ([]SignIn, error) {
	now := timeText(s.now())
	return collect(ctx, q, "list sign-ins", func(r *sql.Rows, i *SignIn) error {
		return r.Scan(&i.UserID, &i.User, &i.FullName, &i.Role, &i.EditFlows, &i.Disabled, &i.HasPassword, &i.TOTP,
			when{&i.SignedIn}, when{&i.PasswordChanged}, &i.Failed, when{&i.FailedAt}, when{&i.Invited})
	}, `SELECT u.id, u.name, u.full_name, s.role, s.edit_flows, s.disabled IS NOT NULL, s.password_hash <> '', s.totp_secret IS NOT NULL,
		s.signed_in, s.password_changed, s.failed, s.failed_at,
		(SELECT max(l.expires) FROM setup_links l WHERE l.user_id = u.id AND l.used IS NULL AND l.expires > ?)
		FROM users u JOIN sign_ins s ON s.user_id = u.id WHERE `+condition, append([]any{now}, args...)...)
}

// SetSignIn changes what a person may do. Where that changes, the person's
// sessions end: what begins anew has the new rights. The last admin stays one,
// see [*LastAdminError].
func (s *Store) SetSignIn(ctx context.Context, company, user string, change SignInChange) (after SignIn, err error) {
	if change.Role != nil {
		if err := checkRole(*change.Role); err != nil {
			return after, err
		}
	}
	err = s.change(ctx, company, func(t *tx) error {
		after, err = t.setSignIn(user, change)
		return err
	})
	return after, err
}

func (t *tx) setSignIn(user string, change SignInChange) (after SignIn, err error) {
	u, err := userByName(t.ctx, t, t.company, user)
	if err != nil {
		return after, err
	}
	before, err := t.store.signInByName(t.ctx, t, t.company, u.Name)
	var none *NotFoundError
	isNew := errors.As(err, &none)
	switch {
	case isNew && change.Role == nil:
		return after, &InvalidError{Field: "role", Value: "", Problem: wording.Say("%s could not sign in yet; say which role: %s", u.Name, strings.Join(signInRoles(), ", "))}
	case isNew:
		after = SignIn{User: u.Name, Role: *change.Role}
		if _, err := t.exec("add a sign-in", `INSERT INTO sign_ins (user_id, role, created) VALUES (?, ?, ?)`, u.ID, *change.Role, timeText(t.store.now())); err != nil {
			return after, err
		}
	case err != nil:
		return after, err
	default:
		after = before
	}
	if change.Role != nil {
		after.Role = *change.Role
	}
	if change.EditFlows != nil {
		after.EditFlows = *change.EditFlows
	}
	if change.Disabled != nil {
		after.Disabled = *change.Disabled
	}
	if !isNew && (after.Role != "admin" || after.Disabled) {
		if err := t.notLastAdmin(before); err != nil {
			return after, err
		}
	}
	if !isNew && (after.Role != before.Role || after.EditFlows != before.EditFlows || after.Disabled != before.Disabled) {
		if err := t.endSessions(u.ID, ""); err != nil {
			return after, err
		}
	}
	var disabled any
	if after.Disabled {
		disabled = timeText(t.store.now())
	}
	if _, err := t.exec("change a sign-in", `UPDATE sign_ins SET role = ?, edit_flows = ?, disabled = CASE WHEN ? IS NULL THEN NULL ELSE coalesce(disabled, ?) END WHERE user_id = ?`,
		after.Role, after.EditFlows, disabled, disabled, u.ID); err != nil {
		return after, err
	}
	if after, err = t.store.signInByName(t.ctx, t, t.company, u.Name); err != nil {
		return after, err
	}
	if isNew {
		return after, t.audit("signin.add", "signin", u.Name, nil, rightsOf(after))
	}
	return after, t.audit("signin.set", "signin", u.Name, rightsOf(before), rightsOf(after))
}

// rightsOf is what the audit log keeps of a sign-in.
func rightsOf(s SignIn) any {
	return struct {
		Role      string `json:"role"`
		EditFlows bool   `json:"edit_flows"`
		Disabled  bool   `json:"disabled"`
	}{s.Role, s.EditFlows, s.Disabled}
}

// RemoveSignIn takes a person's sign-in away, with sessions and tokens. The
// person stays.
func (s *Store) RemoveSignIn(ctx context.Context, company, user string) error {
	return s.change(ctx, company, func(t *tx) error {
		before, err := t.store.signInByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		if err := t.notLastAdmin(before); err != nil {
			return err
		}
		if _, err := t.exec("remove a sign-in", `DELETE FROM sign_ins WHERE user_id = ?`, before.UserID); err != nil {
			return err
		}
		return t.audit("signin.rm", "signin", before.User, rightsOf(before), nil)
	})
}

// notLastAdmin refuses when the person is the company's last admin who can
// sign in.
func (t *tx) notLastAdmin(s SignIn) error {
	if s.Role != "admin" || s.Disabled || !s.HasPassword {
		return nil
	}
	var others int
	if err := t.QueryRowContext(t.ctx, `SELECT count(*) FROM sign_ins s JOIN users u ON u.id = s.user_id
		WHERE u.company_id = ? AND s.user_id <> ? AND s.role = 'admin' AND s.disabled IS NULL AND s.password_hash <> ''`,
		t.company.ID, s.UserID).Scan(&others); err != nil {
		return fmt.Errorf("count the admins: %w", err)
	}
	if others == 0 {
		return &LastAdminError{User: s.User}
	}
	return nil
}

// HasAdmin says whether any company has an admin who can sign in.
func (s *Store) HasAdmin(ctx context.Context) (has bool, err error) {
	return hasAdmin(ctx, s.reader)
}

func hasAdmin(ctx context.Context, q querier) (has bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sign_ins WHERE role = 'admin' AND disabled IS NULL AND password_hash <> '')`).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look for an admin: %w", err)
	}
	return has, nil
}
