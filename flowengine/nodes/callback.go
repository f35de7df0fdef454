package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Callback keeps a caller's place in a queue, and calls back when it is the
// caller's turn.
type Callback struct {
	Queue    string  `json:"queue" jsonschema:"minLength=1" jsonschema_description:"The queue in which the caller keeps a place, such as queue:support."`
	Number   string  `json:"number" jsonschema:"minLength=1" jsonschema_description:"Who is called back: caller, or a number or {{ expression }}."`
	Ask      bool    `json:"ask,omitempty" jsonschema_description:"Whether the caller may type another number. A caller whose number is withheld is asked in any case."`
	Prompt   string  `json:"prompt" jsonschema_description:"What asks for it, an audio or a text to speak: 1 takes the number that is known, other digits are a number, # ends it."`
	Promise  string  `json:"promise" jsonschema_description:"What the caller hears once the place is kept, an audio or a text to speak."`
	Announce string  `json:"announce" jsonschema_description:"What is heard by the one who is called back, and must press 1, so that a voicemail box is not connected."`
	Whisper  string  `json:"whisper,omitempty" jsonschema_description:"What the member of the queue who answers hears first, in place of the queue's own."`
	Priority int     `json:"priority" jsonschema:"minimum=1,maximum=10" jsonschema_description:"As that of the queue node: 1 is served before 2, up to 10."`
	RingS    float64 `json:"ring_s" jsonschema:"minimum=5,maximum=300" jsonschema_description:"How long a call back rings, in seconds."`
	Tries    int     `json:"tries" jsonschema:"minimum=1,maximum=10" jsonschema_description:"How often it is tried."`
	RetryS   float64 `json:"retry_s" jsonschema:"minimum=10,maximum=86400" jsonschema_description:"The time between two tries, in seconds. The place is kept meanwhile."`
	TimeoutS float64 `json:"timeout_s" jsonschema:"minimum=1,maximum=86400" jsonschema_description:"How long somebody who was called back and confirmed waits for a member of the queue at most, in seconds."`
	Record   bool    `json:"record,omitempty" jsonschema_description:"Whether the conversation is recorded."`
}

func newCallback() flowengine.Runner {
	return &Callback{
		Number: "caller", Priority: 5, RingS: 30, Tries: 3, RetryS: 300, TimeoutS: 600,
		Prompt:   "To be called back on the number that you call from, press 1. For another number, type it and press hash.",
		Promise:  "You keep your place in the queue, and we will call you back. Good bye.",
		Announce: "This is the call back that you asked for. Press 1 to be connected.",
	}
}

// Outcomes implements [flowengine.Runner].
func (*Callback) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{
		{Name: "done", About: "the caller keeps a place and will be called back"},
		{Name: "refused", About: "there is no number that can be called back; or, in the call back, nobody of the queue took the call"},
	}
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Callback) WaitsForCaller() bool { return true }

// Check implements [flowengine.Checker].
func (n *Callback) Check(c *flowengine.Check) {
	c.Reference("queue", n.Queue, "queue")
	c.Template("number", n.Number)
	for param, value := range map[string]string{"prompt": n.Prompt, "promise": n.Promise, "announce": n.Announce, "whisper": n.Whisper} {
		checkSound(c, param, value)
	}
	if n.Announce == "" {
		c.Error("announce", "missing", "nothing is said to the one who is called back: write what asks for the 1")
	}
}

// Run implements [flowengine.Runner].
func (n *Callback) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if s.Services().Callbacks == nil {
		return flowengine.Result{}, errors.New("this callflow calls nobody back")
	}
	var task flowengine.CallbackTask
	calling, err := s.Task(&task)
	switch {
	case err != nil:
		return flowengine.Result{}, err
	case calling:
		return n.callBack(ctx, s, task)
	}
	return n.ask(ctx, s)
}

// callbackState is what an asking caller's node keeps for a restart.
type callbackState struct {
	To callbackNumber `json:"to"`
}

// ask finds out which number to call back, and keeps the place.
func (n *Callback) ask(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	var state callbackState
	if !s.Kept(&state) {
		if err := s.Answer(ctx); err != nil {
			return flowengine.Result{}, err
		}
		s.ForgetDigits() // what led here
		to, why, err := n.number(ctx, s)
		if err != nil || why != "" {
			return flowengine.Result{Outcome: "refused", Why: why, Details: map[string]any{"queue": n.Queue}}, err
		}
		state.To = to
		s.Keep(state)
	}
	details := map[string]any{"queue": n.Queue, "to": state.To.Number}
	arrived := n.arrived(s)
	kept, err := n.keep(ctx, s, state.To, arrived)
	if err != nil {
		if engineEnds(err) {
			return flowengine.Result{}, err
		}
		s.Warn("The place could not be kept: %v", err)
		return flowengine.Result{Outcome: "refused", Why: "The place could not be kept.", Details: details}, nil
	}
	if n.Promise != "" {
		if err := s.Play(ctx, sound(s, n.Promise)); err != nil {
			// The place is kept whether or not the promise was heard to its end.
			return flowengine.Result{Why: "The caller keeps a place, and hung up.", Details: details}, err
		}
	}
	why := fmt.Sprintf("%s will be called back, from the place of a caller who came at %s.", state.To.Number, arrived.Format(time.TimeOnly))
	if !kept {
		why = fmt.Sprintf("%s has a place in this queue already and keeps that one.", state.To.Number)
	}
	return flowengine.Result{Outcome: "done", Why: why, Details: details, Values: map[string]any{"to": state.To.Number}}, nil
}

