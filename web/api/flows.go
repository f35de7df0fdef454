package api

import (
	"context"
	"net/http"
	"strings"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// Flow is a flow as lists show it.
type Flow struct {
	ID int64 `json:"id"`
	store.Flow
}

// settled is what people set about the flow itself; its document has versions of
// its own.
func (f Flow) settled() any { return []any{f.ID, f.Name, f.Twin} }

// FlowID is a path's flow.
type FlowID struct {
	Flow int64 `path:"flow" doc:"The flow's id. A flow keeps it when it is renamed."`
}

func (a *API) flow(ctx context.Context, in FlowID) (store.Flow, error) {
	return a.store.FlowByID(ctx, company(ctx), in.Flow)
}

func (a *API) flows() {
	const tag = "Flows"
	Register(a, Route{Method: "GET", Path: "/flows", Right: access.View, Tag: tag, Summary: "List flows"}, a.listFlows)
	Register(a, Route{Method: "POST", Path: "/flows", Right: access.Flows, Tag: tag, Status: http.StatusCreated, Summary: "Make a flow",
		Description: "From a document, from a template with its values, or empty. The flow is a draft; `publish` makes it live at once when it is complete, and is refused with the findings otherwise, which leaves the draft.",
		Fields:      map[string]string{"flow name": "name"}}, a.addFlow)
	Register(a, Route{Method: "GET", Path: "/flows/{flow}", Right: access.View, Tag: tag, Summary: "Show a flow"}, a.showFlow)
	Register(a, Route{Method: "PATCH", Path: "/flows/{flow}", Right: access.Flows, Tag: tag, Summary: "Rename a flow, or link it with its text twin",
		Fields: map[string]string{"flow name": "name"}}, a.setFlow)
	Register(a, Route{Method: "DELETE", Path: "/flows/{flow}", Right: access.Flows, Tag: tag, Summary: "Remove a flow",
		Description: "Its calls stay in the history. A flow that numbers use is removed only with unassign=true; one that other flows refer to is not."}, a.removeFlow)
	Register(a, Route{Method: "POST", Path: "/flows/{flow}/copy", Right: access.Flows, Tag: tag, Status: http.StatusCreated, Summary: "Copy a flow",
		Description: "With its settings, or only its structure. The copy is a draft.", Fields: map[string]string{"flow name": "name"}}, a.copyFlow)
	Register(a, Route{Method: "GET", Path: "/flows/{flow}/uses", Right: access.View, Tag: tag, Summary: "List what uses a flow"}, a.flowUses)
}

func (a *API) listFlows(ctx context.Context, in *struct {
	Kind   string `query:"kind" enum:"voice,text" doc:"Only of this kind."`
	Status string `query:"status" enum:"draft,available,active" doc:"Only with this status."`
	Direct string `query:"direct" enum:"true,false" doc:"Only direct flows, or only business flows."`
	Search string `query:"q" doc:"Only those with this in their name."`
}) (*body[List[Flow]], error) {
	flows, err := a.store.Flows(ctx, company(ctx), store.FlowFilter{
		Kind: flowengine.Kind(in.Kind), Status: in.Status, Direct: in.Direct == "true", Business: in.Direct == "false"})
	out := []Flow{}
	for _, f := range flows {
		if strings.Contains(strings.ToLower(f.Name), strings.ToLower(in.Search)) {
			out = append(out, Flow{f.ID, f})
		}
	}
	return whole(out, err)
}

func (a *API) flowNow(ctx context.Context, in FlowID) (Flow, error) {
	f, err := a.flow(ctx, in)
	return Flow{f.ID, f}, err
}

func (a *API) showFlow(ctx context.Context, in *FlowID) (*tagged[Flow], error) {
	return versioned(a.flowNow(ctx, *in))
}

// named looks a flow up after a change.
func (a *API) named(ctx context.Context, name string) (*body[Flow], error) {
	f, err := a.store.Flow(ctx, company(ctx), name)
	return answer(Flow{f.ID, f}, err)
}

func (a *API) setFlow(ctx context.Context, in *struct {
	FlowID
	IfMatch
	Body struct {
		Name *string `json:"name,omitempty" maxLength:"128" doc:"Its new name."`
		Twin *string `json:"twin,omitempty" doc:"The text flow that goes with it; empty takes the link away."`
	}
}) (*tagged[Flow], error) {
	return edit(a, in.IfMatch, wording.Of("The flow"), func() (Flow, error) { return a.flowNow(ctx, in.FlowID) }, func(f Flow) error {
		if in.Body.Name != nil && *in.Body.Name != f.Name {
			if err := a.store.RenameFlow(ctx, company(ctx), f.Name, *in.Body.Name); err != nil {
				return err
			}
			f.Name = *in.Body.Name
		}
		if in.Body.Twin == nil {
			return nil
		}
		return a.store.LinkTwin(ctx, company(ctx), f.Name, *in.Body.Twin)
	})
}

func (a *API) removeFlow(ctx context.Context, in *struct {
	FlowID
	Unassign bool `query:"unassign" doc:"Take it away from the numbers that use it."`
}) (*nothing, error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	return nil, a.store.RemoveFlow(ctx, company(ctx), f.Name, in.Unassign)
}

func (a *API) copyFlow(ctx context.Context, in *struct {
	FlowID
	Body struct {
		Name      string `json:"name" minLength:"1" maxLength:"128" doc:"The copy's name."`
		Structure bool   `json:"structure,omitempty" doc:"Keep nodes and edges, empty the params."`
	}
}) (*body[Flow], error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	made, err := a.store.CopyFlow(ctx, company(ctx), f.Name, in.Body.Name, store.CopyOptions{
		StructureOnly: in.Body.Structure,
		Check: func(f *flowengine.Flow) (flowengine.Report, []flowengine.Reference, error) {
			return a.desk.Check(ctx, company(ctx), &flowengine.Document{Flow: f}), flowengine.References(f), nil
		},
	})
	return answer(Flow{made.ID, made}, err)
}

func (a *API) flowUses(ctx context.Context, in *FlowID) (*body[List[store.Use]], error) {
	f, err := a.flow(ctx, *in)
	if err != nil {
		return nil, err
	}
	return whole(a.store.Uses(ctx, company(ctx), flowengine.Ref{Kind: "flow", Name: f.Name}))
}
