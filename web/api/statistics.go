package api

import (
	"context"

	"callflow/store"
	"callflow/web/access"
)

// Statistics are how calls went through a flow.
type Statistics struct {
	// Edges are the ways that were taken, the most used of each node first.
	Edges []EdgeUse `json:"edges" nullable:"false"`
}

// EdgeUse is how often calls left a node by an outcome.
type EdgeUse struct {
	store.EdgeCount
	// Ends says that no edge leads on.
	Ends bool `json:"ends,omitempty" doc:"On the revision looked at no edge leads on from there, not even the one that takes the rest: calls ended, or went back to the flow that called."`
}

func (a *API) statistics() {
	Register(a, Route{Method: "GET", Path: "/flows/{flow}/statistics", Right: access.View, Tag: "Flows", Summary: "Count which ways calls took through a flow",
		Description: "For each node and outcome how often calls left by it, of the calls that began in a period, to half hours. GET /calls?flow=…&node=…&edge=… lists them."}, a.flowStatistics)
	Register(a, Route{Method: "GET", Path: "/flows/{flow}/live", Right: access.View, Tag: "Flows", Summary: "List the calls that are in a flow now, with their nodes"},
		func(ctx context.Context, in *FlowID) (*body[List[store.CallAt]], error) {
			return whole(a.store.CallsIn(ctx, company(ctx), in.Flow))
		})
}

func (a *API) flowStatistics(ctx context.Context, in *struct {
	FlowID
	Period
	Revision int `query:"revision" minimum:"1" doc:"Only of calls that ran this one; all by default."`
}) (*body[Statistics], error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	filter := store.StatisticsFilter{Revision: in.Revision}
	if filter.Since, filter.Until, err = a.span(ctx, in.Period); err != nil {
		return nil, err
	}
	counts, err := a.store.Statistics(ctx, company(ctx), f.ID, filter)
	if err != nil {
		return nil, err
	}
	shown := in.Revision
	if shown == 0 {
		shown = f.Live
	}
	r, err := a.store.Revision(ctx, company(ctx), f.Name, shown)
	if err != nil {
		return nil, err
	}
	program, err := a.desk.Registry.Compile(r.Document)
	if err != nil {
		return nil, err
	}
	out := Statistics{Edges: []EdgeUse{}}
	for _, c := range counts {
		_, leads := program.Edge(c.Node, c.Outcome)
		out.Edges = append(out.Edges, EdgeUse{EdgeCount: c, Ends: !leads && r.Document.Nodes[c.Node] != nil})
	}
	return answer(out, nil)
}
