package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"callflow/flowengine"
	"callflow/wording"
)

// NotAChainError says why a flow cannot be shown as a scenario.
type NotAChainError struct {
	Flow, Node string
	// Problem is the sentence's end.
	Problem wording.Phrase
}

func (e *NotAChainError) Error() string { return e.In(wording.English) }

// In is the error in a language.
func (e *NotAChainError) In(l wording.Language) string {
	if e.Node == "" {
		return wording.Say("the flow %q is no scenario: %s", e.Flow, e.Problem).In(l)
	}
	return wording.Say("the flow %q is no scenario: the node %s %s", e.Flow, e.Node, e.Problem).In(l)
}

// Write shows a flow as a scenario in YAML. The error is a [NotAChainError] when
// the flow is not one chain of actions.
func Write(f *flowengine.Flow, registry *flowengine.Registry) ([]byte, error) {
	program, err := registry.Compile(f)
	if err != nil {
		return nil, &NotAChainError{Flow: f.Name, Problem: wording.Told(err)}
	}
	if f.Kind != flowengine.Voice {
		return nil, &NotAChainError{Flow: f.Name, Problem: wording.Of("it is a text flow")}
	}
	w := &writer{flow: f, program: program, seen: map[string]bool{}}
	list, err := w.list(f.Start, "", 0)
	if err != nil {
		return nil, err
	}
	for id := range f.Nodes {
		if !w.seen[id] {
			return nil, w.not(id, "is not on its way")
		}
	}
	root := mapping("name", text(f.Name))
	settings, err := fromJSON(f.Settings)
	if err != nil {
		return nil, err
	}
	if len(settings.Content) > 0 {
		root.Content = append(root.Content, text("settings"), settings)
	}
	root.Content = append(root.Content, text("actions"), list)
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(root); err != nil {
		return nil, fmt.Errorf("writing the scenario: %w", err)
	}
	return out.Bytes(), e.Close()
}

type writer struct {
	flow    *flowengine.Flow
	program *flowengine.Program
	seen    map[string]bool
}

func (w *writer) not(id, format string, args ...any) error {
	return &NotAChainError{Flow: w.flow.Name, Node: id, Problem: wording.Say(format, args...)}
}

// list writes the actions from a node on, up to the one that comes after the
// list.
func (w *writer) list(id, then string, depth int) (*yaml.Node, error) {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for id != then {
		n := w.flow.Nodes[id]
		if n == nil {
			return nil, w.not(id, "is not there")
		}
		if depth > maxDepth {
			return nil, w.not(id, "stands in keys more than %d deep", maxDepth)
		}
		plain := w.plainEnd(id)
		if plain && then == "" && len(list.Content) > 0 {
			w.seen[id] = true
			return list, nil // the end of the whole list hangs up by itself
		}
		if w.seen[id] && !plain {
			return nil, w.not(id, "is reached in more than one way")
		}
		w.seen[id] = true
		item, next, err := w.action(id, n, then, depth)
		if err != nil {
			return nil, err
		}
		list.Content = append(list.Content, item)
		if n.Type == "hangup" {
			return list, nil
		}
		id = next
	}
	return list, nil
}

// plainEnd says whether a node only hangs up, as the end of a list does.
func (w *writer) plainEnd(id string) bool {
	n := w.flow.Nodes[id]
	return n != nil && n.Type == "hangup" && n.Label == "" && n.Note == "" && !n.Skip && !n.Sensitive && len(n.Params) == 0
}

