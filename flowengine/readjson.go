package flowengine

import (
	"bytes"
	"encoding/json"
	"errors"
	"sort"
	"strconv"

	"callflow/wording"
)

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
			message: wording.Say("The file is not JSON: %s.", err)}
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
		return nil, &sourceError{code: "bad_file", message: wording.Say("The file is not JSON: %s.", err)}
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
			return nil, &sourceError{code: "bad_file", message: wording.Say("The file is not JSON: %s.", err)}
		}
	}
	return v.indexed(), nil
}
