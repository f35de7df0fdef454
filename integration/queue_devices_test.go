//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/queue"
	"callflow/store"
)

// A member who talks beside callflow, in the dialplan, is not rung, and is at once when that is over. One whose telephone is
// not registered is not there, and is rung as soon as it is.
func TestQueueSeesWhatTelephonesDoBesideCallflow(t *testing.T) {
	s := tell(t)
	grace := s.Registered("grace")
	s.User("grace", "PJSIP/grace")
	s.Queue("support", nil, "grace")
	shows := func(want queue.State) {
		s.Helper()
		s.shows("grace", want)
	}
	line := s.queueLine("no_agents_timeout_s: 30, " + escape)
	grace.Dials("music") // plain dialplan
	grace.IsAnswered()
	shows(queue.StateOnCall)
	caller := s.Caller()
	caller.Dials(line)
	caller.Hears("music")
	grace.IsNotCalled(3 * time.Second) // more than a cycle
	grace.HangsUp()
	over := time.Now()
	grace.Rings()
	if d := time.Since(over); d > time.Second {
		s.Errorf("grace is rung %s after her call", d)
	}
	grace.Answers()
	s.Talk(caller, grace)
	shows(queue.StateOnCall)
	grace.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("wait answered", "bye hangup")
	shows(queue.StateReady)

	s.must(grace.phone.Unregister(s.Context()))
	shows(queue.StateUnavailable)
	second := s.Caller()
	second.Dials(line)
	second.Hears("music")
	s.must(grace.phone.Register(s.Context()))
	grace.Rings()
	second.HangsUp()
	grace.StopsRinging()
	second.Trace().Is("wait hung_up").Says("wait", "while user:grace rang")
}

// shows waits until the wallboard shows the only member of support so.
func (s *story) shows(who string, want queue.State) {
	s.Helper()
	s.queueShows("support", func(now store.QueueNow) bool { return now.Agents[0].User == who && now.Agents[0].State == want })
}
