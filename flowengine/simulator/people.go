package simulator

import (
	"context"
	"slices"

	"callflow/flowengine"
)

// People is a directory that remembers whose endpoint is whose, so that a
// script can say "alice" whatever alice's telephone is called.
type People struct {
	inner flowengine.Directory
	of    map[string][]string
}

var _ flowengine.Directory = (*People)(nil)

// NewPeople wraps a directory; one call's, since it is not for several goroutines.
func NewPeople(inner flowengine.Directory) *People {
	return &People{inner: inner, of: map[string][]string{}}
}

// Of returns the names that a script may use for an endpoint, the fullest first.
func (p *People) Of(endpoint string) []string { return p.of[endpoint] }

// User returns a user of the wrapped directory.
func (p *People) User(ctx context.Context, name string) (flowengine.User, error) {
	u, err := p.inner.User(ctx, name)
	if err == nil {
		p.remember(u)
	}
	return u, err
}

// Group returns a group of the wrapped directory.
func (p *People) Group(ctx context.Context, name string) ([]flowengine.User, error) {
	users, err := p.inner.Group(ctx, name)
	for _, u := range users {
		p.remember(u)
		for _, e := range u.Endpoints {
			p.add(e, "group:"+name, name)
		}
	}
	return users, err
}

// Outbound returns the wrapped directory's dial string for a number.
func (p *People) Outbound(ctx context.Context, number string) (string, error) {
	endpoint, err := p.inner.Outbound(ctx, number)
	if err == nil {
		p.add(endpoint, "external:"+number, number)
	}
	return endpoint, err
}

func (p *People) remember(u flowengine.User) {
	for _, e := range u.Endpoints {
		p.add(e, "user:"+u.Name, u.Name)
	}
}

func (p *People) add(endpoint string, names ...string) {
	for _, n := range names {
		if !slices.Contains(p.of[endpoint], n) {
			p.of[endpoint] = append(p.of[endpoint], n)
		}
	}
}
