package numbering_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
)

func TestRead(t *testing.T) {
	for _, test := range []struct {
		text, country string
		want          string // E.164, country, state and districts
		mobile        bool
	}{
		{"0412 345 678", "AU", "+61412345678 AU", true},
		{"+61412345678", "", "+61412345678 AU", true},
		{"0061 412 345 678", "NZ", "+61412345678 AU", true},
		{"61412345678", "AU", "+61412345678 AU", true},
		{"(02) 9374 4000", "AU", "+61293744000 AU AU-NSW Sydney", false},
		{"02 4925 0000", "AU", "+61249250000 AU AU-NSW Newcastle", false},
		{"+61 3 9650 1234", "DE", "+61396501234 AU AU-VIC Melbourne", false},
		{"03 6231 0000", "AU", "+61362310000 AU AU-TAS Geeveston Hobart Oatlands Ouse", false},
		{"07 3221 0000", "AU", "+61732210000 AU AU-QLD Brisbane Bribie Island Esk", false},
		{"08 8207 5000", "AU", "+61882075000 AU AU-SA Adelaide", false},
		{"08 8999 5511", "AU", "+61889995511 AU AU-NT Alice Springs Darwin", false},
		{"08 9222 0000", "AU", "+61892220000 AU AU-WA Perth", false},
		{"08 8087 0000", "AU", "+61880870000 AU AU-NSW Broken Hill", false}, // 08, and New South Wales
		{"02 6205 0000", "AU", "+61262050000 AU AU-ACT Canberra", false},
		{"02 6226 0000", "AU", "+61262260000 AU AU-NSW Canberra", false}, // Yass
		{"02 6041 0000", "AU", "+61260410000 AU Albury Corryong", false}, // Albury and Wodonga share it
		{"02 6401 3000", "AU", "+61264013000 AU AU-VIC Bega Cooma", false},
		{"1800 123 456", "AU", "+611800123456 AU", false},
		{"020 7946 0018", "GB", "+442079460018 GB", false},
		{"212-456-7890", "US", "+12124567890 US", false},
		{"+1 416 555 0123", "AU", "+14165550123 CA", false},
		{"03 345 6789", "NZ", "+6433456789 NZ", false}, // eight digits, as in Christchurch
	} {
		n, err := numbering.Read(test.text, test.country)
		got := strings.Join(strings.Fields(strings.Join(append([]string{n.E164, n.Country, n.State}, n.Districts...), " ")), " ")
		if err != nil || got != test.want || n.Mobile != test.mobile {
			t.Errorf("%q in %q is %q (mobile %v), %v; want %q (mobile %v)", test.text, test.country, got, n.Mobile, err, test.want, test.mobile)
		}
	}
	for _, text := range []string{"", "100", "0", "+", "anonymous", "sipp", "9374 4000", "+999123456789", "*43", "0412 345 678 901 234",
		strings.Repeat("1", 1000), "0412345678;ext=5", "tel:+61412345678", "\x00", "😀"} {
		if n, err := numbering.Read(text, "AU"); !errors.Is(err, flowengine.ErrNoNumber) {
			t.Errorf("%q is the number %+v, %v", text, n, err)
		}
	}
	if n, err := numbering.Read("0412345678", ""); !errors.Is(err, flowengine.ErrNoNumber) {
		t.Errorf("a national number of no country is %+v, %v", n, err)
	}
}

func TestTheCountryMayFail(t *testing.T) {
	broken := errors.New("broken")
	p := numbering.Of(func(context.Context) (string, error) { return "", broken })
	if _, err := p.Read(t.Context(), "0412345678"); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestDistricts(t *testing.T) {
	all := numbering.Districts()
	if len(all) < 100 || !slices.Contains(all, "Broken Hill") {
		t.Errorf("the districts are %d: %v", len(all), all)
	}
	if d, ok := numbering.District("broken hill"); !ok || d != "Broken Hill" {
		t.Errorf("got %q, %v", d, ok)
	}
	if _, ok := numbering.District("Atlantis"); ok {
		t.Error("Atlantis is a district")
	}
	if got := numbering.SameNumbers("Hobart"); !slices.Equal(got, []string{"Geeveston", "Oatlands", "Ouse"}) {
		t.Errorf("Hobart shares its numbers with %v", got)
	}
	if got := numbering.SameNumbers("Newcastle"); len(got) != 0 {
		t.Errorf("Newcastle shares its numbers with %v", got)
	}
}

// australia.csv is what gen.go makes of its sources today.
func TestTheTableIsFresh(t *testing.T) {
	before, err := os.ReadFile("australia.csv")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, file := range []string{"areas.csv", "places.csv", "gen.go"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(folder+"/"+file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	generator := folder + "/gen"
	if out, err := exec.Command("go", "build", "-o", generator, "gen.go").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	run := exec.Command(generator)
	run.Dir = folder
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	after, err := os.ReadFile(folder + "/australia.csv")
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) {
		t.Error("australia.csv is stale; run: go generate ./flowengine/numbering")
	}
}
