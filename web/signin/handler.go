package signin

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// Handler puts who asks into the context of requests for next.
func (d *Door) Handler(next http.Handler) http.Handler {
	known := d.sessions.LoadAndSave(d.identify(next))
	return d.cross.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Answers are for who asked; a handler that knows better says so.
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if tokenInURL(r) {
			refuse(w, r, http.StatusBadRequest, "token_in_url", wording.Of("A token stands in the address, where logs keep it: revoke it, make another, and send that as Authorization: Bearer TOKEN."))
			return
		}
		r = r.WithContext(withVisit(r.Context(), &visit{address: d.address(r), agent: r.UserAgent(), device: d.deviceCookie(r), out: w.Header()}))
		if r.Header.Get("Authorization") != "" {
			// A program says who it is; a cookie beside that says nothing.
			r = r.Clone(r.Context())
			r.Header.Del("Cookie")
		}
		known.ServeHTTP(w, r)
	}))
}

// identify finds whose session or token it is.
func (d *Door) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := d.principal(r)
		var none *store.NotFoundError
		switch {
		case errors.As(err, &none):
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			refuse(w, r, http.StatusUnauthorized, "bad_token", wording.Of("This token is not known, has expired or was revoked: send a valid one as Authorization: Bearer TOKEN."))
			return
		case err != nil:
			d.fail(w, r, err)
			return
		}
		ctx := access.With(r.Context(), p)
		next.ServeHTTP(w, r.WithContext(store.WithActor(ctx, p.Actor())))
	})
}

func (d *Door) principal(r *http.Request) (access.Principal, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return d.sessionPrincipal(r.Context()), nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") || !isToken(token) {
		return access.Principal{}, &store.NotFoundError{Kind: "token"}
	}
	v := visitOf(r.Context())
	v.bearer = tokenHash(token)
	b, err := d.store.FindAPIToken(r.Context(), v.bearer)
	if err != nil {
		return access.Principal{}, err
	}
	return bearerPrincipal(b), nil
}

// Still says whether whoever made a request could make it again now, with the
// same right. Answers that go on for long, such as live events, ask now and
// then: else they would outlive the session.
func (d *Door) Still(ctx context.Context, right access.Right) (bool, error) {
	var p access.Principal
	var err error
	if bearer := visitOf(ctx).bearer; bearer != "" {
		var b store.TokenBearer
		b, err = d.store.FindAPIToken(ctx, bearer)
		p = bearerPrincipal(b)
	} else {
		var v store.Visitor
		v, err = d.store.FindSession(ctx, d.current(ctx))
		p = access.Principal{Company: v.Company, User: v.User, Rights: access.Granted(access.Role(v.Role), v.EditFlows), Arriving: v.NeedsTOTP}
	}
	var none *store.NotFoundError
	if errors.As(err, &none) {
		return false, nil
	}
	return err == nil && p.May(right), err
}

// bearerPrincipal is who comes with a token. A person's token can do no more
// than the person can now.
func bearerPrincipal(b store.TokenBearer) access.Principal {
	rights := make([]access.Right, len(b.Rights))
	for i, r := range b.Rights {
		rights[i] = access.Right(r)
	}
	may := access.Scopes()
	if b.User != "" {
		may = access.Granted(access.Role(b.Role), b.EditFlows)
	}
	return access.Principal{Company: b.Company, User: b.User, Token: b.Name, Rights: access.Common(rights, may)}
}

// tokenInURL says whether a token, or what is called one, is in the query.
func tokenInURL(r *http.Request) bool {
	if r.URL.RawQuery == "" {
		return false
	}
	for name, values := range r.URL.Query() {
		if name == "access_token" {
			return true
		}
		for _, v := range values {
			if isToken(v) {
				return true
			}
		}
	}
	return false
}

// fail answers for what is not the client's doing.
func (d *Door) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		d.log.Error().Err(err).Msg("who asks could not be found out")
	}
	refuse(w, r, http.StatusServiceUnavailable, "unavailable", wording.Of("It cannot be found out who asks; callflow's log says why. Try again."))
}

// refuse writes a problem (RFC 9457), as package api does.
func refuse(w http.ResponseWriter, r *http.Request, status int, code string, detail wording.Phrase) {
	reader := wording.Wanted(r.Header.Get("Accept-Language"))
	w.Header().Add("Vary", "Accept-Language")
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	// An error means that the client has left; there is nobody to tell.
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(status), "status": status, "detail": detail.In(reader), "code": code})
}
