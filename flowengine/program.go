package flowengine

import (
	"callflow/wording"
)

// Program is one revision of a flow, decoded and ready to run. It is immutable
// and shared by all the calls that run it.
type Program struct {
	// Revision is the store's id of the revision, 0 for an unsaved document.
	Revision int64
	// Number is the revision's number within its flow, 1, 2, 3, …
	Number int
	Flow   *Flow
	nodes  map[string]Runner
	broken map[string]error
}

// Errors of Compile.
var (
	// ErrNoStart says that a flow does not say where it begins.
	ErrNoStart = wording.Errorf("the flow has no start")
)

// Compile makes a flow ready to run. It refuses only what could not run at
// all; a node that cannot be made ready (its type is unknown, its params are
// of the wrong form) has no runner, and fails when a call comes to it.
func (r *Registry) Compile(f *Flow) (*Program, error) {
	switch {
	case f == nil || f.Start == "":
		return nil, ErrNoStart
	case f.Nodes[f.Start] == nil:
		return nil, wording.Errorf("%w: there is no node %q", ErrNoStart, f.Start)
	}
	p := &Program{Flow: f, nodes: make(map[string]Runner, len(f.Nodes)), broken: map[string]error{}}
	for id, node := range f.Nodes {
		if node == nil {
			continue
		}
		entry := r.byName[node.Type]
		if entry == nil {
			p.broken[id] = wording.Errorf("this version of callflow does not know the node type %q", node.Type)
			continue
		}
		runner, err := entry.decode(node.Params)
		if err != nil {
			p.broken[id] = err
			continue
		}
		p.nodes[id] = runner
	}
	return p, nil
}

// Node is the runner of a node; nil when it has none, and [Program.Problem]
// says why.
func (p *Program) Node(id string) Runner { return p.nodes[id] }

// With is the same program with other runners in place of its own: those that
// replace returns, which is asked for each.
func (p *Program) With(replace func(id string, r Runner) Runner) *Program {
	changed := *p
	changed.nodes = make(map[string]Runner, len(p.nodes))
	for id, r := range p.nodes {
		changed.nodes[id] = replace(id, r)
	}
	return &changed
}

// From is the same program with another start.
func (p *Program) From(start string) (*Program, error) {
	if p.Flow.Nodes[start] == nil {
		return nil, wording.Errorf("%w: there is no node %q", ErrNoStart, start)
	}
	flow, changed := *p.Flow, *p
	flow.Start, changed.Flow = start, &flow
	return &changed, nil
}

// Problem is why a node of the flow has no runner; nil when it has one.
func (p *Program) Problem(id string) error { return p.broken[id] }

// Edge finds the node that an outcome leads to: by its own edge, that of the
// outcome it falls back to, or the edge that catches all.
func (p *Program) Edge(id, outcome string) (string, bool) {
	node := p.Flow.Nodes[id]
	if node == nil {
		return "", false
	}
	o := outcome
	for range len(node.Next) + 2 { // an Else chain is never longer than the edges
		if next, ok := node.Next[o]; ok {
			return next, true
		}
		if o = p.fallsTo(id, o); o == "" {
			break
		}
	}
	if outcome == OutcomeHungUp {
		return "", false
	}
	next, ok := node.Next[OutcomeAny]
	return next, ok
}

func (p *Program) fallsTo(id, outcome string) string {
	runner := p.nodes[id]
	if runner == nil {
		return ""
	}
	for _, o := range runner.Outcomes() {
		if o.Name == outcome {
			return o.Else
		}
	}
	return ""
}
