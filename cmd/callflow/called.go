package main

import (
	"context"
	"errors"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
	"callflow/store"
)

// calledFlows are the flows that a simulated call can come to: those of files,
// and then those that are published.
type calledFlows struct {
	files  simulator.Flows
	stored flowengine.Flows // nil without a database
}

// Live implements [flowengine.Flows].
func (c calledFlows) Live(ctx context.Context, name string) (*flowengine.Program, error) {
	p, err := c.files.Live(ctx, name)
	if err == nil || c.stored == nil || !errors.Is(err, flowengine.ErrNoSuch) {
		return p, err
	}
	return c.stored.Live(ctx, name)
}

func (in *invocation) callable(files []string) (flowengine.Flows, error) {
	var c calledFlows
	for _, file := range files {
		s, err := in.load(file, 0)
		if err != nil {
			return nil, err
		}
		p, err := in.compile(s)
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, p)
	}
	if in.store == nil {
		return c, nil
	}
	registry, err := nodes.Registry()
	if err != nil {
		return nil, err
	}
	c.stored = store.NewRoutes(in.store, registry.Compile, nil).Flows(in.company)
	return c, nil
}
