package store_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// returning is a flow that returns by the outcomes given.
func returning(name string, outcomes ...string) *flowengine.Flow {
	f := &flowengine.Flow{Schema: 1, Name: name, Kind: flowengine.Voice, Start: "r0", Nodes: map[string]*flowengine.Node{}}
	for i, o := range outcomes {
		f.Nodes["r"+string(rune('0'+i))] = &flowengine.Node{Type: "return", Params: json.RawMessage(`{"outcome":"` + o + `"}`)}
	}
	return f
}

// calling is a flow that calls another and connects its outcomes.
func calling(name, callee string, outcomes ...string) *flowengine.Flow {
	f := &flowengine.Flow{Schema: 1, Name: name, Kind: flowengine.Voice, Start: "ask", Nodes: map[string]*flowengine.Node{
		"ask": {Type: "subflow", Params: json.RawMessage(`{"flow":"flow:` + callee + `"}`), Next: map[string]string{"done": "bye", "*": "bye", "error": "bye"}},
		"bye": {Type: "hangup"},
	}}
	for _, o := range outcomes {
		f.Nodes["ask"].Next[o] = "bye"
	}
	return f
}

func TestOutcomesThatCallersUseCannotDisappear(t *testing.T) {
	s := open(t)
	save(t, s, returning("Ask", "sales", "support"), complete)
	publish(t, s, "Ask")
	save(t, s, calling("Main", "ask", "sales", "support"), complete)
	save(t, s, calling("Draft", "Ask", "lost"), complete)

	// While nothing that calls it is published, a flow may change.
	save(t, s, returning("Ask", "sales"), complete)
	publish(t, s, "Ask")
	must(t)(s.RollbackFlow(t.Context(), "", "Ask", 1))
	publish(t, s, "Main")
	if got := status(t, s, "Ask"); got != "available" {
		t.Errorf("the called flow is %s while no number is there", got)
	}
	_, err := s.PublishFlow(t.Context(), "", "Ask", 2)
	refused := fails[*store.OutcomesInUseError](t, err, `flow "Main" revision 1 (live) node ask → support`, "publish that first")
	if len(refused.Uses) != 1 || refused.Code() != "outcomes_in_use" {
		t.Errorf("uses %+v", refused.Uses)
	}
	// More outcomes are no harm.
	save(t, s, returning("Ask", "sales", "support", "other"), complete)
	publish(t, s, "Ask")
	_, err = s.RollbackFlow(t.Context(), "", "Ask", 2)
	fails[*store.OutcomesInUseError](t, err)
	save(t, s, calling("Main", "Ask", "sales"), complete)
	publish(t, s, "Main")
	must(t)(s.RollbackFlow(t.Context(), "", "Ask", 2))

	must(t)(s.AddNumber(t.Context(), "", store.Number{Number: "100", VoiceFlow: "Main"}))
	if got := status(t, s, "Ask"); got != "active" {
		t.Errorf("the flow that an active one calls is %s", got)
	}
}

func TestCalledFlowsAreFound(t *testing.T) {
	s := open(t)
	routes := store.NewRoutes(s, func(f *flowengine.Flow) (*flowengine.Program, error) {
		return &flowengine.Program{Flow: f}, nil
	}, func(string) flowengine.Services { return flowengine.Services{} })
	flows, catalog := routes.Flows(""), s.Catalog("")

	_, err := flows.Live(t.Context(), "Ask")
	if !errors.Is(err, flowengine.ErrNoSuch) {
		t.Errorf("a flow that is not there: %v", err)
	}
	_, err = catalog.Interface(t.Context(), "Ask")
	if !errors.Is(err, flowengine.ErrNoSuch) {
		t.Errorf("a flow that is not there: %v", err)
	}
	save(t, s, returning("Ask", "sales", "done"), complete)
	if _, err := flows.Live(t.Context(), "Ask"); !errors.Is(err, flowengine.ErrNoSuch) {
		t.Errorf("a flow that is not published: %v", err)
	}
	if shows, err := catalog.Interface(t.Context(), "ask"); err != nil || shows.Live || len(shows.Outcomes) != 2 {
		t.Errorf("%+v, %v", shows, err)
	}
	publish(t, s, "Ask")
	save(t, s, returning("Ask", "other"), complete)
	p, err := flows.Live(t.Context(), "ask")
	if err != nil || p.Number != 1 || p.Flow.Name != "Ask" || p.Revision == 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if shows, err := catalog.Interface(t.Context(), "Ask"); err != nil || !shows.Live || len(shows.Outcomes) != 2 {
		t.Errorf("callers see the newest revision, not the live one: %+v, %v", shows, err)
	}
	publish(t, s, "Ask")
	if p, err = flows.Live(t.Context(), "Ask"); err != nil || p.Number != 2 {
		t.Errorf("after publishing: %+v, %v", p, err)
	}
}

