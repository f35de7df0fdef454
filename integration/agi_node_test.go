//go:build integration

package integration

import (
	"context"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/agi"
	"callflow/flowengine"
)

// scripts is somebody's FastAGI server.
type scripts struct {
	address string
	// entered has an element for each call that the script `wait` has; it gives the call back when told.
	entered, goOn chan struct{}
}

// Scripts serves AGI scripts for a story: `lookup` finds out who calls, `read` answers and reads a key, `wait` waits until it is
// told to go on, `end` hangs up.
func (s *story) Scripts() *scripts {
	s.Helper()
	h := &scripts{entered: make(chan struct{}, 10), goOn: make(chan struct{}, 10)}
	server := agi.New(agi.Options{Addr: "127.0.0.1:0", Logger: zerolog.Nop(), Handler: agi.Mux{
		"lookup": agi.HandlerFunc(func(ctx context.Context, call *agi.Session) error {
			return call.SetVariable(ctx, "CUSTOMER", "Ann of "+call.Arg(1)+"/"+call.Arg(2))
		}),
		"read": agi.HandlerFunc(func(ctx context.Context, call *agi.Session) error {
			if _, err := call.Command(ctx, "ANSWER"); err != nil {
				return err
			}
			key, err := call.Command(ctx, "WAIT FOR DIGIT", "10000")
			if err != nil {
				return err
			}
			return call.SetVariable(ctx, "KEY", "pressed "+key.Result)
		}),
		"wait": agi.HandlerFunc(func(ctx context.Context, call *agi.Session) error {
			h.entered <- struct{}{}
			select {
			case <-h.goOn:
			case <-ctx.Done():
			}
			return call.SetVariable(ctx, "WAITED", "yes")
		}),
		"end": agi.HandlerFunc(func(ctx context.Context, call *agi.Session) error { return call.Hangup(ctx) }),
	}})
	s.must(server.Start(s.Context()))
	h.address = server.Addr().String()
	s.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := server.Stop(ctx); err != nil {
			s.Error(err)
		}
	})
	return h
}

// Has waits until the script `wait` has a call.
func (h *scripts) Has(s *story) {
	s.Helper()
	select {
	case <-h.entered:
	case <-time.After(patience):
		s.Fatal("the script did not get the call")
	}
}

// GivesBack lets the script `wait` give its call back.
func (h *scripts) GivesBack() { h.goOn <- struct{}{} }

// scriptLine is a number that lends its calls to a script, and then asks for a key.
func (s *story) scriptLine(h *scripts, script, more string) (number string) {
	s.Helper()
	s.Audio("pick", 400*time.Millisecond)
	return s.Line(`
start: script
nodes:
  script: {type: agi, params: {url: "agi://` + h.address + `/` + script + `"` + more + `}, next: {done: keep, failure: gone}}
  keep: {type: set, params: {vars: {customer: "script.CUSTOMER", key: "script.KEY", status: "script.status"}}, next: {done: menu}}
  menu: {type: menu, params: {prompt: "audio:pick", keys: {"1": One}, timeout_s: 30}, next: {"*": bye}}
  bye: {type: hangup}
  gone: {type: hangup, params: {cause: congestion}}
`)
}

// A script has the call before its answer, and its variables come back with it.
func TestAGINode(t *testing.T) {
	s := tell(t)
	h := s.Scripts()
	number := s.scriptLine(h, "lookup", `, args: ["{{ caller.number }}", "a, \"b\" \\ ${EXTEN}"], returns: [CUSTOMER]`)
	caller := s.Caller()
	caller.Dials(number)
	caller.Hears("pick")
	caller.IsAnswered() // by the menu
	caller.Presses("1")
	caller.IsHungUp()
	caller.Trace().Is("script done", "keep done", "menu key:1", "bye hangup").Ended(flowengine.EndCompleted).
		Says("script", "SUCCESS").Says("keep", `Ann of `+caller.number+`/a, "b" \ ${EXTEN}`)
}

