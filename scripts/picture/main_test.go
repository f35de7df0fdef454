package main

import (
	"os"
	"testing"
)

// The picture in docs is what the sample draws today.
func TestPictureIsFresh(t *testing.T) {
	want, err := draw("../../examples/main-line.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/main-line.svg")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Error("docs/main-line.svg is stale; run: go run ./scripts/picture examples/main-line.yaml docs/main-line.svg")
	}
}
