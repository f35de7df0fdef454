package simulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"callflow/flowengine/simulator"
)

func TestParseDigits(t *testing.T) {
	got, err := simulator.ParseDigits("1, 2#,,9@3s")
	if err != nil {
		t.Fatal(err)
	}
	want := []simulator.Press{{Keys: "1"}, {Keys: "2#"}, {}, {Keys: "9", Timed: true, At: 3 * time.Second}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, err := simulator.ParseDigits(""); got != nil || err != nil {
		t.Errorf("no digits are %v, %v", got, err)
	}
}

func TestParseAnswers(t *testing.T) {
	got, err := simulator.ParseAnswers([]string{"alice=busy", "user:bob=answered:20s@5s!caller", "*=declined@1s", "box=machine"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]simulator.Behaviour{
		"alice":    {Kind: simulator.Busy},
		"user:bob": {Kind: simulator.Answered, Talk: 20 * time.Second, Ring: 5 * time.Second, CallerEnds: true},
		"*":        {Kind: simulator.Declined, Ring: time.Second},
		"box":      {Kind: simulator.Machine},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseSpeech(t *testing.T) {
	for spec, want := range map[string]simulator.Speech{
		"8s":   {For: 8 * time.Second, Then: simulator.ThenHangUp},
		"8s#":  {For: 8 * time.Second, Then: simulator.ThenHash},
		"1.5s": {For: 1500 * time.Millisecond, Then: simulator.ThenHangUp},
		"8s.":  {For: 8 * time.Second, Then: simulator.ThenSilent},
	} {
		if got, err := simulator.ParseSpeech(spec); err != nil || got != want {
			t.Errorf("%q is %+v, %v", spec, got, err)
		}
	}
}

func TestWhatCannotBeParsedSaysWhy(t *testing.T) {
	digits := func(s string) error { _, err := simulator.ParseDigits(s); return err }
	answers := func(s string) error { _, err := simulator.ParseAnswers(strings.Split(s, " ")); return err }
	speech := func(s string) error { _, err := simulator.ParseSpeech(s); return err }
	for _, c := range []struct {
		parse      func(string) error
		spec, says string
	}{
		{digits, "1,x", "group 2"},
		{digits, "1@soon", "20s"},
		{digits, "@3s", "no keys"},
		{answers, "alice", "WHO=WHAT"},
		{answers, "=busy", "WHO=WHAT"},
		{answers, "alice=bussy", "busy, declined"},
		{answers, "alice=busy alice=declined", "twice"},
		{answers, "alice=busy:20s", "nobody talks"},
		{answers, "alice=unanswered@5s", "no ring time"},
		{answers, "alice=answered:long", "length of time"},
		{answers, "alice=answered!bob", "!caller"},
		{speech, "long", "length of time"},
	} {
		if err := c.parse(c.spec); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: the error %v does not say %q", c.spec, err, c.says)
		}
	}
}

func TestParsersTakeAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "spec")
		_, _ = simulator.ParseDigits(s)
		_, _ = simulator.ParseAnswers([]string{s, "a=" + s})
		_, _ = simulator.ParseSpeech(s)
	})
}
