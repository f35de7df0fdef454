package simulator

import (
	"context"
	"time"

	"callflow/flowengine"
)

// PastCalls are earlier calls of the callers of a simulation.
type PastCalls []PastCall

// PastCall is one earlier call.
type PastCall struct {
	// Caller is whose it was; "" for whoever calls.
	Caller string `yaml:"caller"`
	// Ago is how long before the simulated call it came.
	Ago time.Duration `yaml:"ago"`
	// Number and Flow are what it reached; "" for the same as the simulated one.
	Number string `yaml:"number"`
	Flow   string `yaml:"flow"`
	// Score is what it was given; nil for none.
	Score *int `yaml:"score"`
}

var _ flowengine.History = PastCalls(nil)

func (c PastCall) counts(q flowengine.HistoryQuery) bool {
	same := func(had, wanted string) bool { return had == "" || wanted == "" || had == wanted }
	return same(c.Caller, q.Caller) && same(c.Number, q.Number) && same(c.Flow, q.Flow)
}

// LastCall implements [flowengine.History].
func (p PastCalls) LastCall(_ context.Context, q flowengine.HistoryQuery) (last time.Time, err error) {
	for _, c := range p {
		if at := q.Before.Add(-c.Ago); c.counts(q) && at.After(last) {
			last = at
		}
	}
	return last, nil
}

// LastScore implements [flowengine.History].
func (p PastCalls) LastScore(_ context.Context, q flowengine.HistoryQuery) (score int, ok bool, err error) {
	var last time.Time
	for _, c := range p {
		if at := q.Before.Add(-c.Ago); c.counts(q) && c.Score != nil && at.After(last) {
			score, ok, last = *c.Score, true, at
		}
	}
	return score, ok, nil
}

// Visits are what is known of calls, by number; "" is any number.
type Visits map[string]flowengine.Visit

var _ flowengine.Tracking = Visits(nil)

// Visit implements [flowengine.Tracking].
func (v Visits) Visit(_ context.Context, number, _ string) (flowengine.Visit, error) {
	if visit, ok := v[number]; ok {
		return visit, nil
	}
	return v[""], nil
}
