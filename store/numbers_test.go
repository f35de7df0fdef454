package store_test

import (
	"context"
	"strings"
	"testing"

	"callflow/store"
)

func TestNumbersAreListedAndFiltered(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main"), complete)
	publish(t, s, "Main")
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "+61 2 9999 0000", Service: "Sales", Group: "East", VoiceFlow: "Main"}))
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100", Service: "Desk"}))
	for _, c := range []struct {
		filter store.NumberFilter
		want   string
	}{
		{store.NumberFilter{}, "+61299990000 100"},
		{store.NumberFilter{Number: "9999 00"}, "+61299990000"},
		{store.NumberFilter{Service: "Desk"}, "100"},
		{store.NumberFilter{Group: "East"}, "+61299990000"},
		{store.NumberFilter{Flow: "Main"}, "+61299990000"},
		{store.NumberFilter{Unassigned: true}, "100"},
	} {
		found, err := s.Numbers(ctx, "", c.filter)
		ok(t, err)
		var got []string
		for _, n := range found {
			got = append(got, n.Number)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.filter, got, c.want)
		}
	}
	ok(t, s.SetNumber(ctx, "", "100", "Front desk", "West"))
	ok(t, s.UnassignNumber(ctx, "", "+61299990000"))
	if got := status(t, s, "Main"); got != "available" {
		t.Errorf("unassigned: %s", got)
	}
	ok(t, s.RemoveNumber(ctx, "", "100"))
	_, err := s.Number(ctx, "", "100")
	fails[*store.NotFoundError](t, err)
	_, err = s.AddNumber(ctx, "", store.Number{Number: "+61299990000"})
	fails[*store.ConflictError](t, err, "already")
	for _, bad := range []string{"", "'; DROP TABLE numbers; --", "12\x0034", "12\n34", strings.Repeat("1", 65), "1+2"} {
		_, err = s.AddNumber(ctx, "", store.Number{Number: bad})
		fails[*store.InvalidError](t, err)
	}
}

func TestAnImportOfNumbersIsAllOrNothing(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main"), complete)
	publish(t, s, "Main")
	save(t, s, flow("Later"), incomplete)
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100", Service: "Old", Group: "Kept"}))

	_, err := s.ImportNumbers(ctx, "", strings.NewReader("\ufeffnumber,service,flow\n101,Sales,Main\n!!,x,\n102,y,Later\n103,z,Mian\n101,again,\n104,too,many,fields\n105,\"multi\nline\",\n"), nil)
	e := fails[*store.ImportError](t, err, "line 3: number", "line 4: the flow \"Later\" is a draft", "line 5: there is no flow \"Mian\"; did you mean \"Main\"",
		"line 6: the number \"101\" is in line 2", "line 7: it has 4 fields", "line 8: service")
	if len(e.Lines) != 6 {
		t.Errorf("lines %v", e.Lines)
	}
	if found, _ := s.Numbers(ctx, "", store.NumberFilter{}); len(found) != 1 {
		t.Fatalf("something of a bad file was taken: %v", found)
	}
	r, err := s.ImportNumbers(ctx, "", strings.NewReader("Number;Service;Flow\r\n100;New;\r\n+61 2 9999 0001;Sales;Main\r\n"), nil)
	ok(t, err)
	if r.Added != 1 || r.Changed != 1 {
		t.Errorf("got %+v", r)
	}
	n, err := s.Number(ctx, "", "100")
	ok(t, err)
	if n.Service != "New" || n.Group != "Kept" {
		t.Errorf("got %+v", n)
	}
	if got := status(t, s, "Main"); got != "active" {
		t.Errorf("imported: %s", got)
	}
	for file, says := range map[string]string{"": "is empty", "a,b\n": "not known", "service\n": "no column number", "number\n\"1": "line 2"} {
		_, err := s.ImportNumbers(ctx, "", strings.NewReader(file), nil)
		fails[*store.ImportError](t, err, says)
	}
}

func TestTwinsAreAssignedAndCopiedTogether(t *testing.T) {
	ctx, s := t.Context(), open(t)
	save(t, s, flow("Main"), complete)
	publish(t, s, "Main")
	text := flow("Main texts")
	text.Kind = "text"
	save(t, s, text, complete)
	ok(t, s.LinkTwin(ctx, "", "Main", "Main texts"))
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100"}))
	_, err := s.AssignNumber(ctx, "", "100", "Main")
	fails[*store.DraftError](t, err, "Main texts")
	publish(t, s, "Main texts")
	n, err := s.AssignNumber(ctx, "", "100", "Main")
	ok(t, err)
	if n.VoiceFlow != "Main" || n.TextFlow != "Main texts" {
		t.Errorf("got %+v", n)
	}
	f, err := s.CopyFlow(ctx, "", "Main", "Night", store.CopyOptions{StructureOnly: true, Check: check(incomplete)})
	ok(t, err)
	if f.Twin != "Night texts" || f.Status != "draft" || f.Progress != 75 {
		t.Errorf("got %+v", f)
	}
	r, err := s.Revision(ctx, "", "Night", 0)
	ok(t, err)
	if n := r.Document.Nodes["n1"]; n.Params != nil || n.Next["done"] != "n2" || n.Label != "Welcome" {
		t.Errorf("the structure is %+v", n)
	}
	full, err := s.CopyFlow(ctx, "", "Main", "Day", store.CopyOptions{Check: check(complete)})
	ok(t, err)
	if !full.Unpublished || full.Live != 0 {
		t.Errorf("got %+v", full)
	}
	_, err = s.CopyFlow(ctx, "", "Main", "Day", store.CopyOptions{Check: check(complete)})
	fails[*store.ConflictError](t, err)
}

func TestDriversOfNumbers(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	save(t, s, flow("Main", "endpoint:PJSIP/x"), complete)
	publish(t, s, "Main")
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "100", VoiceFlow: "Main"}))
	must(t)(s.AddNumber(ctx, "", store.Number{Number: "200", VoiceFlow: "Main"}))
	ok(t, s.SetNumberDriver(ctx, "", "200", "agi"))
	drivers, err := s.Catalog("").Drivers(ctx, "main")
	ok(t, err)
	if len(drivers) != 2 || drivers["ari"] != "100" || drivers["agi"] != "200" {
		t.Errorf("drivers: %v", drivers)
	}
	if n, err := s.Number(ctx, "", "200"); err != nil || n.Driver != "agi" {
		t.Errorf("%+v, %v", n, err)
	}
	if err := s.SetNumberDriver(ctx, "", "200", "carrier pigeon"); err == nil {
		t.Error("any driver is taken")
	}
}
