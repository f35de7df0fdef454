package nodes

import (
	"cmp"
	"fmt"
	"slices"

	"callflow/flowengine"
	"callflow/wording"
)

// Check implements [flowengine.Checker].
func (n *Route) Check(c *flowengine.Check) {
	for i, b := range n.Branches {
		param := fmt.Sprintf("branches[%d]", i)
		for j, criterion := range b.All {
			criterion.check(c, fmt.Sprintf("%s.all[%d]", param, j))
		}
		n.compare(c, i)
		if b.contradicts() {
			c.Warn(param, "never_true", "the branch %s asks for a caller who is both first-time and repeat, and is never taken: remove one of these criteria", b.Name)
		}
	}
	n.checkSources(c)
}

// compare finds earlier branches with the same name or the same criteria, and
// such as leave nothing to this one.
func (n *Route) compare(c *flowengine.Check, i int) {
	b, param := n.Branches[i], fmt.Sprintf("branches[%d]", i)
	mine := b.normal()
	for _, other := range n.Branches[:i] {
		theirs := other.normal()
		switch {
		case other.Name == b.Name:
			c.Error(param+".name", "same_name", "there are two branches “%s”: give one another name", b.Name)
			return
		case slices.Equal(mine, theirs):
			c.Error(param, "equal_branches", "the branches %s and %s have the same criteria, so that %s is never taken: change one of them", other.Name, b.Name, b.Name)
			return
		case len(theirs) > 0 && !slices.ContainsFunc(theirs, func(t Criterion) bool { return !slices.Contains(mine, t) }):
			c.Warn(param, "never_true", "the branch %s is never taken, because %s before it asks for nothing more: put it first", b.Name, other.Name)
			return
		}
	}
	c.OK()
}

// normal is the criteria in an order of their own, without repetition.
func (b Branch) normal() []Criterion {
	all := slices.Clone(b.All)
	for i := range all {
		switch all[i].Is {
		case "first_time", "repeat", "score":
			all[i].Scope = all[i].scope()
		}
	}
	slices.SortFunc(all, func(a, b Criterion) int {
		return cmp.Or(cmp.Compare(a.Is, b.Is), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.WithinDays, b.WithinDays), cmp.Compare(a.Value, b.Value),
			cmp.Compare(a.Compare, b.Compare), cmp.Compare(a.Than, b.Than), cmp.Compare(a.Expression, b.Expression))
	})
	return slices.Compact(all)
}

// contradicts says whether it asks for a caller who has called before and has not.
func (b Branch) contradicts() bool {
	has := func(is, scope string) bool {
		return slices.ContainsFunc(b.All, func(c Criterion) bool { return c.Is == is && c.scope() == scope })
	}
	return slices.ContainsFunc(b.All, func(c Criterion) bool { return c.Is == "first_time" && has("repeat", c.scope()) })
}

// check finds what the schema cannot: params that do not belong to the criterion.
func (c Criterion) check(k *flowengine.Check, param string) {
	history := c.Is == "first_time" || c.Is == "repeat" || c.Is == "score"
	_, tracked := trackedWords[c.Is]
	for _, p := range []struct {
		name    string
		given   bool
		belongs bool
	}{
		{"scope", c.Scope != "", history}, {"within_days", c.WithinDays != 0, c.Is == "repeat"}, {"value", c.Value != "", tracked},
		{"compare", c.Compare != "", c.Is == "score"}, {"than", c.Than != 0, c.Is == "score"}, {"expression", c.Expression != "", c.Is == "expression"},
	} {
		if p.given && !p.belongs {
			k.Error(param+"."+p.name, "not_for_this", "“%s” means nothing for %s: remove it", p.name, c.Is)
		}
	}
	switch {
	case tracked && c.Value == "":
		k.Error(param+".value", "missing_param", "set “value”: what %s must be, such as summer*", wording.Of(trackedWords[c.Is]))
	case c.Is == "score" && c.Compare == "":
		k.Error(param+".compare", "missing_param", "set “compare” to <, <=, =, >= or >, and “than” to a score from 0 to 100")
	case c.Is == "expression" && c.Expression == "":
		k.Error(param+".expression", "missing_param", "set “expression”: what must be true, such as vars.vip")
	case c.Is == "expression":
		k.Expression(param+".expression", c.Expression)
	}
}

// checkSources warns of criteria that numbers which run the flow never fulfil,
// because they are sources that tell nothing of the kind.
func (n *Route) checkSources(c *flowengine.Check) {
	sources := c.Sources()
	for i, b := range n.Branches {
		for j, criterion := range b.All {
			word, tracked := trackedWords[criterion.Is]
			if !tracked || criterion.Is == "source" {
				continue
			}
			for _, s := range sources {
				if attribute(s.Visit, criterion.Is) == "" {
					c.Warn(fmt.Sprintf("branches[%d].all[%d]", i, j), "plain_source",
						"the number %s is a plain source (%s) and does not tell %s, so that its calls never take the branch %s: remove the criterion, or set %s with callflow source set",
						s.Number, s.Visit.Source, wording.Of(word), b.Name, wording.Of(word))
				}
			}
		}
	}
}
