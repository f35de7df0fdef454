package server

import (
	"context"
	"math/rand/v2"
	"time"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
)

// queues are the engine's Queues port of one company: who waits is in the
// hall, what is set up and who is paused in the store.
type queues struct {
	*queue.Company
	company string
	hall    *queue.Hall
	store   *store.Store
}

var (
	_ flowengine.Queues   = (*queues)(nil)
	_ flowengine.Presence = (*queues)(nil)
)

func newHall(s *store.Store, j queue.History) *queue.Hall {
	return queue.NewHall(queue.Options{
		Source: s.QueueSource(), History: j, Now: time.Now, Random: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
	})
}

func (s *Server) queues(company string) *queues {
	return &queues{Company: s.hall.Company(company), company: company, hall: s.hall, store: s.store}
}

// Act implements [flowengine.Queues].
func (q *queues) Act(ctx context.Context, a flowengine.QueueAct) (flowengine.QueueActed, error) {
	acted, err := q.store.QueueAct(store.WithActor(ctx, "phone:"+a.User), q.company, a)
	if err == nil {
		q.hall.Changed()
	}
	return acted, err
}

// checkpoints reads what an earlier process left. Nobody in a queue is matched
// before its calls have again what they had, and the telephones' states are known:
// a member may still talk.
func (s *Server) checkpoints(ctx context.Context) ([]flowengine.Checkpoint, error) {
	left, err := s.openCheckpoints(ctx)
	if err != nil {
		return nil, err
	}
	calls := []string{telephones}
	for _, cp := range left {
		calls = append(calls, cp.Call.ID)
	}
	s.hall.Hold(calls)
	return left, nil
}
