package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"callflow/store"
	"callflow/web/api"
)

func TestTheReadersLanguage(t *testing.T) {
	o := newOffice(t)
	title := func(headers ...string) string {
		types := gets[api.List[api.NodeType]](o, 200, "GET", "/node-types", nil, headers...).Items
		i := slices.IndexFunc(types, func(n api.NodeType) bool { return n.Name == "greeting" })
		return types[i].Title + ": " + types[i].Outcomes[0].About + "; " + fmt.Sprint(strings.Contains(string(types[i].Schema), "Wie oft sie gespielt wird."))
	}
	for _, c := range []struct{ accept, want string }{
		{"", "Greeting: it was played, or stopped by a key; false"},
		{"en-AU,de;q=0.5", "Greeting: it was played, or stopped by a key; false"},
		{"fr", "Greeting: it was played, or stopped by a key; false"},
		{"???", "Greeting: it was played, or stopped by a key; false"},
		{"de", "Begrüßung: sie wurde gespielt oder durch eine Taste abgebrochen; true"},
		{"de-AT,en;q=0.8", "Begrüßung: sie wurde gespielt oder durch eine Taste abgebrochen; true"},
	} {
		if got := title("Accept-Language", c.accept); got != c.want {
			t.Errorf("Accept-Language %q: %s, want %s", c.accept, got, c.want)
		}
	}
	templates := gets[api.List[api.Template]](o, 200, "GET", "/templates", nil, "Accept-Language", "de").Items
	if templates[0].Title != "Geschäftszeiten" || templates[0].Parameters[3].About != "Die Zeitzone der Zeiten, etwa Europe/Berlin." {
		t.Errorf("%d templates, of which the first is %+v", len(templates), templates[0].Template)
	}
	if vary := o.ask("GET", "/node-types", nil).Header.Values("Vary"); !slices.Contains(vary, "Accept-Language") {
		t.Errorf("Vary: %q", vary)
	}
}

func TestFindingsInGerman(t *testing.T) {
	o := newOffice(t)
	german := []string{"Accept-Language", "de"}
	empty := hello("")
	checked := gets[api.Checked](o, 200, "POST", "/checks", object{"document": empty}, german...)
	if len(checked.Findings) != 1 || checked.Findings[0].Code != "missing" ||
		checked.Findings[0].Message != "Begrüßung n1: Es gibt nichts zu spielen: Wählen Sie eine Aufnahme, oder schreiben Sie einen Text in say." {
		t.Errorf("checked: %+v", checked.Findings)
	}
	const said = "Es gibt nichts zu spielen"
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": empty})
	at := fmt.Sprintf("/flows/%d", f.ID)
	if r := gets[store.Revision](o, 200, "GET", at+"/draft", nil, german...); len(r.Report.Findings) != 1 || !strings.Contains(r.Report.Findings[0].Message, said) {
		t.Errorf("the draft: %+v", r.Report)
	}
	// What is stored, and what nobody asks for in German, is English.
	if r := gets[store.Revision](o, 200, "GET", at+"/revisions/1", nil, german...); strings.Contains(fmt.Sprint(r.Report), said) {
		t.Errorf("the stored revision: %+v", r.Report)
	}
	refused := gets[api.Problem](o, 422, "POST", at+"/publish", object{"revision": 1}, german...)
	if len(refused.Findings) != 1 || !strings.Contains(refused.Findings[0].Message, said) {
		t.Errorf("publishing: %+v", refused)
	}
	malformed := gets[api.Problem](o, 422, "POST", "/flows", object{"name": "Nonsense", "file": "- 1"}, german...)
	if malformed.Detail != "Die Datei enthält eine Liste: Ein Ablauf ist eine Zuordnung mit schema, name, kind, start und nodes." {
		t.Errorf("malformed: %+v", malformed)
	}
}
