package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"callflow/wording"
)

// Cap is what bounds a company's calls and texts to numbers outside, or those to
// the phones of one user. A negative number bounds nothing.
type Cap struct {
	// User is the user's name, "" for the company as a whole.
	User       string `json:"user,omitempty"`
	CallsHour  int    `json:"calls_hour"`
	Concurrent int    `json:"concurrent"`
	MinutesDay int    `json:"minutes_day"`
	// TextsHour is how many texts may go outside within an hour.
	TextsHour int `json:"texts_hour"`
	// Allowed and Forbidden are prefixes with + and country code. Of both lists,
	// the company's and the user's, the longest prefix counts.
	Allowed   []string `json:"allowed"`
	Forbidden []string `json:"forbidden"`
	// Alert is who gets a mail when a cap refuses a call, "" for nobody.
	Alert string `json:"alert,omitempty"`
}

// NoCap bounds nothing.
func NoCap(user string) Cap {
	return Cap{User: user, CallsHour: -1, Concurrent: -1, MinutesDay: -1, TextsHour: -1, Allowed: []string{}, Forbidden: []string{}}
}

// Caps lists the caps of a company: first its own, then those of users.
func (s *Store) Caps(ctx context.Context, company string) ([]Cap, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return capsOf(ctx, s.reader, c)
}

func capsOf(ctx context.Context, q querier, c Company) ([]Cap, error) {
	set, err := collect(ctx, q, "list caps", func(r *sql.Rows, v *Cap) error {
		var allowed, forbidden string
		if err := r.Scan(&v.User, &v.CallsHour, &v.Concurrent, &v.MinutesDay, &v.TextsHour, &allowed, &forbidden, &v.Alert); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(allowed), &v.Allowed); err != nil {
			return fmt.Errorf("the allowed prefixes: %w", err)
		}
		if err := json.Unmarshal([]byte(forbidden), &v.Forbidden); err != nil {
			return fmt.Errorf("the forbidden prefixes: %w", err)
		}
		return nil
	}, `SELECT coalesce(u.name, ''), coalesce(k.calls_hour, -1), coalesce(k.concurrent, -1), coalesce(k.minutes_day, -1), coalesce(k.texts_hour, -1), k.allowed, k.forbidden, k.alert
		FROM caps k LEFT JOIN users u ON u.id = k.user_id WHERE k.company_id = ? ORDER BY u.name`, c.ID)
	if err != nil {
		return nil, err
	}
	if len(set) == 0 || set[0].User != "" {
		set = append([]Cap{NoCap("")}, set...)
	}
	return set, nil
}

// SetCap replaces the caps of a company or a user.
func (s *Store) SetCap(ctx context.Context, company string, v Cap) error {
	for at, list := range []*[]string{&v.Allowed, &v.Forbidden} {
		for i, p := range *list {
			p = NormalNumber(p)
			if len(p) < 2 || len(p) > 16 || p[0] != '+' || strings.Trim(p[1:], "0123456789") != "" {
				return &InvalidError{Field: []string{"allowed", "forbidden"}[at], Value: (*list)[i], Problem: wording.Of("write it with + and the country code, such as +64 or +611900")}
			}
			(*list)[i] = p
		}
		slices.Sort(*list)
		*list = slices.Compact(*list)
		if *list == nil {
			*list = []string{}
		}
	}
	for _, p := range v.Allowed {
		if slices.Contains(v.Forbidden, p) {
			return &InvalidError{Field: "forbidden", Value: p, Problem: wording.Of("it is both allowed and forbidden")}
		}
	}
	if err := checkText("alert", v.Alert, 254); err != nil {
		return err
	}
	if v.Alert != "" && !strings.Contains(v.Alert, "@") {
		return &InvalidError{Field: "alert", Value: v.Alert, Problem: wording.Of("use a mail address")}
	}
	allowed, err := json.Marshal(v.Allowed)
	if err != nil {
		return err
	}
	forbidden, err := json.Marshal(v.Forbidden)
	if err != nil {
		return err
	}
	return s.change(ctx, company, func(t *tx) error {
		var user sql.NullInt64
		if v.User != "" {
			u, err := userByName(t.ctx, t, t.company, v.User)
			if err != nil {
				return err
			}
			user, v.User = sql.NullInt64{Int64: u.ID, Valid: true}, u.Name
		}
		if _, err := t.exec("forget caps", `DELETE FROM caps WHERE company_id = ? AND coalesce(user_id, 0) = coalesce(?, 0)`, t.company.ID, user); err != nil {
			return err
		}
		if _, err := t.exec("set caps", `INSERT INTO caps (company_id, user_id, calls_hour, concurrent, minutes_day, texts_hour, allowed, forbidden, alert) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			t.company.ID, user, bound(v.CallsHour), bound(v.Concurrent), bound(v.MinutesDay), bound(v.TextsHour), string(allowed), string(forbidden), v.Alert); err != nil {
			return err
		}
		return t.audit("caps.set", "caps", v.User, nil, v)
	})
}

// RemoveCap takes a user's caps away, so that only the company's bound the user.
func (s *Store) RemoveCap(ctx context.Context, company, user string) error {
	return s.change(ctx, company, func(t *tx) error {
		u, err := userByName(t.ctx, t, t.company, user)
		if err != nil {
			return err
		}
		r, err := t.exec("remove caps", `DELETE FROM caps WHERE company_id = ? AND user_id = ?`, t.company.ID, u.ID)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return notFound(t.ctx, t, "cap", u.Name, `SELECT u.name FROM caps k JOIN users u ON u.id = k.user_id WHERE k.company_id = ?`, t.company.ID)
		}
		return t.audit("caps.rm", "caps", u.Name, nil, nil)
	})
}

// bound is a number for the database, NULL when it bounds nothing.
func bound(n int) any {
	if n < 0 {
		return nil
	}
	return n
}
