package api

import (
	"context"
	"net/http"
	"strconv"

	"callflow/store"
	"callflow/web/access"
)

func (a *API) auditLog() {
	Register(a, Route{Method: "GET", Path: "/audit", Right: access.Admin, Tag: "Audit log", Summary: "List who changed what, newest first",
		Description: "With what it was before and after."}, a.listAudit)
	Register(a, Route{Method: "GET", Path: "/audit/{entry}", Right: access.Admin, Tag: "Audit log", Summary: "Show one change"}, a.showAudit)
}

func (a *API) listAudit(ctx context.Context, in *struct {
	Table
	Period
	Q      string `query:"q" maxLength:"100" doc:"Only what has this in who did it, in what was done, or in the name of the thing."`
	Who    string `query:"who" doc:"Only by this person or program, such as user:ada, token:shop or cli:root."`
	Kind   string `query:"kind" doc:"Only of this kind of thing: flow, number, user, group, queue, audio, company, …"`
	Name   string `query:"name" doc:"Only of the thing with this name."`
	Action string `query:"action" doc:"Only this, such as number.assign."`
}) (*body[List[store.AuditEntry]], error) {
	c, err := a.store.Company(ctx, company(ctx))
	if err != nil {
		return nil, err
	}
	since, until, err := a.span(ctx, in.Period)
	if err != nil {
		return nil, err
	}
	most := in.most()
	f := store.AuditFilter{Company: c.Name, Who: in.Who, Kind: in.Kind, Name: in.Name, Action: in.Action, Words: in.Q, Since: since, Until: until, Limit: most + 1}
	if in.After != "" {
		if f.Before, err = strconv.ParseInt(in.After, 10, 64); err != nil || f.Before < 1 {
			return nil, NewProblem(http.StatusUnprocessableEntity, "invalid", "The cursor is none of this list; give the next of the page before as after.")
		}
	}
	entries, err := a.store.Audit(ctx, f)
	return page(entries, most, err, func(e store.AuditEntry) string { return strconv.FormatInt(e.ID, 10) })
}

func (a *API) showAudit(ctx context.Context, in *struct {
	Entry int64 `path:"entry" minimum:"1" doc:"The id of the change."`
}) (*body[store.AuditEntry], error) {
	c, err := a.store.Company(ctx, company(ctx))
	if err != nil {
		return nil, err
	}
	found, err := a.store.Audit(ctx, store.AuditFilter{Company: c.Name, Before: in.Entry + 1, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || found[0].ID != in.Entry {
		return nil, &store.NotFoundError{Kind: "entry in the audit log", Name: strconv.FormatInt(in.Entry, 10)}
	}
	return answer(found[0], nil)
}
