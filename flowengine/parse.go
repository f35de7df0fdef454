package flowengine

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"callflow/wording"
)

// Document is a flow with the places in the file that it was read from. A flow
// that comes from elsewhere is a Document{Flow: f}, without places.
type Document struct {
	Flow *Flow
	root *value
}

// Line is the 1-based line of a place in the file, such as "nodes", "n1",
// "params", "targets", "0": of the deepest part of the path that is there, and
// 0 when the flow does not come from a file.
func (d *Document) Line(path ...string) int {
	if d == nil || d.root == nil {
		return 0
	}
	line, at := d.root.line, d.root
	for _, key := range path {
		p, ok := at.get(key)
		if !ok {
			break
		}
		line, at = p.line, p.value
	}
	return line
}

// lineOf is the line that a finding is about.
func (d *Document) lineOf(f Finding) int {
	var path []string
	switch {
	case f.Node == "":
		path = splitPath(f.Param)
	case f.Outcome != "":
		path = []string{"nodes", f.Node, "next", f.Outcome}
	case f.Param != "":
		path = append([]string{"nodes", f.Node, "params"}, splitPath(f.Param)...)
	default:
		path = []string{"nodes", f.Node}
	}
	if f.Node == "" && f.Param == "" {
		return 0
	}
	return d.Line(path...)
}

// ParseFlow reads a flow document from JSON or YAML. It finds all problems of
// form at once; with any of them the document must not be kept, because
// something in it would be lost. What a well-formed flow still lacks,
// [Registry.Check] tells.
//
// The document is nil only when the file is no flow at all. Otherwise it holds
// what could be read, so that it can be checked further.
func ParseFlow(data []byte) (*Document, []Finding) {
	root, err := readTree(data)
	if err != nil {
		return nil, []Finding{err.finding()}
	}
	if root.kind != mapValue {
		return nil, []Finding{Finding{Level: LevelError, Code: "bad_file", Line: root.line}.Saying(wording.Say(
			"The file holds %s: a flow is a mapping with schema, name, kind, start and nodes.", root.kind.phrase()))}
	}
	p := &parser{}
	flow := p.flow(root)
	slices.SortStableFunc(p.findings, func(a, b Finding) int { return a.Line - b.Line })
	return &Document{Flow: flow, root: root}, p.findings
}

// parser turns a file's values into a flow and notes what does not fit.
type parser struct {
	findings []Finding
	at       Finding // the node that is being read
	inParams bool    // of that node
}

func (p *parser) problem(line int, param, code, format string, args ...any) {
	f := p.at
	f.Level, f.Code, f.Line = LevelError, code, line
	if f.Node == "" || p.inParams {
		f.Param = param
	}
	p.findings = append(p.findings, f.Saying(wording.Say(format, args...).Map(capital)))
}

// capital makes a sentence of a clause.
func capital(clause string) string {
	r, size := utf8.DecodeRuneInString(clause)
	return string(unicode.ToUpper(r)) + clause[size:]
}

// mapping returns the pairs of a mapping without duplicates, which it reports.
func (p *parser) mapping(v *value, what wording.Phrase, param string) []pair {
	if v.kind == nullValue {
		return nil
	}
	if v.kind != mapValue {
		p.problem(v.line, param, "wrong_type", "%s is %s: write a mapping.", what, v.kind.phrase())
		return nil
	}
	first := make(map[string]int, len(v.pairs))
	pairs := make([]pair, 0, len(v.pairs))
	for _, entry := range v.pairs {
		if line, twice := first[entry.key]; twice {
			p.problem(entry.line, joinPath(param, entry.key), "duplicate_key",
				"%s stands twice, first in line %d: remove one.", quote(entry.key), line)
			continue
		}
		first[entry.key] = entry.line
		pairs = append(pairs, entry)
	}
	return pairs
}

// field reads one field of a mapping.
type field struct {
	name     string
	required bool
	read     func(v *value)
}

