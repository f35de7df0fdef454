package queue_test

import (
	"testing"
	"time"

	"callflow/queue"
)

func TestHours(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, test := range []struct {
		hours, at string
		open      bool
	}{
		{"mon-fri 09:00-17:30", "2026-03-04 09:00", true},
		{"mon-fri 09:00-17:30", "2026-03-04 17:30", false},
		{"mon-fri 09:00-17:30", "2026-03-07 10:00", false},
		{"fri-mon 22:00-06:00", "2026-03-07 03:00", true},
		{"fri 22:00-06:00", "2026-03-07 05:59", true},
		{"fri 22:00-06:00", "2026-03-08 05:59", false},
		{"sun 00:00-24:00", "2026-03-08 23:59", true},
	} {
		h, err := queue.ParseHours(test.hours)
		if err != nil {
			t.Errorf("%s: %v", test.hours, err)
		}
		if h.Holds(at(test.at)) != test.open {
			t.Errorf("%s at %s: open should be %v", test.hours, test.at, test.open)
		}
	}
	for _, bad := range []string{"", "mon", "mon 9-17", "someday 09:00-10:00", "mon 09:00", "mon 25:00-26:00"} {
		if _, err := queue.ParseHours(bad); err == nil {
			t.Errorf("%q was read as hours", bad)
		}
	}
	d := queue.Defaults()
	d.Hours, d.Timezone = []string{"wed 09:00-17:00"}, "Australia/Sydney"
	if !d.Open(at("2026-03-03 22:30")) || d.Open(at("2026-03-04 10:00")) {
		t.Error("the hours are not Sydney's")
	}
}

func TestDefinitionCheck(t *testing.T) {
	good := queue.Defaults()
	if field, _, problem := good.Check(); field != "" {
		t.Errorf("the defaults: %s %s", field, problem)
	}
	for field, change := range map[string]func(*queue.Definition){
		"strategy":       func(d *queue.Definition) { d.Strategy = "loudest" },
		"cycle":          func(d *queue.Definition) { d.CycleS = 0 },
		"capacity":       func(d *queue.Definition) { d.Capacity = -1 },
		"periodic-every": func(d *queue.Definition) { d.Periodic = "audio:x" },
		"closed-to":      func(d *queue.Definition) { d.ClosedTo = "0412" },
		"timezone":       func(d *queue.Definition) { d.Timezone = "Mars/Base" },
		"hours":          func(d *queue.Definition) { d.Hours = []string{"always"} },
		"priority":       func(d *queue.Definition) { d.Members = []queue.Member{{User: "ann", Priority: 11}} },
		"delay":          func(d *queue.Definition) { d.Members = []queue.Member{{User: "ann", Priority: 1, DelayS: -1}} },
	} {
		d := queue.Defaults()
		change(&d)
		if got, _, problem := d.Check(); got != field || problem.Empty() {
			t.Errorf("%s: found %q %q", field, got, problem)
		}
	}
}
