// Package authoring is what people do with flows before calls run them: check,
// save, publish, discard, try. The command line and the HTTP API do it through
// this package, so that both know the same rules.
package authoring

import (
	"context"
	"strings"

	"callflow/flowengine"
	"callflow/store"
)

// Desk is where flows are worked on.
type Desk struct {
	Store    *store.Store
	Registry *flowengine.Registry
}

// Check says what a flow of a company lacks. Flows that are to be saved
// together with it may refer to each other.
func (d *Desk) Check(ctx context.Context, company string, doc *flowengine.Document, together ...*flowengine.Flow) flowengine.Report {
	return d.Registry.Check(ctx, doc, withFlows{d.Store.Catalog(company), together})
}

// Outcomes are the exits that each node of a flow has with its params.
func (d *Desk) Outcomes(ctx context.Context, company string, doc *flowengine.Document) map[string][]flowengine.Outcome {
	return d.Registry.NodeOutcomes(ctx, doc, d.Store.Catalog(company))
}

// withFlows is a catalog with flows that are about to be saved.
type withFlows struct {
	*store.Catalog // not an interface, so that it stays all that a catalog can be
	flows          []*flowengine.Flow
}

func (w withFlows) find(name string) *flowengine.Flow {
	for _, f := range w.flows {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// Has implements [flowengine.Catalog].
func (w withFlows) Has(ctx context.Context, ref flowengine.Ref) (bool, error) {
	if ref.Kind == "flow" && w.find(ref.Name) != nil {
		return true, nil
	}
	return w.Catalog.Has(ctx, ref)
}

// Interface implements [flowengine.FlowCatalog]. What is saved together is
// published together.
func (w withFlows) Interface(ctx context.Context, name string) (flowengine.Interface, error) {
	if f := w.find(name); f != nil {
		shows := flowengine.InterfaceOf(f)
		shows.Live = true
		return shows, nil
	}
	return w.Catalog.Interface(ctx, name)
}
