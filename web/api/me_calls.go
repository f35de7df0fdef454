package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
	"callflow/web/access"
)

// mine are the routes of an agent's own page.
func (a *API) mine() {
	const tag = "Me"
	Register(a, Route{Method: "GET", Path: "/me/calls", Right: access.Own, Tag: tag, Summary: "List the calls that I answered, newest first"},
		func(ctx context.Context, in *Page) (*body[List[Call]], error) {
			user, err := me(ctx)
			if err != nil {
				return nil, err
			}
			return a.ownPage(ctx, store.CallFilter{AnsweredBy: "user:" + user}, *in)
		})
	Register(a, Route{Method: "GET", Path: "/me/missed", Right: access.Own, Tag: tag, Summary: "List the calls that I missed",
		Description: "Calls of the last 48 hours that rang me, and whose callers reached nobody and left no message."},
		func(ctx context.Context, in *Page) (*body[List[Call]], error) {
			user, err := me(ctx)
			if err != nil {
				return nil, err
			}
			return a.ownPage(ctx, store.CallFilter{Rang: "user:" + user, Outcome: "missed", Since: a.now().Add(-48 * time.Hour)}, *in)
		})
	Register(a, Route{Method: "GET", Path: "/me/voicemail", Right: access.Own, Tag: tag, Summary: "List the messages in my box and in those of my groups"},
		func(ctx context.Context, in *MessageQuery) (*body[List[Message]], error) {
			boxes, err := a.ownBoxes(ctx)
			if err != nil {
				return nil, err
			}
			return a.messages(ctx, *in, boxes)
		})
	Register(a, Route{Method: "GET", Path: "/me/queues", Right: access.Own, Tag: tag, Summary: "Show the queues that I serve, and what I do in them"}, a.ownQueues)
	Register(a, Route{Method: "POST", Path: "/me/queues", Right: access.Own, Tag: tag, Summary: "Log in to, log out of, pause or resume all my queues"},
		func(ctx context.Context, in *struct{ Body MyAct }) (*body[List[MyQueue]], error) {
			return a.actInQueue(ctx, "", in.Body.Do)
		})
	Register(a, Route{Method: "POST", Path: "/me/queues/{queue}", Right: access.Own, Tag: tag, Summary: "Log in to, log out of, pause or resume one of my queues"},
		func(ctx context.Context, in *struct {
			Queue string `path:"queue"`
			Body  MyAct
		}) (*body[List[MyQueue]], error) {
			if _, err := a.store.Queue(ctx, company(ctx), in.Queue); err != nil {
				return nil, err
			}
			return a.actInQueue(ctx, in.Queue, in.Body.Do)
		})
}

// MyAct is what an agent does.
type MyAct struct {
	Do flowengine.QueueVerb `json:"do" enum:"login,logout,pause,resume"`
}

// me is the person whose request it is.
func me(ctx context.Context) (string, error) {
	if user := access.From(ctx).User; user != "" {
		return user, nil
	}
	return "", NewProblem(http.StatusForbidden, "nobody", "This is about the person who is signed in, and this token is nobody's.")
}

func (a *API) ownPage(ctx context.Context, f store.CallFilter, p Page) (*body[List[Call]], error) {
	f.Company = company(ctx)
	page, err := a.callPage(ctx, f, p)
	if err != nil {
		return nil, err
	}
	return answer(*page, nil)
}

// ownBoxes are a person's box and those of the groups that the person is in.
func (a *API) ownBoxes(ctx context.Context) ([]string, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := a.store.Groups(ctx, company(ctx))
	if err != nil {
		return nil, err
	}
	boxes := []string{"user:" + user}
	for _, g := range groups {
		if slices.ContainsFunc(g.Members, func(m string) bool { return strings.EqualFold(m, user) }) {
			boxes = append(boxes, "group:"+g.Name)
		}
	}
	return boxes, nil
}

// ownMessage is a message in one of the person's boxes. Those of others are as
// if they were not there.
func (a *API) ownMessage(ctx context.Context, id int64) (store.Voicemail, error) {
	boxes, err := a.ownBoxes(ctx)
	if err != nil {
		return store.Voicemail{}, err
	}
	v, err := a.anyMessage(ctx, id)
	if err != nil {
		return v, err
	}
	if !slices.ContainsFunc(boxes, func(b string) bool { return strings.EqualFold(b, v.Box) }) {
		return store.Voicemail{}, NewProblem(http.StatusNotFound, "not_found", "There is no such message in your boxes.")
	}
	return v, nil
}

// MyQueue is a queue as one who serves it sees it.
type MyQueue struct {
	Name     string      `json:"name"`
	Open     bool        `json:"open" doc:"It takes callers now."`
	State    queue.State `json:"state" doc:"What I do in it: ready, paused, unavailable, on_call or wrap_up."`
	LoggedIn bool        `json:"logged_in" doc:"I am logged in; with the state unavailable my telephone is out of reach then."`
	Ringing  bool        `json:"ringing,omitempty"`
	Since    time.Time   `json:"since,omitzero"`
	Missed   int         `json:"missed" doc:"How many calls in a row I missed."`
	PauseWhy string      `json:"pause_why,omitempty"`
	Waiting  int         `json:"waiting" doc:"How many callers wait."`
	Longest  float64     `json:"longest_wait_s" doc:"How long the first of them has waited."`
	// Talking is the caller whom the person talks to, or who rings.
	Caller string `json:"caller,omitempty" doc:"Whom I talk to, or who rings me."`
	Call   string `json:"call,omitempty"`
}

func (a *API) ownQueues(ctx context.Context, _ *nothing) (*body[List[MyQueue]], error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	since, err := a.today(ctx)
	if err != nil {
		return nil, err
	}
	all, err := a.store.QueuesNow(ctx, company(ctx), since)
	if err != nil {
		return nil, err
	}
	out := []MyQueue{}
	for _, q := range all {
		if mine, ok := a.asAgent(ctx, q, user); ok {
			out = append(out, mine)
		}
	}
	return whole(out, nil)
}

// asAgent is a queue as one of its agents sees it; ok is false for others.
func (a *API) asAgent(ctx context.Context, q store.QueueNow, user string) (m MyQueue, ok bool) {
	at := slices.IndexFunc(q.Agents, func(g store.AgentNow) bool { return strings.EqualFold(g.User, user) })
	if at < 0 {
		return m, false
	}
	g := q.Agents[at]
	m = MyQueue{Name: q.Name, Open: q.Open && !q.Closed, State: g.State, LoggedIn: g.LoggedIn, Ringing: g.Ringing, Since: g.Since, Missed: g.Missed, PauseWhy: read(ctx, g.PauseWhy), Waiting: len(q.Waiting)}
	for _, c := range q.Waiting {
		m.Longest = max(m.Longest, seconds(a.now().Sub(c.Entered)))
		if slices.Contains(c.Ringing, g.User) {
			m.Caller, m.Call = c.Caller, c.Call
		}
	}
	for _, c := range q.Talking {
		if c.Agent == g.User {
			m.Caller, m.Call = c.Caller, c.Call
		}
	}
	return m, true
}

func (a *API) actInQueue(ctx context.Context, name string, do flowengine.QueueVerb) (*body[List[MyQueue]], error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	act := a.store.QueueAct
	if a.needs.QueueAct != nil {
		act = a.needs.QueueAct
	}
	if _, err := act(ctx, company(ctx), flowengine.QueueAct{User: user, Queue: name, Do: do}); err != nil {
		return nil, refusedAct(err)
	}
	return a.ownQueues(ctx, &nothing{})
}
