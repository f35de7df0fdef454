package nodes

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
)

// Queue lets the caller wait for one of the users who serve a queue. Whom to
// ring, and when, the queue decides; the node does it.
type Queue struct {
	Queue    string            `json:"queue" jsonschema:"minLength=1" jsonschema_description:"The queue, such as queue:support."`
	TimeoutS float64           `json:"timeout_s" jsonschema:"minimum=1,maximum=86400" jsonschema_description:"How long the caller waits at most, in seconds."`
	NoAgents float64           `json:"no_agents_timeout_s" jsonschema:"minimum=0,maximum=86400" jsonschema_description:"How long the caller waits while nobody is there who could serve (all logged out, paused or out of reach), in seconds; 0 for not at all."`
	Escapes  map[string]string `json:"escapes,omitempty" jsonschema_description:"Keys by which the caller leaves the queue at any moment, each with its name: {\"1\": \"Leave a message\"}."`
	Whisper  string            `json:"whisper,omitempty" jsonschema_description:"What the one who answers hears before the caller is connected, an audio or a text to speak, in place of the queue's own."`
	Priority int               `json:"priority" jsonschema:"minimum=1,maximum=10" jsonschema_description:"Who is served first: 1 before 2, up to 10. Within a priority it goes by arrival."`
	Record   bool              `json:"record,omitempty" jsonschema_description:"Whether the conversation is recorded."`
}

func newQueue() flowengine.Runner { return &Queue{TimeoutS: 300, Priority: 5} }

// The queue's outcomes that do not depend on the params.
var queueOutcomes = []flowengine.Outcome{
	{Name: "answered", About: "a member talked to the caller, and the conversation has ended"},
	{Name: "timeout", About: "the time ran out"},
	{Name: "full", About: "as many callers wait as may", Else: "timeout"},
	{Name: "closed", About: "it is outside the queue's hours, or the queue is closed as an exception", Else: "timeout"},
	{Name: "no_agents", About: "nobody is there who could serve", Else: "timeout"},
}

// Outcomes implements [flowengine.Runner].
func (n *Queue) Outcomes() []flowengine.Outcome {
	out := slices.Clone(queueOutcomes[:2])
	for _, key := range slices.Sorted(maps.Keys(n.Escapes)) {
		out = append(out, flowengine.Outcome{Name: "escape:" + key, About: n.Escapes[key]})
	}
	return append(out, queueOutcomes[2:]...)
}

// VariedOutcomes are the outcomes as the node reference shows them.
func (n *Queue) VariedOutcomes() []flowengine.Outcome {
	return slices.Insert(slices.Clone(queueOutcomes), 2,
		flowengine.Outcome{Name: "escape:<digit>", About: "the caller pressed this key; one for each of the escapes"})
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Queue) WaitsForCaller() bool { return true }

// Check implements [flowengine.Checker].
func (n *Queue) Check(c *flowengine.Check) {
	c.Reference("queue", n.Queue, "queue")
	if ref, ok := flowengine.ParseRef(n.Queue); ok && ref.Kind == "queue" && c.Empty(ref) {
		c.Error("queue", "no_members", "the queue “%s” has no members: add some with callflow queue join", ref.Name)
	}
	for _, key := range slices.Sorted(maps.Keys(n.Escapes)) {
		if len(key) != 1 || !strings.Contains("0123456789*#", key) {
			c.Error("escapes."+key, "not_a_key", "the escape “%s” is not one key: use one of 0 to 9, * and #", key)
		}
	}
	if n.NoAgents > n.TimeoutS {
		c.Warn("no_agents_timeout_s", "unused", "no_agents_timeout_s is %g, more than timeout_s (%g), so that it never counts: make it smaller", n.NoAgents, n.TimeoutS)
	}
	checkSound(c, "whisper", n.Whisper)
}

