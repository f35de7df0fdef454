//go:build integration

package integration

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/integration/phone"
	"callflow/store"
)

// Reads waits for a text.
func (p *person) Reads() phone.Text {
	p.s.Helper()
	text, err := p.phone.Text(p.soon())
	p.must("read a text", err)
	return text
}

// HasNoText checks that no text is there. It is for when one would have come already.
func (p *person) HasNoText() {
	p.s.Helper()
	if text, err := p.phone.Text(within(p.s, 50*time.Millisecond)); err == nil {
		p.s.Errorf("%s got the text %q", p.name, text.Body)
	}
}

// textLine is a number that sends a text, says over the cause of its hang-up whether that went, and never answers.
func (s *story) textLine(params string) (number string) {
	s.Helper()
	return s.Line(`
start: text
nodes:
  text: {type: sms_send, params: {` + params + `}, next: {done: sent, failure: failed}}
  sent: {type: hangup, params: {cause: busy}}
  failed: {type: hangup, params: {cause: congestion}}
`)
}

// The SIP statuses that textLine ends calls with.
const (
	textSent   = 486
	textFailed = 503
)

// texts calls a number and returns what the call did.
func (s *story) texts(number string, status int) *trace {
	s.Helper()
	caller := s.Caller()
	caller.Dials(number)
	caller.IsRefused(status)
	outcome := map[int]string{textSent: "text done, sent hangup", textFailed: "text failure, failed hangup"}[status]
	return caller.Trace().Is(strings.Split(outcome, ", ")...).Lasted("text", 0, time.Second)
}

// The caller gets a text at the own number, through the carrier, as it was written: lines, emoji, and as long as texts get.
func TestSMSSendToTheCaller(t *testing.T) {
	s := tell(t)
	carrier := s.Carrier()
	long := strings.Repeat("Grüße 😀 ", 200) // 1,600 characters with the last space, which is not sent
	for _, body := range []string{"hello", `Line 1\nLine 2\n\n\"quoted\" \\ & 100% <x> ${EXTEN}`, long} {
		number := s.textLine(`text: "` + body + `"`)
		caller := s.Caller()
		caller.Dials(number)
		caller.IsRefused(textSent)
		caller.Trace().Is("text done", "sent hangup").Says("text", "accepted")
		var want string
		s.must(json.Unmarshal([]byte(`"`+body+`"`), &want))
		got := carrier.Reads()
		if got.Body != strings.TrimSpace(want) || got.From != number || got.To != "+61"+caller.number[1:] || got.Type != "text/plain" {
			s.Errorf("the carrier got %+v\nwant %q from %s to %s", got, want, number, caller.number)
		}
		s.Logf("a text of %d bytes came as a request of %d", len(got.Body), got.Size)
	}
}

// A user gets a text at the telephone that is there; of several at the first that takes it. One that is nowhere is a failure, and
// so is a number that the caps forbid.
func TestSMSSendToUsers(t *testing.T) {
	s := tell(t)
	alice := s.Registered("alice")
	s.reserve("dave") // whose telephone is not there
	carrier := s.Carrier()
	s.User("alice", "PJSIP/alice")
	s.User("away", "PJSIP/dave")
	s.User("several", "PJSIP/dave", "PJSIP/nobody-at-all", "PJSIP/alice", "PJSIP/+61412000000@trunk")
	s.User("analogue", "DAHDI/1")

	s.texts(s.textLine(`to: "user:alice", from: "My Shop", text: "for alice"`), textSent)
	if got := alice.Reads(); got.Body != "for alice" || got.From != "My Shop" {
		s.Errorf("alice got %+v", got)
	}
	s.texts(s.textLine(`to: "user:several", text: "for several"`), textSent)
	if got := alice.Reads(); got.Body != "for several" {
		s.Errorf("alice got %+v", got)
	}
	s.texts(s.textLine(`to: "endpoint:PJSIP/alice", text: "at her telephone"`), textSent)
	if got := alice.Reads(); got.Body != "at her telephone" {
		s.Errorf("alice got %+v", got)
	}
	s.texts(s.textLine(`to: "user:away", text: "x"`), textFailed).Says("text", "PJSIP/dave is not known to Asterisk, or not registered")
	s.texts(s.textLine(`to: "user:analogue", text: "x"`), textFailed).Says("text", "takes texts")
	s.texts(s.textLine(`to: "{{ 'external:+64211234567' }}", text: "x"`), textFailed).Says("text", "abroad")
	s.texts(s.textLine(`to: "{{ '1900 654 321' }}", text: "x"`), textFailed).Says("text", "costs extra")
	s.texts(s.textLine(`to: "{{ '12' }}", text: "x"`), textFailed).Says("text", "no telephone number")
	s.texts(s.textLine(`to: "{{ 'endpoint:PJSIP/alice' }}", text: "x"`), textFailed).Says("text", "cannot name an endpoint")

	// What looks like a header goes nowhere near one.
	s.texts(s.textLine(`to: "{{ 'user:alice\\r\\nX-Evil: 1' }}", text: "x"`), textFailed).Says("text", "nobody to whom a text can go")
	s.texts(s.textLine(`to: "user:alice", from: "{{ '100\\r\\nX-Evil: 1' }}", text: "x"`), textFailed).Says("text", "cannot come from")
	s.texts(s.textLine(`to: "user:alice", text: "{{ 'a\\r\\n\\r\\nX-Evil: 1\\u0000\\u001b' }}"`), textSent)
	if got := alice.Reads(); got.Body != "a\n\nX-Evil: 1" || strings.Contains(got.Headers, "X-Evil") {
		s.Errorf("alice got %+v", got)
	}
	s.texts(s.textLine(`to: "user:alice", text: "{{ repeat('x', 1601) }}"`), textFailed).Says("text", "1601 characters")

	// What the telephone says to it nobody learns: accepted is accepted.
	alice.phone.RefuseTexts(486)
	s.texts(s.textLine(`to: "user:alice", text: "refused"`), textSent)
	alice.HasNoText()
	carrier.HasNoText()
}

