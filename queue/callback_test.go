package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

// waiters are those who wait to be called back, in memory.
type waiters struct {
	list []queue.Callback
	vain []string
}

// Open lists them as the store does, by their arrival.
func (w *waiters) Open(context.Context) ([]queue.Callback, error) {
	return slices.SortedFunc(slices.Values(w.list), func(a, b queue.Callback) int { return a.Arrived.Compare(b.Arrived) }), nil
}

func (w *waiters) Calling(_ context.Context, id int64, _ string) (bool, error) {
	for i := range w.list {
		if w.list[i].ID == id && !w.list[i].Calling {
			w.list[i].Calling = true
			return true, nil
		}
	}
	return false, nil
}

func (w *waiters) Unreached(_ context.Context, id int64, why string) (bool, error) {
	w.vain = append(w.vain, why)
	for i := range w.list {
		if w.list[i].ID == id {
			w.list[i].Calling, w.list[i].NotBefore = false, w.list[i].NotBefore.Add(time.Hour)
		}
	}
	return false, nil
}

// over is the end of a callback, whatever came of it.
func (w *waiters) over(id int64) {
	for i := range w.list {
		if w.list[i].ID == id {
			w.list = append(w.list[:i], w.list[i+1:]...)
			return
		}
	}
}

// counter is a desk at a floor, with who was called, in order.
type counter struct {
	*floor
	waiters
	desk   *queue.Desk
	called []string
	refuse error
}

func newCounter(t *testing.T, members ...queue.Member) *counter {
	c := &counter{floor: newFloor(t, nil, members...)}
	c.now = time.Now()
	return c
}

// wishes lets somebody wait since some minutes ago.
func (c *counter) wishes(id int64, to string, minutes int) {
	c.list = append(c.list, queue.Callback{ID: id, Company: "default", Try: 1, NotBefore: c.now, CallbackWish: flowengine.CallbackWish{
		Queue: "support", Priority: 5, To: to, Call: to, Step: 1, Arrived: c.now.Add(-time.Duration(minutes) * time.Minute),
	}})
}

// runs lets the desk look, and waits until it has.
func (c *counter) runs(t *testing.T, story func(looks func(want ...string))) {
	synctest.Test(t, func(t *testing.T) {
		c.desk = queue.NewDesk(queue.DeskOptions{
			Hall: c.hall, Source: c, Store: &c.waiters, Now: func() time.Time { return c.now }, NewID: func() string { return fmt.Sprint("c", len(c.called)) },
			Dial: func(b queue.Callback, _ string) error {
				c.called = append(c.called, b.To)
				return c.refuse
			},
			Ready: func() bool { return true }, Failed: func(err error) { t.Log(err) },
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); c.desk.Run(ctx) }()
		story(func(want ...string) {
			t.Helper()
			c.desk.Poke()
			synctest.Wait()
			if got := fmt.Sprint(c.called); got != fmt.Sprint(want) {
				t.Errorf("called %s, not %v", got, want)
			}
		})
		cancel()
		<-done
	})
}

func TestCallsBackTakeNobodysPlaceOnTheLine(t *testing.T) {
	c := newCounter(t, m("alice", func(m *queue.Member) { m.Paused = true }))
	c.change(func(d *queue.Definition) { d.Capacity = 1 })
	c.wishes(1, "ann", 1)
	c.wishes(2, "ben", 3)
	c.runs(t, func(looks func(...string)) {
		looks()
		caller := c.enters()
		if turn := caller.place.Next(c.now); turn.Do != flowengine.QueueWait || turn.Position != 3 {
			t.Errorf("the only one on the line is told %+v", turn)
		}
		c.enters().expect("leave full")
	})
}

func TestNoMoreCallsBackThanFreeMembers(t *testing.T) {
	c := newCounter(t, m("alice"))
	c.wishes(1, "ann", 1)
	c.wishes(2, "ben", 3)
	c.wishes(3, "cid", 2)
	c.runs(t, func(looks func(...string)) {
		looks("ben") // who waits longest
		looks("ben") // alice is held for him
		c.over(2)    // he has confirmed, or the last try was in vain
		looks("ben", "cid")
		c.over(3)
		looks("ben", "cid", "ann")
	})
}

func TestSomebodyOnTheLineWhoCameEarlierIsServedFirst(t *testing.T) {
	c := newCounter(t, m("alice"))
	c.wishes(1, "ann", 1)
	dora, err := c.me.Enter(context.Background(), flowengine.QueueEntry{
		Queue: "support", Call: "dora", Priority: 5, Timeout: time.Hour, Arrived: c.now.Add(-2 * time.Minute), Resumed: true, Wake: func() {},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.runs(t, func(looks func(...string)) {
		looks()
		dora.Leave(c.now, flowengine.OutcomeHungUp)
		looks("ann")
	})
}

func TestATryInVainWaitsForTheNext(t *testing.T) {
	c := newCounter(t, m("alice"))
	c.wishes(1, "ann", 1)
	c.refuse = errors.New("no trunk")
	c.runs(t, func(looks func(...string)) {
		looks("ann")
		looks("ann")
		if len(c.vain) != 1 {
			t.Errorf("in vain: %v", c.vain)
		}
		c.now = c.now.Add(90 * time.Minute)
		looks("ann", "ann")
	})
}

func TestNobodyIsCalledBackWhileTheQueueIsClosed(t *testing.T) {
	c := newCounter(t, m("alice"))
	c.wishes(1, "ann", 1)
	c.def.Closed = true
	c.runs(t, func(looks func(...string)) {
		looks()
		c.change(func(d *queue.Definition) { d.Closed = false })
		looks("ann")
	})
}

func TestNobodyIsCalledBackWhileNobodyServes(t *testing.T) {
	c := newCounter(t, m("alice", func(m *queue.Member) { m.Paused = true }))
	c.wishes(1, "ann", 1)
	c.runs(t, func(looks func(...string)) { looks() })
}
