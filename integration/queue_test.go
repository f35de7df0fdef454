//go:build integration

package integration

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/integration/phone"
	"callflow/queue"
	"callflow/store"
)

// Queue adds a queue that users serve, with cycles of two seconds.
func (s *story) Queue(name string, change func(*queue.Definition), users ...string) {
	s.Helper()
	d := queue.Defaults()
	d.Name, d.CycleS, d.Timezone = name, 2, ""
	if change != nil {
		change(&d)
	}
	_, err := s.c.store.AddQueue(s.Context(), s.company, d)
	s.must(err)
	for _, u := range users {
		s.Joins(name, queue.Member{User: u, Priority: 1})
	}
}

// Joins makes a user a member of a queue.
func (s *story) Joins(name string, m queue.Member) {
	s.Helper()
	_, err := s.c.store.JoinQueue(s.Context(), s.company, name, m)
	s.must(err)
}

// acts does something with queues from outside callflow, as the command line does.
func (s *story) acts(user, name string, verb flowengine.QueueVerb) {
	s.Helper()
	_, err := s.c.store.QueueAct(s.Context(), s.company, flowengine.QueueAct{User: user, Queue: name, Do: verb})
	s.must(err)
}

// queueLine is a number that leads to the queue support, and says by a hang-up cause of its own what became of it.
func (s *story) queueLine(params string) (number string) {
	s.Helper()
	return s.Line(`
start: wait
nodes:
  wait: {type: queue, params: {queue: "queue:support", ` + params + `}, next: {answered: bye, timeout: gone, "escape:1": pressed, full: busy, closed: gone, no_agents: nobody}}
  bye: {type: hangup}
  gone: {type: hangup, params: {cause: no_answer}}
  busy: {type: hangup, params: {cause: busy}}
  nobody: {type: hangup, params: {cause: no_answer}}
  pressed: {type: hangup}
`)
}

const escape = `escapes: {"1": Out}`

// Who waits hears music, who answers hears the whisper first; and the visit is in the history.
func TestQueueAnswered(t *testing.T) {
	s := tell(t)
	s.Audio("support-call", 800*time.Millisecond)
	alice := s.Phone("alice")
	s.Queue("support", func(d *queue.Definition) { d.Whisper = "audio:support-call" }, "alice")
	number := s.queueLine(escape)
	caller := s.Caller()
	caller.Dials(number, phone.Name("Ann Example"))
	caller.IsAnswered()
	caller.Hears("music")
	alice.Rings()
	if from := alice.in.From(); from != caller.number {
		s.Errorf("alice sees a call from %q", from)
	}
	alice.Answers()
	alice.Hears("support-call")
	s.Talk(caller, alice)
	caller.HasNotHeard("support-call")
	s.queueShows("support", func(now store.QueueNow) bool {
		return len(now.Talking) == 1 && now.Talking[0].Agent == "alice" && now.Agents[0].State == queue.StateOnCall
	})
	alice.HangsUp()
	caller.IsHungUp()
	tr := caller.Trace().Is("wait answered", "bye hangup").Ended(flowengine.EndCompleted).Says("wait", "user:alice answered after")
	if tr.call.AnsweredBy != "user:alice" {
		s.Errorf("the call is told as answered by %q", tr.call.AnsweredBy)
	}
	s.queueShows("support", func(now store.QueueNow) bool {
		return now.Figures.Answered == 1 && now.Figures.ServiceLevel == 1 && now.Figures.MeanTalkS >= 0.2
	})
}

// Two callers wait for one agent: they are served in their order, and the second hears where it stands.
func TestQueueOrderAndPosition(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	s.Queue("support", func(d *queue.Definition) { d.PositionEvery, d.PositionChanged, d.WrapUpS = 1, true, 1 }, "alice")
	number := s.queueLine(escape)
	first, second := s.Caller(), s.Caller()
	first.Dials(number)
	alice.Rings()
	second.Dials(number)
	second.Hears("music", "sound:queue-thereare", "music")
	alice.Answers()
	s.Talk(first, alice)
	second.Hears("sound:queue-youarenext", "music")
	alice.IsNotCalled(500 * time.Millisecond)
	alice.HangsUp()
	over := time.Now()
	first.IsHungUp()
	alice.Rings()
	if d := time.Since(over); d < 900*time.Millisecond {
		s.Errorf("alice is rung %s after her call, in her wrap-up of a second", d)
	}
	alice.Answers()
	s.Talk(second, alice)
	alice.HangsUp()
	second.IsHungUp()
	second.Trace().Is("wait answered", "bye hangup")
}

