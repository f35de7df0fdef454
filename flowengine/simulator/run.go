package simulator

import (
	"context"
	"errors"
	"time"

	"github.com/rs/zerolog"

	"callflow/flowengine"
)

// Options are what a simulation leaves open. The zero value simulates with
// everything in memory.
type Options struct {
	// Services are the ports beside the call; those that are nil come from
	// [Services].
	Services flowengine.Services
	// Number is what flows can read about the number; empty, it is the
	// script's number.
	Number flowengine.NumberInfo
	// Company is the tenant, "default" when empty.
	Company string
	// Limits bound the session; the zero value means the engine's defaults.
	Limits flowengine.Limits
	// Log gets the engine's log; the zero value is silent.
	Log zerolog.Logger
	// Queues are those that are not as a queue is by default, with one member of
	// the same name.
	Queues []*Queue
	// CallBack makes it a call that callflow makes, in place of one that comes in.
	CallBack *CallBack
	// Restarts stop callflow during the call and start it again.
	Restarts []Restart
}

// Restart is callflow stopping during a call and starting again.
type Restart struct {
	// At counts from the call's arrival; Down is how long callflow is away.
	At, Down time.Duration
	// InOrder lets the process hand the call over, as on SIGTERM; otherwise it
	// is killed.
	InOrder bool
	// Lag is how long steps and checkpoints take to be on disk; what is younger
	// when the process is killed is lost.
	Lag time.Duration
}

// Outcome is what came of a simulated call.
type Outcome struct {
	Trace []flowengine.StepDone
	Heard []Heard
	// Ended is the call's last record, the zero value when it has none.
	Ended flowengine.CallEnded
	// Vars are the session's variables at the last checkpoint.
	Vars map[string]any
	// After are what later nodes could read once each step of Trace was left.
	After []Known
	// Kept are the recordings that were kept in memory.
	Kept []Kept
	// Letters are what was posted to the outbox in memory.
	Letters []flowengine.Letter
	// Texts are those that were accepted in memory.
	Texts []flowengine.TextMessage
	// Promises are the places that were kept in memory for a call back.
	Promises []flowengine.CallbackWish
	// Answered says whether the caller was answered, Gone whether the call has
	// ended, as the world knows it.
	Answered, Gone bool
}

// ErrNotEnded says that the engine let go of a call that was still there.
var ErrNotEnded = errors.New("the session ended, but the call did not")

// Run runs a program for a scripted call with the real engine, from the call's
// arrival to its end. The call's id is "sim".
func Run(ctx context.Context, program *flowengine.Program, script Script, o Options) (Outcome, error) {
	w := NewWorld(script)
	journal := NewJournal(w)
	services := o.complete(w)
	fixed := newRevisions(program, services.Flows)
	services.Flows = fixed
	journal.OnStep = func(c flowengine.Checkpoint) {
		running, err := fixed.Revision(ctx, c.Revision)
		if err != nil {
			return // the engine meets the same error
		}
		if waiter, ok := running.Node(c.Node).(flowengine.Waiter); ok && waiter.WaitsForCaller() {
			w.Listen()
		}
	}
	fixed.route = flowengine.Route{Company: o.Company, Number: o.Number, Program: fixed.first(), Services: services}
	if fixed.route.Company == "" {
		fixed.route.Company = "default"
	}
	if fixed.route.Number.Number == "" {
		fixed.route.Number.Number = script.Number
	}
	limits := o.Limits
	if limits == (flowengine.Limits{}) {
		limits = flowengine.DefaultLimits()
	}
	engine := &flowengine.Engine{
		Routes:   fixed,
		Services: func(string) flowengine.Services { return services },
		Journal:  journal, Clock: w, Limits: limits, Log: o.Log,
	}
	begin := func(ctx context.Context, call flowengine.Call) error { return engine.Run(ctx, call, w.Incoming("sim")) }
	if o.CallBack != nil {
		cp, err := o.CallBack.checkpoint(w, fixed.route)
		if err != nil {
			return Outcome{}, err
		}
		begin = func(ctx context.Context, call flowengine.Call) error { return engine.Begin(ctx, call, cp) }
	}
	err := life(ctx, engine, begin, w, journal, o.Restarts)
	out := Outcome{Trace: journal.Steps, Heard: w.Heard(), Answered: w.answered, Gone: w.gone, After: journal.After()}
	if journal.Ended != nil {
		out.Ended = *journal.Ended
	}
	if last, ok := journal.Last(); ok {
		out.Vars = last.Vars
	}
	if shelf, ok := services.Keeper.(*Shelf); ok {
		out.Kept = shelf.All()
	}
	if bag, ok := services.Outbox.(*Mailbag); ok {
		out.Letters = bag.All()
	}
	if texts, ok := services.Texts.(*Texted); ok {
		out.Texts = texts.All()
	}
	if promises, ok := services.Callbacks.(*Promises); ok {
		out.Promises = promises.Kept
	}
	if err == nil && !w.gone {
		err = ErrNotEnded
	}
	return out, err
}

