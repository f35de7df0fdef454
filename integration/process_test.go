//go:build integration

package integration

import (
	"net"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"callflow/flowengine"
)

// lineFlow is a number that plays a prompt for a while and then says goodbye.
func (s *story) promptLine() (number string) {
	s.Helper()
	s.sounds()
	return s.Line(`
start: answer
nodes:
  answer: {type: answer, next: {done: middle}}
  middle: {type: greeting, params: {audio: "audio:middle"}, next: {done: after}}` + restFlow)
}

// Asterisk ends with all its calls and is started again: callflow closes them, connects by itself, and takes the next call. Asterisk
// may end the leg of one who was dialled before the caller's: then the flow goes on, and plays to the caller until that ends too.
// Somebody who is slow to see that Asterisk has gone, and keeps his end of a connection, does not keep it from coming back.
func TestAsteriskIsRestarted(t *testing.T) {
	c := alone(t).runs(t)
	s := begin(t, c)
	s.ExpectsError("Asterisk")
	alice := s.Phone("alice")
	prompt, dial, box := s.promptLine(), s.Line(`
start: dial
nodes:
  dial: {type: dial, params: {targets: ["user:alice"]}, next: {"*": long}}
  long: {type: greeting, params: {audio: "audio:long"}, next: {done: bye}}
  bye: {type: hangup}
`), s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:short"}, next: {done: bye}}
  bye: {type: hangup}
`)
	one, two, three := s.Caller(), s.Caller(), s.Caller()
	one.Dials(prompt)
	one.Hears("middle")
	two.Dials(dial)
	alice.Rings()
	alice.Answers()
	s.Talk(two, alice)
	three.Dials(box)
	three.Hears("short", "beep")
	ari, err := url.Parse(asterisk.env["ASTERISK_ARI_URL"])
	s.must(err)
	slow, err := net.Dial("tcp", ari.Host)
	s.must(err)
	defer func() { s.must(slow.Close()) }()
	from := c.log.count()
	asterisk.restart(t)
	_, err = c.log.await(from, 3*patience, "that it is connected again", says(`"again":true`))
	s.must(err)
	for _, caller := range []*person{one, two, three} {
		s.gone(caller.Trace())
	}
	four := s.Caller()
	four.Dials(prompt)
	four.Hears("middle", "after")
	four.IsHungUp()
	four.Trace().Is("answer done", "middle done", "after done", "bye hangup").Ended(flowengine.EndCompleted)
}

// SIGTERM: new calls find the fallback, those under way end as they would have, and then callflow ends with status 0.
func TestDrain(t *testing.T) {
	c := alone(t).runs(t)
	s := begin(t, c)
	number := s.promptLine()
	alice := s.Phone("alice")
	dial := s.dialLine(`targets: ["user:alice"]`)
	early, talker, late := s.Caller(), s.Caller(), s.Caller()
	talker.Dials(dial)
	alice.Rings()
	alice.Answers()
	s.Talk(talker, alice)
	early.Dials(number)
	early.Hears("middle")
	from := c.log.count()
	s.must(c.signal(syscall.SIGTERM))
	_, err := c.log.await(from, patience, "that it drains", says("draining"))
	s.must(err)
	late.Dials(number)
	late.Hears("sound:im-sorry")
	late.HangsUp()
	early.Hears("after")
	early.IsHungUp()
	s.Talk(talker, alice)
	alice.HangsUp()
	talker.IsHungUp()
	status, err := c.awaitExit(2 * patience)
	s.must(err)
	if status != 0 {
		s.Errorf("callflow ended with status %d", status)
	}
	early.Trace().Is("answer done", "middle done", "after done", "bye hangup").Ended(flowengine.EndCompleted)
	talker.Trace().Is("dial answered", "bye hangup").Ended(flowengine.EndCompleted)
	for _, call := range s.calls() {
		if call.Caller == late.number {
			s.Errorf("a call that the fallback took is in the database: %+v", call)
		}
	}
}

// SIGTERM with a call that outlasts the limit: it is left to the next start, which goes on with it.
func TestDrainLeavesALongCallToTheNextStart(t *testing.T) {
	c := alone(t)
	c.more = []string{"--drain", "1s"}
	c.runs(t)
	s := begin(t, c)
	alice := s.Phone("alice")
	number := s.dialLine(`targets: ["user:alice"]`)
	caller := s.Caller()
	caller.Dials(number)
	alice.Rings()
	alice.Answers()
	s.Talk(caller, alice)
	s.must(c.signal(syscall.SIGTERM))
	status, err := c.awaitExit(patience)
	s.must(err)
	if status != 0 {
		s.Errorf("callflow ended with status %d", status)
	}
	c.runs(t)
	s.Talk(caller, alice)
	alice.HangsUp()
	caller.IsHungUp()
	caller.Trace().Is("dial answered", "bye hangup").Ended(flowengine.EndCompleted).Says("dial", "user:alice hung up")
}

// A callflow that hangs does not swallow callers: where Asterisk has StasisBroadcast, they hear the fallback. When it goes on, so
// do the calls that it had.
func TestStoppedCallflow(t *testing.T) {
	c := alone(t).runs(t)
	s := begin(t, c)
	if out := asterisk.cli(t, "module show like app_stasis_broadcast"); !strings.Contains(out, "app_stasis_broadcast") {
		t.Skip("this Asterisk has no StasisBroadcast: callers of a callflow that hangs hear nothing")
	}
	number := s.menuWithRest()
	before, meanwhile, last := s.Caller(), s.Caller(), s.Caller()
	before.Dials(number)
	before.Hears("short")
	s.must(c.freeze())
	meanwhile.Dials(number)
	meanwhile.Hears("sound:im-sorry")
	s.must(c.signal(syscall.SIGCONT))
	meanwhile.Hears("sound:please-try-call-later")
	meanwhile.IsHungUp()
	before.Presses("1")
	before.Hears("after")
	before.IsHungUp()
	before.Trace().Is("menu key:1", "after done", "bye hangup")
	last.Dials(number)
	last.Hears("short")
	last.HangsUp()
	last.Trace().Is("menu hung_up")
}

// One that has hung for longer than its watchdog allows either finds its connection dead and makes a new one, or ends itself, not
// with status 0, for the next start: whichever it notices first. Where Asterisk's answer to the last ping is read before anything is
// noticed, the connection is good, and callflow goes on with it. The call that it had goes on in any case.
func TestStoppedForTooLong(t *testing.T) {
	c := alone(t).runs(t)
	s := begin(t, c)
	s.ExpectsError("watchdog")
	number := s.menuWithRest()
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("short")
	from := c.log.count()
	s.must(c.freeze())
	after(7*time.Second, func() { s.must(c.signal(syscall.SIGCONT)) })()
	_, err := c.log.await(from, patience, "that it noticed", func(e entry) bool {
		return strings.Contains(e.raw, "watchdog") || strings.Contains(e.raw, `"again":true`)
	})
	if err != nil {
		_, err = c.get("/readyz")
	}
	s.must(err)
	if len(c.log.since(from, says("watchdog"))) > 0 {
		status, err := c.awaitExit(patience)
		s.must(err)
		if status == 0 {
			s.Error("callflow ended with status 0")
		}
		c.runs(t)
	}
	caller.Presses("1")
	caller.Hears("after")
	caller.IsHungUp()
	caller.Trace().Is("menu key:1", "after done", "bye hangup")
}

func (s *story) menuWithRest() (number string) {
	s.Helper()
	s.sounds()
	return s.Line(`
start: menu
nodes:
  menu: {type: menu, params: {prompt: "audio:short", keys: {"1": One}, timeout_s: 60}, next: {"key:1": after, "*": bye}}` + restFlow)
}

// Another callflow takes the same application name: the first one ends, loudly and not with status 0, and the calls that it had go
// on in nobody's hands until it is started again.
func TestReplacedByAnother(t *testing.T) {
	c := alone(t).runs(t)
	another := alone(t)
	another.runs(t)
	status, err := c.awaitExit(patience)
	if err != nil {
		t.Fatal(err)
	}
	if status != 4 {
		t.Errorf("the callflow that was replaced ended with status %d, want 4", status)
	}
	if found := c.log.since(0, says("took its place")); len(found) == 0 {
		t.Error(c.lastLines())
	}
	s := begin(t, another)
	number := s.promptLine()
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("middle")
	caller.HangsUp()
}

// refusesToStart checks that callflow ends by itself, with a sentence that says what to do.
func refusesToStart(t *testing.T, c *callflow, sentences ...string) {
	t.Helper()
	if err := c.launch(); err != nil {
		t.Fatal(err)
	}
	status, err := c.awaitExit(patience)
	if err != nil {
		t.Fatal(err)
	}
	if status == 0 {
		t.Error("callflow ended with status 0")
	}
	for _, sentence := range sentences {
		if len(c.log.since(0, says(sentence))) == 0 {
			t.Errorf("callflow does not say %q; %s", sentence, c.lastLines())
		}
	}
}

func TestWrongARIPassword(t *testing.T) {
	c := alone(t)
	c.password = "wrong"
	refusesToStart(t, c, "refuses the user", "CALLFLOW_ARI_PASSWORD")
}

func TestPortInUse(t *testing.T) {
	c := alone(t)
	other, err := net.Listen("tcp", c.http)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	refusesToStart(t, c, "address already in use", "--http")
}

// Nobody is at Asterisk's address yet: callflow waits for it, and /readyz says that it is not ready.
func TestAsteriskComesLater(t *testing.T) {
	c := alone(t)
	cable := c.cable(t)
	cable.cut()
	if err := c.launch(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.log.await(0, patience, "that Asterisk cannot be reached", says("cannot be reached")); err != nil {
		t.Fatal(err)
	}
	if body, err := c.get("/readyz"); err == nil {
		t.Errorf("/readyz says %s", body)
	}
	if _, err := c.get("/healthz"); err != nil {
		t.Errorf("/healthz: %v", err)
	}
	cable.mend()
	if err := c.ready(); err != nil {
		t.Fatal(err)
	}
	s := begin(t, c)
	number := s.promptLine()
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("middle")
	caller.HangsUp()
}