// A user who calls gets the text at the telephone that calls; who withholds the number gets none.
func TestSMSSendToWhoHasNoNumber(t *testing.T) {
	s := tell(t)
	bob := s.Registered("bob")
	s.User("bob", "PJSIP/bob")
	number := s.textLine(`text: "for {{ caller.number }}"`)
	bob.Dials(number)
	bob.IsRefused(textSent)
	s.traceOf("bob", to(number)).Is("text done", "sent hangup")
	if got := bob.Reads(); got.Body != "for bob" {
		s.Errorf("bob got %+v", got)
	}
	caller := s.Caller()
	caller.number = "anonymous"
	caller.Dials(number)
	caller.IsRefused(textFailed)
	s.traceOf("the caller", func(c store.Call) bool { return c.Number == number && c.Caller == "" }).Is("text failure", "failed hangup").Says("text", "withheld")
}

// Texts go over FastAGI as well. While Asterisk's interface cannot be reached they wait in the outbox, the caller hardly waits, and
// they come when it can.
func TestSMSSendWhileAsteriskIsAway(t *testing.T) {
	c := alone(t)
	cable := c.cable(t)
	c.more = []string{"--agi", asterisk.env["ASTERISK_AGI"], "--outbox-retry", "200ms"}
	s := begin(t, c.runs(t))
	alice := s.Registered("alice")
	s.reserve("dave") // whose telephone comes later
	s.User("alice", "PJSIP/alice")
	s.User("away", "PJSIP/dave")
	number := s.textLine(`to: "user:alice", text: "for alice"`)
	s.texts("agi-"+number, textSent)
	alice.Reads()

	from := c.log.count()
	cable.cut()
	s.texts("agi-"+number, textSent).Says("text", "waits in the outbox")
	s.texts("agi-"+s.textLine(`to: "user:away", text: "for who is away"`), textSent).Says("text", "waits in the outbox")
	alice.HasNoText()
	s.must(s.letters(map[string]string{"user:alice": "waiting", "user:away": "waiting"}))
	cable.mend()
	if got := alice.Reads(); got.Body != "for alice" {
		s.Errorf("alice got %+v", got)
	}
	if _, err := c.log.await(from, 3*patience, "that it is connected again", says(`"again":true`)); err != nil {
		s.Error(err)
	}
	// A telephone that is away may come back.
	s.must(s.letters(map[string]string{"user:alice": "sent", "user:away": "waiting"}))
	dave := s.Registered("dave")
	if got := dave.Reads(); got.Body != "for who is away" {
		s.Errorf("dave got %+v", got)
	}
	s.must(s.letters(map[string]string{"user:alice": "sent", "user:away": "sent"}))
	alice.HasNoText()
}

// letters waits until the texts in the outbox are in those states, by whom they go to.
func (s *story) letters(want map[string]string) error {
	return eventually(patience, func() error {
		all, err := s.c.store.Letters(s.Context(), store.LetterFilter{Company: s.company, Kind: flowengine.LetterText})
		if err != nil {
			return err
		}
		is := map[string]string{}
		for _, l := range all {
			is[l.To] = l.State
		}
		if fmt.Sprint(is) != fmt.Sprint(want) {
			return fmt.Errorf("the texts in the outbox are %v, not %v", is, want)
		}
		return nil
	})
}
