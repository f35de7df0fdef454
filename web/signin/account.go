package signin

import (
	"context"
	"errors"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// SignOut ends the session under way.
func (d *Door) SignOut(ctx context.Context) error { return d.sessions.Destroy(ctx) }

// Session is one browser in which somebody is signed in.
type Session struct {
	store.Session
	// Current is the one that asks.
	Current bool `json:"current"`
}

// Sessions lists where who asks is signed in.
func (d *Door) Sessions(ctx context.Context) ([]Session, error) {
	p := access.From(ctx)
	found, err := d.store.Sessions(ctx, p.Company, p.User)
	out := []Session{}
	for _, s := range found {
		out = append(out, Session{s, s.TokenHash == d.current(ctx)})
	}
	return out, err
}

// SignOutElsewhere ends all sessions of who asks but the one under way.
func (d *Door) SignOutElsewhere(ctx context.Context) error {
	p := access.From(ctx)
	return d.store.EndOtherSessions(ctx, p.Company, p.User, d.current(ctx))
}

// again checks the password of somebody who is signed in, before what a stolen
// session must not do. It is bounded as signing in is.
func (d *Door) again(ctx context.Context, password string) (store.Credentials, error) {
	p := access.From(ctx)
	k, err := d.store.Credentials(ctx, p.Company, p.User)
	if err != nil {
		return k, err
	}
	back, wait := d.limits.take(d.now(), limit{"again " + k.User + "@" + k.Company, deviceBurst, deviceEvery})
	if wait > 0 {
		return k, &WaitError{Wait: wait}
	}
	right, err := d.matches(ctx, password, k.PasswordHash)
	if err != nil {
		return k, err
	}
	if !right {
		return k, ErrWrongPassword
	}
	back()
	return k, nil
}

// ChangePassword sets a new password of who asks. All other sessions end, and
// this one gets a new token.
func (d *Door) ChangePassword(ctx context.Context, current, password string) error {
	k, err := d.again(ctx, current)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, k.User, k.FullName, k.Company); err != nil {
		return err
	}
	hash, err := d.hash(ctx, password)
	if err != nil {
		return err
	}
	if err := d.store.SetPassword(ctx, k.Company, k.User, hash, d.current(ctx)); err != nil {
		return err
	}
	return d.renew(ctx)
}

// ProposeTOTP makes the secret of a second factor, which counts once it is
// confirmed. The address is for a QR code.
func (d *Door) ProposeTOTP(ctx context.Context) (secret, address string, err error) {
	p := access.From(ctx)
	k, err := d.store.Credentials(ctx, p.Company, p.User)
	if err != nil {
		return "", "", err
	}
	if k.TOTP {
		return "", "", &store.ConflictError{Kind: "second factor", Name: k.User, Problem: wording.Of("there is a second factor already; remove it first, with your password")}
	}
	raw := randomBytes(secretLength)
	if err := d.store.ProposeTOTP(ctx, k.UserID, d.sealFor(k, raw)); err != nil {
		return "", "", err
	}
	return base32NoPadding.EncodeToString(raw), totpURI(raw, k.User, k.Company), nil
}

// ConfirmTOTP makes the proposed secret the second factor of who asks, and
// returns recovery codes, which are shown once. All other sessions end.
func (d *Door) ConfirmTOTP(ctx context.Context, code string) ([]string, error) {
	p := access.From(ctx)
	k, err := d.store.Credentials(ctx, p.Company, p.User)
	if err != nil {
		return nil, err
	}
	if k.TOTP || k.TOTPNew == nil {
		return nil, &store.ConflictError{Kind: "second factor", Name: k.User, Problem: wording.Of("there is no new second factor to confirm; ask for one first")}
	}
	step, err := d.step(k, k.TOTPNew, plainCode(code))
	if errors.Is(err, ErrWrongCode) {
		return nil, &store.InvalidError{Field: "code", Problem: wording.Of("it is not what the authenticator shows now; look whether its clock is right")}
	}
	if err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes()
	if err := d.store.ConfirmTOTP(ctx, k.Company, k.User, step, hashes, d.current(ctx)); err != nil {
		return nil, err
	}
	return codes, d.renew(ctx)
}

// RemoveTOTP takes the second factor of who asks away. All other sessions end.
func (d *Door) RemoveTOTP(ctx context.Context, password string) error {
	k, err := d.again(ctx, password)
	if err != nil {
		return err
	}
	c, err := d.store.Company(ctx, k.Company)
	if err != nil {
		return err
	}
	if c.RequireTOTP {
		return &store.ConflictError{Kind: "second factor", Name: k.User, Problem: wording.Of("your company asks everybody for a second factor; for another phone, ask an administrator for a link that takes this one away")}
	}
	if err := d.store.RemoveTOTP(ctx, k.Company, k.User, d.current(ctx)); err != nil {
		return err
	}
	return d.renew(ctx)
}
