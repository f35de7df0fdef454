package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/wording"
)

// Flow is what a list of flows shows of one.
type Flow struct {
	ID   int64           `json:"-"`
	Name string          `json:"name"`
	Kind flowengine.Kind `json:"kind"`
	// Status is draft, available or active.
	Status string `json:"status"`
	// Live is the number of the revision that new calls run, 0 for none.
	Live int `json:"live_revision"`
	// Latest is the number of the newest revision.
	Latest int `json:"latest_revision"`
	// Progress is the newest revision's, in percent; Complete says whether it
	// could be published.
	Progress int  `json:"progress"`
	Complete bool `json:"complete"`
	// Unpublished is the badge "complete, unpublished": the newest revision
	// only needs publishing.
	Unpublished bool `json:"unpublished"`
	// Twin is the name of the text flow that goes with a voice flow, or the
	// other way round.
	Twin string `json:"twin,omitempty"`
	// Direct says that it is a direct flow, see [Direct].
	Direct bool `json:"direct"`
	// Numbers counts the numbers that use it.
	Numbers int `json:"numbers"`
	// Preview are the types of the newest revision's nodes in walking order.
	Preview []string  `json:"preview"`
	Created time.Time `json:"created"`
	// Saved is when the newest revision was saved.
	Saved time.Time `json:"saved"`

	liveID, latestID int64
}

const flowColumns = `f.id, f.name, f.kind, f.status, coalesce(l.number, 0), coalesce(r.number, 0), coalesce(k.progress, 0), coalesce(k.complete, 0),
	coalesce(w.name, ''), (SELECT count(*) FROM numbers n WHERE n.voice_flow_id = f.id OR n.text_flow_id = f.id),
	EXISTS (SELECT 1 FROM direct_flows d WHERE d.flow_id = f.id),
	coalesce(r.preview, ''), f.created, coalesce(r.created, f.created), coalesce(l.id, 0), coalesce(r.id, 0)`
const flowTables = ` FROM flows f LEFT JOIN revisions l ON l.id = f.live_revision_id
	LEFT JOIN revisions r ON r.flow_id = f.id AND r.number = (SELECT max(number) FROM revisions WHERE flow_id = f.id)
	LEFT JOIN revision_checks k ON k.revision_id = r.id LEFT JOIN flows w ON w.id = f.twin_id AND w.removed IS NULL`

func scanFlow(r interface{ Scan(...any) error }, f *Flow) error {
	var preview string
	err := r.Scan(&f.ID, &f.Name, &f.Kind, &f.Status, &f.Live, &f.Latest, &f.Progress, &f.Complete,
		&f.Twin, &f.Numbers, &f.Direct, &preview, when{&f.Created}, when{&f.Saved}, &f.liveID, &f.latestID)
	f.Preview = strings.Fields(preview)
	f.Unpublished = f.Complete && f.Live != f.Latest
	return err
}

// FlowFilter narrows a list of flows; empty fields do not.
type FlowFilter struct {
	Kind   flowengine.Kind
	Status string
	// Direct lists only direct flows, Business only the others.
	Direct, Business bool
}

// Flows lists a company's flows by name.
func (s *Store) Flows(ctx context.Context, company string, filter FlowFilter) ([]Flow, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return nil, err
	}
	var w where
	w.add("f.company_id = ? AND f.removed IS NULL", c.ID)
	w.is("f.kind", string(filter.Kind))
	w.is("f.status", filter.Status)
	if filter.Direct {
		w.add("EXISTS (SELECT 1 FROM direct_flows d WHERE d.flow_id = f.id)")
	}
	if filter.Business {
		w.add("NOT EXISTS (SELECT 1 FROM direct_flows d WHERE d.flow_id = f.id)")
	}
	return collect(ctx, s.reader, "list flows", func(r *sql.Rows, f *Flow) error { return scanFlow(r, f) },
		`SELECT `+flowColumns+flowTables+w.sql()+` ORDER BY f.name`, w.with()...)
}

// Flow returns one flow by its name.
func (s *Store) Flow(ctx context.Context, company, name string) (Flow, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Flow{}, err
	}
	return flowByName(ctx, s.reader, c, name)
}

// FlowByID returns one flow by its id, which it keeps when it is renamed.
func (s *Store) FlowByID(ctx context.Context, company string, id int64) (Flow, error) {
	c, err := s.Company(ctx, company)
	if err != nil {
		return Flow{}, err
	}
	var f Flow
	err = scanFlow(s.reader.QueryRowContext(ctx, `SELECT `+flowColumns+flowTables+` WHERE f.company_id = ? AND f.id = ? AND f.removed IS NULL`, c.ID, id), &f)
	if errors.Is(err, sql.ErrNoRows) {
		return Flow{}, &NotFoundError{Kind: "flow", Name: fmt.Sprint(id)}
	}
	if err != nil {
		return Flow{}, fmt.Errorf("look up the flow %d: %w", id, err)
	}
	return f, nil
}

