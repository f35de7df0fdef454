package flowengine

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"callflow/wording"
)

// Check says how complete a flow is: how many checks it passes, and for each
// one that it does not, where and what to do. The catalog knows what the flow
// may refer to; without one (nil) references are not checked, which is a
// warning if the flow has any.
//
// A skipped node is not checked, but must have a way to lead on.
func (r *Registry) Check(ctx context.Context, doc *Document, catalog Catalog) Report {
	k := &checking{ctx: ctx, registry: r, doc: doc, flow: doc.Flow, catalog: catalog}
	k.prepare()
	k.settings()
	k.start()
	k.references()
	k.drivers()
	for _, n := range k.order {
		k.node(n)
	}
	k.paths()
	return k.report()
}

// NodeOutcomes are the exits that each node of a flow has with its params, those
// that a called flow declares among them. Nodes of unknown types are left out.
func (r *Registry) NodeOutcomes(ctx context.Context, doc *Document, catalog Catalog) map[string][]Outcome {
	k := &checking{ctx: ctx, registry: r, doc: doc, flow: doc.Flow, catalog: catalog}
	k.prepare()
	outcomes := make(map[string][]Outcome, len(k.nodes))
	for id, n := range k.nodes {
		if n.entry != nil {
			outcomes[id] = append([]Outcome{}, n.outcomes...)
		}
	}
	return outcomes
}

// With is the report with findings from elsewhere, such as [ParseFlow]'s. Each
// error counts as a check that does not hold.
func (r Report) With(findings ...Finding) Report {
	r.Findings = append(slices.Clip(slices.Clone(findings)), r.Findings...)
	for _, f := range findings {
		if f.Level == LevelError {
			r.Checks++
		}
	}
	return r
}

// checking is one run of Check. Every error finding is one check that does not
// hold, so that progress reaches 100 when the last error is gone.
type checking struct {
	ctx      context.Context
	registry *Registry
	doc      *Document
	flow     *Flow
	catalog  Catalog

	nodes     map[string]*checkedNode
	order     []*checkedNode
	satisfied int
	errors    int
	findings  []Finding
	known     map[Ref]bool // what the catalog said
	called    map[string]calledFlow
	programs  map[string]*Program // of flows that are called, by their names in small letters
	returns   map[*Program]*atOnce
}

// checkedNode is a node of the flow with what is known about it.
type checkedNode struct {
	*Node
	id     string
	entry  *registered // nil when the type is unknown
	runner Runner      // nil when the type is unknown
	// sound is false when the type is unknown or the params are of the wrong
	// form, so that the node's outcomes are not known for certain.
	sound bool
	// open is true when the node may have more outcomes than are known.
	open     bool
	outcomes []Outcome
	byName   map[string]Outcome
	place    wording.Phrase // how people know it
	badParam map[string]bool
	reached  bool
}

// prepare decodes the nodes and puts them in order.
func (k *checking) prepare() {
	k.nodes = make(map[string]*checkedNode, len(k.flow.Nodes))
	k.known = map[Ref]bool{}
	for id, node := range k.flow.Nodes {
		if node == nil {
			node = &Node{}
		}
		n := &checkedNode{Node: node, id: id, entry: k.registry.byName[node.Type], badParam: map[string]bool{}}
		n.place = wording.Join(k.registry.title(node.Type), " ", id)
		if node.Label != "" {
			n.place = wording.Join(k.registry.title(node.Type), " ", quote(node.Label))
		}
		n.place = n.place.Map(strings.TrimSpace)
		if n.entry != nil {
			var err error
			n.runner, err = n.entry.decode(node.Params)
			n.sound = err == nil
			n.outcomes = n.runner.Outcomes()
			k.callee(n)
		}
		n.byName = make(map[string]Outcome, len(n.outcomes))
		for _, o := range n.outcomes {
			n.byName[o.Name] = o
		}
		k.nodes[id] = n
	}
	k.order = k.inOrder()
}

func (k *checking) fail(f Finding) {
	f.Level = LevelError
	k.errors++
	k.findings = append(k.findings, f)
}

func (k *checking) warn(f Finding) { k.tell(LevelWarning, f) }

// tell adds a finding that counts as no check.
func (k *checking) tell(level Level, f Finding) {
	f.Level = level
	k.findings = append(k.findings, f)
}

// settings checks what is true for the whole flow.
func (k *checking) settings() {
	s := k.flow.Settings
	if s.Language != "" {
		if _, err := language.Parse(s.Language); err != nil {
			k.fail(Finding{Code: "bad_language", Param: "settings.language"}.Saying(wording.Say(
				"The flow's language %s is none: write a tag such as en, en-AU or de.", quote(s.Language))))
		}
	}
	if s.Record.Calls {
		if s.Record.Notice == "" {
			k.fail(Finding{Code: "missing_notice", Param: "settings.record.notice"}.Saying(wording.Of("The flow records its calls " +
				"without saying so: set the notice that callers hear, or switch recording off.")))
		} else {
			k.satisfied++
		}
	}
}

