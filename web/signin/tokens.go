package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// tokenPrefix makes a token known for what it is, to people and to programs that
// look for secrets in files.
const tokenPrefix = "cf_"

// tokenText is how long a token is: the prefix and 256 random bits.
const tokenText = len(tokenPrefix) + 43

// longestToken is how long a token may last; defaultToken how long one does when
// nobody says.
const (
	longestToken = 5 * 365 * 24 * time.Hour
	defaultToken = 365 * 24 * time.Hour
)

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // it never fails
	return b
}

func newSecret() string { return base64.RawURLEncoding.EncodeToString(randomBytes(32)) }

func isToken(s string) bool { return len(s) == tokenText && strings.HasPrefix(s, tokenPrefix) }

// tokenHash is what is kept of a token. It has 256 random bits, so that a plain
// hash of it tells nothing.
func tokenHash(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

// sessionHash is what is kept of a session's token, as scs makes it.
func sessionHash(token string) string {
	h := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(h[:])
}

// TokenWish is a token that somebody wants.
type TokenWish struct {
	Name   string
	Rights []access.Right
	// User is whose it will be, "" for nobody's.
	User string
	// Expires is a year from now when it is zero.
	Expires time.Time
}

// NewToken makes a token. It is returned here, and never again.
func NewToken(ctx context.Context, s *store.Store, company string, now time.Time, w TokenWish) (token string, k store.APIToken, err error) {
	if w.Expires.IsZero() {
		w.Expires = now.Add(defaultToken)
	}
	if w.Expires.After(now.Add(longestToken)) {
		return "", k, &store.InvalidError{Field: "expires", Value: w.Expires.Format(time.RFC3339), Problem: wording.Of("a token lasts at most five years")}
	}
	if len(w.Rights) == 0 {
		return "", k, &store.InvalidError{Field: "rights", Problem: wording.Say("say what it may do: %s", rightNames(access.Scopes()))}
	}
	k = store.APIToken{Name: w.Name, User: w.User, Expires: w.Expires}
	for _, r := range w.Rights {
		if !slices.Contains(access.Scopes(), r) {
			return "", k, &store.InvalidError{Field: "rights", Value: string(r), Problem: wording.Say("use %s", rightNames(access.Scopes()))}
		}
		if r == access.Own && w.User == "" {
			return "", k, &store.InvalidError{Field: "rights", Value: string(r), Problem: wording.Of("a token of nobody's has nothing of its own; say whose it is")}
		}
		if !slices.Contains(k.Rights, string(r)) {
			k.Rights = append(k.Rights, string(r))
		}
	}
	token = tokenPrefix + newSecret()
	k, err = s.AddAPIToken(ctx, company, tokenHash(token), k)
	return token, k, err
}

func rightNames(rights []access.Right) string {
	names := make([]string, len(rights))
	for i, r := range rights {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// AddToken makes a token of who asks. It can do no more than the person can.
func (d *Door) AddToken(ctx context.Context, w TokenWish) (string, store.APIToken, error) {
	p := access.From(ctx)
	for _, r := range w.Rights {
		if slices.Contains(access.Scopes(), r) && !p.May(r) {
			return "", store.APIToken{}, &store.InvalidError{Field: "rights", Value: string(r), Problem: wording.Say("you do not have this right yourself; use %s", rightNames(p.Rights))}
		}
	}
	w.User = p.User
	return NewToken(ctx, d.store, p.Company, d.now(), w)
}
