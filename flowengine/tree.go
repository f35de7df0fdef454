package flowengine

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"callflow/wording"
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

var kindWords = [...]string{"nothing", "true or false", "a number", "text", "a list", "a mapping"}

// phrase names the kind for people.
func (k valueKind) phrase() wording.Phrase {
	return wording.Of(kindWords[k])
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
	message wording.Phrase
	line    int
}

func (e *sourceError) Error() string { return e.message.String() }

func (e *sourceError) finding() Finding {
	return Finding{Level: LevelError, Code: e.code, Line: e.line}.Saying(e.message)
}

// readTree reads a file that is JSON or YAML.
//
// JSON is not left to the YAML parser, although YAML claims to contain it: that
// one stumbles over tabs and over surrogate pairs such as "\ud83d\ude00". What
// starts like JSON but is none may still be YAML in its flow style.
func readTree(data []byte) (*value, *sourceError) {
	if len(data) > MaxDocumentSize {
		return nil, &sourceError{code: "too_large", message: wording.Say(
			"The file has %d bytes; a flow may have at most %d.", len(data), MaxDocumentSize)}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return nil, &sourceError{code: "bad_file", line: lineOfInvalidUTF8(data),
			message: wording.Of("The file is not text in UTF-8: save it in that encoding.")}
	}
	content := bytes.TrimLeft(data, " \t\r\n")
	if len(content) == 0 {
		return nil, &sourceError{code: "bad_file", message: wording.Of("The file is empty: put a flow in JSON or YAML into it.")}
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

// tooMuch counts a value and refuses what is out of bounds.
func tooMuch(values *int, depth, line int) *sourceError {
	*values++
	if depth > maxDepth {
		return &sourceError{code: "too_deep", line: line, message: wording.Say(
			"The file nests deeper than %d levels: flatten it.", maxDepth)}
	}
	if *values > maxValues {
		return &sourceError{code: "too_large", line: line, message: wording.Say(
			"The file has more than %d values, YAML aliases counted each time: make it smaller.", maxValues)}
	}
	return nil
}
