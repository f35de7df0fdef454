package api

import (
	"context"
	"time"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
)

// Call is a call of the history, or one that goes on.
type Call struct {
	ID         string `json:"id"`
	Number     string `json:"number" doc:"What was dialled."`
	Caller     string `json:"caller" doc:"As the network sent it; empty when withheld."`
	CallerName string `json:"caller_name,omitempty"`
	Test       bool   `json:"test,omitempty" doc:"Somebody tried a flow."`
	Outbound   bool   `json:"outbound,omitempty" doc:"callflow made the call; caller is who was called."`
	// Flow is its name at the time.
	Flow       string    `json:"flow,omitempty" doc:"The flow's name at the time."`
	FlowID     int64     `json:"flow_id,omitempty" doc:"Absent when the flow was removed since."`
	Revision   int       `json:"revision,omitempty" doc:"The number of the revision that it ran."`
	RevisionID int64     `json:"revision_id,omitempty"`
	Started    time.Time `json:"started"`
	Ended      time.Time `json:"ended,omitzero" doc:"Missing while the call goes on."`
	// State is how people speak of it.
	State      string               `json:"state" enum:"active,answered,voicemail,missed" doc:"active, answered (somebody talked to the caller), voicemail (else a message was left, though it may be removed by now) or missed."`
	Outcome    flowengine.EndReason `json:"outcome,omitempty" doc:"How it ended: completed, hung_up, limit, error, unknown, unassigned, blocked or lost."`
	Why        string               `json:"why,omitempty"`
	Cause      flowengine.Cause     `json:"cause,omitempty" doc:"The Q.850 cause that callflow hung up with."`
	AnsweredBy string               `json:"answered_by,omitempty" example:"user:alice"`
	Duration   float64              `json:"duration_s"`
	Talked     float64              `json:"talked_s"`
	Path       string               `json:"path" doc:"The way through the flow, on one line."`
	Recordings int                  `json:"recordings"`
	Voicemail  string               `json:"voicemail,omitempty" doc:"The boxes that have a message of it."`
}

func newCall(ctx context.Context, c store.Call) Call {
	state := "missed"
	switch {
	case c.Ended.IsZero():
		state = "active"
	case c.AnsweredBy != "":
		state = "answered"
	case c.LeftMessage:
		state = "voicemail"
	}
	return Call{
		ID: c.ID, Number: c.Number, Caller: c.Caller, CallerName: c.CallerName, Test: c.Test, Outbound: c.Outbound, Flow: c.Flow, FlowID: c.FlowID,
		Revision: c.Revision, RevisionID: c.RevisionID, Started: c.Started, Ended: c.Ended, State: state, Outcome: c.Outcome, Why: read(ctx, c.Why),
		Cause: c.Cause, AnsweredBy: c.AnsweredBy, Duration: seconds(c.Duration()), Talked: seconds(c.Talked), Path: c.Path,
		Recordings: c.Recordings, Voicemail: c.Voicemail,
	}
}

// CallID is a path's call.
type CallID struct {
	Call string `path:"call" doc:"The call's id, as in the log."`
}

func (a *API) calls() {
	const tag = "Calls"
	Register(a, Route{Method: "GET", Path: "/calls", Right: access.View, Tag: tag, Summary: "List calls, newest first",
		Description: "With Accept: text/csv all of them are one table, without pages."}, a.listCalls)
	Register(a, Route{Method: "GET", Path: "/calls/missed", Right: access.View, Tag: tag, Summary: "List missed calls",
		Description: "Calls of the last 48 hours whose callers reached nobody and left no message."}, a.missedCalls)
	Register(a, Route{Method: "GET", Path: "/calls/{call}", Right: access.View, Tag: tag, Summary: "Show a call with its trace",
		Description: "With the document of the revision that it ran, so that its way can be drawn on the picture of that time, and those of the flows that it called."}, a.showCall)
	Register(a, Route{Method: "GET", Path: "/calls/{call}/steps", Right: access.View, Tag: tag, Summary: "List a call's steps"}, a.callSteps)
	Register(a, Route{Method: "GET", Path: "/calls/{call}/script", Right: access.View, Tag: tag, Summary: "Make a simulation, or a flow test, of a call",
		Description: "As far as the trace tells: who called when, which keys were pressed, who answered. trial is what POST /simulations takes, on the revision that ran; test is a file of flow tests that expects the same way."}, a.callScript)
	Register(a, Route{Method: "PUT", Path: "/calls/{call}/score", Right: access.Flows, Tag: tag, Summary: "Judge a call",
		Description: "For flows that choose the way of the caller's next one by it. A second score takes the place of the first."}, a.scoreCall)
}

// CallQuery are the filters of a list of calls.
type CallQuery struct {
	Period
	Caller  string `query:"caller" doc:"Only from this number, however it is written; with * at its end all that begin like it."`
	Number  string `query:"number" doc:"Only to this number."`
	Flow    int64  `query:"flow" doc:"Only those that ran this flow, by its id."`
	Outcome string `query:"outcome" enum:"active,answered,missed,voicemail,completed,hung_up,limit,error,unknown,unassigned,blocked,lost" doc:"Only those in this state, or with this end."`
	Tag     string `query:"tag" doc:"Only those that a node gave this tag."`
	Search  string `query:"q" maxLength:"100" doc:"A text: the beginning of the caller's number or of a word of the name, part of the number dialled or of the flow's name, or a call's id."`
	Node    string `query:"node" doc:"With flow: only those that left this node of it."`
	Edge    string `query:"edge" doc:"With node: only those that left it by this outcome of the node."`
}