// queueState is what a queue node keeps for a restart.
type queueState struct {
	Arrived time.Time `json:"arrived"`
	Try     int       `json:"try"`

	// While somebody is rung:
	Legs    try       `json:"legs,omitempty"`
	Until   time.Time `json:"until,omitzero"`
	Whisper string    `json:"whisper,omitempty"`

	// Once somebody is connected:
	Leg      flowengine.Party `json:"leg,omitempty"`
	Target   string           `json:"target,omitempty"`
	Endpoint string           `json:"endpoint,omitempty"`
	Since    time.Time        `json:"since,omitzero"`

	Said []string `json:"said,omitempty"` // what became of the last attempts

	Closed closedState `json:"closed,omitzero"` // on the way that a closed queue sends its callers
}

// Attempts of a resumed node begin with a number that the process before cannot
// have used, if the last it had begun was not stored.
const resumedTries = 10

// saidAttempts is how many of the attempts the trace tells: the last ones.
const saidAttempts = 20

// Run implements [flowengine.Runner].
func (n *Queue) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	state := queueState{Arrived: s.Now()}
	resumed := s.Kept(&state)
	if state.Closed.To != "" {
		return n.runClosed(ctx, s, &state)
	}
	if !resumed {
		if err := s.Answer(ctx); err != nil {
			return flowengine.Result{}, err
		}
		s.ForgetDigits() // what was typed for a menu before
		s.Keep(state)
	}
	place, err := n.enter(ctx, s, &state, resumed)
	if err != nil {
		return flowengine.Result{}, err
	}
	return n.wait(ctx, s, place, &state, resumed)
}

// wait does what the place says until it is given up.
func (n *Queue) wait(ctx context.Context, s *flowengine.Session, place flowengine.QueuePlace, state *queueState, resumed bool) (flowengine.Result, error) {
	s.Exempt(s.Entered())
	w := &queueWait{Queue: n, s: s, place: place, state: state}
	result, err := w.run(ctx, resumed)
	switch {
	case errors.Is(err, flowengine.ErrHandedOver):
		place.Leave(s.Now(), "") // the next process goes on with it
	case errors.Is(err, flowengine.ErrHungUp):
		place.Leave(s.Now(), flowengine.OutcomeHungUp)
	case err != nil:
		place.Leave(s.Now(), flowengine.OutcomeError)
	default:
		place.Leave(s.Now(), result.Outcome)
	}
	return result, err
}

// enter takes a place. With again, the caller has had it before, and comes back
// whatever the queue says now.
func (n *Queue) enter(ctx context.Context, s *flowengine.Session, state *queueState, again bool) (flowengine.QueuePlace, error) {
	if s.Services().Queues == nil {
		return nil, errors.New("this callflow has no queues")
	}
	entry := flowengine.QueueEntry{
		Queue: strings.TrimPrefix(n.Queue, "queue:"), Call: s.Call().ID, Step: s.Step(),
		Caller: s.Call().CallerNumber, Number: s.Number().Number,
		Priority: n.Priority, Timeout: seconds(n.TimeoutS), NoAgents: seconds(n.NoAgents),
		Arrived: state.Arrived, Resumed: again, Wake: s.Wake,
	}
	if !state.Since.IsZero() {
		entry.Talks, entry.Since = strings.TrimPrefix(state.Target, "user:"), state.Since
	}
	for _, leg := range state.Legs {
		if user := strings.TrimPrefix(leg.Target, "user:"); !slices.Contains(entry.Rung, user) {
			entry.Rung = append(entry.Rung, user)
		}
	}
	// Also for a caller who left while callflow was away: the visit has an end.
	return s.Services().Queues.Enter(context.WithoutCancel(ctx), entry)
}

// queueWait is one visit of one caller.
type queueWait struct {
	*Queue
	s     *flowengine.Session
	place flowengine.QueuePlace
	state *queueState
	// position is where the caller stands, for the trace.
	position int
}

