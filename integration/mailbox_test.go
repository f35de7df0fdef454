//go:build integration

package integration

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"callflow/integration/phone"
	"callflow/store"
)

// LightShows waits until the message-waiting light of the person's telephone shows that.
func (p *person) LightShows(newMessages, old int) {
	p.s.Helper()
	p.must(fmt.Sprintf("see %d new and %d old messages", newMessages, old), p.phone.ShowsWaiting(p.soon(), phone.Waiting{New: newMessages, Old: old}))
}

// office is a story in the company that the lights of the telephones in pjsip.conf belong to.
func office(t *testing.T) *story {
	t.Helper()
	s := begin(t, alone(t).runs(t))
	s.company = "default"
	return s
}

// mailboxLine is a number that leads to the mailbox of whoever calls.
func (s *story) mailboxLine() string {
	s.Helper()
	s.Audio("main", 300*time.Millisecond)
	s.Audio("what", 300*time.Millisecond)
	s.Audio("greeting", 300*time.Millisecond)
	return s.Line(`
start: open
nodes:
  open: {type: mailbox, params: {action: open}, next: {opened: count, refused: bye}}
  count: {type: mailbox, params: {action: count}, next: {messages: main, empty: main}}
  main: {type: menu, params: {prompt: "audio:main", keys: {1: Listen, 0: Greeting}, attempts: 1, timeout_s: 20}, next: {"key:1": next, "key:0": greeting, invalid: bye}}
  next: {type: mailbox, params: {action: next}, next: {played: what, empty: main}}
  again: {type: mailbox, params: {action: again}, next: {played: what, empty: main}}
  what: {type: menu, params: {prompt: "audio:what", keys: {1: Again, 2: Save, 3: Delete, 4: New}, attempts: 1, timeout_s: 20}, next: {"key:1": again, "key:2": save, "key:3": delete, "key:4": new, invalid: bye}}
  save: {type: mailbox, params: {action: save}, next: {done: next}}
  new: {type: mailbox, params: {action: keep_new}, next: {done: next}}
  delete: {type: mailbox, params: {action: delete}, next: {done: next}}
  greeting: {type: menu, params: {prompt: "audio:greeting", keys: {1: Hear, 2: Record, 3: Use, 4: Remove, 9: Leave}, attempts: 1, timeout_s: 20}, next: {"key:1": hear, "key:2": record, "key:3": use, "key:4": remove, "key:9": bye, invalid: bye}}
  hear: {type: mailbox, params: {action: hear_greeting}, next: {done: greeting, none: greeting}}
  record: {type: mailbox, params: {action: record_greeting, max_s: 20}, next: {recorded: hear, silent: greeting}}
  use: {type: mailbox, params: {action: use_greeting}, next: {done: greeting}}
  remove: {type: mailbox, params: {action: remove_greeting}, next: {done: greeting}}
  bye: {type: hangup}
`)
}

