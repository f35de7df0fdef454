package flowengine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// ChangeKind says what became of the thing that a change is about.
type ChangeKind string

// The kinds of change. A move changes nothing that a call would notice.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
	Moved   ChangeKind = "moved"
)

// Change is one difference between two versions of a flow.
type Change struct {
	Kind ChangeKind `json:"kind"`
	// Node is the node's id; empty for what belongs to the flow itself.
	Node string `json:"node,omitempty"`
	// Name is how people know the node: its label, or else its type.
	Name string `json:"name,omitempty"`
	// What is the path of what changed, such as "params.attempts",
	// "next.key:1", "label" or "settings.language"; empty for a whole node.
	What string `json:"what,omitempty"`
	// Before and After are the values; nil where there was or is none.
	Before any `json:"before,omitempty"`
	After  any `json:"after,omitempty"`
}

// String is the change on one line.
func (c Change) String() string {
	place := "flow"
	if c.Node != "" {
		place = strings.TrimSpace(c.Node + " " + quote(c.Name).String())
	}
	if c.What == "" {
		return place + " " + string(c.Kind)
	}
	switch c.Kind {
	case Added:
		return fmt.Sprintf("%s: %s added: %s", place, c.What, shortJSON(c.After))
	case Removed:
		return fmt.Sprintf("%s: %s removed, was %s", place, c.What, shortJSON(c.Before))
	}
	return fmt.Sprintf("%s: %s %s → %s", place, c.What, shortJSON(c.Before), shortJSON(c.After))
}

// shortJSON is a value as JSON, cut to a length that fits on a line.
func shortJSON(v any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Sprint(v) // not a value that came from JSON
	}
	text := []rune(strings.TrimSpace(out.String()))
	if len(text) > 80 {
		return string(text[:79]) + "…"
	}
	return string(text)
}

// Diff lists what changed from one version of a flow to another: first the
// flow itself, then its nodes by id, moves on the canvas last. Flows with the
// same [Flow.Hash] differ in moves at most.
func Diff(a, b *Flow) []Change {
	d := &differ{}
	d.compare("schema", a.Schema, b.Schema)
	d.compare("name", a.Name, b.Name)
	d.compare("kind", string(a.Kind), string(b.Kind))
	d.compare("start", a.Start, b.Start)
	d.tree("settings", toTree(a.Settings), toTree(b.Settings))
	for _, id := range union(a.Nodes, b.Nodes) {
		d.node(id, a.Nodes[id], b.Nodes[id])
	}
	for _, id := range union(a.Layout, b.Layout) {
		before, was := a.Layout[id]
		after, is := b.Layout[id]
		if node := b.Nodes[id]; node != nil && (was != is || before != after) && a.Nodes[id] != nil {
			d.changes = append(d.changes, Change{Kind: Moved, Node: id, Name: node.name()})
		}
	}
	return d.changes
}

// differ collects changes.
type differ struct {
	changes []Change
	at      Change // the node that is being compared
}

func (n *Node) name() string {
	if n.Label != "" {
		return n.Label
	}
	return n.Type
}

func (d *differ) node(id string, a, b *Node) {
	switch {
	case a == nil && b == nil:
		return
	case a == nil:
		d.changes = append(d.changes, Change{Kind: Added, Node: id, Name: b.name()})
		return
	case b == nil:
		d.changes = append(d.changes, Change{Kind: Removed, Node: id, Name: a.name()})
		return
	}
	d.at = Change{Node: id, Name: b.name()}
	d.compare("type", a.Type, b.Type)
	d.compare("label", a.Label, b.Label)
	d.compare("note", a.Note, b.Note)
	d.compare("skip", a.Skip, b.Skip)
	d.compare("sensitive", a.Sensitive, b.Sensitive)
	d.tree("params", paramTree(a.Params), paramTree(b.Params))
	for _, outcome := range union(a.Next, b.Next) {
		before, was := a.Next[outcome]
		after, is := b.Next[outcome]
		d.values("next."+outcome, before, was, after, is)
	}
	d.at = Change{}
}

func (d *differ) compare(what string, a, b any) {
	if a != b {
		d.values(what, a, a != "", b, b != "")
	}
}

// values notes a change unless both sides are equal.
func (d *differ) values(what string, a any, was bool, b any, is bool) {
	c := d.at
	c.What = what
	switch {
	case was && is && reflect.DeepEqual(a, b), !was && !is:
		return
	case was && is:
		c.Kind, c.Before, c.After = Changed, a, b
	case is:
		c.Kind, c.After = Added, b
	default:
		c.Kind, c.Before = Removed, a
	}
	d.changes = append(d.changes, c)
}

// tree compares two JSON values and notes each difference at its own path. A
// list whose length changed is noted as a whole.
func (d *differ) tree(path string, a, b any) {
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok {
			for _, key := range union(x, y) {
				before, was := x[key]
				after, is := y[key]
				if was && is {
					d.tree(path+"."+key, before, after)
				} else {
					d.values(path+"."+key, before, was, after, is)
				}
			}
			return
		}
	case []any:
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for i := range x {
				d.tree(path+"["+strconv.Itoa(i)+"]", x[i], y[i])
			}
			return
		}
	}
	d.values(path, a, true, b, true)
}

// paramTree decodes params as the content hash sees them.
func paramTree(params json.RawMessage) any {
	var tree map[string]any
	if len(params) == 0 || json.Unmarshal(params, &tree) != nil || tree == nil {
		return map[string]any{} // ParseFlow lets in nothing else
	}
	return tree
}

func toTree(s Settings) any {
	data, err := json.Marshal(s)
	if err != nil {
		panic("flowengine: settings cannot be written as JSON: " + err.Error()) // texts and booleans always can
	}
	return paramTree(data)
}

// union are the keys of both maps, sorted.
func union[V any](a, b map[string]V) []string {
	keys := append(sortedKeys(a), sortedKeys(b)...)
	slices.Sort(keys)
	return slices.Compact(keys)
}
