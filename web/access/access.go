// Package access says who may do what: the rights of people and of programs,
// and the one whose request it is.
package access

import (
	"context"
	"slices"
)

// Right is permission for one sort of thing. Each route of the API asks for one.
type Right string

// The rights.
const (
	// Public needs nobody to be signed in.
	Public Right = "public"
	// Known is what everybody may do who is signed in, and every program with a
	// token: what they are told is what their other rights let them see.
	Known Right = "known"
	// Person is what only somebody who has signed in may do, and no program with a
	// token: passwords, second factors, sessions, tokens. It is nobody's to give.
	Person Right = "person"
	// Own is what everybody who is signed in may do with what is theirs: their
	// state in queues, their voicemail, their missed calls, their password.
	Own Right = "own"
	// View is to see the company's flows, numbers, calls, queues and lists.
	View Right = "view"
	// Flows is to edit and publish flows, and the sounds that they play.
	Flows Right = "flows"
	// Admin is everything else: people, numbers, queues, rules and settings.
	Admin Right = "admin"
)

// Role is what a person is in a company.
type Role string

// The roles.
const (
	RoleAdmin  Role = "admin"
	RoleEditor Role = "editor"
	RoleAgent  Role = "agent"
	RoleViewer Role = "viewer"
)

// Roles lists all of them, the mightiest first.
func Roles() []Role { return []Role{RoleAdmin, RoleEditor, RoleAgent, RoleViewer} }

// Rights are what a role brings.
func (r Role) Rights() []Right {
	switch r {
	case RoleAdmin:
		return []Right{Own, View, Flows, Admin}
	case RoleEditor:
		return []Right{Own, View, Flows}
	case RoleViewer:
		return []Right{Own, View}
	case RoleAgent:
		return []Right{Own}
	}
	return nil
}

// Granted are the rights of a person: those of the role, and those that go with
// editing flows, if the person may do that beside. Who edits flows has to see
// what they refer to.
func Granted(r Role, editFlows bool) []Right {
	rights := r.Rights()
	if !editFlows || len(rights) == 0 {
		return rights
	}
	for _, more := range RoleEditor.Rights() {
		if !slices.Contains(rights, more) {
			rights = append(rights, more)
		}
	}
	return rights
}

// Scopes are the rights that a token can be given.
func Scopes() []Right { return RoleAdmin.Rights() }

// Common are the rights in both lists: what a token may do is what it was given,
// as far as its person still has it.
func Common(a, b []Right) []Right {
	out := []Right{}
	for _, r := range a {
		if slices.Contains(b, r) {
			out = append(out, r)
		}
	}
	return out
}

// Principal is who a request comes from.
type Principal struct {
	Company string
	// User is the person's name in the company; empty for a token of nobody's.
	User string
	// Token is the API token's name, empty in a browser's session.
	Token string
	// Rights are what the request may do.
	Rights []Right
	// Arriving says that the person has signed in, but has to set up a second
	// factor before anything else.
	Arriving bool
}

// Arrived is the principal with the second factor that it still has to set up:
// for the few things by which one is set up.
func (p Principal) Arrived() Principal {
	p.Arriving = false
	return p
}

// May says whether the principal has a right. Nobody, the zero Principal, and
// who is arriving, have [Public] only.
func (p Principal) May(r Right) bool {
	switch {
	case r == Public:
		return true
	case p.Arriving:
		return false
	case r == Known:
		return len(p.Rights) > 0
	case r == Person:
		return p.User != "" && p.Token == ""
	}
	return slices.Contains(p.Rights, r)
}

// Actor is the name that the audit log keeps for the principal.
func (p Principal) Actor() string {
	switch {
	case p.Token != "":
		return "token:" + p.Token
	case p.User != "":
		return "user:" + p.User
	}
	return "nobody"
}

type key struct{}

// With puts the principal of a request into its context.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, key{}, p)
}

// From returns the request's principal; the zero one when nobody is signed in.
func From(ctx context.Context) Principal {
	p, _ := ctx.Value(key{}).(Principal)
	return p
}