func (k *checking) start() {
	switch n := k.nodes[k.flow.Start]; {
	case k.flow.Start == "" && len(k.nodes) == 0:
		k.fail(Finding{Code: "no_start", Param: "start"}.Saying(wording.Of("The flow is empty: add a node and start there.")))
	case k.flow.Start == "":
		k.fail(Finding{Code: "no_start", Param: "start"}.Saying(wording.Of("The flow has no start: choose the node that calls come to first.")))
	case n == nil:
		k.fail(Finding{Code: "no_start", Param: "start"}.Saying(wording.Say("The flow starts at %s, which is no node of it%s",
			quote(k.flow.Start), didYouMean(k.flow.Start, k.ids(), wording.Of(": choose one that is.")))))
	default:
		k.satisfied++
	}
}

func (k *checking) ids() []string { return sortedKeys(k.flow.Nodes) }

// node checks one node by itself: its type, its params, its edges.
func (k *checking) node(n *checkedNode) {
	switch {
	case n.Type == "" && k.doc.root != nil:
		// Parsing the file has said so.
	case n.entry == nil:
		k.fail(Finding{Code: "unknown_type", Node: n.id}.Saying(wording.Say("Node %s has the type %s, which this callflow does not know%s",
			n.id, quote(n.Type), didYouMean(n.Type, k.registry.names(), wording.Of(": choose another, or update callflow.")))))
	case !slices.Contains(n.entry.Kinds, k.flow.Kind) && (k.flow.Kind == Voice || k.flow.Kind == Text):
		k.fail(Finding{Code: "wrong_kind", Node: n.id}.Saying(wording.Say(
			"%s cannot stand in a %s flow: remove it, or use a node that can.", n.place, k.flow.Kind)))
	}
	if n.entry != nil && !n.Skip {
		k.params(n)
	}
	k.edges(n)
}

func (k *checking) params(n *checkedNode) {
	satisfied, problems := n.entry.validate(n.Params)
	k.satisfied += satisfied
	for _, p := range problems {
		n.badParam[p.param] = true
		k.fail(Finding{Code: p.code, Node: n.id, Param: p.param}.Saying(n.told(p.message)))
	}
	if !n.sound && len(problems) == 0 {
		_, err := n.entry.decode(n.Params)
		k.fail(Finding{Code: "bad_param", Node: n.id}.Saying(wording.Say("%s: correct its params: %v.", n.place, err)))
	}
	if checker, ok := n.runner.(Checker); ok && n.sound {
		checker.Check(&Check{run: k, node: n})
	}
}

// told is a clause on the node as a sentence, after its name.
func (n *checkedNode) told(clause wording.Phrase) wording.Phrase {
	return wording.Join(n.place, ": ", clause.Map(sentence))
}

// sentence ends a clause with a full stop.
func sentence(clause string) string {
	if strings.HasSuffix(clause, ".") || strings.HasSuffix(clause, "?") || strings.HasSuffix(clause, "!") {
		return clause
	}
	return clause + "."
}

// edges checks that every outcome leads on, and every edge to a node.
func (k *checking) edges(n *checkedNode) {
	if n.sound {
		k.wiring(n)
	}
	for _, outcome := range sortedKeys(n.Next) {
		to := n.Next[outcome]
		if n.sound && !n.has(outcome) {
			names := make([]string, len(n.outcomes))
			for i, o := range n.outcomes {
				names[i] = o.Name
			}
			otherwise := wording.Of(": remove the edge.")
			if len(names) == 0 {
				otherwise = wording.Of(": it ends the call; remove the edge.")
			}
			k.fail(Finding{Code: "unknown_outcome", Node: n.id, Outcome: outcome}.Saying(wording.Say(
				"%s has no outcome %s%s", n.place, quote(outcome), didYouMean(outcome, names, otherwise))))
		}
		if k.nodes[to] == nil {
			k.fail(Finding{Code: "dangling_edge", Node: n.id, Outcome: outcome}.Saying(wording.Say(
				"%s leads by %s to %s, which is no node of the flow%s", n.place, quote(outcome), quote(to),
				didYouMean(to, k.ids(), wording.Of(": choose one that is, or remove the edge.")))))
		}
	}
	if leader, ok := n.runner.(Leader); ok && n.sound {
		for _, to := range leader.Leads() {
			if to != "" && k.nodes[to] == nil {
				k.fail(Finding{Code: "dangling_edge", Node: n.id, Param: n.paramWith(to)}.Saying(wording.Say(
					"%s leads to %s, which is no node of the flow%s", n.place, quote(to),
					didYouMean(to, k.ids(), wording.Of(": choose one that is.")))))
			}
		}
	}
}

