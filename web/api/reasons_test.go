package api_test

import (
	"fmt"
	"testing"

	"callflow/web/api"
)

func TestReasonsInGerman(t *testing.T) {
	o, _ := busyOffice(t)
	german := []string{"Accept-Language", "de"}
	for _, c := range []struct {
		header []string
		want   string
	}{
		{nil, "[user:alice (PJSIP/alice): rang out]"},
		{german, "[user:alice (PJSIP/alice): läutete vergebens]"},
	} {
		trace := gets[api.Trace](o, 200, "GET", "/calls/A2", nil, c.header...)
		if got := fmt.Sprint(trace.Steps[2].Details["legs"]); got != c.want {
			t.Errorf("%v: %s, want %s", c.header, got, c.want)
		}
	}
	// What is made of a call does not depend on who asks.
	english, there := gets[api.Replay](o, 200, "GET", "/calls/A2/script", nil), gets[api.Replay](o, 200, "GET", "/calls/A2/script", nil, german...)
	if english.Source != there.Source {
		t.Errorf("the test of a call is\n%s\nand for a German\n%s", english.Source, there.Source)
	}
	tried := gets[api.Simulated](o, 200, "POST", "/simulations", there.Trial, german...)
	if len(tried.Steps) < 2 || tried.Steps[1].Why != "Der Anrufer drückte 1 (Sales)." {
		t.Errorf("tried: %+v", tried.Steps)
	}
}
