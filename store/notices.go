package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	"callflow/wording"
)

// Notice says how somebody is told of what happened without them. An empty field
// leaves it to the company's, an empty one there means off.
type Notice struct {
	// User is empty for the company's.
	User string `json:"user,omitempty"`
	// Voicemail is off, link or sound: messages by mail.
	Voicemail string `json:"voicemail"`
	// Missed is off, mail, webhook or both: missed calls.
	Missed string `json:"missed"`
	// Webhook is where web requests go.
	Webhook string `json:"webhook"`
}

// Notices lists what was set: the company's first, then users by name.
func (s *Store) Notices(ctx context.Context, company string) ([]Notice, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list notices", func(r *sql.Rows, n *Notice) error {
		return r.Scan(&n.User, &n.Voicemail, &n.Missed, &n.Webhook)
	}, `SELECT coalesce(u.name, ''), coalesce(n.voicemail, ''), coalesce(n.missed, ''), coalesce(n.webhook, '')
		FROM notices n LEFT JOIN users u ON u.id = n.user_id WHERE n.company_id = ? ORDER BY n.user_id IS NOT NULL, u.name`, c.ID)
}

// NoticeOf is how a user is told, with what the company says where the user said
// nothing, and the user's address.
func (s *Store) NoticeOf(ctx context.Context, company, user string) (n Notice, email string, err error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return n, "", err
	}
	u, err := userByName(ctx, s.reader, c, user)
	if err != nil {
		return n, "", err
	}
	n.User = u.Name
	err = s.reader.QueryRowContext(ctx, `SELECT
		coalesce(max(CASE WHEN user_id = ?2 THEN voicemail END), max(CASE WHEN user_id IS NULL THEN voicemail END), 'off'),
		coalesce(max(CASE WHEN user_id = ?2 THEN missed END), max(CASE WHEN user_id IS NULL THEN missed END), 'off'),
		coalesce(max(CASE WHEN user_id = ?2 THEN webhook END), max(CASE WHEN user_id IS NULL THEN webhook END), '')
		FROM notices WHERE company_id = ?1 AND (user_id = ?2 OR user_id IS NULL)`, c.ID, u.ID).Scan(&n.Voicemail, &n.Missed, &n.Webhook)
	if err != nil {
		return n, "", fmt.Errorf("look up how %s is told: %w", user, err)
	}
	return n, u.Email, nil
}

// SetNotice sets how a user, or with no user the company's, is told. Nil fields
// stay as they are; an empty text takes the setting away.
func (s *Store) SetNotice(ctx context.Context, company, user string, voicemail, missed, webhook *string) (Notice, error) {
	after := Notice{User: user}
	err := s.change(ctx, company, func(t *tx) error {
		var id any
		if user != "" {
			u, err := userByName(t.ctx, t, t.company, user)
			if err != nil {
				return err
			}
			id, after.User = u.ID, u.Name
		}
		before := Notice{User: after.User}
		err := t.QueryRowContext(t.ctx, `SELECT coalesce(voicemail, ''), coalesce(missed, ''), coalesce(webhook, '') FROM notices
			WHERE company_id = ? AND user_id IS ?`, t.company.ID, id).Scan(&before.Voicemail, &before.Missed, &before.Webhook)
		if err != nil && err != sql.ErrNoRows {
			return fmt.Errorf("look up a notice: %w", err)
		}
		after = before
		for _, f := range []struct{ to, from *string }{{&after.Voicemail, voicemail}, {&after.Missed, missed}, {&after.Webhook, webhook}} {
			if f.from != nil {
				*f.to = *f.from
			}
		}
		if err := checkNotice(after); err != nil {
			return err
		}
		if _, err := t.exec("set a notice", `INSERT INTO notices (company_id, user_id, voicemail, missed, webhook)
			VALUES (?1, ?2, nullif(?3, ''), nullif(?4, ''), nullif(?5, ''))
			ON CONFLICT (company_id, coalesce(user_id, 0)) DO UPDATE SET voicemail = excluded.voicemail, missed = excluded.missed, webhook = excluded.webhook`,
			t.company.ID, id, after.Voicemail, after.Missed, after.Webhook); err != nil {
			return err
		}
		return t.audit("notice.set", "notice", after.User, before, after)
	})
	return after, err
}

func checkNotice(n Notice) error {
	switch n.Voicemail {
	case "", "off", "link", "sound":
	default:
		return &InvalidError{Field: "voicemail", Value: n.Voicemail, Problem: wording.Say("use %s", wording.List([]string{"off", "link", "sound"}, "or"))}
	}
	switch n.Missed {
	case "", "off", "mail", "webhook", "both":
	default:
		return &InvalidError{Field: "missed", Value: n.Missed, Problem: wording.Say("use %s", wording.List([]string{"off", "mail", "webhook", "both"}, "or"))}
	}
	if n.Webhook == "" {
		return nil
	}
	if u, err := url.Parse(n.Webhook); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(n.Webhook) > 2000 {
		return &InvalidError{Field: "webhook", Value: n.Webhook, Problem: wording.Of("write an address such as https://example.org/calls")}
	}
	return nil
}
