package authoring_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"callflow/authoring"
	"callflow/flowengine/simulator"
	"callflow/queue"
	"callflow/store"
)

// A simulated call sees what the company has, and its own number's names.
func TestASimulatedCallSeesTheCompany(t *testing.T) {
	d := newDesk(t)
	publishes(t, d, hello(t, "Main", "x"))
	for number, service := range map[string]string{"100": "Bakery", "101": "Café"} {
		if _, err := d.Store.AddNumber(t.Context(), "", store.Number{Number: number, VoiceFlow: "Main", Service: service}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := d.Store.PutAudio(t.Context(), "", store.Audio{Name: "welcome", Hash: strings.Repeat("a", 64), File: "x.wav", Duration: 3 * time.Second}); err != nil {
		t.Fatal(err)
	}
	q := queue.Defaults()
	q.Name = "support"
	if _, err := d.Store.AddQueue(t.Context(), "", q); err != nil {
		t.Fatal(err)
	}
	for number, service := range map[string]string{"": "Bakery", "101": "Café", "102": ""} {
		w, err := d.World(t.Context(), "", "main", number)
		if err != nil || w.Number.Service != service || number != "" && w.Number.Number != number {
			t.Errorf("at %q: %+v, %v", number, w.Number, err)
		}
		if len(w.Queues) != 1 || w.Queues[0].Timezone == "" {
			t.Errorf("the queues: %+v", w.Queues)
		}
		library, ok := w.Services.Audio.(simulator.Library)
		if !ok || library.Durations["audio:welcome"] != 3*time.Second {
			t.Errorf("the sounds: %+v", w.Services.Audio)
		}
	}
	if w, err := d.World(t.Context(), "", "Never saved", "555"); err != nil || w.Number.Number != "555" {
		t.Errorf("of a flow that was never saved: %+v, %v", w.Number, err)
	}
}

// A trial is complete as JSON even when nothing was heard and nothing was done.
func TestATrialHasItsLists(t *testing.T) {
	text, err := json.Marshal(authoring.Tried("Main", 0, 50, simulator.Script{}, simulator.Outcome{}))
	if err != nil || !strings.Contains(string(text), `"steps":[]`) || !strings.Contains(string(text), `"heard":[]`) {
		t.Errorf("%s, %v", text, err)
	}
}

func TestTimesAreReadInTheFlowsZone(t *testing.T) {
	d := newDesk(t)
	c, err := d.Store.Company(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	c.Timezone = "Australia/Perth"
	if err := d.Store.SetCompany(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	times := func(zones ...string) string {
		text := "name: T\nstart: n0\nnodes:\n  n: {type: hangup}\n"
		for i, z := range zones {
			text += "  n" + string(rune('0'+i)) + ": {type: time, params: {timezone: " + z + "}}\n"
		}
		return text
	}
	for _, c := range []struct {
		asked string
		zones []string
		want  string
	}{
		{"Europe/Berlin", []string{"Australia/Sydney"}, "Europe/Berlin"},
		{"", []string{"Australia/Sydney", "Australia/Sydney"}, "Australia/Sydney"},
		{"", []string{"Australia/Sydney", "Asia/Tokyo"}, "Australia/Perth"}, // of two, neither
		{"", []string{"Mars/Base"}, "Australia/Perth"},
		{"", nil, "Australia/Perth"},
	} {
		if zone, err := d.Zone(t.Context(), "", c.asked, flow(t, times(c.zones...))); err != nil || zone.String() != c.want {
			t.Errorf("%q with %v: %v, %v, want %s", c.asked, c.zones, zone, err, c.want)
		}
	}
	for _, bad := range []string{"Mars/Base", "Local"} {
		if _, err := d.Zone(t.Context(), "", bad, hello(t, "Main", "x")); err == nil || !strings.Contains(err.Error(), "Australia/Sydney") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
