package api

import (
	"context"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

func (a *API) sources() {
	const tag = "Sources"
	Register(a, Route{Method: "GET", Path: "/sources", Right: access.View, Tag: tag, Summary: "List numbers that tell what led to a call",
		Description: "A poster, a site, a campaign: flows choose their way by it."}, a.listSources)
	Register(a, Route{Method: "PUT", Path: "/sources/{number}", Right: access.Admin, Tag: tag, Summary: "Make a number a source, or change what is known of its calls"}, a.setSource)
	Register(a, Route{Method: "DELETE", Path: "/sources/{number}", Right: access.Admin, Tag: tag, Summary: "Make a number an ordinary one again"}, a.removeSource)
}

func (a *API) listSources(ctx context.Context, _ *nothing) (*body[List[store.Source]], error) {
	return whole(a.store.Sources(ctx, company(ctx)))
}

func (a *API) source(ctx context.Context, number string) (store.Source, error) {
	s, ok, err := a.store.Source(ctx, company(ctx), number)
	if err == nil && !ok {
		n, err := a.store.Number(ctx, company(ctx), number)
		return store.Source{Number: n.Number, Flow: n.VoiceFlow}, err
	}
	return s, err
}

func (a *API) setSource(ctx context.Context, in *struct {
	NumberPath
	IfMatch
	Body flowengine.Visit
}) (*tagged[store.Source], error) {
	return edit(a, in.IfMatch, wording.Of("The source"), func() (store.Source, error) { return a.source(ctx, in.Number) }, func(store.Source) error {
		return a.store.SetSource(ctx, company(ctx), in.Number, in.Body)
	})
}

func (a *API) removeSource(ctx context.Context, in *NumberPath) (*nothing, error) {
	return nil, a.store.RemoveSource(ctx, company(ctx), in.Number)
}
