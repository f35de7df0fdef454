package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"callflow/flowengine"
)

// TailEvent is something that happened to a call.
type TailEvent struct {
	// What is "started", "step" or "ended".
	What string `json:"what"`
	// Call is the call as it is now.
	Call Call `json:"call"`
	// Step is set for a step.
	Step *flowengine.StepDone `json:"step,omitempty"`
}

// Tail follows the calls of all companies, or of one, as they happen. It is
// for one goroutine.
type Tail struct {
	store   *Store
	company string
	last    int64          // the newest call seen, by calls.seq
	open    map[string]int // calls that go on → the last step seen
}

// Tail begins to follow: what is over already is not shown.
func (s *Store) Tail(ctx context.Context, company string) (*Tail, error) {
	t := &Tail{store: s, company: company, open: map[string]int{}}
	if err := s.reader.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM calls`).Scan(&t.last); err != nil {
		return nil, fmt.Errorf("begin to follow calls: %w", err)
	}
	going, err := collect(ctx, s.reader, "list calls that go on", func(r *sql.Rows, v *TailEvent) error {
		return r.Scan(&v.Call.ID, &v.Call.Revision)
	}, `SELECT id, (SELECT coalesce(max(seq), 0) FROM steps WHERE call = c.id) FROM calls c WHERE ended IS NULL AND seq <= ?`, t.last)
	for _, g := range going {
		t.open[g.Call.ID] = g.Call.Revision
	}
	return t, err
}

// Next returns what has happened since the last time, oldest first for each
// call; nothing is an empty list. Call it again after a moment.
func (t *Tail) Next(ctx context.Context) ([]TailEvent, error) {
	var events []TailEvent
	fresh, err := collect(ctx, t.store.reader, "follow calls", func(r *sql.Rows, id *string) error { return r.Scan(&t.last, id) },
		`SELECT seq, id FROM calls WHERE seq > ? ORDER BY seq`, t.last)
	if err != nil {
		return nil, err
	}
	for _, id := range fresh {
		t.open[id] = -1
	}
	for _, id := range slices.Sorted(maps.Keys(t.open)) {
		call, err := t.store.Call(ctx, id)
		if err != nil {
			return nil, err
		}
		if t.company != "" && call.Company != t.company {
			delete(t.open, id)
			continue
		}
		if t.open[id] < 0 {
			events = append(events, TailEvent{What: "started", Call: call})
			t.open[id] = 0
		}
		steps, err := t.store.stepsAfter(ctx, id, t.open[id])
		if err != nil {
			return nil, err
		}
		for i := range steps {
			events = append(events, TailEvent{What: "step", Call: call, Step: &steps[i]})
			t.open[id] = steps[i].Seq
		}
		if !call.Ended.IsZero() {
			events = append(events, TailEvent{What: "ended", Call: call})
			delete(t.open, id)
		}
	}
	return events, nil
}
