package simulator_test

import (
	"strings"
	"testing"
	"time"

	"callflow/flowengine/simulator"
)

const support = `
schema: 1
name: Support
kind: voice
start: wait
nodes:
  wait: {type: queue, params: {queue: "queue:support", timeout_s: 120}, next: {answered: bye, timeout: bye}}
  bye: {type: hangup}
`

// Alice, the only member, rings from the start, answers after three seconds
// and talks for twenty. The caller's wait counts from before the restart.
func TestAQueueGoesOnAfterARestart(t *testing.T) {
	program := compile(t, support)
	for _, c := range []struct {
		name         string
		at, down     time.Duration
		answers      string
		want, waited string
	}{
		{"while she rings", time.Second, 500 * time.Millisecond, "alice=answered:20s", "wait=answered bye=hangup completed", "after 3.1s and talked for 20s"},
		{"while she rings, and she answers meanwhile", time.Second, 10 * time.Second, "alice=answered:20s", "wait=answered bye=hangup completed", "after 11s and talked for 20s"},
		{"while she talks", 10 * time.Second, time.Second, "alice=answered:20s", "wait=answered bye=hangup completed", "after 3.1s and talked for 20s"},
		{"while she talks, and it ends meanwhile", 10 * time.Second, time.Minute, "alice=answered:20s", "wait=answered bye=hangup completed", "user:alice hung up"},
		{"between two attempts", 30 * time.Second, 2 * time.Second, "alice=unanswered", "wait=timeout bye=hangup completed", "within 2m0s"},
		{"when the time is over meanwhile", 30 * time.Second, 3 * time.Minute, "alice=unanswered", "wait=timeout bye=hangup completed", "within 2m0s"},
	} {
		for _, inOrder := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				o := killed(c.at, c.down)
				o.Restarts[0].InOrder = inOrder
				q, err := simulator.ParseQueue("support", map[string]any{"members": []any{"alice"}})
				if err != nil {
					t.Fatal(err)
				}
				o.Queues = []*simulator.Queue{q}
				out := run(t, program, script(t, "", c.answers), o)
				if got := path(out); got != c.want {
					t.Errorf("went  %s\nnot   %s\n%s", got, c.want, told(out))
				}
				if why := out.Trace[0].Why; !strings.Contains(why, c.waited) {
					t.Errorf("the queue says %q, and nothing of %q\n%s", why, c.waited, told(out))
				}
				if n := strings.Count(told(out), "conversation with"); n > 1 {
					t.Errorf("they were connected %d times", n)
				}
			})
		}
	}
}

func TestParseQueue(t *testing.T) {
	for what, fields := range map[string]map[string]any{
		"a field that there is not": {"colour": "red"},
		"a strategy that is none":   {"strategy": "loudest"},
		"a priority out of range":   {"members": []any{map[string]any{"user": "alice", "priority": 12}}},
	} {
		if _, err := simulator.ParseQueue("support", fields); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
}

// A conversation that a queue records is in the recording of a call that is recorded as a whole.
func TestAQueueRecordsInARecordedCall(t *testing.T) {
	for settings, detail := range map[string]string{`{record: {calls: true, notice: "Recorded."}}`: "recorded", "{}": "recording"} {
		out := run(t, compile(t, `
schema: 1
name: Support
kind: voice
start: wait
settings: `+settings+`
nodes:
  wait: {type: queue, params: {queue: "queue:support", record: true}, next: {answered: bye, timeout: bye}}
  bye: {type: hangup}
`), script(t, "", "support=answered:20s"), simulator.Options{})
		if step := out.Trace[0]; step.Outcome != "answered" || step.Details[detail] == nil || len(step.Warnings) > 0 {
			t.Errorf("with %s, not %q:\n%s", settings, detail, told(out))
		}
	}
}
