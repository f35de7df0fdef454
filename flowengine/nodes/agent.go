package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Agent lets somebody who serves queues log in and out, pause and resume, or
// close a queue, by telephone: the node of a feature number.
type Agent struct {
	Action       string  `json:"action" jsonschema:"enum=login,enum=logout,enum=toggle_login,enum=pause,enum=resume,enum=toggle_pause,enum=close,enum=open,enum=toggle_close" jsonschema_description:"What is done. A toggle does the one or the other, by what holds."`
	Queue        string  `json:"queue,omitempty" jsonschema_description:"The queue that is meant, such as queue:support; all of which the caller is a member if it is not given. close, open and toggle_close need one."`
	To           string  `json:"to,omitempty" jsonschema_description:"For close and toggle_close: where callers go meanwhile, external:+61299998888, or user:NAME or group:NAME for a mailbox; not given: by the outcome closed only."`
	Attempts     int     `json:"attempts" jsonschema:"minimum=1,maximum=10" jsonschema_description:"How often number and PIN are asked for, when it is not the agent's own telephone that calls."`
	TimeoutS     float64 `json:"timeout_s" jsonschema:"minimum=1,maximum=60" jsonschema_description:"How long to wait for a digit, in seconds."`
	NumberPrompt string  `json:"number_prompt" jsonschema_description:"Asks for the number of the agent's mailbox, ended by #."`
	PINPrompt    string  `json:"pin_prompt" jsonschema_description:"Asks for its PIN, ended by #."`
	WrongAudio   string  `json:"wrong_audio" jsonschema_description:"What is played after a wrong number or PIN."`
	Announce     bool    `json:"announce" jsonschema_description:"Whether Asterisk's own sounds tell what was done."`
}

func newAgent() flowengine.Runner {
	return &Agent{
		Action: "toggle_login", Attempts: 3, TimeoutS: 10, Announce: true,
		NumberPrompt: "sound:agent-user", PINPrompt: "sound:agent-pass", WrongAudio: "sound:agent-incorrect",
	}
}

// Outcomes implements [flowengine.Runner].
func (*Agent) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{
		{Name: "done", About: "it was done"},
		{Name: "refused", About: "it is not known who calls, or who calls is not in the queue"},
	}
}

// WaitsForCaller implements [flowengine.Waiter].
func (*Agent) WaitsForCaller() bool { return true }

func (n *Agent) closes() bool {
	return n.Action == "close" || n.Action == "open" || n.Action == "toggle_close"
}

// Check implements [flowengine.Checker].
func (n *Agent) Check(c *flowengine.Check) {
	c.Reference("queue", n.Queue, "queue")
	if n.closes() && n.Queue == "" {
		c.Error("queue", "missing", "“%s” needs a queue: say which in queue", n.Action)
	}
	kind, name, _ := strings.Cut(n.To, ":")
	switch {
	case n.To == "":
	case !n.closes() || n.Action == "open":
		c.Warn("to", "unused", "“to” is used by close and toggle_close only: remove it, or change the action")
	case kind == "external" && externalNumber.MatchString(name), (kind == "user" || kind == "group") && name != "":
	default:
		c.Error("to", "bad_target", "“to” is “%s”: write external:+NUMBER, or user:NAME or group:NAME for a mailbox", n.To)
	}
	checkSound(c, "number_prompt", n.NumberPrompt)
	checkSound(c, "pin_prompt", n.PINPrompt)
	checkSound(c, "wrong_audio", n.WrongAudio)
}

// actLimit is how long the database may take to store what was done.
const actLimit = 10 * time.Second

// agentState is what an agent node keeps for a restart.
type agentState struct {
	Attempt int `json:"attempt"`
	// Did is what was done, and must not be done again: a toggle would undo it.
	Did    flowengine.QueueVerb `json:"did,omitempty"`
	User   string               `json:"user,omitempty"`
	By     string               `json:"by,omitempty"`
	Queues []string             `json:"queues,omitempty"`
}

