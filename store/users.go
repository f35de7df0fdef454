package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/mail"

	"callflow/wording"
)

// User is a person who can be rung or mailed.
type User struct {
	ID int64 `json:"-"`
	// Name is what flows call the person: alice in user:alice.
	Name     string `json:"name"`
	FullName string `json:"full_name"`
	Email    string `json:"email"`
	// Phones are rung in this order.
	Phones []Phone `json:"phones"`
	// Weight is the share in a round robin, 1 to 100; 1 by default.
	Weight int `json:"weight"`
}

// Phone is one phone of a user: an endpoint of Asterisk such as PJSIP/alice,
// or a number outside such as +61412345678. One of the two is set.
type Phone struct {
	Endpoint string `json:"endpoint,omitempty"`
	External string `json:"external,omitempty"`
}

// Users lists a company's users by name.
func (s *Store) Users(ctx context.Context, company string) ([]User, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return users(ctx, s.reader, `u.company_id = ? ORDER BY u.name`, c.ID)
}

// UserPage lists at most so many users by name, those after a name.
func (s *Store) UserPage(ctx context.Context, company, after string, most int) ([]User, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return users(ctx, s.reader, `u.company_id = ? AND u.name > ? ORDER BY u.name LIMIT ?`, c.ID, after, most)
}

// User returns one user.
func (s *Store) User(ctx context.Context, company, name string) (User, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return User{}, err
	}
	return userByName(ctx, s.reader, c, name)
}

func userByName(ctx context.Context, q querier, c Company, name string) (User, error) {
	found, err := users(ctx, q, `u.company_id = ? AND u.name = ?`, c.ID, name)
	if err != nil {
		return User{}, err
	}
	if len(found) == 0 {
		return User{}, notFound(ctx, q, "user", name, `SELECT name FROM users WHERE company_id = ?`, c.ID)
	}
	return found[0], nil
}

