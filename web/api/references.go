package api

import (
	"context"
	"strings"

	"callflow/store"
	"callflow/web/access"
)

// Reference is a thing that flows can refer to, for lists to choose from.
type Reference struct {
	Ref   string `json:"ref" doc:"As it stands in a flow." example:"user:alice"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Label string `json:"label" doc:"What people know it by."`
	// Detail tells more: what sort of sound, who is in a group.
	Detail string `json:"detail,omitempty"`
}

// referenceKinds are the kinds of things that lists can be made of, in their order.
func referenceKinds() []string {
	return []string{"user", "group", "queue", "audio", "flow", "external"}
}

func (a *API) references() {
	Register(a, Route{Method: "GET", Path: "/references", Right: access.View, Tag: "Flows", Summary: "List what flows can refer to, by name and label",
		Description: "For lists to choose from. Numbers outside are those of users' telephones."}, a.listReferences)
}

func (a *API) listReferences(ctx context.Context, in *struct {
	Kind   string `query:"kind" enum:"user,group,queue,audio,flow,external" doc:"Only of this kind."`
	Search string `query:"q" doc:"Only those with this in their name or label."`
}) (*body[List[Reference]], error) {
	out := []Reference{}
	for _, kind := range referenceKinds() {
		if in.Kind != "" && in.Kind != kind {
			continue
		}
		found, err := a.referencesOf(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			r.Ref, r.Kind = kind+":"+r.Name, kind
			if r.Label == "" {
				r.Label = r.Name
			}
			if contains(r.Name+" "+r.Label, in.Search) {
				out = append(out, r)
			}
		}
	}
	return whole(out, nil)
}

func (a *API) referencesOf(ctx context.Context, kind string) ([]Reference, error) {
	switch kind {
	case "group":
		return referring(a.store.Groups(ctx, company(ctx)))(func(g store.Group) []Reference {
			return []Reference{{Name: g.Name, Detail: strings.Join(g.Members, ", ")}}
		})
	case "queue":
		all, err := a.store.Queues(ctx, company(ctx))
		out := []Reference{}
		for _, q := range all {
			out = append(out, Reference{Name: q.Name, Detail: string(q.Strategy)})
		}
		return out, err
	case "audio":
		return referring(a.store.AudioList(ctx, company(ctx)))(func(s store.Audio) []Reference {
			return []Reference{{Name: s.Name, Detail: s.Kind}}
		})
	case "flow":
		return referring(a.store.Flows(ctx, company(ctx), store.FlowFilter{}))(func(f store.Flow) []Reference {
			return []Reference{{Name: f.Name, Detail: string(f.Kind) + ", " + string(f.Status)}}
		})
	case "external":
		return referring(a.store.Users(ctx, company(ctx)))(func(u store.User) (out []Reference) {
			for _, p := range u.Phones {
				if p.External != "" {
					out = append(out, Reference{Name: p.External, Label: p.External, Detail: known(u)})
				}
			}
			return out
		})
	}
	return referring(a.store.Users(ctx, company(ctx)))(func(u store.User) []Reference {
		return []Reference{{Name: u.Name, Label: known(u), Detail: u.Email}}
	})
}

// known is what people call a user.
func known(u store.User) string {
	if u.FullName != "" {
		return u.FullName
	}
	return u.Name
}

// referring makes references of things.
func referring[T any](things []T, err error) func(func(T) []Reference) ([]Reference, error) {
	return func(make func(T) []Reference) (out []Reference, _ error) {
		for _, t := range things {
			out = append(out, make(t)...)
		}
		return out, err
	}
}
