package nodes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

// outcomeOf runs one node in the simulator.
func outcomeOf(t *rapid.T, registry *flowengine.Registry, nodeType string, node any, script simulator.Script, services flowengine.Services) string {
	params, err := json.Marshal(node)
	if err != nil {
		t.Fatal(err)
	}
	program, err := registry.Compile(&flowengine.Flow{Schema: 1, Name: "x", Kind: flowengine.Voice, Start: "node", Nodes: map[string]*flowengine.Node{
		"node": {Type: nodeType, Params: params, Next: map[string]string{"*": "bye"}}, "bye": {Type: "hangup"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	out, err := simulator.Run(context.Background(), program, script, simulator.Options{Services: services})
	if err != nil {
		t.Fatal(err)
	}
	return out.Trace[0].Outcome
}

// findings checks one node and returns what is said of it, by code.
func findings(registry *flowengine.Registry, nodeType string, node any) map[string][]string {
	params, err := json.Marshal(node)
	if err != nil {
		panic(err)
	}
	report := registry.Check(context.Background(), &flowengine.Document{Flow: &flowengine.Flow{Schema: 1, Name: "x", Kind: flowengine.Voice, Start: "node",
		Nodes: map[string]*flowengine.Node{"node": {Type: nodeType, Params: params, Next: map[string]string{"*": "bye"}}, "bye": {Type: "hangup"}}}}, nil)
	said := map[string][]string{}
	for _, f := range report.Findings {
		said[f.Code] = append(said[f.Code], f.Message)
	}
	return said
}

func registry(t *testing.T) *flowengine.Registry {
	t.Helper()
	r, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestGeoAgainstASlowModel compares the node with a model that reads the table
// line by line for every number.
func TestGeoAgainstASlowModel(t *testing.T) {
	r := registry(t)
	table := australiaLines(t)
	number := rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			return rapid.SampledFrom([]string{"", "100", "anonymous", "0412345678", "+6433456789", "+12124567890", "+442079460018"}).Draw(t, "other")
		case 1: // where a border is
			return fmt.Sprintf("+61%s%06d", rapid.SampledFrom([]string{"260", "262", "264", "350", "358", "755", "889"}).Draw(t, "area"), rapid.IntRange(0, 999999).Draw(t, "line"))
		default:
			return fmt.Sprintf("+61%s%07d", rapid.SampledFrom([]string{"24", "26", "29", "35", "36", "39", "73", "75", "80", "82", "88", "89", "41"}).Draw(t, "area"), rapid.IntRange(0, 9999999).Draw(t, "line"))
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		caller := number.Draw(t, "caller")
		node := nodes.Geo{}
		prefixes := []string{"+61", "+612", "+6129", "+61264", "+6126", "+617", "+64", "+1", "+6141", "+6188"}
		if len(caller) > 7 {
			prefixes = append(prefixes, caller[:5], caller[:6], caller[:7])
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "groups") {
			pick := func(what string, from []string) []string {
				return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 2, rapid.ID[string]).Draw(t, what)
			}
			node.Groups = append(node.Groups, nodes.GeoGroup{
				Name: fmt.Sprint("g", i), Prefixes: pick("prefixes", slices.DeleteFunc(slices.Clone(prefixes), func(p string) bool { return !strings.HasPrefix(p, "+") })),
				Regions:   pick("regions", []string{"au-nsw", "AU-VIC", "au-qld", "au-act", "au-sa", "au-nt", "au/newcastle", "au/broken hill", "au/southport", "au/albury"}),
				Countries: pick("countries", []string{"AU", "nz", "US", "GB"}),
			})
		}
		// What the check refuses would be two answers to one question.
		if said := findings(r, "geo", &node); len(said["in_two_groups"])+len(said["missing"]) > 0 {
			t.Skip("not a complete flow")
		}
		if got, want := outcomeOf(t, r, "geo", &node, simulator.Script{Caller: caller}, flowengine.Services{}), geoModel(node, table, caller); got != want {
			t.Fatalf("%s: got %s, want %s", caller, got, want)
		}
	})
}

func australiaLines(t *testing.T) [][]string {
	t.Helper()
	data, err := os.ReadFile("../numbering/australia.csv")
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	for line := range strings.Lines(string(data)) {
		if line[0] >= '0' && line[0] <= '9' {
			lines = append(lines, strings.Split(strings.TrimSpace(line), ","))
		}
	}
	return lines
}

func geoModel(n nodes.Geo, table [][]string, caller string) string {
	e164 := caller
	if caller == "0412345678" {
		e164 = "+61412345678"
	}
	if !strings.HasPrefix(e164, "+") {
		return "no_match"
	}
	for length := len(e164); length > 0; length-- {
		for _, g := range n.Groups {
			if slices.Contains(g.Prefixes, e164[:length]) {
				return "group:" + g.Name
			}
		}
	}
	state, districts := "", []string{}
	longest, named := -1, -1
	for _, line := range table {
		if !strings.HasPrefix(e164, "+61"+line[0]) {
			continue
		}
		if len(line[0]) > longest {
			longest, state = len(line[0]), line[1]
		}
		if line[2] != "" && len(line[0]) > named {
			named, districts = len(line[0]), strings.Split(line[2], ";")
		}
	}
	for _, g := range n.Groups {
		for _, region := range g.Regions {
			if name, ok := strings.CutPrefix(region, "au/"); ok && slices.ContainsFunc(districts, func(d string) bool { return strings.EqualFold(d, name) }) {
				return "group:" + g.Name
			}
		}
	}
	for _, g := range n.Groups {
		for _, region := range g.Regions {
			if state != "" && strings.EqualFold(region, "au-"+state) {
				return "group:" + g.Name
			}
		}
	}
	country := map[string]string{"+61": "AU", "+64": "NZ", "+12": "US", "+44": "GB"}[e164[:3]]
	if strings.HasPrefix(e164, "+6189162") {
		country = "CX"
	}
	if strings.HasPrefix(e164, "+6189164") {
		country = "CC"
	}
	for _, g := range n.Groups {
		if slices.ContainsFunc(g.Countries, func(c string) bool { return strings.EqualFold(c, country) }) {
			return "group:" + g.Name
		}
	}
	return "no_match"
}

// TestPostcodeAgainstASlowModel compares the node, and what its check says, with
// a list of all postcodes.
func TestPostcodeAgainstASlowModel(t *testing.T) {
	r := registry(t)
	spans := regexp.MustCompile(`(\d+)( to (\d+))?`)
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.IntRange(1, 3).Draw(t, "length")
		all := 1
		for range length {
			all *= 10
		}
		code := func(n int) string { return fmt.Sprintf("%0*d", length, n) }
		node := nodes.Postcode{Prompt: "x", Attempts: 1, TimeoutS: 3, InterDigitS: 1, Length: length}
		owner := make([]string, all) // the name of the range that has the postcode
		overlaps := false
		for i := range rapid.IntRange(1, 4).Draw(t, "ranges") {
			from := rapid.IntRange(0, all-1).Draw(t, "from")
			to := min(all-1, from+rapid.IntRange(0, all/3).Draw(t, "more"))
			one := nodes.PostcodeRange{Name: fmt.Sprint("r", i), From: code(from), To: code(to)}
			node.Ranges = append(node.Ranges, one)
			for n := from; n <= to; n++ {
				overlaps = overlaps || owner[n] != ""
				owner[n] = one.Name
			}
		}
		said := findings(r, "postcode", &node)
		if got := len(said["overlap"]) > 0; got != overlaps {
			t.Fatalf("the check says of overlaps: %v, %v", got, said)
		}
		if overlaps {
			return
		}
		uncovered := make([]bool, all)
		for _, span := range spans.FindAllStringSubmatch(strings.Join(said["uncovered"], " "), -1) {
			first, last := span[1], span[1]
			if span[3] != "" {
				last = span[3]
			}
			from, _ := strconv.Atoi(first)
			to, _ := strconv.Atoi(last)
			for n := from; n <= to; n++ {
				uncovered[n] = true
			}
		}
		for n := range all {
			if uncovered[n] != (owner[n] == "") {
				t.Fatalf("%s is in %q, and the check says %v", code(n), owner[n], said["uncovered"])
			}
		}
		n := rapid.IntRange(0, all-1).Draw(t, "typed")
		want := "no_match"
		if owner[n] != "" {
			want = "range:" + owner[n]
		}
		if got := outcomeOf(t, r, "postcode", &node, simulator.Script{Presses: []simulator.Press{{Keys: code(n)}}}, flowengine.Services{}); got != want {
			t.Fatalf("%s: got %s, want %s", code(n), got, want)
		}
	})
}