// action writes one node and says which one it goes on to.
func (w *writer) action(id string, n *flowengine.Node, then string, depth int) (item *yaml.Node, next string, err error) {
	a, ok := ofType(n.Type)
	if !ok {
		return nil, "", w.not(id, "(%s) is none of its actions, which are %s", n.Type, strings.Join(actionNames(), ", "))
	}
	if w.program.Node(id) == nil {
		return nil, "", w.not(id, "cannot be read: %s", w.program.Problem(id))
	}
	if next, err = w.goesOn(id, n, a); err != nil {
		return nil, "", err
	}
	params, err := fromJSON(n.Params)
	if err != nil {
		return nil, "", w.not(id, "cannot be written: %s", err)
	}
	item, err = w.head(id, a, params)
	if err != nil {
		return nil, "", err
	}
	for _, f := range []struct {
		name string
		node *yaml.Node
	}{{"label", text(n.Label)}, {"note", text(n.Note)}, {"skip", yes(n.Skip)}, {"sensitive", yes(n.Sensitive)}} {
		if f.node != nil && f.node.Value != "" {
			item.Content = append(item.Content, text(f.name), f.node)
		}
	}
	for i := 0; i+1 < len(params.Content); i += 2 {
		key, value := params.Content[i], params.Content[i+1]
		if a.nodeType == "menu" && key.Value == "keys" {
			if value, err = w.keys(id, n, value, next, depth); err != nil {
				return nil, "", err
			}
		}
		item.Content = append(item.Content, key, value)
	}
	if len(item.Content) == 2 && item.Content[1].ShortTag() == "!!null" {
		return text(a.name), next, nil
	}
	return item, next, nil
}

func yes(is bool) *yaml.Node {
	if !is {
		return nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}
}

// head writes the action's name with what stands behind it, and takes that out
// of the params.
func (w *writer) head(id string, a action, params *yaml.Node) (*yaml.Node, error) {
	value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: ""}
	main := a.main
	if a.nodeType == "greeting" && find(params, "audio") < 0 {
		main = "say"
	}
	if i := find(params, main); i >= 0 {
		found := params.Content[i+1]
		if a.nodeType == "dial" {
			if len(found.Content) != 1 || !strings.HasPrefix(found.Content[0].Value, "user:") {
				return nil, w.not(id, "rings others than one user: let each user have a call of their own")
			}
			found = text(strings.TrimPrefix(found.Content[0].Value, "user:"))
		}
		if a.nodeType == "queue" {
			found = text(strings.TrimPrefix(found.Value, "queue:"))
		}
		if found.Kind == yaml.ScalarNode {
			value = found
			params.Content = slices.Delete(params.Content, i, i+2)
		}
	}
	return mapping(a.name, value), nil
}

func find(m *yaml.Node, key string) int {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// goesOn is the node that a node goes on to. Its edges must lead nowhere else,
// but for having taken the call, which ends it.
func (w *writer) goesOn(id string, n *flowengine.Node, a action) (next string, err error) {
	if a.nodeType == "hangup" {
		return "", nil
	}
	for _, o := range w.program.Node(id).Outcomes() {
		to, wired := w.program.Edge(id, o.Name)
		switch {
		case !wired:
			return "", w.not(id, "leads nowhere by %s", o.Name)
		case o.Name == a.takes:
			if !w.plainEnd(to) {
				return "", w.not(id, "goes on by %s after it has taken the call", o.Name)
			}
			w.seen[to] = true
		case strings.HasPrefix(o.Name, "key:"):
		case next == "":
			next = to
		case next != to:
			return "", w.not(id, "leads to several others, %s and %s", next, to)
		}
	}
	for _, outcome := range []string{flowengine.OutcomeHungUp, flowengine.OutcomeError} {
		if _, wired := n.Next[outcome]; wired {
			return "", w.not(id, "has an edge for %s", outcome)
		}
	}
	return next, nil
}

// keys writes what the keys of a menu stand for.
func (w *writer) keys(id string, n *flowengine.Node, names *yaml.Node, next string, depth int) (*yaml.Node, error) {
	out := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(names.Content); i += 2 {
		key := names.Content[i].Value
		entry := mapping("name", names.Content[i+1])
		to, _ := w.program.Edge(id, "key:"+key) // it is wired, see goesOn
		list, err := w.list(to, next, depth+1)
		if err != nil {
			return nil, err
		}
		if len(list.Content) > 0 {
			entry.Content = append(entry.Content, text("actions"), list)
		}
		out.Content = append(out.Content, text(key), entry)
	}
	return out, nil
}

// fromJSON is a value as YAML, in its order.
func fromJSON(v any) (*yaml.Node, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("writing the scenario: %w", err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, fmt.Errorf("writing the scenario: %w", err)
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return &yaml.Node{Kind: yaml.MappingNode}, nil
	}
	block(document.Content[0])
	return document.Content[0], nil
}

func block(n *yaml.Node) {
	n.Style = 0
	for _, inner := range n.Content {
		block(inner)
	}
}
