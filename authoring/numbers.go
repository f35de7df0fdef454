package authoring

import (
	"context"
	"io"
	"strings"

	"callflow/flowengine"
	"callflow/store"
	"callflow/wording"
)

// driving says what flows of a company need and a driver lacks. It compiles
// each flow once.
type driving struct {
	desk     *Desk
	company  string
	programs map[string]*flowengine.Program
	known    map[[2]string][]string
}

func (d *Desk) driving(company string) *driving {
	return &driving{desk: d, company: company, programs: map[string]*flowengine.Program{}, known: map[[2]string][]string{}}
}

// live is the program of a published flow; nil when nothing can be said of it.
func (g *driving) live(ctx context.Context) flowengine.Called {
	return func(flow string) *flowengine.Program {
		name := strings.ToLower(flow)
		if p, known := g.programs[name]; known {
			return p
		}
		g.programs[name] = nil // of one that is not published, or cannot run
		if r, err := g.desk.Store.LiveRevision(ctx, g.company, flow); err == nil {
			if p, err := g.desk.Registry.Compile(r.Document); err == nil {
				g.programs[name] = p
			}
		}
		return g.programs[name]
	}
}

// refuses says why a number's driver cannot run a voice flow, nil when it can.
func (g *driving) refuses(ctx context.Context, number, flow, driver string) error {
	if flow == "" || driver == "" || driver == flowengine.DriverARI {
		return nil
	}
	key := [2]string{strings.ToLower(flow), driver}
	lacking, known := g.known[key]
	if !known {
		live := g.live(ctx)
		if program := live(flow); program != nil {
			lacking = program.Lacking(driver, live)
		}
		g.known[key] = lacking
	}
	if len(lacking) == 0 {
		return nil
	}
	return &store.ConflictError{Kind: "number", Name: number, Problem: wording.Say(
		"calls to %s come by %s, which cannot do all that %s needs: %s; use another node, or callflow number set %s --driver ari",
		number, driver, flow, strings.Join(lacking, "; "), number)}
}

// Drivable refuses a flow whose nodes, or those of the flows that it calls, need
// what a number's driver lacks. With a text flow its twin is meant, which is
// given to the number with it. A flow that is not there or not published is
// refused by others.
func (d *Desk) Drivable(ctx context.Context, company, number, flow, driver string) error {
	if flow == "" || driver == "" || driver == flowengine.DriverARI {
		return nil
	}
	if f, err := d.Store.Flow(ctx, company, flow); err == nil && f.Kind == flowengine.Text {
		flow = f.Twin
	}
	return d.driving(company).refuses(ctx, number, flow, driver)
}

// ChangeNumbers changes many numbers alike, all of them or none. A flow that a
// number's driver cannot do is refused.
func (d *Desk) ChangeNumbers(ctx context.Context, company string, numbers []string, change store.NumberChange) ([]store.Number, error) {
	if change.VoiceFlow != nil || change.TextFlow != nil || change.Driver != nil {
		for _, number := range numbers {
			n, err := d.Store.Number(ctx, company, number)
			if err != nil {
				return nil, err
			}
			for to, value := range map[*string]*string{&n.VoiceFlow: change.VoiceFlow, &n.TextFlow: change.TextFlow, &n.Driver: change.Driver} {
				if value != nil {
					*to = *value
				}
			}
			if err := d.drivesBoth(ctx, company, n); err != nil {
				return nil, err
			}
		}
	}
	return d.Store.ChangeNumbers(ctx, company, numbers, change)
}

// AddNumber adds a number. A flow that its driver cannot do is refused.
func (d *Desk) AddNumber(ctx context.Context, company string, n store.Number) (store.Number, error) {
	if err := d.drivesBoth(ctx, company, n); err != nil {
		return n, err
	}
	return d.Store.AddNumber(ctx, company, n)
}

func (d *Desk) drivesBoth(ctx context.Context, company string, n store.Number) error {
	if err := d.Drivable(ctx, company, n.Number, n.VoiceFlow, n.Driver); err != nil {
		return err
	}
	return d.Drivable(ctx, company, n.Number, n.TextFlow, n.Driver)
}

// ImportNumbers takes a file of numbers, or with dry only tries to; see
// [store.Store.ImportNumbers]. A flow that a number's driver cannot do makes its
// line a bad one.
func (d *Desk) ImportNumbers(ctx context.Context, company string, file io.Reader, dry bool) (store.ImportResult, error) {
	take := d.Store.ImportNumbers
	if dry {
		take = d.Store.TryNumbers
	}
	g := d.driving(company)
	return take(ctx, company, file, func(n store.Number) error { return g.refuses(ctx, n.Number, n.VoiceFlow, n.Driver) })
}
