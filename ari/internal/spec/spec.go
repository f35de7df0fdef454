// Package spec holds the pinned description of Asterisk's REST interface that the ari package is generated from: names,
// types, paths, parameters and versions, without the prose of the original.
package spec

import (
	"encoding/json"
	"fmt"
	"os"
)

// Spec is everything that one Asterisk version describes.
type Spec struct {
	Asterisk  string     `json:"asterisk"` // the version described, as the extractor was told
	Resources []Resource `json:"resources"`
}

// Resource is one description file: its operations and the models it defines.
type Resource struct {
	Name       string      `json:"name"`
	APIVersion string      `json:"apiVersion"`
	Operations []Operation `json:"operations"`
	Models     []Model     `json:"models"`
}

// Operation is one method on one path.
type Operation struct {
	Name     string   `json:"name"`
	Method   string   `json:"method"`
	Path     string   `json:"path"`
	Since    []string `json:"since,omitempty"`
	Response string   `json:"response"`
	Upgrade  string   `json:"upgrade,omitempty"` // "websocket" for the events socket
	Params   []Param  `json:"params,omitempty"`
}

// Param is one parameter of an operation.
type Param struct {
	Name     string   `json:"name"`
	In       string   `json:"in"` // path, query or body
	Type     string   `json:"type"`
	Required bool     `json:"required,omitempty"`
	Multiple bool     `json:"multiple,omitempty"`
	Default  string   `json:"default,omitempty"`
	Values   []string `json:"values,omitempty"`
	Min      *int     `json:"min,omitempty"`
	Max      *int     `json:"max,omitempty"`
}

// Model is one JSON object type. Those listed in the SubTypes of Message and Event are events.
type Model struct {
	Name          string     `json:"name"`
	Discriminator string     `json:"discriminator,omitempty"`
	SubTypes      []string   `json:"subTypes,omitempty"`
	Properties    []Property `json:"properties,omitempty"`
}

// Property is one member of a model.
type Property struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Required bool     `json:"required,omitempty"`
	Values   []string `json:"values,omitempty"`
}

// Load reads a pinned spec file.
func Load(path string) (*Spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the spec: %w", err)
	}
	var s Spec
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("reading the spec %s: %w", path, err)
	}
	return &s, nil
}

// Save writes the spec file, the same bytes for the same spec.
func (s *Spec) Save(path string) error {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
