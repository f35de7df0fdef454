package nodes_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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
	seen := map[flowengine.TypeOutcome]bool{} // that some test went through
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".test.yaml"), func(t *testing.T) {
			tests, program, called := load(t, registry, file)
			var got bytes.Buffer
			for _, test := range tests.Tests {
				result, err := test.Run(context.Background(), program, simulator.Options{Services: flowengine.Services{Flows: called}})
				if err != nil {
					t.Errorf("%v", err)
					continue
				}
				for _, failure := range result.Failures {
					t.Errorf("%s: %s", test.Name, failure)
				}
				for _, step := range result.Outcome.Trace {
					seen[flowengine.TypeOutcome{Type: step.Type, Kind: flowengine.OutcomeKind(step.Outcome)}] = true
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
	for _, want := range everyOutcome(registry) {
		if !seen[want] {
			t.Errorf("no flow test goes through %s %s", want.Type, want.Kind)
		}
	}
	noteOutcomes(t, seen)
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

// everyOutcome lists what calls have to go through: every exit of every node
// type, and those that are implicit or lead elsewhere.
func everyOutcome(registry *flowengine.Registry) []flowengine.TypeOutcome {
	return append(registry.Outcomes(), []flowengine.TypeOutcome{
		{Type: "greeting", Kind: "hung_up"},
		{Type: "menu", Kind: "hung_up"},
		{Type: "dial", Kind: "hung_up"},
		{Type: "voicemail", Kind: "hung_up"},
		{Type: "subflow", Kind: "called"},
		{Type: "subflow", Kind: "hung_up"},
		{Type: "subflow", Kind: "error"},
		{Type: "return", Kind: "returned"},
		{Type: "jump", Kind: "jumped"},
		{Type: "hangup", Kind: "hangup"},
	}...)
}

// noteOutcomes adds what was seen to the file that CALLFLOW_OUTCOMES names,
// for scripts/outcomes.
func noteOutcomes(t *testing.T, seen map[flowengine.TypeOutcome]bool) {
	path := os.Getenv("CALLFLOW_OUTCOMES")
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for o := range seen {
		fmt.Fprintf(f, "simulator %s %s\n", o.Type, o.Kind)
	}
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
	for _, l := range r.Outcome.Letters {
		content, err := json.Marshal(l.Content)
		if err != nil {
			content = []byte(err.Error())
		}
		fmt.Fprintf(w, "  posted %s %s %s\n", l.ID, l.Content.LetterKind(), content)
	}
	for _, t := range r.Outcome.Texts {
		fmt.Fprintf(w, "  texted %s from %q to %s: %q\n", t.ID, t.From, t.To, t.Body)
	}
	fmt.Fprintf(w, "  ended %s, cause %d, answered by %q, talked %s: %s\n\n", e.Reason, e.Cause, e.AnsweredBy, e.Talked, e.Why)
}
