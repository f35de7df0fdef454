package simulator_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

const (
	calling = `
schema: 1
name: Calling
kind: voice
start: mine
nodes:
  mine: {type: set, params: {vars: {a: "1", b: "'caller'"}}, next: {done: ask}}
  ask: {type: subflow, params: {flow: "flow:Called", inputs: {b: "'input'"}}, next: {done: again, sales: told, hung_up: note}}
  again: {type: jump, params: {to: ask, limit: 2}, next: {exceeded: bye}}
  told: {type: set, params: {vars: {result: "ask.b + string(vars.a) + vars.b"}}, next: {done: bye}}
  note: {type: set, params: {vars: {left: "true"}}, next: {done: bye}}
  bye: {type: hangup, params: {audio: "{{vars.result}}"}}
`
	called = `
schema: 1
name: Called
kind: voice
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:menu", keys: {1: Sales, 2: Deeper}, attempts: 1, timeout_s: 2}, next: {"key:1": sales, "key:2": deeper, invalid: none}}
  deeper: {type: subflow, params: {flow: "flow:Deeper"}, next: {done: sales}}
  sales: {type: return, params: {outcome: sales, results: {b: "vars.b"}}}
  none: {type: return}
`
	deeper = `
schema: 1
name: Deeper
kind: voice
start: ring
nodes:
  ring: {type: dial, params: {targets: ["user:alice"], timeout_s: 10}, next: {"*": say}}
  say: {type: greeting, params: {audio: "audio:deeper"}, next: {done: back}}
  back: {type: return}
`
)

func callingOthers(t *testing.T) (*flowengine.Program, simulator.Options) {
	t.Helper()
	return compile(t, calling), simulator.Options{Services: flowengine.Services{Flows: simulator.Flows{compile(t, called), compile(t, deeper)}}}
}

// Whenever callflow is killed in a called flow, the call goes on there, with
// the variables of each flow where they were.
func TestAKillInACalledFlowGoesUnnoticed(t *testing.T) {
	program, o := callingOthers(t)
	for _, digits := range []string{"1", "2", ""} {
		s := script(t, digits, "alice=answered:5s")
		undisturbed, err := simulator.Run(t.Context(), program, s, o)
		if err != nil {
			t.Fatal(err)
		}
		if want := "input1caller"; digits != "" && undisturbed.Vars["result"] != want {
			t.Fatalf("the result is %v, want %s\n%s", undisturbed.Vars["result"], want, told(undisturbed))
		}
		length := undisturbed.Ended.At.Sub(simulator.DefaultAt)
		for at := time.Duration(0); at < length; at += 50 * time.Millisecond {
			killed := o
			killed.Restarts = []simulator.Restart{{At: at}}
			out, err := simulator.Run(t.Context(), program, s, killed)
			if err != nil {
				t.Fatalf("killed at %s: %v", at, err)
			}
			if got, want := path(out), path(undisturbed); got != want {
				t.Fatalf("killed at %s, went\n%s\nnot\n%s", at, got, want)
			}
			if got, want := out.Vars["result"], undisturbed.Vars["result"]; got != want {
				t.Fatalf("killed at %s, the result is %v, not %v", at, got, want)
			}
		}
	}
}

// However often callflow is killed, a call in called flows comes to an end and
// its trace has no holes.
func TestNoCallInACalledFlowIsLost(t *testing.T) {
	program, o := callingOthers(t)
	rapid.Check(t, func(rt *rapid.T) {
		s := script(t, rapid.SampledFrom([]string{"1", "2", ",2", ""}).Draw(rt, "digits"), "alice=answered:5s")
		s.HangupAfter = time.Duration(rapid.IntRange(0, 300).Draw(rt, "hangup")) * 100 * time.Millisecond
		o.Restarts = nil
		at := time.Duration(0)
		for range rapid.IntRange(1, 4).Draw(rt, "restarts") {
			at += time.Duration(rapid.IntRange(0, 100).Draw(rt, "at")) * 100 * time.Millisecond
			o.Restarts = append(o.Restarts, simulator.Restart{
				At: at, Down: time.Duration(rapid.IntRange(0, 30).Draw(rt, "down")) * 100 * time.Millisecond,
				InOrder: rapid.Bool().Draw(rt, "in order"), Lag: time.Duration(rapid.IntRange(0, 50).Draw(rt, "lag")) * time.Millisecond,
			})
			at += o.Restarts[len(o.Restarts)-1].Down
		}
		out, err := simulator.Run(t.Context(), program, s, o)
		if err != nil {
			rt.Fatalf("%v\n%s", err, told(out))
		}
		if !out.Gone || out.Ended.Reason == "" {
			rt.Fatalf("the call has no end\n%s", told(out))
		}
		for i, step := range out.Trace {
			if step.Seq != i+1 {
				rt.Fatalf("step %d follows step %d\n%s", step.Seq, i, told(out))
			}
		}
	})
}
