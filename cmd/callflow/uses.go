package main

import (
	"callflow/flowengine"
	"callflow/store"
)

// uses are the places where a thing is used.
func (in *invocation) uses(kind, name string) ([]store.Use, error) {
	uses, err := in.store.Uses(in.ctx, in.company, flowengine.Ref{Kind: kind, Name: name})
	return list(uses), err
}

// field prints one line of what a show command shows.
func (o *output) field(name, value string) {
	if value == "" {
		value = "-"
	}
	o.printf("%s %s\n", o.in(dim, (name + ":            ")[:12]), clean(value))
}

func (o *output) uses(uses []store.Use) {
	if len(uses) == 0 {
		o.field("used by", "nothing")
	}
	for _, u := range uses {
		o.field("used by", u.String())
	}
}
