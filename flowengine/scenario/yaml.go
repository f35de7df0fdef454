package scenario

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// made is a node of a flow that is put together.
type made struct {
	action       action
	fields       []*yaml.Node // keys and values in turn
	params, next *yaml.Node
}

func (n *made) lead(outcome, to string) {
	n.next.Content = append(n.next.Content, text(outcome), text(to))
}

func (n *made) node() *yaml.Node {
	out := mapping("type", text(n.action.nodeType))
	out.Content = append(out.Content, n.fields...)
	for i, part := range []*yaml.Node{n.params, n.next} {
		if part != nil && len(part.Content) > 0 {
			out.Content = append(out.Content, text([]string{"params", "next"}[i]), part)
		}
	}
	return out
}

// text is a value that is text, whatever it looks like.
func text(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}

// mapping has keys and nodes in turn.
func mapping(pairs ...any) *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(pairs); i += 2 {
		m.Content = append(m.Content, text(pairs[i].(string)), pairs[i+1].(*yaml.Node))
	}
	return m
}

func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || slices.ContainsFunc(n.Content, hasAlias)
}

// soundSchemes are how a text begins that names a sound; another one is spoken.
var soundSchemes = []string{"audio:", "sound:", "digits:", "number:", "characters:", "tone:"}

func namesSound(s string) bool {
	return slices.ContainsFunc(soundSchemes, func(scheme string) bool { return strings.HasPrefix(s, scheme) })
}
