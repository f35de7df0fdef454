package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

// Queue is a queue of a simulated call, and how many callers wait in it before
// that one. Those are never served.
type Queue struct {
	queue.Definition
	Waiting int `json:"waiting"`
}

// ParseQueue reads a queue of a flow test: the fields of a definition, with
// members by their names alone, or as {user, priority, delay_s, …}.
func ParseQueue(name string, fields map[string]any) (*Queue, error) {
	q := &Queue{Definition: queue.Defaults()}
	if members, ok := fields["members"].([]any); ok {
		fields = maps.Clone(fields)
		listed := slices.Clone(members)
		for i, m := range listed {
			member := map[string]any{"priority": 1, "logged_in": true}
			switch m := m.(type) {
			case string:
				member["user"] = m
			case map[string]any:
				maps.Copy(member, m)
			}
			listed[i] = member
		}
		fields["members"] = listed
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, fmt.Errorf("the queue %s: %w", name, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(q); err != nil {
		return nil, fmt.Errorf("the queue %s: %w", name, err)
	}
	q.Name = name
	if field, value, problem := q.Check(); field != "" {
		return nil, fmt.Errorf("the queue %s: %s %q: %s", name, field, value, problem)
	}
	return q, nil
}

// queues are the queues of one simulated call, in memory.
type queues struct {
	*queue.Company
	hall      *queue.Hall
	directory flowengine.Directory
	known     map[string]*queue.Definition
}

// newQueues makes them. A queue that is not in the list has one member, who is
// called like it, when anything may be referred to.
func newQueues(w *World, directory flowengine.Directory, listed []*Queue) *queues {
	s := &queues{directory: directory, known: map[string]*queue.Definition{}}
	s.hall = queue.NewHall(queue.Options{Source: s, History: s, Now: w.Now, Random: rand.New(rand.NewPCG(1, 1))})
	s.Company = s.hall.Company("default")
	for _, q := range listed {
		d := q.Definition
		s.known[strings.ToLower(d.Name)] = &d
		for i := range q.Waiting {
			if _, err := s.Enter(context.Background(), flowengine.QueueEntry{
				Queue: d.Name, Call: fmt.Sprintf("before-%d", i), Priority: 1, Arrived: w.started.Add(-time.Minute), Resumed: true,
			}); err != nil {
				panic(fmt.Sprintf("simulator: a queue that is there has no place: %v", err))
			}
		}
	}
	return s
}

// Queue implements [queue.Source].
func (s *queues) Queue(ctx context.Context, _, name string) (*queue.Definition, error) {
	key := strings.ToLower(name)
	d := s.known[key]
	if d == nil {
		fresh := queue.Defaults()
		fresh.Name, fresh.Members = name, []queue.Member{{User: name, Priority: 1, LoggedIn: true}}
		d = &fresh
	}
	for i := range d.Members {
		if m := &d.Members[i]; m.Legs == nil {
			u, err := s.directory.User(ctx, m.User)
			if errors.Is(err, flowengine.ErrNoSuch) {
				u, err = flowengine.User{Endpoints: []string{"SIM/user:" + m.User}}, nil
			}
			if err != nil {
				return nil, err
			}
			for _, e := range u.Endpoints {
				m.Legs = append(m.Legs, flowengine.RingLeg{Target: "user:" + m.User, Endpoint: e})
			}
		}
	}
	s.known[key] = d
	return d, nil
}

// Recent implements [queue.Source].
func (s *queues) Recent(context.Context, string, string) ([]time.Duration, error) { return nil, nil }

// Act implements [flowengine.Queues].
func (s *queues) Act(_ context.Context, a flowengine.QueueAct) (acted flowengine.QueueActed, err error) {
	all := slices.SortedFunc(maps.Values(s.known), func(x, y *queue.Definition) int { return strings.Compare(x.Name, y.Name) })
	did, changed, err := queue.Act(all, a)
	if err != nil {
		return acted, err
	}
	acted.Did = did
	for _, d := range changed {
		s.known[strings.ToLower(d.Name)] = d
		acted.Queues = append(acted.Queues, d.Name)
	}
	s.hall.Changed()
	return acted, nil
}

// What happens in a simulated queue stands in the call's trace.

// Visit implements [queue.History].
func (s *queues) Visit(queue.Visit) {}

// Agent implements [queue.History].
func (s *queues) Agent(queue.AgentRecord) {}

// Member implements [queue.History].
func (s *queues) Member(queue.MemberRecord) {}
