package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/web"
)

func TestLinksWorkOnlyAsTheyWereMade(t *testing.T) {
	folder := t.TempDir()
	wav := filepath.Join(folder, "a.wav")
	if err := os.WriteFile(wav, []byte("RIFF"), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	open := func(_ *http.Request, company string, recording int64) (string, string, error) {
		if company != "default" || recording != 7 {
			t.Errorf("recording %d of %q was asked for", recording, company)
		}
		return wav, "message.wav", nil
	}
	key := filepath.Join(folder, "link.key")
	links, err := web.NewLinks(key, "https://pbx.example.org", time.Hour, func() time.Time { return now }, open)
	if err != nil {
		t.Fatal(err)
	}
	address := links.To("default", 7, now)
	get := func(l *web.Links, address string) int {
		mux := http.NewServeMux()
		mux.Handle("GET /recordings/{recording}", l)
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		return w.Code
	}
	for _, c := range []struct {
		name, address string
		code          int
	}{
		{"as it is", address, http.StatusOK},
		{"another recording", strings.Replace(address, "/7.wav", "/8.wav", 1), http.StatusNotFound},
		{"another company", strings.Replace(address, "company=default", "company=other", 1), http.StatusNotFound},
		{"longer", strings.Replace(address, "until=1", "until=2", 1), http.StatusNotFound},
		{"no key", address[:strings.Index(address, "key=")-1], http.StatusNotFound},
		{"no number", strings.Replace(address, "/7.wav", "/../../etc/passwd", 1), http.StatusNotFound},
	} {
		if code := get(links, c.address); code != c.code && !(c.name == "no number" && code == http.StatusMovedPermanently) && !(c.name == "no number" && code == http.StatusTemporaryRedirect) {
			t.Errorf("%s: %d, want %d", c.name, code, c.code)
		}
	}
	again, err := web.NewLinks(key, "https://pbx.example.org", time.Hour, func() time.Time { return now.Add(59 * time.Minute) }, open)
	if err != nil {
		t.Fatal(err)
	}
	if code := get(again, address); code != http.StatusOK {
		t.Errorf("after a restart: %d", code)
	}
	late, err := web.NewLinks(key, "", time.Hour, func() time.Time { return now.Add(61 * time.Minute) }, open)
	if err != nil {
		t.Fatal(err)
	}
	if code := get(late, address); code != http.StatusGone {
		t.Errorf("an hour later: %d", code)
	}
	other, err := web.NewLinks(filepath.Join(folder, "other.key"), "", time.Hour, func() time.Time { return now }, open)
	if err != nil {
		t.Fatal(err)
	}
	if code := get(other, address); code != http.StatusNotFound {
		t.Errorf("at another callflow: %d", code)
	}
}
