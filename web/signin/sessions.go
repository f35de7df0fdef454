package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"callflow/store"
	"callflow/web/access"
)

// What a session knows. All but isNew are read from the database with each
// request, so that changed rights hold at once.
const (
	inCompany = "company"
	inUser    = "user"
	inRole    = "role"
	inEdit    = "edit_flows"
	inNeeds   = "needs_totp"
	inAddress = "address"
	inAgent   = "agent"
	isNew     = "new" // not in the database yet
)

func (d *Door) newSessions(idle, life time.Duration) *scs.SessionManager {
	// Not scs.New, which starts a goroutine for a store in memory, for ever.
	return &scs.SessionManager{
		Store: sessionStore{d.store}, Codec: sessionCodec{}, HashTokenInStore: true,
		IdleTimeout: idle, Lifetime: life, ErrorFunc: d.fail,
		Cookie: scs.SessionCookie{
			Name: d.cookieName("callflow_session"), Path: "/", HttpOnly: true, Secure: d.secure, SameSite: http.SameSiteLaxMode,
			Persist: false, // it ends with the browser, if that forgets it
		},
	}
}

// sessionCodec writes a session as [sessionStore] reads it.
type sessionCodec struct{}

type sessionRecord struct {
	Deadline time.Time      `json:"deadline"`
	Values   map[string]any `json:"values"`
}

// Encode implements [scs.Codec].
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionRecord{deadline, values})
}

// Decode implements [scs.Codec].
func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var r sessionRecord
	err := json.Unmarshal(b, &r)
	return r.Deadline, r.Values, err
}

// sessionStore keeps scs's sessions in the database. What it is given instead of
// a token is the token's hash.
type sessionStore struct{ store *store.Store }

// FindCtx implements [scs.CtxStore].
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	v, err := s.store.FindSession(ctx, token)
	var none *store.NotFoundError
	if errors.As(err, &none) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	b, err := sessionCodec{}.Encode(v.Deadline, map[string]any{
		inCompany: v.Company, inUser: v.User, inRole: v.Role, inEdit: v.EditFlows, inNeeds: v.NeedsTOTP, inAddress: v.Address, inAgent: v.Agent})
	return b, true, err
}

// CommitCtx implements [scs.CtxStore].
func (s sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expires time.Time) error {
	// The session's state holds though the client has left.
	ctx = context.WithoutCancel(ctx)
	deadline, values, err := sessionCodec{}.Decode(b)
	if err != nil {
		return fmt.Errorf("read a session: %w", err)
	}
	if values[isNew] != true {
		return s.store.KeepSession(ctx, token, expires)
	}
	text := func(key string) string { t, _ := values[key].(string); return t }
	return s.store.BeginSession(ctx, store.Visitor{Company: text(inCompany), User: text(inUser), Session: store.Session{
		TokenHash: token, Deadline: deadline, Expires: expires, Address: text(inAddress), Agent: text(inAgent)}})
}

// DeleteCtx implements [scs.CtxStore].
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.store.EndSession(context.WithoutCancel(ctx), token)
}

// Find, Commit and Delete implement [scs.Store], which scs does not use here.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements [scs.Store].
func (s sessionStore) Commit(token string, b []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expires)
}

// Delete implements [scs.Store].
func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func (d *Door) sessionPrincipal(ctx context.Context) access.Principal {
	user := d.sessions.GetString(ctx, inUser)
	if user == "" {
		return access.Principal{}
	}
	return access.Principal{
		Company: d.sessions.GetString(ctx, inCompany), User: user,
		Rights:   access.Granted(access.Role(d.sessions.GetString(ctx, inRole)), d.sessions.GetBool(ctx, inEdit)),
		Arriving: d.sessions.GetBool(ctx, inNeeds),
	}
}

// begin signs a person in, with a token that nobody has seen before.
func (d *Door) begin(ctx context.Context, s store.SignIn, company string) error {
	v := visitOf(ctx)
	if err := d.store.SignedIn(store.WithActor(ctx, "user:"+s.User), company, s.User, v.address.String()); err != nil {
		return err
	}
	if err := d.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("begin a session: %w", err)
	}
	for key, value := range map[string]any{inCompany: company, inUser: s.User, inRole: s.Role, inEdit: s.EditFlows, inAddress: v.address.String(), inAgent: v.agent, isNew: true} {
		d.sessions.Put(ctx, key, value)
	}
	d.rememberDevice(v, company, s.User)
	d.log.Info().Str("user", s.User).Str("company", company).Stringer("address", v.address).Msg("signed in")
	return nil
}

// renew gives the session under way a new token, after what it may do or how it
// came to be has changed; it ends when it would have.
func (d *Door) renew(ctx context.Context) error {
	deadline := d.sessions.Deadline(ctx)
	if err := d.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("give the session a new token: %w", err)
	}
	d.sessions.SetDeadline(ctx, deadline)
	d.sessions.Put(ctx, isNew, true)
	return nil
}

// current is the hash of the session's token, as the store knows it.
func (d *Door) current(ctx context.Context) string {
	return sessionHash(d.sessions.Token(ctx))
}
