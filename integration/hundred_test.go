//go:build integration

package integration

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// kindOfCall is one of the places where the hundred calls are.
type kindOfCall struct {
	name string
	flow string // of its own number, with the agent's name in %[1]s
	// enter brings a call there, goOn shows afterwards that it goes on from there to its end.
	enter, goOn func(call *oneOfMany)
	path        []string
}

// oneOfMany is one of the hundred calls.
type oneOfMany struct {
	kind          *kindOfCall
	number        string
	caller, agent *person
	since         time.Time     // when it stood where it was to be
	before, gap   time.Duration // the longest that one of two did not hear the other, before callflow was killed and from then on
	wentOn        bool
}

const manyRest = `
  after: {type: greeting, params: {audio: "audio:after"}, next: {done: bye}}
  bye: {type: hangup}
`

// The greeting comes last, so that it still plays when callflow is killed.
var kindsOfCalls = []*kindOfCall{
	{"menu", `
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"1": One}, timeout_s: 60}, next: {"key:1": after, "*": bye}}` + manyRest,
		func(c *oneOfMany) { c.caller.Hears("short") },
		func(c *oneOfMany) { c.caller.Presses("1"); c.caller.Hears("after"); c.caller.IsHungUp() },
		[]string{"menu key:1", "after done", "bye hangup"}},

	{"ringing dial", `
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:%[1]s"], timeout_s: 60}, next: {answered: after, "*": bye}}` + manyRest,
		func(c *oneOfMany) { c.agent.Rings(); c.caller.Hears("ringing") },
		func(c *oneOfMany) {
			c.agent.Answers()
			c.caller.s.Talk(c.caller, c.agent)
			c.agent.HangsUp()
			c.caller.Hears("after")
			c.caller.IsHungUp()
		},
		[]string{"dial answered", "after done", "bye hangup"}},

	{"conversation", `
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:%[1]s"], timeout_s: 60}, next: {answered: after, "*": bye}}` + manyRest,
		func(c *oneOfMany) { c.agent.Rings(); c.agent.Answers(); c.caller.s.Talk(c.caller, c.agent) },
		func(c *oneOfMany) {
			c.caller.s.Talk(c.caller, c.agent)
			c.agent.HangsUp()
			c.caller.Hears("after")
			c.caller.IsHungUp()
		},
		[]string{"dial answered", "after done", "bye hangup"}},

	{"voicemail", `
start: box
nodes:
  box: {type: voicemail, params: {box: "user:%[1]s", greeting: "audio:short", min_s: 1}, next: {done: after}}` + manyRest,
		func(c *oneOfMany) { c.caller.Hears("short", "beep") },
		func(c *oneOfMany) {
			c.caller.Speaks(time.Second)
			spoke := time.Since(c.since)
			c.caller.Presses("#")
			c.caller.Hears("after")
			c.caller.IsHungUp()
			// A recording begun anew after the start would have the smaller part; one that went on lacks what a busy machine skips.
			c.caller.s.hasRecording(c.caller.Trace(), spoke*2/3, c.caller)
		},
		[]string{"box done", "after done", "bye hangup"}},

	{"greeting", `
start: answer
nodes:
  answer: {type: answer, next: {done: long}}
  long: {type: greeting, params: {audio: "audio:long"}, next: {done: after}}` + manyRest,
		func(c *oneOfMany) { c.caller.Hears("long") },
		func(c *oneOfMany) { c.caller.Hears("after"); c.caller.IsHungUp() },
		[]string{"answer done", "long done", "after done", "bye hangup"}},
}

// A hundred calls are spread over the nodes when callflow is killed with kill -9: none is lost, none is left over in Asterisk, and
// all go on within 3 s of the new start, and no conversation has a gap. CALLFLOW_RECOVERY_ROUNDS is how often.
func TestRecoveryOfAHundredCalls(t *testing.T) {
	rounds := 1
	if n, err := strconv.Atoi(os.Getenv("CALLFLOW_RECOVERY_ROUNDS")); err == nil {
		rounds = n
	}
	for round := range rounds {
		for try, gap := 1, true; gap; try++ {
			t.Run(fmt.Sprintf("round %d, try %d", round+1, try), func(t *testing.T) { gap = recoverHundred(t, round+1, try == gapTries) })
		}
	}
}

