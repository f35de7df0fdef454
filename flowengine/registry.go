package flowengine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	reflector "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"callflow/wording"
)

// Registry knows the types of nodes that flows are made of. It is immutable.
type Registry struct {
	types  []NodeType
	byName map[string]*registered
}

// registered is a node type with the schema of its params.
type registered struct {
	NodeType
	shape    *reflector.Schema                    // as it was made, for the node reference
	schema   json.RawMessage                      // the same as JSON
	told     map[wording.Language]json.RawMessage // the same with its descriptions in other languages
	compiled *jsonschema.Schema
	params   []string // names, in the order of the struct's fields
	required []string
}

// NewRegistry makes a registry from the table of node types. Its order is the
// one in which people see them.
func NewRegistry(types []NodeType) (*Registry, error) {
	r := &Registry{types: slices.Clone(types), byName: map[string]*registered{}}
	var problems []error
	for _, t := range types {
		if _, twice := r.byName[t.Name]; twice {
			problems = append(problems, fmt.Errorf("the node type %q stands twice in the table", t.Name))
			continue
		}
		entry, err := register(t)
		if err != nil {
			problems = append(problems, fmt.Errorf("the node type %q: %w", t.Name, err))
			continue
		}
		r.byName[t.Name] = entry
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return r, nil
}

func register(t NodeType) (*registered, error) {
	if t.Name == "" || t.Title == "" || t.New == nil || len(t.Kinds) == 0 {
		return nil, errors.New("it needs a Name, a Title, Kinds and New")
	}
	shape, err := reflectSchema(t.New())
	if err != nil {
		return nil, err
	}
	entry := &registered{NodeType: t, shape: shape, required: shape.Required}
	for p := shape.Properties.Oldest(); p != nil; p = p.Next() {
		entry.params = append(entry.params, p.Key)
	}
	if entry.schema, err = json.Marshal(shape); err != nil {
		return nil, fmt.Errorf("writing its schema: %w", err)
	}
	if entry.told, err = describe(t); err != nil {
		return nil, err
	}
	if entry.compiled, err = compileSchema(entry.schema); err != nil {
		return nil, err
	}
	return entry, nil
}

// Types are the node types in the order of the table.
func (r *Registry) Types() []NodeType { return slices.Clone(r.types) }

// Type is the node type of a name.
func (r *Registry) Type(name string) (NodeType, bool) {
	entry := r.byName[name]
	if entry == nil {
		return NodeType{}, false
	}
	return entry.NodeType, true
}

// Schema is the JSON Schema (2020-12) of a node type's params; nil for a name
// that is none. It must not be changed.
func (r *Registry) Schema(name string) json.RawMessage {
	entry := r.byName[name]
	if entry == nil {
		return nil
	}
	return entry.schema
}

// SchemaIn is the JSON Schema of a node type's params with its descriptions in a
// language.
func (r *Registry) SchemaIn(l wording.Language, name string) json.RawMessage {
	if entry := r.byName[name]; entry != nil && entry.told[l] != nil {
		return entry.told[l]
	}
	return r.Schema(name)
}

func (r *Registry) names() []string {
	names := make([]string, len(r.types))
	for i, t := range r.types {
		names[i] = t.Name
	}
	return names
}

// title is how people know a node type, its plain name when it is unknown.
func (r *Registry) title(name string) wording.Phrase {
	if entry := r.byName[name]; entry != nil {
		return wording.Of(entry.Title)
	}
	return wording.Join(strings.ToValidUTF8(name, ""))
}

// decode makes a runner from params over the type's defaults. With an error
// the runner holds what could be read.
func (e *registered) decode(params json.RawMessage) (Runner, error) {
	runner := e.New()
	if len(bytes.TrimSpace(params)) == 0 {
		return runner, nil
	}
	// A list or mapping that is given replaces the default one; without this
	// it would be mixed with it.
	clearGiven(runner, params)
	if err := json.Unmarshal(params, runner); err != nil {
		return runner, fmt.Errorf("reading the params: %w", err)
	}
	return runner, nil
}
