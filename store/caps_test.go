package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// testClock is a clock that tests move.
type testClock struct{ now time.Time }

func (c *testClock) Now() time.Time { return c.now }

// outsiders is a company with a way out, and its caps.
func outsiders(t *testing.T, s *store.Store, clock *testClock) *store.CompanyCaps {
	t.Helper()
	ok(t, s.SetCompany(context.Background(), store.Company{Timezone: "Australia/Sydney", Language: "en", Outbound: "PJSIP/{number}@trunk"}))
	o := store.NewOutside(s, clock)
	o.Start(context.Background())
	t.Cleanup(o.Stop)
	return o.Of("")
}

// rings asks for a leg of a call and returns the cap that refused it.
func rings(caps *store.CompanyCaps, call, target, number string) string {
	return caps.Claim(context.Background(), flowengine.CapLeg{
		Call: call, ID: "1.0.0", Target: target, Endpoint: "PJSIP/" + number + "@trunk"}, false).Rule
}

func TestWhichNumbersMayBeCalled(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	clock := &testClock{noon}
	caps := outsiders(t, s, clock)
	ok(t, s.SetCap(ctx, "", func() store.Cap {
		c := store.NoCap("")
		c.Allowed, c.Forbidden = []string{"+64", "+61190012"}, []string{"+6421", "+61412345678"}
		return c
	}()))
	must(t)(s.AddUser(ctx, "", store.User{Name: "alice"}))
	hers := store.NoCap("alice")
	hers.Allowed, hers.Forbidden = []string{"+49"}, []string{"+612"}
	ok(t, s.SetCap(ctx, "", hers))
	for _, c := range []struct{ number, target, want string }{
		{"+61299998888", "external:x", ""},
		{"0299998888", "external:x", ""},
		{"+611300975707", "external:x", ""}, // shared cost is not premium
		{"+611900123456", "external:x", ""}, // allowed by its prefix
		{"+611902123456", "external:x", flowengine.CapPremium},
		{"+61412345678", "external:x", flowengine.CapForbidden},
		{"+6499998888", "external:x", ""},
		{"+64211234567", "external:x", flowengine.CapForbidden}, // the longer prefix counts
		{"+4930123456", "external:x", flowengine.CapAbroad},
		{"+4930123456", "user:alice", ""},
		{"+4930123456", "user:Alice", ""},
		{"+61299998888", "user:alice", flowengine.CapForbidden},
		{"+88216123456", "external:x", flowengine.CapAbroad},
		{"+999123456", "external:x", flowengine.CapAbroad},
		{"0011493012345678", "external:x", flowengine.CapAbroad},
		{"500", "external:x", ""},
	} {
		if got := rings(caps, c.number+c.target, c.target, c.number); got != c.want {
			t.Errorf("%s for %s: refused by %q, want %q", c.number, c.target, got, c.want)
		}
	}
	// A phone inside is none of the caps' business.
	if v := caps.Claim(ctx, flowengine.CapLeg{Call: "in", ID: "1", Endpoint: "PJSIP/alice"}, false); v != (flowengine.CapVerdict{}) {
		t.Errorf("a phone inside: %+v", v)
	}
	if why, err := s.Catalog("").Refuses(ctx, "+4930123456"); err != nil || !strings.Contains(why, "abroad") {
		t.Errorf("the check says %q, %v", why, err)
	}
	for _, bad := range []string{"61", "+", "+61x", "+12345678901234567"} {
		c := store.NoCap("")
		c.Allowed = []string{bad}
		if s.SetCap(ctx, "", c) == nil {
			t.Errorf("the prefix %q is taken", bad)
		}
	}
}

