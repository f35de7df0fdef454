package api_test

import (
	"strings"
	"testing"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/api"
)

func TestQueuesAndWhoServesThem(t *testing.T) {
	o := newOffice(t)
	for _, name := range []string{"alice", "bob", "carol"} {
		gets[store.User](o, 201, "POST", "/users", object{"name": name})
	}
	q := gets[api.Queue](o, 201, "POST", "/queues", object{"name": "support", "strategy": "longest_idle", "hours": []string{"mon-fri 09:00-17:30"},
		"members": []object{{"user": "alice"}, {"user": "bob", "priority": 2, "delay_s": 30}}})
	if q.Strategy != "longest_idle" || len(q.Members) != 2 || q.Members[1].Priority != 2 || !q.Members[0].LoggedIn || q.RingS != 20 {
		t.Fatalf("added: %+v", q)
	}
	// One who does not exist, and nothing is added.
	gets[api.Problem](o, 404, "POST", "/queues", object{"name": "sales", "members": []object{{"user": "dave"}}})
	if l := gets[api.List[api.Queue]](o, 200, "GET", "/queues", nil); len(l.Items) != 1 {
		t.Errorf("%d queues, want 1", len(l.Items))
	}
	tag := o.ask("GET", "/queues/support", nil).Header.Get("ETag")
	// What an agent does is no edit.
	if _, err := o.store.QueueAct(t.Context(), "default", flowengine.QueueAct{User: "bob", Queue: "support", Do: flowengine.QueuePause}); err != nil {
		t.Fatal(err)
	}
	q = gets[api.Queue](o, 200, "PATCH", "/queues/support", object{"ring_s": 15, "hours": []string{}}, "If-Match", tag)
	if q.RingS != 15 || len(q.Hours) != 0 || q.Strategy != "longest_idle" {
		t.Errorf("changed: %+v", q)
	}
	gets[api.Problem](o, 412, "PUT", "/queues/support/members", object{"members": []object{}}, "If-Match", tag)
	q = gets[api.Queue](o, 200, "PUT", "/queues/support/members", object{"members": []object{{"user": "carol", "pause_after": 4}, {"user": "bob"}}})
	if after := q.Members[0].PauseAfter; after == nil || *after != 4 || q.Members[1].PauseAfter != nil {
		t.Errorf("the members' pauses: %+v", q.Members)
	}
	var order []string
	for _, m := range q.Members {
		order = append(order, m.User)
	}
	if strings.Join(order, " ") != "carol bob" || !q.Members[1].Paused || q.Members[0].Paused {
		t.Errorf("the members: %+v", q.Members)
	}
	gets[api.Problem](o, 422, "PUT", "/queues/support/members", object{"members": []object{{"user": "bob"}, {"user": "bob"}}})

	if p := gets[api.Problem](o, 422, "POST", "/queues/support/close", object{"to": "queue:other"}); p.Errors[0].Location != "body.to" {
		t.Errorf("closed to nowhere: %+v", p)
	}
	if q = gets[api.Queue](o, 200, "POST", "/queues/support/close", object{"to": "user:alice"}); !q.Closed || q.ClosedTo != "user:alice" {
		t.Errorf("closed: %+v", q)
	}
	if p := gets[api.Problem](o, 409, "DELETE", "/users/alice", nil); p.Code != "in_use" || p.Uses[0].Kind != "queue" {
		t.Errorf("removing whose box takes the messages: %+v", p)
	}
	if q = gets[api.Queue](o, 200, "POST", "/queues/support/open", nil); q.Closed {
		t.Errorf("open: %+v", q)
	}
	gets[api.List[store.Use]](o, 200, "GET", "/queues/support/uses", nil)
	for param, value := range map[string]any{"cycle_s": 0, "ring_s": 0, "wrap_up_s": -1, "capacity": -1, "pause_after": 1000, "position_every": -1,
		"periodic_every": -1, "service_level_s": 0, "strategy": "best", "hours": []string{"mon 25:00"}, "timezone": "Mars", "music": "a\nb"} {
		p := gets[api.Problem](o, 422, "PATCH", "/queues/support", object{param: value})
		if len(p.Errors) != 1 || p.Errors[0].Location != "body."+param {
			t.Errorf("%s %v: %+v", param, value, p)
		}
	}
	gets[api.Problem](o, 404, "PATCH", "/queues/support", object{"whisper": "audio:none"})
	gets[object](o, 204, "DELETE", "/queues/support", nil)
}
