package flowengine

import (
	"errors"
	"slices"
	"strings"

	"callflow/wording"
)

// FlowCaller is a Runner that calls another flow by [Session.CallFlow]: its
// outcomes are its own and those by which that flow returns.
type FlowCaller interface {
	// Callee is a reference to the flow, such as flow:after-hours.
	Callee() string
}

// calledFlow is what the catalog said of a flow.
type calledFlow struct {
	Interface
	err error
}

// look asks the catalog for a flow; false without a catalog that knows flows.
func (k *checking) look(name string) (calledFlow, bool) {
	catalog, ok := k.catalog.(FlowCatalog)
	if !ok {
		return calledFlow{}, false
	}
	if known, asked := k.called[name]; asked {
		return known, true
	}
	var c calledFlow
	c.Interface, c.err = catalog.Interface(k.ctx, name)
	if k.called == nil {
		k.called = map[string]calledFlow{}
	}
	k.called[name] = c
	return c, true
}

// callee gives a node that calls a flow the outcomes by which that flow returns.
func (k *checking) callee(n *checkedNode) {
	caller, ok := n.runner.(FlowCaller)
	if !ok {
		return
	}
	n.open = true
	ref, ok := ParseRef(caller.Callee())
	if !ok || ref.Kind != "flow" {
		return
	}
	flow, ok := k.look(ref.Name)
	if !ok || flow.err != nil {
		return
	}
	n.open = false
	for _, name := range flow.Outcomes {
		if !slices.ContainsFunc(n.outcomes, func(o Outcome) bool { return o.Name == name }) {
			n.outcomes = append(n.outcomes, OutcomeAbout(name, wording.Say("the flow %s returned by it", ref.Name)))
		}
	}
}

// Callee checks the flow that the node calls: that it can be called, and that
// no call goes round in it. Whether it exists is checked for every reference.
func (c *Check) Callee(param, reference string) {
	c.Reference(param, reference, "flow")
	ref, ok := ParseRef(reference)
	if !ok || ref.Kind != "flow" {
		return
	}
	if strings.EqualFold(ref.Name, c.run.flow.Name) {
		c.Error(param, "recursion", "the flow calls itself: lead back by an edge or a Jump instead")
		return
	}
	flow, ok := c.run.look(ref.Name)
	switch {
	case !ok, errors.Is(flow.err, ErrNoSuch):
		return
	case flow.err != nil:
		c.Error(param, "lookup_failed", "%s could not be looked up (%v): check again later", reference, flow.err)
		return
	case flow.Kind != c.run.flow.Kind:
		c.Error(param, "wrong_kind", "%s is a %s flow and cannot be called from a %s flow: choose another", reference, flow.Kind, c.run.flow.Kind)
	case !flow.Live:
		c.Error(param, "not_published", "nothing of the flow %s is published, so that no call can run it: publish it first", quote(ref.Name))
	}
	c.chain(param, ref.Name)
}

// chain follows who calls whom from the called flow on.
func (c *Check) chain(param, name string) {
	way := []string{c.run.flow.Name}
	done := map[string]int{} // a flow → how deep it was looked at
	var follow func(name string) bool
	follow = func(name string) bool {
		if round := slices.IndexFunc(way, func(w string) bool { return strings.EqualFold(w, name) }); round >= 0 {
			if round > 0 {
				return false // a ring that this flow is not part of has its own finding there
			}
			c.Error(param, "recursion", "the flow calls itself again by %s: let one of them return instead",
				strings.Join(append(slices.Clone(way), way[0]), " → "))
			return true
		}
		if len(way) > MaxDepth {
			c.Error(param, "too_deep", "flows call each other more than %d deep (%s): put some of them into one",
				MaxDepth, strings.Join(append(slices.Clone(way), name), " → "))
			return true
		}
		if at, seen := done[strings.ToLower(name)]; seen && at >= len(way) {
			return false
		}
		done[strings.ToLower(name)] = len(way)
		flow, ok := c.run.look(name)
		if !ok || flow.err != nil {
			return false
		}
		way = append(way, name)
		defer func() { way = way[:len(way)-1] }()
		return slices.ContainsFunc(flow.Calls, follow)
	}
	if !follow(name) {
		c.OK()
	}
}