// A key leaves the queue at any moment: in the music, in an announcement, while somebody is rung.
func TestQueueEscapes(t *testing.T) {
	s := tell(t)
	s.Audio("patience", 15*time.Second)
	alice := s.Phone("alice")
	s.Queue("support", func(d *queue.Definition) { d.Periodic, d.PeriodicEvery = "audio:patience", 1 }, "alice")
	number := s.queueLine(escape)
	ringing := s.Caller()
	ringing.Dials(number)
	alice.Rings()
	waiting := s.Caller()
	waiting.Dials(number)
	waiting.Hears("music")
	waiting.Presses("5")
	waiting.Hears("patience", "patience")
	waiting.Presses("1")
	waiting.IsHungUp()
	waiting.Trace().Is("wait escape:1", "pressed hangup").Lasted("wait", 2*time.Second, 9*time.Second)
	ringing.Presses("1")
	alice.StopsRinging()
	ringing.IsHungUp()
	ringing.Trace().Is("wait escape:1", "pressed hangup").Says("wait", "the caller waited no longer")
}

// The time runs out; who declines is not rung again before the next cycle, and is paused after two missed calls.
func TestQueueTimeoutAndMissedCalls(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	s.Queue("support", func(d *queue.Definition) { d.PauseAfter = 2 }, "alice")
	number := s.queueLine("timeout_s: 8, no_agents_timeout_s: 8, " + escape)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Declines()
	declined := time.Now()
	alice.Rings()
	if d := time.Since(declined); d < 1900*time.Millisecond {
		s.Errorf("alice is rung again %s after she declined", d)
	}
	alice.Declines()
	alice.IsNotCalled(3 * time.Second)
	if end := caller.IsHungUp(); end.Cause != int(flowengine.CauseNoAnswer) {
		s.Errorf("the call %s", end)
	}
	caller.Trace().Is("wait timeout", "gone hangup").Lasted("wait", 7900*time.Millisecond, 10*time.Second)
	s.queueShows("support", func(now store.QueueNow) bool {
		return now.Agents[0].State == queue.StatePaused && now.Agents[0].PauseWhy == "missed 2 calls in a row"
	})
}

func TestQueueFull(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	s.Queue("support", func(d *queue.Definition) { d.Capacity = 1 }, "alice")
	number := s.queueLine(escape)
	first, second := s.Caller(), s.Caller()
	first.Dials(number)
	alice.Rings()
	second.Dials(number)
	second.IsHungUp()
	second.Trace().Is("wait full", "busy hangup")
	first.HangsUp()
	alice.StopsRinging()
	first.Trace().Is("wait hung_up").Says("wait", "while user:alice rang")
}

// Closed by its hours; closed as an exception, with a number outside, and with a mailbox.
func TestQueueClosed(t *testing.T) {
	s := tell(t)
	s.User("alice")
	today := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[(time.Now().UTC().Weekday()+3)%7]
	s.Queue("support", func(d *queue.Definition) { d.Hours = []string{today + " 10:00-12:00"} }, "alice")
	number := s.queueLine(escape)
	byHours := s.Caller()
	byHours.Dials(number)
	byHours.IsHungUp()
	byHours.Trace().Is("wait closed", "gone hangup").Says("wait", "its hours are")

	d, err := s.c.store.Queue(s.Context(), s.company, "support")
	s.must(err)
	d.Closed, d.ClosedTo = true, "user:alice"
	_, err = s.c.store.SetQueue(s.Context(), s.company, d)
	s.must(err)
	toBox := s.Caller()
	toBox.Dials(number)
	toBox.Hears("sound:vm-intro", "beep")
	toBox.Speaks(2500 * time.Millisecond)
	toBox.Presses("#")
	toBox.IsHungUp()
	toBox.Trace().Is("wait closed").Says("wait", "left a message")

	d.ClosedTo = "external:+61255501234"
	_, err = s.c.store.SetQueue(s.Context(), s.company, d)
	s.must(err)
	carrier := s.Carrier()
	outside := s.Caller()
	outside.Dials(number)
	carrier.Rings()
	carrier.Answers()
	s.Talk(outside, carrier)
	carrier.HangsUp()
	outside.IsHungUp()
	outside.Trace().Is("wait answered", "bye hangup").Says("wait", "answered instead")
}

