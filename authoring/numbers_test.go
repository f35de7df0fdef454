package authoring_test

import (
	"testing"

	"callflow/flowengine"
	"callflow/store"
)

// recorded records the call, which a call by FastAGI cannot.
const recorded = "start: a\nnodes:\n  a: {type: record, params: {on: true, notice: \"digits:1\"}, next: {done: b}}\n  b: {type: hangup}\n"

func TestAFlowThatANumbersDriverCannotDoIsRefused(t *testing.T) {
	d := newDesk(t)
	publishes(t, d, flow(t, "name: Recorded\n"+recorded))
	publishes(t, d, calls(t, "Calls it", "Recorded"))
	publishes(t, d, hello(t, "Hello", "x"))
	saves(t, d, flow(t, "name: Draft\n"+recorded))
	for _, c := range []struct {
		flow, driver string
		refused      bool
	}{
		{"Recorded", flowengine.DriverAGI, true}, {"recorded", flowengine.DriverAGI, true}, {"Calls it", flowengine.DriverAGI, true},
		{"Recorded", flowengine.DriverARI, false}, {"Hello", flowengine.DriverAGI, false}, {"", flowengine.DriverAGI, false},
		{"Draft", flowengine.DriverAGI, false}, {"Nowhere", flowengine.DriverAGI, false}, // refused by others
	} {
		err := d.Drivable(t.Context(), "", "100", c.flow, c.driver)
		if !c.refused {
			if err != nil {
				t.Errorf("%q by %s: %v", c.flow, c.driver, err)
			}
			continue
		}
		fails[*store.ConflictError](t, err, "callflow number set 100 --driver ari")
	}
}

// Many numbers are changed or none: here the second one cannot do it.
func TestManyNumbersChangeOrNone(t *testing.T) {
	d := newDesk(t)
	publishes(t, d, flow(t, "name: Recorded\n"+recorded))
	for number, driver := range map[string]string{"100": flowengine.DriverARI, "101": flowengine.DriverAGI} {
		if _, err := d.Store.AddNumber(t.Context(), "", store.Number{Number: number, Driver: driver}); err != nil {
			t.Fatal(err)
		}
	}
	name, ari, agi, bakery := "Recorded", flowengine.DriverARI, flowengine.DriverAGI, "Bakery"
	both := []string{"100", "101"}
	_, err := d.ChangeNumbers(t.Context(), "", both, store.NumberChange{VoiceFlow: &name, Service: &bakery})
	fails[*store.ConflictError](t, err, "101")
	if n, err := d.Store.Number(t.Context(), "", "100"); err != nil || n.VoiceFlow != "" || n.Service != "" {
		t.Errorf("100 has changed: %+v, %v", n, err)
	}
	if changed, err := d.ChangeNumbers(t.Context(), "", both, store.NumberChange{VoiceFlow: &name, Driver: &ari}); err != nil || len(changed) != 2 || changed[1].VoiceFlow != name {
		t.Errorf("with the driver that can: %+v, %v", changed, err)
	}
	_, err = d.ChangeNumbers(t.Context(), "", both, store.NumberChange{Driver: &agi})
	fails[*store.ConflictError](t, err, "agi")
	if _, err = d.ChangeNumbers(t.Context(), "", both, store.NumberChange{Service: &bakery}); err != nil {
		t.Error(err)
	}
	_, err = d.ChangeNumbers(t.Context(), "", []string{"100", "999"}, store.NumberChange{Driver: &ari})
	fails[*store.NotFoundError](t, err, "999")
}
