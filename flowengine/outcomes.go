package flowengine

import (
	"slices"
	"strings"
)

// TypeOutcome is an exit of a node type. Kind is its name without what a
// flow's author chose: of key:1 it is key.
type TypeOutcome struct{ Type, Kind string }

// Outcomes lists every exit that the node types have, in their order, but those
// whose whole name somebody else chooses, such as a called flow's.
func (r *Registry) Outcomes() []TypeOutcome {
	var all []TypeOutcome
	for _, t := range r.types {
		for _, o := range generalOutcomes(t.New()) {
			one := TypeOutcome{t.Name, OutcomeKind(o.Name)}
			if !strings.HasPrefix(one.Kind, "<") && !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	return all
}

// OutcomeKind is an outcome's name without what a flow's author chose.
func OutcomeKind(name string) string {
	kind, _, _ := strings.Cut(name, ":")
	return kind
}

// generalOutcomes are all that a node can have, whatever its params.
func generalOutcomes(n Runner) []Outcome {
	if varied, ok := n.(Varied); ok {
		return varied.VariedOutcomes()
	}
	return n.Outcomes()
}
