package flowengine

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

// Engine runs flows. One Engine serves all calls of a process; its fields are
// set before the first call and not changed after.
type Engine struct {
	Routes   Routes
	Services func(company string) Services // for calls that are resumed
	Journal  Journal
	Clock    Clock
	Limits   Limits
	Log      zerolog.Logger
	// Back, when set, is told of each resumed call that it has again what it had
	// before the restart, and once more when it is over. It comes from the
	// call's goroutine.
	Back func(call string)

	expressions expressions
}

// The sounds that callflow itself plays; all are in Asterisk's core sounds.
const (
	soundMissing   = "sound:beep"         // instead of a sound that cannot be played
	soundGoodbye   = "sound:vm-goodbye"   // when a limit or an error ends the call
	soundNoService = "sound:ss-noservice" // for a number that leads nowhere
)

// ErrLimit ends a session that went on for too long.
var ErrLimit = errors.New("the session reached its limit")

// Run takes a new call from its arrival to its end. The context is the call's
// own, as [Call] describes. An error means that the call was not handled at
// all, and is still there for the driver's fallback.
func (e *Engine) Run(ctx context.Context, call Call, in Incoming) error {
	s, err := e.begin(ctx, call, in)
	if s != nil {
		s.walk(ctx, false)
	}
	return err
}

// begin is apart from Run so that its large frame is not on the stack of a
// call that waits.
//
//go:noinline
func (e *Engine) begin(ctx context.Context, call Call, in Incoming) (*Session, error) {
	// A caller who has left already is in the history all the same.
	route, err := e.Routes.Route(context.WithoutCancel(ctx), in.Number)
	switch {
	case errors.Is(err, ErrUnknownNumber):
		e.turnAway(ctx, call, in, route, EndUnknown)
		return nil, nil
	case errors.Is(err, ErrUnassigned):
		e.turnAway(ctx, call, in, route, EndUnassigned)
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("looking up %q: %w", in.Number, err)
	}
	first, refused := e.screen(ctx, call, in, &route)
	if refused {
		return nil, nil
	}
	s := e.session(call, route.Program, route.Services, Checkpoint{
		Call:     in,
		Company:  route.Company,
		Number:   route.Number,
		Revision: route.Program.Revision,
		Node:     route.Program.Flow.Start,

		Recording: flowRecording(in.ID, route.Program.Flow),
	})
	e.Journal.CallStarted(CallStarted{Call: in, Company: route.Company, Flow: route.Program.Flow.Name, Revision: route.Program.Revision})
	if first != nil {
		s.at.Seq, s.at.CameBy = first.Seq, first.Why
		e.Journal.StepDone(*first)
	}
	s.log.Info().Str("number", in.Number).Str("from", in.CallerNumber).
		Str("flow", route.Program.Flow.Name).Int("revision", route.Program.Number).Msg("call started")
	return s, nil
}

// Begin runs a call that callflow makes, from the node on in which its
// checkpoint stands, to its end. An error means that nothing was done.
func (e *Engine) Begin(ctx context.Context, call Call, cp Checkpoint) error {
	program, err := e.Routes.Revision(context.WithoutCancel(ctx), cp.Revision)
	if err != nil {
		return fmt.Errorf("making call %s: %w", cp.Call.ID, err)
	}
	s := e.session(call, program, e.Services(cp.Company), cp)
	e.Journal.CallStarted(CallStarted{Call: cp.Call, Company: cp.Company, Flow: program.Flow.Name, Revision: cp.Revision})
	s.log.Info().Str("number", cp.Call.Number).Str("to", cp.Call.CallerNumber).
		Str("flow", program.Flow.Name).Int("revision", program.Number).Msg("call made")
	s.walk(ctx, false)
	return nil
}

