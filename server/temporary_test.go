package server

import (
	"os"
	"path/filepath"
	"testing"
)

// begun is an upload that has come in part.
func (t *temporary) begun(test *testing.T) string {
	file := filepath.Join(t.path, "multipart-1")
	if err := os.WriteFile(file, []byte("RIFF"), 0o600); err != nil {
		test.Fatal(err)
	}
	return file
}

func openedTemporary(t *testing.T, data string) *temporary {
	opened, err := newTemporary(data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.lock.Close() })
	return opened
}

func TestTemporaryFilesOfAKilledProcessAreRemoved(t *testing.T) {
	data := t.TempDir()
	killed, alive := openedTemporary(t, data), openedTemporary(t, data)
	left, underWay := killed.begun(t), alive.begun(t)
	killed.lock.Close() // as the system does for who is killed
	stray := filepath.Join(data, "tmp", "stray")
	if err := os.WriteFile(stray, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	next := openedTemporary(t, data)
	for _, gone := range []string{left, killed.path, stray} {
		if _, err := os.Stat(gone); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", gone, err)
		}
	}
	if _, err := os.Stat(underWay); err != nil {
		t.Errorf("a file of a process that lives is gone: %v", err)
	}
	if next.path == alive.path || !filepath.IsAbs(next.path) {
		t.Errorf("the folder is %s, beside %s", next.path, alive.path)
	}

	next.begun(t)
	next.close()
	entries, err := os.ReadDir(filepath.Join(data, "tmp"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Base(alive.path); len(entries) != 1 || entries[0].Name() != want {
		t.Errorf("there is %v, want only %s", entries, want)
	}
}

func TestTemporaryFolderThatCannotBeMade(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", "/elsewhere")
	none, err := openTemporary(data)
	if err == nil || none != nil || os.Getenv("TMPDIR") != "/elsewhere" {
		t.Errorf("a folder was made in a file: %v, %v, %s", none, err, os.Getenv("TMPDIR"))
	}
	none.close()
}

func TestTemporaryFilesGoThere(t *testing.T) {
	data := t.TempDir()
	t.Setenv("TMPDIR", "/elsewhere")
	opened, err := openTemporary(data)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.close()
	if got := os.TempDir(); got != opened.path {
		t.Errorf("temporary files go to %s, want %s", got, opened.path)
	}
}
