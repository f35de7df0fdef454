package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"callflow/wording"
)

// APIToken is one program's way into the API. The token itself is not kept.
type APIToken struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	// Rights are what it may do, as far as its person still may.
	Rights []string `json:"rights"`
	// User is whose it is, "" for one made on the command line.
	User    string    `json:"user,omitempty"`
	MadeBy  string    `json:"made_by"`
	Created time.Time `json:"created"`
	// Used is its last request, to the minute.
	Used    time.Time `json:"used,omitzero"`
	Expires time.Time `json:"expires"`
}

// TokenBearer is whose token it is, with what the person may do now. Role is ""
// for a token of nobody's.
type TokenBearer struct {
	APIToken
	Company, Role string
	EditFlows     bool
}

// AddAPIToken adds a token by its hash: of a user with a sign-in, or of nobody.
func (s *Store) AddAPIToken(ctx context.Context, company, hash string, k APIToken) (APIToken, error) {
	if err := checkIdentifier("token", k.Name); err != nil {
		return k, err
	}
	if !k.Expires.After(s.now()) {
		return k, &InvalidError{Field: "expires", Value: k.Expires.Format(time.RFC3339), Problem: wording.Of("it is in the past")}
	}
	err := s.change(ctx, company, func(t *tx) error {
		var user any
		if k.User != "" {
			owner, err := s.signInByName(t.ctx, t, t.company, k.User)
			if err != nil {
				return err
			}
			user, k.User = owner.UserID, owner.User
		}
		rights, err := jsonText(k.Rights)
		if err != nil {
			return err
		}
		k.MadeBy, k.Created = actor(t.ctx), s.now().UTC().Truncate(time.Millisecond)
		k.Expires = k.Expires.UTC().Truncate(time.Millisecond)
		k.ID, err = t.insert("add a token", `INSERT INTO api_tokens (company_id, name, hash, rights, user_id, made_by, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			t.company.ID, k.Name, hash, rights, user, k.MadeBy, timeText(k.Created), timeText(k.Expires))
		if isUnique(err) {
			return taken("token", k.Name)
		}
		if err != nil {
			return err
		}
		return t.audit("token.add", "token", k.Name, nil, k)
	})
	return k, err
}

const tokenColumns = `t.id, t.name, t.rights, coalesce(u.name, ''), t.made_by, t.created, t.used, t.expires`

func scanToken(r interface{ Scan(...any) error }, k *APIToken, more ...any) error {
	var rights string
	if err := r.Scan(append([]any{&k.ID, &k.Name, &rights, &k.User, &k.MadeBy, when{&k.Created}, when{&k.Used}, when{&k.Expires}}, more...)...); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(rights), &k.Rights); err != nil {
		return fmt.Errorf("the rights of the token %q: %w", k.Name, err)
	}
	return nil
}

// APITokens lists a company's tokens that are not revoked, those of one user if
// one is named.
func (s *Store) APITokens(ctx context.Context, company, user string) ([]APIToken, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list tokens", func(r *sql.Rows, k *APIToken) error { return scanToken(r, k) },
		`SELECT `+tokenColumns+` FROM api_tokens t LEFT JOIN users u ON u.id = t.user_id
		WHERE t.company_id = ?1 AND t.revoked IS NULL AND (?2 = '' OR u.name = ?2 COLLATE NOCASE) ORDER BY t.name`, c.ID, user)
}

// RevokeAPIToken ends a token: one of that user's, if one is named.
func (s *Store) RevokeAPIToken(ctx context.Context, company, user string, id int64) error {
	return s.change(ctx, company, func(t *tx) error {
		var k APIToken
		err := scanToken(t.QueryRowContext(t.ctx, `SELECT `+tokenColumns+` FROM api_tokens t LEFT JOIN users u ON u.id = t.user_id
			WHERE t.company_id = ?1 AND t.id = ?2 AND t.revoked IS NULL AND (?3 = '' OR u.name = ?3 COLLATE NOCASE)`, t.company.ID, id, user), &k)
		if errors.Is(err, sql.ErrNoRows) {
			return &NotFoundError{Kind: "token", Name: strconv.FormatInt(id, 10)}
		}
		if err != nil {
			return fmt.Errorf("look up a token: %w", err)
		}
		if _, err := t.exec("revoke a token", `UPDATE api_tokens SET revoked = ? WHERE id = ?`, timeText(t.store.now()), k.ID); err != nil {
			return err
		}
		return t.audit("token.rm", "token", k.Name, k, nil)
	})
}

// FindAPIToken is the token with that hash. One that has ended, or whose person
// may not sign in any more, is a [*NotFoundError]. It notes that it was used.
func (s *Store) FindAPIToken(ctx context.Context, hash string) (b TokenBearer, err error) {
	now := s.now()
	err = scanToken(s.reader.QueryRowContext(ctx, `SELECT `+tokenColumns+`, c.name, coalesce(s.role, ''), coalesce(s.edit_flows, 0)
		FROM api_tokens t JOIN companies c ON c.id = t.company_id LEFT JOIN sign_ins s ON s.user_id = t.user_id LEFT JOIN users u ON u.id = t.user_id
		WHERE t.hash = ? AND t.revoked IS NULL AND t.expires > ? AND s.disabled IS NULL`, hash, timeText(now)),
		&b.APIToken, &b.Company, &b.Role, &b.EditFlows)
	if errors.Is(err, sql.ErrNoRows) {
		return b, &NotFoundError{Kind: "token"}
	}
	if err != nil {
		return b, fmt.Errorf("look up a token: %w", err)
	}
	if now.Sub(b.Used) < seenEvery {
		return b, nil
	}
	// On a full disk people still want to look: what cannot be noted stops nobody.
	if err := s.write(ctx, func(t *tx) error {
		_, err := t.exec("note a token's use", `UPDATE api_tokens SET used = ? WHERE id = ?`, timeText(now), b.ID)
		return err
	}); err != nil {
		s.log.Warn().Err(err).Str("token", b.Name).Msg("the use of a token cannot be noted")
	}
	return b, nil
}
