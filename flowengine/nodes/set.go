package nodes

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

	"callflow/flowengine"
)

// Set gives variables a value.
type Set struct {
	Vars     map[string]string `json:"vars" jsonschema:"minProperties=1" jsonschema_description:"The variables, each with an expression: {\"vip\": \"caller.number in ['+61412345678']\"}. They are read as vars.NAME."`
	Defaults map[string]any    `json:"defaults,omitempty" jsonschema_description:"The value of a variable whose expression fails."`
}

func newSet() flowengine.Runner { return &Set{} }

// Outcomes implements [flowengine.Runner].
func (*Set) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "the variables are set"}}
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)

// Check implements [flowengine.Checker].
func (n *Set) Check(c *flowengine.Check) {
	for _, name := range slices.Sorted(maps.Keys(n.Vars)) {
		if !variableName.MatchString(name) {
			c.Error("vars."+name, "bad_name", "the variable “%s” has a bad name: use letters, digits and _, and start with a letter", name)
		}
		c.Expression("vars."+name, n.Vars[name])
	}
	for _, name := range slices.Sorted(maps.Keys(n.Defaults)) {
		if _, ok := n.Vars[name]; !ok {
			c.Warn("defaults."+name, "unused", "there is a default for “%s”, which is not set here: remove it, or set the variable", name)
		}
	}
}

// Run implements [flowengine.Runner].
func (n *Set) Run(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
	values := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(n.Vars)) {
		value, err := s.Eval(n.Vars[name])
		if err != nil {
			value = n.Defaults[name]
			s.Warn("vars.%s got its default, because its expression failed: %v", name, firstLine(err))
		}
		s.Set(name, value)
		values[name] = value
	}
	return flowengine.Result{Outcome: "done", Why: "The variables were set.", Details: map[string]any{"vars": values}}, nil
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
