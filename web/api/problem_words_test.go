package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2/validation"

	"callflow/web/api"
)

func TestRefusalsInGerman(t *testing.T) {
	o := newOffice(t)
	o.ask("POST", "/users", object{"name": "alice"})
	o.ask("POST", "/groups", object{"name": "sales", "members": []string{"alice"}})
	german := []string{"Accept-Language", "de"}
	for _, c := range []struct {
		status        int
		method, path  string
		body          any
		detail, field string
		headers       []string
	}{
		{409, "POST", "/users", object{"name": "Alice"}, "Die Person „Alice“ existiert bereits; wählen Sie einen anderen Namen.", "", nil},
		{404, "PUT", "/groups/sales", object{"members": []string{"alica"}}, "Die Person „alica“ existiert nicht; meinten Sie „alice“?", "", nil},
		{409, "DELETE", "/users/alice", nil, "Die Person „alice“ wird noch verwendet: die Gruppe „sales“; nehmen Sie die Verwendung dort erst heraus.", "", nil},
		{422, "POST", "/users", object{"name": "two words"}, "Person „two words“: verwenden Sie nur Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, etwa front-desk.",
			"verwenden Sie nur Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, etwa front-desk", nil},
		{422, "POST", "/users", object{"name": "bob", "weight": "x"}, "weight: schreiben Sie eine ganze Zahl", "schreiben Sie eine ganze Zahl", nil},
		{422, "PATCH", "/company", object{"timezone": "Mars"}, "Zeitzone „Mars“: das ist keine bekannte Zeitzone; verwenden Sie einen Namen wie Europe/Berlin.",
			"das ist keine bekannte Zeitzone; verwenden Sie einen Namen wie Europe/Berlin", nil},
		{412, "PATCH", "/users/alice", object{"weight": 2}, "Die Person alice wurde inzwischen geändert; sehen Sie sich den jetzigen Stand an, und ändern Sie dann noch einmal.",
			"", []string{"If-Match", `"old"`}},
		{422, "POST", "/flows", object{"name": "Wait", "template": "simple-queue"}, "Queue der Vorlage simple-queue: es muss gesetzt werden: der Name der Warteschlange.", "", nil},
		{422, "POST", "/numbers/import", "number,reason\n100,x\n", "Nichts wurde eingelesen; fehlerhafte Zeilen: 1.",
			"Die Spalte „reason“ ist nicht bekannt; die erste Zeile nennt die Spalten: number, service, group, flow, text_flow, driver.", []string{"Content-Type", "text/csv"}},
	} {
		english := gets[api.Problem](o, c.status, c.method, c.path, c.body, c.headers...)
		p := gets[api.Problem](o, c.status, c.method, c.path, c.body, append(c.headers, german...)...)
		if p.Detail != c.detail || english.Detail == p.Detail || english.Title == p.Title || english.Code != p.Code {
			t.Errorf("%s %s: %q %q, want %q; in English %q %q", c.method, c.path, p.Title, p.Detail, c.detail, english.Title, english.Detail)
		}
		if c.field != "" && (len(p.Errors) != 1 || p.Errors[0].Message != c.field || english.Errors[0].Location != p.Errors[0].Location) {
			t.Errorf("%s %s at the field: %v, want %q", c.method, c.path, p.Errors, c.field)
		}
	}
}

func TestRefusalsAtTheDoorInGerman(t *testing.T) {
	h := newHouse(t, "http://pbx.test")
	h.people("anna:admin")
	for _, c := range []struct {
		method, path, authorization, want string
	}{
		{"GET", "/users", "", "Melden Sie sich erst an: Das braucht eine Sitzung oder einen API-Schlüssel."},
		{"GET", "/users", "Bearer nonsense", "Dieser API-Schlüssel ist nicht bekannt, abgelaufen oder widerrufen: Senden Sie einen gültigen als Authorization: Bearer TOKEN."},
		{"POST", "/session", "", "Der Name oder das Passwort ist falsch."},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "http://pbx.test"+api.Prefix+c.path, strings.NewReader(`{"name":"anna","password":"wrong"}`))
		r.Header.Set("Accept-Language", "de-DE,de;q=0.9,en;q=0.5")
		r.Header.Set("Content-Type", "application/json")
		if c.authorization != "" {
			r.Header.Set("Authorization", c.authorization)
		}
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		if !strings.Contains(w.Body.String(), c.want) || w.Code != http.StatusUnauthorized {
			t.Errorf("%s %s: %d %s, want %q", c.method, c.path, w.Code, w.Body, c.want)
		}
		if vary := fmt.Sprint(w.Header().Values("Vary")); !strings.Contains(vary, "Accept-Language") {
			t.Errorf("%s %s: Vary %s", c.method, c.path, vary)
		}
	}
}

func TestTextsOfHumaAreKnown(t *testing.T) {
	for _, format := range []string{
		validation.MsgUnexpectedProperty, validation.MsgExpectedRFC3339DateTime, validation.MsgExpectedBoolean, validation.MsgExpectedNumber,
		validation.MsgExpectedInteger, validation.MsgExpectedString, validation.MsgExpectedArray, validation.MsgExpectedObject,
		validation.MsgExpectedArrayItemsUnique, validation.MsgExpectedOneOf, validation.MsgExpectedMinimumNumber, validation.MsgExpectedMaximumNumber,
		validation.MsgExpectedExclusiveMinimumNumber, validation.MsgExpectedExclusiveMaximumNumber, validation.MsgExpectedMinLength,
		validation.MsgExpectedMaxLength, validation.MsgExpectedMinItems, validation.MsgExpectedMaxItems, validation.MsgExpectedMaxProperties,
		validation.MsgExpectedBePattern, validation.MsgExpectedMatchPattern, validation.MsgExpectedRequiredProperty,
	} {
		english := strings.NewReplacer("%d", "7", "%v", "7", "%s", "7").Replace(format)
		if german := api.InGerman(english); german == english {
			t.Errorf("%q is not known", english)
		}
	}
}
