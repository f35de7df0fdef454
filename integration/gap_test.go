//go:build integration

package integration

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// mostGap is what a restart of callflow may keep from either side of a conversation.
const mostGap = 50 * time.Millisecond

// gapTries is how often a restart is tried until there is no gap. One that callflow makes comes each time; but two hundred telephones
// and a callflow that starts, on a machine of two cores, keep each other waiting, and make longer ones in up to half of the tries.
const gapTries = 8

// machines is how much of a gap is the machine's own, when that is the longest one that it makes while nothing happens to
// callflow: 20 ms are between any two packets.
func machines(gap time.Duration) time.Duration { return max(0, gap-20*time.Millisecond) }

// gap is the longest time since that moment in which either did not hear what the other sent.
func (s *story) gap(a, b *person, since time.Time) time.Duration {
	s.Helper()
	return max(a.talking().LongestGapFrom(b.talking(), since), b.talking().LongestGapFrom(a.talking(), since))
}

// However callflow ends and starts again, nobody in a conversation hears it.
func TestConversationsDoNotHearARestart(t *testing.T) {
	for name, ends := range map[string]func(s *story){
		"kill -9": func(s *story) { s.must(s.c.signal(syscall.SIGKILL)) },
		"SIGTERM": func(s *story) { s.must(s.c.signal(syscall.SIGTERM)) },
	} {
		for try, gap := 1, true; gap; try++ {
			t.Run(fmt.Sprintf("%s, try %d", name, try), func(t *testing.T) { gap = hearsRestart(t, ends, try == gapTries) })
		}
	}
}

// hearsRestart says whether a conversation had a gap, which fails the test only when it is the last try.
func hearsRestart(t *testing.T, ends func(s *story), last bool) (gap bool) {
	c, err := alone(t), error(nil)
	if c.binary, err = plainBinary(); err != nil {
		t.Fatal(err)
	}
	c.more = []string{"--drain", "200ms"}
	s := begin(t, c.runs(t))
	const pairs = 5
	var callers, agents []*person
	for i := range pairs {
		agent, caller := s.Phone(fmt.Sprintf("agent-%d", i)), s.Caller()
		caller.Dials(s.dialLine(fmt.Sprintf(`targets: ["user:agent-%d"]`, i)))
		agent.Rings()
		agent.Answers()
		s.Talk(caller, agent)
		callers, agents = append(callers, caller), append(agents, agent)
	}
	longest := func(since time.Time) (d time.Duration) {
		for i := range pairs {
			d = max(d, s.gap(callers[i], agents[i], since))
		}
		return d
	}
	quiet := time.Now()
	<-time.After(time.Second)
	before, since := longest(quiet), time.Now()
	from := c.log.count()
	ends(s)
	<-c.exited
	s.must(c.start())
	_, err = c.log.await(from, patience, "that it goes on", says("call resumed"))
	s.must(err)
	<-time.After(500 * time.Millisecond) // what a late request does would show until then
	heard := longest(since)
	t.Logf("the longest gap was %s, and %s in the second before", heard, before)
	gap = heard-machines(before) > mostGap
	if gap && last {
		t.Errorf("a conversation had a gap of %s, where this machine alone makes %s", heard, before)
	}
	for i := range pairs {
		s.Talk(callers[i], agents[i])
		agents[i].HangsUp()
		callers[i].IsHungUp()
		callers[i].Trace().Is("dial answered", "bye hangup")
	}
	return gap && !last && !t.Failed()
}
