//go:build integration

package integration

import (
	"database/sql"
	"fmt"
	"testing"

	"callflow/flowengine"
)

// asking is a flow that asks for a department and returns by it. The revision is told in the results.
const asking = `
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"1": Sales, "2": Bye}, attempts: 1, timeout_s: %d}, next: {"key:1": sales, "key:2": bye, invalid: none}}
  sales: {type: return, params: {outcome: sales, results: {key: "menu.digits", revision: "'%s'"}}}
  none: {type: return}
  bye: {type: hangup, params: {cause: busy}}
`

// askingLine is a number whose flow calls the one above.
func (s *story) askingLine(timeout int) (number string) {
	s.Helper()
	s.sounds()
	s.Saves("Ask", fmt.Sprintf(asking, timeout, "first"))
	s.Publishes("Ask")
	return s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: ask}}
  ask: {type: subflow, params: {flow: "flow:Ask"}, next: {done: bye, sales: which, hung_up: left, error: after}}
  which: {type: set, params: {vars: {is: "ask.key + ask.revision"}}, next: {done: after}}
  left: {type: set, params: {vars: {left: "true"}}, next: {done: bye}}` + restFlow)
}

func TestSubflowReturnsByItsOutcome(t *testing.T) {
	s := tell(t)
	number := s.askingLine(30)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("short")
	caller.Presses("1")
	caller.Hears("after")
	caller.IsHungUp()
	tr := caller.Trace().Is("answer done", "ask called", "menu key:1", "sales returned", "ask sales", "which done", "after done", "bye hangup")
	tr.Says("ask", "The flow Ask returned by sales.").InFlow("menu", "Ask", 1).InFlow("which", "", 0)
	if is := fmt.Sprint(tr.step("which").Details["vars"]); is != "map[is:1first]" {
		s.Errorf("the results are %s%s", is, tr.text())
	}
}

func TestSubflowIsDone(t *testing.T) {
	s := tell(t)
	number := s.askingLine(1)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("short")
	caller.IsHungUp()
	caller.Trace().Is("answer done", "ask called", "menu no_input", "none returned", "ask done", "bye hangup").Ended(flowengine.EndCompleted)
}

func TestSubflowEndsTheCall(t *testing.T) {
	s := tell(t)
	number := s.askingLine(30)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("short")
	caller.Presses("2")
	caller.IsHungUp()
	caller.Trace().Is("answer done", "ask called", "menu key:2", "bye hangup").Ended(flowengine.EndCompleted)
}

// The calling flow may still note that the caller has left.
func TestSubflowWhoseCallerLeaves(t *testing.T) {
	s := tell(t)
	number := s.askingLine(30)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("short")
	caller.HangsUp()
	caller.Trace().Is("answer done", "ask called", "menu hung_up", "ask hung_up", "left done", "bye hangup")
}

func TestSubflowThatIsNotThere(t *testing.T) {
	s := tell(t)
	s.ExpectsError("nothing of a flow")
	number := s.askingLine(30)
	db, err := sql.Open("sqlite3", s.c.database()+"?_busy_timeout=5000")
	s.must(err)
	defer db.Close()
	_, err = db.Exec(`UPDATE flows SET name = 'Gone' WHERE name = 'Ask' AND company_id = (SELECT id FROM companies WHERE name = ?)`, s.company)
	s.must(err)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("after")
	caller.IsHungUp()
	caller.Trace().Is("answer done", "ask error", "after done", "bye hangup").Says("ask", `nothing of a flow "Ask" is published`)
}

// A Return that nothing has called is a goodbye.
func TestReturnAlone(t *testing.T) {
	s := tell(t)
	s.sounds()
	number := s.Line(`
start: short
settings: {goodbye: "audio:after"}
nodes:
  short: {type: greeting, params: {audio: "audio:short"}, next: {done: back}}
  back: {type: return}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("short", "after")
	caller.IsHungUp()
	caller.Trace().Is("short done", "back returned").Ended(flowengine.EndCompleted)
}

