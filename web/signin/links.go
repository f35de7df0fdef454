package signin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"callflow/store"
)

// How long set-up links work.
const (
	inviteLife = 7 * 24 * time.Hour
	resetLife  = 24 * time.Hour // for somebody who has a password already
	firstLife  = 24 * time.Hour
)

func keyHash(key string) string {
	h := sha256.Sum256([]byte("setup\n" + key))
	return hex.EncodeToString(h[:])
}

// setupAddress is a link. The key stands behind #, which browsers send to nobody
// and no log keeps.
func setupAddress(base, key string) string { return strings.TrimRight(base, "/") + "/setup#" + key }

// Invitation says who gets a link to set a password.
type Invitation struct {
	User string
	// Role is what the person becomes; "" leaves it.
	Role string
	// ResetTOTP takes the second factor away too, once the link is followed.
	ResetTOTP bool
}

// Invite makes a link by which a person sets a password, and that of before
// ends. Base is where browsers reach callflow.
func Invite(ctx context.Context, s *store.Store, company, base string, now time.Time, i Invitation) (link string, k store.SignIn, err error) {
	life := inviteLife
	if k, err := s.SignIn(ctx, company, i.User); err == nil && k.HasPassword {
		life = resetLife
	}
	key := newSecret()
	k, err = s.AddSetupLink(ctx, company, keyHash(key), store.Invitation{User: i.User, Role: i.Role, ResetTOTP: i.ResetTOTP, Expires: now.Add(life)})
	if err != nil {
		return "", k, err
	}
	return setupAddress(base, key), k, nil
}

// Invite makes a link for a person of a company.
func (d *Door) Invite(ctx context.Context, company string, i Invitation) (string, store.SignIn, error) {
	return Invite(ctx, d.store, company, d.public, d.now(), i)
}

// FirstLink makes a link for the first admin; "" when there is an admin.
func (d *Door) FirstLink(ctx context.Context) (string, error) {
	has, err := d.store.HasAdmin(ctx)
	if err != nil || has {
		return "", err
	}
	key := newSecret()
	if err := d.store.AddFirstLink(ctx, store.DefaultCompany, keyHash(key), d.now().Add(firstLife)); err != nil {
		return "", err
	}
	return setupAddress(d.public, key), nil
}

// Setup is what somebody enters who follows a link.
type Setup struct {
	Key string
	// Name is what the first admin wants to be called; others have a name.
	Name, FullName, Password string
	// Code is the second factor of who has one, unless the link takes it away.
	Code string
}

// Link tells whom a link is for. [store.ErrNoLink] when it does not work.
func (d *Door) Link(ctx context.Context, key string) (store.SetupLink, error) {
	if err := d.tryKey(ctx); err != nil {
		return store.SetupLink{}, err
	}
	return d.store.SetupLink(ctx, keyHash(key))
}

// tryKey bounds tries of keys. Nobody can guess one; it saves the database work.
func (d *Door) tryKey(ctx context.Context) error {
	if _, wait := d.limits.take(d.now(), limit{"key " + network(visitOf(ctx).address), addressBurst, addressEvery}); wait > 0 {
		return &WaitError{Wait: wait}
	}
	return nil
}

// Follow sets a password by a link, and signs the person in.
func (d *Door) Follow(ctx context.Context, in Setup) (store.SignIn, string, error) {
	l, err := d.Link(ctx, in.Key)
	if err != nil {
		return store.SignIn{}, "", err
	}
	name := in.Name
	if l.User != "" {
		name = l.User
	}
	if err := CheckPassword(in.Password, name, in.FullName, l.Company); err != nil {
		return store.SignIn{}, "", err
	}
	if l.User != "" && !l.ResetTOTP {
		k, err := d.store.Credentials(ctx, l.Company, l.User)
		if err != nil {
			return store.SignIn{}, "", err
		}
		if err := d.secondFactor(ctx, k, in.Code); err != nil {
			return store.SignIn{}, "", err
		}
	}
	hash, err := d.hash(ctx, in.Password)
	if err != nil {
		return store.SignIn{}, "", err
	}
	ctx = store.WithActor(ctx, "link:"+name)
	k, company, err := d.store.FollowSetupLink(ctx, keyHash(in.Key), name, in.FullName, hash)
	if err != nil {
		return k, "", err
	}
	return k, company, d.begin(ctx, k, company)
}