// A script answers and reads a key, which is not one for the menu after it. The call is given to it from within music.
func TestAGINodeReadsKeys(t *testing.T) {
	s := tell(t)
	h := s.Scripts()
	number := s.scriptLine(h, "read", `, returns: [KEY]`)
	caller := s.Caller()
	caller.Dials(number)
	caller.IsAnswered()
	caller.Presses("7")
	caller.Hears("pick")
	caller.HearsNothing(time.Second)
	caller.Presses("1")
	caller.IsHungUp()
	caller.Trace().Is("script done", "keep done", "menu key:1", "bye hangup").Says("keep", "pressed 55")
}

// A script that nobody serves, and one of a host that is not allowed.
func TestAGINodeFailure(t *testing.T) {
	s := tell(t)
	number := s.scriptLine(&scripts{address: "127.0.0.1:1"}, "lookup", "")
	caller := s.Caller()
	caller.Dials(number)
	caller.IsRefused(503)
	caller.Trace().Is("script failure", "gone hangup").Says("script", "Asterisk says FAILURE")

	forbidden := s.Line(`
start: script
nodes:
  script: {type: agi, params: {url: "agi://192.0.2.1/lookup"}, next: {done: bye, failure: gone}}
  bye: {type: hangup}
  gone: {type: hangup, params: {cause: congestion}}
`)
	caller = s.Caller() // whose trace is that of this call
	caller.Dials(forbidden)
	caller.IsRefused(503)
	caller.Trace().Is("script failure", "gone hangup").Says("script", "--agi-hosts").Lasted("script", 0, time.Second)
}

// The caller hangs up while a script has the call, and a script hangs up.
func TestAGINodeHangUp(t *testing.T) {
	s := tell(t)
	h := s.Scripts()
	number := s.scriptLine(h, "wait", "")
	caller := s.Caller()
	caller.Dials(number)
	h.Has(s)
	caller.HangsUp()
	caller.Trace().Is("script hung_up").Ended(flowengine.EndHungUp)

	other := s.Line(`
start: script
nodes:
  script: {type: agi, params: {url: "agi://` + h.address + `/end"}, next: {"*": bye}}
  bye: {type: hangup}
`)
	caller = s.Caller()
	caller.Dials(other)
	caller.IsHungUp()
	caller.Trace().Is("script hung_up").Ended(flowengine.EndHungUp)
}

// scriptScenes are calls that a script has during an outage.
var scriptScenes = []scene{
	{"a script goes on", func(s *story, o *witness) {
		h := s.Scripts()
		number := s.scriptLine(h, "wait", "")
		caller := s.Caller()
		caller.Dials(number)
		h.Has(s)
		o.Happens()
		o.IsOver()
		h.GivesBack()
		caller.Hears("pick")
		caller.Presses("1")
		caller.IsHungUp()
		caller.Trace().Is("script done", "keep done", "menu key:1", "bye hangup").Says("script", "SUCCESS")
	}},
	{"a script ends meanwhile", func(s *story, o *witness) {
		h := s.Scripts()
		number := s.scriptLine(h, "wait", "")
		caller := s.Caller()
		caller.Dials(number)
		h.Has(s)
		o.Happens()
		h.GivesBack()
		o.IsOver()
		caller.Hears("pick")
		caller.Presses("1")
		caller.IsHungUp()
		caller.Trace().Is("script done", "keep done", "menu key:1", "bye hangup").Says("script", "SUCCESS")
	}},
	{"the caller leaves a script meanwhile", func(s *story, o *witness) {
		h := s.Scripts()
		number := s.scriptLine(h, "wait", "")
		caller := s.Caller()
		caller.Dials(number)
		h.Has(s)
		o.Happens()
		caller.HangsUp()
		o.IsOver()
		s.gone(caller.Trace().Is("script hung_up"))
	}},
}
