package scenario

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"callflow/flowengine"
)

// Flow is the flow of a scenario.
type Flow struct {
	*flowengine.Flow
	// Lines are the lines of the file from which the nodes were made.
	Lines map[string]int
}

// Parse makes a flow of a scenario in YAML or JSON. With any finding the flow
// must not be kept, since something of the scenario is not in it; it is nil when
// nothing could be read.
func Parse(data []byte) (*Flow, []flowengine.Finding) {
	if len(data) > flowengine.MaxDocumentSize {
		return nil, []flowengine.Finding{problem(0, "The file has %d bytes; a scenario may have at most %d.", len(data), flowengine.MaxDocumentSize)}
	}
	var document yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	switch err := decoder.Decode(&document); {
	case err == io.EOF:
		return nil, []flowengine.Finding{problem(0, "The file is empty: write a name and a list of actions.")}
	case err != nil:
		return nil, []flowengine.Finding{problem(0, "The file is not YAML: %s.", strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, []flowengine.Finding{problem(root.Line, "A scenario is a mapping with name and actions: write those.")}
	}
	if hasAlias(root) {
		return nil, []flowengine.Finding{problem(0, "Aliases (*) are not supported in scenarios: write the values out.")}
	}
	r := &reader{lines: map[string]int{}}
	r.scenario(root)
	if len(r.findings) > 0 {
		return nil, r.findings
	}
	return r.flow()
}

// reader makes the nodes of a flow from the actions, as YAML, so that values
// are read as they are in a flow's own file.
type reader struct {
	findings []flowengine.Finding
	lines    map[string]int

	name     *yaml.Node
	settings *yaml.Node
	start    string
	nodes    []*yaml.Node // ids and nodes in turn
	ends     bool         // something leads to the hang-up at the end
}

const endID = "end"

func (r *reader) refuse(n *yaml.Node, format string, args ...any) {
	if p := problem(n.Line, format, args...); !slices.Contains(r.findings, p) {
		r.findings = append(r.findings, p)
	}
}

func (r *reader) scenario(root *yaml.Node) {
	var list *yaml.Node
	r.each(root, func(key, value *yaml.Node) {
		switch key.Value {
		case "name":
			r.name = value
		case "settings":
			r.settings = value
		case "actions":
			list = value
		default:
			r.refuse(key, "There is no field “%s” in a scenario: it has name, settings and actions.", key.Value)
		}
	})
	switch {
	case r.name == nil || r.name.Kind != yaml.ScalarNode || strings.TrimSpace(r.name.Value) == "":
		r.refuse(root, "The scenario has no name: add one.")
	case list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0:
		r.refuse(root, "The scenario has no actions: list at least one.")
	default:
		r.start = r.list(list, "action", endID, 0)
	}
}

// each visits the fields of a mapping. It refuses what stands twice.
func (r *reader) each(n *yaml.Node, visit func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.refuse(n, "Write a mapping here.")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge":
			r.refuse(key, "A key is no plain word: write one.")
		case seen[key.Value]:
			r.refuse(key, "“%s” stands twice: remove one.", key.Value)
		default:
			seen[key.Value] = true
			visit(key, value)
		}
	}
}

// list makes the nodes of a list of actions and returns the first; the last goes
// on to then.
func (r *reader) list(list *yaml.Node, id, then string, depth int) (first string) {
	if depth > maxDepth {
		r.refuse(list, "Keys stand in each other more than %d deep: put the inner ones into a flow of their own.", maxDepth)
		return then
	}
	ids := make([]string, len(list.Content)+1)
	for i := range list.Content {
		ids[i] = id + "-" + strconv.Itoa(i+1)
	}
	ids[len(list.Content)] = then
	for i, item := range list.Content {
		a, ok := r.action(item, ids[i], ids[i+1], depth)
		if ok && a.nodeType == "hangup" && i < len(list.Content)-1 {
			r.refuse(list.Content[i+1], "Nothing comes to this action, because the one before it hangs up: remove it, or the other.")
		}
		if i == len(list.Content)-1 && ok && a.nodeType != "hangup" && then == endID {
			r.ends = true
		}
		if ok && a.takes != "" {
			r.ends = true
		}
	}
	return ids[0]
}

// action makes the node of one action, and those that its keys lead to.
func (r *reader) action(item *yaml.Node, id, next string, depth int) (a action, ok bool) {
	r.lines[id] = item.Line
	node := &made{params: &yaml.Node{Kind: yaml.MappingNode}, next: &yaml.Node{Kind: yaml.MappingNode}}
	if item.Kind == yaml.ScalarNode { // such as: answer
		if a, ok = named(item.Value); !ok {
			r.unknown(item, item.Value)
			return a, false
		}
	} else {
		name, found := "", 0
		r.each(item, func(key, _ *yaml.Node) {
			if _, is := named(key.Value); is {
				name, found = key.Value, found+1
			}
		})
		if found != 1 {
			if item.Kind == yaml.MappingNode && len(item.Content) > 0 {
				r.unknown(item, item.Content[0].Value)
			}
			return a, false
		}
		a, _ = named(name) // it is one, since it was found
	}
	node.action = a
	if item.Kind == yaml.MappingNode {
		r.each(item, func(key, value *yaml.Node) { r.field(node, key, value, id, next, depth) })
	}
	for _, outcome := range a.on {
		node.lead(outcome, next)
	}
	if a.takes != "" {
		node.lead(a.takes, endID)
	}
	r.nodes = append(r.nodes, text(id), node.node())
	return a, true
}

