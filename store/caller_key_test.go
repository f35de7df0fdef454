package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"callflow/store"
)

func TestCallerKey(t *testing.T) {
	for number, want := range map[string]string{
		"0412 345 678": "412345678", "+61412345678": "412345678", "+61 412 345 678": "412345678", "61412345678": "412345678",
		"0061412345678": "412345678", "03 345 6789": "33456789", "+6433456789": "33456789", "+64 3 345 6789": "33456789",
		"+12124567890": "124567890", "212 456 7890": "124567890", "+3531234567": "1234567", "01 234 567": "1234567",
		"100": "100", "+100": "100", "": "", "anonymous": "", "+": "", "+61": "61", "*43": "43",
	} {
		if got := store.CallerKey(number); got != want {
			t.Errorf("%q has the key %q, not %q", number, got, want)
		}
	}
}

// Calls that an older callflow wrote are found by the keys of today.
func TestCallersAreKeyedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "callflow.db")
	db, err := sql.Open("sqlite3", path)
	ok(t, err)
	provider, err := goose.NewProvider(database.DialectSQLite3, db, os.DirFS("migrations"))
	ok(t, err)
	_, err = provider.UpTo(t.Context(), 3)
	ok(t, err)
	for caller, key := range map[string]string{
		"+6433456789": "433456789", "03 345 6789": "33456789", "+61412345678": "412345678", "+12124567890": "124567890", "": "", "+x": "",
	} {
		_, err = db.Exec(`INSERT INTO calls (id, number, caller, caller_key, started) VALUES (?1, '100', ?1, ?2, '2026-03-01 09:00:00.000')`, caller, key)
		ok(t, err)
	}
	_, err = db.Exec(`INSERT INTO recordings (company_id, name, call, step, file, started, caller, caller_key)
		VALUES (1, 'r', 'c', 1, 'f', '2026-03-01 09:00:00.000', '+6433456789', '433456789')`)
	ok(t, err)
	ok(t, db.Close())
	s, err := store.Open(t.Context(), store.Options{Path: path})
	ok(t, err)
	defer s.Close()
	for search, want := range map[string]int{"03 345 6789": 2, "+64 3 345 6789": 2, "+64 3*": 2, "0412345678": 1, "+1 212 456 7890": 1} {
		calls, err := s.Calls(t.Context(), store.CallFilter{Caller: search})
		ok(t, err)
		if len(calls) != want {
			t.Errorf("%d calls of %s, not %d", len(calls), search, want)
		}
	}
	rows, err := s.Recordings(t.Context(), "", store.RecordingFilter{Caller: "03 345 6789"})
	ok(t, err)
	if len(rows) != 1 {
		t.Errorf("%d recordings", len(rows))
	}
}

func TestTheCountryOfACompany(t *testing.T) {
	for _, test := range []struct {
		company store.Company
		want    string
	}{
		{store.Company{Timezone: "UTC", Language: "en"}, "AU"},
		{store.Company{Timezone: "Australia/Perth", Language: "en"}, "AU"},
		{store.Company{Timezone: "Europe/London", Language: "en"}, ""},
		{store.Company{Timezone: "Europe/London", Language: "en-GB"}, "GB"},
		{store.Company{Timezone: "Australia/Perth", Language: "de-CH", Country: "NZ"}, "NZ"},
		{store.Company{Timezone: "UTC", Language: "zh-Hant-TW"}, "TW"},
	} {
		if got := test.company.NumberCountry(); got != test.want {
			t.Errorf("%+v: %q, not %q", test.company, got, test.want)
		}
	}
	s := open(t)
	ok(t, s.SetCompany(t.Context(), store.Company{Timezone: "UTC", Language: "en", Country: "NZ"}))
	country, err := s.Directory("").NumberCountry(t.Context())
	ok(t, err)
	if country != "NZ" {
		t.Errorf("it is %q", country)
	}
	for _, country := range []string{"nz", "XX", "Australia", "AUS", "419"} {
		fails[*store.InvalidError](t, s.SetCompany(t.Context(), store.Company{Timezone: "UTC", Language: "en", Country: country}), "two capital letters")
	}
}
