//go:build integration

package integration

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
)

// backOffice is a company in Australia whose callers can leave a queue, keep their place, and be called back.
type backOffice struct {
	*story
	alice, carrier *person
	number         string
}

func (s *story) supportOffice(params string) *backOffice {
	s.Helper()
	company, err := s.c.store.Company(s.Context(), s.company)
	s.must(err)
	company.Country = "AU"
	err = s.c.store.SetCompany(s.Context(), company)
	s.must(err)
	s.Audio("promise", 900*time.Millisecond)
	s.Audio("announce", 900*time.Millisecond)
	o := &backOffice{story: s, alice: s.Phone("alice"), carrier: s.Carrier()}
	s.Queue("support", func(d *queue.Definition) { d.RingS = 60 }, "alice")
	o.number = s.Line(`
start: wait
nodes:
  wait: {type: queue, params: {queue: "queue:support", no_agents_timeout_s: 60, escapes: {"1": Call me back}}, next: {answered: bye, timeout: bye, "escape:1": keep}}
  keep: {type: callback, params: {queue: "queue:support", promise: "audio:promise", announce: "audio:announce", ` + params + `}, next: {done: bye, refused: sorry}}
  sorry: {type: hangup, params: {cause: no_answer}}
  bye: {type: hangup}
`)
	return o
}

// wishes lets a caller ask to be called back.
func (o *backOffice) wishes(caller *person) {
	o.Helper()
	caller.Dials(o.number)
	caller.Hears("music")
	caller.Presses("1")
	caller.Hears("promise")
	caller.IsHungUp()
	caller.Trace().Is("wait escape:1", "keep done", "bye hangup")
}

// called is the trace of the call back to a caller.
func (o *backOffice) called(caller *person, nth int) *trace {
	o.Helper()
	to := "+61" + caller.number[1:]
	o.must(eventually(patience, func() error {
		if n := len(o.backs(to)); n < nth {
			return fmt.Errorf("%s was called back %d times", to, n)
		}
		return nil
	}))
	want := o.backs(to)[nth-1].ID
	return o.traceOf("the call back to "+to, func(c store.Call) bool { return c.ID == want })
}

func (o *backOffice) backs(to string) (out []store.Call) {
	for _, c := range o.calls() {
		if c.Caller == to {
			out = append(out, c)
		}
	}
	return out
}

func (o *backOffice) state() store.Callback {
	o.Helper()
	list, err := o.c.store.Callbacks(o.Context(), o.company, true)
	o.must(err)
	if len(list) != 1 {
		o.Fatalf("there are %d callbacks: %+v", len(list), list)
	}
	return list[0]
}

// Somebody is called back when it is their turn, before those who came later, and confirms; and never again.
func TestCallback(t *testing.T) {
	o := tell(t).supportOffice("tries: 2")
	o.acts("alice", "support", flowengine.QueuePause)
	caller, later := o.Caller(), o.Caller()
	o.wishes(caller)
	later.Dials(o.number)
	later.Hears("music")
	o.carrier.IsNotCalled(time.Second) // nobody is free
	o.acts("alice", "support", flowengine.QueueResume)
	o.carrier.Rings()
	if to := o.carrier.in.Dialed(); to != "+61"+caller.number[1:] {
		o.Errorf("the carrier is asked for %s", to)
	}
	if from := o.carrier.in.From(); from != o.number {
		o.Errorf("the one who is called back sees %s", from)
	}
	o.alice.IsNotCalled(time.Second) // until the call back is confirmed
	o.carrier.Answers()
	o.carrier.Hears("announce")
	o.carrier.Presses("1")
	o.alice.Rings()
	o.alice.Answers()
	o.Talk(o.carrier, o.alice)
	o.alice.HangsUp()
	o.carrier.IsHungUp()
	o.called(caller, 1).Is("keep answered").Ended(flowengine.EndCompleted)
	if c := o.state(); c.State != "done" || c.Tries != 1 {
		o.Errorf("%+v", c)
	}
	o.must(eventually(patience, func() error { // it is written a moment later
		usage, err := store.NewOutside(o.c.store, rightNow{}).Usage(o.Context(), o.company, "")
		if err == nil && (usage.Talked < 400*time.Millisecond || usage.Talked > time.Minute) {
			err = fmt.Errorf("the caps count %s of conversations outside", usage.Talked)
		}
		return err
	}))
	o.alice.Rings() // for who came later
	o.alice.Answers()
	o.Talk(later, o.alice)
	later.HangsUp()
	o.alice.IsHungUp()
	o.carrier.IsNotCalled(3 * time.Second)
}

