package api

import (
	"context"
	"net/http"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// UserPath is a path's user.
type UserPath struct {
	User string `path:"user" maxLength:"64" doc:"The user's name, such as alice."`
}

func (a *API) users() {
	const tag = "People"
	Register(a, Route{Method: "GET", Path: "/users", Right: access.View, Tag: tag, Summary: "List users",
		Description: "As CSV it is all of them."}, a.listUsers)
	Register(a, Route{Method: "POST", Path: "/users", Right: access.Admin, Tag: tag, Status: http.StatusCreated, Summary: "Add a user",
		Fields: map[string]string{"user": "name", "external number": "external"}}, a.addUser)
	Register(a, Route{Method: "GET", Path: "/users/{user}", Right: access.View, Tag: tag, Summary: "Show a user"}, a.showUser)
	Register(a, Route{Method: "PATCH", Path: "/users/{user}", Right: access.Admin, Tag: tag, Summary: "Change a user",
		Description: "What is left out stays as it is; phones are replaced by those that are given.",
		Fields:      map[string]string{"external number": "external"}}, a.setUser)
	Register(a, Route{Method: "DELETE", Path: "/users/{user}", Right: access.Admin, Tag: tag, Summary: "Remove a user",
		Description: "One who is in use by a flow, a group or a queue is not removed; the answer says where."}, a.removeUser)
	Register(a, Route{Method: "GET", Path: "/users/{user}/uses", Right: access.View, Tag: tag, Summary: "List what uses a user"}, a.userUses)
}

func (a *API) listUsers(ctx context.Context, in *Table) (*body[List[store.User]], error) {
	most := in.most()
	found, err := a.store.UserPage(ctx, company(ctx), in.After, most+1)
	return page(found, most, err, func(u store.User) string { return u.Name })
}

func (a *API) addUser(ctx context.Context, in *struct {
	Body struct {
		Name     string        `json:"name" doc:"What flows call the person: alice in user:alice. It stays." example:"alice"`
		FullName string        `json:"full_name,omitempty"`
		Email    string        `json:"email,omitempty"`
		Phones   []store.Phone `json:"phones,omitempty" nullable:"false" doc:"Telephones that ring together. Each is an endpoint or a number outside."`
		Weight   int           `json:"weight,omitempty" minimum:"1" maximum:"100" default:"1" doc:"The share in a round robin."`
	}
}) (*tagged[store.User], error) {
	b := in.Body
	return versioned(a.store.AddUser(ctx, company(ctx), store.User{Name: b.Name, FullName: b.FullName, Email: b.Email, Phones: b.Phones, Weight: b.Weight}))
}

func (a *API) user(ctx context.Context, in UserPath) (store.User, error) {
	return a.store.User(ctx, company(ctx), in.User)
}

func (a *API) showUser(ctx context.Context, in *UserPath) (*tagged[store.User], error) {
	return versioned(a.user(ctx, *in))
}

func (a *API) setUser(ctx context.Context, in *struct {
	UserPath
	IfMatch
	Body struct {
		FullName *string        `json:"full_name,omitempty"`
		Email    *string        `json:"email,omitempty"`
		Phones   *[]store.Phone `json:"phones,omitempty" doc:"All of the telephones."`
		Weight   *int           `json:"weight,omitempty" minimum:"1" maximum:"100"`
	}
}) (*tagged[store.User], error) {
	return edit(a, in.IfMatch, wording.Say("The user %s", in.User),
		func() (store.User, error) { return a.user(ctx, in.UserPath) },
		func(u store.User) error {
			put(&u.FullName, in.Body.FullName)
			put(&u.Email, in.Body.Email)
			put(&u.Phones, in.Body.Phones)
			put(&u.Weight, in.Body.Weight)
			_, err := a.store.SetUser(ctx, company(ctx), u)
			return err
		})
}

func (a *API) removeUser(ctx context.Context, in *UserPath) (*nothing, error) {
	return nil, a.store.RemoveUser(ctx, company(ctx), in.User)
}

func (a *API) userUses(ctx context.Context, in *UserPath) (*body[List[store.Use]], error) {
	u, err := a.user(ctx, *in)
	if err != nil {
		return nil, err
	}
	return a.uses(ctx, "user", u.Name)
}

// uses are the places where a thing is used.
func (a *API) uses(ctx context.Context, kind, name string) (*body[List[store.Use]], error) {
	return whole(a.store.Uses(ctx, company(ctx), flowengine.Ref{Kind: kind, Name: name}))
}
