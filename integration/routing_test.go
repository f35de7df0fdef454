//go:build integration

package integration

import (
	"fmt"
	"testing"
	"time"

	"callflow/flowengine"
)

// now and its neighbours, as time routing writes them, in UTC. A test that begins a second before an hour, or a day, ends waits
// for the next one, so that what it says holds while it is told.
func steadyNow() time.Time {
	now := time.Now().UTC()
	if end := now.Truncate(time.Hour).Add(time.Hour); end.Sub(now) < 20*time.Second {
		<-time.After(time.Until(end))
		now = time.Now().UTC()
	}
	return now
}

func TestTimeRouting(t *testing.T) {
	t.Parallel()
	now := steadyNow()
	today, hour := now.Format(time.DateOnly), now.Hour()
	open := fmt.Sprintf(`{name: open, days: [mon-sun], from: "%02d:00", to: "%02d:00"}`, hour, hour+1)
	closed := fmt.Sprintf(`{name: closed, days: [mon-sun], from: "%02d:00", to: "%02d:00"}`, (hour+2)%24, (hour+3)%24)
	for name, test := range map[string]struct{ params, outcome, why string }{
		"in a slot":         {"slots: [" + closed + ", " + open + "]", "slot:open", "in the slot open"},
		"in no slot":        {"slots: [" + closed + "]", "no_match", "in no slot"},
		"an override first": {fmt.Sprintf(`slots: [%s], overrides: [{label: Party, from_date: "%s"}]`, open, today), "override", "Party"},
		"a named override":  {fmt.Sprintf(`slots: [%s], overrides: [{name: party, from_date: "%s"}]`, open, today), "override:party", "party"},
		"an override at another hour": {fmt.Sprintf(`slots: [%s], overrides: [{name: party, from_date: "%s", from: "%02d:00", to: "%02d:00"}]`,
			open, today, (hour+2)%24, (hour+3)%24), "slot:open", "in the slot open"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			number := s.Line(`
start: hours
nodes:
  hours: {type: time, params: {timezone: UTC, ` + test.params + `}, next: {"*": bye}}
  bye: {type: hangup, params: {cause: busy}}
`)
			caller := s.Caller()
			caller.Dials(number)
			caller.IsRefused(486)
			caller.Trace().Is("hours "+test.outcome, "bye hangup").Says("hours", test.why)
		})
	}
}

// Now in Auckland is another hour than now in UTC, and maybe another day.
func TestTimeRoutingElsewhere(t *testing.T) {
	s := tell(t)
	zone, err := time.LoadLocation("Pacific/Auckland")
	s.must(err)
	there := steadyNow().In(zone)
	number := s.Line(fmt.Sprintf(`
start: hours
nodes:
  hours:
    type: time
    params: {timezone: Pacific/Auckland, slots: [{name: now, days: [%s], from: "%02d:00", to: "%02d:00"}]}
    next: {"*": bye}
  bye: {type: hangup, params: {cause: busy}}
`, map[bool]string{true: "sun", false: "mon-sat"}[there.Weekday() == time.Sunday], there.Hour(), there.Hour()+1))
	caller := s.Caller()
	caller.Dials(number)
	caller.IsRefused(486)
	caller.Trace().Is("hours slot:now", "bye hangup").Says("hours", there.Format("Monday 2006-01-02"))
}

// What is known of a call reaches the caller's ear: a variable is set from it, and is spoken as digits.
func TestSet(t *testing.T) {
	s := tell(t)
	number := s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: ask}}
  ask: {type: menu, params: {prompt: "sound:beep", keys: {"47": Code, "5": Other}}, next: {"*": set}}
  set:
    type: set
    params:
      vars: {code: 'ask.digits', short: 'caller.number[len(caller.number)-1:]', broken: 'vars.nothing.at.all'}
      defaults: {broken: 8}
    next: {done: say}
  say: {type: greeting, params: {audio: "digits:{{ vars.code }}{{ vars.broken }}"}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("beep")
	caller.Presses("47")
	caller.Hears("sound:digits/4", "sound:digits/7", "sound:digits/8")
	caller.IsHungUp()
	caller.Trace().Is("answer done", "ask key:47", "set done", "say done", "bye hangup").
		Says("set", "code:47").Says("set", "broken:8").Says("set", "its expression failed").Says("say", "digits:478")
}

