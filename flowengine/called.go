package flowengine

import (
	"slices"
	"strings"

	"callflow/wording"
)

// Called finds the program of a flow that another calls; nil when it is not
// known, and nothing can be said of it.
type Called func(flow string) *Program

// calls is the flow that a node calls; ok is false when it calls none.
func (p *Program) calls(id string) (flow string, ok bool) {
	if node := p.Flow.Nodes[id]; node == nil || node.Skip {
		return "", false
	}
	return calleeOf(p.nodes[id])
}

func calleeOf(r Runner) (flow string, ok bool) {
	caller, ok := r.(FlowCaller)
	if !ok {
		return "", false
	}
	ref, ok := ParseRef(caller.Callee())
	return ref.Name, ok && ref.Kind == "flow"
}

// atOnce are the outcomes by which a flow can return without having waited for
// the caller, as far as they are known.
type atOnce struct{ outcomes []string }

// returnsAtOnce follows the ways of a program on which nothing waits. found are
// the answers for programs that were asked already. One that is asked within its
// own answer adds nothing: a ring of flows is an error by itself.
func (p *Program) returnsAtOnce(called Called, found map[*Program]*atOnce) *atOnce {
	if answer := found[p]; answer != nil {
		return answer
	}
	answer := &atOnce{}
	found[p] = answer
	seen := map[string]bool{}
	for ways := []string{p.Flow.Start}; len(ways) > 0; {
		id := ways[len(ways)-1]
		ways = ways[:len(ways)-1]
		node, runner := p.Flow.Nodes[id], p.nodes[id]
		if seen[id] || node == nil {
			continue
		}
		seen[id] = true
		switch {
		case runner == nil:
			continue // what it does is not known
		case node.Skip:
			if all := runner.Outcomes(); len(all) > 0 {
				if next, ok := p.Edge(id, all[0].Name); ok {
					ways = append(ways, next)
				}
			}
			continue
		case node.Type == TypeReturn:
			answer.outcomes = append(answer.outcomes, returnsBy(node))
			continue
		}
		if waiter, ok := runner.(Waiter); ok && waiter.WaitsForCaller() {
			continue
		}
		if flow, ok := p.calls(id); ok {
			if sub := called(flow); sub != nil {
				for _, outcome := range sub.returnsAtOnce(called, found).outcomes {
					if next, ok := p.Edge(id, outcome); ok {
						ways = append(ways, next)
					}
				}
			}
			continue
		}
		for outcome, next := range node.Next {
			if outcome != OutcomeHungUp {
				ways = append(ways, next)
			}
		}
		if leader, ok := runner.(Leader); ok { // its limit counts in each visit of the flow anew
			ways = append(ways, leader.Leads()...)
		}
	}
	return answer
}

// Lacking says what the nodes of a program, and of the flows that it calls,
// need and a driver lacks, one sentence for each node.
func (p *Program) Lacking(driver string, called Called) (findings []string) {
	for _, said := range p.lacking(driver, called, wording.Phrase{}, map[*Program]bool{}) {
		findings = append(findings, said.String())
	}
	return findings
}

// lackingWhenCalled is the same of a program that is called as that flow.
func (p *Program) lackingWhenCalled(driver string, called Called, flow string) []wording.Phrase {
	return p.lacking(driver, called, wording.Say(" of the flow %s", flow), map[*Program]bool{})
}

func (p *Program) lacking(driver string, called Called, of wording.Phrase, seen map[*Program]bool) (findings []wording.Phrase) {
	if seen[p] {
		return nil
	}
	seen[p] = true
	// Whether a whole call is recorded its first flow says, not those called.
	if of.Empty() && p.Flow.Settings.Record.Calls && slices.Contains(DriverLacks(driver), RecordsCalls) {
		findings = append(findings, wording.Say("the flow has to %s", RecordsCalls.about()))
	}
	for _, id := range sortedKeys(p.Flow.Nodes) {
		runner := p.Node(id)
		if runner == nil || p.Flow.Nodes[id].Skip {
			continue
		}
		for _, c := range lacking(runner, DriverLacks(driver)) {
			findings = append(findings, wording.Say("the node %s%s has to %s", id, of, c.about()))
		}
		if flow, ok := p.calls(id); ok && called != nil {
			if sub := called(flow); sub != nil {
				findings = append(findings, sub.lacking(driver, called, wording.Say(" of the flow %s", flow), seen)...)
			}
		}
	}
	return findings
}

// program is that of a flow as the catalog knows it; nil when it does not.
func (k *checking) program(flow string) *Program {
	known, ok := k.look(flow)
	if !ok || known.err != nil || known.Flow == nil {
		return nil
	}
	name := strings.ToLower(flow)
	if p, made := k.programs[name]; made {
		return p
	}
	if k.programs == nil {
		k.programs = map[string]*Program{}
	}
	p, err := k.registry.Compile(known.Flow)
	if err != nil {
		p = nil // it has findings of its own
	}
	k.programs[name] = p
	return p
}