func TestQueueNoAgents(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	s.User("nobody", "PJSIP/erin") // nobody registers as erin
	s.Queue("support", nil, "alice", "nobody")
	number := s.queueLine(escape)
	s.acts("alice", "support", flowengine.QueuePause)
	caller := s.Caller()
	caller.Dials(number)
	caller.IsHungUp()
	caller.Trace().Is("wait no_agents", "nobody hangup").Says("wait", "cannot be reached")
	s.acts("alice", "support", flowengine.QueueResume)
	again := s.Caller()
	again.Dials(number)
	alice.Rings()
	again.HangsUp()
	alice.StopsRinging()
}

// Who talks by a dial node is not rung by a queue, and is at once when that is over.
func TestQueueLeavesWhoTalksAlone(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	s.Queue("support", func(d *queue.Definition) { d.CycleS = 60 }, "alice")
	line, direct := s.queueLine(escape), s.dialLine(`targets: ["user:alice"]`)
	friend, caller := s.Caller(), s.Caller()
	friend.Dials(direct)
	alice.Rings()
	alice.Answers()
	s.Talk(friend, alice)
	caller.Dials(line)
	caller.Hears("music")
	alice.IsNotCalled(time.Second)
	alice.HangsUp()
	friend.IsHungUp()
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	caller.HangsUp()
	alice.IsHungUp()
}

// A whisper that the other does not wait for: who waits goes on waiting.
func TestQueueTheWinnerLeavesBeforeTalking(t *testing.T) {
	s := tell(t)
	s.Audio("long", 20*time.Second)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	s.Queue("support", func(d *queue.Definition) { d.Whisper = "audio:long" }, "alice", "bob")
	caller := s.Caller()
	caller.Dials(s.queueLine(escape))
	alice.Rings()
	alice.Answers()
	alice.Hears("long")
	alice.HangsUp()
	bob.Rings()
	caller.Hears("music")
	caller.HangsUp()
	bob.StopsRinging()
	caller.Trace().Is("wait hung_up").Says("wait", "answered and left before talking")
}

// A worse level is rung only while nobody of the better one is free: while all of them are left alone for having missed the call.
// Who missed it and is free again comes before the worse level.
func TestQueueLevels(t *testing.T) {
	s := tell(t)
	alice, bob, boss := s.Phone("alice"), s.Phone("bob"), s.Phone("boss")
	s.Queue("support", func(d *queue.Definition) { d.CycleS = 4 }, "alice", "bob")
	s.Joins("support", queue.Member{User: "boss", Priority: 2})
	caller := s.Caller()
	caller.Dials(s.queueLine(escape))
	alice.Rings()
	alice.Declines()
	bob.Rings()
	alice.IsNotCalled(4500 * time.Millisecond) // half a second longer than she is left alone
	bob.Declines()
	alice.Rings()
	boss.IsNotCalled(200 * time.Millisecond)
	alice.Declines() // both are left alone now
	boss.Rings()
	boss.Answers()
	s.Talk(caller, boss)
	caller.HangsUp()
	boss.IsHungUp()
	caller.Trace().Is("wait hung_up").Says("wait", "user:boss answered after")
}

// Everybody rings; who is slower has missed nothing.
func TestQueueAllRing(t *testing.T) {
	s := tell(t)
	alice, bob := s.Phone("alice"), s.Phone("bob")
	s.Queue("support", func(d *queue.Definition) { d.Strategy, d.PauseAfter = queue.All, 1 }, "alice", "bob")
	caller := s.Caller()
	caller.Dials(s.queueLine(escape))
	alice.Rings()
	bob.Rings()
	bob.Answers()
	alice.StopsRinging()
	s.Talk(caller, bob)
	bob.HangsUp()
	caller.IsHungUp()
	s.queueShows("support", func(now store.QueueNow) bool {
		return !slices.ContainsFunc(now.Agents, func(a store.AgentNow) bool { return a.State != queue.StateReady || a.Missed != 0 })
	})
}