// callflow is killed while calls are in called flows: they go on there, on the revision that they came to.
func TestKilledInCalledFlows(t *testing.T) {
	killed(t, alone(t).runs(t)).play(calledScenes)
}

var calledScenes = []scene{
	{"a menu in a called flow takes its key, whatever is published meanwhile", func(s *story, o *witness) {
		number := s.askingLine(30)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("short")
		o.Happens()
		s.Saves("Ask", fmt.Sprintf(asking, 30, "second"))
		s.Publishes("Ask")
		o.IsOver()
		caller.Presses("1")
		caller.Hears("after")
		caller.IsHungUp()
		tr := caller.Trace().Is("answer done", "ask called", "menu key:1", "sales returned", "ask sales", "which done", "after done", "bye hangup")
		if is := fmt.Sprint(tr.step("which").Details["vars"]); is != "map[is:1first]" {
			s.Errorf("the results are %s%s", is, tr.text())
		}
		again := s.Caller()
		again.Dials(number)
		again.Hears("short")
		again.Presses("1")
		again.Hears("after")
		again.IsHungUp()
		if is := fmt.Sprint(again.Trace().step("which").Details["vars"]); is != "map[is:1second]" {
			s.Errorf("the next call's results are %s", is)
		}
	}},
	{"a conversation two flows deep goes on, and all return", func(s *story, o *witness) {
		s.sounds()
		alice := s.Phone("alice")
		s.Saves("Ring", `
start: ring
nodes:
  ring: {type: dial, params: {targets: ["user:alice"]}, next: {"*": back}}
  back: {type: return, params: {results: {how: "ring.outcome"}}}
`)
		s.Publishes("Ring")
		s.Saves("Middle", `
start: mine
nodes:
  mine: {type: set, params: {vars: {here: "'middle'"}}, next: {done: inner}}
  inner: {type: subflow, params: {flow: "flow:Ring"}, next: {done: back}}
  back: {type: return, params: {outcome: over, results: {how: "inner.how + vars.here"}}}
`)
		s.Publishes("Middle")
		number := s.Line(`
start: outer
nodes:
  outer: {type: subflow, params: {flow: "flow:Middle"}, next: {"*": how}}
  how: {type: set, params: {vars: {how: "outer.how"}}, next: {done: after}}` + restFlow)
		caller := s.Caller()
		caller.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(caller, alice)
		o.Happens()
		o.IsOver()
		s.Talk(caller, alice)
		alice.HangsUp()
		caller.Hears("after")
		caller.IsHungUp()
		tr := caller.Trace().Is("outer called", "mine done", "inner called", "ring answered", "back returned", "inner done", "back returned", "outer over", "how done", "after done", "bye hangup")
		tr.InFlow("ring", "Ring", 2)
		if is := fmt.Sprint(tr.step("how").Details["vars"]); is != "map[how:answeredmiddle]" {
			s.Errorf("the results are %s%s", is, tr.text())
		}
	}},
	{"the caller leaves a called flow meanwhile", func(s *story, o *witness) {
		number := s.askingLine(30)
		caller := s.Caller()
		caller.Dials(number)
		caller.Hears("short")
		o.Happens()
		caller.HangsUp()
		o.IsOver()
		caller.Trace().Is("answer done", "ask called", "menu hung_up", "ask hung_up", "left done", "bye hangup").
			Says("menu", "The caller had left when callflow came back.")
	}},
}

// InFlow checks in which called flow a node stood, and how deep.
func (tr *trace) InFlow(node, flow string, depth int) *trace {
	tr.s.Helper()
	if step := tr.step(node); step.Flow != flow || step.Depth != depth {
		tr.s.Errorf("the node %s was in the flow %q, %d deep, not in %q, %d deep%s", node, step.Flow, step.Depth, flow, depth, tr.text())
	}
	return tr
}