// A step in a called flow says so, and who answered there is remembered there.
func TestStepsInCalledFlows(t *testing.T) {
	s := open(t)
	j := journal(t, s)
	save(t, s, flow("Main"), complete)
	ask := save(t, s, flow("Ask"), complete)
	j.CallStarted(flowengine.CallStarted{Call: flowengine.Incoming{ID: "c1", Number: "100", CallerNumber: "0412345678", Arrived: noon}, Company: "default", Flow: "Main", Revision: 1})
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 1, Node: "ask", Type: "subflow", Entered: noon, Left: noon, Outcome: "called"})
	j.StepDone(flowengine.StepDone{Call: "c1", Seq: 2, Node: "n2", Type: "dial", Entered: noon, Left: noon.Add(time.Second), Outcome: "answered",
		Flow: "Ask", Revision: ask.ID, Depth: 1, Details: map[string]any{"target": "user:alice", "talked_s": 1.0}})
	flush(t, j)
	steps, err := s.Steps(t.Context(), "c1")
	ok(t, err)
	if len(steps) != 2 || steps[0].Depth != 0 || steps[0].Flow != "" || steps[1].Flow != "Ask" || steps[1].Depth != 1 || steps[1].Revision != ask.ID {
		t.Errorf("steps %+v", steps)
	}
	target, found, err := s.Answers("").LastAnswered(t.Context(), "0412345678", "Ask", "n2")
	if err != nil || !found || target != "user:alice" {
		t.Errorf("%q, %v, %v", target, found, err)
	}
	if _, found, _ := s.Answers("").LastAnswered(t.Context(), "0412345678", "Main", "n2"); found {
		t.Error("who answered in the called flow is told of the calling one")
	}
	var flows string
	ok(t, rawSQL(t, s.Path()).QueryRow(`SELECT group_concat(flow || ' ' || depth || ' ' || revision, ', ') FROM call_path WHERE call = 'c1'`).Scan(&flows))
	if flows != "Main 0 1, Ask 1 1" {
		t.Errorf("call_path: %s", flows)
	}
}

// A flow is served by the drivers of the numbers from which calls come to it,
// through whichever flows.
func TestACalledFlowHasTheDriversOfItsCallers(t *testing.T) {
	s := open(t)
	save(t, s, returning("Inner", "done"), complete)
	publish(t, s, "Inner")
	save(t, s, calling("Middle", "inner"), complete)
	publish(t, s, "Middle")
	save(t, s, calling("Outer", "Middle"), complete)
	publish(t, s, "Outer")
	must(t)(s.AddNumber(t.Context(), "", store.Number{Number: "100", VoiceFlow: "Outer"}))
	ok(t, s.SetNumberDriver(t.Context(), "", "100", flowengine.DriverAGI))
	must(t)(s.AddNumber(t.Context(), "", store.Number{Number: "200", VoiceFlow: "Inner"}))
	drivers, err := s.Catalog("").Drivers(t.Context(), "Inner")
	if err != nil || len(drivers) != 2 || drivers[flowengine.DriverAGI] != "100" || drivers[flowengine.DriverARI] != "200" {
		t.Errorf("%v, %v", drivers, err)
	}
	// Of what is not live, nothing comes.
	save(t, s, returning("Outer", "done"), complete)
	publish(t, s, "Outer")
	if drivers, err = s.Catalog("").Drivers(t.Context(), "Inner"); err != nil || len(drivers) != 1 {
		t.Errorf("%v, %v", drivers, err)
	}
}