type rightNow struct{}

func (rightNow) Now() time.Time { return time.Now() }

// A call back that is declined, or that nobody confirms, is tried again, and then given up.
func TestCallbackInVain(t *testing.T) {
	o := tell(t).supportOffice("tries: 2, retry_s: 10")
	o.acts("alice", "support", flowengine.QueuePause)
	caller := o.Caller()
	o.wishes(caller)
	o.acts("alice", "support", flowengine.QueueResume)
	o.carrier.Rings()
	o.carrier.Declines()
	o.called(caller, 1).Is("keep unreached").Says("keep", "did not answer")
	if c := o.state(); c.State != "waiting" || c.Tries != 1 {
		o.Errorf("%+v", c)
	}
	o.carrier.Rings()
	o.carrier.Answers()
	o.carrier.Hears("announce")
	o.carrier.HangsUp()
	o.called(caller, 2).Is("keep unreached").Says("keep", "without pressing 1")
	if c := o.state(); c.State != "given_up" || c.Tries != 2 {
		o.Errorf("%+v", c)
	}
}

// What is no number that can be reached in the country is not called.
func TestCallbackRefused(t *testing.T) {
	o := tell(t).supportOffice("ask: true, prompt: audio:announce")
	o.acts("alice", "support", flowengine.QueuePause)
	caller := o.Caller()
	caller.Dials(o.number)
	caller.Hears("music")
	caller.Presses("1")
	for range 3 {
		caller.Hears("announce")
		caller.Presses("0011441632960123")
		caller.talking().ListenFromNow() // the next question comes at once
		caller.Presses("#")
	}
	caller.IsHungUp()
	caller.Trace().Is("wait escape:1", "keep refused", "sorry hangup").Says("keep", "0011441632960123, which is")
}

// A call back goes on through a kill, wherever it is, and is made once.
func TestCallbackKilled(t *testing.T) {
	c := alone(t).runs(t)
	killed(t, c).play([]scene{
		{"while somebody waits to be called back", func(s *story, w *witness) {
			o := s.supportOffice("tries: 2")
			o.acts("alice", "support", flowengine.QueuePause)
			caller := o.Caller()
			o.wishes(caller)
			w.Happens()
			w.IsOver()
			o.acts("alice", "support", flowengine.QueueResume)
			o.takes(caller)
		}},
	})
}

func TestCallbackKilledWhileItRings(t *testing.T) {
	c := alone(t).runs(t)
	killed(t, c).play([]scene{
		{"while it rings", func(s *story, w *witness) {
			o := s.supportOffice("tries: 2")
			o.acts("alice", "support", flowengine.QueuePause)
			caller := o.Caller()
			o.wishes(caller)
			o.acts("alice", "support", flowengine.QueueResume)
			o.carrier.Rings()
			o.must(eventually(patience, func() error { // a kill before that makes it a try in vain
				left, err := c.store.OpenCheckpoints(o.Context())
				if err == nil && !slices.ContainsFunc(left, func(cp flowengine.Checkpoint) bool { return cp.Call.Outbound }) {
					err = errors.New("the call back has no checkpoint")
				}
				return err
			}))
			w.Happens()
			w.IsOver()
			o.carrier.Answers()
			o.carrier.Hears("announce")
			o.carrier.Presses("1")
			o.connected(caller)
		}},
	})
}

// takes is a call back that is taken.
func (o *backOffice) takes(caller *person) {
	o.Helper()
	o.carrier.Rings()
	o.carrier.Answers()
	o.carrier.Hears("announce")
	o.carrier.Presses("1")
	o.connected(caller)
}

// connected is a call back once it is confirmed.
func (o *backOffice) connected(caller *person) {
	o.Helper()
	o.alice.Rings()
	o.alice.Answers()
	o.Talk(o.carrier, o.alice)
	o.alice.HangsUp()
	o.carrier.IsHungUp()
	o.called(caller, 1).Is("keep answered")
	if c := o.state(); c.State != "done" {
		o.Errorf("%+v", c)
	}
	o.carrier.IsNotCalled(3 * time.Second)
}
