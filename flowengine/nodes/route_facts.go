package nodes

import (
	"context"
	"time"

	"callflow/flowengine"
)

// facts looks up what criteria ask for, each thing once for a call.
type facts struct {
	ctx context.Context
	s   *flowengine.Session

	calls  map[string]lastCall // by scope
	scores map[string]lastScore
	seen   *flowengine.Visit
}

type lastCall struct {
	at time.Time
	ok bool
}

type lastScore struct {
	score int
	ok    bool
}

func (f *facts) caller() string { return f.s.Call().CallerNumber }

// query asks for the earlier calls of a scope.
func (f *facts) query(scope string) flowengine.HistoryQuery {
	in := f.s.Call()
	q := flowengine.HistoryQuery{Caller: in.CallerNumber, Call: in.ID, Before: in.Arrived}
	switch scope {
	case "number":
		q.Number = f.s.Number().Number
	case "flow":
		q.Flow = f.s.FlowName()
	}
	return q
}

// lastCall is when the caller called last; ok is false when nobody can tell.
func (f *facts) lastCall(scope string) (at time.Time, ok bool) {
	if known, asked := f.calls[scope]; asked {
		return known.at, known.ok
	}
	at, err := f.s.Services().History.LastCall(f.ctx, f.query(scope))
	if err != nil {
		f.s.Warn("The earlier calls of the caller are not known: %v", err)
	}
	if f.calls == nil {
		f.calls = map[string]lastCall{}
	}
	f.calls[scope] = lastCall{at, err == nil}
	return at, err == nil
}

func (f *facts) lastScore(scope string) (score int, ok bool) {
	if known, asked := f.scores[scope]; asked {
		return known.score, known.ok
	}
	score, ok, err := f.s.Services().History.LastScore(f.ctx, f.query(scope))
	if err != nil {
		f.s.Warn("The score of the caller's last call is not known: %v", err)
		ok = false
	}
	if f.scores == nil {
		f.scores = map[string]lastScore{}
	}
	f.scores[scope] = lastScore{score, ok}
	return score, ok
}

func (f *facts) visit() flowengine.Visit {
	if f.seen != nil {
		return *f.seen
	}
	visit, err := f.s.Services().Tracking.Visit(f.ctx, f.s.Number().Number, f.caller())
	if err != nil {
		f.s.Warn("What led to the call is not known: %v", err)
		visit = flowengine.Visit{}
	}
	f.seen = &visit
	return visit
}
