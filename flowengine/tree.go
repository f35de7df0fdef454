package flowengine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// The bounds of a flow document. A file past one of them is refused before
// anything is made of it.
const (
	// MaxDocumentSize is the size of a flow document in bytes.
	MaxDocumentSize = 1 << 20
	maxDepth        = 64
	maxValues       = 200_000 // with YAML aliases counted each time they are used
)

// value is one value of a file, with the line it stands on.
type value struct {
	kind  valueKind
	line  int
	text  string // a text's content, or a number as it is written, or "true"
	pairs []pair // of a mapping, in the file's order, duplicates included
	items []*value
	index map[string]int // of a long mapping: where a key stands first
}

// pair is one key of a mapping with its value.
type pair struct {
	key   string
	line  int
	value *value
}

type valueKind int

const (
	nullValue valueKind = iota
	boolValue
	numberValue
	textValue
	listValue
	mapValue
)

// String names the kind for people.
func (k valueKind) String() string {
	return [...]string{"nothing", "true or false", "a number", "text", "a list", "a mapping"}[k]
}

// get returns the pair of a key; the first one when the key stands twice.
func (v *value) get(key string) (pair, bool) {
	if v.kind == listValue {
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v.items) {
			return pair{key: key, line: v.items[i].line, value: v.items[i]}, true
		}
	}
	if v.index != nil {
		i, ok := v.index[key]
		if !ok {
			return pair{}, false
		}
		return v.pairs[i], true
	}
	for _, p := range v.pairs {
		if p.key == key {
			return p, true
		}
	}
	return pair{}, false
}

// indexed prepares a mapping for looking up its keys.
func (v *value) indexed() *value {
	const long = 16 // below, looking through the pairs is as fast
	if len(v.pairs) < long {
		return v
	}
	v.index = make(map[string]int, len(v.pairs))
	for i, p := range v.pairs {
		if _, twice := v.index[p.key]; !twice {
			v.index[p.key] = i
		}
	}
	return v
}

// writeJSON writes the value as JSON, keys in the file's order and numbers as
// they are written in the file.
func (v *value) writeJSON(out *bytes.Buffer) {
	switch v.kind {
	case nullValue:
		out.WriteString("null")
	case boolValue, numberValue:
		out.WriteString(v.text)
	case textValue:
		writeText(out, v.text)
	case listValue:
		out.WriteByte('[')
		for i, item := range v.items {
			if i > 0 {
				out.WriteByte(',')
			}
			item.writeJSON(out)
		}
		out.WriteByte(']')
	case mapValue:
		out.WriteByte('{')
		for i, p := range v.pairs {
			if i > 0 {
				out.WriteByte(',')
			}
			writeText(out, p.key)
			out.WriteByte(':')
			p.value.writeJSON(out)
		}
		out.WriteByte('}')
	}
}

func writeText(out *bytes.Buffer, text string) {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic("flowengine: a string cannot be written as JSON: " + err.Error()) // strings always can
	}
	out.Write(quoted)
}

// sourceError is a file that cannot be read at all.
type sourceError struct {
	code    string
	message string
	line    int
}

func (e *sourceError) Error() string { return e.message }

func (e *sourceError) finding() Finding {
	return Finding{Level: LevelError, Code: e.code, Message: e.message, Line: e.line}
}

// readTree reads a file that is JSON or YAML.
//
// JSON is not left to the YAML parser, although YAML claims to contain it: that
// one stumbles over tabs and over surrogate pairs such as "\ud83d\ude00". What
// starts like JSON but is none may still be YAML in its flow style.
func readTree(data []byte) (*value, *sourceError) {
	if len(data) > MaxDocumentSize {
		return nil, &sourceError{code: "too_large", message: fmt.Sprintf(
			"The file has %d bytes; a flow may have at most %d.", len(data), MaxDocumentSize)}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return nil, &sourceError{code: "bad_file", line: lineOfInvalidUTF8(data),
			message: "The file is not text in UTF-8: save it in that encoding."}
	}
	content := bytes.TrimLeft(data, " \t\r\n")
	if len(content) == 0 {
		return nil, &sourceError{code: "bad_file", message: "The file is empty: put a flow in JSON or YAML into it."}
	}
	if content[0] != '{' && content[0] != '[' {
		return readYAML(data)
	}
	root, jsonErr := readJSON(data)
	if jsonErr == nil || jsonErr.code != "bad_file" {
		return root, jsonErr
	}
	if root, err := readYAML(data); err == nil {
		return root, nil
	}
	return nil, jsonErr
}