// paramWith finds the param that holds a text.
func (n *checkedNode) paramWith(text string) (param string) {
	walkTexts(n.Params, func(path, t string) {
		if t == text && param == "" {
			param = path
		}
	})
	return param
}

func (n *checkedNode) has(outcome string) bool {
	switch outcome {
	case OutcomeAny, OutcomeError, OutcomeHungUp:
		return true
	}
	if n.open {
		return true
	}
	_, declared := n.byName[outcome]
	return declared
}

// wiring checks that each declared outcome has a way to go. A skipped node
// needs only its first.
func (k *checking) wiring(n *checkedNode) {
	outcomes := n.outcomes
	if n.Skip {
		if len(outcomes) == 0 {
			if n.Next[OutcomeAny] == "" {
				k.fail(Finding{Code: "unwired", Node: n.id}.Saying(wording.Say(
					"%s ends the call, so there is no way past it: do not skip it, or lead it on by “*”.", n.place)))
			}
			return
		}
		outcomes = outcomes[:1]
	}
	for _, o := range outcomes {
		if _, ok := n.edge(o.Name); ok {
			k.satisfied++
			continue
		}
		var about wording.Phrase
		if o.About != "" {
			about = wording.Join(" (", o.phrase().Map(unended), ")")
		}
		way := wording.Of("connect it to a node")
		if o.Else != "" {
			way = wording.Say("connect it to a node, or connect %s, which stands in for it", quote(o.Else))
		}
		k.fail(Finding{Code: "unwired", Node: n.id, Outcome: o.Name}.Saying(wording.Say(
			"%s: the outcome %s%s leads nowhere: %s, or catch it with “*”.", n.place, quote(o.Name), about, way)))
	}
}

// unended is a sentence without its full stop.
func unended(sentence string) string { return strings.TrimSuffix(sentence, ".") }

// edge follows an outcome the way a call does: by its own edge, by that of the
// outcome that stands in for it, or by the edge that catches all.
func (n *checkedNode) edge(outcome string) (to string, ok bool) {
	for range len(n.outcomes) + 1 {
		if to, ok := n.Next[outcome]; ok {
			return to, true
		}
		if outcome = n.byName[outcome].Else; outcome == "" {
			break
		}
	}
	to, ok = n.Next[OutcomeAny]
	return to, ok
}

// references checks that what the flow refers to exists. What a skipped node
// refers to is not asked for.
func (k *checking) references() {
	var asked bool
	for _, r := range References(k.flow) {
		n := k.nodes[r.Node]
		if n != nil && n.Skip {
			continue
		}
		asked = true
		if k.catalog != nil {
			k.exists(r, n)
		}
	}
	if asked && k.catalog == nil {
		k.warn(Finding{Code: "references_unchecked"}.Saying(wording.Of("What the flow refers to was not looked up, " +
			"because no company is at hand: check the flow where it will run.")))
	}
}

// refWords say of each kind of reference that there is none, and how to get one.
var refWords = map[string]string{
	"audio": "%s refers to %s, but there is no audio %s in the library: add it, or choose another.",
	"user":  "%s refers to %s, but there is no user %s: add one, or choose another.",
	"group": "%s refers to %s, but there is no group %s: add one, or choose another.",
	"queue": "%s refers to %s, but there is no queue %s: add one, or choose another.",
	"flow":  "%s refers to %s, but there is no flow %s: add one, or choose another.",
}

func (k *checking) exists(r Reference, n *checkedNode) {
	place := wording.Say("The flow's %s", strings.TrimPrefix(r.Param, "settings."))
	if n != nil {
		place = wording.Join(n.place, ": ", quote(r.Param))
	}
	has, asked := k.known[r.Ref]
	if !asked {
		var err error
		if has, err = k.catalog.Has(k.ctx, r.Ref); err != nil {
			k.fail(Finding{Code: "lookup_failed", Node: r.Node, Param: r.Param}.Saying(wording.Say(
				"%s refers to %s, which could not be looked up (%v): check again later.", place, r.Ref, err)))
			return
		}
		k.known[r.Ref] = has
	}
	if has {
		k.satisfied++
		return
	}
	k.fail(Finding{Code: "missing_reference", Node: r.Node, Param: r.Param}.Saying(wording.Say(
		refWords[r.Ref.Kind], place, r.Ref, quote(r.Ref.Name))))
}

// report puts the findings in the order of the nodes, and of the lines within.
func (k *checking) report() Report {
	rank := map[string]int{"": -1}
	for i, n := range k.order {
		rank[n.id] = i
	}
	for i := range k.findings {
		k.findings[i].Line = k.doc.lineOf(k.findings[i])
	}
	slices.SortStableFunc(k.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank[a.Node], rank[b.Node]), cmp.Compare(a.Line, b.Line))
	})
	return Report{Checks: k.satisfied + k.errors, Satisfied: k.satisfied, Findings: k.findings}
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
