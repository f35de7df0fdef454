package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
)

// Source is a number with what is known of every call to it.
type Source struct {
	Number string `json:"number"`
	// Flow is what its calls run, "" for none.
	Flow string `json:"flow"`
	flowengine.Visit
}

const sourceColumns = `n.number, coalesce(f.name, ''), s.name, s.keyword, s.active_page, s.landing_page, s.campaign, s.referrer`
const sourceTables = ` FROM sources s JOIN numbers n ON n.id = s.number_id LEFT JOIN flows f ON f.id = n.voice_flow_id`

func scanSource(r interface{ Scan(...any) error }, s *Source) error {
	return r.Scan(&s.Number, &s.Flow, &s.Source, &s.Keyword, &s.ActivePage, &s.LandingPage, &s.Campaign, &s.Referrer)
}

// Sources lists the company's sources.
func (s *Store) Sources(ctx context.Context, company string) ([]Source, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list sources", func(r *sql.Rows, s *Source) error { return scanSource(r, s) },
		`SELECT `+sourceColumns+sourceTables+` WHERE n.company_id = ? ORDER BY n.number`, c.ID)
}

// Source returns what is known of calls to a number; ok is false when the
// number is no source.
func (s *Store) Source(ctx context.Context, company, number string) (source Source, ok bool, err error) {
	n, err := s.Number(ctx, company, number)
	if err != nil {
		return Source{}, false, err
	}
	return sourceOf(ctx, s.reader, n.ID)
}

func sourceOf(ctx context.Context, q querier, number int64) (source Source, ok bool, err error) {
	err = scanSource(q.QueryRowContext(ctx, `SELECT `+sourceColumns+sourceTables+` WHERE n.id = ?`, number), &source)
	if errors.Is(err, sql.ErrNoRows) {
		return source, false, nil
	}
	if err != nil {
		return source, false, fmt.Errorf("look up a source: %w", err)
	}
	return source, true, nil
}

// SetSource makes a number a source, or changes what is known of its calls.
func (s *Store) SetSource(ctx context.Context, company, number string, v flowengine.Visit) error {
	if err := checkName("source", v.Source, 128); err != nil {
		return err
	}
	if err := errors.Join(checkText("keyword", v.Keyword, 512), checkText("active page", v.ActivePage, 512), checkText("landing page", v.LandingPage, 512),
		checkText("campaign", v.Campaign, 512), checkText("referrer", v.Referrer, 512)); err != nil {
		return err
	}
	return s.change(ctx, company, func(t *tx) error {
		n, err := numberByName(t.ctx, t, t.company, number)
		if err != nil {
			return err
		}
		before, had, err := sourceOf(t.ctx, t, n.ID)
		if err != nil {
			return err
		}
		if _, err := t.exec("set a source", `INSERT INTO sources (number_id, name, keyword, active_page, landing_page, campaign, referrer)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number_id) DO UPDATE SET name = excluded.name, keyword = excluded.keyword,
			active_page = excluded.active_page, landing_page = excluded.landing_page, campaign = excluded.campaign, referrer = excluded.referrer`,
			n.ID, v.Source, v.Keyword, v.ActivePage, v.LandingPage, v.Campaign, v.Referrer); err != nil {
			return err
		}
		if !had {
			return t.audit("source.set", "source", n.Number, nil, v)
		}
		return t.audit("source.set", "source", n.Number, before.Visit, v)
	})
}

// RemoveSource makes a number an ordinary one again.
func (s *Store) RemoveSource(ctx context.Context, company, number string) error {
	return s.change(ctx, company, func(t *tx) error {
		n, err := numberByName(t.ctx, t, t.company, number)
		if err != nil {
			return err
		}
		before, had, err := sourceOf(t.ctx, t, n.ID)
		if err != nil {
			return err
		}
		if !had {
			return &NotFoundError{Kind: "source", Name: n.Number}
		}
		if _, err := t.exec("remove a source", `DELETE FROM sources WHERE number_id = ?`, n.ID); err != nil {
			return err
		}
		return t.audit("source.rm", "source", n.Number, before.Visit, nil)
	})
}

// Tracking knows what led to the calls of one company. What it has looked up it
// keeps in memory until something changes.
type Tracking struct {
	store   *Store
	company string
}

var _ flowengine.Tracking = (*Tracking)(nil)

// Tracking returns what is known of a company's calls.
func (s *Store) Tracking(company string) *Tracking { return &Tracking{s, companyName(company)} }

// Visit implements [flowengine.Tracking].
func (t *Tracking) Visit(ctx context.Context, number, _ string) (flowengine.Visit, error) {
	return recall(t.store.watch.current(), cacheKey{"source", t.company, number}, func() (flowengine.Visit, error) {
		bare := strings.TrimPrefix(NormalNumber(number), "+")
		var s Source
		err := scanSource(t.store.reader.QueryRowContext(ctx, `SELECT `+sourceColumns+sourceTables+
			` WHERE n.number IN (?, ?) AND n.company_id = (SELECT id FROM companies WHERE name = ?) LIMIT 1`, bare, "+"+bare, t.company), &s)
		if errors.Is(err, sql.ErrNoRows) {
			return flowengine.Visit{}, nil
		}
		if err != nil {
			return flowengine.Visit{}, fmt.Errorf("look up what led to calls of %s: %w", number, err)
		}
		return s.Visit, nil
	})
}

var _ flowengine.SourceCatalog = (*Catalog)(nil)

// Sources implements [flowengine.SourceCatalog].
func (c *Catalog) Sources(ctx context.Context, flow string) ([]flowengine.NumberVisit, error) {
	all, err := c.store.Sources(ctx, c.company)
	if err != nil {
		return nil, err
	}
	var found []flowengine.NumberVisit
	for _, s := range all {
		if strings.EqualFold(s.Flow, flow) {
			found = append(found, flowengine.NumberVisit{Number: s.Number, Visit: s.Visit})
		}
	}
	return found, nil
}
