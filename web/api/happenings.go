package api

import (
	"context"

	"callflow/flowengine"
	"callflow/web/live"
)

// Happenings are what the routes for what calls do and did need.
type Happenings struct {
	// Recordings is the folder of recordings.
	Recordings string
	// Post takes letters into the outbox; without it no transcripts are made.
	Post func(flowengine.Letter)
	// QueueAct does what an agent asks for; by default the store does it, and
	// running queues notice a moment later.
	QueueAct func(ctx context.Context, company string, act flowengine.QueueAct) (flowengine.QueueActed, error)
	// Health looks at what the running callflow needs, Conferences which go on.
	Health      func(ctx context.Context, company string) (Health, error)
	Conferences func(ctx context.Context, company string) ([]Conference, error)
	// Live tells open pages what happens; without it nobody is told.
	Live *live.Hub
}

// happenings registers their routes.
func (a *API) happenings() {
	a.calls()
	a.recordings()
	a.voicemail()
	a.mine()
	a.wallboard()
	a.callbacks()
	a.outbox()
	a.statistics()
	a.summary()
	a.health()
	a.events()
}
