package server

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMessageLinks(t *testing.T) {
	data := t.TempDir()
	folder := filepath.Join(data, "recordings")
	if err := os.Mkdir(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{filepath.Join(folder, "a-1-0.wav"), filepath.Join(data, "secret.wav")} {
		if err := os.WriteFile(file, []byte("RIFF "+file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	links, err := newMessageLinks(data, folder)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		links.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	good := links.path("a-1-0.wav")
	w := get(good)
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "RIFF") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%s: %d %v %q", good, w.Code, w.Header(), w.Body)
	}
	for name, path := range map[string]string{
		"without the word":  "/messages/a-1-0.wav",
		"another word":      "/messages/" + strings.Repeat("0", 32) + "/a-1-0.wav",
		"another's word":    strings.Replace(good, "a-1-0", "b-1-0", 1),
		"not there":         links.path("b-1-0.wav"),
		"out of the folder": links.path("../secret.wav"),
		"the folder":        links.path("."),
		"nothing":           "/messages/",
	} {
		if w := get(path); w.Code != 404 {
			t.Errorf("%s: %s answers %d", name, path, w.Code)
		}
	}
	// The address is the same after a restart: a prompt that plays is known by it.
	again, err := newMessageLinks(data, folder)
	if err != nil || again.path("a-1-0.wav") != good {
		t.Errorf("%v", err)
	}
	if info, err := os.Stat(filepath.Join(data, "messages.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", info, err)
	}
	if err := os.WriteFile(filepath.Join(data, "messages.key"), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newMessageLinks(data, folder); err == nil || !strings.Contains(err.Error(), "remove it") {
		t.Errorf("a broken key: %v", err)
	}
}
