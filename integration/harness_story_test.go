//go:build integration

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"callflow/ari"
	"callflow/flowengine"
	"callflow/store"
)

// story is one test: a company of its own on a callflow, its people, and what they do.
type story struct {
	*testing.T
	c       *callflow
	company string
	people  []*person
	prompts map[string]int // the hertz of each audio
	voices  int            // how many voices were given
	from    int            // where in callflow's log the story begins

	lines    []string // the numbers of the story
	expected []string // what callflow may log as an error
	reserved []string // what no other story has meanwhile
}

// shared is the callflow of all the stories that run side by side.
var shared *callflow

var startShared = sync.OnceValue(func() (err error) {
	if shared, err = install(); err != nil {
		return err
	}
	return shared.start()
})

// tell begins a story on the callflow that all share.
func tell(t *testing.T) *story {
	t.Helper()
	t.Parallel()
	if err := startShared(); err != nil {
		t.Fatal(err)
	}
	return begin(t, shared)
}

// alone gives a test a callflow of its own, which does not run yet.
func alone(t *testing.T) *callflow {
	t.Helper()
	if shared != nil {
		t.Fatal("the callflow that all share runs already: a test with subtests told by tell has to begin with t.Parallel()")
	}
	c, err := install()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		from := c.log.count()
		if err := c.stop(); err != nil {
			t.Error(err)
		}
		for _, e := range c.log.since(from, entry.isError) {
			t.Errorf("callflow logged while it stopped: %s", e.raw)
		}
		if err := asterisk.empty(patience); err != nil {
			t.Error(err)
		}
	})
	return c
}