// Run implements [flowengine.Runner].
func (n *Agent) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if s.Services().Queues == nil || s.Services().Mailboxes == nil {
		return flowengine.Result{}, errors.New("there are no queues here")
	}
	if err := s.Answer(ctx); err != nil {
		return flowengine.Result{}, err
	}
	var state agentState
	s.Kept(&state)
	if state.Did != "" {
		return n.done(ctx, s, state)
	}
	who, err := n.identify(ctx, s, &state)
	if err != nil || who != "" {
		return flowengine.Result{Outcome: "refused", Why: who}, err
	}
	act := flowengine.QueueAct{User: state.User, Queue: strings.TrimPrefix(n.Queue, "queue:"), Do: flowengine.QueueVerb(n.Action), To: n.To}
	err = s.Aside(ctx, actLimit, func(ctx context.Context) error {
		acted, err := s.Services().Queues.Act(ctx, act)
		state.Did, state.Queues = acted.Did, acted.Queues
		return err
	})
	var refusal flowengine.QueueRefusal
	if errors.As(err, &refusal) {
		if err := s.Play(ctx, sound(s, n.WrongAudio)); err != nil {
			return flowengine.Result{}, err
		}
		return flowengine.Result{Outcome: "refused", Why: fmt.Sprintf("Nothing was done: %s.", refusal), Details: map[string]any{"user": "user:" + state.User, "by": state.By}}, nil
	}
	if err != nil {
		return flowengine.Result{}, err
	}
	s.Keep(state)
	return n.done(ctx, s, state)
}

// identify finds out who calls: by the telephone, never by the caller ID, which
// anybody can set; else by number and PIN. refused says in a sentence why not.
func (n *Agent) identify(ctx context.Context, s *flowengine.Session, state *agentState) (refused string, err error) {
	boxes := s.Services().Mailboxes
	user, err := boxes.Owner(ctx, s.Call().Endpoint)
	if err == nil {
		state.User, state.By = user, "endpoint"
		return "", nil
	}
	if !errors.Is(err, flowengine.ErrNoSuch) {
		return "", err
	}
	asked := &Mailbox{NumberPrompt: n.NumberPrompt, PINPrompt: n.PINPrompt, TimeoutS: n.TimeoutS}
	for state.Attempt < n.Attempts {
		box, err := asked.byPIN(ctx, s)
		user, personal := strings.CutPrefix(box, "user:")
		locked := errors.Is(err, flowengine.ErrBoxLocked)
		switch {
		case err == nil && personal:
			state.User, state.By = user, "pin"
			return "", nil
		case err != nil && !locked && !errors.Is(err, flowengine.ErrWrongPIN):
			return "", err
		}
		state.Attempt++
		s.ForgetDigits()
		s.Keep(*state)
		if err := s.Play(ctx, sound(s, n.WrongAudio)); err != nil {
			return "", err
		}
		if locked {
			return "The number is locked after too many wrong PINs.", nil
		}
	}
	return fmt.Sprintf("No right number and PIN in %d attempts.", n.Attempts), nil
}

// agentSounds are Asterisk's own that tell what was done.
var agentSounds = map[flowengine.QueueVerb]string{
	flowengine.QueueLogin:  "sound:agent-loginok",
	flowengine.QueueLogout: "sound:agent-loggedoff",
	flowengine.QueuePause:  "sound:de-activated",
	flowengine.QueueResume: "sound:activated",
	flowengine.QueueClose:  "sound:de-activated",
	flowengine.QueueOpen:   "sound:activated",
}

// agentWords say it in the trace.
var agentWords = map[flowengine.QueueVerb]string{
	flowengine.QueueLogin: "user:%s logged in to %s.", flowengine.QueueLogout: "user:%s logged out of %s.",
	flowengine.QueuePause: "user:%s paused in %s.", flowengine.QueueResume: "user:%s resumed in %s.",
	flowengine.QueueClose: "user:%s closed %s.", flowengine.QueueOpen: "user:%s opened %s.",
}

func (n *Agent) done(ctx context.Context, s *flowengine.Session, state agentState) (flowengine.Result, error) {
	result := flowengine.Result{
		Outcome: "done",
		Why:     fmt.Sprintf(agentWords[state.Did], state.User, strings.Join(state.Queues, ", ")),
		Details: map[string]any{"user": "user:" + state.User, "by": state.By, "did": string(state.Did), "queues": state.Queues},
		Values:  map[string]any{"user": "user:" + state.User, "did": string(state.Did), "queues": state.Queues},
	}
	if !n.Announce {
		return result, nil
	}
	return result, s.Play(ctx, agentSounds[state.Did])
}
