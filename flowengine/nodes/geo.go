package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
	"callflow/wording"
)

// Geo chooses the way by where the caller's number is from. A prefix goes
// before a district, that before a state, that before a country; among prefixes
// the longest wins.
type Geo struct {
	Groups []GeoGroup `json:"groups" jsonschema:"minItems=1" jsonschema_description:"The groups of places."`
}

// GeoGroup is places that go the same way.
type GeoGroup struct {
	Name      string   `json:"name" jsonschema:"minLength=1" jsonschema_description:"What the outcome is called: group:NAME."`
	Countries []string `json:"countries,omitempty" jsonschema_description:"Countries by their two letters (ISO 3166), such as AU or NZ."`
	Regions   []string `json:"regions,omitempty" jsonschema_description:"States and territories of Australia, such as au-nsw, and its charging districts, such as au/broken hill."`
	Prefixes  []string `json:"prefixes,omitempty" jsonschema_description:"How numbers begin, with + and the country code, such as +6129."`
}

func newGeo() flowengine.Runner { return &Geo{} }

// Outcomes implements [flowengine.Runner].
func (n *Geo) Outcomes() []flowengine.Outcome {
	var out []flowengine.Outcome
	for _, g := range n.Groups {
		out = append(out, flowengine.OutcomeAbout("group:"+g.Name, wording.Say("the caller's number is of %s", g.Name)))
	}
	return append(uniqueOutcomes(out), flowengine.Outcome{Name: "no_match", About: "of no group, withheld, or a mobile number where only regions are asked for"})
}

// Doc implements [flowengine.Documented].
func (*Geo) Doc() string { return doc("geo") }

// VariedOutcomes are the outcomes as the node reference shows them.
func (n *Geo) VariedOutcomes() []flowengine.Outcome {
	group := flowengine.Outcome{Name: "group:<name>", About: "the caller's number is of this group; one for each"}
	return append([]flowengine.Outcome{group}, (&Geo{}).Outcomes()...)
}

// uniqueOutcomes leaves out what is there already: the check has said so.
func uniqueOutcomes(all []flowengine.Outcome) []flowengine.Outcome {
	seen := map[string]bool{}
	var out []flowengine.Outcome
	for _, o := range all {
		if !seen[o.Name] {
			seen[o.Name] = true
			out = append(out, o)
		}
	}
	return out
}

// Run implements [flowengine.Runner].
func (n *Geo) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	caller := s.Call().CallerNumber
	if caller == "" {
		return flowengine.Result{Outcome: "no_match", Why: "The caller's number is withheld."}, nil
	}
	number, err := s.Services().Numbering.Read(ctx, caller)
	if errors.Is(err, flowengine.ErrNoNumber) {
		return flowengine.Result{Outcome: "no_match", Why: fmt.Sprintf("“%s” is no number of the public network.", caller)}, nil
	}
	if err != nil {
		return flowengine.Result{}, fmt.Errorf("finding out where %s is from: %w", caller, err)
	}
	result := flowengine.Result{
		Outcome: "no_match", Why: fmt.Sprintf("The caller's number %s: it is in no group.", describe(number)),
		Details: map[string]any{"number": number.E164, "country": number.Country},
		Values:  map[string]any{"country": number.Country, "state": number.State, "mobile": number.Mobile},
	}
	if number.State != "" {
		result.Details["state"] = number.State
	}
	if number.Districts != nil {
		result.Details["districts"] = number.Districts
	}
	if group, by, ok := n.find(number); ok {
		result.Outcome = "group:" + group
		result.Why = fmt.Sprintf("The caller's number %s: the group %s has %s.", describe(number), group, by)
	}
	return result, nil
}

// describe says of a number what is known of it.
func describe(n flowengine.PhoneNumber) string {
	place := fmt.Sprintf("%s is of a country that it does not tell", n.E164)
	switch {
	case n.Mobile && n.Country == "":
		place = fmt.Sprintf("%s is of a country that it does not tell, mobile", n.E164)
	case n.Mobile:
		place = fmt.Sprintf("%s is of %s, mobile", n.E164, n.Country)
	case n.State != "":
		place = fmt.Sprintf("%s is of %s", n.E164, n.State)
	case n.Country != "":
		place = fmt.Sprintf("%s is of %s", n.E164, n.Country)
	}
	if len(n.Districts) > 0 {
		place += " (" + strings.Join(n.Districts, ", ") + ")"
	}
	return place
}

// find is the group of a number, and what in the group it is there by.
func (n *Geo) find(number flowengine.PhoneNumber) (group, by string, ok bool) {
	longest := ""
	for _, g := range n.Groups {
		for _, p := range g.Prefixes {
			p = plainPrefix(p)
			if strings.HasPrefix(number.E164, p) && len(p) > len(longest) {
				longest, group, by = p, g.Name, fmt.Sprintf("the prefix %s", p)
			}
		}
	}
	if longest != "" {
		return group, by, true
	}
	for _, districts := range []bool{true, false} {
		for _, g := range n.Groups {
			for _, text := range g.Regions {
				r, known := numbering.ParseRegion(text)
				if known && (r.District != "") == districts && r.Has(number.State, number.Districts) {
					return g.Name, fmt.Sprintf("the region %s", r), true
				}
			}
		}
	}
	for _, g := range n.Groups {
		for _, c := range g.Countries {
			if number.Country != "" && strings.EqualFold(c, number.Country) {
				return g.Name, fmt.Sprintf("the country %s", number.Country), true
			}
		}
	}
	return "", "", false
}

// plainPrefix leaves the spaces out.
func plainPrefix(p string) string { return strings.ReplaceAll(p, " ", "") }
