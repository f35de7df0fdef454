package api

import (
	"context"
	"encoding/json"

	"callflow/flowengine"
	"callflow/flowengine/templates"
	"callflow/web/access"
)

// NodeType is a type of node as the builder needs it.
type NodeType struct {
	Name    string            `json:"name"`
	Title   string            `json:"title"`
	Summary string            `json:"summary"`
	Kinds   []flowengine.Kind `json:"kinds"`
	// Schema is the JSON Schema of its params, Defaults are what holds for those that are left out.
	Schema   json.RawMessage `json:"schema"`
	Defaults any             `json:"defaults"`
	// Outcomes are the exits that it has with its defaults.
	Outcomes []flowengine.Outcome `json:"outcomes" nullable:"false"`
}

func (a *API) nodeTypes() {
	Register(a, Route{Method: "GET", Path: "/node-types", Right: access.View, Tag: "Flows", Summary: "List the types of nodes with their params",
		Description: "The order is the one in which people should see them. A node's outcomes with the params that it has are told by POST /checks."},
		func(context.Context, *nothing) (*body[List[NodeType]], error) {
			var out []NodeType
			for _, t := range a.desk.Registry.Types() {
				runner := t.New()
				n := NodeType{Name: t.Name, Title: t.Title, Summary: t.Summary, Kinds: t.Kinds, Schema: a.desk.Registry.Schema(t.Name), Defaults: runner, Outcomes: runner.Outcomes()}
				if n.Outcomes == nil {
					n.Outcomes = []flowengine.Outcome{}
				}
				out = append(out, n)
			}
			return whole(out, nil)
		})
	Register(a, Route{Method: "GET", Path: "/templates", Right: access.View, Tag: "Flows", Summary: "List the templates that flows can be made from"},
		func(context.Context, *nothing) (*body[List[Template]], error) {
			all, err := templates.All()
			if err != nil {
				return nil, err
			}
			var out []Template
			for _, t := range all {
				example, err := t.Example()
				if err != nil {
					return nil, err
				}
				out = append(out, Template{t, example})
			}
			return whole(out, nil)
		})
}

// Template is a template with a picture of what it makes.
type Template struct {
	templates.Template
	Example *flowengine.Flow `json:"example" doc:"The flow that it makes with everything that it can have, of made-up values: to be looked at."`
}
