package flowengine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	reflector "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"callflow/wording"
)

// reflectSchema makes the JSON Schema of a node's params from its struct. The
// defaults are those of the given node, so that they stand in one place only.
// A param is required when it has no default and its json tag no omitempty.
func reflectSchema(node Runner) (shape *reflector.Schema, err error) {
	t := reflect.TypeOf(node)
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil, errors.New("its New must return a pointer to a struct")
	}
	if recursive(t.Elem(), nil) {
		return nil, errors.New("its params contain their own type, for which there is no form to fill in")
	}
	r := &reflector.Reflector{
		Anonymous:      true,
		DoNotReference: true, // one tree, so that forms need not resolve anything
	}
	shape = r.ReflectFromType(t.Elem())
	shape.Description = ""
	defaults, err := json.Marshal(node)
	if err != nil {
		return nil, fmt.Errorf("writing its defaults: %w", err)
	}
	setDefaults(shape, decodeNumbers(defaults))
	return shape, nil
}

// describe makes the schema of a type of node in every language but English.
func describe(t NodeType) (map[wording.Language]json.RawMessage, error) {
	told := map[wording.Language]json.RawMessage{}
	for _, l := range wording.Languages() {
		if l == wording.English {
			continue // it is as it was made
		}
		shape, err := reflectSchema(t.New())
		if err != nil {
			return nil, err
		}
		describeIn(l, shape)
		if told[l], err = json.Marshal(shape); err != nil {
			return nil, fmt.Errorf("writing its schema: %w", err)
		}
	}
	return told, nil
}

func describeIn(l wording.Language, shape *reflector.Schema) {
	if shape == nil {
		return
	}
	if shape.Description != "" { // some schemas without one are shared by all
		shape.Description = wording.Of(shape.Description).In(l)
	}
	describeIn(l, shape.Items)
	describeIn(l, shape.AdditionalProperties)
	if shape.Properties != nil {
		for p := shape.Properties.Oldest(); p != nil; p = p.Next() {
			describeIn(l, p.Value)
		}
	}
}

// recursive says whether a type contains itself.
func recursive(t reflect.Type, within []reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return recursive(t.Elem(), within)
	case reflect.Struct:
		if slices.Contains(within, t) {
			return true
		}
		within = append(slices.Clip(within), t)
		for i := range t.NumField() {
			if recursive(t.Field(i).Type, within) {
				return true
			}
		}
	}
	return false
}

// setDefaults writes the values of a fresh node into its schema. A param with
// a default is not required.
func setDefaults(shape *reflector.Schema, value any) {
	given, _ := value.(map[string]any) // without one, only booleans have a default
	if shape.Items != nil {
		setDefaults(shape.Items, nil)
	}
	if shape.Properties == nil {
		return
	}
	for p := shape.Properties.Oldest(); p != nil; p = p.Next() {
		v, set := given[p.Key]
		setDefaults(p.Value, v)
		if p.Value.Type == "object" && p.Value.Properties != nil {
			continue // its own params have the defaults
		}
		if !set { // left out by omitempty, or in a list's entries
			switch {
			case p.Value.Type == "boolean":
				v = false
			case p.Value.Minimum == "0" && !slices.Contains(shape.Required, p.Key):
				v = json.Number("0")
			}
		}
		if isEmpty(v) || belowMinimum(v, p.Value.Minimum) {
			continue
		}
		p.Value.Default = v
		shape.Required = slices.DeleteFunc(shape.Required, func(name string) bool { return name == p.Key })
	}
}

// belowMinimum tells a zero that means "not set" from one that is a default.
func belowMinimum(v any, minimum json.Number) bool {
	n, ok := v.(json.Number)
	if !ok || minimum == "" {
		return false
	}
	a, errA := n.Float64()
	b, errB := minimum.Float64()
	return errA == nil && errB == nil && a < b
}

// isEmpty says whether a param's value says nothing: absent, or an empty text,
// list or mapping.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// decodeNumbers decodes JSON and keeps numbers as they are written; nil when
// it is not JSON.
func decodeNumbers(data []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil // the caller treats it as nothing given
	}
	return v
}

func compileSchema(schema json.RawMessage) (*jsonschema.Schema, error) {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, fmt.Errorf("reading its schema: %w", err)
	}
	const url = "params.json"
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(url, tree); err != nil {
		return nil, fmt.Errorf("reading its schema: %w", err)
	}
	compiled, err := c.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("compiling its schema: %w", err)
	}
	return compiled, nil
}

// clearGiven empties the lists and mappings of a fresh node that the params
// set anew.
func clearGiven(node Runner, params json.RawMessage) {
	var given map[string]json.RawMessage
	if json.Unmarshal(params, &given) != nil {
		return // decoding into the node reports it
	}
	v := reflect.ValueOf(node).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		raw, ok := given[name]
		if !ok || !f.IsExported() || bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
			continue
		}
		if kind := f.Type.Kind(); kind == reflect.Slice || kind == reflect.Map {
			v.Field(i).SetZero()
		}
	}
}