func TestJump(t *testing.T) {
	s := tell(t)
	s.Audio("main", 10*time.Second)
	number := s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:main", keys: {"1": Again, "2": On}}, next: {"key:1": back, "*": bye}}
  back: {type: jump, params: {to: menu, limit: 2}, next: {exceeded: sorry}}
  sorry: {type: hangup, params: {cause: rejected}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.Dials(number)
	for range 3 {
		caller.Hears("main")
		caller.Presses("1")
		caller.talking().ListenFromNow()
	}
	if end := caller.IsHungUp(); end.Cause != int(flowengine.CauseRejected) {
		s.Errorf("the call %s", end)
	}
	caller.Trace().Is("menu key:1", "back jumped", "menu key:1", "back jumped", "menu key:1", "back exceeded", "sorry hangup")
}

// What the caller's network is told, before and after the answer.
func TestHangupCauses(t *testing.T) {
	t.Parallel()
	for cause, told := range map[string]struct{ status, cause int }{
		"normal":      {603, 16},
		"busy":        {486, 17},
		"no_answer":   {480, 19},
		"rejected":    {403, 21},
		"congestion":  {503, 34},
		"unallocated": {404, 1},
	} {
		t.Run(cause+" before the answer", func(t *testing.T) {
			s := tell(t)
			number := s.Line("start: bye\nnodes:\n  bye: {type: hangup, params: {cause: " + cause + "}}\n")
			caller := s.Caller()
			caller.Dials(number)
			caller.IsRefused(told.status)
			tr := caller.Trace().Is("bye hangup").Ended(flowengine.EndCompleted)
			if int(tr.call.Cause) != told.cause {
				s.Errorf("the call is told as ended with cause %d", tr.call.Cause)
			}
		})
		t.Run(cause+" after the answer", func(t *testing.T) {
			s := tell(t)
			number := s.Line("start: answer\nnodes:\n  answer: {type: answer, next: {done: bye}}\n  bye: {type: hangup, params: {cause: " + cause + "}}\n")
			caller := s.Caller()
			caller.Dials(number)
			if end := caller.IsHungUp(); end.Cause != told.cause || end.Status != 0 {
				s.Errorf("the call %s", end)
			}
			caller.Trace().Is("answer done", "bye hangup")
		})
	}
}

func TestHangupAfterAnAudio(t *testing.T) {
	s := tell(t)
	s.Audio("goodbye", time.Second)
	number := s.Line("start: bye\nnodes:\n  bye: {type: hangup, params: {cause: busy, audio: \"audio:goodbye\"}}\n")
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("goodbye")
	caller.IsRefused(486)
	if d := caller.heardFor("goodbye"); d < 900*time.Millisecond {
		s.Errorf("the goodbye of 1 s was heard for %s", d)
	}
}

// A node that is switched off is walked past by its first outcome.
func TestSkippedNode(t *testing.T) {
	s := tell(t)
	s.Audio("welcome", 20*time.Second)
	number := s.Line(`
start: welcome
nodes:
  welcome: {type: greeting, skip: true, params: {audio: "audio:welcome"}, next: {done: bye}}
  bye: {type: hangup, params: {cause: busy}}
`)
	caller := s.Caller()
	caller.Dials(number)
	caller.IsRefused(486)
	caller.Trace().Is("welcome done", "bye hangup").Says("welcome", "switched off")
}

// What is published holds for the very next call; a call in progress stays on what it began with.
func TestPublishedForTheNextCall(t *testing.T) {
	s := tell(t)
	s.Audio("old", 3*time.Second)
	s.Audio("new", time.Second)
	flow := func(audio, cause string) string {
		return `
start: hello
nodes:
  hello: {type: greeting, params: {audio: "audio:` + audio + `"}, next: {done: bye}}
  bye: {type: hangup, params: {cause: ` + cause + `}}
`
	}
	number := s.Line(flow("old", "busy"))
	first, second, third := s.Caller(), s.Caller(), s.Caller()
	first.Dials(number)
	first.Hears("old")
	s.Saves("flow "+number, flow("new", "rejected"))
	second.Dials(number)
	second.Hears("old") // saved is not published
	s.Publishes("flow " + number)
	third.Dials(number)
	third.Hears("new")
	third.IsRefused(403)
	first.IsRefused(486)
	second.IsRefused(486)
	if r := third.Trace().call.Revision; r != 2 {
		s.Errorf("the third call ran revision %d", r)
	}
}
