package authoring_test

import (
	"testing"

	"callflow/store"
)

func TestADirectFlowIsMadeOfItsSwitches(t *testing.T) {
	d := newDesk(t)
	made, err := d.AddDirect(t.Context(), "", "+61 2 9999 0000", store.Direct{User: "alice", Switches: map[string]string{"voicemail": "yes", "record": "yes"}})
	if err != nil || made.Flow != "Direct +61299990000" {
		t.Fatalf("made %+v, %v", made, err)
	}
	nodes := func() map[string]bool {
		r, err := d.Store.LiveRevision(t.Context(), "", made.Flow)
		if err != nil {
			t.Fatal(err)
		}
		types := map[string]bool{}
		for _, n := range r.Document.Nodes {
			types[n.Type] = true
		}
		return types
	}
	if has := nodes(); !has["dial"] || !has["voicemail"] || !has["greeting"] {
		t.Errorf("its nodes: %v", has)
	}
	switches := map[string]string{"voicemail": "no"}
	set, err := d.SetDirect(t.Context(), "", "+61299990000", store.Direct{Flow: made.Flow, User: "alice", Switches: switches})
	if err != nil || set.Switches["voicemail"] != "no" || set.Switches["record"] != "" {
		t.Errorf("set %+v, %v", set, err)
	}
	if nodes()["voicemail"] {
		t.Error("it takes messages still")
	}
	if len(switches) != 1 {
		t.Errorf("the switches that were given have changed: %v", switches)
	}
}

func TestADirectFlowThatCannotBeIsNotMade(t *testing.T) {
	d := newDesk(t)
	_, err := d.AddDirect(t.Context(), "", "101", store.Direct{User: "alice", Switches: map[string]string{"colour": "red"}})
	fails[*store.InvalidError](t, err, "voicemail, greeting, transcribe")
	_, err = d.AddDirect(t.Context(), "", "101", store.Direct{User: "nobody"})
	fails[*store.NotFoundError](t, err, "nobody")
	_, err = d.AddDirect(t.Context(), "", "101", store.Direct{User: "alice", Switches: map[string]string{"voicemail": "yes", "greeting": "audio:gone"}})
	if e := fails[*store.IncompleteError](t, err, "Direct 101"); len(e.Findings) == 0 {
		t.Error("nobody says what it lacks")
	}
	_, err = d.Store.Number(t.Context(), "", "101")
	fails[*store.NotFoundError](t, err, "101")
}
