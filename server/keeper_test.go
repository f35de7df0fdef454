package server

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow/media"
)

// A callflow that is killed while it keeps a recording leaves a part of it, which
// a later start removes.
func TestStartRemovesUnfinishedRecordings(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "[a") // which is no pattern
	recordings := filepath.Join(folder, "data", "recordings")
	if err := os.MkdirAll(recordings, 0o750); err != nil {
		t.Fatal(err)
	}
	part := func(name string) string { return strings.Replace(media.Unfinished, "*", name, 1) }
	for name, age := range map[string]time.Duration{part("old"): 2 * time.Hour, part("new"): 0, "a-1-0.wav": 2 * time.Hour} {
		file := filepath.Join(recordings, name)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-age)
		if err := os.Chtimes(file, when, when); err != nil {
			t.Fatal(err)
		}
	}
	offline(t, folder)
	entries, err := os.ReadDir(recordings)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{part("new"), "a-1-0.wav"}; !slices.Equal(left, want) {
		t.Errorf("left: %q, want %q", left, want)
	}
}
