//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/flowengine"
)

// transferLine is a number that transfers with those params, and says by its hang-up cause what became of it.
func (s *story) transferLine(params string) (number string) {
	s.Helper()
	return s.Line(`
start: out
nodes:
  out: {type: transfer, params: {` + params + `}, next: {done: bye, no_match: busy, failed: gone}}
  bye: {type: hangup}
  busy: {type: hangup, params: {cause: busy}}
  gone: {type: hangup, params: {cause: no_answer}}
`)
}

// The number outside is called, shows the number that was called, and talks.
func TestTransferNode(t *testing.T) {
	s := tell(t)
	carrier := s.Carrier()
	number := s.transferLine(`number: "+61299990101", caller_id: number`)
	caller := s.Caller()
	caller.Dials(number)
	carrier.Rings()
	if dialled := carrier.in.Dialed(); dialled != "+61299990101" {
		s.Errorf("the carrier is asked for %q", dialled)
	}
	if from := carrier.in.From(); from != number {
		s.Errorf("the carrier sees a call from %q, not from the number %s", from, number)
	}
	caller.IsNotAnswered()
	carrier.Answers()
	s.Talk(caller, carrier)
	carrier.HangsUp()
	caller.IsHungUp()
	tr := caller.Trace().Is("out done", "bye hangup").Ended(flowengine.EndCompleted)
	if tr.call.AnsweredBy != "external:+61299990101" {
		s.Errorf("the call is told as answered by %q", tr.call.AnsweredBy)
	}
}

// The number is busy, or does not answer in time.
func TestTransferNodeFailed(t *testing.T) {
	s := tell(t)
	carrier := s.Carrier()
	number := s.transferLine(`number: "+61299990102", timeout_s: 1.5, when: period, from_date: "2020-01-01", to_date: "2099-12-31", timezone: UTC`)
	caller := s.Caller()
	caller.Dials(number)
	carrier.IsCalled()
	carrier.IsBusy()
	caller.IsRefused(480)
	caller.Trace().Is("out failed", "gone hangup").Says("out", "was busy")

	caller = s.Caller() // whose trace is that of this call
	caller.Dials(number)
	carrier.Rings()
	carrier.StopsRinging()
	caller.IsRefused(480)
	caller.Trace().Is("out failed", "gone hangup").Says("out", "did not answer in time").Lasted("out", 1400*time.Millisecond, 6*time.Second)
}

// Outside of its time nobody is called.
func TestTransferNodeNoMatch(t *testing.T) {
	s := tell(t)
	now := steadyNow()
	for what, params := range map[string]string{
		"another date":    `when: date, date: "2020-02-29"`,
		"another weekday": `when: weekly, days: [` + []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}[(int(now.Weekday())+1)%7] + `]`,
	} {
		number := s.transferLine(`number: "+61299990103", timezone: UTC, ` + params)
		caller := s.Caller()
		caller.Dials(number)
		caller.IsRefused(486)
		if tr := caller.Trace().Is("out no_match", "busy hangup"); tr.Took("out") > time.Second {
			s.Errorf("%s took %s", what, tr.Took("out"))
		}
	}
}
