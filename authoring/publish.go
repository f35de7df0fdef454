package authoring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/store"
)

// Draft is an edited flow to be saved.
type Draft struct {
	Flow *flowengine.Flow
	// Base is the number of the revision that was edited, 0 for a new flow or
	// when it does not matter: a newer one is a [*store.ConflictError].
	Base    int
	Message string
}

// Save checks a flow and saves it as its next revision, complete or not. fresh
// is false when nothing but the layout has changed.
func (d *Desk) Save(ctx context.Context, company string, draft Draft) (revision store.Revision, fresh bool, err error) {
	return d.Store.SaveFlow(ctx, company, store.Draft{
		Flow: draft.Flow, Report: d.Check(ctx, company, &flowengine.Document{Flow: draft.Flow}),
		References: flowengine.References(draft.Flow), Base: draft.Base, Message: draft.Message,
	})
}

// Caller is a flow that calls one that has changed, and what it lacks now. Its
// calls go on: an outcome that is not connected goes by done.
type Caller struct {
	Flow   string            `json:"flow"`
	Report flowengine.Report `json:"report"`
}

// Publish checks a revision once more, since what a flow refers to comes and
// goes, and makes it the one that new calls run; number 0 is the newest one. Where
// the company wants it, its tests must pass; going back to an older revision
// needs that not. It returns the live flows that call it and are not complete with it.
func (d *Desk) Publish(ctx context.Context, company, flow string, number int) (store.Flow, []Caller, error) {
	r, err := d.Recheck(ctx, company, flow, number)
	if err != nil {
		return store.Flow{}, nil, err
	}
	if r.Complete { // the store refuses others, and says what they lack
		if err := d.TestsPass(ctx, company, r.Document); err != nil {
			return store.Flow{}, nil, err
		}
	}
	after, err := d.Store.PublishFlow(ctx, company, flow, number)
	if err != nil {
		return store.Flow{}, nil, withFindings(err, r)
	}
	callers, err := d.RecheckCallers(ctx, company, after.Name)
	return after, callers, err
}

// Rollback makes an older revision live again, if it is complete with what
// there is now.
func (d *Desk) Rollback(ctx context.Context, company, flow string, number int) (store.Flow, []Caller, error) {
	r, err := d.Recheck(ctx, company, flow, number)
	if err != nil {
		return store.Flow{}, nil, err
	}
	after, err := d.Store.RollbackFlow(ctx, company, flow, number)
	if err != nil {
		return store.Flow{}, nil, withFindings(err, r)
	}
	callers, err := d.RecheckCallers(ctx, company, after.Name)
	return after, callers, err
}

// withFindings gives the refusal of an incomplete revision what checking it found
// just now, which can be read in every language; what the store has is English.
func withFindings(err error, r store.Revision) error {
	var incomplete *store.IncompleteError
	if errors.As(err, &incomplete) && incomplete.Revision == r.Number {
		incomplete.Findings = r.Report.Findings
	}
	return err
}

// Discard takes back what was saved since the flow was last published: the live
// revision is saved and published as the newest one. Nothing is lost; the
// discarded revisions stay in the history.
func (d *Desk) Discard(ctx context.Context, company, flow string) (store.Revision, error) {
	f, err := d.Store.Flow(ctx, company, flow)
	if err != nil {
		return store.Revision{}, err
	}
	live, err := d.Store.LiveRevision(ctx, company, flow)
	if err != nil {
		return store.Revision{}, err
	}
	if live.Number == f.Latest {
		return live, nil
	}
	saved, err := d.Store.SaveFlows(ctx, company, []store.Draft{{
		Flow: live.Document, Report: d.Check(ctx, company, &flowengine.Document{Flow: live.Document}),
		References: flowengine.References(live.Document), Base: f.Latest,
		Message: fmt.Sprintf("Discarded the draft: back to revision %d", live.Number),
	}}, true)
	if err != nil {
		return store.Revision{}, err
	}
	return d.Store.Revision(ctx, company, flow, saved[0].Revision.Number)
}

// Recheck checks a stored revision, keeps what was found if it is news, and
// returns the revision with it.
func (d *Desk) Recheck(ctx context.Context, company, flow string, number int) (store.Revision, error) {
	r, err := d.Store.Revision(ctx, company, flow, number)
	if err != nil {
		return r, err
	}
	report := d.Check(ctx, company, &flowengine.Document{Flow: r.Document})
	if report.Satisfied != r.Report.Satisfied || !slices.EqualFunc(report.Findings, r.Report.Findings, flowengine.Finding.Equal) {
		if err := d.Store.Recheck(ctx, company, flow, r.Number, report, flowengine.References(r.Document)); err != nil {
			return r, err
		}
	}
	r.Report, r.Progress, r.Complete = report, report.Progress(), report.Complete()
	return r, nil
}

// RecheckCallers checks the live revisions of the flows that call those which have
// changed, keeps what was found, and returns those that are not complete. Flows that
// have changed themselves are left out: they were checked with the others.
func (d *Desk) RecheckCallers(ctx context.Context, company string, changed ...string) ([]Caller, error) {
	var callers []Caller
	seen := map[string]bool{}
	for _, flow := range changed {
		seen[strings.ToLower(flow)] = true
	}
	for _, flow := range changed {
		uses, err := d.Store.Uses(ctx, company, flowengine.Ref{Kind: "flow", Name: flow})
		if err != nil {
			return nil, err
		}
		for _, u := range uses {
			if u.Kind != "flow" || !u.Live || seen[strings.ToLower(u.Name)] {
				continue
			}
			seen[strings.ToLower(u.Name)] = true
			live, err := d.Store.LiveRevision(ctx, company, u.Name)
			if err != nil {
				return nil, err
			}
			r, err := d.Recheck(ctx, company, u.Name, live.Number)
			if err != nil {
				return nil, err
			}
			if !r.Complete {
				callers = append(callers, Caller{Flow: u.Name, Report: r.Report})
			}
		}
	}
	return callers, nil
}
