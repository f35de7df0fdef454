package simulator_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

const textFlow = `
schema: 1
name: T
kind: voice
start: text
nodes:
  text: {type: sms_send, params: {text: hello}, next: {done: bye, failure: sorry}}
  bye: {type: hangup}
  sorry: {type: hangup, params: {cause: congestion}}
`

// slow is a carrier that does not answer.
type slow struct{}

func (slow) Send(ctx context.Context, _ flowengine.TextMessage) error {
	<-ctx.Done()
	return ctx.Err()
}

// A carrier that does not answer costs the caller the limit, and the text is
// kept.
func TestATextToASlowCarrierWaitsInTheOutbox(t *testing.T) {
	program := compile(t, textFlow)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		out, err := simulator.Run(t.Context(), program, simulator.Script{Caller: "0412345678", Number: "100"},
			simulator.Options{Services: flowengine.Services{Texts: slow{}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(out.Letters) != 1 || out.Trace[0].Outcome != "done" || out.Trace[0].Details["queued"] != true {
			t.Errorf("letters %+v, steps %+v", out.Letters, out.Trace)
		}
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// A process that is killed after it has sent a text sends it again under the
// same id; it counts once, and the call goes on.
func TestATextAfterARestart(t *testing.T) {
	texts := &simulator.Texted{}
	out, err := simulator.Run(t.Context(), compile(t, textFlow), simulator.Script{Caller: "0412345678", Number: "100"},
		simulator.Options{Services: flowengine.Services{Texts: texts}, Restarts: []simulator.Restart{{At: 0, Down: time.Second, Lag: time.Second}}})
	if err != nil {
		t.Fatal(err)
	}
	if sent := texts.All(); len(sent) != 1 || sent[0].ID != "sim-1-0" || sent[0].Call != "sim" || sent[0].From != "100" {
		t.Errorf("texts: %+v", sent)
	}
	if out.Ended.Reason != flowengine.EndCompleted {
		t.Errorf("ended %+v", out.Ended)
	}
}
