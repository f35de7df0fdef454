package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
	"callflow/web/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// silent is a journal that writes nothing.
type silent struct{}

func (silent) CallStarted(flowengine.CallStarted) {}
func (silent) StepDone(flowengine.StepDone)       {}
func (silent) Checkpoint(flowengine.Checkpoint)   {}
func (silent) CallEnded(flowengine.CallEnded)     {}

// newHub is a hub that runs until the test's end.
func newHub(t testing.TB) (*live.Hub, *live.Feed, *store.Store) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	h := live.New(live.Options{Store: s, Log: zerolog.New(zerolog.NewTestWriter(t))})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		<-done
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return h, &live.Feed{Journal: silent{}, Hub: h}, s
}

// page is an open page.
type page struct {
	t *testing.T
	*live.Subscription
	waiting []live.Message
}

func open(t *testing.T, h *live.Hub, i live.Interest) *page {
	t.Helper()
	i.Company = "default"
	p := &page{t: t, Subscription: h.Subscribe(i)}
	t.Cleanup(p.Close)
	return p
}

// reads is the next event.
func (p *page) reads() live.Message {
	p.t.Helper()
	if len(p.waiting) == 0 {
		select {
		case batch, ok := <-p.C():
			if !ok {
				p.t.Fatal("the page was let go")
			}
			p.waiting = batch.Messages
		case <-time.After(20 * time.Second):
			p.t.Fatal("nothing was told")
		}
	}
	m := p.waiting[0]
	p.waiting = p.waiting[1:]
	return m
}

func (p *page) readsCall(what, call string) live.Call {
	p.t.Helper()
	m := p.reads()
	var c live.Call
	if err := json.Unmarshal(m.Data, &c); err != nil || m.Name != "call" || c.What != what || c.Call != call {
		p.t.Fatalf("told %s %s (%v), want %s of %s", m.Name, m.Data, err, what, call)
	}
	return c
}

func started(id string) flowengine.CallStarted {
	return flowengine.CallStarted{Company: "default", Flow: "Shop", Call: flowengine.Incoming{ID: id, Number: "100", CallerNumber: "0412345678", Arrived: time.Now()}}
}

func TestAPageFollowsACall(t *testing.T) {
	h, feed, _ := newHub(t)
	p := open(t, h, live.Interest{All: true})
	agent := open(t, h, live.Interest{User: "alice"})
	feed.CallStarted(started("c1"))
	feed.StepDone(flowengine.StepDone{Call: "c1", Node: "ask", Outcome: "key:1"})
	feed.CallEnded(flowengine.CallEnded{Call: "c1", Reason: flowengine.EndCompleted, AnsweredBy: "user:alice"})
	p.readsCall("started", "c1")
	if s := p.readsCall("step", "c1"); s.Node != "ask" || s.Outcome != "key:1" || s.Caller != "0412345678" {
		t.Errorf("the step: %+v", s)
	}
	p.readsCall("ended", "c1")
	agent.readsCall("ended", "c1") // of the rest an agent learns nothing
}

func TestAPageThatComesBackIsGivenWhatItMissed(t *testing.T) {
	h, feed, _ := newHub(t)
	p := open(t, h, live.Interest{All: true})
	feed.CallStarted(started("c1"))
	feed.CallStarted(started("c2"))
	p.readsCall("started", "c1")
	last := uint64(0)
	if m := p.reads(); m.ID > 0 {
		last = m.ID
	}
	again := open(t, h, live.Interest{All: true, After: last - 1})
	again.readsCall("started", "c2")
	long := open(t, h, live.Interest{All: true, After: 1})
	if m := long.reads(); m.Name != "reset" {
		t.Errorf("a page from long ago is told %s", m.Name)
	}
	for _, p := range []*page{p, again, long} {
		p.Close()
	}
	feed.CallStarted(started("c3")) // gathered for nobody
	alone := open(t, h, live.Interest{All: true, After: last})
	if m := alone.reads(); m.Name != "reset" {
		t.Errorf("a page that comes back when no other was open is told %s", m.Name)
	}
}

// Pages take turns, and each is told everything once, whatever its turn.
func TestManyPagesAreToldTheSame(t *testing.T) {
	h, feed, _ := newHub(t)
	var all, agents []*page
	for range 25 {
		all = append(all, open(t, h, live.Interest{All: true}))
		agents = append(agents, open(t, h, live.Interest{User: "alice"}))
	}
	for part := range 3 { // each goes in batches of its own
		for i := range 100 {
			id := fmt.Sprint(part, " ", i)
			feed.CallStarted(started(id))
			feed.CallEnded(flowengine.CallEnded{Call: id, Reason: flowengine.EndCompleted, AnsweredBy: "user:alice"})
		}
		for i := range 100 {
			id := fmt.Sprint(part, " ", i)
			for _, p := range all {
				p.readsCall("started", id)
				p.readsCall("ended", id)
			}
			for _, p := range agents {
				p.readsCall("ended", id)
			}
		}
	}
}

func TestASlowPageIsLetGoAndHoldsUpNobody(t *testing.T) {
	h, feed, _ := newHub(t)
	slow := open(t, h, live.Interest{All: true})
	quick := open(t, h, live.Interest{All: true})
	for i := 0; h.Pages() == 2; i++ { // until the slow one was let go
		feed.CallStarted(started(fmt.Sprint("c", i)))
		quick.readsCall("started", fmt.Sprint("c", i))
		if i > 100 {
			t.Fatal("a page that reads nothing is kept")
		}
	}
	batches := 0
	for range slow.C() { // it is closed
		batches++
	}
	if batches == 0 {
		t.Error("the slow page was told nothing")
	}
}

