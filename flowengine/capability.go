package flowengine

import (
	"context"
	"slices"

	"callflow/wording"
)

// Capability is something about a live call that not every driver can do. A
// driver says which ones it lacks, a node which ones it needs, and the check of
// a flow brings the two together before a caller does.
type Capability string

// The capabilities that some driver lacks.
const (
	// HearsTalkers is that the keys which are pressed in a conversation are told.
	HearsTalkers Capability = "talk_digits"
	// KeepsCalls is that a call lives on through a restart of callflow.
	KeepsCalls Capability = "restart"
	// RecordsCalls is [Monitor], RunsScripts is [Scripter], Confers is [Conferrer].
	RecordsCalls Capability = "record_calls"
	RunsScripts  Capability = "scripts"
	Confers      Capability = "conferences"
)

// Needy is a [Runner] that needs capabilities of the driver. Nodes that need
// none leave it out.
type Needy interface {
	Needs() []Capability
}

// DriverLacks are the capabilities that calls by a driver do not have.
func DriverLacks(driver string) []Capability {
	if driver == DriverAGI {
		// A conversation is a command that tells no digits, and the channel goes
		// on in the dialplan as soon as this process ends.
		return []Capability{HearsTalkers, KeepsCalls, RecordsCalls, RunsScripts, Confers}
	}
	return nil
}

// DriverCatalog is a [Catalog] that also knows by which drivers calls come to
// flows.
type DriverCatalog interface {
	// Drivers are those by which the numbers of a flow are served, each with
	// one of the numbers.
	Drivers(ctx context.Context, flow string) (map[string]string, error)
}

// drivers checks that the drivers by which the flow's calls come can do what its
// nodes need.
func (k *checking) drivers() {
	catalog, ok := k.catalog.(DriverCatalog)
	if !ok || k.flow.Name == "" {
		return
	}
	drivers, err := catalog.Drivers(k.ctx, k.flow.Name)
	if err != nil {
		k.fail(Finding{Code: "lookup_failed"}.Saying(wording.Say("By which drivers the flow's numbers are served could not be looked up (%v): check again later.", err)))
		return
	}
	for _, driver := range sortedKeys(drivers) {
		if k.flow.Settings.Record.Calls && slices.Contains(DriverLacks(driver), RecordsCalls) {
			k.fail(Finding{Code: "driver_lacks", Param: "settings.record.calls"}.Saying(wording.Say(
				"The flow has to %s, which calls to %s cannot: serve the number by ARI (callflow number set %s --driver ari), or switch recording off.",
				RecordsCalls.about(), drivers[driver], drivers[driver])))
		}
		for _, n := range k.order {
			if n.runner == nil || n.Skip {
				continue
			}
			for _, c := range lacking(n.runner, DriverLacks(driver)) {
				k.fail(Finding{Code: "driver_lacks", Node: n.id}.Saying(wording.Say(
					"%s has to %s, which calls to %s cannot: serve the number by ARI (callflow number set %s --driver ari), or use another node.",
					n.place, c.about(), drivers[driver], drivers[driver])))
			}
			if flow, ok := calleeOf(n.runner); ok {
				if sub := k.program(flow); sub != nil {
					for _, what := range sub.lackingWhenCalled(driver, k.program, flow) {
						k.fail(Finding{Code: "driver_lacks", Node: n.id}.Saying(wording.Say(
							"%s calls a flow in which %s, which calls to %s cannot: serve the number by ARI (callflow number set %s --driver ari), or use another node there.",
							n.place, what, drivers[driver], drivers[driver])))
					}
				}
			}
		}
	}
}

// about says what it is to do, as the end of a sentence.
func (c Capability) about() wording.Phrase {
	switch c {
	case HearsTalkers:
		return wording.Of("hear keys in a conversation")
	case KeepsCalls:
		return wording.Of("keep a call through a restart of callflow")
	case RecordsCalls:
		return wording.Of("record a whole call")
	case RunsScripts:
		return wording.Of("lend a call to an AGI script")
	case Confers:
		return wording.Of("put a call into a conference")
	}
	return wording.Join(string(c))
}

// lacking are the capabilities that a node needs and a driver lacks.
func lacking(r Runner, lacks []Capability) []Capability {
	needy, ok := r.(Needy)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(needy.Needs()), func(c Capability) bool { return !slices.Contains(lacks, c) })
}

// The drivers that a number can be served by.
const (
	DriverARI = "ari"
	DriverAGI = "agi"
)
