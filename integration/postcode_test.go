//go:build integration

package integration

import (
	"syscall"
	"testing"
	"time"
)

// postcodeLine is a number that asks for a postcode; its prompt is a tone of that length. Keys are pressed by INFO here: of many
// keys in a row by RFC 4733, a machine that stalls makes one twice now and then.
func (s *story) postcodeLine(prompt time.Duration) (number string) {
	s.Helper()
	s.Audio("postcode", prompt)
	s.Audio("wrong", 400*time.Millisecond)
	return s.Line(`
start: area
nodes:
  area:
    type: postcode
    params:
      prompt: audio:postcode
      invalid_audio: audio:wrong
      country: au
      timeout_s: 1
      inter_digit_s: 1
      ranges: [{name: sydney, from: "2000", to: "2249"}, {name: darwin, from: "0800", to: "0832"}]
    next: {"range:sydney": bye, "range:darwin": bye, no_match: bye, no_input: bye}
  bye: {type: hangup}
`)
}

func TestPostcode(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ types, outcome, why string }{
		"in a range":        {"2000", "range:sydney", "The postcode 2000 is in the range sydney"},
		"a zero in front":   {"0832", "range:darwin", "The postcode 0832 is in the range darwin"},
		"in no range":       {"2250", "no_match", "The postcode 2250 is in no range"},
		"ended by the hash": {"20#2001", "range:sydney", "The postcode 2001"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			number := s.postcodeLine(20 * time.Second)
			caller := s.Caller()
			caller.Dials(number)
			caller.IsAnswered()
			caller.Hears("postcode")
			caller.PressesByInfo(test.types)
			caller.IsHungUp()
			caller.Trace().Is("area "+test.outcome, "bye hangup").Says("area", test.why)
		})
	}
}

// What cannot be a postcode is told so, and asked for once more; then the node gives up.
func TestPostcodeThatIsNone(t *testing.T) {
	s := tell(t)
	number := s.postcodeLine(400 * time.Millisecond)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("postcode")
	caller.PressesByInfo("20#")
	caller.Hears("wrong", "postcode")
	caller.PressesByInfo("0123") // no Australian postcode is so low
	caller.Hears("wrong")
	caller.IsHungUp()
	caller.Trace().Is("area no_match", "bye hangup").Says("area", "0123, which is no postcode, at the last of 2 attempts")
}

func TestPostcodeNobodyTypes(t *testing.T) {
	s := tell(t)
	number := s.postcodeLine(400 * time.Millisecond)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("postcode", "postcode")
	caller.IsHungUp()
	caller.Trace().Is("area no_input", "bye hangup").Says("area", "nothing in 2 attempts")
}

// A caller who has used up one attempt has one left after a restart, not two.
func TestPostcodeOverARestart(t *testing.T) {
	c := alone(t).runs(t)
	s := begin(t, c)
	number := s.postcodeLine(3 * time.Second)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("postcode")
	caller.PressesByInfo("9#")
	caller.Hears("wrong", "postcode")
	s.must(c.signal(syscall.SIGKILL))
	<-c.exited
	s.must(c.start())
	caller.talking().ListenFromNow()
	caller.Hears("postcode")
	caller.PressesByInfo("9#")
	caller.IsHungUp()
	caller.Trace().Is("area no_match", "bye hangup").Says("area", "at the last of 2 attempts")
}
