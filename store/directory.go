package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// Directory knows whom a company's flows can ring. What it has looked up it
// keeps in memory until something changes.
type Directory struct {
	store   *Store
	company string
}

var _ flowengine.Directory = (*Directory)(nil)

// Directory returns the directory of a company.
func (s *Store) Directory(company string) *Directory { return &Directory{s, companyName(company)} }

// User implements [flowengine.Directory].
func (d *Directory) User(ctx context.Context, name string) (flowengine.User, error) {
	return recall(d.store.watch.current(), cacheKey{"user", d.company, name}, func() (flowengine.User, error) {
		c, err := d.store.Company(ctx, d.company)
		if err != nil {
			return flowengine.User{}, err
		}
		u, err := userByName(ctx, d.store.reader, c, name)
		if err != nil {
			return flowengine.User{}, err
		}
		return d.ringable(c, u), nil
	})
}

// Group implements [flowengine.Directory].
func (d *Directory) Group(ctx context.Context, name string) ([]flowengine.User, error) {
	return recall(d.store.watch.current(), cacheKey{"group", d.company, name}, func() ([]flowengine.User, error) {
		c, err := d.store.Company(ctx, d.company)
		if err != nil {
			return nil, err
		}
		g, err := groupByName(ctx, d.store.reader, c, name)
		if err != nil {
			return nil, err
		}
		people := make([]flowengine.User, 0, len(g.Members))
		for _, member := range g.Members {
			u, err := userByName(ctx, d.store.reader, c, member)
			if err != nil {
				return nil, err
			}
			people = append(people, d.ringable(c, u))
		}
		return people, nil
	})
}

// Outbound implements [flowengine.Directory].
func (d *Directory) Outbound(ctx context.Context, number string) (string, error) {
	c, err := d.settings(ctx)
	if err != nil {
		return "", err
	}
	return outbound(c, number)
}

// NumberCountry is the company's, see [Company.NumberCountry].
func (d *Directory) NumberCountry(ctx context.Context) (string, error) {
	c, err := d.settings(ctx)
	return c.NumberCountry(), err
}

// settings are the company's, kept in memory until something changes.
func (d *Directory) settings(ctx context.Context) (Company, error) {
	return recall(d.store.watch.current(), cacheKey{"company", d.company, ""}, func() (Company, error) {
		return d.store.Company(ctx, d.company)
	})
}

func outbound(c Company, number string) (string, error) {
	n, err := checkExternal(number)
	if err != nil {
		return "", err
	}
	if c.Outbound == "" {
		return "", &InvalidError{Field: "external number", Value: number, Problem: wording.Say(
			"the company %q has no way out; set its outbound endpoint, such as PJSIP/{number}@trunk", c.Name)}
	}
	return strings.ReplaceAll(c.Outbound, "{number}", n), nil
}

// ringable is a user as the engine rings him. An external phone that there is
// no way to is left out; with no phone left, the dial node says so.
func (d *Directory) ringable(c Company, u User) flowengine.User {
	out := flowengine.User{Name: u.Name, Weight: u.Weight}
	for _, p := range u.Phones {
		endpoint := p.Endpoint
		if p.External != "" {
			var err error
			if endpoint, err = outbound(c, p.External); err != nil {
				d.store.log.Warn().Err(err).Str("user", u.Name).Str("company", c.Name).Msg("a user's phone cannot be rung")
				continue
			}
		}
		out.Endpoints = append(out.Endpoints, endpoint)
	}
	return out
}

// Answers remembers who talked to whom in one company.
type Answers struct {
	store   *Store
	company string
}

var _ flowengine.Answers = (*Answers)(nil)

// Answers returns what is remembered for a company. The [Journal] writes it.
func (s *Store) Answers(company string) *Answers { return &Answers{s, companyName(company)} }

// LastAnswered implements [flowengine.Answers].
func (a *Answers) LastAnswered(ctx context.Context, caller, flow, node string) (target string, ok bool, err error) {
	key := CallerKey(caller)
	if key == "" {
		return "", false, nil
	}
	err = a.store.reader.QueryRowContext(ctx, `SELECT target FROM answers
		WHERE company_id = (SELECT id FROM companies WHERE name = ?) AND caller_key = ? AND flow = ? AND node = ?`,
		a.company, key, flow, node).Scan(&target)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look up who answered %s last: %w", key, err)
	}
	return target, true, nil
}
