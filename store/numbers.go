package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"callflow/flowengine"
	"callflow/wording"
)

// Number is a phone number or extension that callers or texters reach.
type Number struct {
	ID     int64  `json:"-"`
	Number string `json:"number"`
	// Service is the service name, Group the service group.
	Service string `json:"service"`
	Group   string `json:"group"`
	// VoiceFlow and TextFlow are the names of the flows that it runs, "" for none.
	VoiceFlow string `json:"voice_flow"`
	TextFlow  string `json:"text_flow"`
	// Driver is by which driver its calls come: ari, or agi for FastAGI.
	Driver string `json:"driver"`
}

// NumberFilter narrows a list of numbers; empty fields do not.
type NumberFilter struct {
	// Number is a part of the number; spaces and punctuation are ignored.
	Number string
	// Service and Group are whole names.
	Service, Group string
	// Flow is the name of a voice or text flow.
	Flow string
	// Unassigned lists only numbers without a voice flow.
	Unassigned bool
	// After is the last number of the page before.
	After string
	// Limit is 1,000 by default.
	Limit int
}

const numberColumns = `n.id, n.number, n.service, n.service_group, coalesce(v.name, ''), coalesce(t.name, ''), n.driver`
const numberTables = ` FROM numbers n LEFT JOIN flows v ON v.id = n.voice_flow_id LEFT JOIN flows t ON t.id = n.text_flow_id`

func scanNumber(r interface{ Scan(...any) error }, n *Number) error {
	return r.Scan(&n.ID, &n.Number, &n.Service, &n.Group, &n.VoiceFlow, &n.TextFlow, &n.Driver)
}

// Numbers lists numbers.
func (s *Store) Numbers(ctx context.Context, company string, f NumberFilter) ([]Number, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	var w where
	w.add("n.company_id = ?", c.ID)
	if f.Number != "" {
		w.add("instr(n.number, ?) > 0", NormalNumber(f.Number))
	}
	w.is("n.service", f.Service)
	w.is("n.service_group", f.Group)
	if f.Flow != "" {
		flow, err := flowByName(ctx, s.reader, c, f.Flow)
		if err != nil {
			return nil, err
		}
		w.add("(n.voice_flow_id = ? OR n.text_flow_id = ?)", flow.ID, flow.ID)
	}
	if f.Unassigned {
		w.add("n.voice_flow_id IS NULL")
	}
	if f.After != "" {
		w.add("n.number > ?", f.After)
	}
	return collect(ctx, s.reader, "list numbers", func(r *sql.Rows, n *Number) error { return scanNumber(r, n) },
		`SELECT `+numberColumns+numberTables+w.sql()+` ORDER BY n.number LIMIT ?`, w.with(limit(f.Limit, 1000))...)
}

// Number returns one number.
func (s *Store) Number(ctx context.Context, company, number string) (Number, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Number{}, err
	}
	return numberByName(ctx, s.reader, c, number)
}

func numberByName(ctx context.Context, q querier, c Company, number string) (Number, error) {
	var n Number
	err := scanNumber(q.QueryRowContext(ctx, `SELECT `+numberColumns+numberTables+` WHERE n.company_id = ? AND n.number = ?`,
		c.ID, NormalNumber(number)), &n)
	if errors.Is(err, sql.ErrNoRows) {
		return Number{}, notFound(ctx, q, "number", number, `SELECT number FROM numbers WHERE company_id = ?`, c.ID)
	}
	if err != nil {
		return Number{}, fmt.Errorf("look up the number %q: %w", number, err)
	}
	return n, nil
}

// AddNumber adds a number. With VoiceFlow or TextFlow it is assigned at once.
func (s *Store) AddNumber(ctx context.Context, company string, n Number) (Number, error) {
	err := s.change(ctx, company, func(t *tx) error {
		var err error
		n, err = t.addNumber(n)
		return err
	})
	return n, err
}

func (t *tx) addNumber(n Number) (Number, error) {
	var err error
	if n.Number, err = checkNumber(n.Number); err != nil {
		return n, err
	}
	if err := checkNumberTexts(n); err != nil {
		return n, err
	}
	if n.Driver == "" {
		n.Driver = flowengine.DriverARI
	}
	if err := checkDriver(n.Driver); err != nil {
		return n, err
	}
	n.ID, err = t.insert("add a number", `INSERT INTO numbers (company_id, number, service, service_group, driver) VALUES (?, ?, ?, ?, ?)`,
		t.company.ID, n.Number, n.Service, n.Group, n.Driver)
	if isUnique(err) {
		return n, taken("number", n.Number)
	}
	if err != nil {
		return n, err
	}
	for _, flow := range []string{n.VoiceFlow, n.TextFlow} {
		if flow == "" {
			continue
		}
		if _, err := t.assign(n, flow); err != nil {
			return n, err
		}
	}
	if n, err = numberByName(t.ctx, t, t.company, n.Number); err != nil {
		return n, err
	}
	return n, t.audit("number.add", "number", n.Number, nil, n)
}

// SetNumber changes a number's service name and group.
func (s *Store) SetNumber(ctx context.Context, company, number, service, group string) error {
	return s.change(ctx, company, func(t *tx) error {
		before, err := numberByName(t.ctx, t, t.company, number)
		if err != nil {
			return err
		}
		after := before
		after.Service, after.Group = service, group
		if err := checkNumberTexts(after); err != nil {
			return err
		}
		if _, err := t.exec("change a number", `UPDATE numbers SET service = ?, service_group = ? WHERE id = ?`, service, group, before.ID); err != nil {
			return err
		}
		return t.audit("number.set", "number", before.Number, before, after)
	})
}