// messageLine is a number that leads to somebody's box.
func (s *story) messageLine(name string) string {
	s.Helper()
	s.Audio("speak", 500*time.Millisecond)
	return s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:` + name + `", greeting: "audio:speak"}, next: {done: bye}}
  bye: {type: hangup}
`)
}

// LeavesMessage calls a box and speaks.
func (p *person) LeavesMessage(number string) {
	p.s.Helper()
	p.Dials(number)
	p.Hears("speak", "beep")
	p.Speaks(2500 * time.Millisecond)
	p.Presses("#")
	p.IsHungUp()
}

// traceFrom is the trace of the newest call to a number: a user's own call has no number of its own.
func (s *story) traceFrom(number string) *trace {
	s.Helper()
	return s.traceOf("somebody who called "+number, func(c store.Call) bool { return c.Number == number })
}

func TestMailboxByPhone(t *testing.T) {
	s := office(t)
	s.User("carol", "PJSIP/carol")
	messages, mailbox := s.messageLine("carol"), s.mailboxLine()
	carol, first, second := s.Registered("carol"), s.Caller(), s.Caller()
	carol.LightShows(0, 0)
	first.LeavesMessage(messages)
	carol.LightShows(1, 0)
	second.LeavesMessage(messages)
	carol.LightShows(2, 0)

	// She hears how many there are, listens, keeps the one and deletes the other.
	carol.Dials(mailbox)
	carol.Hears("sound:vm-youhave", "sound:vm-messages", "main")
	carol.Presses("1")
	carol.Hears("sound:vm-from-phonenumber")
	carol.HearsVoice(first)
	carol.Hears("what")
	carol.LightShows(1, 1)
	carol.Presses("1") // once more
	carol.HearsVoice(first)
	carol.Hears("what")
	carol.Presses("4")
	carol.LightShows(2, 0)
	carol.HearsVoice(second)
	carol.Hears("what")
	carol.Presses("3")
	carol.Hears("sound:vm-deleted", "sound:vm-nomore", "main")
	carol.LightShows(1, 0)
	carol.HangsUp()
	tr := s.traceFrom(mailbox).Is("open opened", "count messages", "main key:1", "next played", "what key:1", "again played", "what key:4", "new done",
		"next played", "what key:3", "delete done", "next empty", "main hung_up").Says("open", "endpoint")
	left := s.Messages("user:carol")
	if len(left) != 1 || left[0].Recording.Caller != first.number || !left[0].Heard.IsZero() {
		s.Errorf("left is %+v%s", left, tr.text())
	}

	// The light follows the command line, too.
	id := fmt.Sprint(left[0].ID)
	s.c.cli(t, "voicemail", "mark", id, "--heard")
	carol.LightShows(0, 1)
	s.c.cli(t, "voicemail", "rm", id)
	carol.LightShows(0, 0)
}

// A user records a greeting, which callers hear from then on.
func TestGreetingIsRecordedByPhone(t *testing.T) {
	s := office(t)
	s.User("carol", "PJSIP/carol")
	messages, mailbox := s.messageLine("carol"), s.mailboxLine()
	carol, caller, later := s.Registered("carol"), s.Caller(), s.Caller()
	carol.Dials(mailbox)
	carol.Hears("sound:vm-no", "main")
	carol.Presses("0")
	carol.Hears("greeting")
	carol.Presses("1") // there is none to hear
	carol.Hears("greeting")
	carol.Presses("2")
	carol.Hears("anything")
	carol.Presses("1") // she knows what to do
	carol.Hears("beep")
	carol.must("say nothing", carol.talking().SendSilence(carol.soon(), 500*time.Millisecond))
	carol.Presses("#")
	carol.Hears("greeting")
	carol.Presses("2")
	carol.Hears("anything")
	carol.Presses("1")
	carol.Hears("beep")
	carol.Speaks(2 * time.Second)
	carol.Presses("#")
	carol.HearsVoice(carol)
	carol.Hears("greeting")
	carol.Presses("3")
	carol.Hears("sound:vm-msgsaved", "greeting")

	caller.Dials(messages)
	caller.HearsVoice(carol)
	caller.Hears("beep")
	caller.HasNotHeard("speak")
	caller.HangsUp()

	carol.Presses("4")
	carol.Hears("greeting")
	carol.Presses("9")
	carol.IsHungUp()
	s.traceFrom(mailbox).Is("open opened", "count empty", "main key:0", "greeting key:1", "hear none", "greeting key:2", "record silent", "greeting key:2", "record recorded", "hear done",
		"greeting key:3", "use done", "greeting key:4", "remove done", "greeting key:9", "bye hangup")

	later.Dials(messages)
	later.Hears("speak")
	later.HangsUp()
}

// From any other telephone a box is opened by number and PIN; nothing is opened by a caller ID.
func TestMailboxByPIN(t *testing.T) {
	s := tell(t)
	s.User("dave", "PJSIP/dave")
	s.set("user:dave", "200", "4711")
	mailbox := s.mailboxLine()
	caller := s.Caller()
	caller.Dials(mailbox)
	caller.Hears("sound:vm-login")
	caller.Presses("200#")
	caller.Hears("sound:vm-password")
	caller.Presses("4712#")
	caller.Hears("sound:vm-incorrect", "sound:vm-login")
	caller.Presses("200#4711#") // without waiting to be asked
	caller.Hears("sound:vm-no", "main")
	caller.HangsUp()
	tr := caller.Trace().Is("open opened", "count empty", "main hung_up").Says("open", "pin")
	if strings.Contains(tr.text(), "4711") || strings.Contains(tr.text(), "4712") {
		s.Errorf("the trace has a PIN%s", tr.text())
	}

	// Three wrong ones end the call; with two more the box is locked for everybody who types.
	for range 2 {
		caller := s.Caller()
		caller.Dials(mailbox)
		for range 3 {
			caller.Hears("sound:vm-login")
			caller.Presses("200#")
			caller.Hears("sound:vm-password")
			caller.Presses("1111#")
			caller.Hears("sound:vm-incorrect")
		}
		caller.IsHungUp()
		caller.Trace().Is("open refused", "bye hangup")
	}
	box, err := s.c.store.Mailbox(s.Context(), s.company, "user:dave")
	s.must(err)
	if box.Locked.IsZero() {
		s.Error("the box is not locked")
	}
	late := s.Caller()
	late.Dials(mailbox)
	late.Hears("sound:vm-login")
	late.Presses("200#4711#")
	late.IsHungUp()
	late.Trace().Is("open refused", "bye hangup").Says("open", "locked")
}

// set gives a box its number and PIN.
func (s *story) set(box, number, pin string) {
	s.Helper()
	_, _, err := s.c.store.SetMailbox(s.Context(), s.company, box, store.MailboxChange{Number: &number, PIN: &pin})
	s.must(err)
}

// A telephone that asks for the state of its box is told, too; and every light is right again after Asterisk was restarted.
func TestLightsOutliveAsterisk(t *testing.T) {
	s := office(t)
	s.User("erin", "PJSIP/erin")
	s.User("carol", "PJSIP/carol")
	carolsLine := s.messageLine("carol")
	erinsLine := s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:erin", greeting: "audio:speak"}, next: {done: bye}}
  bye: {type: hangup}
`)
	carol, erin, caller := s.Registered("carol"), s.Registered("erin"), s.Caller()
	erin.must("subscribe", erin.phone.SubscribeWaiting(erin.soon()))
	erin.LightShows(0, 0)
	caller.LeavesMessage(erinsLine)
	erin.LightShows(1, 0)
	caller.LeavesMessage(carolsLine)
	carol.LightShows(1, 0)

	asterisk.restart(t)
	s.must(s.c.ready())
	s.must(carol.phone.Register(carol.soon()))
	s.must(erin.phone.Register(erin.soon()))
	erin.must("subscribe", erin.phone.SubscribeWaiting(erin.soon()))
	for _, box := range []string{"user:erin", "user:carol"} {
		s.c.cli(t, "voicemail", "mark", fmt.Sprint(s.Messages(box)[0].ID), "--heard")
	}
	carol.LightShows(0, 1)
	erin.LightShows(0, 1)
	for _, box := range []string{"user:erin", "user:carol"} {
		s.c.cli(t, "voicemail", "rm", fmt.Sprint(s.Messages(box)[0].ID))
	}
	carol.LightShows(0, 0)
	erin.LightShows(0, 0)
}

