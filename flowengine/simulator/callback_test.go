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

// meter is told since when which legs cost.
type meter struct {
	*miser
	since map[flowengine.Party]time.Time
	left  time.Duration // of the one who is called back
}

func (m *meter) Talks(_ string, leg flowengine.Party, since time.Time) {
	if _, counts := m.since[leg]; !counts {
		m.since[leg] = since
	}
}

func (m *meter) Left(_ string, leg flowengine.Party) (time.Duration, bool) {
	if leg != flowengine.Caller || m.left == 0 {
		return 0, false
	}
	left := m.left
	m.left = time.Millisecond
	return left, true
}

// A call back costs from the moment that it is answered, and the day's minutes bound its conversation.
func TestACallBackIsCounted(t *testing.T) {
	program := compile(t, keepsAPlace)
	for _, c := range []struct {
		name    string
		answers bool
		left    time.Duration
		talked  time.Duration
	}{
		{"one that is not answered costs nothing", false, 0, 0},
		{"one that is answered does", true, 0, 20 * time.Second},
		{"until the day's minutes are used up", true, 8 * time.Second, 8 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &meter{miser: &miser{refuses: "none"}, since: map[flowengine.Party]time.Time{}, left: c.left}
			out := run(t, program, script(t, "1", "support=answered:20s"), simulator.Options{
				Services: flowengine.Services{Callbacks: &simulator.Promises{}, Caps: m},
				CallBack: &simulator.CallBack{Node: "keep", Answers: c.answers, Task: flowengine.CallbackTask{ID: 7, Arrived: simulator.DefaultAt}},
			})
			since, counts := m.since[flowengine.Caller]
			if counts != c.answers || counts && since.Sub(simulator.DefaultAt) != 3*time.Second {
				t.Errorf("it costs since %s: %v", since, counts)
			}
			if got := out.Ended.Talked.Round(time.Second); got != c.talked {
				t.Errorf("talked %s, not %s\n%s", got, c.talked, told(out))
			}
			if len(m.settled) == 0 || m.settled[len(m.settled)-1] != "" {
				t.Errorf("settled %q, and not all at the end", m.settled)
			}
		})
	}
}
