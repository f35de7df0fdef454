package simulator_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"callflow/flowengine/simulator"
)

// killed is a kill -9 at a time, with callflow away for a while.
func killed(at, down time.Duration) simulator.Options {
	return simulator.Options{Restarts: []simulator.Restart{{At: at, Down: down}}}
}

// With digits "1" and alice answering after 3 s, a call hears the welcome until
// 1 s, the menu until 2 s, presses at 2.5 s, and talks from 5.6 s to 25.6 s.
const (
	inWelcome      = 500 * time.Millisecond
	inMenu         = 1500 * time.Millisecond
	inMenusSilence = 2200 * time.Millisecond
	inRinging      = 4 * time.Second
	inTalk         = 10 * time.Second
)

func TestAKilledProcessLeavesTheCallToTheNext(t *testing.T) {
	program := compile(t, office)
	const talked = "welcome=done menu=key:1 sales=answered bye=hangup completed"
	for _, c := range []struct {
		name     string
		at, down time.Duration
		want     string
		talks    time.Duration
	}{
		{"in the welcome, which plays on", inWelcome, 100 * time.Millisecond, talked, 20 * time.Second},
		{"in the welcome, which ends meanwhile", inWelcome, 2 * time.Second, talked, 20 * time.Second},
		{"in the menu", inMenu, time.Second, talked, 20 * time.Second},
		{"while the menu listens", inMenusSilence, time.Second, talked, 20 * time.Second},
		{"while a phone rings", inRinging, 500 * time.Millisecond, talked, 20 * time.Second},
		{"while a phone rings, which is answered meanwhile", inRinging, 3 * time.Second, talked, 20 * time.Second},
		{"in the conversation", inTalk, 3 * time.Second, talked, 20 * time.Second},
		{"in the conversation, which ends meanwhile", inTalk, time.Minute, talked, time.Minute + 10*time.Second - 5600*time.Millisecond},
	} {
		for _, inOrder := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				o := killed(c.at, c.down)
				o.Restarts[0].InOrder = inOrder
				out := run(t, program, script(t, "1", "alice=answered:20s", "bob=busy"), o)
				if got := path(out); got != c.want {
					t.Errorf("went  %s\nnot   %s\n%s", got, c.want, told(out))
				}
				if out.Ended.Talked != c.talks {
					t.Errorf("talked for %s, not %s", out.Ended.Talked, c.talks)
				}
			})
		}
	}
}

func TestNothingIsPlayedTwiceThatStillPlays(t *testing.T) {
	out := run(t, compile(t, office), script(t, "1", "*=answered"), killed(inWelcome, 100*time.Millisecond))
	if n := strings.Count(told(out), "hears audio:welcome"); n != 1 {
		t.Errorf("the welcome was heard %d times\n%s", n, told(out))
	}
	out = run(t, compile(t, office), script(t, "1", "*=answered"), killed(inRinging, 100*time.Millisecond))
	if n := strings.Count(told(out), "hears ringing"); n != 1 {
		t.Errorf("ringing was heard %d times\n%s", n, told(out))
	}
}

func TestAMessageSurvivesARestart(t *testing.T) {
	program := compile(t, office)
	s := script(t, "1", "*=busy")
	for _, c := range []struct {
		name   string
		down   time.Duration
		speech simulator.Speech
		want   string
	}{
		{"it goes on", time.Second, simulator.Speech{For: 10 * time.Second, Then: simulator.ThenHash},
			"welcome=done menu=key:1 sales=busy box=done bye=hangup completed"},
		{"it ended meanwhile", 20 * time.Second, simulator.Speech{For: 10 * time.Second, Then: simulator.ThenHash},
			"welcome=done menu=key:1 sales=busy box=done bye=hangup completed"},
		{"the caller left meanwhile", 20 * time.Second, simulator.Speech{For: 10 * time.Second, Then: simulator.ThenHangUp},
			"welcome=done menu=key:1 sales=busy box=hung_up lost"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.Speech = c.speech
			out := run(t, program, s, killed(8*time.Second, c.down))
			if got := path(out); got != c.want {
				t.Errorf("went  %s\nnot   %s\n%s", got, c.want, told(out))
			}
			if len(out.Kept) != 1 || out.Kept[0].Duration != 10*time.Second {
				t.Errorf("kept %+v\n%s", out.Kept, told(out))
			}
		})
	}
}

