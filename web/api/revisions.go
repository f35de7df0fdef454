package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// Revision is a revision with its version for If-Match.
type Revision struct {
	ETag string `header:"ETag"`
	Body store.Revision
}

func (a *API) revisions() {
	const tag = "Flows"
	at := "/flows/{flow}"
	Register(a, Route{Method: "GET", Path: at + "/draft", Right: access.View, Tag: tag, Summary: "Show the newest revision with its document",
		Description: "What the builder edits: the live revision, or one saved after it. What it lacks is checked anew."}, a.draft)
	Register(a, Route{Method: "PUT", Path: at + "/draft", Right: access.Flows, Tag: tag, Summary: "Save a revision",
		Description: "Complete or not; live calls do not change. Give the ETag of what was edited as If-Match: when somebody else has saved meanwhile, the answer is 412 and nothing is saved. Moving nodes alone makes no new revision.",
		Fields:      map[string]string{"flow name": "document.name", "kind": "document.kind", "flow": "document"}}, a.saveDraft)
	Register(a, Route{Method: "DELETE", Path: at + "/draft", Right: access.Flows, Tag: tag, Summary: "Discard what was saved since the flow was last published",
		Description: "The live revision becomes the newest one again. The discarded ones stay in the history."}, a.discard)
	Register(a, Route{Method: "POST", Path: at + "/publish", Right: access.Flows, Tag: tag, Summary: "Let new calls run a revision",
		Description: "The newest one, or an older one to roll back. Calls in progress stay on theirs. Give the ETag of the draft that was looked at as If-Match: when somebody has saved since, the answer is 412 and nothing goes live."}, a.publish)
	Register(a, Route{Method: "GET", Path: at + "/revisions", Right: access.View, Tag: tag, Summary: "List a flow's revisions, newest first"}, a.history)
	Register(a, Route{Method: "GET", Path: at + "/revisions/{number}", Right: access.View, Tag: tag, Summary: "Show a revision with its document"}, a.revision)
	Register(a, Route{Method: "GET", Path: at + "/diff", Right: access.View, Tag: tag, Summary: "Compare two revisions",
		Description: "Moves of nodes are of a kind of their own."}, a.diff)
}

// told is a revision as an answer, with what it lacks in the reader's language.
func told(ctx context.Context, r store.Revision) *Revision {
	r.Report = r.Report.In(wording.From(ctx))
	return &Revision{etag(r.Number), r}
}

func (a *API) draft(ctx context.Context, in *FlowID) (*Revision, error) {
	f, err := a.flow(ctx, *in)
	if err != nil {
		return nil, err
	}
	r, err := a.desk.Recheck(ctx, company(ctx), f.Name, 0)
	return told(ctx, r), err
}

func (a *API) saveDraft(ctx context.Context, in *struct {
	FlowID
	IfMatch
	Body struct {
		Document json.RawMessage `json:"document" doc:"The whole flow document."`
		Message  string          `json:"message,omitempty" maxLength:"2000" doc:"For the history."`
	}
}) (*Revision, error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	if err := in.check(etag(f.Latest), wording.Say("The flow %s", f.Name)); err != nil {
		return nil, err
	}
	flow, err := parse(in.Body.Document)
	if err != nil {
		return nil, err
	}
	flow.Name = f.Name
	draft := authoring.Draft{Flow: flow, Message: in.Body.Message}
	if in.Match != "" && in.Match != "*" {
		draft.Base = f.Latest
	}
	r, _, err := a.desk.Save(ctx, company(ctx), draft)
	var overtaken *store.ConflictError
	if errors.As(err, &overtaken) && draft.Base > 0 {
		return nil, problemOf(http.StatusPreconditionFailed, "changed", err)
	}
	r.Document = nil // who sent it has it
	return told(ctx, r), err
}

func (a *API) discard(ctx context.Context, in *FlowID) (*Revision, error) {
	f, err := a.flow(ctx, *in)
	if err != nil {
		return nil, err
	}
	r, err := a.desk.Discard(ctx, company(ctx), f.Name)
	return told(ctx, r), err
}

// Published is a flow that has gone live.
type Published struct {
	Flow Flow `json:"flow"`
	// Callers are flows that call it and lack something now.
	Callers []authoring.Caller `json:"callers" nullable:"false" doc:"Live flows that call it and are not complete any more."`
}

func (a *API) publish(ctx context.Context, in *struct {
	FlowID
	IfMatch
	Body struct {
		Revision int `json:"revision,omitempty" minimum:"1" doc:"Which one; the newest by default. Older than the live one, it is a roll-back."`
	}
}) (*body[Published], error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	if err := in.check(etag(f.Latest), wording.Say("The flow %s", f.Name)); err != nil {
		return nil, err
	}
	revision := in.Body.Revision
	if revision == 0 {
		revision = f.Latest
	}
	goLive := a.desk.Publish
	if revision < f.Live {
		goLive = a.desk.Rollback
	}
	after, callers, err := goLive(ctx, company(ctx), f.Name, revision)
	if callers == nil {
		callers = []authoring.Caller{}
	}
	for i, c := range callers {
		callers[i].Report = c.Report.In(wording.From(ctx))
	}
	return answer(Published{Flow{after.ID, after}, callers}, err)
}

func (a *API) history(ctx context.Context, in *FlowID) (*body[List[store.Revision]], error) {
	f, err := a.flow(ctx, *in)
	if err != nil {
		return nil, err
	}
	revisions, err := a.store.History(ctx, company(ctx), f.Name)
	for i, r := range revisions {
		revisions[i].Report = r.Report.In(wording.From(ctx))
	}
	return whole(revisions, err)
}

func (a *API) revision(ctx context.Context, in *struct {
	FlowID
	Number int `path:"number" minimum:"1"`
}) (*Revision, error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	r, err := a.store.Revision(ctx, company(ctx), f.Name, in.Number)
	return told(ctx, r), err
}

func (a *API) diff(ctx context.Context, in *struct {
	FlowID
	From int `query:"from" required:"true" minimum:"1"`
	To   int `query:"to" required:"true" minimum:"1"`
}) (*body[List[flowengine.Change]], error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	from, err := a.store.Revision(ctx, company(ctx), f.Name, in.From)
	if err != nil {
		return nil, err
	}
	to, err := a.store.Revision(ctx, company(ctx), f.Name, in.To)
	if err != nil {
		return nil, err
	}
	return whole(flowengine.Diff(from.Document, to.Document), nil)
}
