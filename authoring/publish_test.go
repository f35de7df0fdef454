package authoring_test

import (
	"strings"
	"testing"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/store"
)

func TestSavingNothingNewMakesNoRevision(t *testing.T) {
	d := newDesk(t)
	first := saves(t, d, hello(t, "Main", "one"))
	moved := hello(t, "Main", "one")
	moved.Layout = map[string]flowengine.Point{"a": {X: 10, Y: 20}}
	again, fresh, err := d.Save(t.Context(), "", authoring.Draft{Flow: moved})
	if err != nil || fresh || again.Number != first.Number {
		t.Errorf("moved: revision %d, fresh %v, %v", again.Number, fresh, err)
	}
	next, fresh, err := d.Save(t.Context(), "", authoring.Draft{Flow: hello(t, "Main", "two"), Base: 1})
	if err != nil || !fresh || next.Number != 2 {
		t.Errorf("changed: revision %d, fresh %v, %v", next.Number, fresh, err)
	}
	_, _, err = d.Save(t.Context(), "", authoring.Draft{Flow: hello(t, "Main", "three"), Base: 1})
	fails[*store.ConflictError](t, err, "2")
}

// What a flow refers to may go between saving and publishing.
func TestPublishingLooksOnceMore(t *testing.T) {
	d := newDesk(t)
	f := flow(t, "name: Ring\nstart: a\nnodes:\n  a: {type: dial, params: {targets: [\"user:bob\"]}, next: {\"*\": b}}\n  b: {type: hangup}\n")
	if r := saves(t, d, f); r.Complete {
		t.Error("bob is not there, and the flow is complete")
	}
	_, _, err := d.Publish(t.Context(), "", "Ring", 0)
	if e := fails[*store.IncompleteError](t, err, "Ring"); len(e.Findings) != 1 || !strings.Contains(e.Findings[0].Message, "bob") {
		t.Errorf("it lacks %v", e.Findings)
	}
	if _, err := d.Store.AddUser(t.Context(), "", store.User{Name: "bob", Phones: []store.Phone{{Endpoint: "PJSIP/bob"}}}); err != nil {
		t.Fatal(err)
	}
	after, _, err := d.Publish(t.Context(), "", "Ring", 0)
	if err != nil || after.Live != 1 {
		t.Errorf("with bob: live is %d, %v", after.Live, err)
	}
}

// What an older revision refers to may be gone, and a number may come by a
// driver that cannot run it.
func TestGoingBackLooksOnceMore(t *testing.T) {
	d := newDesk(t)
	if _, err := d.Store.AddUser(t.Context(), "", store.User{Name: "bob", Phones: []store.Phone{{Endpoint: "PJSIP/bob"}}}); err != nil {
		t.Fatal(err)
	}
	publishes(t, d, flow(t, "name: Ring\nstart: a\nnodes:\n  a: {type: dial, params: {targets: [\"user:bob\"]}, next: {\"*\": b}}\n  b: {type: hangup}\n"))
	publishes(t, d, flow(t, "name: Ring\nstart: a\nnodes:\n  a: {type: conference, params: {room: talk}, next: {\"*\": b}}\n  b: {type: hangup}\n"))
	publishes(t, d, hello(t, "Ring", "one"))
	if _, err := d.AddNumber(t.Context(), "", store.Number{Number: "100", VoiceFlow: "Ring", Driver: flowengine.DriverAGI}); err != nil {
		t.Fatal(err)
	}
	if err := d.Store.RemoveUser(t.Context(), "", "bob"); err != nil {
		t.Fatal(err)
	}
	for number, lacks := range map[int]string{1: "bob", 2: "conference"} {
		_, _, err := d.Rollback(t.Context(), "", "Ring", number)
		if e := fails[*store.IncompleteError](t, err, "Ring"); len(e.Findings) != 1 || !strings.Contains(e.Findings[0].Message, lacks) {
			t.Errorf("revision %d lacks %v", number, e.Findings)
		}
	}
	if f, err := d.Store.Flow(t.Context(), "", "Ring"); err != nil || f.Live != 3 {
		t.Errorf("live is %d, %v", f.Live, err)
	}
}

// A flow's callers that are not complete with it any more are told of, once
// each, and only those that are live.
func TestPublishingTellsWhichCallersLackSomething(t *testing.T) {
	d := newDesk(t)
	one := "  one: {type: return, params: {outcome: one}}\n"
	publishes(t, d, flow(t, "name: Sub\nstart: one\nnodes:\n"+one))
	publishes(t, d, calls(t, "Caller", "Sub", "one"))
	saves(t, d, calls(t, "Unpublished", "Sub", "one"))
	if callers := publishes(t, d, hello(t, "Stranger", "x")); len(callers) != 0 {
		t.Errorf("a stranger breaks %v", callers)
	}
	callers := publishes(t, d, flow(t, "name: Sub\nstart: a\nnodes:\n"+one+"  two: {type: return, params: {outcome: two}}\n"+
		"  a: {type: menu, params: {prompt: x, keys: {\"1\": One, \"2\": Two}}, next: {\"key:1\": one, \"*\": two}}\n"))
	if len(callers) != 1 || callers[0].Flow != "Caller" || callers[0].Report.Complete() {
		t.Errorf("callers: %+v", callers)
	}
	_, callers, err := d.Rollback(t.Context(), "", "Sub", 1)
	if err != nil || len(callers) != 0 {
		t.Errorf("after going back: %+v, %v", callers, err)
	}
}

func TestDiscardingGoesBackToWhatIsLive(t *testing.T) {
	d := newDesk(t)
	saves(t, d, hello(t, "Main", "one"))
	_, err := d.Discard(t.Context(), "", "Main")
	fails[*store.NotFoundError](t, err, "Main")
	publishes(t, d, hello(t, "Main", "one"))
	if r, err := d.Discard(t.Context(), "", "Main"); err != nil || r.Number != 1 {
		t.Errorf("with nothing to discard: revision %d, %v", r.Number, err)
	}
	saves(t, d, hello(t, "Main", "two"))
	r, err := d.Discard(t.Context(), "", "Main")
	if err != nil || r.Number != 3 || r.Document.Hash() != hello(t, "Main", "one").Hash() || !strings.Contains(r.Message, "revision 1") {
		t.Errorf("discarded: %+v, %v", r, err)
	}
	if f, err := d.Store.Flow(t.Context(), "", "Main"); err != nil || f.Live != 3 || f.Latest != 3 {
		t.Errorf("live is %d of %d, %v", f.Live, f.Latest, err)
	}
	if old, err := d.Store.Revision(t.Context(), "", "Main", 2); err != nil || old.Document.Hash() != hello(t, "Main", "two").Hash() {
		t.Errorf("what was discarded is lost: %v", err)
	}
}
