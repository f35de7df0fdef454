package flowengine_test

import (
	"context"
	"fmt"
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