func TestFeedingNeverWaits(t *testing.T) {
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "callflow.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h := live.New(live.Options{Store: s}) // it does not run: nobody takes anything
	sub := h.Subscribe(live.Interest{All: true})
	defer sub.Close()
	feed := &live.Feed{Journal: silent{}, Hub: h}
	for i := range 20_000 {
		feed.CallStarted(started(fmt.Sprint(i)))
	}
}

func TestChangesOfAnotherProcessAreTold(t *testing.T) {
	h, feed, s := newHub(t)
	runs := open(t, h, live.Interest{All: true})
	feed.CallStarted(started("c1"))
	runs.readsCall("started", "c1") // it knows where the logs stand
	p := open(t, h, live.Interest{All: true, Names: []string{"change", "queue"}})
	other, err := store.Open(t.Context(), store.Options{Path: s.Path()})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx := store.WithActor(t.Context(), "cli:root")
	d := queue.Defaults()
	d.Name = "support"
	if _, err := other.AddQueue(ctx, "default", d); err != nil {
		t.Fatal(err)
	}
	var c live.Change
	if m := p.reads(); json.Unmarshal(m.Data, &c) != nil || m.Name != "change" || c.Action != "queue.add" || c.Name != "support" || c.Who != "cli:root" {
		t.Errorf("told %s %s", m.Name, m.Data)
	}
	if m := p.reads(); m.Name != "queue" || !strings.Contains(string(m.Data), `"waiting":[]`) {
		t.Errorf("told %s %s", m.Name, m.Data)
	}
}

func TestOneTabHasThePen(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	h := live.New(live.Options{Now: func() time.Time { return now }})
	e := h.Editors()
	pen := func(tabs []live.Editor) string {
		var has []string
		for _, x := range tabs {
			if x.Pen {
				has = append(has, x.Tab)
			}
		}
		return fmt.Sprint(len(tabs), has)
	}
	for i, step := range []struct {
		wait time.Duration
		tab  string
		beat live.Beat
		want string
	}{
		{0, "a", live.Beat{User: "user:ann", Wants: true}, "1 [a]"},
		{time.Second, "b", live.Beat{User: "user:bob", Wants: true}, "2 [a]"},
		{0, "b", live.Beat{User: "user:bob", Takes: true}, "2 [b]"},
		{0, "a", live.Beat{User: "user:ann", Wants: true}, "2 [b]"},
		{0, "b", live.Beat{User: "user:bob"}, "2 []"}, // given back
		{0, "a", live.Beat{User: "user:ann", Wants: true, Node: "n1"}, "2 [a]"},
		{16 * time.Second, "b", live.Beat{User: "user:bob", Wants: true}, "1 [b]"}, // a has gone
	} {
		now = now.Add(step.wait)
		if got := pen(e.Beat("default", 1, step.tab, step.beat)); got != step.want {
			t.Errorf("step %d: %s, want %s", i, got, step.want)
		}
	}
	e.Leave("default", 1, "b", "user:ann", 0) // not hers
	if got := pen(e.Of(1)); got != "1 [b]" {
		t.Errorf("after somebody else's leaving: %s", got)
	}
	e.Leave("default", 1, "b", "user:bob", 0)
	if got := pen(e.Of(1)); got != "0 []" {
		t.Errorf("after leaving: %s", got)
	}
}

// A tab that is closed is gone, and one that is loaded again is there, in whatever order what it said arrives.
func TestATabIsNotBroughtBackByWhatItSaidBefore(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	h := live.New(live.Options{Now: func() time.Time { return now }})
	e := h.Editors()
	beat := func(at float64) { e.Beat("default", 1, "a", live.Beat{User: "user:ann", Wants: true, At: at}) }
	leave := func(at float64) { e.Leave("default", 1, "a", "user:ann", at) }
	for name, c := range map[string]struct {
		say  func()
		want int
	}{
		"closed":                            {func() { beat(1); leave(2) }, 0},
		"closed, a beat comes later":        {func() { beat(1); leave(3); beat(2) }, 0},
		"closed before it was heard of":     {func() { leave(2); beat(1) }, 0},
		"loaded again":                      {func() { beat(1); leave(2); beat(3) }, 1},
		"loaded again, the end comes later": {func() { beat(1); beat(3); leave(2) }, 1},
		"somebody else has left":            {func() { e.Leave("default", 1, "a", "user:bob", 9); beat(1) }, 1},
		"much later":                        {func() { leave(9); now = now.Add(time.Minute); beat(1) }, 1},
		"of who tells no time":              {func() { beat(0); leave(0); beat(0) }, 1},
	} {
		c.say()
		if got := len(e.Of(1)); got != c.want {
			t.Errorf("%s: %d tabs, not %d", name, got, c.want)
		}
		now = now.Add(time.Minute)
	}
}

// What a call pays for 200 open pages.
func BenchmarkFeed(b *testing.B) {
	for _, pages := range []int{0, 200} {
		b.Run(fmt.Sprint(pages, "-pages"), func(b *testing.B) {
			h, feed, _ := newHub(b)
			for range pages {
				s := h.Subscribe(live.Interest{Company: "default", All: true})
				go func() {
					for range s.C() {
					}
				}()
			}
			feed.CallStarted(started("c1"))
			for b.Loop() {
				feed.StepDone(flowengine.StepDone{Call: "c1", Node: "ask", Outcome: "key:1"})
			}
		})
	}
}