// fields reads a mapping with known fields.
func (p *parser) fields(v *value, what wording.Phrase, param string, fields []field) {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	given := map[string]bool{}
	for _, entry := range p.mapping(v, what, param) {
		i := slices.Index(names, entry.key)
		if i < 0 {
			p.problem(entry.line, joinPath(param, entry.key), "unknown_field", "there is no field %s in %s%s", quote(entry.key), what,
				didYouMean(entry.key, names, wording.Say(": remove it, or use %s.", wording.List(names, "or"))))
			continue
		}
		if entry.value.kind == nullValue {
			continue // as good as not there
		}
		given[entry.key] = true
		fields[i].read(entry.value)
	}
	for _, f := range fields {
		if f.required && !given[f.name] && (v.kind == mapValue || v.kind == nullValue) {
			p.problem(v.line, joinPath(param, f.name), "missing_field", "%s is missing in %s: add it.", quote(f.name), what)
		}
	}
}

func (p *parser) text(v *value, what wording.Phrase, param string) string {
	if v.kind != textValue {
		hint := wording.Of("write text")
		if v.kind == numberValue || v.kind == boolValue {
			hint = wording.Of("put it in quotes")
		}
		p.problem(v.line, param, "wrong_type", "%s is %s: %s.", what, v.kind.phrase(), hint)
	}
	return v.text
}

// id reads a node's id, which in YAML may be a bare number.
func (p *parser) id(v *value, what wording.Phrase, param string) string {
	if v.kind != textValue && v.kind != numberValue {
		p.problem(v.line, param, "wrong_type", "%s is %s: write a node's id.", what, v.kind.phrase())
		return ""
	}
	return v.text
}

func (p *parser) bool(v *value, what wording.Phrase, param string) bool {
	if v.kind != boolValue {
		p.problem(v.line, param, "wrong_type", "%s is %s: write true or false.", what, v.kind.phrase())
	}
	return v.kind == boolValue && v.text == "true"
}

func (p *parser) number(v *value, what wording.Phrase, param string) float64 {
	n, err := strconv.ParseFloat(v.text, 64)
	if v.kind != numberValue || err != nil {
		p.problem(v.line, param, "wrong_type", "%s is not a number that can be used: write one, without quotes.", what)
		return 0
	}
	return n
}

func (p *parser) flow(v *value) *Flow {
	f := &Flow{Nodes: map[string]*Node{}}
	p.fields(v, wording.Of("the flow"), "", []field{
		{"schema", true, func(v *value) { f.Schema = p.schema(v) }},
		{"name", true, func(v *value) {
			f.Name = p.text(v, wording.Of("the name"), "name")
			if v.kind == textValue && strings.TrimSpace(v.text) == "" {
				p.problem(v.line, "name", "missing_field", "The flow's name is empty: give it one.")
			}
		}},
		{"kind", true, func(v *value) {
			f.Kind = Kind(v.text)
			if v.kind != textValue || f.Kind != Voice && f.Kind != Text {
				p.problem(v.line, "kind", "bad_kind", "The kind is %s: write voice or text.", quote(v.text))
			}
		}},
		{"start", false, func(v *value) { f.Start = p.id(v, wording.Of("the start"), "start") }},
		{"settings", false, func(v *value) { f.Settings = p.settings(v) }},
		{"nodes", true, func(v *value) { p.nodes(v, f.Nodes) }},
		{"layout", false, func(v *value) { f.Layout = p.layout(v) }},
	})
	return f
}

func (p *parser) schema(v *value) int {
	n, err := strconv.Atoi(v.text)
	switch {
	case v.kind != numberValue || err != nil || n < 1:
		p.problem(v.line, "schema", "wrong_type", "The schema is the version of the document's form: write %d.", SchemaVersion)
	case n > SchemaVersion:
		p.problem(v.line, "schema", "newer_schema",
			"The flow was written by a newer callflow (schema %d, this one reads up to %d): update callflow.", n, SchemaVersion)
	}
	return n
}

func (p *parser) settings(v *value) Settings {
	var s Settings
	p.fields(v, wording.Of("the settings"), "settings", []field{
		{"language", false, func(v *value) { s.Language = p.text(v, wording.Of("the language"), "settings.language") }},
		{"goodbye", false, func(v *value) { s.Goodbye = p.text(v, wording.Of("the goodbye"), "settings.goodbye") }},
		{"record", false, func(v *value) {
			p.fields(v, wording.Of("the setting record"), "settings.record", []field{
				{"calls", false, func(v *value) { s.Record.Calls = p.bool(v, wording.Of("the setting calls"), "settings.record.calls") }},
				{"notice", false, func(v *value) { s.Record.Notice = p.text(v, wording.Of("the notice"), "settings.record.notice") }},
			})
		}},
	})
	return s
}

