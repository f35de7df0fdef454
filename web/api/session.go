package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/signin"
)

// Session tells a signed-in person, or program, who it is and what it may do.
type Session struct {
	User     string         `json:"user" doc:"The person's name in the company; empty for a token of nobody's."`
	FullName string         `json:"full_name"`
	Company  string         `json:"company"`
	Timezone string         `json:"timezone" doc:"The company's, an IANA name."`
	Language string         `json:"language" doc:"The company's, an RFC 5646 tag."`
	Role     access.Role    `json:"role" enum:"admin,editor,agent,viewer," doc:"Empty for a token of nobody's."`
	Rights   []access.Right `json:"rights" nullable:"false"`
	TOTP     bool           `json:"totp" doc:"Whether the person has a second factor."`
	Needs    bool           `json:"second_factor_needed,omitempty" doc:"The company asks for a second factor, and the person has none: nothing else is allowed before it is set up."`
	Failed   int            `json:"failed,omitempty" doc:"At signing in: how many wrong passwords were tried since the last time."`
}

func (a *API) session() {
	const tag = "Signing in"
	Register(a, Route{Method: "POST", Path: "/session", Right: access.Public, Tag: tag, Summary: "Sign in",
		Description: "Sets the session's cookie. 401 with the code `wrong_password`, whether the name exists or not, or `code_needed` when a second factor " +
			"is asked for or was wrong; 429 with Retry-After after too many attempts."}, a.signIn)
	Register(a, Route{Method: "GET", Path: "/session", Right: access.Own, Arriving: true, Tag: tag, Summary: "Tell who is signed in"}, a.showSession)
	Register(a, Route{Method: "DELETE", Path: "/session", Right: access.Person, Arriving: true, Tag: tag, Summary: "Sign out"}, a.signOut)
	Register(a, Route{Method: "GET", Path: "/session/all", Right: access.Person, Tag: tag, Summary: "List where you are signed in"}, a.listSessions)
	Register(a, Route{Method: "DELETE", Path: "/session/all", Right: access.Person, Tag: tag, Summary: "Sign out everywhere else"}, a.signOutElsewhere)
}

// describe tells who somebody is.
func (a *API) describe(ctx context.Context, company string, k store.SignIn, rights []access.Right) (Session, error) {
	c, err := a.store.Company(ctx, company)
	needs := c.RequireTOTP && !k.TOTP && access.From(ctx).Token == ""
	if needs {
		rights = []access.Right{}
	}
	return Session{
		User: k.User, FullName: k.FullName, Company: c.Name, Timezone: c.Timezone, Language: c.Language,
		Role: access.Role(k.Role), Rights: rights, TOTP: k.TOTP, Needs: needs, Failed: k.Failed,
	}, err
}

func (a *API) signIn(ctx context.Context, in *struct {
	Body struct {
		Name     string `json:"name" minLength:"1" maxLength:"130" doc:"The person's name. With several companies it is NAME@COMPANY; without @ it is that of the company called default."`
		Password string `json:"password" maxLength:"512"`
		Code     string `json:"code,omitempty" maxLength:"64" doc:"The second factor, or a recovery code."`
	}
}) (*body[Session], error) {
	k, company, err := a.door.SignIn(ctx, signin.Attempt{Name: in.Body.Name, Password: in.Body.Password, Code: in.Body.Code})
	if err != nil {
		return nil, refusal(err)
	}
	return answer(a.describe(ctx, company, k, access.Granted(access.Role(k.Role), k.EditFlows)))
}

func (a *API) showSession(ctx context.Context, _ *nothing) (*body[Session], error) {
	p := access.From(ctx)
	k, err := a.store.SignIn(ctx, p.Company, p.User)
	if err != nil {
		return nil, err
	}
	k.Failed = 0
	return answer(a.describe(ctx, p.Company, k, p.Rights))
}

func (a *API) signOut(ctx context.Context, _ *nothing) (*nothing, error) {
	return nil, a.door.SignOut(ctx)
}

func (a *API) listSessions(ctx context.Context, _ *nothing) (*body[List[signin.Session]], error) {
	return whole(a.door.Sessions(ctx))
}

func (a *API) signOutElsewhere(ctx context.Context, _ *nothing) (*nothing, error) {
	return nil, a.door.SignOutElsewhere(ctx)
}

// refusal turns what package signin refuses into a problem.
func refusal(err error) error {
	var wait *signin.WaitError
	switch {
	case errors.As(err, &wait):
		return huma.ErrorWithHeaders(problemOf(http.StatusTooManyRequests, "too_many_attempts", err),
			http.Header{"Retry-After": {strconv.Itoa(wait.Seconds())}})
	case errors.Is(err, signin.ErrWrongPassword):
		return problemOf(http.StatusUnauthorized, "wrong_password", err)
	case errors.Is(err, signin.ErrCodeNeeded), errors.Is(err, signin.ErrWrongCode):
		return problemOf(http.StatusUnauthorized, "code_needed", err)
	case errors.Is(err, store.ErrNoLink):
		return problemOf(http.StatusGone, "link_used", err)
	}
	return err
}