// recoverHundred is one round. It says whether a conversation had a gap that it should not have, which fails the test only when
// it is the last try.
func recoverHundred(t *testing.T, round int, last bool) (gap bool) {
	const each = 20
	c, err := alone(t), error(nil)
	if c.binary, err = plainBinary(); err != nil {
		t.Fatal(err)
	}
	s := begin(t, c.runs(t))
	s.Audio("short", 400*time.Millisecond)
	s.Audio("long", 12*time.Second)
	s.Audio("after", 400*time.Millisecond)
	var calls []*oneOfMany
	for _, kind := range kindsOfCalls {
		for i := range each {
			name := fmt.Sprintf("%s-%d", strings.ReplaceAll(kind.name, " ", "-"), i+1)
			call := &oneOfMany{kind: kind, caller: s.Caller(), agent: s.Phone(name)}
			call.number = s.Line(strings.ReplaceAll(kind.flow, "%[1]s", name))
			calls = append(calls, call)
		}
	}
	s.together(each1(calls, func(call *oneOfMany) {
		call.caller.Dials(call.number)
		call.kind.enter(call)
		call.since = time.Now()
	})...)

	// What conversations miss on this machine while nothing happens to callflow, to compare with.
	<-time.After(time.Second)
	for _, call := range calls {
		if call.kind.name == "conversation" {
			call.before, call.since = s.gap(call.caller, call.agent, call.since), time.Now()
		}
	}
	from := c.log.count()
	s.must(c.signal(syscall.SIGKILL))
	<-c.exited
	s.must(c.start())
	started := c.began
	resumed, latest := map[string]time.Time{}, time.Time{}
	_, err = c.log.await(from, patience, fmt.Sprintf("that %d calls are resumed", len(calls)), func(e entry) bool {
		if e.message() == "call resumed" && resumed[e.field("call")].IsZero() {
			resumed[e.field("call")], latest = e.at, e.at
		}
		return len(resumed) == len(calls)
	})
	if err != nil {
		s.Error(err)
	}
	if took := latest.Sub(started); took > 3*time.Second {
		s.Errorf("the last call went on %s after the start", took)
	}

	<-time.After(500 * time.Millisecond) // what a late request does would show until then
	for _, call := range calls {
		if call.kind.name == "conversation" {
			call.gap = s.gap(call.caller, call.agent, call.since)
		}
	}

	var group sync.WaitGroup
	for _, call := range calls {
		group.Go(func() {
			call.kind.goOn(call)
			call.caller.Trace().Is(call.kind.path...)
			call.wentOn = true
		})
	}
	group.Wait()
	left := ""
	if err := asterisk.empty(patience); err != nil {
		left = err.Error()
		s.Error(err)
	}
	own := s.report(round, calls, resumed, started, left)
	if own > mostGap && last {
		s.Errorf("a conversation had a gap of %s besides what this machine makes", own)
	}
	return own > mostGap && !last && !s.Failed()
}

// each1 makes a thing to do of each call.
func each1(calls []*oneOfMany, do func(*oneOfMany)) (things []func()) {
	for _, call := range calls {
		things = append(things, func() { do(call) })
	}
	return things
}

// report prints the round's table, and fails the test for calls that were lost. It returns the longest gap in a conversation that
// is not the machine's own.
func (s *story) report(round int, calls []*oneOfMany, resumed map[string]time.Time, started time.Time, left string) (own time.Duration) {
	s.Helper()
	byCaller := map[string]time.Time{}
	for _, call := range s.calls() {
		byCaller[call.Caller] = resumed[call.ID]
	}
	var table strings.Builder
	fmt.Fprintf(&table, "round %d, %s\n%-14s %6s %6s %14s %12s\n", round, transport(), "node", "calls", "lost", "goes on after", "longest gap")
	lost := 0
	for _, kind := range kindsOfCalls {
		n, missing := 0, 0
		var slowest, gap, before time.Duration
		for _, call := range calls {
			if call.kind != kind {
				continue
			}
			n++
			if !call.wentOn {
				missing++
			}
			if at := byCaller[call.caller.number]; !at.IsZero() {
				slowest = max(slowest, at.Sub(started))
			}
			gap, before = max(gap, call.gap), max(before, call.before)
		}
		lost += missing
		fmt.Fprintf(&table, "%-14s %6d %6d %14s %12s %12s\n", kind.name, n, missing, slowest.Round(time.Millisecond),
			gap.Round(time.Millisecond), before.Round(time.Millisecond))
		own = max(own, gap-machines(before))
	}
	orphans := 0
	if left != "" {
		orphans = strings.Count(left, "channel ") + strings.Count(left, "bridge ")
	}
	fmt.Fprintf(&table, "%-14s %6d %6d   left over in Asterisk: %d", "all", len(calls), lost, orphans)
	s.Log("\n" + table.String())
	if lost > 0 {
		s.Errorf("%d calls were lost", lost)
	}
	return own
}
