package templates_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/templates"
)

// everything is a catalog in which whatever is asked for exists.
type everything struct{}

func (everything) Has(context.Context, flowengine.Ref) (bool, error) { return true, nil }

// samples are values for each sort of parameter.
var samples = map[templates.Sort][]string{
	templates.Text:   {"A text"},
	templates.Sound:  {"audio:welcome", "Welcome to us: press a key"},
	templates.Number: {"12"},
	templates.Switch: {"yes", "no"},
	templates.List:   {"user:alice, group:sales"},
	templates.Target: {"user:alice", "external:+61299998888"},
	templates.User:   {"alice"},
	templates.Box:    {"group:sales"},
	templates.Phone:  {"+61299998888"},
	templates.Queue:  {"support"},
}

// special are the values of parameters that are more than their sort says.
var special = map[string][]string{
	"timezone": {"Australia/Sydney"}, "from": {"09:00"}, "to": {"17:00"}, "days": {"mon-fri", "mon, wed-fri"}, "holidays": {"au-nsw"},
	"caller_id": {"caller", "number"}, "mail": {"alice@example.com"},
}

func valuesOf(p templates.Parameter) []string {
	switch {
	case len(p.Choices) > 0:
		return p.Choices
	case special[p.Name] != nil:
		return special[p.Name]
	}
	return samples[p.Is]
}

// Whatever is set and left out, a template makes a flow without errors, whose
// nodes can all be reached.
func TestEachTemplateMakesACompleteFlow(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	all, err := templates.All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 4 {
		t.Fatalf("only %d templates", len(all))
	}
	for _, template := range all {
		t.Run(template.Name, func(t *testing.T) {
			if template.Title == "" || template.About == "" {
				t.Error("it does not say what it is")
			}
			complete := func(t fataler, values map[string]string) {
				flow, err := template.Flow("Made", values)
				if err != nil {
					t.Fatalf("%v: %v", values, err)
				}
				report := registry.Check(context.Background(), &flowengine.Document{Flow: flow}, everything{})
				for _, f := range report.Findings {
					if f.Level != flowengine.LevelNote {
						t.Fatalf("with %v: %s", values, f)
					}
				}
				if text, _ := json.Marshal(flow); strings.Contains(string(text), "${") {
					t.Fatalf("with %v a hole was left open: %s", values, text)
				}
			}
			least := map[string]string{}
			for _, p := range template.Parameters {
				if p.Required {
					least[p.Name] = valuesOf(p)[0]
				}
				if p.About == "" || samples[p.Is] == nil {
					t.Errorf("the parameter %s says neither what it is nor what its value may be", p.Name)
				}
			}
			complete(t, least)
			rapid.Check(t, func(rt *rapid.T) {
				values := maps.Clone(least)
				for _, p := range template.Parameters {
					if rapid.Bool().Draw(rt, p.Name) {
						values[p.Name] = rapid.SampledFrom(valuesOf(p)).Draw(rt, "value")
					}
				}
				complete(rt, values)
			})
		})
	}
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func TestWhatCannotBeSet(t *testing.T) {
	template, err := templates.Named("direct-user")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		set  map[string]string
		says string
	}{
		{nil, "user of the template direct-user: it has to be set: the name of the user who is rung"},
		{map[string]string{"user": "user:alice"}, "is not the name of a user: write it without user:"},
		{map[string]string{"user": "alice", "ring_s": "soon"}, "is no number"},
		{map[string]string{"user": "alice", "ring_s": `1,"x":2`}, "is no number"},
		{map[string]string{"user": "alice", "record": "maybe"}, "is neither yes nor no"},
		{map[string]string{"user": "alice", "ring": "5"}, "there is no such parameter; it has user, ring_s"},
		{map[string]string{"user": "alice", "greeting": "${user}"}, "has ${ in it"},
	} {
		_, err := template.Flow("X", c.set)
		var wrong *templates.ValueError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v, want %q", c.set, err, c.says)
		}
	}
	_, err = templates.Named("dierct")
	var unknown *templates.UnknownError
	if !errors.As(err, &unknown) || !slices.Contains(unknown.Known, "ivr") {
		t.Errorf("an unknown template: %v", err)
	}
}

// What people enter stays text: it cannot add nodes or params.
func TestValuesCannotInject(t *testing.T) {
	template, err := templates.Named("direct-external")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		sorry := rapid.String().Filter(func(s string) bool { return strings.TrimSpace(s) != "" && !strings.Contains(s, "${") }).Draw(rt, "sorry")
		flow, err := template.Flow("X", map[string]string{"number": "+61299998888", "sorry": sorry})
		if err != nil {
			rt.Fatal(err)
		}
		var params map[string]string
		if err := json.Unmarshal(flow.Nodes["sorry"].Params, &params); err != nil || len(params) != 1 || len(flow.Nodes) != 3 {
			rt.Fatalf("%q made %s", sorry, flow.Nodes["sorry"].Params)
		}
	})
}
