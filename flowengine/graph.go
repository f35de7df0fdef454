package flowengine

import (
	"slices"

	"callflow/wording"
)

// Leader is a Runner that may go to nodes which its params name, besides its
// edges, as a jump does by [Result.Goto]. It limits by itself how often it
// does, so that a loop through it comes to an end.
type Leader interface {
	Leads() []string
}

// leadsTo are the nodes that a call may go to from here, each once, in the
// order of the outcomes.
func (k *checking) leadsTo(n *checkedNode) []*checkedNode {
	var to []*checkedNode
	seen := map[*checkedNode]bool{}
	add := func(id string) {
		if next := k.nodes[id]; next != nil && !seen[next] {
			seen[next] = true
			to = append(to, next)
		}
	}
	if n.Skip && n.sound {
		first := OutcomeAny
		if len(n.outcomes) > 0 {
			first = n.outcomes[0].Name
		}
		if id, ok := n.edge(first); ok {
			add(id)
		}
		return to
	}
	for _, o := range n.outcomes {
		if id, ok := n.edge(o.Name); ok {
			add(id)
		}
	}
	if leader, ok := n.runner.(Leader); ok {
		for _, id := range leader.Leads() {
			add(id)
		}
	}
	for _, outcome := range sortedKeys(n.Next) {
		add(n.Next[outcome])
	}
	return to
}

// inOrder lists the nodes as they stand in the file, or, for a flow that is
// not from a file, as a call comes to them, the rest by id.
func (k *checking) inOrder() []*checkedNode {
	order := make([]*checkedNode, 0, len(k.nodes))
	if k.doc.root != nil {
		lines := make(map[*checkedNode]int, len(k.nodes))
		for _, id := range k.ids() {
			order = append(order, k.nodes[id])
			lines[k.nodes[id]] = k.doc.Line("nodes", id)
		}
		slices.SortStableFunc(order, func(a, b *checkedNode) int { return lines[a] - lines[b] })
		return order
	}
	seen := map[*checkedNode]bool{}
	visit := func(n *checkedNode) {
		if n != nil && !seen[n] {
			seen[n] = true
			order = append(order, n)
		}
	}
	visit(k.nodes[k.flow.Start])
	for i := 0; i < len(order); i++ {
		for _, next := range k.leadsTo(order[i]) {
			visit(next)
		}
	}
	for _, id := range k.ids() {
		visit(k.nodes[id])
	}
	return order
}

// paths checks the graph as a whole: every node can be reached, every path can
// reach an end, and no loop spins.
func (k *checking) paths() {
	start := k.nodes[k.flow.Start]
	if start == nil {
		return // said already; nothing could be reached
	}
	graph := make(map[*checkedNode][]*checkedNode, len(k.nodes))
	for _, n := range k.order {
		graph[n] = k.leadsTo(n)
	}
	reach(graph, start)
	for _, n := range k.order {
		if !n.reached {
			k.fail(Finding{Code: "unreachable", Node: n.id}.Saying(wording.Say("No way leads from the start to %s: connect it, or delete it.", n.place)))
		}
	}
	k.spins(graph)
	k.traps(graph)
}

func reach(graph map[*checkedNode][]*checkedNode, start *checkedNode) {
	start.reached = true
	for stack := []*checkedNode{start}; len(stack) > 0; {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, next := range graph[n] {
			if !next.reached {
				next.reached = true
				stack = append(stack, next)
			}
		}
	}
}

// canEnd says whether a call may end in the node. A node whose ways are not
// known, or of which one leads nowhere, has findings for that already.
func (n *checkedNode) canEnd() bool {
	if !n.sound {
		return true
	}
	if n.Skip {
		first := OutcomeAny
		if len(n.outcomes) > 0 {
			first = n.outcomes[0].Name
		}
		_, wired := n.edge(first)
		return !wired
	}
	return len(n.outcomes) == 0 || slices.ContainsFunc(n.outcomes, func(o Outcome) bool {
		_, wired := n.edge(o.Name)
		return !wired
	})
}

// stops says whether a loop through the node is harmless.
func (n *checkedNode) stops() bool {
	if n.Skip {
		return false
	}
	if !n.sound {
		return true // what it does is not known
	}
	if _, ok := n.runner.(Leader); ok {
		return true
	}
	waiter, ok := n.runner.(Waiter)
	return ok && waiter.WaitsForCaller()
}

// spins reports the loops in which nothing waits for the caller.
func (k *checking) spins(graph map[*checkedNode][]*checkedNode) {
	moving := map[*checkedNode][]*checkedNode{}
	for n, next := range graph {
		if n.reached && !n.stops() {
			if flow, ok := calleeOf(n.runner); ok && !n.Skip {
				next = k.leadsAtOnce(n, flow)
			}
			moving[n] = slices.DeleteFunc(slices.Clone(next), (*checkedNode).stops)
		}
	}
	for _, group := range components(k.order, moving) {
		if len(group) == 1 && !slices.Contains(moving[group[0]], group[0]) {
			continue
		}
		ring := shortestRing(group[0], moving)
		k.fail(Finding{Code: "spinning_loop", Node: ring[0].id}.Saying(wording.Say(
			"%s goes round without waiting for the caller (%s): put a node that waits, or a Jump, into the loop.",
			ring[0].place, wayOf(ring))))
	}
}

