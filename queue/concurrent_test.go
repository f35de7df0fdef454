package queue_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

// locked lets several goroutines use one floor as a source and a history.
type locked struct {
	*floor
	mu sync.Mutex
}

func (l *locked) Visit(v queue.Visit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.floor.Visit(v)
}

// Callers on goroutines of their own, with the real clock: each waits until it
// is woken or its time comes, and all are served once.
func TestCallersOnTheirOwnGoroutines(t *testing.T) {
	const callers = 200
	l := &locked{floor: newFloor(t, strategy(queue.LongestIdle), m("ann"), m("bob"), m("cy"), m("dee"))}
	hall := queue.NewHall(queue.Options{Source: l, History: l, Now: time.Now, Random: rand.New(rand.NewPCG(1, 2))})
	company := hall.Company("default")
	var group sync.WaitGroup
	for i := range callers {
		group.Go(func() {
			woken := make(chan struct{}, 1)
			place, err := company.Enter(t.Context(), flowengine.QueueEntry{
				Queue: "support", Call: fmt.Sprint(i), Step: 1, Priority: 1 + i%2, Timeout: time.Minute, NoAgents: time.Minute, Arrived: time.Now(),
				Wake: func() {
					select {
					case woken <- struct{}{}:
					default:
					}
				},
			})
			if err != nil {
				t.Error(err)
				return
			}
			for {
				turn := place.Next(time.Now())
				switch turn.Do {
				case flowengine.QueueRing:
					end := company.Begin(flowengine.Rings, turn.Legs[0].Target, turn.Legs[0].Endpoint)
					place.Rang(time.Now(), turn.Legs[0].Target[len("user:"):], nil)
					talks := company.Begin(flowengine.Talks, turn.Legs[0].Target, turn.Legs[0].Endpoint)
					end()
					place.Talks(time.Now())
					talks()
					place.Talked(time.Now(), time.Millisecond)
					return
				case flowengine.QueueLeave:
					t.Errorf("caller %d leaves by %s", i, turn.Outcome)
					return
				}
				timer := time.NewTimer(time.Until(turn.Until))
				select {
				case <-woken:
				case <-timer.C:
				}
				timer.Stop()
			}
		})
	}
	group.Wait()
	answered := 0
	for _, v := range l.visits {
		if v.Outcome == "answered" {
			answered++
		}
	}
	if answered != callers || hall.Waiting() != 0 {
		t.Errorf("%d of %d callers were served; %d wait", answered, callers, hall.Waiting())
	}
}