func (w *queueWait) run(ctx context.Context, resumed bool) (flowengine.Result, error) {
	if resumed {
		if done, result, err := w.goOn(ctx); done {
			return result, err
		}
	}
	for {
		if key := w.s.TakeTyped(w.keys()); key != "" {
			return w.result("escape:"+key, fmt.Sprintf("The caller pressed %s (%s) after %s.", key, w.Escapes[key], w.waited())), nil
		}
		turn := w.place.Next(w.s.Now())
		if turn.Position > 0 {
			w.position = turn.Position
		}
		var err error
		switch turn.Do {
		case flowengine.QueueLeave:
			return w.leaves(ctx, turn)
		case flowengine.QueueSay:
			err = w.say(ctx, turn.Sounds)
		case flowengine.QueueRing:
			w.begin(turn)
			done, result, err := w.ring(ctx, turn.Music, false)
			if done {
				return result, err
			}
		default:
			err = w.s.Hold(ctx, flowengine.Indication{Music: turn.Music}, turn.Until)
		}
		if err != nil {
			return w.gaveUp(), err
		}
	}
}

// goOn takes up what went on before a restart.
func (w *queueWait) goOn(ctx context.Context) (done bool, result flowengine.Result, err error) {
	switch {
	case !w.state.Since.IsZero():
		return w.talk(ctx)
	case len(w.state.Legs) > 0:
		return w.ring(ctx, "default", true)
	}
	w.state.Try += resumedTries
	return false, result, nil
}

// say plays sounds one after another, until a key to escape is pressed or
// somebody is to be rung.
func (w *queueWait) say(ctx context.Context, sounds []string) error {
	stop := func() bool { return w.escapes() || w.place.Pending() }
	for _, ref := range sounds {
		if stop() {
			return nil
		}
		if err := w.s.PlayUntil(ctx, sound(w.s, ref), stop); err != nil {
			return err
		}
	}
	return nil
}

func (w *queueWait) keys() string { return strings.Join(slices.Collect(maps.Keys(w.Escapes)), "") }

// escapes says whether the caller has pressed a key to escape.
func (w *queueWait) escapes() bool { return strings.ContainsAny(w.s.Typed(), w.keys()) }

// begin notes whom to ring, so that a restart goes on with it.
func (w *queueWait) begin(turn flowengine.QueueTurn) {
	w.state.Try++
	w.state.Legs, w.state.Until, w.state.Whisper = turn.Legs, turn.Until, ""
	switch {
	case w.Whisper != "":
		w.state.Whisper = sound(w.s, w.Whisper)
	case turn.Whisper != "":
		w.state.Whisper = sound(w.s, turn.Whisper)
	}
	w.s.Keep(w.state)
}

// ring rings those whom the queue has chosen, and lets the winner talk. done
// says that the visit is over.
func (w *queueWait) ring(ctx context.Context, music string, attach bool) (done bool, result flowengine.Result, err error) {
	call := w.s.Call()
	rung, err := w.s.Ring(ctx, flowengine.RingSpec{
		Try: w.state.Try, Legs: w.state.Legs, Until: w.state.Until, Attach: attach, Whisper: w.state.Whisper,
		Ringback:     flowengine.Indication{Music: music},
		CallerNumber: call.CallerNumber, CallerName: call.CallerName,
		Stop: w.escapes,
	})
	if err != nil {
		return true, w.gaveUp(), err
	}
	w.state.Said = append(w.state.Said, rung.Legs...)
	w.state.Said = w.state.Said[max(0, len(w.state.Said)-saidAttempts):]
	w.state.Legs, w.state.Until = nil, time.Time{}
	winner := strings.TrimPrefix(rung.Target, "user:")
	w.place.Rang(w.s.Now(), winner, rung.Ends)
	if !rung.Won {
		w.s.Keep(w.state)
		return false, result, nil
	}
	// It is kept once both are connected: a restart before that asks the leg again.
	w.state.Leg, w.state.Target, w.state.Endpoint = rung.Winner, rung.Target, rung.Endpoint
	return w.talk(ctx)
}

