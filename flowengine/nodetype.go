package flowengine

import (
	"context"
	"time"
)

// NodeType describes one type of node: how people know it and how to make one.
type NodeType struct {
	// Name is the type in the flow document, such as "menu".
	Name string
	// Title is what the builder shows, such as "IVR Menu".
	Title string
	// Summary is one sentence on what the node does.
	Summary string
	// Kinds are the kinds of flow that it may stand in.
	Kinds []Kind
	// New makes a node with every default set; the params of the document are
	// decoded over it. Its exported fields are the params, and their JSON
	// Schema is made from the struct's json and jsonschema tags.
	New func() Runner
}

// Runner is a node with its params: what a flow's node is at run time.
type Runner interface {
	// Outcomes are the exits that this node has with its params, in the order
	// in which people should see them. hung_up and error are implicit.
	Outcomes() []Outcome
	// Run does the node's work and says which way the call goes. It returns
	// the error of the session's operations as it got it: [ErrHungUp] means
	// that the caller has left. A node runs again after a restart of callflow;
	// what it needs then it keeps with [Session.Keep].
	Run(ctx context.Context, s *Session) (Result, error)
}

// Checker is a Runner with rules beyond its JSON Schema.
type Checker interface {
	Check(c *Check)
}

// Waiter is a Runner that waits for the caller (for a digit, for speech, for
// somebody to answer), so that a loop through it cannot spin.
type Waiter interface {
	WaitsForCaller() bool
}

// Supposer is a Runner that people decide about, and that knows what later
// nodes would read of it if it had gone a certain way.
type Supposer interface {
	// Suppose returns the values of an outcome that nobody has chosen yet.
	Suppose(outcome string) map[string]any
}

// The outcomes that every node has without declaring them, and the edge that
// catches what has none of its own.
const (
	OutcomeHungUp = "hung_up"
	OutcomeError  = "error"
	OutcomeAny    = "*"
)

// Result is how a node ended.
type Result struct {
	Outcome string
	// Why says in a sentence why this outcome, for the trace.
	Why string
	// Details are kept with the step, for people and reports.
	Details map[string]any
	// Values can be read by later nodes under this node's id.
	Values map[string]any
	// Goto, when set, is the node to go to next instead of an edge.
	Goto string
	// End, when set, ends the session: the call is hung up with this cause.
	End *Hangup
	// Return, when set, ends the flow and goes back to the one that called it.
	Return *Return

	call *subcall // see [Session.CallFlow]
}

// Hangup is how a call is ended by us.
type Hangup struct {
	Cause Cause
}

// Cause is a Q.850 cause code, 1 to 127.
type Cause int

// The causes that callflow uses or tells apart (ITU-T Q.850, table 1).
const (
	CauseUnallocated  Cause = 1
	CauseNormal       Cause = 16
	CauseBusy         Cause = 17
	CauseNoAnswer     Cause = 19
	CauseNotReachable Cause = 20
	CauseRejected     Cause = 21
	CauseCongestion   Cause = 34
	CauseFailure      Cause = 41
)

// Limits bound a session, so that no flow runs for ever.
type Limits struct {
	// Steps is how many nodes one session may visit.
	Steps int
	// Session is how long a session may last outside conversations and queues.
	Session time.Duration
	// Conversation is how long two parties may talk.
	Conversation time.Duration
}

// DefaultLimits are 1,000 steps, one hour, and four hours of conversation.
func DefaultLimits() Limits {
	return Limits{Steps: 1000, Session: time.Hour, Conversation: 4 * time.Hour}
}
