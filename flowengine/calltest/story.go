package calltest

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"callflow/flowengine"
)

// Run lets a driver live through every story, each with a call of its own.
func Run(t *testing.T, newFixture func(t *testing.T) Fixture) {
	fixture := newFixture(t)
	for _, group := range [][]story{answerStories, playStories, digitStories, recordStories, monitorStories, roomStories, dialStories, bridgeStories, asideStories, endStories} {
		for _, s := range group {
			t.Run(s.name, func(t *testing.T) {
				lacking, ok := fixture.(Lacking)
				if need, more := needs[s.name]; more && ok && slices.Contains(lacking.Lacks(), need) {
					t.Skipf("the driver declares that it lacks %q", need)
				}
				s.tell(&stage{T: t, Placed: fixture.Call(t)})
			})
		}
	}
}

// story is one thing that every driver does right.
type story struct {
	name string
	tell func(*stage)
}

// needs are the stories that can only happen in the calls of a driver that can
// do more than every one can.
var needs = map[string]flowengine.Capability{
	"digits in a conversation carry who pressed them": flowengine.HearsTalkers,

	"a whole call is recorded, to its end by the caller":   flowengine.RecordsCalls,
	"a call's recording is ended, and the call goes on":    flowengine.RecordsCalls,
	"what is said in a pause is not in a call's recording": flowengine.RecordsCalls,
	"a message is left in a call that is recorded":         flowengine.RecordsCalls,
	"a caller enters a room, talks, and leaves":            flowengine.Confers,
	"a caller hangs up in a room":                          flowengine.Confers,
	"a call is ended in a room":                            flowengine.Confers,
}

// stage is where a story plays: a call, and what has happened in it so far.
type stage struct {
	*testing.T
	Placed
	// seen are all events in their order.
	seen []flowengine.Event
	// used are those that a story has asked for, by their index in seen.
	used map[int]bool
}

// must fails the story when a command was refused.
func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%v; seen: %s", err, s.events())
	}
}

// await waits for an event that fits, in whatever order events come: one that
// came before and was not asked for counts too.
func await[E flowengine.Event](s *stage, what string, within time.Duration, fits func(E) bool) E {
	s.Helper()
	if s.used == nil {
		s.used = map[int]bool{}
	}
	until := s.Now().Add(within + s.Patience)
	for i := 0; ; i++ {
		for i >= len(s.seen) {
			e, err := s.Call.Next(s.Context, until)
			if err != nil {
				s.Fatalf("waiting for %s: %v; seen: %s", what, err, s.events())
			}
			if _, late := e.(flowengine.Elapsed); late {
				s.Fatalf("%s did not come; seen: %s", what, s.events())
			}
			s.seen = append(s.seen, e)
		}
		if e, ok := s.seen[i].(E); ok && !s.used[i] && fits(e) {
			s.used[i] = true
			return e
		}
	}
}

// passes lets time pass and takes the events in.
func (s *stage) passes(d time.Duration) {
	s.Helper()
	for until := s.Now().Add(d); ; {
		e, err := s.Call.Next(s.Context, until)
		if err != nil {
			s.Fatalf("letting %s pass: %v; seen: %s", d, err, s.events())
		}
		if _, over := e.(flowengine.Elapsed); over {
			return
		}
		s.seen = append(s.seen, e)
	}
}

// count counts the events that fit.
func count[E flowengine.Event](s *stage, fits func(E) bool) int {
	n := 0
	for _, e := range s.seen {
		if e, ok := e.(E); ok && fits(e) {
			n++
		}
	}
	return n
}

// untilGone waits for the end of the call as Next tells it.
func (s *stage) untilGone() {
	s.Helper()
	for until := s.Now().Add(s.Patience); ; {
		e, err := s.Call.Next(s.Context, until)
		if err != nil {
			if !errors.Is(err, flowengine.ErrHungUp) {
				s.Fatalf("Next says %v, not ErrHungUp", err)
			}
			return
		}
		if _, late := e.(flowengine.Elapsed); late {
			s.Fatalf("the call did not end; seen: %s", s.events())
		}
		s.seen = append(s.seen, e)
	}
}

func (s *stage) events() string {
	if len(s.seen) == 0 {
		return "nothing"
	}
	text := ""
	for _, e := range s.seen {
		text += fmt.Sprintf("%T%+v ", e, e)
	}
	return text
}

// What stories ask for often.

func (s *stage) answered() {
	s.Helper()
	s.must(s.Call.Answer(s.Context))
}

func (s *stage) plays(to flowengine.Party, m flowengine.Media) {
	s.Helper()
	s.must(s.Call.Play(s.Context, to, m))
}

func (s *stage) playEnds(to flowengine.Party, within time.Duration) flowengine.PlayEnded {
	s.Helper()
	return await(s, "PlayEnded", within, func(e flowengine.PlayEnded) bool { return e.To == to })
}

// hears checks what the caller hears, where the fixture can.
func (s *stage) hears(what string) {
	s.Helper()
	if h, ok := s.Caller.(Hearer); ok && !h.Hears(what) {
		s.Fatalf("the caller does not hear %s", what)
	}
}

// digits waits for as many keys of a party and returns them.
func (s *stage) digits(from flowengine.Party, n int) string {
	s.Helper()
	keys := ""
	for len(keys) < n {
		keys += string(await(s, fmt.Sprintf("digit %d after %q", len(keys)+1, keys), 0,
			func(d flowengine.Digit) bool { return d.From == from }).Key)
	}
	return keys
}

func (s *stage) dials(leg flowengine.Party, endpoint string) {
	s.Helper()
	s.must(s.Call.Dial(s.Context, flowengine.LegSpec{ID: leg, Endpoint: endpoint, CallerNumber: "+61255501234", CallerName: "Carol"}))
}

func (s *stage) rings(leg flowengine.Party) {
	s.Helper()
	await(s, "LegRinging", 0, func(e flowengine.LegRinging) bool { return e.Leg == leg })
}

func (s *stage) legAnswers(leg flowengine.Party) {
	s.Helper()
	await(s, "LegAnswered", 0, func(e flowengine.LegAnswered) bool { return e.Leg == leg })
}

func (s *stage) legEnds(leg flowengine.Party, within time.Duration) flowengine.LegEnded {
	s.Helper()
	return await(s, "LegEnded", within, func(e flowengine.LegEnded) bool { return e.Leg == leg })
}

// talks connects the caller with a phone.
func (s *stage) talks(leg flowengine.Party, phone Phone, record string) {
	s.Helper()
	s.dials(leg, phone.Endpoint())
	s.rings(leg)
	phone.Answers()
	s.legAnswers(leg)
	s.answered()
	s.must(s.Call.Bridge(s.Context, flowengine.BridgeSpec{Leg: leg, Record: record}))
}

func (s *stage) recordEnds(name string, within time.Duration) flowengine.RecordEnded {
	s.Helper()
	return await(s, "RecordEnded", within, func(e flowengine.RecordEnded) bool { return e.Name == name })
}

// fetches checks that a recording can be had, also when the call is over.
func (s *stage) fetches(name string) {
	s.Helper()
	wav, err := s.Call.FetchRecording(s.T.Context(), name)
	s.must(err)
	defer wav.Close()
	data, err := io.ReadAll(wav)
	s.must(err)
	const header = 44
	if len(data) <= header || string(data[:4]) != "RIFF" {
		s.Fatalf("recording %s is no WAV file with sound in it: %d bytes", name, len(data))
	}
}
