package authoring

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/store"
	"callflow/wording"
)

// directTemplate is what direct flows are made from.
const directTemplate = "direct-user"

// DirectSwitches are the names of what can be set about a direct flow.
func DirectSwitches() []string {
	return []string{"voicemail", "greeting", "transcribe", "mail", "record", "notice", "ring_s", "sorry"}
}

// DirectDraft makes the flow of a direct flow's user and switches. A flow that
// would not be complete is a [*store.IncompleteError].
func (d *Desk) DirectDraft(ctx context.Context, company string, direct store.Direct) (store.Draft, error) {
	for name := range direct.Switches {
		if !slices.Contains(DirectSwitches(), name) {
			return store.Draft{}, &store.InvalidError{Field: "switches", Value: name, Problem: wording.Say("there is no such switch; use %s", strings.Join(DirectSwitches(), ", "))}
		}
	}
	if _, err := d.Store.User(ctx, company, direct.User); err != nil {
		return store.Draft{}, err
	}
	t, err := d.Template(ctx, company, directTemplate)
	if err != nil {
		return store.Draft{}, err
	}
	values := maps.Clone(direct.Switches)
	if values == nil {
		values = map[string]string{}
	}
	values["user"] = direct.User
	flow, err := t.Flow(direct.Flow, values)
	if err != nil {
		return store.Draft{}, fmt.Errorf("make the direct flow %q: %w", direct.Flow, err)
	}
	report := d.Check(ctx, company, &flowengine.Document{Flow: flow})
	if !report.Complete() {
		return store.Draft{}, &store.IncompleteError{Flow: flow.Name, Progress: report.Progress(), Findings: report.Findings}
	}
	return store.Draft{Flow: flow, Report: report, References: flowengine.References(flow)}, nil
}

// AddDirect makes a direct flow, publishes it and gives it to a number, which is
// added when there is none. Its name is made from the number if it has none.
func (d *Desk) AddDirect(ctx context.Context, company, number string, direct store.Direct) (store.Direct, error) {
	if direct.Flow == "" {
		direct.Flow = "Direct " + store.NormalNumber(number)
	}
	draft, err := d.DirectDraft(ctx, company, direct)
	if err != nil {
		return direct, err
	}
	return d.Store.AddDirect(ctx, company, number, draft, direct)
}

// SetDirect makes the flow of a number's direct flow anew, and publishes it.
func (d *Desk) SetDirect(ctx context.Context, company, number string, direct store.Direct) (store.Direct, error) {
	draft, err := d.DirectDraft(ctx, company, direct)
	if err != nil {
		return direct, err
	}
	if err := d.Store.SetDirect(ctx, company, draft, direct); err != nil {
		return direct, err
	}
	return d.Store.Direct(ctx, company, number)
}
