package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
	"callflow/web/access"
)

func (a *API) wallboard() {
	const tag = "Queues"
	Register(a, Route{Method: "GET", Path: "/wallboard", Right: access.View, Tag: tag, Summary: "Show all queues as they are now",
		Description: "Who waits, who serves, who talks, and the figures of today, or from since on."}, a.queuesNow)
	Register(a, Route{Method: "GET", Path: "/queues/{queue}/live", Right: access.View, Tag: tag, Summary: "Show a queue as it is now"}, a.queueNow)
	Register(a, Route{Method: "GET", Path: "/agents", Right: access.View, Tag: tag, Summary: "Show the people who serve queues, and what they do now"}, a.agents)
}

// figuresSince is from when on a wallboard counts: today by default.
func (a *API) figuresSince(ctx context.Context, text string) (time.Time, error) {
	if text == "" {
		return a.today(ctx)
	}
	since, _, err := a.span(ctx, Period{Since: text})
	return since, err
}

func (a *API) queuesNow(ctx context.Context, in *struct {
	Since string `query:"since" doc:"From when on visits are counted; today by default."`
}) (*body[List[store.QueueNow]], error) {
	since, err := a.figuresSince(ctx, in.Since)
	if err != nil {
		return nil, err
	}
	return whole(a.store.QueuesNow(ctx, company(ctx), since))
}

func (a *API) queueNow(ctx context.Context, in *struct {
	Queue string `path:"queue"`
	Since string `query:"since" doc:"From when on visits are counted; today by default."`
}) (*body[store.QueueNow], error) {
	since, err := a.figuresSince(ctx, in.Since)
	if err != nil {
		return nil, err
	}
	found, err := a.store.QueuesNow(ctx, company(ctx), since, in.Queue)
	if err != nil {
		return nil, err
	}
	return answer(found[0], nil)
}

// Agent is somebody who serves queues.
type Agent struct {
	User   string       `json:"user"`
	Queues []AgentQueue `json:"queues" nullable:"false"`
}

// AgentQueue is what somebody does in one queue.
type AgentQueue struct {
	Queue    string      `json:"queue"`
	State    queue.State `json:"state" doc:"ready, paused, unavailable (logged out, or out of reach), on_call or wrap_up."`
	LoggedIn bool        `json:"logged_in" doc:"They are logged in; with the state unavailable their telephone is out of reach then."`
	Ringing  bool        `json:"ringing,omitempty"`
	Since    time.Time   `json:"since,omitzero"`
	Priority int         `json:"priority"`
	Missed   int         `json:"missed" doc:"How many calls in a row were missed."`
	PauseWhy string      `json:"pause_why,omitempty"`
	Call     string      `json:"call,omitempty" doc:"The call that rings or talks to them."`
}

func (a *API) agents(ctx context.Context, _ *nothing) (*body[List[Agent]], error) {
	all, err := a.store.QueuesNow(ctx, company(ctx), a.now())
	if err != nil {
		return nil, err
	}
	out := []Agent{}
	for _, q := range all {
		for _, g := range q.Agents {
			at := slices.IndexFunc(out, func(o Agent) bool { return strings.EqualFold(o.User, g.User) })
			if at < 0 {
				at, out = len(out), append(out, Agent{User: g.User})
			}
			in := AgentQueue{Queue: q.Name, State: g.State, LoggedIn: g.LoggedIn, Ringing: g.Ringing, Since: g.Since, Priority: g.Priority, Missed: g.Missed, PauseWhy: read(ctx, g.PauseWhy)}
			for _, c := range slices.Concat(q.Waiting, q.Talking) {
				if c.Agent == g.User || slices.Contains(c.Ringing, g.User) {
					in.Call = c.Call
				}
			}
			out[at].Queues = append(out[at].Queues, in)
		}
	}
	slices.SortFunc(out, func(a, b Agent) int { return strings.Compare(a.User, b.User) })
	return whole(out, nil)
}

// refusedAct turns what an agent cannot do into a problem.
func refusedAct(err error) error {
	var no flowengine.QueueRefusal
	if errors.As(err, &no) {
		return problemOf(http.StatusConflict, "refused", no)
	}
	return err
}
