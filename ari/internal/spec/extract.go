package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The shape of Asterisk's rest-api/*.json, as far as it is kept (Swagger 1.1 with additions of Asterisk's own).
type rawFile struct {
	APIVersion string `json:"apiVersion"`
	APIs       []struct {
		Path       string         `json:"path"`
		Operations []rawOperation `json:"operations"`
	} `json:"apis"`
	Models ordered[rawModel] `json:"models"`
}

type rawOperation struct {
	Method     string     `json:"httpMethod"`
	Nickname   string     `json:"nickname"`
	Since      []string   `json:"since"`
	Response   string     `json:"responseClass"`
	Upgrade    string     `json:"upgrade"`
	Parameters []rawParam `json:"parameters"`
}

type rawParam struct {
	Name      string          `json:"name"`
	In        string          `json:"paramType"`
	Type      string          `json:"dataType"`
	Required  bool            `json:"required"`
	Multiple  bool            `json:"allowMultiple"`
	Default   json.RawMessage `json:"defaultValue"`
	Allowable rawAllowable    `json:"allowableValues"`
}

type rawAllowable struct {
	Values []string `json:"values"`
	Min    *int     `json:"min"`
	Max    *int     `json:"max"`
}

type rawModel struct {
	Discriminator string               `json:"discriminator"`
	SubTypes      []string             `json:"subTypes"`
	Properties    ordered[rawProperty] `json:"properties"`
}

type rawProperty struct {
	Type      string       `json:"type"`
	Required  bool         `json:"required"`
	Allowable rawAllowable `json:"allowableValues"`
}

// ordered is a JSON object whose members keep the order of the file.
type ordered[T any] []member[T]

type member[T any] struct {
	name  string
	value T
}

func (o *ordered[T]) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		m := member[T]{name: fmt.Sprint(name)}
		if err := dec.Decode(&m.value); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		*o = append(*o, m)
	}
	return nil
}

// Extract reads the descriptions in dir, which Asterisk installs as /usr/share/asterisk/rest-api.
func Extract(dir string) (*Spec, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	s := &Spec{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if name == "resources" { // the index of the other files
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading a resource description: %w", err)
		}
		var raw rawFile
		if err := json.Unmarshal(data, &raw); err != nil {
			return nil, fmt.Errorf("reading the resource description %s: %w", file, err)
		}
		s.Resources = append(s.Resources, raw.resource(name))
	}
	if len(s.Resources) == 0 {
		return nil, fmt.Errorf("no resource descriptions in %s", dir)
	}
	return s, nil
}

func (raw rawFile) resource(name string) Resource {
	r := Resource{Name: name, APIVersion: raw.APIVersion}
	for _, api := range raw.APIs {
		for _, op := range api.Operations {
			o := Operation{Name: op.Nickname, Method: op.Method, Path: api.Path, Since: op.Since,
				Response: op.Response, Upgrade: op.Upgrade}
			for _, p := range op.Parameters {
				o.Params = append(o.Params, p.param())
			}
			r.Operations = append(r.Operations, o)
		}
	}
	for _, m := range raw.Models {
		model := Model{Name: m.name, Discriminator: m.value.Discriminator, SubTypes: m.value.SubTypes}
		for _, p := range m.value.Properties {
			model.Properties = append(model.Properties, Property{Name: p.name, Type: p.value.Type,
				Required: p.value.Required, Values: p.value.Allowable.Values})
		}
		r.Models = append(r.Models, model)
	}
	return r
}

func (p rawParam) param() Param {
	def := strings.Trim(string(p.Default), `"`)
	return Param{Name: p.Name, In: p.In, Type: p.Type, Required: p.Required || p.In == "path", Multiple: p.Multiple,
		Default: def, Values: p.Allowable.Values, Min: p.Allowable.Min, Max: p.Allowable.Max}
}
