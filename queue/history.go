package queue

import (
	"context"
	"time"
)

// History keeps what happened. Its methods do not wait and do not fail.
type History interface {
	// Visit replaces what is known of one visit; its key is call and step.
	Visit(Visit)
	// Agent replaces what is known of how an agent is occupied.
	Agent(AgentRecord)
	// Member replaces what a queue counts of a member.
	Member(MemberRecord)
}

// Source knows the queues as they are set up.
type Source interface {
	// Queue returns a queue; the same pointer for as long as nothing has
	// changed. [flowengine.ErrNoSuch] when there is none. It must not wait for
	// the disk while nothing has changed.
	Queue(ctx context.Context, company, name string) (*Definition, error)
	// Recent are how long the last conversations of a queue lasted.
	Recent(ctx context.Context, company, name string) ([]time.Duration, error)
}

// Visit is a caller's stay in a queue.
type Visit struct {
	Company, Queue, Call string
	Step                 int
	Caller, Number       string
	Priority             int
	Entered              time.Time
	// Position is where the caller stood at first, 0 when there was no place.
	Position int
	// Ringing are the users who are rung now, Rings counts the attempts.
	Ringing []string
	Rings   int
	// Agent took the call at Answered; zero while the caller waits.
	Agent    string
	Answered time.Time
	// Left is the end, zero while it goes on; Outcome as the node's, "" until
	// then. WithinS is the wait in which calls should be answered.
	Left    time.Time
	Outcome string
	WithinS float64
}

// AgentRecord is how an agent is occupied.
type AgentRecord struct {
	Company, User string
	State         AgentState
	// Since is when the state began, Until when it ends by itself, zero for never.
	Since, Until time.Time
}

// MemberRecord is what a queue counts of a member.
type MemberRecord struct {
	Company, Queue, User string
	Missed               int
	// LastDone is the end of the last call of this queue, zero for not changed.
	LastDone time.Time
	// Paused is set when the member is paused by missing calls; PauseWhy says so.
	Paused   bool
	PauseWhy string
}

// AgentState is how an agent is occupied, apart from what a queue has as
// logged in and paused.
type AgentState string

// The states of an agent.
const (
	Idle        AgentState = "idle"
	Ringing     AgentState = "ringing"
	OnCall      AgentState = "on_call"
	WrapUp      AgentState = "wrap_up"
	Unreachable AgentState = "unreachable"
)
