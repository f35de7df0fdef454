package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func member(user string) queue.Member { return queue.Member{User: user, Priority: 1} }

// support is a store with the queue support, served by alice and bob.
func support(t *testing.T) *store.Store {
	t.Helper()
	s := open(t)
	addUser(t, s, "alice", store.Phone{Endpoint: "PJSIP/alice"})
	addUser(t, s, "bob", store.Phone{Endpoint: "PJSIP/bob"}, store.Phone{Endpoint: "PJSIP/bob-mobile"})
	d := queue.Defaults()
	d.Name = "support"
	must(t)(s.AddQueue(t.Context(), "", d))
	must(t)(s.JoinQueue(t.Context(), "", "support", member("alice"), member("bob")))
	return s
}

func TestAQueueIsKept(t *testing.T) {
	ctx, s := t.Context(), support(t)
	want := queue.Definition{
		Name: "support", Strategy: queue.LongestIdle, CycleS: 7.5, RingS: 12, WrapUpS: 30, Capacity: 4, PauseAfter: 3, Music: "jazz", Whisper: "A call.",
		PositionEvery: 2, PositionChanged: true, WaitSaid: true, Periodic: "audio:patience", PeriodicEvery: 5, Hours: []string{"mon-fri 09:00-17:30"},
		Timezone: "Australia/Sydney", Closed: true, ClosedTo: "user:alice", ServiceLevelS: 30,
	}
	must2 := func(_ any, _ any, err error) { ok(t, err) }
	must2(s.PutAudio(ctx, "", store.Audio{Name: "patience", Hash: "00", File: "00.wav", Duration: time.Second}))
	must(t)(s.SetQueue(ctx, "", want))
	got, err := s.Queue(ctx, "", "SUPPORT")
	ok(t, err)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(queue.Definition{}, "Members")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(got.Members) != 2 || got.Members[0].User != "alice" || !got.Members[0].LoggedIn {
		t.Errorf("members %+v", got.Members)
	}
	twice, often := 2, 101
	bob := member("bob")
	bob.PauseAfter = &twice
	got, err = s.JoinQueue(ctx, "", "support", bob)
	ok(t, err)
	if got.Members[0].PauseAfter != nil || *got.Members[1].PauseAfter != 2 {
		t.Errorf("members %+v", got.Members)
	}
	bob.PauseAfter = &often
	if _, err := s.JoinQueue(ctx, "", "support", bob); err == nil || !strings.Contains(err.Error(), "0 to 100 missed calls") {
		t.Errorf("a pause after 101 missed calls: %v", err)
	}
	for what, change := range map[string]func(*queue.Definition){
		"a strategy":            func(d *queue.Definition) { d.Strategy = "loudest" },
		"hours":                 func(d *queue.Definition) { d.Hours = []string{"always"} },
		"a sound that is not":   func(d *queue.Definition) { d.Periodic = "audio:nothing" },
		"a mailbox of nobody":   func(d *queue.Definition) { d.ClosedTo = "user:nobody" },
		"a number of no format": func(d *queue.Definition) { d.ClosedTo = "external:0412" },
	} {
		d := want
		change(&d)
		if _, err := s.SetQueue(ctx, "", d); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	if _, err := s.AddQueue(ctx, "", queue.Defaults()); err == nil {
		t.Error("a queue without a name was taken")
	}
	d := queue.Defaults()
	d.Name = "Support"
	if _, err := s.AddQueue(ctx, "", d); err == nil {
		t.Error("two queues have one name")
	}
}

func TestAQueueInUseIsNotRemoved(t *testing.T) {
	ctx, s := t.Context(), support(t)
	save(t, s, flow("Main", "queue:support"), complete)
	fails[*store.InUseError](t, s.RemoveQueue(ctx, "", "support"), `flow "Main"`)
	fails[*store.InUseError](t, s.RemoveUser(ctx, "", "alice"), `queue "support"`)
	save(t, s, flow("Main"), complete)
	must(t)(s.LeaveQueue(ctx, "", "support", "alice"))
	ok(t, s.RemoveUser(ctx, "", "alice"))
	j := journal(t, s)
	visit := queue.Visit{Queue: "support", Call: "c1", Step: 1, Priority: 5, Entered: time.Now()}
	j.Visit(visit)
	flush(t, j)
	fails[*store.ConflictError](t, s.RemoveQueue(ctx, "", "support"), "1 callers")
	visit.Left, visit.Outcome = time.Now(), "timeout"
	j.Visit(visit)
	flush(t, j)
	ok(t, s.RemoveQueue(ctx, "", "support"))
	if _, err := s.Queue(ctx, "", "support"); !errors.Is(err, flowengine.ErrNoSuch) {
		t.Errorf("it is there still: %v", err)
	}
}

func TestTheCatalogKnowsQueues(t *testing.T) {
	ctx, s := t.Context(), support(t)
	c := s.Catalog("")
	for ref, want := range map[flowengine.Ref]bool{{Kind: "queue", Name: "support"}: true, {Kind: "queue", Name: "sales"}: false} {
		has, err := c.Has(ctx, ref)
		ok(t, err)
		if has != want {
			t.Errorf("%s: %v", ref, has)
		}
	}
	n, err := c.Members(ctx, flowengine.Ref{Kind: "queue", Name: "support"})
	ok(t, err)
	if n != 2 {
		t.Errorf("it has %d members", n)
	}
}

func TestTheSourceFollowsChanges(t *testing.T) {
	ctx, s := t.Context(), support(t)
	source := s.QueueSource()
	look := func() *queue.Definition {
		t.Helper()
		d, err := source.Queue(ctx, "", "support")
		ok(t, err)
		return d
	}
	first := look()
	if look() != first {
		t.Error("nothing changed, and it is another")
	}
	if first.Timezone != "UTC" || len(first.Members[1].Legs) != 2 || first.Members[1].Legs[0] != (flowengine.RingLeg{Target: "user:bob", Endpoint: "PJSIP/bob"}) {
		t.Errorf("the queue is %+v", first)
	}
	j := journal(t, s)
	j.Member(queue.MemberRecord{Queue: "support", User: "bob", Missed: 1, LastDone: time.Now()})
	flush(t, j)
	if look() != first {
		t.Error("what is counted of a member made a new definition")
	}
	j.Member(queue.MemberRecord{Queue: "support", User: "bob", Missed: 2, Paused: true, PauseWhy: "missed 2 calls in a row"})
	flush(t, j)
	paused := look()
	if m := paused.Members[1]; !m.Paused || m.Missed != 2 || m.PauseWhy != "missed 2 calls in a row" || m.LastDone.IsZero() {
		t.Errorf("bob is %+v", m)
	}
	must(t)(s.QueueAct(ctx, "", flowengine.QueueAct{User: "bob", Do: flowengine.QueueResume}))
	if m := look().Members[1]; m.Paused || m.Missed != 0 || m.PauseWhy != "" {
		t.Errorf("bob is %+v", m)
	}
	if _, err := source.Queue(ctx, "", "sales"); !errors.Is(err, flowengine.ErrNoSuch) {
		t.Errorf("a queue that there is not: %v", err)
	}
}

func TestWhatAgentsDo(t *testing.T) {
	ctx, s := store.WithActor(t.Context(), "phone:alice"), support(t)
	act := func(a flowengine.QueueAct) flowengine.QueueActed {
		t.Helper()
		acted, err := s.QueueAct(ctx, "", a)
		ok(t, err)
		return acted
	}
	if did := act(flowengine.QueueAct{User: "alice", Do: flowengine.QueueToggleLogin}); did.Did != flowengine.QueueLogout || !cmp.Equal(did.Queues, []string{"support"}) {
		t.Errorf("did %+v", did)
	}
	q, err := s.Queue(ctx, "", "support")
	ok(t, err)
	if q.Members[0].LoggedIn || !q.Members[1].LoggedIn {
		t.Errorf("members %+v", q.Members)
	}
	act(flowengine.QueueAct{User: "alice", Queue: "support", Do: flowengine.QueueClose, To: "user:bob"})
	if q, err = s.Queue(ctx, "", "support"); err != nil || !q.Closed || q.ClosedTo != "user:bob" {
		t.Errorf("the queue is %+v, %v", q, err)
	}
	act(flowengine.QueueAct{Queue: "support", Do: flowengine.QueueOpen}) // the operator
	for what, a := range map[string]flowengine.QueueAct{
		"a stranger":        {User: "carol", Do: flowengine.QueueLogin},
		"no such queue":     {User: "alice", Queue: "sales", Do: flowengine.QueueLogin},
		"a closed no where": {User: "alice", Queue: "support", Do: flowengine.QueueClose, To: "user:nobody"},
	} {
		if _, err := s.QueueAct(ctx, "", a); err == nil {
			t.Errorf("%s: it was done", what)
		}
	}
	entries, err := s.Audit(ctx, store.AuditFilter{})
	ok(t, err)
	if entries[0].Action != "queue.open" || entries[1].Who != "phone:alice" {
		t.Errorf("the audit log begins %+v", entries[:2])
	}
}

// A day of the queue, as a wallboard shows it.
func TestTheWallboard(t *testing.T) {
	ctx, s := context.Background(), support(t)
	j := journal(t, s)
	at := time.Now().Add(-10 * time.Minute).UTC().Truncate(time.Millisecond)
	visit := func(call, outcome string, waited, talked time.Duration) {
		v := queue.Visit{Queue: "support", Call: call, Step: 1, Caller: "0412", Priority: 5, Entered: at, Position: 1, WithinS: 20}
		j.Visit(v) // on entry
		if v.Outcome = outcome; outcome == "answered" || outcome == "talks" {
			v.Agent, v.Answered = "alice", at.Add(waited)
		}
		if v.Left = at.Add(waited + talked); outcome == "waits" || outcome == "talks" {
			v.Left, v.Outcome = time.Time{}, ""
		}
		j.Visit(v)
	}
	visit("c1", "answered", 10*time.Second, time.Minute)
	visit("c2", "answered", 30*time.Second, 2*time.Minute)
	visit("c3", "hung_up", 14*time.Second, 0)
	visit("c4", "hung_up", 40*time.Second, 0)
	visit("c5", "timeout", 50*time.Second, 0)
	visit("c6", "full", 0, 0)
	visit("c7", "talks", 5*time.Second, 0)
	visit("c8", "waits", 0, 0)
	j.Agent(queue.AgentRecord{User: "alice", State: queue.OnCall, Since: at})
	j.Agent(queue.AgentRecord{User: "bob", State: queue.WrapUp, Since: at, Until: at.Add(time.Second)}) // over
	flush(t, j)
	all, err := s.QueuesNow(ctx, "", at.Add(-time.Hour))
	ok(t, err)
	now := all[0]
	want := store.QueueFigures{
		Since: at.Add(-time.Hour), Entered: 8, Answered: 3, Abandoned: 1, Short: 1, Left: 1, Refused: 1,
		MeanWaitS: 15, LongestWaitS: 50, MeanTalkS: 90, ServiceLevel: 0.4,
	}
	if diff := cmp.Diff(want, now.Figures, cmpopts.EquateApprox(0, 0.001)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(now.Waiting) != 1 || now.Waiting[0].Call != "c8" || len(now.Talking) != 1 || now.Talking[0].Agent != "alice" {
		t.Errorf("waiting %+v, talking %+v", now.Waiting, now.Talking)
	}
	if a := now.Agents; a[0].State != queue.StateOnCall || a[1].State != queue.StateReady {
		t.Errorf("agents %+v", a)
	}
	talks, err := s.QueueSource().Recent(ctx, "", "support")
	ok(t, err)
	if len(talks) != 2 {
		t.Errorf("recent %v", talks)
	}
	// A callflow that starts closes what no call of it goes on with.
	closed, err := s.CloseQueueOrphans(ctx, time.Now())
	ok(t, err)
	all, err = s.QueuesNow(ctx, "", at.Add(-time.Hour), "support")
	ok(t, err)
	if now = all[0]; closed != 2 || len(now.Waiting)+len(now.Talking) != 0 || now.Agents[0].State != queue.StateReady {
		t.Errorf("closed %d, left %+v", closed, now)
	}
	if _, err := s.QueuesNow(ctx, "", at, "suport"); err == nil {
		t.Error("a queue that there is not is shown")
	}
}
