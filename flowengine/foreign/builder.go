package foreign

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"callflow/flowengine"
	"callflow/wording"
)

// builder puts a flow together.
type builder struct {
	system   string
	language wording.Language
	names    map[string]string
	flow     *flowengine.Flow
	parts    []*Part
	notes    []string
	ids      map[string]string // the other system's ids → ours
	asked    []string          // the other system's names, in the order in which they came up
}

func newBuilder(system string, o Options) *builder {
	return &builder{system: system, language: o.Language, names: o.Names, ids: map[string]string{}, flow: &flowengine.Flow{
		Schema: flowengine.SchemaVersion, Name: o.Name, Kind: flowengine.Voice, Nodes: map[string]*flowengine.Node{},
	}}
}

// endID is the node to which ways lead that end in the other system.
const endID = "end"

// end is the node that hangs up; it is made when something leads there.
func (b *builder) end() string {
	if b.flow.Nodes[endID] == nil {
		b.flow.Nodes[endID] = &flowengine.Node{Type: "hangup"}
	}
	return endID
}

// id is a new id for a node, made of a text.
func (b *builder) id(text string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.", r) {
			return r
		}
		return '_'
	}, text)
	for len(clean) > 48 {
		_, size := utf8.DecodeLastRuneInString(clean)
		clean = clean[:len(clean)-size]
	}
	if clean == "" || strings.Trim(clean, "_") == "" {
		clean = "node"
	}
	id := clean
	for n := 2; id == endID || b.flow.Nodes[id] != nil || b.reserved(id); n++ {
		id = fmt.Sprintf("%s-%d", clean, n)
	}
	return id
}

func (b *builder) reserved(id string) bool {
	for _, taken := range b.ids {
		if taken == id {
			return true
		}
	}
	return false
}

// node is a part that becomes a node.
type node struct {
	*Part
	b      *builder
	made   *flowengine.Node
	params map[string]any
	told   map[string]bool // the events about which something is said already
}

// tells says that a node tells of events by itself.
func (n *node) tells(events ...string) {
	for _, e := range events {
		n.told[e] = true
	}
}

// part begins a part. Its node has the id given, and does nothing until become
// is called.
func (b *builder) part(name, kind, id string) *node {
	p := &Part{Name: name, Type: kind, Node: id, Mapped: Whole}
	b.parts = append(b.parts, p)
	n := &node{Part: p, b: b, made: &flowengine.Node{}, params: map[string]any{}, told: map[string]bool{}}
	if id != "" {
		b.flow.Nodes[id] = n.made
	}
	return n
}

// become makes the part a node of that type.
func (n *node) become(nodeType, label string) {
	n.made.Type, n.NodeType = nodeType, nodeType
	if label != n.Node {
		n.made.Label = fmt.Sprintf("%.100s", label)
	}
}

// lead adds an edge; to nothing is to the end.
func (n *node) lead(outcome, to string) {
	if to == "" {
		to = n.b.end()
	}
	if n.made.Next == nil {
		n.made.Next = map[string]string{}
	}
	n.made.Next[outcome] = to
}

// set gives a param a value; what is empty is not set.
func (n *node) set(name string, value any) {
	if value != nil && value != "" {
		n.params[name] = value
	}
}

// say words something for who imports the flow.
func (b *builder) say(format string, args ...any) string {
	return wording.Say(format, args...).In(b.language)
}

// note says something of the flow as a whole.
func (b *builder) note(format string, args ...any) {
	b.notes = append(b.notes, b.say(format, args...))
}

// remark notes what was not taken over.
func (n *node) remark(format string, args ...any) {
	if n.Mapped == Whole {
		n.Mapped = Partly
	}
	n.Notes = append(n.Notes, n.b.say(format, args...))
}

// most gives a param a number, or the largest that callflow takes.
func (n *node) most(name string, value, most float64) {
	if value > most {
		n.remark("%s was %g, and is %g now, the most that callflow takes.", name, value, most)
		value = most
	}
	n.set(name, value)
}

// rest notes the properties that nothing asked for.
func (n *node) rest(p *props) {
	if p.odd != nil {
		n.remark("What is set for it cannot be read, and was not taken over: %s.", compact(p.odd))
	}
	for _, name := range p.left() {
		n.remark("%s was not taken over: %s.", name, compact(p.all[name]))
	}
}

// rest notes what a flow as a whole has and nothing asked for.
func (b *builder) rest(p *props) {
	for _, name := range p.left() {
		b.note("Its %s was not taken over: %s.", name, compact(p.all[name]))
	}
}

// astray notes a way that nothing takes any more, or that led out of the file.
// to is the node's id, empty when there is none.
func (n *node) astray(event, to, theirs string) {
	switch {
	case to == "":
		n.remark("%s led to %s, which is not in the file.", event, theirs)
	case !slices.Contains(slices.Collect(maps.Values(n.made.Next)), to):
		n.remark("Nothing leads by %s to %s any more, because callflow does not tell this case apart.", event, to)
	}
}

