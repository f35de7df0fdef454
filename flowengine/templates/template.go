// Package templates makes flows from templates: flows with parameters, which
// leave out the nodes that are not wanted.
package templates

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"callflow/flowengine"
	"callflow/wording"
)

// Template is a flow to be filled in.
type Template struct {
	// Name is what commands call it, such as "business-hours".
	Name string `yaml:"-" json:"name"`
	// Title and About are for people.
	Title string `yaml:"title" json:"title"`
	About string `yaml:"about" json:"about"`
	// Parameters are what can be set, in the order in which people are asked.
	Parameters []Parameter `yaml:"parameters" json:"parameters"`

	Start    string          `yaml:"start" json:"-"`
	Settings map[string]any  `yaml:"settings" json:"-"`
	Nodes    map[string]node `yaml:"nodes" json:"-"`
}

// Parameter is one thing that a template leaves open.
type Parameter struct {
	Name  string `yaml:"name" json:"name"`
	About string `yaml:"about" json:"about"`
	// Is says what its value is.
	Is Sort `yaml:"is" json:"is"`
	// Required says that it must be set; otherwise Default holds, and an empty
	// value leaves out what depends on it.
	Required bool   `yaml:"required" json:"required,omitempty"`
	Default  string `yaml:"default" json:"default,omitempty"`
	// Choices are the values that it can have, empty for any.
	Choices []string `yaml:"choices" json:"choices,omitempty"`
}

// Sort is what the value of a parameter is.
type Sort string

// The sorts.
const (
	Text   Sort = "text"   // a text
	Sound  Sort = "sound"  // audio:NAME, or a text to speak
	Number Sort = "number" // such as 25 or 2.5
	Switch Sort = "switch" // yes or no
	List   Sort = "list"   // texts with commas between them
	Target Sort = "target" // who is rung: user:alice, group:sales, external:+61299998888
	User   Sort = "user"   // the name of a user
	Box    Sort = "box"    // whose messages: user:alice, group:sales
	Phone  Sort = "phone"  // a number outside with its country code, such as +61299998888
	Queue  Sort = "queue"  // the name of a queue
)

// In is the template as it is told of in a language. What its flows say is that of
// [Template.Speaking].
func (t Template) In(l wording.Language) Template {
	t.Title, t.About = wording.Of(t.Title).In(l), wording.Of(t.About).In(l)
	t.Parameters = slices.Clone(t.Parameters)
	for i := range t.Parameters {
		t.Parameters[i].About = wording.Of(t.Parameters[i].About).In(l)
	}
	return t
}

// Speaking is the template whose flows speak a language to callers, in which their
// nodes are called too.
func (t Template) Speaking(l wording.Language) Template {
	return t.spoken(func(text string) string { return wording.Of(text).In(l) })
}

// Said are the texts that its flows say, and that their nodes are called.
func (t Template) Said() (texts []string) {
	t.spoken(func(text string) string {
		texts = append(texts, text)
		return text
	})
	return texts
}

// spoken is the template with other texts for people in what it makes. They begin
// with a capital letter; names for programs do not.
func (t Template) spoken(as func(string) string) Template {
	text := func(s string) string {
		if s == "" || !unicode.IsUpper([]rune(s)[0]) {
			return s
		}
		return as(s)
	}
	t.Parameters = slices.Clone(t.Parameters)
	for i := range t.Parameters {
		t.Parameters[i].Default = text(t.Parameters[i].Default)
	}
	t.Nodes = maps.Clone(t.Nodes)
	for id, n := range t.Nodes {
		n.Label, n.Params = text(n.Label), maps.Clone(n.Params)
		for name, value := range n.Params {
			if s, ok := value.(string); ok {
				n.Params[name] = text(s)
			}
		}
		t.Nodes[id] = n
	}
	return t
}

// node is a node of a template.
type node struct {
	// When names the parameter without which the node is left out; with a !
	// before it, the one with which it is.
	When string `yaml:"when"`
	// Else is where ways to the node lead when it is left out; without it they
	// are left out too.
	Else   string         `yaml:"else"`
	Type   string         `yaml:"type"`
	Label  string         `yaml:"label"`
	Params map[string]any `yaml:"params"`
	// Next leads from outcomes to nodes; NAME?OUTCOME only if NAME is set.
	Next map[string]string `yaml:"next"`
	Note string            `yaml:"note"`
}

//go:embed library/*.yaml
var library embed.FS

// All reads the templates that callflow has, by name.
func All() ([]Template, error) {
	files, err := fs.Glob(library, "library/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing the templates: %w", err)
	}
	var all []Template
	for _, file := range files {
		data, err := library.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading a template: %w", err)
		}
		t, err := parse(strings.TrimSuffix(path.Base(file), ".yaml"), data)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// Named is the template of a name. [UnknownError] when there is none.
func Named(name string) (Template, error) {
	all, err := All()
	if err != nil {
		return Template{}, err
	}
	i := slices.IndexFunc(all, func(t Template) bool { return t.Name == name })
	if i < 0 {
		unknown := &UnknownError{Name: name}
		for _, t := range all {
			unknown.Known = append(unknown.Known, t.Name)
		}
		return Template{}, unknown
	}
	return all[i], nil
}

// UnknownError says that there is no template of a name.
type UnknownError struct {
	Name  string
	Known []string
}

func (e *UnknownError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *UnknownError) In(l wording.Language) string {
	return wording.Say("there is no template %q; use %s", e.Name, strings.Join(e.Known, ", ")).In(l)
}

func parse(name string, data []byte) (Template, error) {
	t := Template{Name: name}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&t); err != nil {
		return t, fmt.Errorf("reading the template %q: %w", name, err)
	}
	return t, nil
}

// Flow is the flow of that name that the template makes with the values. The
// error is a [ValueError].
func (t Template) Flow(name string, values map[string]string) (*flowengine.Flow, error) {
	v, err := t.values(values)
	if err != nil {
		return nil, err
	}
	f := &flowengine.Flow{Schema: flowengine.SchemaVersion, Name: name, Kind: flowengine.Voice, Nodes: map[string]*flowengine.Node{}}
	left := func(id string) string { return t.follow(id, v) }
	f.Start = left(t.Start)
	for id, n := range t.Nodes {
		if !v.wanted(n) {
			continue
		}
		made, err := n.fill(v, left)
		if err != nil {
			return nil, fmt.Errorf("the template %q, node %s: %w", t.Name, id, err)
		}
		f.Nodes[id] = made
	}
	return f, nil
}

// follow is where a way to a node leads: past those that are left out.
func (t Template) follow(id string, v values) string {
	for range len(t.Nodes) + 1 {
		n, there := t.Nodes[id]
		if !there || v.wanted(n) {
			return id
		}
		id = n.Else
	}
	return ""
}
