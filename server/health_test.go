package server

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"callflow/store"
	"callflow/web/api"
)

// offline is a callflow without an Asterisk, whose files are in the folder.
func offline(t *testing.T, folder string) *Server {
	t.Helper()
	cfg := Defaults()
	cfg.Database, cfg.Data, cfg.Version = filepath.Join(folder, "callflow.db"), filepath.Join(folder, "data"), "v1"
	cfg.ARI, cfg.ARIPassword, cfg.HTTP, cfg.AGI = "http://127.0.0.1:1", "secret", "127.0.0.1:0", ""
	s, err := New(t.Context(), cfg, zerolog.New(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// A callflow without an Asterisk says so in both ways: what it knows of its own
// connection, and what the doctor sees.
func TestHealthTellsWhatTheDoctorSees(t *testing.T) {
	folder := t.TempDir()
	s := offline(t, folder)
	h, err := s.health(t.Context(), store.DefaultCompany)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]api.HealthCheck{}
	for _, c := range h.Items {
		if _, twice := found[c.What]; twice {
			t.Errorf("%s is told twice", c.What)
		}
		if c.State != "ok" && c.Do == "" {
			t.Errorf("%s: %s, but not what to do", c.What, c.Found)
		}
		found[c.What] = c
	}
	for what, state := range map[string]string{"connection": "fail", "ARI": "fail", "database": "ok", "numbers": "warn", "sounds": "ok", "data folder": "ok", "mail": "warn", "history": "ok", "outbox": "ok"} {
		if found[what].State != state {
			t.Errorf("%s: got %+v, want %s", what, found[what], state)
		}
	}
	if !strings.Contains(found["ARI"].Found, "nothing answers at http://127.0.0.1:1") {
		t.Errorf("ARI: %+v", found["ARI"])
	}
	for _, own := range []string{"callflow", "application"} {
		if c, told := found[own]; told {
			t.Errorf("the callflow that looks was looked at from outside: %+v", c)
		}
	}
	if y := h.System; y.Version != "v1" || y.Connected || y.Database == 0 || y.DiskTotal == 0 || y.SQLite == "" || y.Started.IsZero() {
		t.Errorf("the system: %+v", y)
	}

	// However often it is asked, it looks once for a while; another company has
	// findings of its own.
	if err := s.store.AddCompany(t.Context(), store.Company{Name: "acme"}); err != nil {
		t.Fatal(err)
	}
	again, err := s.health(t.Context(), store.DefaultCompany)
	if err != nil || again.Looked != h.Looked {
		t.Errorf("asked again: looked at %v, then at %v (%v)", h.Looked, again.Looked, err)
	}
	if other, err := s.health(t.Context(), "acme"); err != nil || other.Looked == h.Looked {
		t.Errorf("another company was given the same: %v", err)
	}
}
