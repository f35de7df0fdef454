package nodes_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
)

// people is a catalogue in which only user:alice and the queue:empty exist.
type people struct{}

func (people) Has(_ context.Context, ref flowengine.Ref) (bool, error) {
	return ref == flowengine.Ref{Kind: "user", Name: "alice"} || ref == flowengine.Ref{Kind: "queue", Name: "empty"}, nil
}

func (people) Members(context.Context, flowengine.Ref) (int, error) { return 0, nil }

// TestFindings holds the words of what a check says about each node's params.
func TestFindings(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/check/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no flows to check: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, findings := flowengine.ParseFlow(data)
		report := registry.Check(context.Background(), doc, people{}).With(findings...)
		var got strings.Builder
		for _, finding := range report.Findings {
			got.WriteString(finding.String() + "\n")
		}
		golden := strings.TrimSuffix(file, ".yaml") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got); if that is meant, run with -update:\n%s", file, diff)
		}
	}
}
