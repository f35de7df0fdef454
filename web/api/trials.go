package api

import (
	"context"
	"net/http"

	"callflow/store"
	"callflow/web/access"
)

func (a *API) trials() {
	Register(a, Route{Method: "POST", Path: "/flows/{flow}/trials", Right: access.Flows, Tag: "Flows", Status: http.StatusCreated,
		Summary:     "Make a number that runs a revision, published or not, for ten minutes",
		Description: "To be called from any phone whose calls reach callflow, or from the console's. The call is real: people are rung, messages kept. It is in the history as a test."},
		func(ctx context.Context, in *struct {
			FlowID
			Body struct {
				Revision int    `json:"revision,omitempty" minimum:"0" doc:"Which one; the newest by default."`
				Number   string `json:"number,omitempty" doc:"The number that the flow takes itself to be called at; its first one by default."`
			}
		}) (*body[store.Trial], error) {
			f, err := a.flow(ctx, in.FlowID)
			if err != nil {
				return nil, err
			}
			return answer(a.store.NewTrial(ctx, company(ctx), f.Name, in.Body.Revision, in.Body.Number))
		})
}