// way is one exit of a part that is not mapped.
type way struct{ event, to string }

// keep makes the part a skipped node, through which calls go the first of its
// ways, with the part's own text as a note.
func (n *node) keep(why string, raw json.RawMessage, ways []way) {
	n.Mapped = Kept
	n.Notes = append(n.Notes, why)
	n.params = map[string]any{}
	n.made.Skip, n.made.Next = true, nil
	for i := range ways {
		ways[i].event = strings.TrimSpace(printable(ways[i].event))
	}
	var targets []string
	for _, w := range ways {
		if !slices.Contains(targets, w.to) {
			targets = append(targets, w.to)
		}
	}
	if len(targets) < 2 {
		n.become("set", n.Name)
		to := ""
		if len(targets) > 0 {
			to = targets[0]
		}
		n.lead("done", to)
	} else {
		// Each way stays visible as a branch; which one is right, a person decides.
		n.become("route", n.Name)
		var branches []any
		for _, w := range ways {
			name := "branch:" + w.event
			if _, twice := n.made.Next[name]; twice || w.event == "" {
				continue
			}
			branches = append(branches, map[string]any{"name": w.event, "all": []any{map[string]any{"is": "expression", "expression": "false"}}})
			n.lead(name, w.to)
		}
		n.set("branches", branches)
		n.lead("no_match", ways[0].to)
		n.Notes = append(n.Notes, n.b.say("Calls go by %s; the other ways lead nowhere until the node is replaced.", ways[0].event))
	}
	n.made.Note = n.b.say("From %s: %s", n.b.system, compact(raw))
}

// named is what callflow calls a thing of the other system.
func (b *builder) named(id string) string {
	b.ask(id)
	if name := b.names[id]; name != "" {
		return name
	}
	return strings.TrimSpace(id)
}

// sound is a reference to a sound that the other system has under an address.
func (b *builder) sound(n *node, address string) string {
	b.ask(address)
	name := b.names[address]
	if name == "" {
		name = soundName(address)
	}
	n.remark("The sound %s has to be added as audio:%s.", address, name)
	return "audio:" + name
}

// soundName is a name for the sound at an address.
func soundName(address string) string {
	name := address
	if i := strings.LastIndexAny(strings.TrimRight(name, "/"), "/"); i >= 0 {
		name = name[i+1:]
	}
	name, _, _ = strings.Cut(name, "?")
	if i := strings.LastIndex(name, "."); i > 0 {
		name = name[:i]
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.", r) {
			return r
		}
		return '-'
	}, fmt.Sprintf("%.60s", name))
	if strings.Trim(name, "-") == "" {
		return "sound"
	}
	return name
}

func (b *builder) ask(id string) {
	if !slices.Contains(b.asked, id) {
		b.asked = append(b.asked, id)
	}
}

// refers are the things of the other system that the flow has references to.
func (b *builder) refers() []Named {
	references := flowengine.References(b.flow)
	var all []Named
	for _, id := range b.asked {
		name := b.names[id]
		if name == "" {
			name = strings.TrimSpace(id)
		}
		for _, r := range references {
			if r.Ref.Name != name && r.Ref.Name != strings.ReplaceAll(name, " ", "-") && (r.Ref.Kind != "audio" || r.Ref.Name != soundName(id)) {
				continue
			}
			if n := (Named{id, r.Ref.String()}); !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}

// result finishes the flow.
func (b *builder) result() *Result {
	r := &Result{Flow: b.flow, Parts: []Part{}, Notes: b.notes, Names: b.refers()}
	if b.flow.Name == "" {
		b.flow.Name = "Imported from " + b.system
	}
	b.flow.Name = strings.TrimSpace(fmt.Sprintf("%.100s", printable(b.flow.Name)))
	about := slices.Clone(b.notes)
	for _, p := range b.parts {
		r.Parts = append(r.Parts, *p)
		if p.Node == "" {
			about = append(about, p.Notes...)
		}
	}
	if start := b.flow.Nodes[b.flow.Start]; start != nil && len(about) > 0 {
		start.Note = strings.TrimSpace(printable(strings.Join(about, " ")) + " " + start.Note)
	}
	return r
}

// finish writes params and notes into the node.
func (n *node) finish() {
	if len(n.params) > 0 {
		text, err := json.Marshal(n.params)
		if err == nil { // they are texts, numbers and lists
			n.made.Params = text
		}
	}
	n.made.Label = printable(n.made.Label)
	if n.made.Note == "" && len(n.Notes) > 0 {
		n.made.Note = n.b.say("From %s %s: %s", n.b.system, n.Type, strings.Join(n.Notes, " "))
	}
	n.made.Note = printable(n.made.Note)
}

// printable leaves out what cannot be seen.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
