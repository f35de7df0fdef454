package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"callflow/wording"
)

// Direct is a direct flow: it leads numbers to one user, with a few switches.
// Its revisions are made from the switches by a template, and cannot be edited
// otherwise until the flow is converted to a business flow.
type Direct struct {
	Flow string `json:"flow"`
	// User is the name of whom it rings.
	User string `json:"user"`
	// Numbers are those that run it.
	Numbers []string `json:"numbers"`
	// Switches are what was set, by the names of the template's parameters.
	Switches map[string]string `json:"switches"`
	// Status is the flow's.
	Status string `json:"status"`
}

// directError refuses to edit a direct flow.
func directError(flow string) error {
	return &ConflictError{Kind: "flow", Name: flow, Problem: wording.Say(
		"the flow %q is a direct flow; change it with callflow direct set, or make it a business flow with callflow direct convert and then edit it", flow)}
}

const directQuery = `SELECT f.name, d.user, d.switches, f.status,
	coalesce((SELECT group_concat(number, ' ') FROM (SELECT n.number FROM numbers n WHERE n.voice_flow_id = f.id ORDER BY n.number)), '')
	FROM direct_flows d JOIN flows f ON f.id = d.flow_id WHERE f.company_id = ? AND f.removed IS NULL`

func scanDirect(r *sql.Rows, d *Direct) error {
	var switches, numbers string
	if err := r.Scan(&d.Flow, &d.User, &switches, &d.Status, &numbers); err != nil {
		return err
	}
	d.Numbers = strings.Fields(numbers)
	if err := json.Unmarshal([]byte(switches), &d.Switches); err != nil {
		return fmt.Errorf("read the switches of the flow %q: %w", d.Flow, err)
	}
	return nil
}

// Directs lists the direct flows by name.
func (s *Store) Directs(ctx context.Context, company string) ([]Direct, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.reader, "list direct flows", scanDirect, directQuery+` ORDER BY f.name`, c.ID)
}

// Direct returns the direct flow that a number runs.
func (s *Store) Direct(ctx context.Context, company, number string) (Direct, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Direct{}, err
	}
	return directOf(ctx, s.reader, c, number)
}

func directOf(ctx context.Context, q querier, c Company, number string) (Direct, error) {
	n, err := numberByName(ctx, q, c, number)
	if err != nil {
		return Direct{}, err
	}
	found, err := collect(ctx, q, "look up a direct flow", scanDirect, directQuery+` AND f.name = ?`, c.ID, n.VoiceFlow)
	if err != nil {
		return Direct{}, err
	}
	if len(found) == 0 {
		problem := wording.Say("the number %s runs the flow %q, which is not a direct one", n.Number, n.VoiceFlow)
		if n.VoiceFlow == "" {
			problem = wording.Say("the number %s runs no flow", n.Number)
		}
		return Direct{}, &ConflictError{Kind: "number", Name: n.Number, Problem: problem}
	}
	return found[0], nil
}

// AddDirect saves and publishes a new direct flow and gives it to a number,
// which is added when there is none: all of it or nothing. A number that runs a
// flow already is a [*ConflictError].
func (s *Store) AddDirect(ctx context.Context, company, number string, d Draft, direct Direct) (Direct, error) {
	d.direct = true
	var after Direct
	err := s.change(ctx, company, func(t *tx) error {
		if _, err := flowByName(t.ctx, t, t.company, d.Flow.Name); err == nil {
			return taken("flow", d.Flow.Name)
		}
		n, err := t.freeNumber(number)
		if err != nil {
			return err
		}
		if err := t.saveDirect(d, direct); err != nil {
			return err
		}
		assigned, err := t.assign(n, d.Flow.Name)
		if err != nil {
			return err
		}
		if after, err = directOf(t.ctx, t, t.company, n.Number); err != nil {
			return err
		}
		return t.audit("number.assign", "number", n.Number, n, assigned)
	})
	return after, err
}

// freeNumber sees to it that there is the number, and that it runs nothing.
func (t *tx) freeNumber(number string) (Number, error) {
	n, err := numberByName(t.ctx, t, t.company, number)
	var missing *NotFoundError
	switch {
	case errors.As(err, &missing):
		return t.addNumber(Number{Number: number})
	case err != nil:
		return n, err
	case n.VoiceFlow != "":
		return n, &ConflictError{Kind: "number", Name: n.Number, Problem: wording.Say(
			"the number %s runs the flow %q already; take that from it first with callflow number unassign %s", n.Number, n.VoiceFlow, n.Number)}
	}
	return n, nil
}

// SetDirect saves and publishes a direct flow that was made anew from its
// switches.
func (s *Store) SetDirect(ctx context.Context, company string, d Draft, direct Direct) error {
	d.direct = true
	return s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, d.Flow.Name)
		if err != nil {
			return err
		}
		if !f.Direct {
			return &ConflictError{Kind: "flow", Name: f.Name, Problem: wording.Say("the flow %q is not a direct one any more", f.Name)}
		}
		return t.saveDirect(d, direct)
	})
}

func (t *tx) saveDirect(d Draft, direct Direct) error {
	if d.Author == "" {
		d.Author = actor(t.ctx)
	}
	if err := checkDraft(d); err != nil {
		return err
	}
	r, _, err := t.save(d)
	if err != nil {
		return err
	}
	if _, err := t.goLive("flow.publish", r.Flow, r.Number); err != nil {
		return err
	}
	switches, err := jsonText(direct.Switches)
	if err != nil {
		return err
	}
	_, err = t.exec("save a direct flow", `INSERT INTO direct_flows (flow_id, user, switches)
		VALUES ((SELECT id FROM flows WHERE company_id = ? AND name = ? AND removed IS NULL), ?, ?)
		ON CONFLICT (flow_id) DO UPDATE SET user = excluded.user, switches = excluded.switches`, t.company.ID, r.Flow, direct.User, switches)
	return err
}

// ConvertDirect makes the direct flow of a number a business flow, which is
// edited like any other. There is no way back.
func (s *Store) ConvertDirect(ctx context.Context, company, number string) (Direct, error) {
	var before Direct
	err := s.change(ctx, company, func(t *tx) error {
		var err error
		if before, err = directOf(t.ctx, t, t.company, number); err != nil {
			return err
		}
		if _, err := t.exec("convert a direct flow", `DELETE FROM direct_flows WHERE flow_id = (SELECT id FROM flows WHERE company_id = ? AND name = ? AND removed IS NULL)`,
			t.company.ID, before.Flow); err != nil {
			return err
		}
		return t.audit("flow.convert", "flow", before.Flow, before, nil)
	})
	return before, err
}
