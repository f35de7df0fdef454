package api

import (
	"context"
	"time"

	"callflow/web/access"
	"callflow/web/signin"
)

// SetupLink tells whom a set-up link is for.
type SetupLink struct {
	Company  string    `json:"company"`
	User     string    `json:"user" doc:"Who is invited; empty for the first admin, who chooses a name."`
	FullName string    `json:"full_name"`
	Expires  time.Time `json:"expires"`
}

func (a *API) setup() {
	const tag = "Signing in"
	Register(a, Route{Method: "POST", Path: "/setup", Right: access.Public, Tag: tag, Summary: "Follow a set-up link",
		Description: "Makes the first admin, or sets the password of a person who was invited or forgot it, and signs in. " +
			"The key is what stands behind # in the link. 410 when the link has been used or has expired.", Fields: map[string]string{"user": "name"}}, a.followLink)
	Register(a, Route{Method: "POST", Path: "/setup/key", Right: access.Public, Tag: tag, Summary: "Tell whom a set-up link is for",
		Description: "A POST, since a key must not stand in an address."}, a.showLink)
}

func (a *API) showLink(ctx context.Context, in *struct {
	Body struct {
		Key string `json:"key" minLength:"1" maxLength:"64" doc:"What stands behind # in the link."`
	}
}) (*body[SetupLink], error) {
	l, err := a.door.Link(ctx, in.Body.Key)
	if err != nil {
		return nil, refusal(err)
	}
	return answer(SetupLink{Company: l.Company, User: l.User, FullName: l.FullName, Expires: l.Expires}, nil)
}

func (a *API) followLink(ctx context.Context, in *struct {
	Body struct {
		Key      string `json:"key" minLength:"1" maxLength:"64" doc:"What stands behind # in the link."`
		Name     string `json:"name,omitempty" maxLength:"64" doc:"What the first admin is to be called, such as anna; not looked at for others."`
		FullName string `json:"full_name,omitempty" maxLength:"128"`
		Password string `json:"password" maxLength:"512" doc:"12 to 128 characters that are not easy to guess."`
		Code     string `json:"code,omitempty" maxLength:"64" doc:"The second factor of who has one."`
	}
}) (*body[Session], error) {
	k, company, err := a.door.Follow(ctx, signin.Setup{
		Key: in.Body.Key, Name: in.Body.Name, FullName: in.Body.FullName, Password: in.Body.Password, Code: in.Body.Code})
	if err != nil {
		return nil, refusal(err)
	}
	return answer(a.describe(ctx, company, k, access.Granted(access.Role(k.Role), k.EditFlows)))
}
