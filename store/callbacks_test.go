package store_test

import (
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// asks keeps a place for a number, and says whether it was kept.
func asks(t *testing.T, s *store.Store, to string) bool {
	t.Helper()
	kept, err := s.AskCallback(t.Context(), "", flowengine.CallbackWish{
		Queue: "support", Priority: 5, Arrived: time.Now().Add(-time.Minute), To: to, Endpoint: "PJSIP/" + to + "@trunk",
		Number: flowengine.NumberInfo{Number: "100"}, Call: "c1", Step: 2, Node: "keep", Revision: 1,
		Ring: 30 * time.Second, Retry: time.Minute, Tries: 2,
	})
	ok(t, err)
	return kept
}

func TestAPlaceIsKeptOnce(t *testing.T) {
	ctx, s := t.Context(), support(t)
	save(t, s, flow("Main line", "user:alice"), complete)
	if !asks(t, s, "+61412345678") || asks(t, s, "+61412345678") || !asks(t, s, "+61298765432") {
		t.Error("a place is not kept once for a number")
	}
	open, err := s.OpenCallbacks(ctx)
	ok(t, err)
	if len(open) != 2 || open[0].Ring != 30*time.Second || open[0].Try != 1 || open[0].Tries != 2 || open[0].Company != "default" || open[0].Calling {
		t.Errorf("%+v", open)
	}
	if called, err := s.CallbackCalling(ctx, open[0].ID, "o1"); !called || err != nil {
		t.Errorf("it cannot be called: %v", err)
	}
	if called, err := s.CallbackCalling(ctx, open[0].ID, "o2"); called || err != nil {
		t.Errorf("it is called twice: %v", err)
	}
	ok(t, s.CallbackConfirmed(ctx, open[0].ID))
	if !asks(t, s, "+61412345678") {
		t.Error("who was called back cannot ask again")
	}
	ok(t, s.CancelCallback(ctx, "", open[1].ID))
	if err := s.CancelCallback(ctx, "", open[1].ID); err == nil {
		t.Error("a callback is cancelled twice")
	}
	all, err := s.Callbacks(ctx, "", true)
	ok(t, err)
	var states []string
	for _, c := range all {
		states = append(states, c.State)
	}
	if len(states) != 3 || states[0] != "waiting" || states[1] != "cancelled" || states[2] != "done" {
		t.Errorf("%v", states)
	}
}

func TestTriesInVain(t *testing.T) {
	ctx, s := t.Context(), support(t)
	save(t, s, flow("Main line", "user:alice"), complete)
	asks(t, s, "+61412345678")
	for try, wantLast := range []bool{false, true} {
		open, err := s.OpenCallbacks(ctx)
		ok(t, err)
		if len(open) != 1 || open[0].Try != try+1 || try > 0 && open[0].NotBefore.Before(time.Now().Add(50*time.Second)) {
			t.Fatalf("%+v", open)
		}
		must(t)(s.CallbackCalling(ctx, open[0].ID, "o"))
		last, err := s.CallbackUnreached(ctx, open[0].ID, "Nobody answered.")
		ok(t, err)
		if last != wantLast {
			t.Errorf("try %d: last is %t", try+1, last)
		}
	}
	open, err := s.OpenCallbacks(ctx)
	ok(t, err)
	if len(open) != 0 {
		t.Errorf("still open: %+v", open)
	}
	ok(t, func() error { _, err := s.CallbackUnreached(ctx, 1, "late"); return err }())
	if list, _ := s.Callbacks(ctx, "", true); list[0].State != "given_up" || list[0].Why != "Nobody answered." {
		t.Errorf("%+v", list)
	}
}
