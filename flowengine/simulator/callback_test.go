package simulator_test

import (
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

const keepsAPlace = `
schema: 1
name: Support
kind: voice
start: keep
nodes:
  keep: {type: callback, params: {queue: "queue:support", timeout_s: 60}, next: {done: bye, refused: sorry}}
  sorry: {type: greeting, params: {say: "Nobody is there."}, next: {done: bye}}
  bye: {type: hangup}
`

func TestACallBack(t *testing.T) {
	program := compile(t, keepsAPlace)
	for _, c := range []struct {
		name            string
		answers         bool
		digits, members string
		want            string
		taken, tried    int
		restart         time.Duration
	}{
		{name: "is taken, and ends with the conversation", answers: true, digits: "1", members: "support=answered:20s", want: "keep=answered completed", taken: 1},
		{name: "is taken, and nobody of the queue answers", answers: true, digits: "1", members: "support=unanswered", want: "keep=refused sorry=done bye=hangup completed", taken: 1},
		{name: "is not answered", want: "keep=unreached completed", tried: 1},
		{name: "is answered by a machine", answers: true, want: "keep=unreached completed", tried: 1},
		{name: "is answered, and another key pressed", answers: true, digits: "5,2", want: "keep=unreached completed", tried: 1},
		{name: "goes on after a kill while a member rings", answers: true, digits: "1", members: "support=answered:20s", restart: 5 * time.Second, want: "keep=answered completed", taken: 2},
		{name: "goes on after a kill in the conversation", answers: true, digits: "1", members: "support=answered:20s", restart: 20 * time.Second, want: "keep=answered completed", taken: 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			promises := &simulator.Promises{}
			o := simulator.Options{
				Services: flowengine.Services{Callbacks: promises},
				CallBack: &simulator.CallBack{Node: "keep", Answers: c.answers, Task: flowengine.CallbackTask{ID: 7, Asked: "earlier", Try: 1, Arrived: simulator.DefaultAt.Add(-time.Minute)}},
			}
			if c.restart > 0 {
				o.Restarts = killed(c.restart, time.Second).Restarts
			}
			if c.members == "" {
				c.members = "*=unanswered"
			}
			out := run(t, program, script(t, c.digits, c.members), o)
			if got := path(out); got != c.want {
				t.Errorf("went  %s\nnot   %s\n%s", got, c.want, told(out))
			}
			if len(promises.Taken) != c.taken || len(promises.Tried) != c.tried {
				t.Errorf("taken %v, tried %v", promises.Taken, promises.Tried)
			}
			if len(promises.Kept) > 0 {
				t.Errorf("a call back asked for another: %v", promises.Kept)
			}
		})
	}
}
