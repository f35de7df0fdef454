package flowengine

import (
	"context"
	"errors"
)

// Callers says which callers a company does not want: those on its list, and
// those who hide their number where that is not allowed. Looking up must not
// wait for the disk while nothing has changed.
type Callers interface {
	// Screen says what becomes of a caller to a number. The caller is "" when
	// the number is withheld.
	Screen(ctx context.Context, number NumberInfo, caller string) (Screening, error)
}

// Screening is what becomes of a caller. The zero value lets the caller in.
type Screening struct {
	Action ScreenAction
	// Why says in a sentence which rule it was, with its reason.
	Why string
	// Cause is what hangup and message end the call with.
	Cause Cause
	// Message is what the caller hears, a reference or "say:" with a text.
	Message string
	// Program is what the call runs, for ScreenFlow.
	Program *Program
}

// ScreenAction is one thing that can become of a caller.
type ScreenAction string

// The actions.
const (
	ScreenAllow   ScreenAction = ""
	ScreenHangup  ScreenAction = "hangup"
	ScreenMessage ScreenAction = "message"
	ScreenFlow    ScreenAction = "flow"
)

// EndBlocked is the end of a call whose caller the company does not want.
const EndBlocked EndReason = "blocked"

// screeningType is the type of the step that the trace of such a call begins with.
const screeningType = "screening"

// screen turns a caller away whom the company does not want, or lets the call
// run another flow. A look-up that fails lets callers in: it is better to hear
// somebody unwanted than to lose a customer.
func (e *Engine) screen(ctx context.Context, call Call, in Incoming, route *Route) (first *StepDone, refused bool) {
	if route.Services.Callers == nil {
		return nil, false
	}
	s, err := route.Services.Callers.Screen(context.WithoutCancel(ctx), route.Number, in.CallerNumber)
	if err != nil {
		e.Log.Error().Err(err).Str("call", in.ID).Msg("callers cannot be screened, so all are let in")
		return nil, false
	}
	if s.Action == ScreenAllow {
		return nil, false
	}
	now := e.Clock.Now()
	first = &StepDone{Call: in.ID, Seq: 1, Node: screeningType, Type: screeningType, Entered: now, Left: now,
		Outcome: string(s.Action), Why: s.Why}
	if s.Action == ScreenFlow && s.Program != nil {
		route.Program = s.Program
		return first, false
	}
	e.refuse(ctx, call, in, route, s, *first)
	return nil, true
}

// refuse ends the call of an unwanted caller, who hears the message on early
// media so that nobody pays.
func (e *Engine) refuse(ctx context.Context, call Call, in Incoming, route *Route, how Screening, step StepDone) {
	s := e.session(call, &Program{Flow: &Flow{}}, route.Services, Checkpoint{Call: in, Company: route.Company, Number: route.Number, Seq: 1})
	e.Journal.CallStarted(CallStarted{Call: in, Company: route.Company})
	s.log.Info().Str("number", in.Number).Str("from", in.CallerNumber).Str("why", how.Why).Msg("caller refused")
	if how.Action == ScreenMessage && how.Message != "" {
		err := s.playMedia(ctx, Caller, s.media(ctx, how.Message), nil)
		if errors.Is(err, ErrHandedOver) {
			return
		}
		if err != nil {
			s.log.Debug().Err(err).Msg("the caller did not hear the message to its end")
		}
		step.Left, step.Warnings = s.Now(), s.warnings
	}
	e.Journal.StepDone(step)
	cause := how.Cause
	if cause <= 0 {
		cause = CauseRejected
	}
	s.finish(ctx, EndBlocked, how.Why, cause)
}
