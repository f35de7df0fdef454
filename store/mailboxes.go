package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/wording"
)

// Mailbox is a box: what its owner has set, and how many messages are in it.
type Mailbox struct {
	// Box is user:alice or group:sales.
	Box string `json:"box"`
	// Number is what its owner types from another telephone, "" for none.
	Number string `json:"number,omitempty"`
	// HasPIN says whether number and PIN open it.
	HasPIN bool `json:"has_pin"`
	// PINVersion is another one for each PIN that was set, and tells nothing of it.
	PINVersion string `json:"-"`
	// Locked is until when no PIN opens it, zero when one does.
	Locked time.Time `json:"locked_until,omitzero"`
	// Greeting is what callers hear: the hash of a file in the sounds' folder, ""
	// for the flow's greeting; GreetingLength is how long it is.
	Greeting       string        `json:"greeting,omitempty"`
	GreetingLength time.Duration `json:"-"`
	New            int           `json:"new"`
	Old            int           `json:"old"`
	// Lamp is what Asterisk's mailboxes= has to name for its light.
	Lamp string `json:"lamp"`
}

// LampName is a box as Asterisk's pjsip.conf names it in mailboxes=, such as
// alice@default for user:alice and group.sales@default for group:sales.
// Characters that have a meaning there become dashes.
func LampName(company, box string) string {
	kind, name, _ := strings.Cut(box, ":")
	if kind != "user" {
		name = kind + "." + name
	}
	return lampWord(name) + "@" + lampWord(company)
}

func lampWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' && r != '.' && r != '-' || r > '9' && r < 'A' || r > 'Z' && r < 'a' && r != '_' || r > 'z' && r < 0x80 {
			return '-'
		}
		return r
	}, s)
}

// messageCounts has a row for each box with messages.
const messageCounts = `SELECT k.company_id AS company_id, v.box AS box, count(*) FILTER (WHERE v.heard IS NULL) AS new,
	count(*) FILTER (WHERE v.heard IS NOT NULL) AS old
	FROM voicemails v JOIN recordings k ON k.id = v.recording_id GROUP BY k.company_id, v.box COLLATE NOCASE`

// Mailboxes lists the boxes that have settings or messages.
func (s *Store) Mailboxes(ctx context.Context, company string) ([]Mailbox, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return mailboxes(ctx, s.reader, c, "")
}

// Mailbox is one box. One without settings and messages is there too, as long
// as its user or group is.
func (s *Store) Mailbox(ctx context.Context, company, box string) (Mailbox, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Mailbox{}, err
	}
	return mailboxByName(ctx, s.reader, c, box)
}

func mailboxByName(ctx context.Context, q querier, c Company, box string) (Mailbox, error) {
	found, err := mailboxes(ctx, q, c, box)
	if err != nil {
		return Mailbox{}, err
	}
	if len(found) > 0 {
		return found[0], nil
	}
	kind, name, _ := strings.Cut(box, ":")
	switch kind {
	case "user":
		u, err := userByName(ctx, q, c, name)
		return Mailbox{Box: "user:" + u.Name, Lamp: LampName(c.Name, "user:"+u.Name)}, err
	case "group":
		g, err := groupByName(ctx, q, c, name)
		return Mailbox{Box: "group:" + g.Name, Lamp: LampName(c.Name, "group:"+g.Name)}, err
	}
	return Mailbox{}, &InvalidError{Field: "box", Value: box, Problem: wording.Of("write user:NAME or group:NAME")}
}

func mailboxes(ctx context.Context, q querier, c Company, box string) ([]Mailbox, error) {
	return collect(ctx, q, "list mailboxes", func(r *sql.Rows, m *Mailbox) error {
		var number sql.NullString
		var ms int64
		var pin string
		err := r.Scan(&m.Box, &number, &pin, when{&m.Locked}, &m.Greeting, &ms, &m.New, &m.Old)
		if m.HasPIN = pin != ""; m.HasPIN {
			sum := sha256.Sum256([]byte(pin)) // of a salted hash
			m.PINVersion = hex.EncodeToString(sum[:8])
		}
		m.Number, m.GreetingLength, m.Lamp = number.String, time.Duration(ms)*time.Millisecond, LampName(c.Name, m.Box)
		return err
	}, `WITH counts AS (`+messageCounts+`),
		boxes AS (SELECT box FROM mailboxes WHERE company_id = ?1 UNION SELECT box FROM counts WHERE company_id = ?1)
		SELECT coalesce(m.box, b.box), m.number, coalesce(m.pin_hash, ''), m.locked_until, coalesce(m.greeting, ''), coalesce(m.greeting_ms, 0),
			coalesce(n.new, 0), coalesce(n.old, 0)
		FROM boxes b LEFT JOIN mailboxes m ON m.company_id = ?1 AND m.box = b.box COLLATE NOCASE
		LEFT JOIN counts n ON n.company_id = ?1 AND n.box = b.box COLLATE NOCASE
		WHERE ?2 = '' OR b.box = ?2 COLLATE NOCASE
		GROUP BY b.box COLLATE NOCASE ORDER BY 1`, c.ID, box)
}