// talk connects the winner. done is false when the winner had left before.
func (w *queueWait) talk(ctx context.Context) (done bool, result flowengine.Result, err error) {
	spec := flowengine.TalkSpec{Leg: w.state.Leg, Target: w.state.Target, Endpoint: w.state.Endpoint, Since: w.state.Since}
	if w.Record {
		spec.Record = w.s.RecordingName(w.state.Try)
	}
	talked, err := w.s.Talk(ctx, spec, func(since time.Time) {
		w.state.Since = since
		w.s.Keep(w.state)
		w.place.Talks(since)
	})
	if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return true, result, err
	}
	if !talked.Connected {
		if err != nil {
			return true, w.gaveUp(), err
		}
		w.s.Exempt(w.s.Now())
		w.state.Said = append(w.state.Said, fmt.Sprintf("%s: left before being connected", w.state.Target))
		w.state.Leg, w.state.Target, w.state.Endpoint, w.state.Since = "", "", "", time.Time{}
		w.s.Keep(w.state)
		w.place.Apart(w.s.Now())
		return false, result, nil
	}
	result = w.talked(talked)
	w.place.Talked(w.s.Now(), talked.Duration)
	switch {
	case w.Record && w.s.RecordsCall():
		result.Details["recorded"] = "with the call"
	case w.Record:
		kept, kerr := w.s.KeepConversation(ctx, spec.Record, talked.Since)
		if kerr != nil {
			w.s.Warn("The conversation has no recording: %v", kerr)
		} else {
			result.Details["recording"] = kept.ID
		}
	}
	return true, result, err
}

func (w *queueWait) talked(talked flowengine.Talked) flowengine.Result {
	ender := w.state.Target
	if talked.CallerLeft {
		ender = "the caller"
	}
	result := w.result("answered", fmt.Sprintf("%s answered after %s and talked for %s; %s hung up.",
		w.state.Target, w.waited(), talked.Duration.Round(100*time.Millisecond), ender))
	result.Details["target"] = w.state.Target
	result.Details["endpoint"] = w.state.Endpoint
	result.Details["talked_s"] = tenths(talked.Duration)
	result.Values["target"], result.Values["talked_s"] = w.state.Target, tenths(talked.Duration)
	return result
}

// leaves is what the queue says at the end of the wait. A closed queue may
// send its callers somewhere.
func (w *queueWait) leaves(ctx context.Context, turn flowengine.QueueTurn) (flowengine.Result, error) {
	if turn.To == "" {
		return w.result(turn.Outcome, turn.Why), nil
	}
	w.state.Closed = closedState{To: turn.To, Why: turn.Why}
	w.s.Keep(w.state)
	w.s.Exempt(time.Time{})
	return w.runClosed(ctx, w.s, w.state)
}

func (w *queueWait) waited() time.Duration {
	return w.place.Waited(w.s.Now()).Round(100 * time.Millisecond)
}

// gaveUp is a caller who hangs up.
func (w *queueWait) gaveUp() flowengine.Result {
	why := fmt.Sprintf("The caller hung up after %s in the queue.", w.waited())
	if len(w.state.Legs) > 0 {
		why = fmt.Sprintf("The caller hung up after %s in the queue, while %s rang.", w.waited(), w.state.Legs.names())
	}
	return w.result("", why)
}

func (w *queueWait) result(outcome, why string) flowengine.Result {
	details := map[string]any{"queue": w.Queue.Queue, "waited_s": tenths(w.waited())}
	if w.position > 0 {
		details["position"] = w.position
	}
	if len(w.state.Said) > 0 {
		details["legs"] = w.state.Said
	}
	return flowengine.Result{Outcome: outcome, Why: why, Details: details, Values: map[string]any{
		"waited_s": tenths(w.waited()), "queue": w.Queue.Queue, "arrived": w.state.Arrived.Format(time.RFC3339Nano),
	}}
}
