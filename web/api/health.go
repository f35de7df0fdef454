package api

import (
	"context"

	"callflow/web/access"
)

// HealthCheck is what one look found.
type HealthCheck struct {
	State string `json:"state" enum:"ok,warn,fail"`
	What  string `json:"what" doc:"What was looked at."`
	Found string `json:"found"`
	Do    string `json:"do,omitempty" doc:"What to do about it."`
}

// Conference is a room in which callers talk now.
type Conference struct {
	Room     string   `json:"room"`
	Joined   int      `json:"joined" doc:"How many talk; who waits alone, or for a moderator, is not counted."`
	Channels []string `json:"channels" nullable:"false" doc:"Asterisk's names."`
}

func (a *API) health() {
	Register(a, Route{Method: "GET", Path: "/health", Right: access.View, Tag: "System", Summary: "Say what works and what does not, with what to do",
		Description: "What `callflow doctor` looks at, as the running callflow sees it."},
		func(ctx context.Context, _ *nothing) (*body[List[HealthCheck]], error) {
			if a.needs.Health == nil {
				return whole[HealthCheck](nil, a.store.Ping(ctx))
			}
			return whole(a.needs.Health(ctx, company(ctx)), nil)
		})
	Register(a, Route{Method: "GET", Path: "/conferences", Right: access.View, Tag: "System", Summary: "List the conferences that go on"},
		func(ctx context.Context, _ *nothing) (*body[List[Conference]], error) {
			if a.needs.Conferences == nil {
				return whole[Conference](nil, nil)
			}
			return whole(a.needs.Conferences(ctx, company(ctx)))
		})
}