// MailboxChange says what to change about a box; nil leaves it.
type MailboxChange struct {
	Number *string
	// PIN opens the box with its number; "" means that no PIN does. A new PIN
	// also ends a lock.
	PIN *string
	// Greeting is what callers hear; the zero value means the flow's greeting.
	Greeting *MailboxGreeting
	Unlock   bool
}

// MailboxGreeting is a sound of the library: its hash and its length.
type MailboxGreeting struct {
	Hash   string
	Length time.Duration
}

// MailboxGreeting is what callers of a box hear. [flowengine.ErrNoSuch] when its
// owner has recorded nothing.
func (s *Store) MailboxGreeting(ctx context.Context, company, box string) (g MailboxGreeting, err error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return g, err
	}
	var ms int64
	err = s.reader.QueryRowContext(ctx, `SELECT greeting, greeting_ms FROM mailboxes WHERE company_id = ? AND box = ? AND greeting <> ''`, c.ID, box).Scan(&g.Hash, &ms)
	if errors.Is(err, sql.ErrNoRows) {
		return g, flowengine.ErrNoSuch
	}
	if err != nil {
		return g, fmt.Errorf("look up the greeting of %s: %w", box, err)
	}
	g.Length = time.Duration(ms) * time.Millisecond
	return g, nil
}

// SetMailbox changes what is set for a box, which must be a user's or a group's.
// Replaced is the hash of a greeting that is not in use any more, "" for none.
func (s *Store) SetMailbox(ctx context.Context, company, box string, m MailboxChange) (after Mailbox, replaced string, err error) {
	var hash string
	if m.PIN != nil && *m.PIN != "" {
		if err := checkDigits("PIN", *m.PIN, 4, 12); err != nil {
			return after, "", err
		}
		if hash, err = hashPIN(*m.PIN); err != nil {
			return after, "", err
		}
	}
	if m.Number != nil && *m.Number != "" {
		if err := checkDigits("number", *m.Number, 1, 20); err != nil {
			return after, "", err
		}
	}
	err = s.change(ctx, company, func(t *tx) error {
		before, err := mailboxByName(t.ctx, t, t.company, box)
		if err != nil {
			return err
		}
		if _, err := t.exec("make a mailbox", `INSERT INTO mailboxes (company_id, box) VALUES (?, ?) ON CONFLICT DO NOTHING`, t.company.ID, before.Box); err != nil {
			return err
		}
		set := func(column string, value any) error {
			_, err := t.exec("change a mailbox", `UPDATE mailboxes SET `+column+` = ? WHERE company_id = ? AND box = ?`, value, t.company.ID, before.Box)
			return err
		}
		if m.Number != nil {
			var number any
			if *m.Number != "" {
				number = *m.Number
			}
			if err := set("number", number); isUnique(err) {
				return &ConflictError{Kind: "mailbox", Name: before.Box, Problem: wording.Say("another mailbox has the number %q; choose a different one", *m.Number)}
			} else if err != nil {
				return err
			}
		}
		if m.PIN != nil {
			if err := set("pin_hash", hash); err != nil {
				return err
			}
		}
		if m.PIN != nil || m.Unlock {
			if err := errors.Join(set("wrong", 0), set("locked_until", nil)); err != nil {
				return err
			}
		}
		if m.Greeting != nil {
			if before.Greeting != m.Greeting.Hash {
				replaced = before.Greeting
			}
			if err := errors.Join(set("greeting", m.Greeting.Hash), set("greeting_ms", m.Greeting.Length.Milliseconds())); err != nil {
				return err
			}
		}
		if after, err = mailboxByName(t.ctx, t, t.company, before.Box); err != nil {
			return err
		}
		return t.audit("mailbox.set", "mailbox", after.Box, before, after)
	})
	return after, replaced, err
}

func checkDigits(field, s string, least, most int) error {
	if len(s) < least || len(s) > most || strings.Trim(s, "0123456789") != "" {
		shown := s
		if field == "PIN" {
			shown = ""
		}
		return &InvalidError{Field: field, Value: shown, Problem: wording.Say("use %d to %d digits", least, most)}
	}
	return nil
}
