package authoring

import (
	"context"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/store"
)

// Drivable refuses a flow whose nodes need what a number's driver lacks. A flow
// that is not there or not published is refused by others.
func (d *Desk) Drivable(ctx context.Context, company, number, flow, driver string) error {
	if flow == "" || driver == flowengine.DriverARI {
		return nil
	}
	programs := map[string]*flowengine.Program{}
	live := func(flow string) *flowengine.Program {
		name := strings.ToLower(flow)
		if p, known := programs[name]; known {
			return p
		}
		programs[name] = nil // nothing can be said of one that is not published, or cannot run
		if r, err := d.Store.LiveRevision(ctx, company, flow); err == nil {
			if p, err := d.Registry.Compile(r.Document); err == nil {
				programs[name] = p
			}
		}
		return programs[name]
	}
	program := live(flow)
	if program == nil {
		return nil
	}
	if lacking := program.Lacking(driver, live); len(lacking) > 0 {
		return &store.ConflictError{Kind: "number", Name: number, Problem: fmt.Sprintf(
			"calls to %s come by %s, which cannot do all that %s needs: %s; use another node, or callflow number set %s --driver ari",
			number, driver, flow, strings.Join(lacking, "; "), number)}
	}
	return nil
}

// ChangeNumbers changes many numbers alike, all of them or none. A flow that a
// number's driver cannot do is refused.
func (d *Desk) ChangeNumbers(ctx context.Context, company string, numbers []string, change store.NumberChange) ([]store.Number, error) {
	if change.VoiceFlow != nil || change.Driver != nil {
		for _, number := range numbers {
			n, err := d.Store.Number(ctx, company, number)
			if err != nil {
				return nil, err
			}
			for to, value := range map[*string]*string{&n.VoiceFlow: change.VoiceFlow, &n.Driver: change.Driver} {
				if value != nil {
					*to = *value
				}
			}
			if err := d.Drivable(ctx, company, n.Number, n.VoiceFlow, n.Driver); err != nil {
				return nil, err
			}
		}
	}
	return d.Store.ChangeNumbers(ctx, company, numbers, change)
}