// Agents log in and pause from their own telephones, and from others with a PIN; the caller ID counts for nothing.
func TestAgentsByPhone(t *testing.T) {
	s := tell(t)
	dave := s.Registered("dave")
	s.User("dave", "PJSIP/dave")
	s.Queue("support", nil, "dave")
	s.set("user:dave", "204", "4711")
	feature := func(action string) string {
		return s.Line(fmt.Sprintf("start: do\nnodes:\n  do: {type: agent, params: {action: %s, queue: \"queue:support\", number_prompt: \"sound:beep\", pin_prompt: \"sound:beep\"}, next: {done: bye, refused: no}}\n"+
			"  bye: {type: hangup}\n  no: {type: hangup, params: {cause: rejected}}\n", action))
	}
	login, pause := feature("toggle_login"), feature("toggle_pause")
	state := func(want queue.State) {
		s.Helper()
		s.queueShows("support", func(now store.QueueNow) bool { return now.Agents[0].State == want })
	}
	dave.Dials(login)
	dave.Hears("sound:agent-loggedoff")
	dave.IsHungUp()
	state(queue.StateUnavailable)
	dave.Dials(login)
	dave.Hears("sound:agent-loginok")
	dave.IsHungUp()
	state(queue.StateReady)
	stranger := s.Caller()
	stranger.number = "dave" // which proves nothing
	stranger.Dials(pause)
	for range 3 {
		stranger.Hears("beep")
		stranger.Presses("204#")
		stranger.Hears("beep")
		stranger.Presses("0000#")
		stranger.Hears("sound:agent-incorrect")
	}
	stranger.IsHungUp()
	stranger.Trace().Is("do refused", "no hangup")
	state(queue.StateReady)
	elsewhere := s.Caller()
	elsewhere.Dials(pause)
	elsewhere.Hears("beep")
	elsewhere.Presses("204#")
	elsewhere.Hears("beep")
	elsewhere.Presses("4711#")
	elsewhere.Hears("sound:de-activated")
	elsewhere.IsHungUp()
	elsewhere.Trace().Is("do done", "bye hangup").Says("do", "pin")
	state(queue.StatePaused)
}

// queueShows waits until the wallboard shows a queue so: callflow writes a moment after something has happened.
func (s *story) queueShows(name string, so func(store.QueueNow) bool) {
	s.Helper()
	s.must(eventually(patience, func() error {
		all, err := s.c.store.QueuesNow(s.Context(), s.company, time.Now().Add(-time.Hour), name)
		if err == nil && !so(all[0]) {
			err = fmt.Errorf("the wallboard shows %+v", all[0])
		}
		return err
	}))
}

// The wallboard is another process, and sees what happens as it does.
func TestQueueWatch(t *testing.T) {
	s := tell(t)
	alice := s.Phone("alice")
	s.Queue("support", nil, "alice")
	number := s.queueLine(escape)
	watch := s.c.command("queue", "watch", "support", "--company", s.company, "--json")
	lines, err := watch.StdoutPipe()
	s.must(err)
	s.must(watch.Start())
	s.Cleanup(func() {
		s.must(watch.Process.Signal(os.Interrupt))
		if err := watch.Wait(); err != nil {
			s.Errorf("the wallboard ended with %v after Ctrl-C", err)
		}
	})
	scanner := bufio.NewScanner(lines)
	sees := func(what string, fits func(store.QueueNow) bool) {
		s.Helper()
		for scanner.Scan() {
			var queues []store.QueueNow
			s.must(json.Unmarshal(scanner.Bytes(), &queues))
			if fits(queues[0]) {
				return
			}
		}
		s.Fatalf("the wallboard never showed %s: %v", what, scanner.Err())
	}
	sees("nobody", func(q store.QueueNow) bool { return len(q.Waiting) == 0 && q.Agents[0].State == queue.StateReady })
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	sees("alice ringing for the caller", func(q store.QueueNow) bool {
		return len(q.Waiting) == 1 && q.Waiting[0].Caller == caller.number && slices.Equal(q.Waiting[0].Ringing, []string{"alice"}) && q.Agents[0].Ringing
	})
	alice.Answers()
	sees("the conversation", func(q store.QueueNow) bool {
		return len(q.Talking) == 1 && q.Talking[0].Agent == "alice" && q.Agents[0].State == queue.StateOnCall
	})
	alice.HangsUp()
	caller.IsHungUp()
	sees("the end", func(q store.QueueNow) bool { return q.Figures.Answered == 1 && q.Agents[0].State == queue.StateReady })
	s.acts("alice", "", flowengine.QueuePause)
	sees("the pause", func(q store.QueueNow) bool { return q.Agents[0].State == queue.StatePaused })
}
