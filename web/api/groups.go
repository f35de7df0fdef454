package api

import (
	"context"
	"net/http"

	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// GroupPath is a path's group.
type GroupPath struct {
	Group string `path:"group" maxLength:"64" doc:"The group's name, such as sales."`
}

func (a *API) groups() {
	const tag = "People"
	Register(a, Route{Method: "GET", Path: "/groups", Right: access.View, Tag: tag, Summary: "List groups"}, a.listGroups)
	Register(a, Route{Method: "POST", Path: "/groups", Right: access.Admin, Tag: tag, Status: http.StatusCreated, Summary: "Add a group",
		Fields: map[string]string{"group": "name", "member": "members"}}, a.addGroup)
	Register(a, Route{Method: "GET", Path: "/groups/{group}", Right: access.View, Tag: tag, Summary: "Show a group"}, a.showGroup)
	Register(a, Route{Method: "PUT", Path: "/groups/{group}", Right: access.Admin, Tag: tag, Summary: "Change who is in a group, and in which order",
		Fields: map[string]string{"member": "members"}}, a.setGroup)
	Register(a, Route{Method: "DELETE", Path: "/groups/{group}", Right: access.Admin, Tag: tag, Summary: "Remove a group",
		Description: "One that a flow or a queue uses is not removed; the answer says where."}, a.removeGroup)
	Register(a, Route{Method: "GET", Path: "/groups/{group}/uses", Right: access.View, Tag: tag, Summary: "List what uses a group"}, a.groupUses)
}

func (a *API) listGroups(ctx context.Context, _ *nothing) (*body[List[store.Group]], error) {
	return whole(a.store.Groups(ctx, company(ctx)))
}

func (a *API) addGroup(ctx context.Context, in *struct {
	Body struct {
		Name    string   `json:"name" doc:"What flows call it: sales in group:sales. It stays." example:"sales"`
		Members []string `json:"members,omitempty" nullable:"false" maxItems:"1000" doc:"Users' names, in the order in which they are rung."`
	}
}) (*tagged[store.Group], error) {
	return versioned(a.store.AddGroup(ctx, company(ctx), store.Group{Name: in.Body.Name, Members: in.Body.Members}))
}

func (a *API) group(ctx context.Context, in GroupPath) (store.Group, error) {
	return a.store.Group(ctx, company(ctx), in.Group)
}

func (a *API) showGroup(ctx context.Context, in *GroupPath) (*tagged[store.Group], error) {
	return versioned(a.group(ctx, *in))
}

func (a *API) setGroup(ctx context.Context, in *struct {
	GroupPath
	IfMatch
	Body struct {
		Members []string `json:"members" nullable:"false" maxItems:"1000" doc:"All of the members, in the order in which they are rung."`
	}
}) (*tagged[store.Group], error) {
	return edit(a, in.IfMatch, wording.Say("The group %s", in.Group),
		func() (store.Group, error) { return a.group(ctx, in.GroupPath) },
		func(g store.Group) error {
			g.Members = in.Body.Members
			_, err := a.store.SetGroup(ctx, company(ctx), g)
			return err
		})
}

func (a *API) removeGroup(ctx context.Context, in *GroupPath) (*nothing, error) {
	return nil, a.store.RemoveGroup(ctx, company(ctx), in.Group)
}

func (a *API) groupUses(ctx context.Context, in *GroupPath) (*body[List[store.Use]], error) {
	g, err := a.group(ctx, *in)
	if err != nil {
		return nil, err
	}
	return a.uses(ctx, "group", g.Name)
}