// SetNumberDriver says by which driver a number's calls come. Whether its flow can
// do with that is for the caller to check.
func (s *Store) SetNumberDriver(ctx context.Context, company, number, driver string) error {
	if err := checkDriver(driver); err != nil {
		return err
	}
	return s.change(ctx, company, func(t *tx) error {
		before, err := numberByName(t.ctx, t, t.company, number)
		if err != nil {
			return err
		}
		after := before
		after.Driver = driver
		if _, err := t.exec("change a number", `UPDATE numbers SET driver = ? WHERE id = ?`, driver, before.ID); err != nil {
			return err
		}
		return t.audit("number.set", "number", before.Number, before, after)
	})
}

func checkDriver(driver string) error {
	if driver != flowengine.DriverARI && driver != flowengine.DriverAGI {
		return &InvalidError{Field: "driver", Value: driver, Problem: wording.Say("use %s", wording.List([]string{"ari", "agi"}, "or"))}
	}
	return nil
}

var _ flowengine.DriverCatalog = (*Catalog)(nil)

// Drivers implements [flowengine.DriverCatalog].
func (c *Catalog) Drivers(ctx context.Context, flow string) (map[string]string, error) {
	type served struct{ driver, number string }
	rows, err := collect(ctx, c.store.reader, "list the drivers of a flow", func(r *sql.Rows, s *served) error { return r.Scan(&s.driver, &s.number) },
		`WITH RECURSIVE callers (id, company_id, name) AS (
			SELECT f.id, f.company_id, f.name FROM flows f JOIN companies m ON m.id = f.company_id
			WHERE m.name = ? AND f.name = ? AND f.removed IS NULL
			UNION
			SELECT f.id, f.company_id, f.name FROM callers c JOIN flow_refs x ON x.kind = 'flow' AND x.name = c.name
			JOIN flows f ON f.live_revision_id = x.revision_id AND f.company_id = c.company_id AND f.removed IS NULL)
		SELECT n.driver, min(n.number) FROM numbers n
		WHERE n.voice_flow_id IN (SELECT id FROM callers) OR n.text_flow_id IN (SELECT id FROM callers) GROUP BY n.driver`, companyName(c.company), flow)
	drivers := make(map[string]string, len(rows))
	for _, r := range rows {
		drivers[r.driver] = r.number
	}
	return drivers, err
}

func checkNumberTexts(n Number) error {
	return errors.Join(checkText("service", n.Service, 128), checkText("group", n.Group, 128))
}

// AssignNumber gives a flow to a number, for calls or for texts as the flow's
// kind says. A flow's twin is assigned with it. A draft is a [*DraftError].
func (s *Store) AssignNumber(ctx context.Context, company, number, flow string) (Number, error) {
	var after Number
	err := s.change(ctx, company, func(t *tx) error {
		before, err := numberByName(t.ctx, t, t.company, number)
		if err != nil {
			return err
		}
		if after, err = t.assign(before, flow); err != nil {
			return err
		}
		return t.audit("number.assign", "number", before.Number, before, after)
	})
	return after, err
}

// assign gives the flow and its twin to the number.
func (t *tx) assign(n Number, flow string) (Number, error) {
	f, err := flowByName(t.ctx, t, t.company, flow)
	if err != nil {
		return n, err
	}
	flows := []Flow{f}
	if f.Twin != "" {
		twin, err := flowByName(t.ctx, t, t.company, f.Twin)
		if err != nil {
			return n, err
		}
		flows = append(flows, twin)
	}
	for _, f := range flows {
		if f.Live == 0 {
			return n, &DraftError{Flow: f.Name, Revision: f.Latest, Progress: f.Progress, Complete: f.Complete}
		}
		column := "voice_flow_id"
		if f.Kind == "text" {
			column = "text_flow_id"
		}
		if _, err := t.exec("assign a number", `UPDATE numbers SET `+column+` = ? WHERE id = ?`, f.ID, n.ID); err != nil {
			return n, err
		}
	}
	return numberByName(t.ctx, t, t.company, n.Number)
}

// UnassignNumber takes the flows away from a number.
func (s *Store) UnassignNumber(ctx context.Context, company, number string) error {
	return s.change(ctx, company, func(t *tx) error {
		before, err := numberByName(t.ctx, t, t.company, number)
		if err != nil {
			return err
		}
		after := before
		after.VoiceFlow, after.TextFlow = "", ""
		if _, err := t.exec("unassign a number", `UPDATE numbers SET voice_flow_id = NULL, text_flow_id = NULL WHERE id = ?`, before.ID); err != nil {
			return err
		}
		return t.audit("number.unassign", "number", before.Number, before, after)
	})
}

// RemoveNumber removes a number. Its calls stay in the history.
func (s *Store) RemoveNumber(ctx context.Context, company, number string) error {
	return s.RemoveNumbers(ctx, company, []string{number})
}

func (t *tx) removeNumber(number string) error {
	before, err := numberByName(t.ctx, t, t.company, number)
	if err != nil {
		return err
	}
	if _, err := t.exec("remove a number", `DELETE FROM numbers WHERE id = ?`, before.ID); err != nil {
		return err
	}
	return t.audit("number.rm", "number", before.Number, before, nil)
}
