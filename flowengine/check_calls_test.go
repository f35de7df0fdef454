package flowengine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
)

// flows is a catalog of flows, by their names.
type flows map[string]flowengine.Interface

func (f flows) Has(_ context.Context, ref flowengine.Ref) (bool, error) {
	_, ok := f[strings.ToLower(ref.Name)]
	return ok, nil
}

func (f flows) Interface(_ context.Context, name string) (flowengine.Interface, error) {
	shows, ok := f[strings.ToLower(name)]
	if !ok {
		return shows, flowengine.ErrNoSuch
	}
	return shows, nil
}

func live(calls ...string) flowengine.Interface {
	return flowengine.Interface{Kind: flowengine.Voice, Live: true, Calls: calls}
}

// What a check says of a flow that calls another.
func TestCheckOfCallers(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	deep := flows{"f0": live("f1")}
	for i := 1; i < 12; i++ {
		deep[fmt.Sprintf("f%d", i)] = live(fmt.Sprintf("f%d", i+1))
	}
	deep["f12"] = live()
	// Every flow calls the next two: followed one by one there would be 2^40 ways.
	wide := flows{}
	for i := range 40 {
		wide[fmt.Sprintf("f%d", i)] = live(fmt.Sprintf("f%d", (i+1)/2), fmt.Sprintf("f%d", (i+2)/2))
	}
	declared := live()
	declared.Outcomes = []string{"done", "sales"}
	text := live()
	text.Kind = flowengine.Text
	draft := live()
	draft.Live = false
	for _, c := range []struct {
		name    string
		catalog flowengine.Catalog
		flow    string
		next    string
		want    []string // the codes of the errors
		says    string
	}{
		{"all is well", flows{"f0": live()}, "flow:f0", "{done: bye}", nil, ""},
		{"an outcome that the flow declares leads nowhere", flows{"f0": declared}, "flow:f0", "{done: bye}", []string{"unwired"}, "the outcome “sales” (the flow f0 returned by it) leads nowhere"},
		{"all of them are caught", flows{"f0": declared}, "flow:f0", "{'*': bye}", nil, ""},
		{"an outcome that the flow does not declare", flows{"f0": declared}, "flow:f0", "{'*': bye, support: bye}", []string{"unknown_outcome"}, "has no outcome “support”"},
		{"without knowing flows, any outcome may be", nil, "flow:f0", "{done: bye, support: bye}", nil, ""},
		{"no such flow", flows{}, "flow:f0", "{done: bye}", []string{"missing_reference"}, ""},
		{"no reference", flows{}, "f0", "{done: bye}", []string{"bad_reference"}, "write it as flow:NAME"},
		{"another kind of flow", flows{"f0": text}, "flow:f0", "{done: bye}", []string{"wrong_kind"}, "is a text flow"},
		{"not published", flows{"f0": draft}, "flow:f0", "{done: bye}", []string{"not_published"}, "publish it first"},
		{"itself", flows{"me": live()}, "flow:Me", "{done: bye}", []string{"recursion"}, "the flow calls itself"},
		{"itself by others", flows{"f0": live("f1"), "f1": live("ME"), "me": live("f0")}, "flow:f0", "{done: bye}", []string{"recursion"}, "Me → f0 → f1 → Me"},
		{"a ring without it", flows{"f0": live("f1"), "f1": live("f0")}, "flow:f0", "{done: bye}", nil, ""},
		{"too deep", deep, "flow:f4", "{done: bye}", []string{"too_deep"}, "more than 8 deep"},
		{"as deep as may be", deep, "flow:f5", "{done: bye}", nil, ""},
		{"many ways", wide, "flow:f39", "{done: bye}", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: Me\nkind: voice\nstart: call\nnodes:\n  call: {type: subflow, params: {flow: \"" +
				c.flow + "\"}, next: " + c.next + "}\n  bye: {type: hangup}\n"))
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			report := registry.Check(t.Context(), doc, c.catalog)
			var got []string
			for _, f := range report.Findings {
				if f.Level == flowengine.LevelError {
					got = append(got, f.Code)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) || !strings.Contains(fmt.Sprint(report.Findings), c.says) {
				t.Errorf("got %v, want %v and %q:\n%v", got, c.want, c.says, report.Findings)
			}
		})
	}
}

// document is a flow as a catalog shows it.
func document(t *testing.T, name, nodes string) flowengine.Interface {
	t.Helper()
	doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: " + name + "\nkind: voice\nstart: a\nnodes: " + nodes + "\n"))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	shows := flowengine.InterfaceOf(doc.Flow)
	shows.Live = true
	return shows
}

// A loop through a called flow spins only if that flow can come back by the way
// of the loop without having waited for the caller.
func TestLoopsThroughCalledFlows(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	const menu = `{type: menu, params: {prompt: "sound:beep", keys: {"1": Sales}}, next: {"key:1": %s, invalid: %s}}`
	always := fmt.Sprintf(`{a: `+menu+`, r: {type: return}}`, "r", "r")
	catalog := flows{
		"waits":   document(t, "Waits", always),
		"atonce":  document(t, "AtOnce", `{a: {type: greeting, params: {audio: "sound:beep"}, next: {done: r}}, r: {type: return}}`),
		"skips":   document(t, "Skips", fmt.Sprintf(`{a: {skip: true, `+menu[1:]+`, r: {type: return}}`, "r", "r")),
		"differs": document(t, "Differs", fmt.Sprintf(`{a: {type: time, params: {timezone: UTC, slots: [{name: day, days: [mon], from: "09:00", to: "17:00"}]}, next: {"slot:day": m, no_match: c}}, m: `+menu+`, r: {type: return}, c: {type: return, params: {outcome: closed}}}`, "r", "r")),
		"jumps":   document(t, "Jumps", `{a: {type: jump, params: {to: r}, next: {exceeded: r}}, r: {type: return}}`),
		"inner":   document(t, "Inner", `{a: {type: subflow, params: {flow: "flow:Waits"}, next: {done: r}}, r: {type: return}}`),
		"outer":   document(t, "Outer", `{a: {type: subflow, params: {flow: "flow:AtOnce"}, next: {done: r}}, r: {type: return}}`),
		"ring":    document(t, "Ring", `{a: {type: subflow, params: {flow: "flow:Ring"}, next: {done: r}}, r: {type: return}}`),
		"unknown": {Kind: flowengine.Voice, Live: true, Outcomes: []string{"done"}},
	}
	for _, c := range []struct {
		flow, next string
		spins      bool
	}{
		{"Waits", "{done: call}", false},
		{"AtOnce", "{done: call}", true},
		{"Skips", "{done: call}", true},
		{"Differs", "{done: call, closed: bye}", false},
		{"Differs", "{done: bye, closed: call}", true},
		{"Differs", "{'*': call}", true},
		{"Jumps", "{done: call}", true},
		{"Inner", "{done: call}", false},
		{"Outer", "{done: call}", true},
		{"Ring", "{done: call}", false},
		{"unknown", "{done: call}", false},
		{"missing", "{done: call}", false},
	} {
		doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: Me\nkind: voice\nstart: call\nnodes:\n  call: {type: subflow, params: {flow: \"flow:" +
			c.flow + "\"}, next: " + c.next + "}\n  bye: {type: hangup}\n"))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		report := registry.Check(t.Context(), doc, catalog)
		spins := slices.ContainsFunc(report.Findings, func(f flowengine.Finding) bool { return f.Code == "spinning_loop" })
		if spins != c.spins {
			t.Errorf("%s, %s: a spinning loop: %v, not %v; %v", c.flow, c.next, spins, c.spins, report.Findings)
		}
	}
}