// life takes the call through one process after another until it has ended.
func life(ctx context.Context, engine *flowengine.Engine, begin func(context.Context, flowengine.Call) error, w *World, journal *Journal, restarts []Restart) error {
	run := begin
	for {
		call, callCtx := w.Attach(ctx)
		var next *Restart
		if len(restarts) > 0 {
			next, restarts = &restarts[0], restarts[1:]
			at := w.started.Add(next.At)
			if next.InOrder {
				call.HandOverAt(at)
			} else {
				call.KillAt(at, journal.Close)
			}
		}
		err := run(callCtx, call)
		stopped := call.stopped()
		call.Detach()
		if err != nil && !stopped {
			return err
		}
		if journal.Ended != nil || next == nil || !stopped {
			return ctx.Err()
		}
		onDisk := w.Now()
		if !next.InOrder {
			onDisk = onDisk.Add(-next.Lag)
		}
		w.Pass(next.Down)
		journal.Reopen(onDisk)
		run = begin
		if last, ok := journal.Last(); ok {
			run = func(ctx context.Context, call flowengine.Call) error { return engine.Resume(ctx, call, last) }
		}
	}
}

// complete fills in what is missing, and lets the world know who is who.
func (o Options) complete(w *World) flowengine.Services {
	s, memory := o.Services, Services(nil)
	if s.Audio == nil {
		s.Audio = memory.Audio
	}
	if s.Directory == nil {
		s.Directory = memory.Directory
	}
	if s.Rotation == nil {
		s.Rotation = memory.Rotation
	}
	if s.Answers == nil {
		s.Answers = memory.Answers
	}
	if s.Keeper == nil {
		s.Keeper = memory.Keeper
	}
	if s.Scripts == nil {
		s.Scripts = memory.Scripts
	}
	if s.Flows == nil {
		s.Flows = memory.Flows
	}
	if s.Mailboxes == nil {
		s.Mailboxes = memory.Mailboxes
	}
	if s.Numbering == nil {
		s.Numbering = memory.Numbering
	}
	if s.History == nil {
		s.History = memory.History
	}
	if s.Tracking == nil {
		s.Tracking = memory.Tracking
	}
	if s.Web == nil {
		s.Web = memory.Web
	}
	if s.Marks == nil {
		s.Marks = memory.Marks
	}
	if s.Outbox == nil {
		s.Outbox = memory.Outbox
	}
	if s.Texts == nil {
		s.Texts = memory.Texts
	}
	if s.Callbacks == nil {
		s.Callbacks = memory.Callbacks
	}
	if s.Notices == nil {
		s.Notices = memory.Notices
	}
	people := NewPeople(s.Directory)
	s.Directory = people
	w.KnowPeople(people)
	if s.Queues == nil {
		queues := newQueues(w, people, o.Queues)
		s.Queues, s.Presence = queues, queues
	}
	return s
}
