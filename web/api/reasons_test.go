package api_test

import (
	"fmt"
	"strings"
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

func TestWhatComesFromElsewhereIsToldInGerman(t *testing.T) {
	o := newOffice(t)
	german := []string{"Accept-Language", "de"}
	kazoo := `{"numbers": ["100"], "flow": {"module": "pivot", "data": {"voice_url": "https://example.org/"}, "children": {}}}`
	got := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "kazoo", "text": kazoo}, german...)
	if said := fmt.Sprint(got.Foreign.Notes, got.Foreign.Parts); !strings.Contains(said, "wurden nicht übernommen") || !strings.Contains(said, "callflow hat keinen Knoten für das Modul pivot") ||
		!strings.Contains(string(got.Document), "Aus kazoo") {
		t.Errorf("another system's: %s in %s", said, got.Document)
	}
	scenario := gets[api.ImportedFlow](o, 200, "POST", "/imports", object{"from": "scenario", "text": "name: Los\nactions: [fly]\n"}, german...)
	if len(scenario.Findings) != 1 || !strings.HasPrefix(scenario.Findings[0].Message, "„fly“ ist keine Aktion") {
		t.Errorf("a scenario: %+v", scenario.Findings)
	}
	for _, c := range []struct {
		path string
		body object
		want string
	}{
		{"/imports", object{"from": "kazoo", "text": "[}"}, "Das ist kein Ablauf von kazoo: es ist kein JSON: invalid character '}' looking for beginning of value, in Zeile 1."},
		{"/imports", object{"from": "openvbx", "text": "{}"}, "Das ist kein Ablauf von openvbx: es gibt kein Applet „start“."},
		{"/simulations", object{"document": hello("Hello."), "digits": "1,x"}, "Tasten „1,x“: Gruppe 2 hat „X“, das kein Telefon sendet; nehmen Sie 0-9, *, # oder A-D."},
		{"/simulations", object{"document": hello("Hello."), "start": "nowhere"}, "Der Ablauf hat keinen Anfang: Es gibt keinen Knoten „nowhere“."},
		{"/simulations", object{"document": hello("Hello."), "at": "gestern"}, "„gestern“ ist keine Zeit: Schreiben Sie 2026-11-20 10:00 oder 2026-11-20T10:00:00+11:00."},
		{"/simulations", object{"document": hello("Hello."), "answers": object{"alice": "later"}}, "Antwort „alice=later“: auf „later“ kann niemand einen Anruf annehmen; nehmen Sie busy, declined, unanswered, unreachable, answered, answered:20s oder machine."},
	} {
		if p := gets[api.Problem](o, 422, "POST", c.path, c.body, german...); p.Detail != c.want {
			t.Errorf("%s %v: %q, want %q", c.path, c.body, p.Detail, c.want)
		}
	}
}
