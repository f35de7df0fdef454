package flowengine

import "context"

// Flows finds the flows that nodes call, of one company.
type Flows interface {
	// Live returns the live revision of the flow of that name: what a call runs
	// that comes to it now. [ErrNoSuch] when there is no such flow, or when
	// nothing of it has been published.
	Live(ctx context.Context, name string) (*Program, error)
}

// Interface is what a flow shows to those that call it.
type Interface struct {
	Kind Kind
	// Outcomes are the names under which it returns, each once, in order of
	// their names. A flow that only ends calls has none.
	Outcomes []string
	// Calls are the flows that it calls itself, each once.
	Calls []string
	// Flow is the flow itself; nil when it is not known.
	Flow *Flow
	// Live says that calls can run it. What is told of a flow that is not live
	// is its newest revision's.
	Live bool
}

// FlowCatalog is a [Catalog] that knows what flows look like from outside.
// With another one, the outcomes of called flows are not checked.
type FlowCatalog interface {
	Catalog
	// Interface is that of the flow of a name; [ErrNoSuch] when there is none.
	Interface(ctx context.Context, flow string) (Interface, error)
}
