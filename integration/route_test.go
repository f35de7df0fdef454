//go:build integration

package integration

import (
	"testing"

	"callflow/flowengine"
	"callflow/store"
)

// A first call, a second one, one after a bad score: each goes its own way, and another number counts for itself.
func TestRouteByEarlierCalls(t *testing.T) {
	s := tell(t)
	const flow = `
start: who
nodes:
  who:
    type: route
    params:
      branches:
        - {name: unhappy, all: [{is: score, scope: company, compare: "<", than: 4}]}
        - {name: new, all: [{is: first_time, scope: company}]}
        - {name: again, all: [{is: repeat, within_days: 1}]}
        - {name: elsewhere, all: [{is: repeat, scope: company}]}
    next: {"*": bye}
  bye: {type: hangup, params: {cause: busy}}
`
	first, second := s.Line(flow), s.Line(flow)
	caller := s.Caller()
	seen := map[string]bool{}
	calls := func(number, outcome string) (id string) {
		s.Helper()
		caller.Dials(number)
		caller.IsRefused(486)
		tr := s.traceOf("the caller, this time", func(c store.Call) bool { return !seen[c.ID] }).Is("who "+outcome, "bye hangup")
		seen[tr.call.ID] = true
		return tr.call.ID
	}
	calls(first, "branch:new")
	calls(second, "branch:elsewhere")
	id := calls(first, "branch:again")
	s.c.cli(t, "call", "score", id, "3", "--company", s.company)
	// The same caller from abroad.
	caller.number = "+61" + caller.number[1:]
	calls(second, "branch:unhappy")

	hidden := s.Caller()
	hidden.number = "anonymous"
	hidden.Dials(first)
	hidden.IsRefused(486)
	s.traceOf("the hidden caller", func(c store.Call) bool { return c.Caller == "" }).Is("who no_match", "bye hangup").Says("who", "withheld")
}

// What led to a call is what the number's source says, from the next call on.
func TestRouteBySource(t *testing.T) {
	s := tell(t)
	number := s.Line(`
start: who
nodes:
  who:
    type: route
    params:
      branches:
        - {name: page, all: [{is: active_page, value: /contact}, {is: landing_page, value: "*"}]}
        - {name: seeker, all: [{is: keyword, value: "*plumber*"}, {is: referrer, value: "https://search.example/*"}]}
        - {name: offer, all: [{is: campaign, value: summer*}, {is: source, value: poster}]}
        - {name: vip, all: [{is: expression, expression: 'caller.number endsWith "7777"'}]}
    next: {"*": bye}
  bye: {type: hangup, params: {cause: busy}}
`)
	for _, test := range []struct {
		visit   flowengine.Visit
		outcome string
	}{
		{flowengine.Visit{}, "no_match"},
		{flowengine.Visit{Source: "Poster"}, "no_match"},
		{flowengine.Visit{Source: "Poster", Campaign: "Summer sale"}, "branch:offer"},
		{flowengine.Visit{Source: "Ads", Keyword: "cheap plumber here", Referrer: "https://search.example/"}, "branch:seeker"},
		{flowengine.Visit{Source: "Site", ActivePage: "/contact", LandingPage: "/"}, "branch:page"},
	} {
		if test.visit.Source != "" {
			s.must(s.c.store.SetSource(s.Context(), s.company, number, test.visit))
		}
		caller := s.Caller()
		caller.Dials(number)
		caller.IsRefused(486)
		caller.Trace().Is("who "+test.outcome, "bye hangup")
	}
	s.must(s.c.store.RemoveSource(s.Context(), s.company, number))
	caller := s.Caller()
	caller.number = "0412347777"
	caller.Dials(number)
	caller.IsRefused(486)
	caller.Trace().Is("who branch:vip", "bye hangup")
}