// TestRouteAgainstASlowModel compares the node with a model that goes over all
// earlier calls for each criterion, over the clock changes of three zones: a
// day is 24 hours there too.
func TestRouteAgainstASlowModel(t *testing.T) {
	r := registry(t)
	rapid.Check(t, func(t *rapid.T) {
		at := clockChange().Draw(t, "week").Add(time.Duration(rapid.IntRange(0, 5*24*60).Draw(t, "minute")) * time.Minute)
		caller := rapid.SampledFrom([]string{"0412345678", "0499999999", ""}).Draw(t, "caller")
		var past []simulator.PastCall
		for range rapid.IntRange(0, 4).Draw(t, "calls") {
			c := simulator.PastCall{
				Caller: rapid.SampledFrom([]string{"0412345678", "0499999999"}).Draw(t, "earlier caller"),
				Ago: time.Duration(rapid.OneOf(rapid.IntRange(1, 4*24*60),
					rapid.SampledFrom([]int{1439, 1440, 1441, 2879, 2880, 2881, 4320, 4321})).Draw(t, "minutes ago")) * time.Minute,
				Number: rapid.SampledFrom([]string{"100", "200"}).Draw(t, "earlier number"), Flow: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "earlier flow"),
			}
			if rapid.Bool().Draw(t, "scored") {
				score := rapid.IntRange(0, 10).Draw(t, "score")
				c.Score = &score
			}
			past = append(past, c)
		}
		word := rapid.SampledFrom([]string{"", "a", "ab", "AB", "abc", "bc", "aab"})
		visit := flowengine.Visit{Source: word.Draw(t, "source"), Keyword: word.Draw(t, "keyword")}
		for range 10 {
			node := nodes.Route{}
			for i := range rapid.IntRange(1, 3).Draw(t, "branches") {
				b := nodes.Branch{Name: fmt.Sprint("b", i)}
				for range rapid.IntRange(1, 3).Draw(t, "criteria") {
					b.All = append(b.All, criterion().Draw(t, "criterion"))
				}
				node.Branches = append(node.Branches, b)
			}
			script := simulator.Script{At: at, Caller: caller, Number: "100"}
			got := outcomeOf(t, r, "route", &node, script, flowengine.Services{History: simulator.PastCalls(past), Tracking: simulator.Visits{"100": visit}})
			if want := routeModel(node, at, caller, past, visit); got != want {
				t.Fatalf("got %s, want %s", got, want)
			}
		}
	})
}

