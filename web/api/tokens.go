package api

import (
	"context"
	"net/http"
	"time"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/signin"
)

// NewToken is a token that was made just now.
type NewToken struct {
	store.APIToken
	Token string `json:"token" doc:"Send it as Authorization: Bearer TOKEN. It is not shown again."`
}

func (a *API) tokens() {
	const tag = "Tokens"
	Register(a, Route{Method: "GET", Path: "/tokens", Right: access.Person, Tag: tag, Summary: "List tokens",
		Description: "Yours; all of the company for an administrator."}, a.listTokens)
	Register(a, Route{Method: "POST", Path: "/tokens", Right: access.Person, Tag: tag, Status: http.StatusCreated, Secret: true, Summary: "Make a token",
		Description: "It is yours, and can do what it is given, as far as you still can. No program makes one: it takes somebody who has signed in.",
		Fields:      map[string]string{"token": "name"}}, a.addToken)
	Register(a, Route{Method: "DELETE", Path: "/tokens/{id}", Right: access.Person, Tag: tag, Summary: "Revoke a token",
		Description: "One of yours; any of the company for an administrator."}, a.removeToken)
}

// whoseTokens is whose tokens somebody may see and revoke; "" for everybody's.
func whoseTokens(ctx context.Context) string {
	p := access.From(ctx)
	if p.May(access.Admin) {
		return ""
	}
	return p.User
}

func (a *API) listTokens(ctx context.Context, _ *nothing) (*body[List[store.APIToken]], error) {
	return whole(a.store.APITokens(ctx, company(ctx), whoseTokens(ctx)))
}

func (a *API) addToken(ctx context.Context, in *struct {
	Body struct {
		Name    string         `json:"name" minLength:"1" maxLength:"64" doc:"What it is for."`
		Rights  []access.Right `json:"rights" nullable:"false" minItems:"1" maxItems:"10" doc:"What it may do: own, view, flows, admin."`
		Expires *time.Time     `json:"expires,omitempty" doc:"A year from now if it is left out; five years at most."`
	}
}) (*body[NewToken], error) {
	wish := signin.TokenWish{Name: in.Body.Name, Rights: in.Body.Rights}
	if in.Body.Expires != nil {
		wish.Expires = *in.Body.Expires
	}
	token, k, err := a.door.AddToken(ctx, wish)
	return answer(NewToken{k, token}, err)
}

func (a *API) removeToken(ctx context.Context, in *struct {
	ID int64 `path:"id"`
}) (*nothing, error) {
	return nil, a.store.RevokeAPIToken(ctx, company(ctx), whoseTokens(ctx), in.ID)
}
