package simulator

import (
	"context"
	"fmt"
	"strings"

	"callflow/flowengine"
)

// Flows are the flows that a simulated call can come to beside its own, in
// memory. Case does not matter in their names.
type Flows []*flowengine.Program

// Live returns the flow of that name.
func (f Flows) Live(_ context.Context, name string) (*flowengine.Program, error) {
	for _, p := range f {
		if strings.EqualFold(p.Flow.Name, name) {
			return p, nil
		}
	}
	return nil, fmt.Errorf("the flow %q: %w", name, flowengine.ErrNoSuch)
}

// revisions routes every number to the same program, and knows all programs
// that its call has come to. Those that were never saved get ids of their own.
type revisions struct {
	flows    flowengine.Flows
	programs []*flowengine.Program
	names    []*flowengine.Program // what each of programs was made of
	route    flowengine.Route
}

func newRevisions(first *flowengine.Program, flows flowengine.Flows) *revisions {
	r := &revisions{flows: flows}
	r.add(first)
	return r
}

func (r *revisions) first() *flowengine.Program { return r.programs[0] }

func (r *revisions) add(p *flowengine.Program) *flowengine.Program {
	for i, known := range r.names {
		if known == p {
			return r.programs[i]
		}
	}
	mine := p
	if p.Revision == 0 && len(r.programs) > 0 {
		unsaved := *p
		unsaved.Revision = -int64(len(r.programs))
		mine = &unsaved
	}
	r.names, r.programs = append(r.names, p), append(r.programs, mine)
	return mine
}

// Live implements [flowengine.Flows].
func (r *revisions) Live(ctx context.Context, name string) (*flowengine.Program, error) {
	p, err := r.flows.Live(ctx, name)
	if err != nil {
		return nil, err
	}
	return r.add(p), nil
}

// Route implements [flowengine.Routes].
func (r *revisions) Route(context.Context, string) (flowengine.Route, error) { return r.route, nil }

// Revision implements [flowengine.Routes].
func (r *revisions) Revision(_ context.Context, id int64) (*flowengine.Program, error) {
	for _, p := range r.programs {
		if p.Revision == id {
			return p, nil
		}
	}
	return nil, fmt.Errorf("the revision %d: %w", id, flowengine.ErrNoSuch)
}