func TestHowOftenNumbersMayBeCalled(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "callflow.db")
	s := openAt(t, path, nil)
	clock := &testClock{time.Date(2025, 3, 1, 12, 30, 0, 0, time.UTC)} // 23:30 in Sydney
	caps := outsiders(t, s, clock)
	must(t)(s.AddUser(ctx, "", store.User{Name: "alice"}))
	company, hers := store.NoCap(""), store.NoCap("alice")
	company.CallsHour, company.Concurrent, company.MinutesDay, hers.Concurrent = 4, 2, 10, 1
	ok(t, s.SetCap(ctx, "", company))
	ok(t, s.SetCap(ctx, "", hers))
	const number = "+61299998888"
	expect := func(call, target, want string) {
		t.Helper()
		if got := rings(caps, call, target, number); got != want {
			t.Fatalf("%s for %s: refused by %q, want %q", call, target, got, want)
		}
	}
	expect("a", "user:alice", "")
	expect("a", "user:alice", "") // the same leg counts once
	expect("b", "user:alice", flowengine.CapConcurrent)
	expect("b", "external:x", "")
	expect("c", "external:x", flowengine.CapConcurrent)

	// Two talk: what is left of the ten minutes is shared.
	caps.Talks("a", "1.0.0", clock.now)
	if left, bounded := caps.Left("a", "1.0.0"); !bounded || left != 10*time.Minute {
		t.Fatalf("left %s, %v", left, bounded)
	}
	caps.Talks("b", "1.0.0", clock.now)
	if left, _ := caps.Left("a", "1.0.0"); left != 5*time.Minute {
		t.Fatalf("left for each of two: %s", left)
	}
	clock.now = clock.now.Add(4 * time.Minute)
	caps.Settle("b", "")
	if left, _ := caps.Left("a", "1.0.0"); left != 2*time.Minute {
		t.Fatalf("left after 4 minutes of two: %s", left)
	}
	clock.now = clock.now.Add(2 * time.Minute)
	if left, bounded := caps.Left("a", "1.0.0"); !bounded || left != 0 {
		t.Fatalf("left at the end: %s, %v", left, bounded)
	}
	caps.Settle("a", "1.0.0")
	expect("c", "external:x", flowengine.CapMinutesDay)

	// All of it outlives this process.
	later := store.NewOutside(s, clock)
	for until := time.Now().Add(10 * time.Second); ; {
		used, err := store.NewOutside(s, clock).Usage(ctx, "", "")
		ok(t, err)
		if used == (store.Usage{CallsHour: 2, Talked: 10 * time.Minute}) {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("after a restart: %+v", used)
		}
	}
	later.Start(ctx)
	t.Cleanup(later.Stop)
	caps = later.Of("")
	expect("c", "external:x", flowengine.CapMinutesDay)

	// Midnight in Sydney: the minutes are new, the hour is not over.
	clock.now = clock.now.Add(30 * time.Minute)
	expect("c", "external:x", "")
	caps.Settle("c", "")
	expect("d", "external:x", "")
	caps.Settle("d", "")
	expect("e", "external:x", flowengine.CapCallsHour)
	clock.now = clock.now.Add(time.Hour)
	expect("e", "external:x", "")

	// A call of an earlier process goes on: it is counted, and not refused.
	if v := caps.Claim(ctx, flowengine.CapLeg{Call: "f", ID: "1", Target: "external:x", Endpoint: "PJSIP/+61299998888@trunk"}, true); v.Refused != "" {
		t.Errorf("a leg that was there is refused: %+v", v)
	}
	expect("g", "external:x", flowengine.CapConcurrent)
}

// A caller who hangs up while the caps are asked is no reason to refuse a leg, nor for an error in the log.
func TestCapsOfACallThatEndsMeanwhile(t *testing.T) {
	s := open(t)
	caps := outsiders(t, s, &testClock{noon})
	ctx, hangUp := context.WithCancel(context.Background())
	hangUp()
	leg := flowengine.CapLeg{Call: "c", ID: "1.0.0", Target: "external:x", Endpoint: "PJSIP/+61299998888@trunk"}
	if v := caps.Claim(ctx, leg, false); v.Rule != "" {
		t.Errorf("the leg is refused by %q", v.Rule)
	}
	if v := caps.Text(ctx, leg); v.Rule != "" {
		t.Errorf("the text is refused by %q", v.Rule)
	}
}
