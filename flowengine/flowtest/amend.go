package flowtest

import (
	"encoding/json"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Amend gives a test other values in given and expect, and leaves the rest as
// it is written, comments too. A nil value takes a field away. The result is
// YAML, whatever the test was in.
func Amend(data []byte, given, expect map[string]any) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return nil, errNoTest
	}
	if json.Valid(data) {
		inBlocks(&document)
	}
	test := document.Content[0]
	for name, fields := range map[string]map[string]any{"given": given, "expect": expect} {
		part := valueOf(test, name)
		if part == nil || part.Kind != yaml.MappingNode {
			part = &yaml.Node{Kind: yaml.MappingNode}
			put(test, name, part)
		}
		part.Style = 0
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			if fields[field] == nil {
				remove(part, field)
				continue
			}
			var value yaml.Node
			if err := value.Encode(fields[field]); err != nil {
				return nil, err
			}
			put(part, field, &value)
		}
	}
	return yaml.Marshal(&document)
}

// inBlocks writes what JSON has in braces, brackets and quotes as people do in
// YAML, which quotes what has to be.
func inBlocks(n *yaml.Node) {
	n.Style = 0
	for _, child := range n.Content {
		inBlocks(child)
	}
}

func keyOf(mapping *yaml.Node, name string) int {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return i
		}
	}
	return -1
}

func valueOf(mapping *yaml.Node, name string) *yaml.Node {
	if at := keyOf(mapping, name); at >= 0 {
		return mapping.Content[at+1]
	}
	return nil
}

func put(mapping *yaml.Node, name string, value *yaml.Node) {
	if at := keyOf(mapping, name); at >= 0 {
		was := mapping.Content[at+1]
		value.HeadComment, value.LineComment, value.FootComment = was.HeadComment, was.LineComment, was.FootComment
		mapping.Content[at+1] = value
		return
	}
	mapping.Content = append(mapping.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, value)
}

func remove(mapping *yaml.Node, name string) {
	if at := keyOf(mapping, name); at >= 0 {
		mapping.Content = slices.Delete(mapping.Content, at, at+2)
	}
}
