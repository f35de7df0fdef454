package api

import (
	"context"
	"errors"
	"time"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/signin"
	"callflow/wording"
)

// Invitation is a set-up link that was made just now.
type Invitation struct {
	Link    string    `json:"link" doc:"Give it to the person, and nobody else. It works once, and is not shown again."`
	Expires time.Time `json:"expires"`
}

// Person is a path's user.
type Person struct {
	User string `path:"user" maxLength:"64" doc:"The person's name."`
}

func (a *API) signIns() {
	const tag = "Sign-ins"
	Register(a, Route{Method: "GET", Path: "/sign-ins", Right: access.Admin, Tag: tag, Summary: "List who may sign in"}, a.listSignIns)
	Register(a, Route{Method: "GET", Path: "/sign-ins/{user}", Right: access.Admin, Tag: tag, Summary: "Show what a person may do"}, a.showSignIn)
	Register(a, Route{Method: "PUT", Path: "/sign-ins/{user}", Right: access.Admin, Tag: tag, Summary: "Say what a person may do",
		Description: "A user who could not sign in before can then be invited. Where rights change, the person's sessions end. The last admin stays one."}, a.setSignIn)
	Register(a, Route{Method: "POST", Path: "/sign-ins/{user}/invite", Right: access.Admin, Tag: tag, Secret: true, Summary: "Make a set-up link",
		Description: "By which a person sets a password: the first one, or a new one. Links made before end. With `If-None-Match: *` only somebody is invited who could not sign in before."}, a.invite)
	Register(a, Route{Method: "DELETE", Path: "/sign-ins/{user}", Right: access.Admin, Tag: tag, Summary: "Take a person's sign-in away",
		Description: "With sessions and tokens. The user stays."}, a.removeSignIn)
}

func (a *API) listSignIns(ctx context.Context, _ *nothing) (*body[List[store.SignIn]], error) {
	return whole(a.store.SignIns(ctx, company(ctx)))
}

// SignIn is what a person may do.
type SignIn struct{ store.SignIn }

// settled is what admins say of it.
func (s SignIn) settled() any { return []any{s.User, s.Role, s.EditFlows, s.Disabled} }

func (a *API) showSignIn(ctx context.Context, in *Person) (*tagged[SignIn], error) {
	s, err := a.store.SignIn(ctx, company(ctx), in.User)
	return versioned(SignIn{s}, err)
}

// signInOf is a person's sign-in; one who has none yet may do nothing.
func (a *API) signInOf(ctx context.Context, user string) (SignIn, error) {
	s, err := a.store.SignIn(ctx, company(ctx), user)
	var missing *store.NotFoundError
	if errors.As(err, &missing) {
		u, err := a.store.User(ctx, company(ctx), user)
		return SignIn{store.SignIn{User: u.Name}}, err
	}
	return SignIn{s}, err
}

func (a *API) setSignIn(ctx context.Context, in *struct {
	Person
	IfMatch
	Body struct {
		Role      *string `json:"role,omitempty" enum:"admin,editor,agent,viewer"`
		EditFlows *bool   `json:"edit_flows,omitempty" doc:"Whether the person may edit flows whatever the role."`
		Disabled  *bool   `json:"disabled,omitempty"`
	}
}) (*tagged[SignIn], error) {
	return edit(a, in.IfMatch, wording.Say("What %s may do", in.User), func() (SignIn, error) { return a.signInOf(ctx, in.User) }, func(SignIn) error {
		_, err := a.store.SetSignIn(ctx, company(ctx), in.User, store.SignInChange{Role: in.Body.Role, EditFlows: in.Body.EditFlows, Disabled: in.Body.Disabled})
		return err
	})
}

func (a *API) invite(ctx context.Context, in *struct {
	Person
	IfMatch
	NoneMatch string `header:"If-None-Match" enum:"*" doc:"Only who could not sign in before. If somebody else has invited the person since, the answer is 412 and nothing is changed."`
	Body      *struct {
		Role      string `json:"role,omitempty" enum:"admin,editor,agent,viewer" doc:"What the person becomes; needed for who could not sign in before."`
		ResetTOTP bool   `json:"reset_second_factor,omitempty" doc:"Whether the link also takes the second factor away."`
	}
}) (*body[Invitation], error) {
	i := signin.Invitation{User: in.User}
	if in.Body != nil {
		i.Role, i.ResetTOTP = in.Body.Role, in.Body.ResetTOTP
	}
	thing := wording.Say("What %s may do", in.User)
	var made Invitation
	_, err := edit(a, in.IfMatch, thing, func() (SignIn, error) { return a.signInOf(ctx, in.User) }, func(before SignIn) error {
		if in.NoneMatch != "" && before.Role != "" {
			tag, err := contentTag(before)
			if err != nil {
				return err
			}
			return changed(tag, thing)
		}
		link, k, err := a.door.Invite(ctx, company(ctx), i)
		made = Invitation{link, k.Invited}
		return err
	})
	return answer(made, err)
}

func (a *API) removeSignIn(ctx context.Context, in *struct {
	Person
	IfMatch
}) (*nothing, error) {
	_, err := edit(a, in.IfMatch, wording.Say("What %s may do", in.User), func() (SignIn, error) { return a.signInOf(ctx, in.User) }, func(SignIn) error {
		return a.store.RemoveSignIn(ctx, company(ctx), in.User)
	})
	return nil, err
}
