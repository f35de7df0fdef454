//go:build integration

package integration

import (
	"syscall"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
)

// callflow is killed while callers wait, while agents are rung, talk and are in wrap-up, and started again: callers keep their
// order, and nobody is rung who must not be.
func TestQueueKilled(t *testing.T) {
	c := alone(t).runs(t)
	killed(t, c).play(queueScenes)
}

// callflow is stopped in order, with no time for its calls to end, and started again.
func TestQueueHandedOver(t *testing.T) {
	c := alone(t)
	c.more = []string{"--drain", "100ms"}
	o := killed(t, c.runs(t))
	o.begin = func() {
		if err := c.signal(syscall.SIGTERM); err != nil {
			t.Error(err)
			return
		}
		<-c.exited
	}
	o.play(queueScenes)
}

// The connection to Asterisk breaks, and is made again.
func TestQueueSocketLoss(t *testing.T) {
	c := alone(t)
	cable := c.cable(t)
	c.runs(t)
	severed(t, c, cable).play(queueScenes)
}

var queueScenes = []scene{
	{"who talks beside callflow is not rung, and is after that", func(s *story, o *witness) {
		grace := s.Registered("grace")
		s.User("grace", "PJSIP/grace")
		s.Queue("support", nil, "grace")
		grace.Dials("music") // plain dialplan
		grace.IsAnswered()
		s.shows("grace", queue.StateOnCall) // a new member's telephone is not known at once
		caller := s.Caller()
		caller.Dials(s.queueLine(escape))
		caller.Hears("music")
		o.Happens()
		o.IsOver()
		grace.IsNotCalled(4 * time.Second)
		grace.HangsUp()
		grace.Rings()
		grace.Answers()
		s.Talk(caller, grace)
		grace.HangsUp()
		caller.IsHungUp()
	}},
	{"callers keep their order, and who talks is not rung", func(s *story, o *witness) {
		alice := s.Phone("alice")
		s.Queue("support", nil, "alice")
		number := s.queueLine(escape)
		talks, first, second := s.Caller(), s.Caller(), s.Caller()
		talks.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(talks, alice)
		first.Dials(number)
		first.Hears("music")
		second.Dials(number)
		second.Hears("music")
		o.Happens()
		o.IsOver()
		alice.IsNotCalled(4 * time.Second) // also past the time in which others may still come back
		s.Talk(talks, alice)
		for _, next := range []*person{first, second} {
			alice.HangsUp()
			alice.Rings()
			if from := alice.in.From(); from != next.number {
				s.Errorf("alice is rung for %s, not for %s", from, next.number)
			}
			alice.Answers()
			s.Talk(next, alice)
		}
		alice.HangsUp()
		for _, caller := range []*person{talks, first, second} {
			caller.IsHungUp()
			caller.Trace().Is("wait answered", "bye hangup")
		}
		if d := first.Trace().Took("wait"); d < o.finished.Sub(o.began) {
			s.Errorf("the first caller's wait of %s does not count from before", d)
		}
	}},
	{"who is rung rings on, for the same caller", func(s *story, o *witness) {
		alice := s.Phone("alice")
		s.Queue("support", func(d *queue.Definition) { d.RingS = 60 }, "alice")
		number := s.queueLine(escape)
		caller, other := s.Caller(), s.Caller()
		caller.Dials(number)
		alice.Rings()
		other.Dials(number)
		other.Hears("music")
		o.Happens()
		o.IsOver()
		alice.IsNotCalled(4 * time.Second)
		alice.Answers()
		s.Talk(caller, alice)
		other.HangsUp()
		alice.HangsUp()
		caller.IsHungUp()
		caller.Trace().Is("wait answered", "bye hangup")
		other.Trace().Is("wait hung_up")
	}},
	{"who is rung answers meanwhile", func(s *story, o *witness) {
		alice := s.Phone("alice")
		s.Queue("support", func(d *queue.Definition) { d.RingS = 60 }, "alice")
		caller := s.Caller()
		caller.Dials(s.queueLine(escape))
		alice.Rings()
		o.Happens()
		alice.Answers()
		o.IsOver()
		s.Talk(caller, alice)
		caller.HangsUp()
		alice.IsHungUp()
		caller.Trace().Is("wait hung_up").Says("wait", "user:alice answered after").Ended(flowengine.EndHungUp)
	}},
	{"a wrap-up goes on", func(s *story, o *witness) {
		alice := s.Phone("alice")
		s.Queue("support", func(d *queue.Definition) { d.WrapUpS = 15 }, "alice")
		number := s.queueLine(escape)
		first, second := s.Caller(), s.Caller()
		first.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(first, alice)
		second.Dials(number)
		second.Hears("music")
		alice.HangsUp()
		over := time.Now()
		first.IsHungUp()
		o.Happens()
		o.IsOver()
		alice.Rings()
		if d := time.Since(over); d < 14500*time.Millisecond {
			s.Errorf("alice is rung %s after her call, in her wrap-up of 15 s", d)
		}
		second.HangsUp()
		alice.StopsRinging()
	}},
	{"the caller leaves meanwhile", func(s *story, o *witness) {
		alice := s.Phone("alice")
		s.Queue("support", nil, "alice")
		number := s.queueLine(escape)
		first, second := s.Caller(), s.Caller()
		first.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(first, alice)
		second.Dials(number)
		second.Hears("music")
		o.Happens()
		second.HangsUp()
		o.IsOver()
		second.Trace().Is("wait hung_up") // callflow has learnt of it
		alice.HangsUp()
		first.IsHungUp()
		alice.IsNotCalled(time.Second)
		s.queueShows("support", func(now store.QueueNow) bool {
			return len(now.Waiting)+len(now.Talking) == 0 && now.Agents[0].State == queue.StateReady
		})
	}},
	{"the conversation ends meanwhile", func(s *story, o *witness) {
		alice := s.Phone("alice")
		s.Queue("support", nil, "alice")
		number := s.queueLine(escape)
		first, second := s.Caller(), s.Caller()
		first.Dials(number)
		alice.Rings()
		alice.Answers()
		s.Talk(first, alice)
		second.Dials(number)
		second.Hears("music")
		o.Happens()
		alice.HangsUp()
		o.IsOver()
		first.IsHungUp()
		first.Trace().Is("wait answered", "bye hangup")
		alice.Rings()
		alice.Answers()
		s.Talk(second, alice)
		alice.HangsUp()
		second.IsHungUp()
	}},
}
