package templates

import (
	"fmt"

	"callflow/flowengine"
)

// Example is a flow that the template makes with all of its parameters set, so
// that a picture of it has every node. The values are made up.
func (t Template) Example() (*flowengine.Flow, error) {
	values := map[string]string{}
	for _, p := range t.Parameters {
		values[p.Name] = p.example()
	}
	flow, err := t.Flow(t.Title, values)
	if err != nil {
		return nil, fmt.Errorf("making an example of the template %s: %w", t.Name, err)
	}
	return flow, nil
}

// example is a value of the parameter's sort.
func (p Parameter) example() string {
	switch {
	case p.Default != "":
		return p.Default
	case len(p.Choices) > 0:
		return p.Choices[0]
	}
	switch p.Is {
	case Number:
		return "1"
	case Switch:
		return "yes"
	case Target, Box:
		return "user:example"
	case Phone:
		return "+61299998888"
	}
	return "example"
}
