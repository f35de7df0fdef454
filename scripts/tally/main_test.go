package main

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What go test -json wrote: a test that fails in a subtest, and one that hangs until it is ended.
const hangs = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"run","Package":"p","Test":"TestA/sub"}
{"Action":"output","Package":"p","Test":"TestA/sub","Output":"=== RUN   TestA/sub\n"}
{"Action":"output","Package":"p","Test":"TestA/sub","Output":"    a_test.go:3: not so\n"}
{"Action":"fail","Package":"p","Test":"TestA/sub","Elapsed":0}
{"Action":"fail","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p","Test":"TestB","Elapsed":0}
{"Action":"run","Package":"p","Test":"TestHang"}
{"Action":"output","Package":"p","Test":"TestHang","Output":"panic: test timed out after 3s\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t3.276s\n"}
{"Action":"fail","Package":"p","Elapsed":3.488}
`

func TestAHangingTestIsNamed(t *testing.T) {
	got, err := tally(bufio.NewReader(strings.NewReader(hangs)))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "tallies")
	if err := appendCounts(file, got); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"! FAIL p TestA/sub",
		"!     a_test.go:3: not so",
		"! FAIL p TestA",
		"! FAIL p TestHang",
		"! panic: test timed out after 3s",
		"! FAIL p",
		"! FAIL\tp\t3.276s",
		"1 4 0",
		"",
	}
	if lines := strings.Split(string(written), "\n"); !slices.Equal(lines, want) {
		t.Errorf("got\n%s", written)
	}
}
