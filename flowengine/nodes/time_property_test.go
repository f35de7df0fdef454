package nodes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

// TestTimeRoutingAgainstASlowModel compares the node with a model that walks
// over every minute of a slot, in zones and weeks with clock changes.
func TestTimeRoutingAgainstASlowModel(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Australia/Sydney", "Europe/London", "America/New_York"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		node := nodes.TimeRouting{Timezone: zone.String()}
		for i := range rapid.IntRange(1, 3).Draw(t, "slots") {
			node.Slots = append(node.Slots, nodes.Slot{
				Name: fmt.Sprint("s", i),
				Days: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}), 1, 7, rapid.ID[string]).Draw(t, "days"),
				From: clock(t, "from"), To: clock(t, "to"),
			})
		}
		start := clockChange().Draw(t, "week")
		for i := range rapid.IntRange(0, 2).Draw(t, "overrides") {
			first := start.AddDate(0, 0, rapid.IntRange(0, 5).Draw(t, "first day"))
			o := nodes.Override{Name: fmt.Sprint("o", i), FromDate: first.Format(time.DateOnly),
				ToDate: first.AddDate(0, 0, rapid.IntRange(0, 2).Draw(t, "more days")).Format(time.DateOnly)}
			if rapid.Bool().Draw(t, "hours") {
				o.From, o.To = clock(t, "from"), clock(t, "to")
			}
			node.Overrides = append(node.Overrides, o)
		}
		at := start.Add(time.Duration(rapid.IntRange(0, 5*24*60-1).Draw(t, "minute")) * time.Minute)
		if rapid.Bool().Draw(t, "on the hour") {
			day := start.AddDate(0, 0, rapid.IntRange(0, 4).Draw(t, "day")).Format(time.DateOnly)
			if at, err = time.ParseInLocation("2006-01-02 15:04", day+" "+clock(t, "at"), zone); err != nil {
				t.Fatal(err)
			}
		}
		params, err := json.Marshal(node)
		if err != nil {
			t.Fatal(err)
		}
		program, err := registry.Compile(&flowengine.Flow{Schema: 1, Name: "x", Kind: flowengine.Voice, Start: "time", Nodes: map[string]*flowengine.Node{
			"time": {Type: "time", Params: params, Next: map[string]string{"*": "bye"}}, "bye": {Type: "hangup"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		out, err := simulator.Run(context.Background(), program, simulator.Script{At: at}, simulator.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := out.Trace[0].Outcome, model(node, at.In(zone)); got != want {
			t.Fatalf("at %s: got %s, want %s", at.In(zone), got, want)
		}
	})
}

func clock(t *rapid.T, name string) string {
	// The hours in which clocks change, and few others, so that times often meet.
	return fmt.Sprintf("%02d:%02d", rapid.SampledFrom([]int{0, 1, 2, 3, 9, 23}).Draw(t, name), rapid.SampledFrom([]int{0, 1, 30, 59}).Draw(t, name))
}

// model asks of each slot whether one of the wall clock's minutes that it
// lists is now.
func model(n nodes.TimeRouting, now time.Time) string {
	const layout = "2006-01-02 15:04"
	for _, o := range n.Overrides {
		for day := date(o.FromDate); !day.After(date(o.ToDate)); day = day.AddDate(0, 0, 1) {
			from, to := day, day.AddDate(0, 0, 1)
			if o.From != "" {
				from, _ = time.Parse(layout, day.Format(time.DateOnly)+" "+o.From)
				to, _ = time.Parse(layout, day.Format(time.DateOnly)+" "+o.To)
				if !to.After(from) {
					to = to.AddDate(0, 0, 1)
				}
			}
			for m := from; m.Before(to); m = m.Add(time.Minute) {
				if m.Format(layout) == now.Format(layout) {
					return "override:" + o.Name
				}
			}
		}
	}
	for _, s := range n.Slots {
		for back := 0; back <= 1; back++ {
			day := date(now.Format(time.DateOnly)).AddDate(0, 0, -back)
			if !slices.Contains(s.Days, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[day.Weekday()]) {
				continue
			}
			from, _ := time.Parse(layout, day.Format(time.DateOnly)+" "+s.From)
			to, _ := time.Parse(layout, day.Format(time.DateOnly)+" "+s.To)
			if !to.After(from) {
				to = to.AddDate(0, 0, 1)
			}
			for m := from; m.Before(to); m = m.Add(time.Minute) {
				if m.Format(layout) == now.Format(layout) {
					return "slot:" + s.Name
				}
			}
		}
	}
	return "no_match"
}

func date(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}
