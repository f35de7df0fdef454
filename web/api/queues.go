package api

import (
	"context"
	"net/http"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// queueFields are names in a queue's body of what its definition calls otherwise.
func queueFields() map[string]string {
	return map[string]string{"queue": "name", "cycle": "cycle_s", "ring": "ring_s", "wrap-up": "wrap_up_s", "service-level": "service_level_s"}
}

// QueuePath is a path's queue.
type QueuePath struct {
	Queue string `path:"queue" maxLength:"64" doc:"The queue's name, such as support."`
}

// Queue is a queue's definition with its members.
type Queue struct{ queue.Definition }

// settled is what people set about it: what members do as calls come and go makes
// no new version.
func (q Queue) settled() any {
	members := make([]queue.Member, len(q.Members))
	for i, m := range q.Members {
		members[i] = queue.Member{User: m.User, Priority: m.Priority, DelayS: m.DelayS, PauseAfter: m.PauseAfter}
	}
	q.Members = members
	return q.Definition
}

// QueueChange is what to set about a queue; what is left out stays as it is.
type QueueChange struct {
	Strategy        *queue.Strategy `json:"strategy,omitempty" enum:"in_order,round_robin,all,longest_idle,random" doc:"Whom to ring."`
	CycleS          *float64        `json:"cycle_s,omitempty" doc:"Seconds between ticks, on which delays and announcements move."`
	RingS           *float64        `json:"ring_s,omitempty" doc:"How long a member is rung, in seconds."`
	WrapUpS         *float64        `json:"wrap_up_s,omitempty" doc:"How long a member is left alone after a call, in seconds."`
	Capacity        *int            `json:"capacity,omitempty" doc:"How many may wait, 0 for any number."`
	PauseAfter      *int            `json:"pause_after,omitempty" doc:"Pause a member after so many missed calls in a row, 0 for never."`
	Music           *string         `json:"music,omitempty" doc:"The class of music on hold."`
	Whisper         *string         `json:"whisper,omitempty" doc:"What a member hears before the caller is connected: audio:NAME or a text."`
	PositionEvery   *int            `json:"position_every,omitempty" doc:"Say the position every so many cycles, 0 for never."`
	PositionChanged *bool           `json:"position_changed,omitempty" doc:"Say it only when it has changed."`
	WaitSaid        *bool           `json:"wait_said,omitempty" doc:"Say the estimated wait with it."`
	Periodic        *string         `json:"periodic,omitempty" doc:"What callers hear every so many cycles: audio:NAME or a text."`
	PeriodicEvery   *int            `json:"periodic_every,omitempty"`
	Hours           *[]string       `json:"hours,omitempty" doc:"When it takes callers, such as mon-fri 09:00-17:30; none for always."`
	Timezone        *string         `json:"timezone,omitempty" doc:"The time zone of the hours; empty for the company's."`
	ServiceLevelS   *float64        `json:"service_level_s,omitempty" doc:"The wait within which calls should be answered, for reports."`
}

func (c QueueChange) apply(d *queue.Definition) {
	put(&d.Strategy, c.Strategy)
	put(&d.CycleS, c.CycleS)
	put(&d.RingS, c.RingS)
	put(&d.WrapUpS, c.WrapUpS)
	put(&d.Capacity, c.Capacity)
	put(&d.PauseAfter, c.PauseAfter)
	put(&d.Music, c.Music)
	put(&d.Whisper, c.Whisper)
	put(&d.PositionEvery, c.PositionEvery)
	put(&d.PositionChanged, c.PositionChanged)
	put(&d.WaitSaid, c.WaitSaid)
	put(&d.Periodic, c.Periodic)
	put(&d.PeriodicEvery, c.PeriodicEvery)
	put(&d.Hours, c.Hours)
	put(&d.Timezone, c.Timezone)
	put(&d.ServiceLevelS, c.ServiceLevelS)
}

// memberSettings are who serves a queue, and how.
type memberSettings struct {
	User       string  `json:"user"`
	Priority   int     `json:"priority,omitempty" minimum:"1" maximum:"10" default:"1" doc:"A higher one is rung only while nobody of a lower one is ready."`
	DelayS     float64 `json:"delay_s,omitempty" minimum:"0" maximum:"3600" doc:"Ring them only for callers who have waited so many seconds."`
	PauseAfter *int    `json:"pause_after,omitempty" minimum:"0" maximum:"100" doc:"Pause them after so many missed calls in a row, 0 for never; left out, as the queue says."`
}

func (a *API) queues() {
	const tag = "Queues"
	at := "/queues/{queue}"
	Register(a, Route{Method: "GET", Path: "/queues", Right: access.View, Tag: tag, Summary: "List queues"}, a.listQueues)
	Register(a, Route{Method: "POST", Path: "/queues", Right: access.Admin, Tag: tag, Status: http.StatusCreated, Summary: "Add a queue", Fields: queueFields()}, a.addQueue)
	Register(a, Route{Method: "GET", Path: at, Right: access.View, Tag: tag, Summary: "Show a queue's settings and members"}, a.showQueue)
	Register(a, Route{Method: "PATCH", Path: at, Right: access.Admin, Tag: tag, Summary: "Change a queue's settings",
		Description: "What is left out stays as it is. Callers see it at their next tick.", Fields: queueFields()}, a.setQueue)
	Register(a, Route{Method: "DELETE", Path: at, Right: access.Admin, Tag: tag, Summary: "Remove a queue",
		Description: "One that a flow uses, or in which somebody waits, is not removed."}, a.removeQueue)
	Register(a, Route{Method: "PUT", Path: at + "/members", Right: access.Admin, Tag: tag, Summary: "Say who serves a queue, and in which order",
		Description: "All of the members. Those who are new are logged in; those who stay remain logged in, out or paused as they are."}, a.setQueueMembers)
	Register(a, Route{Method: "POST", Path: at + "/close", Right: access.Admin, Tag: tag, Summary: "Close a queue as an exception",
		Description: "Whatever its hours. Who waits already is still served."}, a.closeQueue)
	Register(a, Route{Method: "POST", Path: at + "/open", Right: access.Admin, Tag: tag, Summary: "End an exceptional closure"}, a.openQueue)
	Register(a, Route{Method: "GET", Path: at + "/uses", Right: access.View, Tag: tag, Summary: "List what uses a queue"}, a.queueUses)
}

func (a *API) listQueues(ctx context.Context, _ *nothing) (*body[List[Queue]], error) {
	all, err := a.store.Queues(ctx, company(ctx))
	out := []Queue{}
	for _, d := range all {
		out = append(out, newQueue(d))
	}
	return whole(out, err)
}

// newQueue is a queue whose lists are never null.
func newQueue(d queue.Definition) Queue {
	if d.Hours == nil {
		d.Hours = []string{}
	}
	if d.Members == nil {
		d.Members = []queue.Member{}
	}
	return Queue{d}
}

func (a *API) queue(ctx context.Context, in QueuePath) (Queue, error) {
	d, err := a.store.Queue(ctx, company(ctx), in.Queue)
	return newQueue(d), err
}

func (a *API) showQueue(ctx context.Context, in *QueuePath) (*tagged[Queue], error) {
	return versioned(a.queue(ctx, *in))
}

func (a *API) addQueue(ctx context.Context, in *struct {
	Body struct {
		Name    string           `json:"name" doc:"What flows call it: support in queue:support. It stays." example:"support"`
		Members []memberSettings `json:"members,omitempty" nullable:"false" maxItems:"1000" doc:"Who serves it, in this order."`
		QueueChange
	}
}) (*tagged[Queue], error) {
	d := queue.Defaults()
	d.Name, d.Timezone = in.Body.Name, ""
	in.Body.QueueChange.apply(&d)
	d.Members = membersOf(in.Body.Members)
	d, err := a.store.AddQueue(ctx, company(ctx), d)
	return versioned(newQueue(d), err)
}

func membersOf(members []memberSettings) []queue.Member {
	out := []queue.Member{}
	for _, m := range members {
		out = append(out, queue.Member{User: m.User, Priority: max(m.Priority, 1), DelayS: m.DelayS, PauseAfter: m.PauseAfter})
	}
	return out
}

func (a *API) setQueue(ctx context.Context, in *struct {
	QueuePath
	IfMatch
	Body QueueChange
}) (*tagged[Queue], error) {
	return a.editQueue(ctx, in.QueuePath, in.IfMatch, func(q Queue) error {
		in.Body.apply(&q.Definition)
		_, err := a.store.SetQueue(ctx, company(ctx), q.Definition)
		return err
	})
}

func (a *API) editQueue(ctx context.Context, in QueuePath, m IfMatch, change func(Queue) error) (*tagged[Queue], error) {
	return edit(a, m, wording.Say("The queue %s", in.Queue), func() (Queue, error) { return a.queue(ctx, in) }, change)
}

func (a *API) removeQueue(ctx context.Context, in *QueuePath) (*nothing, error) {
	return nil, a.store.RemoveQueue(ctx, company(ctx), in.Queue)
}

func (a *API) setQueueMembers(ctx context.Context, in *struct {
	QueuePath
	IfMatch
	Body struct {
		Members []memberSettings `json:"members" nullable:"false" maxItems:"1000"`
	}
}) (*tagged[Queue], error) {
	return a.editQueue(ctx, in.QueuePath, in.IfMatch, func(q Queue) error {
		_, err := a.store.SetQueueMembers(ctx, company(ctx), q.Name, membersOf(in.Body.Members))
		return err
	})
}

func (a *API) closeQueue(ctx context.Context, in *struct {
	QueuePath
	Body struct {
		To string `json:"to,omitempty" doc:"Where callers go: external:+NUMBER, or user:NAME or group:NAME for a mailbox; without it they take the outcome closed."`
	}
}) (*tagged[Queue], error) {
	if !queue.ValidClosedTo(in.Body.To) {
		return nil, &store.InvalidError{Field: "to", Value: in.Body.To, Problem: wording.Of("write external:+NUMBER, or user:NAME or group:NAME for a mailbox")}
	}
	return a.actOnQueue(ctx, in.QueuePath, flowengine.QueueClose, in.Body.To)
}

func (a *API) openQueue(ctx context.Context, in *QueuePath) (*tagged[Queue], error) {
	return a.actOnQueue(ctx, *in, flowengine.QueueOpen, "")
}

func (a *API) actOnQueue(ctx context.Context, in QueuePath, verb flowengine.QueueVerb, to string) (*tagged[Queue], error) {
	q, err := a.queue(ctx, in)
	if err != nil {
		return nil, err
	}
	if _, err := a.store.QueueAct(ctx, company(ctx), flowengine.QueueAct{Queue: q.Name, Do: verb, To: to}); err != nil {
		return nil, err
	}
	return versioned(a.queue(ctx, in))
}

func (a *API) queueUses(ctx context.Context, in *QueuePath) (*body[List[store.Use]], error) {
	q, err := a.queue(ctx, *in)
	if err != nil {
		return nil, err
	}
	return a.uses(ctx, "queue", q.Name)
}
