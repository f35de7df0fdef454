package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/api"
)

// goesOn is a request of bob's, an editor, that is not over before it is made to end.
type goesOn struct {
	h      *house
	bob    *browser
	token  string
	ended  chan struct{}
	leaves context.CancelFunc
}

// begins makes the request, by bob or by his token.
func (g *goesOn) begins(right access.Right, by *browser) {
	began := make(chan struct{})
	g.ended = make(chan struct{})
	allowed := g.h.api.WhileAllowed(right, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
	}))
	ctx, leave := context.WithCancel(g.h.t.Context())
	g.leaves = leave
	r := httptest.NewRequestWithContext(ctx, "GET", "http://pbx.test"+api.Prefix+"/phone/socket", nil)
	for name, values := range by.headers {
		r.Header[name] = values
	}
	for name, value := range by.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	go func() {
		defer close(g.ended)
		g.h.door.Handler(allowed).ServeHTTP(httptest.NewRecorder(), r)
	}()
	<-began
}

// over says whether the request has ended after a while.
func (g *goesOn) over(after time.Duration) bool {
	time.Sleep(after) // in a bubble
	synctest.Wait()
	select {
	case <-g.ended:
		return true
	default:
		return false
	}
}

// A call of the console's phone, which goes on for long, ends within a minute
// once whoever made it may not any more, and not before.
func TestWhatGoesOnEndsWithTheRightToIt(t *testing.T) {
	agent, yes := "agent", true
	for name, c := range map[string]struct {
		byToken bool
		loses   func(*goesOn)
	}{
		"the role changes": {loses: func(g *goesOn) { g.sets(store.SignInChange{Role: &agent}) }},
		"he is shut out":   {loses: func(g *goesOn) { g.sets(store.SignInChange{Disabled: &yes}) }},
		"he signs out":     {loses: func(g *goesOn) { g.bob.does(204, "DELETE", "/session", nil) }},
		"he is removed": {loses: func(g *goesOn) {
			if err := g.h.store.RemoveSignIn(g.h.t.Context(), "", "bob"); err != nil {
				g.h.t.Fatal(err)
			}
		}},
		"the token's person loses it": {byToken: true, loses: func(g *goesOn) { g.sets(store.SignInChange{Role: &agent}) }},
		"the token is revoked": {byToken: true, loses: func(g *goesOn) {
			if err := g.h.store.RevokeAPIToken(g.h.t.Context(), "", "bob", 1); err != nil {
				g.h.t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := bobsRequest(t)
				by := g.bob
				if c.byToken {
					by = g.h.program(g.token)
				}
				g.begins(access.Flows, by)
				if g.over(30 * time.Minute) {
					t.Fatal("it ended while it was allowed")
				}
				c.loses(g)
				if !g.over(time.Minute + time.Second) {
					g.leaves()
					t.Error("it goes on, though it is not allowed any more")
				}
			})
		})
	}
}

// A right that is lost is not every right; and who leaves is not asked about any more.
func TestWhatGoesOnEndsForNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := bobsRequest(t)
		g.begins(access.View, g.h.program(g.token))
		viewer := "viewer"
		g.sets(store.SignInChange{Role: &viewer})
		if g.over(5 * time.Minute) {
			t.Error("it ended, though a viewer may see it")
		}
		g.leaves()
		if !g.over(0) {
			t.Error("it waits for the next time to ask, though the page has gone")
		}
	})
}

func bobsRequest(t *testing.T) *goesOn {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin", "bob:editor")
	g := &goesOn{h: h, bob: h.browser()}
	g.bob.signsIn("bob")
	g.token = g.bob.does(201, "POST", "/tokens", object{"name": "phone", "rights": []string{"view", "flows"}})["token"].(string)
	return g
}

func (g *goesOn) sets(c store.SignInChange) {
	if _, err := g.h.store.SetSignIn(g.h.t.Context(), "", "bob", c); err != nil {
		g.h.t.Fatal(err)
	}
}