func lineOfInvalidUTF8(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[size:]
	}
	return line
}

// jsonReader builds values from a JSON text that is known to be valid.
type jsonReader struct {
	decoder *json.Decoder
	lines   []int // the offset of each line's end
	values  int
}

func readJSON(data []byte) (*value, *sourceError) {
	r := &jsonReader{decoder: json.NewDecoder(bytes.NewReader(data))}
	for i, c := range data {
		if c == '\n' {
			r.lines = append(r.lines, i)
		}
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		line := 0
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line = r.lineAt(syntax.Offset - 1)
		}
		return nil, &sourceError{code: "bad_file", line: line,
			message: fmt.Sprintf("The file is not JSON: %s.", err)}
	}
	r.decoder.UseNumber()
	return r.value(0)
}

func (r *jsonReader) lineAt(offset int64) int {
	return 1 + sort.SearchInts(r.lines, int(offset))
}

func (r *jsonReader) value(depth int) (*value, *sourceError) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, &sourceError{code: "bad_file", message: fmt.Sprintf("The file is not JSON: %s.", err)}
	}
	v := &value{line: r.lineAt(r.decoder.InputOffset() - 1)}
	if err := tooMuch(&r.values, depth, v.line); err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case bool:
		v.kind, v.text = boolValue, strconv.FormatBool(t)
	case json.Number:
		v.kind, v.text = numberValue, t.String()
	case string:
		v.kind, v.text = textValue, t
	case json.Delim:
		v.kind = mapValue
		if t == '[' {
			v.kind = listValue
		}
		for r.decoder.More() {
			var p pair
			if v.kind == mapValue {
				key, err := r.value(depth)
				if err != nil {
					return nil, err
				}
				p.key, p.line = key.text, key.line
			}
			item, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			if v.kind == listValue {
				v.items = append(v.items, item)
				continue
			}
			p.value = item
			v.pairs = append(v.pairs, p)
		}
		if _, err := r.decoder.Token(); err != nil { // the closing bracket
			return nil, &sourceError{code: "bad_file", message: fmt.Sprintf("The file is not JSON: %s.", err)}
		}
	}
	return v.indexed(), nil
}

// tooMuch counts a value and refuses what is out of bounds.
func tooMuch(values *int, depth, line int) *sourceError {
	*values++
	if depth > maxDepth {
		return &sourceError{code: "too_deep", line: line, message: fmt.Sprintf(
			"The file nests deeper than %d levels: flatten it.", maxDepth)}
	}
	if *values > maxValues {
		return &sourceError{code: "too_large", line: line, message: fmt.Sprintf(
			"The file has more than %d values, YAML aliases counted each time: make it smaller.", maxValues)}
	}
	return nil
}

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
				message: "The file holds more than one YAML document: put each flow into a file of its own."}
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
			message: fmt.Sprintf("The file is not YAML: %s.", strings.TrimPrefix(text, "yaml: "))}
	}
	if len(document.Content) == 0 {
		return nil, &sourceError{code: "bad_file", message: "The file is empty: put a flow in JSON or YAML into it."}
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
			message: "A key is a list or a mapping: write a plain word."}
	}
	if n.ShortTag() == "!!merge" {
		return "", &sourceError{code: "bad_file", line: n.Line,
			message: "Merging with << is not supported: write the keys out."}
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
			return &sourceError{code: "bad_file", line: n.Line, message: "Write true or false."}
		}
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			v.kind = numberValue
		}
	case "!!str", "!!timestamp":
	default:
		return &sourceError{code: "bad_file", line: n.Line,
			message: fmt.Sprintf("The YAML tag %s is not supported: remove it.", n.ShortTag())}
	}
	return nil
}
