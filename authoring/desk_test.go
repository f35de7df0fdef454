package authoring_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newDesk is a desk on a database of its own, in which alice has a telephone.
func newDesk(t *testing.T) *authoring.Desk {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddUser(t.Context(), "", store.User{Name: "alice", Phones: []store.Phone{{Endpoint: "PJSIP/alice"}}}); err != nil {
		t.Fatal(err)
	}
	return &authoring.Desk{Store: s, Registry: registry}
}

// flow reads a flow from YAML.
func flow(t *testing.T, text string) *flowengine.Flow {
	t.Helper()
	doc, findings := flowengine.ParseFlow([]byte("schema: 1\nkind: voice\n" + text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return doc.Flow
}

// hello is a flow that says a text and hangs up.
func hello(t *testing.T, name, text string) *flowengine.Flow {
	return flow(t, "name: "+name+"\nstart: a\nnodes:\n  a: {type: greeting, params: {say: "+text+"}, next: {done: b}}\n  b: {type: hangup}\n")
}

// calls is a flow that calls another one and knows these of its outcomes.
func calls(t *testing.T, name, other string, outcomes ...string) *flowengine.Flow {
	next := "done: b"
	for _, o := range outcomes {
		next += ", " + o + ": b"
	}
	return flow(t, "name: "+name+"\nstart: a\nnodes:\n  a: {type: subflow, params: {flow: \"flow:"+other+"\"}, next: {"+next+"}}\n  b: {type: hangup}\n")
}

func saves(t *testing.T, d *authoring.Desk, f *flowengine.Flow) store.Revision {
	t.Helper()
	r, _, err := d.Save(t.Context(), "", authoring.Draft{Flow: f})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func publishes(t *testing.T, d *authoring.Desk, f *flowengine.Flow) (callers []authoring.Caller) {
	t.Helper()
	saves(t, d, f)
	_, callers, err := d.Publish(t.Context(), "", f.Name, 0)
	if err != nil {
		t.Fatal(err)
	}
	return callers
}

// fails checks that an error is of the type and says what it should.
func fails[E error](t *testing.T, err error, says string) (e E) {
	t.Helper()
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a %T", err, e)
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("%q does not say %q", err, says)
	}
	return e
}

// codes are those of a report's findings, with their nodes.
func codes(r flowengine.Report) string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Node+" "+f.Code)
	}
	return strings.Join(all, ", ")
}

// Flows that are saved together may refer to each other, in whatever case; one
// that is neither there nor among them is missing.
func TestFlowsThatAreSavedTogetherKnowEachOther(t *testing.T) {
	d := newDesk(t)
	main, other := calls(t, "Main", "closed", "back"), flow(t, "name: Closed\nstart: a\nnodes:\n  a: {type: return, params: {outcome: back}}\n")
	alone := d.Check(t.Context(), "", &flowengine.Document{Flow: main})
	if alone.Complete() || !strings.Contains(codes(alone), "a missing_reference") {
		t.Errorf("alone: %s", codes(alone))
	}
	together := d.Check(t.Context(), "", &flowengine.Document{Flow: main}, main, other)
	if !together.Complete() {
		t.Errorf("together: %v", together.Findings)
	}
	other = hello(t, "Closed", "x")
	if r := d.Check(t.Context(), "", &flowengine.Document{Flow: main}, main, other); r.Complete() {
		t.Error("the other flow does not return by back, and nobody says so")
	}
}

func TestOutcomesOfANodeFollowItsParams(t *testing.T) {
	d := newDesk(t)
	f := flow(t, "name: Menu\nstart: a\nnodes:\n  a: {type: menu, params: {prompt: x, keys: {\"1\": One, \"42\": Many}}}\n")
	var names []string
	for _, o := range d.Outcomes(t.Context(), "", &flowengine.Document{Flow: f})["a"] {
		names = append(names, o.Name)
	}
	if got := strings.Join(names, " "); got != "key:1 key:42 invalid no_input" {
		t.Errorf("outcomes: %s", got)
	}
}
