package stasis

import (
	"io"
	"strings"
	"testing"
)

func TestFetched(t *testing.T) {
	var f fetched
	if f.take() != nil {
		t.Error("there is a file before it was read")
	}
	for range 2 { // measured again after a connection was lost
		if n, err := f.read(strings.NewReader("RIFF and more")); n != 13 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	file := f.take()
	if file == nil {
		t.Fatal("it is not kept")
	}
	if b, err := io.ReadAll(file); string(b) != "RIFF and more" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
	if f.take() != nil {
		t.Error("it is handed over twice")
	}
	// Without a place for the file it is counted all the same.
	t.Setenv("TMPDIR", t.TempDir()+"/not-there")
	if n, err := f.read(strings.NewReader("RIFF and more")); n != 13 || err != nil || f.take() != nil {
		t.Errorf("%d, %v", n, err)
	}
	f.drop()
}
