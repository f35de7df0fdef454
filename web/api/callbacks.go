package api

import (
	"context"

	"callflow/store"
	"callflow/web/access"
)

func (a *API) callbacks() {
	const tag = "Queues"
	Register(a, Route{Method: "GET", Path: "/callbacks", Right: access.View, Tag: tag, Summary: "List who keeps a place in a queue and is to be called back"},
		func(ctx context.Context, in *struct {
			All bool `query:"all" doc:"Those too who were called, or given up."`
		}) (*body[List[store.Callback]], error) {
			callbacks, err := a.store.Callbacks(ctx, company(ctx), in.All)
			return whole(readCallbacks(ctx, callbacks), err)
		})
	Register(a, Route{Method: "DELETE", Path: "/callbacks/{callback}", Right: access.Admin, Tag: tag, Summary: "Take the place from somebody, who is then not called"},
		func(ctx context.Context, in *struct {
			Callback int64 `path:"callback"`
		}) (*nothing, error) {
			return nil, a.store.CancelCallback(ctx, company(ctx), in.Callback)
		})
}
