package flowengine

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Ref is a symbolic reference of a flow to something kept outside it, such as
// audio:welcome, user:alice, group:sales, queue:support or flow:after-hours.
type Ref struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// String is the reference as it stands in a flow.
func (r Ref) String() string { return r.Kind + ":" + r.Name }

// Catalog knows what references can lead to, within one company.
type Catalog interface {
	Has(ctx context.Context, ref Ref) (bool, error)
}

// refKinds are the kinds of things that a flow refers to by name.
var refKinds = []string{"audio", "user", "group", "queue", "flow"}

// ParseRef reads a reference. A text that only starts like one ("user: please
// call back", or a name with a template in it) is none.
func ParseRef(s string) (Ref, bool) {
	kind, name, found := strings.Cut(s, ":")
	if !found || !slices.Contains(refKinds, kind) {
		return Ref{}, false
	}
	if name == "" || utf8.RuneCountInString(name) > 128 || name != strings.TrimSpace(name) || strings.Contains(name, "{{") {
		return Ref{}, false
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		return Ref{}, false
	}
	return Ref{Kind: kind, Name: name}, true
}

// Reference is one place in a flow that refers to something outside it.
type Reference struct {
	// Node is empty for the flow's own settings.
	Node string `json:"node,omitempty"`
	// Param is the path inside the node's params, such as "targets[0]", or the
	// place in the flow, such as "settings.goodbye".
	Param string `json:"param"`
	Ref   Ref    `json:"ref"`
}

// References lists everything that a flow refers to: every text anywhere in
// its params that reads as a reference, whatever the type of the node. The
// settings come first, then the nodes by id, their params in the order in
// which they are written.
func References(f *Flow) []Reference {
	var found []Reference
	add := func(node, param, text string) {
		if ref, ok := ParseRef(text); ok {
			found = append(found, Reference{Node: node, Param: param, Ref: ref})
		}
	}
	add("", "settings.goodbye", f.Settings.Goodbye)
	add("", "settings.record.notice", f.Settings.Record.Notice)
	for _, id := range sortedKeys(f.Nodes) {
		if f.Nodes[id] == nil {
			continue
		}
		walkTexts(f.Nodes[id].Params, func(param, text string) { add(id, param, text) })
	}
	return found
}

// walkTexts visits every text value inside params, each with its path. Params
// that are not JSON are passed over: they have findings of their own.
func walkTexts(params json.RawMessage, visit func(path, text string)) {
	if len(params) == 0 {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(params))
	decoder.UseNumber()
	var walk func(path string) bool
	walk = func(path string) bool {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		switch t := token.(type) {
		case string:
			visit(path, t)
		case json.Delim:
			for i := 0; decoder.More(); i++ {
				inner := path + "[" + strconv.Itoa(i) + "]"
				if t == '{' {
					key, err := decoder.Token()
					if err != nil {
						return false
					}
					name, ok := key.(string)
					if !ok {
						return false
					}
					inner = joinPath(path, name)
				}
				if !walk(inner) {
					return false
				}
			}
			if _, err := decoder.Token(); err != nil { // the closing bracket
				return false
			}
		}
		return true
	}
	walk("")
}

// joinPath adds a key to a param's path.
func joinPath(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// splitPath takes a path such as "targets[0].name" apart.
func splitPath(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
}