func (p *parser) nodes(v *value, nodes map[string]*Node) {
	for _, entry := range p.mapping(v, wording.Of("the field nodes"), "nodes") {
		p.at.Node = entry.key
		if entry.key == "" || len(entry.key) > 64 || strings.ContainsFunc(entry.key, isSpaceOrControl) {
			p.problem(entry.line, "", "bad_id",
				"%s is not an id for a node: use up to 64 characters without spaces.", quote(entry.key))
		}
		nodes[entry.key] = p.node(entry.value, entry.line)
	}
	p.at.Node = ""
}

func isSpaceOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func (p *parser) node(v *value, line int) *Node {
	n := &Node{}
	located := *v
	located.line = line // what is missing is told of the line with the node's id
	p.fields(&located, wording.Say("node %s", quote(p.at.Node)), "", []field{
		{"type", true, func(v *value) { n.Type = p.text(v, wording.Of("the type"), "") }},
		{"label", false, func(v *value) { n.Label = p.text(v, wording.Of("the label"), "") }},
		{"params", false, func(v *value) { n.Params = p.params(v) }},
		{"next", false, func(v *value) { n.Next = p.next(v) }},
		{"skip", false, func(v *value) { n.Skip = p.bool(v, wording.Of("the field skip"), "") }},
		{"sensitive", false, func(v *value) { n.Sensitive = p.bool(v, wording.Of("the field sensitive"), "") }},
		{"note", false, func(v *value) { n.Note = p.text(v, wording.Of("the note"), "") }},
	})
	return n
}

func (p *parser) params(v *value) json.RawMessage {
	if v.kind != mapValue {
		p.problem(v.line, "", "wrong_type", "The params are %s: write a mapping.", v.kind.phrase())
		return nil
	}
	p.inParams = true
	clean := p.plain(v, "")
	p.inParams = false
	if len(clean.pairs) == 0 {
		return nil // the same as no params, also for the content hash
	}
	var out bytes.Buffer
	clean.writeJSON(&out)
	return out.Bytes()
}

// plain returns a value without what JSON cannot carry, which it reports.
func (p *parser) plain(v *value, param string) *value {
	clean := *v
	switch v.kind {
	case numberValue:
		if _, err := strconv.ParseFloat(v.text, 64); err != nil {
			p.problem(v.line, param, "bad_number", "%s is too large for a number: write a smaller one, or put it in quotes.", quote(v.text))
			clean.kind = textValue
		}
	case listValue:
		clean.items = make([]*value, len(v.items))
		for i, item := range v.items {
			clean.items[i] = p.plain(item, param+"["+strconv.Itoa(i)+"]")
		}
	case mapValue:
		clean.pairs = p.mapping(v, wording.Phrase{}, param)
		for i, entry := range clean.pairs {
			clean.pairs[i].value = p.plain(entry.value, joinPath(param, entry.key))
		}
	}
	return &clean
}

func (p *parser) next(v *value) map[string]string {
	pairs := p.mapping(v, wording.Of("the field next"), "")
	if len(pairs) == 0 {
		return nil
	}
	next := make(map[string]string, len(pairs))
	for _, entry := range pairs {
		p.at.Outcome = entry.key
		if id := p.id(entry.value, wording.Say("the edge of %s", quote(entry.key)), ""); id != "" {
			next[entry.key] = id
		} else if entry.value.kind == textValue {
			p.problem(entry.line, "", "wrong_type", "the edge of %s leads nowhere: name a node, or remove the edge.", quote(entry.key))
		}
	}
	p.at.Outcome = ""
	return next
}

func (p *parser) layout(v *value) map[string]Point {
	layout := map[string]Point{}
	for _, entry := range p.mapping(v, wording.Of("the layout"), "layout") {
		var point Point
		at := joinPath("layout", entry.key)
		p.fields(entry.value, wording.Say("the place of %s", quote(entry.key)), at, []field{
			{"x", true, func(v *value) { point.X = p.number(v, wording.Of("the place's x"), at) }},
			{"y", true, func(v *value) { point.Y = p.number(v, wording.Of("the place's y"), at) }},
		})
		layout[entry.key] = point
	}
	return layout
}
