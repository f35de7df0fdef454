package signin

import (
	"context"
	"errors"
	"strings"

	"callflow/store"
)

// Attempt is what somebody types to sign in.
type Attempt struct {
	// Name is the person's, with @company after it where there are several.
	Name, Password string
	// Code is the second factor, or a recovery code.
	Code string
}

// SignIn begins a session. The errors are [ErrWrongPassword], [ErrCodeNeeded],
// [ErrWrongCode] and [*WaitError].
func (d *Door) SignIn(ctx context.Context, a Attempt) (store.SignIn, string, error) {
	user, company, err := d.whose(ctx, a.Name)
	if err != nil {
		return store.SignIn{}, "", err
	}
	v := visitOf(ctx)
	back, wait := d.limits.take(d.now(), d.bounds(v, company, user)...)
	if wait > 0 {
		d.log.Warn().Str("user", store.Printable(a.Name, 128)).Stringer("address", v.address).Dur("wait", wait).Msg("too many attempts to sign in")
		return store.SignIn{}, "", &WaitError{Wait: wait}
	}
	k, err := d.check(ctx, a, company, user)
	if err == nil || errors.Is(err, ErrCodeNeeded) {
		back()
	}
	if err != nil {
		if errors.Is(err, ErrWrongPassword) || errors.Is(err, ErrWrongCode) {
			d.log.Warn().Str("user", store.Printable(a.Name, 128)).Stringer("address", v.address).Err(err).Msg("a sign-in was refused")
		}
		return store.SignIn{}, "", err
	}
	return k.SignIn, k.Company, d.begin(ctx, k.SignIn, k.Company)
}

// bounds are the limits of an attempt.
func (d *Door) bounds(v *visit, company, user string) []limit {
	who := strings.ToLower(user + "@" + company)
	name := limit{"name " + who, nameBurst, nameEvery}
	if id, known := d.knownDevice(v.device, company, user); known {
		name = limit{"device " + id + " " + who, deviceBurst, deviceEvery}
	}
	return []limit{{"address " + network(v.address), addressBurst, addressEvery}, name}
}

// check says whose password and code these are. However little is right, it
// does the same work.
func (d *Door) check(ctx context.Context, a Attempt, company, user string) (store.Credentials, error) {
	k, err := d.store.Credentials(ctx, company, user)
	var none *store.NotFoundError
	if err != nil && !errors.As(err, &none) {
		return k, err
	}
	right, err := d.matches(ctx, a.Password, k.PasswordHash)
	if err != nil {
		return k, err
	}
	if !right || k.Disabled {
		if err := d.store.WrongPassword(ctx, k.UserID); err != nil { // 0 is nobody, and takes its time too
			d.log.Error().Err(err).Msg("a wrong password cannot be counted")
		}
		return k, ErrWrongPassword
	}
	return k, d.secondFactor(ctx, k, a.Code)
}

// whose takes a name apart: NAME@COMPANY, or NAME, which is that of the only
// company, or of the one called default.
func (d *Door) whose(ctx context.Context, name string) (user, company string, err error) {
	user, company, named := strings.Cut(strings.TrimSpace(name), "@")
	if named {
		return user, company, nil
	}
	all, err := d.store.Companies(ctx)
	if err != nil {
		return "", "", err
	}
	if len(all) == 1 {
		return user, all[0].Name, nil
	}
	return user, store.DefaultCompany, nil
}
