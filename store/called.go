package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// Flows finds the flows of a company that nodes call. What it has looked up it
// keeps in memory until something changes.
type Flows struct {
	routes  *Routes
	company string
}

var _ flowengine.Flows = (*Flows)(nil)

// Flows returns the flows of a company.
func (r *Routes) Flows(company string) *Flows { return &Flows{r, companyName(company)} }

// Live implements [flowengine.Flows].
func (f *Flows) Live(ctx context.Context, name string) (*flowengine.Program, error) {
	store := f.routes.store
	return recall(store.watch.current(), cacheKey{"flow", f.company, name}, func() (*flowengine.Program, error) {
		var id int64
		var number int
		var exact, document string
		err := store.reader.QueryRowContext(ctx, `SELECT f.name, r.id, r.number, r.document FROM flows f JOIN companies m ON m.id = f.company_id
			JOIN revisions r ON r.id = f.live_revision_id WHERE m.name = ? AND f.name = ? AND f.removed IS NULL`, f.company, name).
			Scan(&exact, &id, &number, &document)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, &NotFoundError{Kind: "published flow", Name: name}
		}
		if err != nil {
			return nil, fmt.Errorf("look up the flow %q: %w", name, err)
		}
		return f.routes.program(programKey{id, exact}, number, document)
	})
}

var _ flowengine.FlowCatalog = (*Catalog)(nil)

// Interface implements [flowengine.FlowCatalog]: of the live revision, else of
// the newest.
func (c *Catalog) Interface(ctx context.Context, flow string) (flowengine.Interface, error) {
	f, err := c.store.Flow(ctx, c.company, flow)
	if err != nil {
		return flowengine.Interface{}, err
	}
	r, err := revisionOf(ctx, c.store.reader, f, f.Live)
	if err != nil {
		return flowengine.Interface{}, err
	}
	shows := flowengine.InterfaceOf(r.Document)
	shows.Live = f.Live > 0
	return shows, nil
}

// OutcomesInUseError refuses to publish a revision that takes away outcomes
// which flows that call it have connected.
type OutcomesInUseError struct {
	Flow     string
	Revision int
	// Uses are the connected outcomes that the revision has not.
	Uses []Use
}

// Code is for machines.
func (e *OutcomesInUseError) Code() string { return "outcomes_in_use" }

func (e *OutcomesInUseError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *OutcomesInUseError) In(l wording.Language) string {
	return wording.Say("revision %d of the flow %q no longer returns by what flows that call it have connected: %s; keep the outcomes, or disconnect them there and publish that first",
		e.Revision, e.Flow, places(e.Uses)).In(l)
}

// keepsOutcomes checks that a revision has every outcome that a live revision
// of another flow has connected.
func (t *tx) keepsOutcomes(f Flow, r Revision) error {
	type caller struct {
		name, document string
		id             int64
		number         int
	}
	callers, err := collect(t.ctx, t, "list the flows that call one", func(rows *sql.Rows, c *caller) error {
		return rows.Scan(&c.name, &c.id, &c.number, &c.document)
	}, `SELECT f.name, f.id, r.number, r.document FROM flows f JOIN revisions r ON r.id = f.live_revision_id
		WHERE f.company_id = ?1 AND f.removed IS NULL AND f.id <> ?2
		  AND EXISTS (SELECT 1 FROM flow_refs x WHERE x.revision_id = r.id AND x.kind = 'flow' AND x.name = ?3)
		ORDER BY f.name`, t.company.ID, f.ID, f.Name)
	if err != nil {
		return err
	}
	has := flowengine.InterfaceOf(r.Document).Outcomes
	var uses []Use
	for _, c := range callers {
		var document flowengine.Flow
		if err := json.Unmarshal([]byte(c.document), &document); err != nil {
			return fmt.Errorf("read the document of %s revision %d: %w", c.name, c.number, err)
		}
		for _, used := range flowengine.OutcomesUsed(&document, f.Name, strings.EqualFold) {
			if !slices.Contains(has, used.Outcome) {
				uses = append(uses, Use{Kind: "flow", Name: c.name, Flow: c.id, Revision: c.number, Live: true, Node: used.Node, Param: "→ " + used.Outcome})
			}
		}
	}
	if len(uses) > 0 {
		return &OutcomesInUseError{Flow: f.Name, Revision: r.Number, Uses: uses}
	}
	return nil
}
