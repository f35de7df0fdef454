package flowengine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// scripted is a node whose behaviour a test gives.
type scripted struct {
	run func(ctx context.Context, s *flowengine.Session) (flowengine.Result, error)
}

func (n *scripted) Outcomes() []flowengine.Outcome { return []flowengine.Outcome{{Name: "done"}} }
func (n *scripted) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	return n.run(ctx, s)
}

// simulate runs a flow whose node type "scripted" does what run says.
func simulate(t *testing.T, flow string, o simulator.Options, script simulator.Script, run func(context.Context, *flowengine.Session) (flowengine.Result, error)) simulator.Outcome {
	t.Helper()
	table := append(nodes.Table(), flowengine.NodeType{
		Name: "scripted", Title: "Scripted", Summary: "Does what the test says.", Kinds: []flowengine.Kind{flowengine.Voice},
		New: func() flowengine.Runner { return &scripted{run: run} },
	})
	registry, err := flowengine.NewRegistry(table)
	if err != nil {
		t.Fatal(err)
	}
	doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: Test\nkind: voice\n" + flow))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	out, err := simulator.Run(context.Background(), program, script, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func path(out simulator.Outcome) string {
	var steps []string
	for _, s := range out.Trace {
		steps = append(steps, s.Node+" "+s.Outcome)
	}
	return strings.Join(steps, ", ")
}

func heard(out simulator.Outcome, what string) bool {
	for _, h := range out.Heard {
		if strings.Contains(h.String(), what) {
			return true
		}
	}
	return false
}

