package foreign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// props are the properties of a part. They know which of them were asked for,
// so that the others can be told of.
type props struct {
	all  map[string]json.RawMessage
	seen map[string]bool
	// odd is what stands where a mapping should.
	odd json.RawMessage
}

// newProps reads properties; what is no mapping has none.
func newProps(data json.RawMessage) *props {
	p := &props{seen: map[string]bool{}}
	if json.Unmarshal(data, &p.all) != nil {
		p.all, p.odd = nil, data
	}
	return p
}

// raw is a property as it stands; nil when it is not there or null.
func (p *props) raw(name string) json.RawMessage {
	p.seen[name] = true
	value := p.all[name]
	if bytes.Equal(bytes.TrimSpace(value), []byte("null")) {
		return nil
	}
	return value
}

// text is a property that is a text or a number, without space at its ends.
// Anything else was not read, and is told of.
func (p *props) text(name string) string {
	raw := p.raw(name)
	if raw == nil {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s)
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	p.seen[name] = false
	return ""
}

// number is a property that is a number, or a text with one; 0 when it is not.
func (p *props) number(name string) float64 {
	text := p.text(name)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != n || n > 1e9 || n < -1e9 {
		p.seen[name] = text == "" && p.seen[name]
		return 0
	}
	return n
}

// yes says whether a property is true, in any way of writing it.
func (p *props) yes(name string) bool {
	switch strings.Trim(strings.ToLower(string(bytes.TrimSpace(p.raw(name)))), `"`) {
	case "true", "1", "yes", "on":
		return true
	case "", "false", "0", "no", "off":
	default:
		p.seen[name] = false
	}
	return false
}

// texts is a property that is a list of texts.
func (p *props) texts(name string) (list []string) {
	var raw []json.RawMessage
	if json.Unmarshal(p.raw(name), &raw) != nil {
		if one := p.text(name); one != "" {
			return []string{one}
		}
		return nil
	}
	for _, item := range raw {
		one := newProps(json.RawMessage(fmt.Sprintf(`{"x":%s}`, item)))
		list = append(list, one.text("x"))
		if len(one.left()) > 0 {
			p.seen[name] = false
		}
	}
	return list
}

// ignore takes properties that mean nothing to a call, such as places on a canvas.
func (p *props) ignore(names ...string) {
	for _, name := range names {
		p.seen[name] = true
	}
}

// left are the properties that nothing asked for and that say something.
func (p *props) left() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(p.all)) {
		switch value := string(bytes.TrimSpace(p.all[name])); {
		case p.seen[name]:
		case value == "null", value == `""`, value == "[]", value == "{}", value == "false":
		default:
			names = append(names, name)
		}
	}
	return names
}

// compact is JSON on one line.
func compact(raw json.RawMessage) string {
	var out bytes.Buffer
	if json.Compact(&out, raw) != nil {
		return string(raw)
	}
	return out.String()
}