func criterion() *rapid.Generator[nodes.Criterion] {
	return rapid.Custom(func(t *rapid.T) nodes.Criterion {
		c := nodes.Criterion{Is: rapid.SampledFrom([]string{"first_time", "repeat", "repeat", "repeat", "score", "source", "keyword", "expression"}).Draw(t, "is")}
		switch c.Is {
		case "first_time", "repeat", "score":
			c.Scope = rapid.SampledFrom([]string{"", "number", "flow", "company"}).Draw(t, "scope")
		}
		switch c.Is {
		case "repeat":
			c.WithinDays = rapid.IntRange(0, 3).Draw(t, "within")
		case "score":
			c.Compare = rapid.SampledFrom([]string{"<", "<=", "=", ">=", ">"}).Draw(t, "compare")
			c.Than = rapid.IntRange(0, 10).Draw(t, "than")
		case "source", "keyword":
			c.Value = rapid.SampledFrom([]string{"a", "ab", "a*", "*b", "*", "a*b", "*a*b*", "**", "ab*ab"}).Draw(t, "value")
		case "expression":
			c.Expression = rapid.SampledFrom([]string{"caller.withheld", "not caller.withheld", "vars.none", "1 + 1"}).Draw(t, "expression")
		}
		return c
	})
}

func routeModel(n nodes.Route, at time.Time, caller string, past []simulator.PastCall, visit flowengine.Visit) string {
branches:
	for _, b := range n.Branches {
		for _, c := range b.All {
			if !criterionModel(c, at, caller, past, visit) {
				continue branches
			}
		}
		return "branch:" + b.Name
	}
	return "no_match"
}

func criterionModel(c nodes.Criterion, at time.Time, caller string, past []simulator.PastCall, visit flowengine.Visit) bool {
	switch c.Is {
	case "expression":
		return c.Expression == "caller.withheld" && caller == "" || c.Expression == "not caller.withheld" && caller != ""
	case "source":
		return visit.Source != "" && like(strings.ToLower(c.Value), strings.ToLower(visit.Source))
	case "keyword":
		return visit.Keyword != "" && like(strings.ToLower(c.Value), strings.ToLower(visit.Keyword))
	}
	if caller == "" {
		return false
	}
	any, recent := false, false
	score, scored := 0, time.Duration(-1)
	for _, p := range past {
		here := p.Caller == caller && (c.Scope == "company" || c.Scope == "flow" && p.Flow == "x" || (c.Scope == "number" || c.Scope == "") && p.Number == "100")
		if !here {
			continue
		}
		any = true
		recent = recent || !at.Add(-p.Ago).Before(at.Add(-time.Duration(c.WithinDays)*24*time.Hour))
		if p.Score != nil && (scored < 0 || p.Ago < scored) {
			score, scored = *p.Score, p.Ago
		}
	}
	switch c.Is {
	case "first_time":
		return !any
	case "repeat":
		return any && (c.WithinDays == 0 || recent)
	}
	if scored < 0 {
		return false
	}
	switch c.Compare {
	case "<":
		return score < c.Than
	case "<=":
		return score <= c.Than
	case "=":
		return score == c.Than
	case ">=":
		return score >= c.Than
	}
	return score > c.Than
}

// like tries each length for each * in turn.
func like(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	if pattern[0] != '*' {
		return text != "" && text[0] == pattern[0] && like(pattern[1:], text[1:])
	}
	for i := range len(text) + 1 {
		if like(pattern[1:], text[i:]) {
			return true
		}
	}
	return false
}

// clockChange is the beginning of a week in which the clocks change in Sydney,
// London or New York.
func clockChange() *rapid.Generator[time.Time] {
	return rapid.SampledFrom([]time.Time{
		time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC), // Sydney
		time.Date(2026, 3, 27, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 23, 0, 0, 0, 0, time.UTC), // London
		time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 30, 0, 0, 0, 0, time.UTC), // New York
	})
}
