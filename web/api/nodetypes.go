package api

import (
	"context"
	"encoding/json"

	"callflow/flowengine"
	"callflow/flowengine/templates"
	"callflow/web/access"
	"callflow/wording"
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
		func(ctx context.Context, _ *nothing) (*body[List[NodeType]], error) {
			reader := wording.From(ctx)
			var out []NodeType
			for _, t := range a.desk.Registry.Types() {
				runner := t.New()
				n := NodeType{
					Name: t.Name, Title: wording.Of(t.Title).In(reader), Summary: wording.Of(t.Summary).In(reader), Kinds: t.Kinds,
					Schema: a.desk.Registry.SchemaIn(reader, t.Name), Defaults: runner, Outcomes: outcomesIn(reader, runner.Outcomes()),
				}
				out = append(out, n)
			}
			return whole(out, nil)
		})
	Register(a, Route{Method: "GET", Path: "/templates", Right: access.View, Tag: "Flows", Summary: "List the templates that flows can be made from"},
		func(ctx context.Context, _ *nothing) (*body[List[Template]], error) {
			all, err := a.desk.Templates(ctx, company(ctx))
			if err != nil {
				return nil, err
			}
			var out []Template
			for _, t := range all {
				example, err := t.Example()
				if err != nil {
					return nil, err
				}
				out = append(out, Template{t.In(wording.From(ctx)), example})
			}
			return whole(out, nil)
		})
}

// outcomesIn are outcomes as they are told of in a language; none is a list too.
func outcomesIn(l wording.Language, outcomes []flowengine.Outcome) []flowengine.Outcome {
	told := make([]flowengine.Outcome, len(outcomes))
	for i, o := range outcomes {
		told[i] = o.In(l)
	}
	return told
}

// Template is a template with a picture of what it makes.
type Template struct {
	templates.Template
	Example *flowengine.Flow `json:"example" doc:"The flow that it makes with everything that it can have, of made-up values: to be looked at."`
}
