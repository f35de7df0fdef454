//go:build integration

package integration

import (
	"testing"

	"callflow/store"
)

// Where a call is from is told by the number that the caller's telephone shows.
func TestGeo(t *testing.T) {
	t.Parallel()
	const flow = `
start: where
nodes:
  where:
    type: geo
    params:
      groups:
        - {name: north, regions: [au-qld, au/broken hill]}
        - {name: south, regions: [au-nsw], prefixes: ["+61 7 5506"]}
        - {name: tasman, countries: [NZ]}
    next: {"group:north": bye, "group:south": bye, "group:tasman": bye, no_match: bye}
  bye: {type: hangup, params: {cause: busy}}
`
	for name, test := range map[string]struct{ from, outcome, why string }{
		"a state":                  {"0732210000", "group:north", "has the region au-qld"},
		"a state from abroad":      {"+61249250000", "group:south", "has the region au-nsw"},
		"a district":               {"0880870000", "group:north", "has the region au/broken hill"},
		"a prefix":                 {"0755061234", "group:south", "has the prefix +6175506"},
		"a country":                {"+6433456789", "group:tasman", "has the country NZ"},
		"a mobile number":          {"0412345678", "no_match", "mobile"},
		"towns beside each other":  {"0260410000", "no_match", "Albury, Corryong"},
		"an extension":             {"101", "no_match", "is no number of the public network"},
		"a number of two networks": {"+12125550123", "no_match", "it is in no group"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			number := s.Line(flow)
			caller := s.Caller()
			caller.number = test.from
			caller.Dials(number)
			caller.IsRefused(486)
			s.traceOf("the caller", to(number)).Is("where "+test.outcome, "bye hangup").Says("where", test.why)
		})
	}
}

// The same number is another country's where the company is elsewhere, from the next call on.
func TestGeoInAnotherCountry(t *testing.T) {
	s := tell(t)
	number := s.Line(`
start: where
nodes:
  where:
    type: geo
    params: {groups: [{name: home, countries: [NZ]}, {name: away, countries: [AU]}]}
    next: {"*": bye}
  bye: {type: hangup, params: {cause: busy}}
`)
	for country, outcome := range map[string]string{"AU": "group:away", "NZ": "group:home"} {
		s.must(s.c.store.SetCompany(s.Context(), store.Company{Name: s.company, Timezone: "UTC", Language: "en", Outbound: "PJSIP/{number}@trunk", Country: country}))
		caller := s.Caller()
		caller.number = "0396501234" // Melbourne, and too long for New Zealand
		if country == "NZ" {
			caller.number = "033456789" // Christchurch
		}
		caller.Dials(number)
		caller.IsRefused(486)
		caller.Trace().Is("where "+outcome, "bye hangup")
	}
}

// A caller who does not want to be known is from nowhere.
func TestGeoOfAWithheldCaller(t *testing.T) {
	s := tell(t)
	number := s.Line(`
start: where
nodes:
  where: {type: geo, params: {groups: [{name: anywhere, prefixes: ["+6", "+1", "+4"]}]}, next: {"*": bye}}
  bye: {type: hangup, params: {cause: busy}}
`)
	caller := s.Caller()
	caller.number = "anonymous"
	caller.Dials(number)
	caller.IsRefused(486)
	s.traceOf("the caller", to(number)).Is("where no_match", "bye hangup").Says("where", "withheld")
}