// users reads users with their phones.
func users(ctx context.Context, q querier, condition string, args ...any) ([]User, error) {
	found, err := collect(ctx, q, "list users", func(r *sql.Rows, u *User) error {
		u.Phones = []Phone{}
		return r.Scan(&u.ID, &u.Name, &u.FullName, &u.Email, &u.Weight)
	}, `SELECT u.id, u.name, u.full_name, u.email, u.weight FROM users u WHERE `+condition, args...)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if found[i].Phones, err = phones(ctx, q, found[i].ID); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func phones(ctx context.Context, q querier, user int64) ([]Phone, error) {
	return collect(ctx, q, "list phones", func(r *sql.Rows, p *Phone) error {
		var kind, value string
		if err := r.Scan(&kind, &value); err != nil {
			return err
		}
		if kind == "endpoint" {
			p.Endpoint = value
		} else {
			p.External = value
		}
		return nil
	}, `SELECT kind, value FROM user_phones WHERE user_id = ? ORDER BY position`, user)
}

// AddUser adds a user.
func (s *Store) AddUser(ctx context.Context, company string, u User) (User, error) {
	if err := checkUser(&u); err != nil {
		return u, err
	}
	err := s.change(ctx, company, func(t *tx) error {
		var err error
		u.ID, err = t.insert("add a user", `INSERT INTO users (company_id, name, full_name, email, weight) VALUES (?, ?, ?, ?, ?)`,
			t.company.ID, u.Name, u.FullName, u.Email, u.Weight)
		if isUnique(err) {
			return taken("user", u.Name)
		}
		if err != nil {
			return err
		}
		if err := t.setPhones(u); err != nil {
			return err
		}
		return t.audit("user.add", "user", u.Name, nil, u)
	})
	return u, err
}

// SetUser changes the user of that name: everything but the name. To change
// one thing, read the user with [Store.User] first.
func (s *Store) SetUser(ctx context.Context, company string, u User) (User, error) {
	if err := checkUser(&u); err != nil {
		return u, err
	}
	err := s.change(ctx, company, func(t *tx) error {
		before, err := userByName(t.ctx, t, t.company, u.Name)
		if err != nil {
			return err
		}
		u.ID, u.Name = before.ID, before.Name
		if _, err := t.exec("change a user", `UPDATE users SET full_name = ?, email = ?, weight = ? WHERE id = ?`, u.FullName, u.Email, u.Weight, u.ID); err != nil {
			return err
		}
		if err := t.setPhones(u); err != nil {
			return err
		}
		return t.audit("user.set", "user", u.Name, before, u)
	})
	return u, err
}

// RemoveUser removes a user, and the way in. One who is used by a flow or is in
// a group is not: the [*InUseError] lists where. Nor is the last admin.
func (s *Store) RemoveUser(ctx context.Context, company, name string) error {
	return s.change(ctx, company, func(t *tx) error {
		before, err := userByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		if err := t.unused("user", before.Name, nil); err != nil {
			return err
		}
		if k, err := t.store.signInByName(t.ctx, t, t.company, before.Name); err == nil {
			if err := t.notLastAdmin(k); err != nil {
				return err
			}
		}
		if _, err := t.exec("remove a user", `DELETE FROM users WHERE id = ?`, before.ID); err != nil {
			return err
		}
		return t.audit("user.rm", "user", before.Name, before, nil)
	})
}

func (t *tx) setPhones(u User) error {
	if _, err := t.exec("change a user's phones", `DELETE FROM user_phones WHERE user_id = ?`, u.ID); err != nil {
		return err
	}
	for i, p := range u.Phones {
		kind, value := "endpoint", p.Endpoint
		if p.External != "" {
			kind, value = "external", p.External
		}
		if _, err := t.exec("change a user's phones", `INSERT INTO user_phones (user_id, position, kind, value) VALUES (?, ?, ?, ?)`, u.ID, i+1, kind, value); err != nil {
			return err
		}
	}
	return nil
}

// maxPhones bounds the phones of one user; all of them ring at once.
const maxPhones = 32

func checkUser(u *User) error {
	if u.Weight == 0 {
		u.Weight = 1
	}
	if u.Phones == nil {
		u.Phones = []Phone{}
	}
	if err := errors.Join(checkIdentifier("user", u.Name), checkText("full name", u.FullName, 128), checkText("email", u.Email, 254)); err != nil {
		return err
	}
	if u.Weight < 1 || u.Weight > 100 {
		return &InvalidError{Field: "weight", Value: fmt.Sprint(u.Weight), Problem: wording.Of("use 1 to 100")}
	}
	if u.Email != "" {
		if a, err := mail.ParseAddress(u.Email); err != nil || a.Address != u.Email {
			return &InvalidError{Field: "email", Value: u.Email, Problem: wording.Of("it is not an address such as alice@example.org")}
		}
	}
	if len(u.Phones) > maxPhones {
		return &InvalidError{Field: "phones", Value: fmt.Sprint(len(u.Phones)), Problem: wording.Say("a user has at most %d", maxPhones)}
	}
	for i := range u.Phones {
		err := checkPhone(&u.Phones[i])
		if invalid, ok := errors.AsType[*InvalidError](err); ok {
			invalid.Within = fmt.Sprintf("phones[%d]", i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leastOutside is how many digits a telephone outside has at least, unless it
// is written with +: shorter ones are extensions, written in the wrong place.
const leastOutside = 6

func checkPhone(p *Phone) error {
	switch {
	case (p.Endpoint == "") == (p.External == ""):
		return &InvalidError{Field: "endpoint", Value: p.Endpoint, Problem: wording.Of("a phone is either an endpoint or an external number")}
	case p.Endpoint != "":
		return checkEndpoint("endpoint", p.Endpoint)
	}
	n, err := checkExternal(p.External)
	if err != nil {
		return err
	}
	if len(n) < leastOutside {
		return &InvalidError{Field: "external number", Value: p.External, Problem: wording.Say(
			"it is too short for a number outside, which is written with its country code, such as +61412345678; a telephone of this Asterisk is an endpoint, such as PJSIP/%s", n)}
	}
	p.External = n
	return nil
}

// checkExternal checks a number that is dialled out: digits, and + before them.
func checkExternal(s string) (string, error) {
	n := NormalNumber(s)
	for i, r := range n {
		if (r < '0' || r > '9') && (r != '+' || i > 0) {
			n = ""
		}
	}
	if len(n) < 3 || len(n) > 20 {
		return "", &InvalidError{Field: "external number", Value: s, Problem: wording.Of("write it with its country code, such as +61412345678")}
	}
	return n, nil
}