func flowByName(ctx context.Context, q querier, c Company, name string) (Flow, error) {
	var f Flow
	err := scanFlow(q.QueryRowContext(ctx, `SELECT `+flowColumns+flowTables+` WHERE f.company_id = ? AND f.name = ? AND f.removed IS NULL`, c.ID, name), &f)
	if errors.Is(err, sql.ErrNoRows) {
		return Flow{}, notFound(ctx, q, "flow", name, `SELECT name FROM flows WHERE company_id = ? AND removed IS NULL`, c.ID)
	}
	if err != nil {
		return Flow{}, fmt.Errorf("look up the flow %q: %w", name, err)
	}
	return f, nil
}

// RenameFlow gives a flow another name. Numbers and policies keep it; flows that
// refer to it by its name must be changed first, and are listed in the
// [*InUseError].
func (s *Store) RenameFlow(ctx context.Context, company, name, newName string) error {
	if err := checkFlowName(newName); err != nil {
		return err
	}
	return s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		if !strings.EqualFold(f.Name, newName) {
			found, err := uses(t.ctx, t, t.company, flowengine.Ref{Kind: "flow", Name: f.Name})
			if err != nil {
				return err
			}
			if found = slices.DeleteFunc(found, func(u Use) bool { return u.Kind == usePolicy }); len(found) > 0 {
				return &InUseError{Kind: "flow", Name: f.Name, Uses: found}
			}
		}
		_, err = t.exec("rename a flow", `UPDATE flows SET name = ? WHERE id = ?`, newName, f.ID)
		if isUnique(err) {
			return taken("flow", newName)
		}
		if err != nil {
			return err
		}
		// Who answered whom goes with the flow. Rows under the new name are
		// from a flow of that name that is no more.
		if _, err := t.exec("rename a flow", `UPDATE OR REPLACE answers SET flow = ? WHERE company_id = ? AND flow = ?`,
			newName, t.company.ID, f.Name); err != nil {
			return err
		}
		return t.audit("flow.rename", "flow", f.Name, f.Name, newName)
	})
}

// RemoveFlow removes a flow. Its revisions stay for the history of its calls,
// and its name is free again. Numbers that use it are listed in the
// [*InUseError], unless unassign takes it from them; other flows that refer to
// it always are.
func (s *Store) RemoveFlow(ctx context.Context, company, name string, unassign bool) error {
	return s.change(ctx, company, func(t *tx) error {
		f, err := flowByName(t.ctx, t, t.company, name)
		if err != nil {
			return err
		}
		numbers, err := names(t.ctx, t, `SELECT number FROM numbers WHERE voice_flow_id = ? OR text_flow_id = ? ORDER BY number`, f.ID, f.ID)
		if err != nil {
			return err
		}
		var uses []Use
		if !unassign {
			for _, n := range numbers {
				uses = append(uses, Use{Kind: "number", Name: n})
			}
		}
		if err := t.unused("flow", f.Name, uses); err != nil {
			return err
		}
		for _, query := range []string{
			`DELETE FROM direct_flows WHERE flow_id = ?`,
			`UPDATE numbers SET voice_flow_id = NULL WHERE voice_flow_id = ?`,
			`UPDATE numbers SET text_flow_id = NULL WHERE text_flow_id = ?`,
			`UPDATE flows SET twin_id = NULL WHERE twin_id = ?`,
		} {
			if _, err := t.exec("remove a flow", query, f.ID); err != nil {
				return err
			}
		}
		if _, err := t.exec("remove a flow", `UPDATE flows SET removed = ?, twin_id = NULL WHERE id = ?`, timeText(t.store.now()), f.ID); err != nil {
			return err
		}
		return t.audit("flow.rm", "flow", f.Name, map[string]any{"flow": f, "numbers": numbers}, nil)
	})
}

// LinkTwin makes a voice flow and a text flow twins: they are listed, copied
// and assigned together. An empty text takes the link away.
func (s *Store) LinkTwin(ctx context.Context, company, voice, text string) error {
	return s.change(ctx, company, func(t *tx) error {
		v, err := flowByName(t.ctx, t, t.company, voice)
		if err != nil {
			return err
		}
		pair := []any{v.ID, nil}
		if text != "" {
			x, err := flowByName(t.ctx, t, t.company, text)
			if err != nil {
				return err
			}
			if v.Kind != flowengine.Voice || x.Kind != flowengine.Text {
				return &InvalidError{Field: "twin", Value: text, Problem: wording.Of("twins are one voice flow and one text flow")}
			}
			pair[1] = x.ID
		}
		if _, err := t.exec("unlink twins", `UPDATE flows SET twin_id = NULL WHERE twin_id IN (?, ?) OR id IN (?, ?)`, pair[0], pair[1], pair[0], pair[1]); err != nil {
			return err
		}
		if pair[1] != nil {
			if _, err := t.exec("link twins", `UPDATE flows SET twin_id = CASE id WHEN ?1 THEN ?2 ELSE ?1 END WHERE id IN (?1, ?2)`, pair[0], pair[1]); err != nil {
				return err
			}
		}
		return t.audit("flow.twin", "flow", v.Name, v.Twin, text)
	})
}

func checkFlowName(name string) error { return checkName("flow name", name, 128) }