// keep stores the wish.
func (n *Callback) keep(ctx context.Context, s *flowengine.Session, to callbackNumber, arrived time.Time) (kept bool, err error) {
	wish := flowengine.CallbackWish{
		Queue: strings.TrimPrefix(n.Queue, "queue:"), Priority: n.Priority, Arrived: arrived,
		To: to.Number, Endpoint: to.Endpoint, Name: s.Call().CallerName, Number: s.Number(),
		Call: s.Call().ID, Step: s.Step(), Node: s.NodeID(), Revision: s.Revision(),
		Ring: seconds(n.RingS), Retry: seconds(n.RetryS), Tries: n.Tries,
	}
	err = s.Aside(ctx, callbackDisk, func(ctx context.Context) (err error) {
		kept, err = s.Services().Callbacks.Ask(ctx, wish)
		return err
	})
	return kept, err
}

// callbackDisk is how long the disk may take for the promise, which is given
// only once it is kept.
const callbackDisk = 10 * time.Second

// engineEnds says whether an error is the session's own end, and not that of
// what a node tried.
func engineEnds(err error) bool {
	return errors.Is(err, flowengine.ErrHungUp) || errors.Is(err, flowengine.ErrHandedOver) || errors.Is(err, flowengine.ErrLimit)
}

// arrived is when the caller came to the queue: earlier in this call, or now.
func (n *Callback) arrived(s *flowengine.Session) time.Time {
	earliest := s.Entered()
	nodes, _ := s.Eval("nodes")
	results, _ := nodes.(map[string]any)
	for _, result := range results {
		values, _ := result.(map[string]any)
		if values["queue"] != n.Queue {
			continue
		}
		text, _ := values["arrived"].(string)
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil && at.Before(earliest) {
			earliest = at
		}
	}
	return earliest
}

// callBack is the call back itself.
func (n *Callback) callBack(ctx context.Context, s *flowengine.Session, task flowengine.CallbackTask) (flowengine.Result, error) {
	q := &Queue{
		Queue: n.Queue, Priority: n.Priority, Whisper: n.Whisper, Record: n.Record, NoAgents: n.TimeoutS,
		TimeoutS: n.TimeoutS + s.Entered().Sub(task.Arrived).Seconds(), // a place counts from the arrival
	}
	var state queueState
	resumed := s.Kept(&state)
	if !resumed {
		if why, err := n.confirmed(ctx, s); err != nil || why != "" {
			if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
				return flowengine.Result{}, err
			}
			return n.unreached(ctx, s, task, why)
		}
		state.Arrived = task.Arrived
		s.Keep(state)
	}
	place, err := q.enter(ctx, s, &state, true)
	if err != nil {
		return flowengine.Result{}, err
	}
	if err := s.Aside(ctx, callbackDisk, func(ctx context.Context) error { return s.Services().Callbacks.Confirmed(ctx, task.ID) }); err != nil && !engineEnds(err) {
		s.Warn("That the call back was taken could not be stored: %v", err)
	}
	result, err := q.wait(ctx, s, place, &state, resumed)
	if result.Details != nil {
		result.Details["asked_in"] = task.Asked
	}
	switch {
	case err != nil:
	case result.Outcome == "answered":
		result.End = &flowengine.Hangup{Cause: flowengine.CauseNormal}
	default:
		result.Outcome = "refused"
	}
	return result, err
}

// confirmed waits for the one who is called, and for the 1. why says what came
// in its place.
func (n *Callback) confirmed(ctx context.Context, s *flowengine.Session) (why string, err error) {
	if err := s.Answer(ctx); err != nil {
		return fmt.Sprintf("%s did not answer.", s.Call().CallerNumber), err
	}
	for range 2 {
		digits, err := s.Collect(ctx, flowengine.CollectSpec{
			Prompt: sound(s, n.Announce), BargeIn: true, First: 8 * time.Second, Enough: func(string) bool { return true },
		})
		if err != nil {
			return fmt.Sprintf("%s answered, and hung up without pressing 1.", s.Call().CallerNumber), err
		}
		if digits == "1" {
			return "", nil
		}
	}
	return fmt.Sprintf("%s answered and did not press 1.", s.Call().CallerNumber), nil
}

// unreached ends a try that was in vain.
func (n *Callback) unreached(ctx context.Context, s *flowengine.Session, task flowengine.CallbackTask, why string) (flowengine.Result, error) {
	var last bool
	err := s.Aside(ctx, callbackDisk, func(ctx context.Context) (err error) {
		last, err = s.Services().Callbacks.Unreached(ctx, task.ID, why)
		return err
	})
	switch {
	case err != nil && engineEnds(err):
		return flowengine.Result{}, err
	case err != nil:
		s.Warn("That the call back was in vain could not be stored: %v", err)
	case last:
		why += " " + fmt.Sprintf("That was the last of %d tries.", n.Tries)
	default:
		why += " " + fmt.Sprintf("Try %d of %d; the next is in %g s.", task.Try, n.Tries, n.RetryS)
	}
	return flowengine.Result{
		Outcome: "unreached", Why: why, Details: map[string]any{"queue": n.Queue, "asked_in": task.Asked, "try": task.Try},
		End: &flowengine.Hangup{Cause: flowengine.CauseNormal},
	}, nil
}