// runs starts a callflow for a test.
func (c *callflow) runs(t *testing.T) *callflow {
	t.Helper()
	if err := c.start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// serial numbers everything that must be unique in a run: companies, numbers, callers.
var serial atomic.Int64

func begin(t *testing.T, c *callflow) *story {
	t.Helper()
	s := &story{T: t, c: c, company: fmt.Sprintf("company-%d", serial.Add(1)), prompts: map[string]int{}, from: c.log.count()}
	s.must(c.store.AddCompany(t.Context(), store.Company{Name: s.company, Outbound: "PJSIP/{number}@trunk"}))
	t.Cleanup(s.end)
	return s
}

func (s *story) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// ExpectsError lets callflow log an error with that text in it.
func (s *story) ExpectsError(text string) { s.expected = append(s.expected, text) }

// The tones of prompts and of voices: apart from each other, from ringing tones, and from Asterisk's beep of 700 Hz.
var (
	promptTones = []int{560, 830, 920, 1010, 1100, 1190, 1280}
	voiceTones  = []int{1500, 1650, 1800, 1950, 2100, 2250, 2400, 2550, 2700, 2850}
)

// Audio puts a sound of that length into the company's library, which Hears knows by its name.
func (s *story) Audio(name string, d time.Duration) {
	s.Helper()
	if len(s.prompts) == len(promptTones) {
		s.Fatal("there are no more tones for prompts")
	}
	hertz := promptTones[len(s.prompts)]
	s.prompts[name] = hertz
	sound := s.c.sound(s.T, hertz, d)
	_, _, err := s.c.store.PutAudio(s.Context(), s.company, store.Audio{Name: name, Hash: sound.Hash, File: sound.Hash + ".wav", Duration: sound.Duration})
	s.must(err)
}

// Line adds a number with a flow: YAML from `start` on. What the flow refers to is made before; a flow that lacks something
// fails the test.
func (s *story) Line(yaml string) (number string) {
	s.Helper()
	number = fmt.Sprintf("%d", 1000+serial.Add(1))
	s.Saves("flow "+number, yaml)
	s.Publishes("flow " + number)
	_, err := s.c.store.AddNumber(s.Context(), s.company, store.Number{Number: number, Service: "Service " + number, VoiceFlow: "flow " + number})
	s.must(err)
	s.lines = append(s.lines, number)
	return number
}

// Saves saves a flow as its next revision.
func (s *story) Saves(name, yaml string) {
	s.Helper()
	doc, findings := flowengine.ParseFlow([]byte("schema: 1\nkind: voice\nname: " + name + "\n" + strings.TrimLeft(yaml, "\n")))
	if len(findings) > 0 {
		s.Fatalf("the flow cannot be read: %v\n%s", findings, yaml)
	}
	report := s.c.registry.Check(s.Context(), doc, s.c.store.Catalog(s.company))
	_, _, err := s.c.store.SaveFlow(s.Context(), s.company, store.Draft{
		Flow: doc.Flow, Report: report, References: flowengine.References(doc.Flow), Author: "test",
	})
	s.must(err)
	if !report.Complete() {
		s.Logf("the flow is not complete: %v", report.Findings)
	}
}

// Publishes makes a flow's newest revision the one that calls run.
func (s *story) Publishes(name string) {
	s.Helper()
	_, err := s.c.store.PublishFlow(s.Context(), s.company, name, 0)
	s.must(err)
}

// together does things at the same time, and fails the test when one of them does.
func (s *story) together(things ...func()) {
	s.Helper()
	var group sync.WaitGroup
	for _, thing := range things {
		group.Go(thing)
	}
	group.Wait()
	if s.Failed() {
		s.FailNow()
	}
}

// end checks that nothing of the story is left.
func (s *story) end() {
	if s.c.running() {
		if err := s.callsClosed(); err != nil {
			s.Error(err)
		}
	}
	calls := s.calls()
	ids, mine := map[string]bool{}, map[string]bool{}
	for _, c := range calls {
		ids[c.ID], mine[c.Channel] = true, true
	}
	for _, p := range s.people {
		for _, id := range p.dialogs {
			mine[id] = true
		}
	}
	belongs := func(name string) bool {
		parts := strings.SplitN(name, ".", 3)
		return len(parts) == 3 && parts[0] == s.c.app && ids[parts[1]]
	}
	err := asterisk.without(patience, func(c ari.Channel) bool {
		return mine[c.ID] || mine[c.ProtocolID] || belongs(c.ID) || strings.HasPrefix(c.Name, "Local/") && s.hasLine(c.Dialplan.Exten)
	}, func(b ari.Bridge) bool { return belongs(b.ID) })
	if err != nil {
		s.Error(err)
	}
	for _, e := range s.c.log.since(s.from, entry.isError) {
		if e.field("call") != "" && !ids[e.field("call")] {
			continue // of another story
		}
		s.unexpected(e)
	}
	if s.Failed() {
		for _, c := range calls {
			steps, err := s.c.store.Steps(context.Background(), c.ID)
			s.Log((&trace{steps: steps}).text(), err)
		}
		for _, e := range s.c.log.since(s.from, func(e entry) bool { return e.field("call") == "" || ids[e.field("call")] }) {
			s.Log(e.at.Format("15:04:05.000"), e.raw)
		}
	}
}

func (s *story) unexpected(e entry) {
	for _, text := range s.expected {
		if strings.Contains(e.raw, text) {
			return
		}
	}
	s.Errorf("callflow logged an error: %s", e.raw)
}

func (s *story) hasLine(number string) bool {
	for _, line := range s.lines {
		if line == number {
			return true
		}
	}
	return false
}

// calls are the company's calls, oldest first, and those to numbers that no company has.
func (s *story) calls() []store.Call {
	s.Helper()
	ctx := context.Background()
	all, err := s.c.store.Calls(ctx, store.CallFilter{Company: s.company, Limit: 1000})
	if err != nil {
		s.Error(err)
	}
	for _, number := range s.lines {
		unknown, err := s.c.store.Calls(ctx, store.CallFilter{Number: number, Outcome: "unknown", Limit: 1000})
		if err != nil {
			s.Error(err)
		}
		all = append(all, unknown...)
	}
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// callsClosed waits until all calls of the story have ended in the database, and their checkpoints are gone.
func (s *story) callsClosed() error {
	return eventually(patience, func() error {
		for _, c := range s.calls() {
			if c.Ended.IsZero() {
				return fmt.Errorf("the call %s from %q to %s is still open in the database; its path: %s", c.ID, c.Caller, c.Number, c.Path)
			}
		}
		checkpoints, err := s.c.store.OpenCheckpoints(context.Background())
		for _, cp := range checkpoints {
			if cp.Company == s.company {
				err = errors.Join(err, fmt.Errorf("the call %s has ended and still has a checkpoint", cp.Call.ID))
			}
		}
		return err
	})
}
