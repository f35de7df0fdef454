package nodes_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

var update = flag.Bool("update", false, "write the golden traces anew")

// TestGoldenTraces runs every flow test in testdata in the simulator: each must
// go its expected way, and its whole trace must be the golden one.
func TestGoldenTraces(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.test.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no flow tests: %v", err)
	}
	seen := map[string]bool{} // "type outcome" that some test went through
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".test.yaml"), func(t *testing.T) {
			tests, program, called := load(t, registry, file)
			var got bytes.Buffer
			for _, test := range tests.Tests {
				result, err := test.Run(context.Background(), program, flowengine.Services{Flows: called})
				if err != nil {
					t.Errorf("%v", err)
					continue
				}
				for _, failure := range result.Failures {
					t.Errorf("%s: %s", test.Name, failure)
				}
				for _, step := range result.Outcome.Trace {
					seen[step.Type+" "+outcomeKind(step.Outcome)] = true
				}
				writeTrace(&got, result)
			}
			golden := strings.TrimSuffix(file, ".test.yaml") + ".golden"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("the traces differ from %s (-want +got); if that is meant, run with -update:\n%s", golden, diff)
			}
		})
	}
	for _, want := range everyOutcome(t, registry) {
		if !seen[want] {
			t.Errorf("no flow test goes through %q", want)
		}
	}
}

// load reads a test file with the flow that it tests and those that this calls.
func load(t *testing.T, registry *flowengine.Registry, file string) (*flowtest.File, *flowengine.Program, simulator.Flows) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := flowtest.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var called simulator.Flows
	for _, name := range tests.Flows {
		called = append(called, compile(t, registry, name))
	}
	return tests, compile(t, registry, tests.Flow), called
}

func compile(t *testing.T, registry *flowengine.Registry, name string) *flowengine.Program {
	t.Helper()
	flow, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	doc, findings := flowengine.ParseFlow(flow)
	if len(findings) > 0 {
		t.Fatalf("%s: %v", name, findings)
	}
	if report := registry.Check(context.Background(), doc, nil); !report.Complete() {
		t.Fatalf("%s is not complete: %v", name, report.Findings)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// everyOutcome lists the outcomes of every node type as "type outcome".
func everyOutcome(t *testing.T, registry *flowengine.Registry) []string {
	t.Helper()
	all := []string{"menu key", "time slot", "time override", "dial hung_up", "voicemail hung_up", "menu hung_up", "greeting hung_up", "jump jumped", "hangup hangup", "subflow called", "subflow hung_up", "subflow error", "return returned"}
	for _, nodeType := range registry.Types() {
		node := nodeType.New()
		outcomes := node.Outcomes()
		if varied, ok := node.(flowengine.Varied); ok {
			outcomes = append(outcomes, varied.VariedOutcomes()...)
		}
		for _, outcome := range outcomes {
			if strings.HasPrefix(outcome.Name, "<") {
				continue // what the flow's author chooses
			}
			all = append(all, nodeType.Name+" "+outcomeKind(outcome.Name))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// outcomeKind is an outcome without what the flow's author chose: key:1 → key.
func outcomeKind(name string) string {
	kind, _, _ := strings.Cut(name, ":")
	return kind
}

func writeTrace(w *bytes.Buffer, r flowtest.Result) {
	fmt.Fprintf(w, "# %s\n", r.Name)
	for _, h := range r.Outcome.Heard {
		fmt.Fprintf(w, "  heard %s\n", h)
	}
	for _, s := range r.Outcome.Trace {
		details, err := json.Marshal(s.Details)
		if err != nil {
			details = []byte(err.Error())
		}
		place := s.Node
		if s.Depth > 0 {
			place = fmt.Sprintf("%s%s › %s", strings.Repeat("› ", s.Depth-1), s.Flow, s.Node)
		}
		fmt.Fprintf(w, "  %d %s (%s) %s after %s: %s %s\n", s.Seq, place, s.Type, s.Outcome, s.Left.Sub(s.Entered), s.Why, details)
		for _, warning := range s.Warnings {
			fmt.Fprintf(w, "    warning: %s\n", warning)
		}
	}
	e := r.Outcome.Ended
	fmt.Fprintf(w, "  ended %s, cause %d, answered by %q, talked %s: %s\n\n", e.Reason, e.Cause, e.AnsweredBy, e.Talked, e.Why)
}