func (a *API) callFilter(ctx context.Context, q CallQuery) (f store.CallFilter, err error) {
	f = store.CallFilter{Company: company(ctx), Caller: q.Caller, Number: q.Number, FlowID: q.Flow, Outcome: q.Outcome, Tag: q.Tag,
		Search: q.Search, Node: q.Node, Edge: q.Edge}
	f.Since, f.Until, err = a.span(ctx, q.Period)
	return f, err
}

// callPage reads one page of calls.
func (a *API) callPage(ctx context.Context, f store.CallFilter, p Page) (*List[Call], error) {
	f.Limit, f.Before = p.Limit+1, p.After
	found, err := a.store.Calls(ctx, f)
	if err != nil {
		return nil, err
	}
	page := &List[Call]{Items: []Call{}}
	if len(found) > p.Limit {
		found = found[:p.Limit]
		page.Next = found[p.Limit-1].ID
	}
	for _, c := range found {
		page.Items = append(page.Items, newCall(ctx, c))
	}
	return page, nil
}

func (a *API) missedCalls(ctx context.Context, in *struct {
	Page
	Hours int `query:"hours" minimum:"1" maximum:"720" default:"48" doc:"Of how many hours."`
}) (*body[List[Call]], error) {
	page, err := a.callPage(ctx, store.CallFilter{Company: company(ctx), Outcome: "missed", Since: a.now().Add(-time.Duration(in.Hours) * time.Hour)}, in.Page)
	if err != nil {
		return nil, err
	}
	return answer(*page, nil)
}

// Trace is a call with everything that belongs to it.
type Trace struct {
	Call
	Steps []flowengine.StepDone `json:"steps" nullable:"false"`
	// At is where a call is that goes on.
	At string `json:"at,omitempty" doc:"The node that the call is in while it goes on."`
	// Documents are those that the call ran.
	Document *flowengine.Flow `json:"document,omitempty" doc:"The revision that ran, with its layout."`
	Called   []Ran            `json:"called,omitempty" doc:"The flows that it called, with the revisions that ran."`
	Tags     []string         `json:"tags" nullable:"false"`
	Score    *int             `json:"score,omitempty"`
	Sounds   []Recording      `json:"recording_files" nullable:"false"`
}

// Ran is a flow that a call was in.
type Ran struct {
	Flow     string           `json:"flow" doc:"As the steps call it."`
	FlowID   int64            `json:"flow_id"`
	Revision int              `json:"revision"`
	Document *flowengine.Flow `json:"document"`
}

// ownCall is a call of the principal's company.
func (a *API) ownCall(ctx context.Context, id string) (store.Call, error) {
	c, err := a.store.Call(ctx, id)
	if err == nil && c.Company != company(ctx) {
		err = &store.NotFoundError{Kind: "call", Name: id}
	}
	return c, err
}

func (a *API) showCall(ctx context.Context, in *CallID) (*body[Trace], error) {
	c, err := a.ownCall(ctx, in.Call)
	if err != nil {
		return nil, err
	}
	t := Trace{Call: newCall(ctx, c)}
	if t.Steps, err = a.store.Steps(ctx, c.ID); err != nil {
		return nil, err
	}
	if t.Tags, err = a.store.Tags(ctx, c.ID); err != nil {
		return nil, err
	}
	if score, ok, err := a.store.CallScore(ctx, c.ID); err != nil {
		return nil, err
	} else if ok {
		t.Score = &score.Score
	}
	if t.Sounds, err = a.recordingsOf(ctx, c.ID); err != nil {
		return nil, err
	}
	if c.Ended.IsZero() {
		if t.At, err = a.store.NodeOf(ctx, c.ID); err != nil {
			return nil, err
		}
	}
	err = a.documents(ctx, c, &t)
	t.Steps = readSteps(ctx, t.Steps)
	return answer(t, err)
}

// documents adds the revisions that a call ran.
func (a *API) documents(ctx context.Context, c store.Call, t *Trace) error {
	if c.RevisionID > 0 {
		r, err := a.store.RevisionByID(ctx, company(ctx), c.RevisionID)
		if err != nil {
			return err
		}
		t.Document = r.Document
	}
	seen := map[int64]bool{}
	for _, s := range t.Steps {
		if s.Revision == 0 || seen[s.Revision] {
			continue
		}
		seen[s.Revision] = true
		r, err := a.store.RevisionByID(ctx, company(ctx), s.Revision)
		if err != nil {
			return err
		}
		t.Called = append(t.Called, Ran{Flow: s.Flow, FlowID: r.FlowID, Revision: r.Number, Document: r.Document})
	}
	return nil
}

func (a *API) callSteps(ctx context.Context, in *CallID) (*body[List[flowengine.StepDone]], error) {
	c, err := a.ownCall(ctx, in.Call)
	if err != nil {
		return nil, err
	}
	steps, err := a.store.Steps(ctx, c.ID)
	return whole(readSteps(ctx, steps), err)
}

func (a *API) scoreCall(ctx context.Context, in *struct {
	CallID
	Body struct {
		Score int `json:"score" minimum:"0" maximum:"100"`
	}
}) (*body[store.Score], error) {
	c, err := a.ownCall(ctx, in.Call)
	if err != nil {
		return nil, err
	}
	if err := a.store.ScoreCall(ctx, c.ID, in.Body.Score); err != nil {
		return nil, err
	}
	score, _, err := a.store.CallScore(ctx, c.ID)
	return answer(score, err)
}
