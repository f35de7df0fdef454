package flowengine

import (
	"encoding/json"
	"slices"
)

// The node types by which flows call each other. Whoever reads a flow without
// the table of node types, as a store does, finds them by these names.
const (
	TypeSubflow = "subflow"
	TypeReturn  = "return"
)

// OutcomeDone is the outcome by which a called flow returns that names no
// other.
const OutcomeDone = "done"

// InterfaceOf reads from a flow's document what it shows to those that call it.
// Nodes that are skipped neither return nor call.
func InterfaceOf(f *Flow) Interface {
	shows := Interface{Kind: f.Kind, Flow: f}
	for _, id := range sortedKeys(f.Nodes) {
		n := f.Nodes[id]
		if n == nil || n.Skip {
			continue
		}
		switch n.Type {
		case TypeReturn:
			shows.Outcomes = append(shows.Outcomes, returnsBy(n))
		case TypeSubflow:
			if ref, ok := ParseRef(paramText(n, "flow")); ok && ref.Kind == "flow" {
				shows.Calls = append(shows.Calls, ref.Name)
			}
		}
	}
	slices.Sort(shows.Outcomes)
	shows.Outcomes = slices.Compact(shows.Outcomes)
	slices.Sort(shows.Calls)
	shows.Calls = slices.Compact(shows.Calls)
	return shows
}

func returnsBy(n *Node) string {
	if name := paramText(n, "outcome"); name != "" {
		return name
	}
	return OutcomeDone
}

// UsedOutcome is one outcome of a called flow that a node of its caller leads on.
type UsedOutcome struct {
	Node, Outcome string
}

// OutcomesUsed lists which outcomes of a called flow a caller has edges for, but
// for done and those that every node has.
func OutcomesUsed(caller *Flow, callee string, sameName func(a, b string) bool) []UsedOutcome {
	var used []UsedOutcome
	for _, id := range sortedKeys(caller.Nodes) {
		n := caller.Nodes[id]
		if n == nil || n.Skip || n.Type != TypeSubflow {
			continue
		}
		ref, ok := ParseRef(paramText(n, "flow"))
		if !ok || ref.Kind != "flow" || !sameName(ref.Name, callee) {
			continue
		}
		for _, outcome := range sortedKeys(n.Next) {
			switch outcome {
			case OutcomeDone, OutcomeAny, OutcomeError, OutcomeHungUp:
			default:
				used = append(used, UsedOutcome{id, outcome})
			}
		}
	}
	return used
}

// paramText is a param that is text; empty when it is not.
func paramText(n *Node, name string) string {
	var params map[string]json.RawMessage
	var text string
	if json.Unmarshal(n.Params, &params) != nil || json.Unmarshal(params[name], &text) != nil {
		return ""
	}
	return text
}