func (r *reader) unknown(n *yaml.Node, name string) {
	r.refuse(n, "“%s” is no action, or not just one: use %s.", name, strings.Join(actionNames(), ", "))
}

// field reads one field of an action: the action itself, what any node has, the
// keys of a menu, or a param of the node.
func (r *reader) field(n *made, key, value *yaml.Node, id, next string, depth int) {
	switch {
	case key.Value == n.action.name:
		r.main(n, value)
	case slices.Contains(fields, key.Value):
		n.fields = append(n.fields, key, value)
	case key.Value == "keys" && n.action.nodeType == "menu":
		r.keys(n, value, id, next, depth)
	case key.Value == "next" || key.Value == n.action.main:
		r.refuse(key, "“%s” cannot stand in an action: where it leads is decided by the order, and what it does stands behind its name.", key.Value)
	default:
		n.params.Content = append(n.params.Content, key, value)
	}
}

// main reads what stands behind an action's name.
func (r *reader) main(n *made, value *yaml.Node) {
	if value.ShortTag() == "!!null" {
		return
	}
	if value.Kind != yaml.ScalarNode {
		r.refuse(value, "Behind “%s” stands one value: write its other params beside it.", n.action.name)
		return
	}
	param, filled := n.action.main, value
	switch n.action.nodeType {
	case "greeting":
		if !namesSound(value.Value) {
			param = "say"
		}
	case "queue":
		filled = text("queue:" + strings.TrimPrefix(value.Value, "queue:"))
	case "dial":
		filled = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{text("user:" + strings.TrimPrefix(value.Value, "user:"))}}
	case "transfer":
		filled = text(value.Value)
	}
	n.params.Content = append(n.params.Content, text(param), filled)
}

// keys reads what the keys of a menu stand for: each has a name, and actions
// after which the call goes on as if no key had been pressed.
func (r *reader) keys(n *made, keys *yaml.Node, id, next string, depth int) {
	names := &yaml.Node{Kind: yaml.MappingNode}
	r.each(keys, func(key, value *yaml.Node) {
		name, list := text(key.Value), (*yaml.Node)(nil)
		r.each(value, func(field, v *yaml.Node) {
			switch field.Value {
			case "name":
				name = v
			case "actions":
				list = v
			default:
				r.refuse(field, "There is no field “%s” for a key: it has name and actions.", field.Value)
			}
		})
		names.Content = append(names.Content, text(key.Value), name)
		to := next
		if list != nil && list.Kind == yaml.SequenceNode && len(list.Content) > 0 {
			to = r.list(list, id+"-key"+keyName(key.Value), next, depth+1)
		} else if list != nil {
			r.refuse(list, "The actions of the key “%s” are no list: list at least one, or leave the field out.", key.Value)
		}
		n.lead("key:"+key.Value, to)
		if to == endID {
			r.ends = true
		}
	})
	n.params.Content = append(n.params.Content, text("keys"), names)
}

// keyName is a key as it can stand in an id.
func keyName(key string) string {
	return strings.NewReplacer("*", "star", "#", "hash", " ", "_").Replace(fmt.Sprintf("%.32s", key))
}

// flow reads the flow that was put together.
func (r *reader) flow() (*Flow, []flowengine.Finding) {
	if r.ends {
		r.nodes = append(r.nodes, text(endID), (&made{action: action{nodeType: "hangup"}}).node())
	}
	document := mapping(
		"schema", &yaml.Node{Kind: yaml.ScalarNode, Value: strconv.Itoa(flowengine.SchemaVersion)},
		"name", r.name, "kind", text(string(flowengine.Voice)), "start", text(r.start),
		"nodes", &yaml.Node{Kind: yaml.MappingNode, Content: r.nodes})
	if r.settings != nil {
		document.Content = append(document.Content, text("settings"), r.settings)
	}
	data, err := yaml.Marshal(document)
	if err != nil {
		return nil, []flowengine.Finding{problem(0, "The scenario cannot be read: %v.", err)}
	}
	parsed, findings := flowengine.ParseFlow(data)
	for i := range findings {
		findings[i].Line = r.lines[findings[i].Node]
	}
	if parsed == nil || len(findings) > 0 {
		return nil, findings
	}
	return &Flow{parsed.Flow, r.lines}, nil
}
