package foreign

import (
	"fmt"
	"strconv"
	"strings"
)

// split becomes a route whose branches are expressions.
func (t *twilio) split(n *node, s *state, p *props) bool {
	n.become("route", s.Name)
	p.ignore("input")
	var branches []any
	names := map[string]bool{}
	noMatch := ""
	for i, tr := range s.Transitions {
		to := t.ids[tr.Next]
		if tr.Event == "noMatch" {
			noMatch = to
			continue
		}
		var all []any
		for _, c := range tr.Conditions {
			e, ok := t.condition(c)
			if !ok {
				n.remark("The condition “%s” (%s %s %q) cannot be computed in callflow, so its branch is never taken.",
					c.Name, strings.Join(c.Arguments, ", "), c.Type, c.Value)
				e = "false"
			}
			all = append(all, map[string]any{"is": "expression", "expression": e})
		}
		if all == nil {
			continue
		}
		name := fmt.Sprintf("%.60s", strings.TrimSpace(printable(tr.Conditions[0].Name)))
		if name == "" || names[name] {
			name = fmt.Sprintf("branch %d", i+1)
		}
		names[name] = true
		branches = append(branches, map[string]any{"name": name, "all": all})
		n.lead("branch:"+name, to)
	}
	if branches == nil {
		return false
	}
	n.set("branches", branches)
	n.lead("no_match", noMatch)
	return true
}

// condition is a condition as an expression.
func (t *twilio) condition(c condition) (string, bool) {
	if len(c.Arguments) != 1 {
		return "", false
	}
	m := liquid.FindStringSubmatch(c.Arguments[0])
	if m == nil || strings.TrimSpace(m[0]) != strings.TrimSpace(c.Arguments[0]) {
		return "", false
	}
	source, ok := t.expression(strings.TrimSpace(m[1]))
	if !ok || strings.Contains(c.Value, "{{") {
		return "", false
	}
	value := fmt.Sprintf("string(%s ?? \"\")", source)
	list := func() string {
		var items []string
		for item := range strings.SplitSeq(c.Value, ",") {
			items = append(items, quoted(strings.TrimSpace(item)))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	switch c.Type {
	case "equal_to":
		return value + " == " + quoted(c.Value), true
	case "not_equal_to":
		return value + " != " + quoted(c.Value), true
	case "matches_any_of":
		return value + " in " + list(), true
	case "does_not_match_any_of":
		return "!(" + value + " in " + list() + ")", true
	case "is_blank":
		return value + ` == ""`, true
	case "is_not_blank":
		return value + ` != ""`, true
	case "contains":
		return value + " contains " + quoted(c.Value), true
	case "does_not_contain":
		return "!(" + value + " contains " + quoted(c.Value) + ")", true
	case "starts_with":
		return value + " startsWith " + quoted(c.Value), true
	case "does_not_start_with":
		return "!(" + value + " startsWith " + quoted(c.Value) + ")", true
	case "less_than", "greater_than":
		number, err := strconv.ParseFloat(strings.TrimSpace(c.Value), 64)
		if err != nil || number != number || number > 1e15 || number < -1e15 {
			return "", false
		}
		sign := map[string]string{"less_than": "<", "greater_than": ">"}[c.Type]
		return fmt.Sprintf(`%s != "" && float(%s) %s %s`, value, value, sign, strconv.FormatFloat(number, 'f', -1, 64)), true
	}
	return "", false
}
