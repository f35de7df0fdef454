package flowtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

const examples = "../../examples"

// Every example is complete, has a test file beside it, and goes the way that
// it says; its tests go through every node of it.
func TestExamples(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(examples, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, ".test.yaml") })
	if len(files) < 4 {
		t.Fatalf("only %d examples were found in %s", len(files), examples)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			program := example(t, registry, file)
			visited := runTests(t, registry, program, strings.TrimSuffix(file, ".yaml")+".test.yaml")
			for id := range program.Flow.Nodes {
				if !visited[id] {
					t.Errorf("no test goes through the node %q", id)
				}
			}
		})
	}
}

// example reads a flow that must have no finding but that it was not checked
// against an installation, and that the week has hours without a slot.
func example(t *testing.T, registry *flowengine.Registry, file string) *flowengine.Program {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, findings := flowengine.ParseFlow(text)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if report := registry.Check(t.Context(), doc, nil); !report.Complete() {
		t.Fatal(report.Findings)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// runTests returns which nodes the tests of a file went through.
func runTests(t *testing.T, registry *flowengine.Registry, program *flowengine.Program, file string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := flowtest.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSuffix(filepath.Base(file), ".test.yaml") + ".yaml"; tests.Flow != want {
		t.Errorf("%s tests %q, not %s", file, tests.Flow, want)
	}
	var called simulator.Flows
	for _, name := range tests.Flows {
		called = append(called, example(t, registry, filepath.Join(examples, name)))
	}
	visited := map[string]bool{}
	for _, test := range tests.Tests {
		result, err := test.Run(t.Context(), program, simulator.Options{Services: flowengine.Services{Flows: called}})
		if err != nil {
			t.Error(err)
			continue
		}
		for _, failure := range result.Failures {
			t.Errorf("%s: %s", test.Name, failure)
		}
		for _, step := range result.Outcome.Trace {
			if step.Depth == 0 {
				visited[step.Node] = true
			}
		}
	}
	return visited
}
