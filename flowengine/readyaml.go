package flowengine

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"callflow/wording"
)

// countsFromZero are the errors for which the YAML parser counts lines from 0
// (it corrects only those of its scanner) and leaves out line 0.
var countsFromZero = map[string]bool{
	"did not find expected <document start>": true,
	"did not find expected node content":     true,
	"did not find expected '-' indicator":    true,
	"did not find expected key":              true,
	"did not find expected ',' or ']'":       true,
	"did not find expected ',' or '}'":       true,
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

func readYAML(data []byte) (*value, *sourceError) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, more yaml.Node
	err := decoder.Decode(&document)
	if err == nil {
		if err = decoder.Decode(&more); err == nil {
			return nil, &sourceError{code: "bad_file", line: more.Line,
				message: wording.Of("The file holds more than one YAML document: put each flow into a file of its own.")}
		}
		if err == io.EOF {
			err = nil
		}
	}
	if err != nil {
		text, line := err.Error(), 0
		if m := yamlLine.FindStringSubmatch(text); m != nil {
			line, _ = strconv.Atoi(m[1]) // digits by the pattern; too many of them leave the line unknown
			text = text[len(m[0]):]
		}
		if countsFromZero[strings.TrimPrefix(text, "yaml: ")] {
			line++
		}
		return nil, &sourceError{code: "bad_file", line: line,
			message: wording.Say("The file is not YAML: %s.", strings.TrimPrefix(text, "yaml: "))}
	}
	if len(document.Content) == 0 {
		return nil, &sourceError{code: "bad_file", message: wording.Of("The file is empty: put a flow in JSON or YAML into it.")}
	}
	r := &yamlReader{}
	return r.value(document.Content[0], 0)
}

// yamlReader turns YAML's nodes into values, following aliases.
type yamlReader struct{ values int }

func (r *yamlReader) value(n *yaml.Node, depth int) (*value, *sourceError) {
	v := &value{line: n.Line}
	if err := tooMuch(&r.values, depth, n.Line); err != nil {
		return nil, err
	}
	switch n.Kind {
	case yaml.AliasNode:
		// Going round in a ring of aliases ends at maxDepth.
		target, err := r.value(n.Alias, depth+1)
		if err != nil {
			return nil, err
		}
		copied := *target
		copied.line = n.Line
		return &copied, nil
	case yaml.SequenceNode:
		v.kind = listValue
		for _, item := range n.Content {
			item, err := r.value(item, depth+1)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, item)
		}
	case yaml.MappingNode:
		v.kind = mapValue
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, err := yamlKey(n.Content[i])
			if err != nil {
				return nil, err
			}
			item, err := r.value(n.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			v.pairs = append(v.pairs, pair{key: key, line: n.Content[i].Line, value: item})
		}
	default:
		return v, v.setScalar(n)
	}
	return v.indexed(), nil
}

// yamlKey reads a key. Keys are always text, so that "keys: {1: Sales}" does
// what it seems to.
func yamlKey(n *yaml.Node) (string, *sourceError) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		return "", &sourceError{code: "bad_file", line: n.Line,
			message: wording.Of("A key is a list or a mapping: write a plain word.")}
	}
	if n.ShortTag() == "!!merge" {
		return "", &sourceError{code: "bad_file", line: n.Line,
			message: wording.Of("Merging with << is not supported: write the keys out.")}
	}
	return n.Value, nil
}

// setScalar reads a scalar. Only what is written as JSON would write it is a
// number: 0412345678, +61412345678, 1_000 and 0x1F are text, as are dates,
// times such as 09:00, and the words yes, no, on and off.
func (v *value) setScalar(n *yaml.Node) *sourceError {
	v.kind, v.text = textValue, n.Value
	switch n.ShortTag() {
	case "!!null":
		v.kind, v.text = nullValue, ""
	case "!!bool":
		v.kind, v.text = boolValue, strings.ToLower(n.Value)
		if v.text != "true" && v.text != "false" { // only an explicit "!!bool yes" gets here
			return &sourceError{code: "bad_file", line: n.Line, message: wording.Of("Write true or false.")}
		}
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			v.kind = numberValue
		}
	case "!!str", "!!timestamp":
	default:
		return &sourceError{code: "bad_file", line: n.Line,
			message: wording.Say("The YAML tag %s is not supported: remove it.", n.ShortTag())}
	}
	return nil
}