// leadsAtOnce are the nodes that a call may go to from one that calls a flow,
// without that flow having waited for the caller. A flow of which that is not
// known counts as one that waits: what is not certain is no error, and the limit
// of steps ends what spins after all. A flow that changes has those that call it
// checked again.
func (k *checking) leadsAtOnce(n *checkedNode, flow string) (to []*checkedNode) {
	called := k.program(flow)
	if called == nil {
		return nil
	}
	if k.returns == nil {
		k.returns = map[*Program]*atOnce{}
	}
	for _, outcome := range called.returnsAtOnce(k.program, k.returns).outcomes {
		if id, ok := n.edge(outcome); ok && k.nodes[id] != nil && !slices.Contains(to, k.nodes[id]) {
			to = append(to, k.nodes[id])
		}
	}
	return to
}

// traps reports the loops that a call can enter but never leave.
func (k *checking) traps(graph map[*checkedNode][]*checkedNode) {
	back := map[*checkedNode][]*checkedNode{}
	var ends []*checkedNode
	for _, n := range k.order {
		for _, next := range graph[n] {
			back[next] = append(back[next], n)
		}
		if n.canEnd() {
			ends = append(ends, n)
		}
	}
	free := map[*checkedNode]bool{}
	for len(ends) > 0 {
		n := ends[len(ends)-1]
		ends = ends[:len(ends)-1]
		if !free[n] {
			free[n] = true
			ends = append(ends, back[n]...)
		}
	}
	trapped := map[*checkedNode][]*checkedNode{}
	for _, n := range k.order {
		if n.reached && !free[n] {
			trapped[n] = graph[n] // all of them trapped as well
		}
	}
	for _, group := range components(k.order, trapped) {
		inside := map[*checkedNode]bool{}
		places := make([]wording.Phrase, len(group))
		for i, n := range group {
			inside[n] = true
			places[i] = n.place
		}
		if slices.ContainsFunc(group, func(n *checkedNode) bool {
			return slices.ContainsFunc(trapped[n], func(next *checkedNode) bool { return !inside[next] })
		}) {
			continue // it leads into another trap, which is reported
		}
		k.fail(Finding{Code: "no_end", Node: group[0].id}.Saying(wording.Say(
			"From %s no way leads to an end: lead one of its outcomes to a node that ends the call.", wording.List(places, "and"))))
	}
}

// wayOf writes a ring of nodes as a way that comes back to its beginning.
func wayOf(ring []*checkedNode) wording.Phrase {
	way := make([]any, 0, 2*len(ring)+1)
	for _, n := range ring {
		way = append(way, n.short(), " → ")
	}
	return wording.Join(append(way, ring[0].short())...)
}

// short is what the node is called where many are told of.
func (n *checkedNode) short() wording.Phrase {
	if n.Label != "" {
		return quote(n.Label)
	}
	return wording.Join(n.id)
}

// shortestRing finds the shortest way from a node back to it; there is one.
func shortestRing(first *checkedNode, graph map[*checkedNode][]*checkedNode) []*checkedNode {
	from := map[*checkedNode]*checkedNode{}
	for queue := []*checkedNode{first}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		for _, next := range graph[n] {
			if next == first {
				var ring []*checkedNode
				for ; n != nil; n = from[n] {
					ring = append(ring, n)
				}
				slices.Reverse(ring)
				return ring
			}
			if _, seen := from[next]; !seen {
				from[next] = n
				queue = append(queue, next)
			}
		}
	}
	return []*checkedNode{first}
}

// components are the strongly connected components of the part of the graph
// that has entries, by Tarjan's algorithm, each in the given order, and
// ordered by their first nodes.
func components(order []*checkedNode, graph map[*checkedNode][]*checkedNode) [][]*checkedNode {
	type mark struct {
		index, low int
		open       bool
	}
	rank := make(map[*checkedNode]int, len(order))
	for i, n := range order {
		rank[n] = i
	}
	byRank := func(a, b *checkedNode) int { return rank[a] - rank[b] }
	marks := map[*checkedNode]*mark{}
	var stack []*checkedNode
	var groups [][]*checkedNode
	var visit func(n *checkedNode) *mark
	visit = func(n *checkedNode) *mark {
		m := &mark{index: len(marks), low: len(marks), open: true}
		marks[n] = m
		stack = append(stack, n)
		for _, next := range graph[n] {
			if _, in := graph[next]; !in {
				continue
			}
			if other := marks[next]; other == nil {
				m.low = min(m.low, visit(next).low)
			} else if other.open {
				m.low = min(m.low, other.index)
			}
		}
		if m.low == m.index {
			at := slices.Index(stack, n)
			group := slices.Clone(stack[at:])
			stack = stack[:at]
			for _, member := range group {
				marks[member].open = false
			}
			slices.SortFunc(group, byRank)
			groups = append(groups, group)
		}
		return m
	}
	for _, n := range order {
		if _, in := graph[n]; in && marks[n] == nil {
			visit(n)
		}
	}
	slices.SortFunc(groups, func(a, b []*checkedNode) int { return byRank(a[0], b[0]) })
	return groups
}