// callflow is killed while a message plays, and while a greeting is recorded: the user notices nothing.
func TestMailboxIsKilled(t *testing.T) {
	s := office(t)
	s.User("carol", "PJSIP/carol")
	messages, mailbox := s.messageLine("carol"), s.mailboxLine()
	carol, caller := s.Registered("carol"), s.Caller()
	caller.Dials(messages)
	caller.Hears("speak", "beep")
	caller.Speaks(8 * time.Second)
	caller.Presses("#")
	caller.IsHungUp()

	carol.Dials(mailbox)
	carol.Hears("main")
	carol.Presses("1")
	carol.HearsVoice(caller)
	s.killsCallflow()
	carol.HearsVoice(caller)
	carol.Hears("what")
	carol.Presses("3")
	carol.Hears("sound:vm-nomore", "main")
	carol.Presses("0")
	carol.Hears("greeting")
	carol.Presses("2")
	carol.Hears("anything")
	carol.Presses("1")
	carol.Hears("beep")
	carol.Hums()
	s.killsCallflow()
	carol.talking().Hush()
	carol.Speaks(2 * time.Second) // what is long enough for a greeting, however fast callflow was back
	carol.Presses("#")
	carol.Hears("greeting")
	carol.Presses("3")
	carol.Hears("sound:vm-msgsaved", "greeting")
	carol.Presses("9")
	carol.IsHungUp()
	s.traceFrom(mailbox).Is("open opened", "count messages", "main key:1", "next played", "what key:3", "delete done", "next empty",
		"main key:0", "greeting key:2", "record recorded", "hear done", "greeting key:3", "use done", "greeting key:9", "bye hangup")
	if n := len(s.Messages("user:carol")); n != 0 {
		s.Errorf("%d messages are left", n)
	}
	if box, err := s.c.store.Mailbox(s.Context(), s.company, "user:carol"); err != nil || box.Greeting == "" {
		s.Errorf("the box is %+v, %v", box, err)
	}
}

// killsCallflow kills it and starts it again.
func (s *story) killsCallflow() {
	s.Helper()
	s.must(s.c.signal(syscall.SIGKILL))
	<-s.c.exited
	s.must(s.c.start())
}

// A message becomes text after the call.
func TestMessageIsTranscribed(t *testing.T) {
	c := alone(t)
	c.more = []string{"--transcribe-command", "echo Please call me back"}
	s := begin(t, c.runs(t))
	s.User("alice", "PJSIP/nobody")
	s.Audio("speak", 500*time.Millisecond)
	number := s.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "audio:speak", transcribe: true}, next: {done: bye}}
  bye: {type: hangup}
`)
	caller := s.Caller()
	caller.LeavesMessage(number)
	caller.Trace().Is("box done", "bye hangup")
	s.must(eventually(patience, func() error {
		messages := s.Messages("user:alice")
		if len(messages) != 1 {
			return fmt.Errorf("there are %d messages", len(messages))
		}
		if m := messages[0]; m.TranscriptState != store.TranscriptDone || m.Transcript != "Please call me back" {
			return fmt.Errorf("the message is %q: %q (%s)", m.TranscriptState, m.Transcript, m.TranscriptError)
		}
		return nil
	}))
}