// However often and whenever callflow is killed, a call comes to its end, with
// one record of it and a trace without holes.
func TestNoCallIsLostByRestarts(t *testing.T) {
	program := compile(t, office)
	rapid.Check(t, func(rt *rapid.T) {
		s := randomScript(rt)
		var o simulator.Options
		at := time.Duration(0)
		for range rapid.IntRange(1, 4).Draw(rt, "restarts") {
			at += time.Duration(rapid.IntRange(0, 200).Draw(rt, "at")) * 100 * time.Millisecond
			down := time.Duration(rapid.IntRange(0, 100).Draw(rt, "down")) * 100 * time.Millisecond
			o.Restarts = append(o.Restarts, simulator.Restart{
				At: at, Down: down, InOrder: rapid.Bool().Draw(rt, "in order"),
				Lag: time.Duration(rapid.IntRange(0, 50).Draw(rt, "lag")) * time.Millisecond,
			})
			at += down
		}
		out, err := simulator.Run(t.Context(), program, s, o)
		if err != nil {
			rt.Fatalf("%v\n%s", err, told(out))
		}
		if !out.Gone || out.Ended.Reason == "" {
			rt.Fatalf("the call has no end\n%s", told(out))
		}
		last := 0
		for _, step := range out.Trace {
			if step.Seq != last+1 {
				rt.Fatalf("step %d follows step %d\n%s", step.Seq, last, told(out))
			}
			last = step.Seq
		}
	})
}

// A restart that takes no time changes nothing about the way of a call.
func TestAnInstantRestartGoesUnnoticed(t *testing.T) {
	program := compile(t, office)
	rapid.Check(t, func(rt *rapid.T) {
		s := randomScript(rt)
		s.HangupAfter = 0 // prompts that start again move everything after them
		// Half-typed digits go with the process: the menu asks again, and this
		// caller would not press again. So they press what is whole at once.
		s.Presses = rapid.SampledFrom([][]simulator.Press{nil, {{Keys: "1"}}, {{}, {Keys: "1"}}}).Draw(rt, "presses")
		undisturbed, err := simulator.Run(t.Context(), program, s, simulator.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		at := time.Duration(rapid.IntRange(0, 400).Draw(rt, "at")) * 100 * time.Millisecond
		out, err := simulator.Run(t.Context(), program, s, killed(at, 0))
		if err != nil {
			rt.Fatalf("%v\n%s", err, told(out))
		}
		if got, want := path(out), path(undisturbed); got != want {
			rt.Fatalf("killed at %s, went\n%s\nnot\n%s\n%s", at, got, want, told(out))
		}
	})
}

// A call that is recorded as a whole has one recording, whatever restarts.
func TestACallsRecordingSurvivesRestarts(t *testing.T) {
	program := compile(t, strings.Replace(office, "start: welcome", `start: welcome
settings: {record: {calls: true, notice: "This call is recorded."}}`, 1))
	undisturbed := run(t, program, script(t, "1", "alice=answered:20s"), simulator.Options{})
	if len(undisturbed.Kept) != 1 {
		t.Fatalf("kept %+v\n%s", undisturbed.Kept, told(undisturbed))
	}
	rapid.Check(t, func(rt *rapid.T) {
		at := time.Duration(rapid.IntRange(0, 300).Draw(rt, "at")) * 100 * time.Millisecond
		o := killed(at, 0)
		o.Restarts[0].InOrder = rapid.Bool().Draw(rt, "in order")
		out, err := simulator.Run(t.Context(), program, script(t, "1", "alice=answered:20s"), o)
		if err != nil {
			rt.Fatalf("%v\n%s", err, told(out))
		}
		if len(out.Kept) != 1 || out.Kept[0].Duration < undisturbed.Kept[0].Duration {
			rt.Fatalf("restarted at %s, kept %+v, not %s\n%s", at, out.Kept, undisturbed.Kept[0].Duration, told(out))
		}
		if n := strings.Count(told(out), "This call is recorded."); n != 1 {
			rt.Fatalf("restarted at %s, the notice was heard %d times\n%s", at, n, told(out))
		}
	})
}