func TestFailingNodes(t *testing.T) {
	broken := errors.New("the line printer is on fire")
	for _, c := range []struct {
		name, next, want string
		run              func(context.Context, *flowengine.Session) (flowengine.Result, error)
	}{
		{"an error without an edge says goodbye", "{done: bye}", "a error",
			func(context.Context, *flowengine.Session) (flowengine.Result, error) {
				return flowengine.Result{}, broken
			}},
		{"an error goes to its edge", "{error: bye}", "a error, bye hangup",
			func(context.Context, *flowengine.Session) (flowengine.Result, error) {
				return flowengine.Result{}, broken
			}},
		{"an error goes to the edge that catches all", "{'*': bye}", "a error, bye hangup",
			func(context.Context, *flowengine.Session) (flowengine.Result, error) {
				return flowengine.Result{}, broken
			}},
		{"a panic is an error of its call alone", "{error: bye}", "a error, bye hangup",
			func(context.Context, *flowengine.Session) (flowengine.Result, error) { panic("nil map") }},
		{"an outcome that leads nowhere says goodbye", "{done: bye}", "a sideways",
			func(context.Context, *flowengine.Session) (flowengine.Result, error) {
				return flowengine.Result{Outcome: "sideways"}, nil
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := simulate(t, "start: a\nnodes:\n  a: {type: scripted, next: "+c.next+"}\n  bye: {type: hangup}\n",
				simulator.Options{}, simulator.Script{}, c.run)
			if got := path(out); got != c.want {
				t.Errorf("path: got %s, want %s", got, c.want)
			}
			goodbye := !strings.Contains(c.want, "bye")
			if heard(out, "vm-goodbye") != goodbye {
				t.Errorf("heard goodbye: got %v, want %v", !goodbye, goodbye)
			}
			if goodbye && out.Ended.Reason != flowengine.EndError {
				t.Errorf("ended: got %s", out.Ended.Reason)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	spin := "start: a\nsettings: {goodbye: 'audio:so-long'}\nnodes:\n  a: {type: scripted, next: {done: a}}\n"
	once := func(context.Context, *flowengine.Session) (flowengine.Result, error) {
		return flowengine.Result{Outcome: "done"}, nil
	}
	out := simulate(t, spin, simulator.Options{Limits: flowengine.Limits{Steps: 10, Session: time.Hour, Conversation: time.Hour}}, simulator.Script{}, once)
	if out.Ended.Reason != flowengine.EndLimit || len(out.Trace) != 11 || !heard(out, "audio:so-long") {
		t.Errorf("steps: ended %s after %d steps; heard %v", out.Ended.Reason, len(out.Trace), out.Heard)
	}
	wait := func(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
		return flowengine.Result{Outcome: "done"}, s.Wait(ctx, 7*time.Minute)
	}
	out = simulate(t, spin, simulator.Options{Limits: flowengine.Limits{Steps: 1000, Session: time.Hour, Conversation: time.Hour}}, simulator.Script{}, wait)
	if out.Ended.Reason != flowengine.EndLimit || !heard(out, "audio:so-long") {
		t.Errorf("time: ended %s; heard %v", out.Ended.Reason, out.Heard)
	}
	if at := out.Ended.At.Sub(simulator.DefaultAt); at < time.Hour || at > time.Hour+time.Minute {
		t.Errorf("the hour's limit ended the call after %s", at)
	}
}

func TestConversationsHaveTheirOwnLimit(t *testing.T) {
	answers := map[string]simulator.Behaviour{"*": {Kind: simulator.Answered, Talk: 3 * time.Hour}}
	flow := "start: a\nnodes:\n  a: {type: dial, params: {targets: ['user:alice']}, next: {'*': b}}\n  b: {type: greeting, params: {say: after}, next: {done: bye}}\n  bye: {type: hangup}\n"
	out := simulate(t, flow, simulator.Options{}, simulator.Script{Answers: answers}, nil)
	if got := path(out); got != "a answered, b done, bye hangup" {
		t.Errorf("three hours of talk: %s", got)
	}
	answers["*"] = simulator.Behaviour{Kind: simulator.Answered, Talk: 9 * time.Hour}
	out = simulate(t, flow, simulator.Options{}, simulator.Script{Answers: answers}, nil)
	if out.Ended.Talked != 4*time.Hour {
		t.Errorf("nine hours of talk were ended after %s", out.Ended.Talked)
	}
}

func TestNodesAfterTheHangUp(t *testing.T) {
	flow := "start: a\nnodes:\n  a: {type: greeting, params: {say: 'a very long text, longer than the caller stays'}, next: {done: bye, hung_up: note}}\n" +
		"  note: {type: scripted, next: {done: late}}\n  late: {type: greeting, params: {say: nobody hears}, next: {done: bye}}\n  bye: {type: hangup}\n"
	ran := false
	out := simulate(t, flow, simulator.Options{}, simulator.Script{HangupAfter: time.Second}, func(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
		ran = ctx.Err() == nil
		return flowengine.Result{Outcome: "done"}, nil
	})
	if got := path(out); got != "a hung_up, note done, late hung_up" || !ran {
		t.Errorf("path: got %s; the node had a live context: %v", got, ran)
	}
	if out.Ended.Reason != flowengine.EndHungUp {
		t.Errorf("ended %s", out.Ended.Reason)
	}
}

func TestSensitiveNodesLeaveNothingBehind(t *testing.T) {
	flow := "start: pin\nnodes:\n  pin: {type: menu, sensitive: true, params: {prompt: PIN, keys: {'4711': mine}}, next: {'key:4711': say, invalid: bye}}\n" +
		"  say: {type: scripted, next: {done: bye}}\n  bye: {type: hangup}\n"
	presses, err := simulator.ParseDigits("4711")
	if err != nil {
		t.Fatal(err)
	}
	seen := ""
	out := simulate(t, flow, simulator.Options{}, simulator.Script{Presses: presses}, func(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
		seen = s.Text("{{pin.digits}}")
		return flowengine.Result{Outcome: "done", Why: s.CameBy()}, nil
	})
	if seen != "4711" {
		t.Errorf("later nodes of the call see %q", seen)
	}
	step := out.Trace[0]
	if strings.Contains(step.Why, "4711") || step.Details["digits"] != nil || strings.Contains(out.Trace[1].Why, "4711") {
		t.Errorf("the trace has the digits: %+v", out.Trace)
	}
}

func TestTemplates(t *testing.T) {
	flow := "start: a\nnodes:\n  a: {type: scripted, next: {done: bye}}\n  bye: {type: hangup}\n"
	got := map[string]string{}
	out := simulate(t, flow, simulator.Options{}, simulator.Script{Caller: "0412345678", CallerName: "Ann"}, func(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
		for _, text := range []string{"plain", "{{caller.number}} {{ caller.name }}", "{{1 + 2}}", "{{nothing.at.all}}!", "{{vars.unset}}", "open {{", "{{now.Hour()}}", "{{'a' * 3}}"} {
			got[text] = s.Text(text)
		}
		return flowengine.Result{Outcome: "done"}, nil
	})
	for text, want := range map[string]string{
		"plain": "plain", "{{caller.number}} {{ caller.name }}": "0412345678 Ann", "{{1 + 2}}": "3",
		"{{nothing.at.all}}!": "!", "{{vars.unset}}": "", "open {{": "open ", "{{now.Hour()}}": "10",
	} {
		if got[text] != want {
			t.Errorf("%s: got %q, want %q", text, got[text], want)
		}
	}
	if len(out.Trace[0].Warnings) < 2 {
		t.Errorf("what has no value is not in the warnings: %q", out.Trace[0].Warnings)
	}
}

// strictRoutes answer only while the context lives, as a database does.
type strictRoutes struct{ program *flowengine.Program }

func (r strictRoutes) Route(ctx context.Context, _ string) (flowengine.Route, error) {
	return flowengine.Route{Program: r.program}, ctx.Err()
}

func (r strictRoutes) Revision(ctx context.Context, _ int64) (*flowengine.Program, error) {
	return r.program, ctx.Err()
}

func TestResumingACallWhoseCallerHasLeft(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: Test\nkind: voice\nstart: bye\nnodes: {bye: {type: hangup, params: {audio: Goodbye}}}\n"))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	program, err := registry.Compile(doc.Flow)
	if err != nil {
		t.Fatal(err)
	}
	w := simulator.NewWorld(simulator.Script{})
	journal := simulator.NewJournal(w)
	engine := &flowengine.Engine{
		Routes: strictRoutes{program}, Services: func(string) flowengine.Services { return simulator.Services(nil) },
		Journal: journal, Clock: w, Limits: flowengine.DefaultLimits(),
	}
	w.CallerHangsUp()
	call, ctx := w.Attach(context.Background())
	defer call.Detach()
	if err := engine.Resume(ctx, call, flowengine.Checkpoint{Call: w.Incoming("x"), Node: "bye", Seq: 1}); err != nil {
		t.Fatalf("the call cannot be closed: %v", err)
	}
	if journal.Ended == nil || journal.Ended.Reason != flowengine.EndLost {
		t.Errorf("ended: got %+v, want it closed as lost", journal.Ended)
	}
}
