package store_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

func TestHowManyTextsMayGoOutside(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	clock := &testClock{noon}
	caps := outsiders(t, s, clock)
	must(t)(s.AddUser(ctx, "", store.User{Name: "alice"}))
	company, hers := store.NoCap(""), store.NoCap("alice")
	company.TextsHour, company.CallsHour, company.Concurrent, company.Forbidden = 3, 1, 1, []string{"+61412345"}
	hers.TextsHour = 1
	ok(t, s.SetCap(ctx, "", company))
	ok(t, s.SetCap(ctx, "", hers))
	expect := func(id, target, number, want string) {
		t.Helper()
		endpoint := "PJSIP/" + number
		if number[0] == '+' {
			endpoint += "@trunk"
		}
		verdict := caps.Text(ctx, flowengine.CapLeg{Call: "c", ID: flowengine.Party(id), Target: target, Endpoint: endpoint})
		if verdict.Rule != want || (verdict.Refused == "") != (want == "") {
			t.Errorf("%s to %s: %+v, want %q", id, number, verdict, want)
		}
	}
	const number = "+61299998888"
	expect("1", "external:x", "+4930123456", flowengine.CapAbroad)
	expect("1", "external:x", "+611902123456", flowengine.CapPremium)
	expect("1", "external:x", "+61412345678", flowengine.CapForbidden)
	for range 5 {
		expect("in", "user:alice", "alice", "") // a telephone inside counts for nothing
	}
	// A call counts for no text, and a text for no call.
	if refused := rings(caps, "c", "external:x", number); refused != "" {
		t.Errorf("a call is refused by %q", refused)
	}
	expect("1", "user:alice", number, "")
	expect("1", "user:alice", number, "") // the same again
	expect("2", "user:alice", number, flowengine.CapTextsHour)
	expect("3", "external:x", number, "")
	expect("4", "external:x", number, "")
	expect("5", "external:x", number, flowengine.CapTextsHour)
	if refused := rings(caps, "d", "external:x", number); refused != flowengine.CapCallsHour {
		t.Errorf("a second call is refused by %q", refused)
	}
	used := store.Usage{CallsHour: 1, Concurrent: 1, TextsHour: 3}
	for until := time.Now().Add(10 * time.Second); ; {
		got, err := store.NewOutside(s, clock).Usage(ctx, "", "")
		ok(t, err)
		if got == used {
			break // as the next process reads it
		}
		if time.Now().After(until) {
			t.Fatalf("after a restart: %+v, want %+v", got, used)
		}
	}
	clock.now = clock.now.Add(time.Hour + time.Second)
	expect("5", "external:x", number, "")
}

func TestACapOnTextsIsKept(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	for _, most := range []int{-1, 0, 7} {
		c := store.NoCap("")
		c.TextsHour = most
		ok(t, s.SetCap(ctx, "", c))
		all, err := s.Caps(ctx, "")
		ok(t, err)
		if all[0].TextsHour != most {
			t.Errorf("%d is kept as %d", most, all[0].TextsHour)
		}
	}
}
