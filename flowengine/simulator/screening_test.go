package simulator_test

import (
	"context"
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

// doorkeeper decides about every caller alike.
type doorkeeper struct{ flowengine.Screening }

func (d doorkeeper) Screen(context.Context, flowengine.NumberInfo, string) (flowengine.Screening, error) {
	return d.Screening, nil
}

func TestUnwantedCallers(t *testing.T) {
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	program := func(name, text string) *flowengine.Program {
		doc, findings := flowengine.ParseFlow([]byte("schema: 1\nname: " + name + "\nkind: voice\nstart: a\nnodes:\n" +
			"  a: {type: greeting, params: {say: " + text + "}, next: {done: b}}\n  b: {type: hangup}\n"))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		p, err := registry.Compile(doc.Flow)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct {
		name   string
		how    flowengine.Screening
		hears  string
		steps  string
		reason flowengine.EndReason
		cause  flowengine.Cause
	}{
		{"let in", flowengine.Screening{}, "Welcome", "a done, b hangup", flowengine.EndCompleted, 16},
		{"hung up", flowengine.Screening{Action: flowengine.ScreenHangup, Cause: 17, Why: "blocked"}, "", "screening hangup", flowengine.EndBlocked, 17},
		{"hears a message, unanswered", flowengine.Screening{Action: flowengine.ScreenMessage, Message: "say:Go away.", Why: "blocked"}, "Go away", "screening message", flowengine.EndBlocked, 21},
		{"runs another flow", flowengine.Screening{Action: flowengine.ScreenFlow, Program: program("Other", "Elsewhere"), Why: "blocked"},
			"Elsewhere", "screening flow, a done, b hangup", flowengine.EndCompleted, 16},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := simulator.Run(context.Background(), program("Main", "Welcome"), simulator.Script{},
				simulator.Options{Services: flowengine.Services{Callers: doorkeeper{c.how}}})
			if err != nil {
				t.Fatal(err)
			}
			var steps []string
			for _, s := range out.Trace {
				steps = append(steps, s.Node+" "+s.Outcome)
			}
			if got := strings.Join(steps, ", "); got != c.steps {
				t.Errorf("steps: %s, want %s", got, c.steps)
			}
			var heard strings.Builder
			for _, h := range out.Heard {
				heard.WriteString(h.String())
			}
			if got := heard.String(); !strings.Contains(got, c.hears) || (c.hears == "") != (got == "") {
				t.Errorf("heard %q, want %q", got, c.hears)
			}
			if out.Ended.Reason != c.reason || out.Ended.Cause != c.cause {
				t.Errorf("ended as %+v", out.Ended)
			}
		})
	}
}
