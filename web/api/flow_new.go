package api

import (
	"context"
	"encoding/json"
	"errors"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/templates"
	"callflow/store"
	"callflow/wording"
)

// newFlow is a flow to be made.
type newFlow struct {
	Name     string            `json:"name" minLength:"1" maxLength:"128"`
	Kind     flowengine.Kind   `json:"kind,omitempty" enum:"voice,text" default:"voice"`
	Template string            `json:"template,omitempty" doc:"A template's name, see GET /templates."`
	Values   map[string]string `json:"values,omitempty" doc:"What the template leaves open."`
	Document json.RawMessage   `json:"document,omitempty" doc:"A flow document, as an export has it."`
	File     string            `json:"file,omitempty" doc:"A flow document as a file has it, in JSON or YAML."`
	Message  string            `json:"message,omitempty" doc:"For the history."`
	Publish  bool              `json:"publish,omitempty" doc:"Make it live at once."`
}

func (a *API) addFlow(ctx context.Context, in *struct{ Body newFlow }) (*body[Flow], error) {
	n := in.Body
	var missing *store.NotFoundError
	if _, err := a.store.Flow(ctx, company(ctx), n.Name); err == nil {
		return nil, &store.ConflictError{Kind: "flow", Name: n.Name, Problem: wording.Of("there is a flow of this name already; choose another one")}
	} else if !errors.As(err, &missing) {
		return nil, err
	}
	flow, err := a.flowOf(ctx, n)
	if err != nil {
		return nil, err
	}
	draft := authoring.Draft{Flow: flow, Message: n.Message}
	if _, _, err := a.desk.Save(ctx, company(ctx), draft); err != nil {
		return nil, err
	}
	if n.Publish {
		if _, _, err := a.desk.Publish(ctx, company(ctx), flow.Name, 0); err != nil {
			return nil, err
		}
	}
	return a.named(ctx, flow.Name)
}

// flowOf is the document that is asked for.
func (a *API) flowOf(ctx context.Context, n newFlow) (*flowengine.Flow, error) {
	switch {
	case n.Template != "":
		t, err := a.desk.Template(ctx, company(ctx), n.Template)
		var unknown *templates.UnknownError
		if errors.As(err, &unknown) {
			return nil, problemOf(404, "not_found", err)
		} else if err != nil {
			return nil, err
		}
		flow, err := t.Flow(n.Name, n.Values)
		if err != nil {
			return nil, problemOf(422, "invalid", err)
		}
		return flow, nil
	case n.Document != nil || n.File != "":
		document := []byte(n.File)
		if n.Document != nil {
			document = n.Document
		}
		flow, err := parse(document)
		if err != nil {
			return nil, err
		}
		flow.Name = n.Name
		return flow, nil
	}
	return &flowengine.Flow{Schema: flowengine.SchemaVersion, Name: n.Name, Kind: n.Kind, Nodes: map[string]*flowengine.Node{}}, nil
}

// parse reads a flow document; one that cannot be read whole is refused, so
// that nothing of it is lost.
func parse(document []byte) (*flowengine.Flow, error) {
	doc, form := flowengine.ParseFlow(document)
	if doc == nil || len(form) > 0 {
		p := newProblem(422, "malformed", "The document is not a flow that can be kept whole.")
		p.Findings = form
		return nil, p
	}
	return doc.Flow, nil
}
