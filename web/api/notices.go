package api

import (
	"context"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// noticeChange is what to set; what is left out stays, and an empty text takes
// the setting away.
type noticeChange struct {
	Voicemail *string `json:"voicemail,omitempty" enum:",off,link,sound" doc:"Messages by mail, with a link or with the sound."`
	Missed    *string `json:"missed,omitempty" enum:",off,mail,webhook,both" doc:"How to tell of missed calls."`
	Webhook   *string `json:"webhook,omitempty" doc:"Where web requests go." example:"https://example.org/calls"`
}

func (a *API) notices() {
	const tag = "Notices"
	Register(a, Route{Method: "GET", Path: "/notices", Right: access.View, Tag: tag, Summary: "List how people are told of messages and missed calls",
		Description: "The company's holds for who set nothing. The ETag is that of the whole list, and so is the one of a change."}, a.listNotices)
	Register(a, Route{Method: "PATCH", Path: "/notices", Right: access.Admin, Tag: tag, Summary: "Say how everybody is told who set nothing"}, a.setCompanyNotice)
	Register(a, Route{Method: "PATCH", Path: "/notices/{user}", Right: access.Admin, Tag: tag, Summary: "Say how a user is told",
		Description: "An empty value leaves it to the company again."}, a.setUserNotice)
}

func (a *API) listNotices(ctx context.Context, _ *nothing) (*tagged[List[store.Notice]], error) {
	return seen(a.store.Notices(ctx, company(ctx)))
}

func (a *API) setCompanyNotice(ctx context.Context, in *struct {
	IfMatch
	Body noticeChange
}) (*tagged[store.Notice], error) {
	return a.setNotice(ctx, "", in.IfMatch, in.Body)
}

func (a *API) setUserNotice(ctx context.Context, in *struct {
	UserPath
	IfMatch
	Body noticeChange
}) (*tagged[store.Notice], error) {
	return a.setNotice(ctx, in.User, in.IfMatch, in.Body)
}

func (a *API) setNotice(ctx context.Context, user string, m IfMatch, c noticeChange) (*tagged[store.Notice], error) {
	return editOf(a, m, wording.Of("How people are told"), func() ([]store.Notice, error) { return a.store.Notices(ctx, company(ctx)) }, func() (store.Notice, error) {
		return a.store.SetNotice(ctx, company(ctx), user, c.Voicemail, c.Missed, c.Webhook)
	})
}
