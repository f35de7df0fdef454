//go:build integration

package integration

import (
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// A draft is called while the number's own calls run what is published.
func TestADraftIsTried(t *testing.T) {
	s := tell(t)
	s.Audio("published", time.Second)
	s.Audio("draft", time.Second)
	number := s.Line(`
start: hello
nodes:
  hello: {type: greeting, params: {audio: "audio:published"}, next: {done: bye}}
  bye: {type: hangup}
`)
	s.Saves("flow "+number, `
start: hello
nodes:
  hello: {type: greeting, params: {audio: "audio:draft"}, next: {done: bye}}
  bye: {type: hangup}
`)
	trial, err := s.c.store.NewTrial(t.Context(), s.company, "flow "+number, 0, "")
	s.must(err)
	caller := s.Caller()
	s.lines = append(s.lines, trial.Dial)
	caller.Dials(trial.Dial)
	caller.Hears("draft")
	caller.IsHungUp()
	tr := caller.Trace()
	tr.Is("hello done", "bye hangup").Ended(flowengine.EndCompleted)
	if call := tr.call; !call.Test || call.Revision != 2 || !store.IsTrial(call.Number) {
		s.Errorf("in the history it is %+v", call)
	}

	other := s.Caller()
	other.Dials(number)
	other.Hears("published")
	other.IsHungUp()
	if call := other.Trace().call; call.Test || call.Revision != 1 {
		s.Errorf("the number's own call is %+v", call)
	}
}
