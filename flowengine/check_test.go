package flowengine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCheckGolden parses and checks each flow in testdata/check and compares
// what is found with the .golden file beside it. UPDATE_GOLDEN=1 writes those.
func TestCheckGolden(t *testing.T) {
	t.Parallel()
	r := checkRegistry(t)
	catalog := shelf{"audio:welcome": true, "audio:menu": true, "user:alice": true}
	files, err := filepath.Glob("testdata/check/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, findings := ParseFlow(data)
			report := Report{}.With(findings...)
			if doc != nil {
				report = r.Check(context.Background(), doc, catalog).With(findings...)
			}
			var out strings.Builder
			for _, f := range report.Findings {
				fmt.Fprintf(&out, "[%s] %s\n", f.Code, f)
			}
			fmt.Fprintf(&out, "%d of %d checks hold: %d %%\n", report.Satisfied, report.Checks, report.Progress())
			if report.Complete() != (report.Progress() == 100) {
				t.Errorf("complete is %v at %d %%", report.Complete(), report.Progress())
			}
			golden := file + ".golden"
			if os.Getenv("UPDATE_GOLDEN") != "" {
				if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), out.String()); diff != "" {
				t.Errorf("other findings than in %s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

// flowOf reads a flow that must be well-formed.
func flowOf(t testing.TB, text string) *Document {
	t.Helper()
	doc, findings := ParseFlow([]byte(text))
	for _, f := range findings {
		t.Error(f)
	}
	if t.Failed() {
		t.FailNow()
	}
	return doc
}

func codes(r Report) []string {
	list := []string{}
	for _, f := range r.Findings {
		list = append(list, f.Node+" "+f.Code)
	}
	return list
}

func TestCheckWithoutCatalog(t *testing.T) {
	t.Parallel()
	doc := flowOf(t, `{"schema": 1, "name": "x", "kind": "voice", "start": "a", "nodes": {
		"a": {"type": "say", "params": {"audio": "audio:gone"}, "next": {"done": "b"}}, "b": {"type": "bye"}}}`)
	report := checkRegistry(t).Check(context.Background(), doc, nil)
	if diff := cmp.Diff([]string{" references_unchecked"}, codes(report)); diff != "" {
		t.Error(diff)
	}
	if !report.Complete() || report.Progress() != 100 {
		t.Errorf("a warning stands in the way: %+v", report)
	}
}

type brokenCatalog struct{}

func (brokenCatalog) Has(context.Context, Ref) (bool, error) {
	return false, errors.New("the database is locked")
}

func TestCheckWithFailingCatalog(t *testing.T) {
	t.Parallel()
	doc := flowOf(t, `{"schema": 1, "name": "x", "kind": "voice", "start": "a", "nodes": {
		"a": {"type": "say", "params": {"audio": "audio:welcome"}, "next": {"done": "b"}}, "b": {"type": "bye"}}}`)
	report := checkRegistry(t).Check(context.Background(), doc, brokenCatalog{})
	if diff := cmp.Diff([]string{"a lookup_failed"}, codes(report)); diff != "" {
		t.Error(diff)
	}
	if report.Complete() {
		t.Error("complete, although its references could not be looked up")
	}
}

// A flow from the store has no lines; its findings come in the order in which
// a call meets the nodes.
func TestCheckOrderWithoutFile(t *testing.T) {
	t.Parallel()
	doc := flowOf(t, `{"schema": 1, "name": "x", "kind": "voice", "start": "z", "nodes": {
		"a": {"type": "say"}, "m": {"type": "say", "next": {"done": "a"}}, "z": {"type": "say", "next": {"done": "m"}}}}`)
	report := checkRegistry(t).Check(context.Background(), &Document{Flow: doc.Flow}, shelf{})
	want := []string{"z missing_param", "m missing_param", "a missing_param", "a unwired"}
	if diff := cmp.Diff(want, codes(report)); diff != "" {
		t.Error(diff)
	}
	for _, f := range report.Findings {
		if f.Line != 0 {
			t.Errorf("a line without a file: %s", f)
		}
	}
}

// An edge that stands in for another counts; so does the one that catches all.
func TestCheckWays(t *testing.T) {
	t.Parallel()
	const head = `{"schema": 1, "name": "x", "kind": "voice", "start": "a", "nodes": {"b": {"type": "bye"}, "a": `
	for name, c := range map[string]struct {
		node string
		want []string
	}{
		"all wired":       {`{"type": "ask", "params": {"keys": {"1": "x"}}, "next": {"key:1": "b", "invalid": "b", "no_input": "b"}}`, []string{}},
		"else":            {`{"type": "ask", "params": {"keys": {"1": "x"}}, "next": {"key:1": "b", "invalid": "b"}}`, []string{}},
		"not back":        {`{"type": "ask", "params": {"keys": {"1": "x"}}, "next": {"key:1": "b", "no_input": "b"}}`, []string{"a unwired"}},
		"any":             {`{"type": "ask", "params": {"keys": {"1": "x"}}, "next": {"*": "b"}}`, []string{}},
		"implicit":        {`{"type": "say", "params": {"audio": "audio:x"}, "next": {"done": "b", "error": "b", "hung_up": "b"}}`, []string{}},
		"null is unset":   {`{"type": "say", "params": {"audio": null, "text": null}, "next": {"done": "b"}}`, []string{"a missing_param"}},
		"skipped":         {`{"type": "ask", "skip": true, "next": {"invalid": "b"}}`, []string{}},
		"skipped unwired": {`{"type": "ask", "skip": true, "params": {"keys": {"1": "x"}}, "next": {"invalid": "b"}}`, []string{"a unwired", "b unreachable"}},
		"skipped end":     {`{"type": "bye", "skip": true, "next": {"*": "b"}}`, []string{}},
		"jump":            {`{"type": "back", "params": {"to": "b"}, "next": {"exceeded": "b"}}`, []string{}},
		"jump nowhere":    {`{"type": "back", "params": {"to": "c"}, "next": {"exceeded": "b"}}`, []string{"a dangling_edge"}},
		"jump to itself":  {`{"type": "back", "params": {"to": "a"}, "next": {"exceeded": "b"}}`, []string{}},
		"own end":         {`{"type": "say", "params": {"audio": "audio:x"}, "next": {"done": "a", "error": "b"}}`, []string{"a spinning_loop"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := flowOf(t, head+c.node+"}}")
			report := checkRegistry(t).Check(context.Background(), doc, shelf{"audio:x": true})
			if diff := cmp.Diff(c.want, codes(report)); diff != "" {
				t.Errorf("%s\n%v", diff, report.Findings)
			}
		})
	}
}
