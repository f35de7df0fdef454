package simulator_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

// attendance notes who is occupied, and when.
type attendance struct {
	here  map[string]int
	notes []string
}

func (a *attendance) Begin(kind flowengine.PresenceKind, target, endpoint string) func() {
	what := fmt.Sprintf("%s%s %s", target, endpoint, map[flowengine.PresenceKind]string{flowengine.Rings: "rings", flowengine.Talks: "talks"}[kind])
	note := func(sign string) {
		a.notes = append(a.notes, fmt.Sprintf("%s%s", sign, what))
	}
	a.here[what]++
	note("+")
	ended := false
	return func() {
		if ended {
			panic("ended twice: " + what)
		}
		ended = true
		a.here[what]--
		note("-")
	}
}

func newAttendance() *attendance { return &attendance{here: map[string]int{}} }

// Who answers is never free between the ringing and the conversation.
func TestPresenceHasNoGap(t *testing.T) {
	a := newAttendance()
	o := simulator.Options{Services: flowengine.Services{Presence: a, Queues: nobodyWaits{}}}
	run(t, compile(t, office), script(t, "1", "alice=answered:20s", "bob=busy"), o)
	occupied := 0
	for _, n := range a.notes {
		if n[1:] == "user:aliceSIM/user:alice rings" || n[1:] == "user:aliceSIM/user:alice talks" {
			if n[0] == '+' {
				occupied++
			} else {
				occupied--
			}
			if occupied == 0 && n[1:] != "user:aliceSIM/user:alice talks" {
				t.Errorf("alice was free after %q: %q", n, a.notes)
			}
		}
	}
	if len(a.notes) < 4 {
		t.Errorf("only %q was told", a.notes)
	}
}

// However a call goes, and whenever callflow stops, nobody stays occupied.
func TestPresenceEnds(t *testing.T) {
	program := compile(t, office)
	rapid.Check(t, func(rt *rapid.T) {
		a := newAttendance()
		o := simulator.Options{Services: flowengine.Services{Presence: a, Queues: nobodyWaits{}}}
		if rapid.Bool().Draw(rt, "restart") {
			o.Restarts = []simulator.Restart{{
				At:   time.Duration(rapid.IntRange(0, 300).Draw(rt, "at")) * 100 * time.Millisecond,
				Down: time.Second, InOrder: rapid.Bool().Draw(rt, "in order"),
			}}
		}
		if _, err := simulator.Run(t.Context(), program, randomScript(rt), o); err != nil {
			rt.Fatal(err)
		}
		for who, n := range a.here {
			if n != 0 {
				rt.Errorf("%s: %d after the end", who, n)
			}
		}
	})
}

// nobodyWaits are queues that no flow here has.
type nobodyWaits struct{ flowengine.Queues }

// A wait in a queue does not count for the session's limit; what follows does.
func TestAQueueIsExemptFromTheLimit(t *testing.T) {
	program := compile(t, `
schema: 1
name: Support
kind: voice
start: wait
nodes:
  wait: {type: queue, params: {queue: "queue:support", timeout_s: 300}, next: {answered: menu, timeout: menu}}
  menu: {type: menu, params: {prompt: Press one, keys: {"1": One}, attempts: 20, timeout_s: 30}, next: {"*": bye}}
  bye: {type: hangup}
`)
	limits := flowengine.DefaultLimits()
	limits.Session = time.Minute
	out := run(t, program, script(t, "", "support=unanswered"), simulator.Options{Limits: limits})
	if got, want := path(out), "wait=timeout menu=error limit"; got != want {
		t.Errorf("went %s, not %s\n%s", got, want, told(out))
	}
	if d := out.Trace[1].Left.Sub(out.Trace[1].Entered); d < 59*time.Second || d > 62*time.Second {
		t.Errorf("after the queue there was time for %s", d)
	}
}