// Resume goes on with a call after a restart, in the node where its checkpoint
// says it was. The node runs again; what it had started is still there for it.
// An error means that the call cannot go on, and is still there for the
// driver's fallback.
func (e *Engine) Resume(ctx context.Context, call Call, cp Checkpoint) error {
	if e.Back != nil {
		defer e.Back(cp.Call.ID) // whatever becomes of it
	}
	// The caller may have left already, and there may still be a message to keep.
	program, err := e.Routes.Revision(context.WithoutCancel(ctx), cp.Revision)
	if err != nil {
		return fmt.Errorf("resuming call %s: %w", cp.Call.ID, err)
	}
	s := e.session(call, program, e.Services(cp.Company), cp)
	s.log.Info().Str("node", cp.Node).Int("step", cp.Seq).Msg("call resumed")
	if err := s.restore(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	s.lost = context.Cause(ctx) != nil
	if e.Back != nil {
		s.waited = func() { e.Back(cp.Call.ID) }
	}
	s.walk(ctx, cp.Seq > 0)
	return nil
}

func (e *Engine) session(call Call, p *Program, services Services, at Checkpoint) *Session {
	return &Session{
		engine: e, call: call, program: p, services: services, at: at,
		log: e.Log.With().Str("call", at.Call.ID).Logger(),
	}
}

// turnAway tells the caller that the number leads nowhere, on early media so
// that nobody pays, and keeps a record.
func (e *Engine) turnAway(ctx context.Context, call Call, in Incoming, route Route, reason EndReason) {
	s := e.session(call, &Program{Flow: &Flow{}}, Services{}, Checkpoint{Call: in, Company: route.Company})
	e.Journal.CallStarted(CallStarted{Call: in, Company: route.Company})
	why := fmt.Sprintf("There is no number %q: add it with `callflow number add`.", in.Number)
	if reason == EndUnassigned {
		why = fmt.Sprintf("The number %q has no flow: give it one with `callflow number assign`.", in.Number)
	}
	s.log.Warn().Str("number", in.Number).Str("from", in.CallerNumber).Msg(why)
	if err := s.playMedia(ctx, Caller, Media{URI: soundNoService, Ref: soundNoService}, nil); err != nil {
		if errors.Is(err, ErrHandedOver) {
			return
		}
		s.log.Debug().Err(err).Msg("the caller did not hear the message to its end")
	}
	s.finish(ctx, reason, why, CauseUnallocated)
}

// walk runs nodes until the session ends. With resumed, the first node was
// entered before the restart.
func (s *Session) walk(ctx context.Context, resumed bool) {
	defer s.present(Talks, "", s.at.Call.Endpoint)()
	defer func() {
		if !errors.Is(context.Cause(ctx), ErrHandedOver) {
			s.settle("")
		}
	}()
	defer s.freed()
	s.outward()
	if resumed && ctx.Err() == nil {
		if err := s.beginRecording(ctx); errors.Is(err, ErrHandedOver) {
			return // the journal has all that there is
		}
	}
	for {
		if !resumed {
			s.enter()
		}
		if errors.Is(context.Cause(ctx), ErrHandedOver) {
			s.save() // the node before did not notice
			return
		}
		result, err := s.visit(ctx)
		if errors.Is(err, ErrHandedOver) {
			s.save()
			return
		}
		resumed = false
		next, ended := s.leave(ctx, &result, err)
		if ended {
			return
		}
		s.at.Node = next
	}
}

// enter opens a step in the node where the session stands.
func (s *Session) enter() {
	s.at.Seq++
	s.at.Entered = s.Now()
	s.at.State = nil
	s.warnings = nil
	s.save()
}

// visit runs the node. A node that panics has failed, and only its call with it.
func (s *Session) visit(ctx context.Context) (result Result, err error) {
	node, runner := s.program.Flow.Nodes[s.at.Node], s.program.Node(s.at.Node)
	switch {
	case s.at.Seq > s.engine.Limits.Steps:
		return Result{Why: fmt.Sprintf("The call has visited %d nodes, the limit of one session.", s.engine.Limits.Steps)}, ErrLimit
	case s.at.Returned != nil:
		return s.at.Returned.result(), nil
	case node == nil:
		return Result{}, fmt.Errorf("the flow has no node %q", s.at.Node)
	case runner == nil:
		return Result{}, fmt.Errorf("this version of callflow does not know the node type %q", node.Type)
	case node.Skip:
		return s.skipped(runner), nil
	}
	defer func() {
		if r := recover(); r != nil {
			s.log.Error().Str("node", s.at.Node).Str("type", node.Type).Bytes("stack", debug.Stack()).Msgf("node panicked: %v", r)
			err = fmt.Errorf("the node failed inside: %v", r)
		}
	}()
	if s.gone {
		// Nodes after a wired hung_up may still tag, mail and the like; what
		// needs the caller gets ErrHungUp from the session's operations.
		ctx = context.WithoutCancel(ctx)
	}
	if node.Sensitive {
		s.pauseRecording(ctx)
		defer s.unpauseRecording(ctx)
	}
	return runner.Run(ctx, s)
}

func (s *Session) skipped(r Runner) Result {
	result := Result{Outcome: OutcomeAny, Why: "The node is switched off and was walked past."}
	if outcomes := r.Outcomes(); len(outcomes) > 0 {
		result.Outcome = outcomes[0].Name
	}
	return result
}

// leave closes the step and says where the call goes next, or ends it.
func (s *Session) leave(ctx context.Context, r *Result, err error) (next string, ended bool) {
	reason := EndCompleted
	switch {
	case errors.Is(err, ErrHungUp):
		s.gone = true
		r.Outcome, reason = OutcomeHungUp, EndHungUp
		if s.lost {
			reason = EndLost
			const left = "The caller had left when callflow came back."
			r.Why = strings.TrimSpace(left + " " + r.Why)
		}
		if r.Why == "" {
			r.Why = "The caller hung up."
		}
	case errors.Is(err, ErrLimit):
		r.Outcome, reason = OutcomeError, EndLimit
		if r.Why == "" {
			r.Why = fmt.Sprintf("The call lasted longer than %s outside conversations and queues.", s.engine.Limits.Session)
		}
	case err != nil:
		r.Outcome, reason = OutcomeError, EndError
		if r.Why == "" {
			r.Why = err.Error()
		}
		s.log.Error().Err(err).Str("node", s.at.Node).Msg("node failed")
	}
	s.remember(*r)
	next, wired := s.edge(r)
	s.close(*r)
	s.at.Returned = nil
	switch {
	case r.call != nil && err == nil:
		return s.descend(r.call), false
	case r.Return != nil && err == nil:
		if next, called := s.back(r.Return); called {
			return next, false
		}
		s.goodbye(ctx)
		s.finish(ctx, EndCompleted, r.Why, CauseNormal)
	case reason == EndLimit:
		s.goodbye(ctx)
		s.finish(ctx, reason, r.Why, CauseNormal)
	case wired:
		return next, false
	case reason == EndHungUp || reason == EndLost:
		if next, caught := s.catch(OutcomeHungUp, r.Why); caught {
			return next, false
		}
		s.finish(ctx, reason, r.Why, 0)
	case r.End != nil:
		s.finish(ctx, EndCompleted, r.Why, r.End.Cause)
	default:
		if reason == EndCompleted {
			r.Why = fmt.Sprintf("The outcome %q of node %q leads nowhere.", r.Outcome, s.at.Node)
		}
		if next, caught := s.catch(OutcomeError, r.Why); caught {
			return next, false
		}
		s.goodbye(ctx)
		s.finish(ctx, EndError, r.Why, CauseNormal)
	}
	return "", true
}

// edge finds the node that a result leads to.
func (s *Session) edge(r *Result) (string, bool) {
	switch {
	case s.program.Flow.Nodes[s.at.Node] == nil, r.End != nil, r.Return != nil, r.call != nil:
		return "", false
	case r.Goto != "":
		return r.Goto, true
	}
	next, ok := s.program.Edge(s.at.Node, r.Outcome)
	if !ok && s.at.Returned != nil && r.Outcome != OutcomeHungUp && r.Outcome != OutcomeError {
		// The called flow has got an outcome since this one was published.
		if next, ok = s.program.Edge(s.at.Node, OutcomeDone); ok {
			s.Warn("The outcome %q of the called flow is not connected here, so the call went by done: connect it.", r.Outcome)
		}
	}
	return next, ok
}

// close writes the step into the trace.
func (s *Session) close(r Result) {
	s.Exempt(time.Time{})
	s.freed()
	step := StepDone{
		Call: s.at.Call.ID, Seq: s.at.Seq, Node: s.at.Node,
		Entered: s.at.Entered, Left: s.Now(),
		Outcome: r.Outcome, Why: r.Why, Details: r.Details, Warnings: s.warnings,
	}
	if len(s.at.Stack) > 0 {
		step.Flow, step.Revision, step.Depth = s.program.Flow.Name, s.program.Revision, len(s.at.Stack)
	}
	if node := s.program.Flow.Nodes[s.at.Node]; node != nil {
		step.Type, step.Label = node.Type, node.Label
		if node.Sensitive {
			step.Why, step.Details = "", map[string]any{"sensitive": true}
		}
	}
	if runner := s.program.Node(s.at.Node); runner == nil || len(runner.Outcomes()) != 1 {
		// A greeting on the way is no reason for anything.
		s.at.CameBy, s.at.Status = step.Why, step.Outcome
	}
	s.engine.Journal.StepDone(step)
}

// goodbye is the defined end of a call that cannot go on.
func (s *Session) goodbye(ctx context.Context) {
	ref := s.setting(goodbyeOf)
	if ref == "" {
		ref = soundGoodbye
	}
	s.at.Exempt += time.Minute // the goodbye is heard even when the time is up
	if err := s.playMedia(ctx, Caller, s.media(ctx, ref), nil); err != nil {
		s.log.Debug().Err(err).Msg("the caller did not hear the goodbye to its end")
	}
}

// finish hangs up, whatever has become of the context, and closes the call's record.
func (s *Session) finish(ctx context.Context, reason EndReason, why string, cause Cause) {
	if errors.Is(context.Cause(ctx), ErrHandedOver) {
		s.save()
		return
	}
	if !s.gone {
		if err := s.call.Hangup(context.WithoutCancel(ctx), cause); err != nil && !errors.Is(err, ErrHungUp) {
			s.log.Warn().Err(err).Msg("hanging up")
		}
	}
	if _, err := s.keepCallRecording(ctx); err != nil {
		s.log.Error().Err(err).Msg("the call has no recording")
	}
	s.tellMissed(ctx)
	s.engine.Journal.CallEnded(CallEnded{
		Call: s.at.Call.ID, At: s.Now(), Reason: reason, Why: why, Cause: cause,
		AnsweredBy: s.at.By, Talked: s.at.Talked,
	})
	s.log.Info().Str("reason", string(reason)).Str("why", why).Int("steps", s.at.Seq).
		Dur("talked", s.at.Talked).Msg("call ended")
}
