package flowengine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/rs/zerolog"
)

// Session is one call's walk through one revision: what a node sees of the
// world. Its blocking operations are in play.go, collect.go, ring.go, talk.go
// and record.go.
//
// What must survive a restart is kept in one place, the checkpoint; its maps
// are replaced and never changed, because the journal encodes them later.
type Session struct {
	engine   *Engine
	call     Call
	program  *Program
	services Services
	log      zerolog.Logger

	at       Checkpoint
	callers  []caller       // of at.Stack, in its order
	warnings []string       // of the step that is open
	secret   map[string]any // results of sensitive nodes, never stored
	gone     bool           // the caller has left
	occupied func()         // ends the presence of who won the last ringing; nil when nobody waits for a conversation
	exempt   time.Time      // since when the time limit stands still; zero for not
	waited   func()         // told once, when a resumed session is back
	lost     bool           // the caller left while callflow was away
}

// Now is the session's time.
func (s *Session) Now() time.Time { return s.engine.Clock.Now() }

// Call is the call as it came in.
func (s *Session) Call() Incoming { return s.at.Call }

// Number is the number that was called.
func (s *Session) Number() NumberInfo { return s.at.Number }

// Services are the ports to everything beside the call.
func (s *Session) Services() Services { return s.services }

// NodeID is the id of the node that runs.
func (s *Session) NodeID() string { return s.at.Node }

// FlowName is the name of the flow that runs.
func (s *Session) FlowName() string { return s.program.Flow.Name }

// Revision is the id of the revision that runs.
func (s *Session) Revision() int64 { return s.program.Revision }

// Step is the number of the step that runs: 1, 2, 3, …
func (s *Session) Step() int { return s.at.Seq }

// Entered is when the running node was entered, the same after a restart.
func (s *Session) Entered() time.Time { return s.at.Entered }

// CameBy says in a sentence why the call came to the running node: what the
// last step that could have gone another way found out. It is empty before one.
func (s *Session) CameBy() string { return s.at.CameBy }

// Status is the outcome of the step that CameBy tells of: busy, unanswered,
// slot:closed, key:3, …
func (s *Session) Status() string { return s.at.Status }

// Answered says whether the caller has been answered.
func (s *Session) Answered() bool { return s.at.Answered }

// Sensitive says whether digits and variables of this node must not be stored.
func (s *Session) Sensitive() bool {
	node := s.program.Flow.Nodes[s.at.Node]
	return node != nil && node.Sensitive
}

// Answer answers the caller if nobody has yet.
func (s *Session) Answer(ctx context.Context) error {
	if s.gone {
		return ErrHungUp
	}
	if s.at.Answered {
		return nil
	}
	if err := s.call.Answer(ctx); err != nil {
		return s.failed(ctx, "answering", err)
	}
	s.at.Answered = true
	s.outward()
	s.save()
	return s.beginRecording(ctx)
}

// Wait lets the time pass; digits are kept for whoever asks next.
func (s *Session) Wait(ctx context.Context, d time.Duration) error {
	for until := s.Now().Add(d); s.Now().Before(until); {
		if _, err := s.next(ctx, until); err != nil {
			return err
		}
	}
	return nil
}

// Keep stores what the running node needs when it runs again after a restart.
func (s *Session) Keep(state any) {
	data, err := json.Marshal(state)
	if err != nil {
		panic(fmt.Sprintf("flowengine: node state %T cannot be stored: %v", state, err))
	}
	s.at.State = data
	s.save()
}

// Task reads what a call that callflow makes is for; false when somebody called
// in.
func (s *Session) Task(task any) (bool, error) {
	if s.at.Task == nil {
		return false, nil
	}
	if err := json.Unmarshal(s.at.Task, task); err != nil {
		return false, fmt.Errorf("reading what the call is for: %w", err)
	}
	return true, nil
}

// Kept reads back what the node kept before the restart; false when the node
// runs for the first time in this step.
func (s *Session) Kept(state any) bool {
	if s.at.State == nil {
		return false
	}
	if err := json.Unmarshal(s.at.State, state); err != nil {
		s.Warn("What this node had kept cannot be read, so it starts again: %v", err)
		return false
	}
	return true
}

// Set gives a variable of the session a value.
func (s *Session) Set(name string, value any) {
	s.at.Vars = with(s.at.Vars, name, value)
}

// Var is a variable of the session, nil when it has none. After a restart it is
// what JSON made of it.
func (s *Session) Var(name string) any { return s.at.Vars[name] }

// Count counts the visits to the running node in this session: 1, 2, 3, …
func (s *Session) Count() int {
	visits := maps.Clone(s.at.Visits)
	if visits == nil {
		visits = map[string]int{}
	}
	visits[s.at.Node]++
	s.at.Visits = visits
	return visits[s.at.Node]
}

// Warn notes in the trace what went wrong without changing the way of the call.
func (s *Session) Warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	s.warnings = append(s.warnings, text)
	s.log.Warn().Str("node", s.at.Node).Msg(text)
}

// remember keeps a node's values for later nodes and expressions.
func (s *Session) remember(r Result) {
	values := map[string]any{"outcome": r.Outcome}
	maps.Copy(values, r.Values)
	if s.Sensitive() {
		s.secret = with(s.secret, s.at.Node, values)
		return
	}
	s.at.Results = with(s.at.Results, s.at.Node, values)
	if digits, ok := r.Values["digits"].(string); ok {
		s.at.Digits = digits
	}
}

func with(m map[string]any, key string, value any) map[string]any {
	m = maps.Clone(m)
	if m == nil {
		m = map[string]any{}
	}
	m[key] = value
	return m
}

// save is not inlined, so that a copy of the checkpoint is not on the stack of a
// call that waits.
//
//go:noinline
func (s *Session) save() { s.engine.Journal.Checkpoint(s.at) }

// next waits for the next event. Digits of the caller go to the type-ahead
// buffer on their way, so that no operation loses one.
func (s *Session) next(ctx context.Context, until time.Time) (Event, error) {
	if s.gone {
		return nil, ErrHungUp
	}
	if !s.exempt.IsZero() {
		return s.pump(ctx, until)
	}
	limit := s.at.Call.Arrived.Add(s.engine.Limits.Session + s.at.Exempt)
	if !s.Now().Before(limit) {
		return nil, ErrLimit
	}
	if limit.Before(until) {
		until = limit
	}
	return s.pump(ctx, until)
}

// pump is next without the session's time limit, for conversations and queues.
func (s *Session) pump(ctx context.Context, until time.Time) (Event, error) {
	s.isBack()
	event, err := s.call.Next(ctx, until)
	if err != nil {
		return nil, s.failed(ctx, "waiting for the call", err)
	}
	if d, ok := event.(Digit); ok && d.From == Caller && len(s.at.Typed) < maxTyped {
		s.at.Typed += string(d.Key)
	}
	return event, nil
}

// maxTyped bounds the type-ahead buffer; nobody types further ahead on purpose.
const maxTyped = 64

// failed notes that the caller has left, when that is why an operation failed.
func (s *Session) failed(ctx context.Context, doing string, err error) error {
	if cause := context.Cause(ctx); cause != nil && (errors.Is(cause, ErrHungUp) || errors.Is(cause, ErrHandedOver)) {
		err = cause
	}
	if errors.Is(err, ErrHungUp) {
		s.gone = true
		return ErrHungUp
	}
	if errors.Is(err, ErrHandedOver) {
		return err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
