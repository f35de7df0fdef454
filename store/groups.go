package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callflow/wording"
)

// Group is an ordered list of users.
type Group struct {
	ID int64 `json:"-"`
	// Name is what flows call it: sales in group:sales.
	Name string `json:"name"`
	// Members are users' names in their order.
	Members []string `json:"members"`
}

// Groups lists a company's groups by name.
func (s *Store) Groups(ctx context.Context, company string) ([]Group, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	found, err := collect(ctx, s.reader, "list groups", func(r *sql.Rows, g *Group) error { return r.Scan(&g.ID, &g.Name) },
		`SELECT id, name FROM user_groups WHERE company_id = ? ORDER BY name`, c.ID)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if found[i].Members, err = members(ctx, s.reader, found[i].ID); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Group returns one group.
func (s *Store) Group(ctx context.Context, company, name string) (Group, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Group{}, err
	}
	return groupByName(ctx, s.reader, c, name)
}

func groupByName(ctx context.Context, q querier, c Company, name string) (Group, error) {
	var g Group
	err := q.QueryRowContext(ctx, `SELECT id, name FROM user_groups WHERE company_id = ? AND name = ?`, c.ID, name).Scan(&g.ID, &g.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return g, notFound(ctx, q, "group", name, `SELECT name FROM user_groups WHERE company_id = ?`, c.ID)
	}
	if err != nil {
		return g, fmt.Errorf("look up the group %q: %w", name, err)
	}
	g.Members, err = members(ctx, q, g.ID)
	return g, err
}

func members(ctx context.Context, q querier, group int64) ([]string, error) {
	return names(ctx, q, `SELECT u.name FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = ? ORDER BY m.position`, group)
}

// AddGroup adds a group. A user may be in it once.
func (s *Store) AddGroup(ctx context.Context, company string, g Group) (Group, error) {
	if err := checkIdentifier("group", g.Name); err != nil {
		return g, err
	}
	err := s.change(ctx, company, func(t *tx) error {
		var err error
		g.ID, err = t.insert("add a group", `INSERT INTO user_groups (company_id, name) VALUES (?, ?)`, t.company.ID, g.Name)
		if isUnique(err) {
			return taken("group", g.Name)
		}
		if err != nil {
			return err
		}
		if g.Members, err = t.setMembers(g); err != nil {
			return err
		}
		return t.audit("group.add", "group", g.Name, nil, g)
	})
	return g, err
}

// SetGroup changes the members of the group of that name.
func (s *Store) SetGroup(ctx context.Context, company string, g Group) (Group, error) {
	err := s.change(ctx, company, func(t *tx) error {
		before, err := groupByName(t.ctx, t, t.company, g.Name)
		if err != nil {
			return err
		}
		g.ID, g.Name = before.ID, before.Name
		if g.Members, err = t.setMembers(g); err != nil {
			return err
		}
		return t.audit("group.set", "group", g.Name, before, g)
	})
	return g, err
}

// RemoveGroup removes a group. One that a flow uses is not: the [*InUseError]
// lists where.
func (s *Store) RemoveGroup(ctx context.Context, company, name string) error {
	return s.change(ctx, company, func(t *tx) error {
		before, err := groupByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		if err := t.unused("group", before.Name, nil); err != nil {
			return err
		}
		if _, err := t.exec("remove a group", `DELETE FROM user_groups WHERE id = ?`, before.ID); err != nil {
			return err
		}
		return t.audit("group.rm", "group", before.Name, before, nil)
	})
}

// setMembers replaces the members and returns them as the users are named.
func (t *tx) setMembers(g Group) ([]string, error) {
	if _, err := t.exec("change a group's members", `DELETE FROM group_members WHERE group_id = ?`, g.ID); err != nil {
		return nil, err
	}
	for i, name := range g.Members {
		if slices.ContainsFunc(g.Members[:i], func(other string) bool { return strings.EqualFold(other, name) }) {
			return nil, &InvalidError{Field: "member", Value: name, Problem: wording.Of("the user is listed twice")}
		}
		u, err := userByName(t.ctx, t, t.company, name)
		if err != nil {
			return nil, err
		}
		if _, err := t.exec("change a group's members", `INSERT INTO group_members (group_id, position, user_id) VALUES (?, ?, ?)`, g.ID, i+1, u.ID); err != nil {
			return nil, err
		}
	}
	return members(t.ctx, t, g.ID)
}
