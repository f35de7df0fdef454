package queue

import (
	"slices"
	"time"

	"callflow/flowengine"
)

// agent is a user as all queues of a company see them.
type agent struct {
	user      string
	reserved  *Place // for whom they are rung
	serving   *Place // to whom they talk, or are about to
	wrapUntil time.Time
	idleSince time.Time // the end of their last call
	// Not rung before awayUntil, because of away.
	away      away
	awayUntil time.Time

	told AgentRecord // what history knows
}

// away says why an agent is left alone for a while after having been rung.
type away int

const (
	awayMissed      away = iota + 1 // did not take a call
	awayBusy                        // in a call beside callflow
	awayUnreachable                 // no telephone there
)

// member is an agent in one queue.
type member struct {
	Member
	agent *agent
	// autoPaused is when missing calls paused the member, until a definition says
	// so too: one read before that was written does not.
	autoPaused time.Time
}

// settling is how long a pause made here holds at most against what is read: by
// then history has written it, and who is not paused was resumed.
const settling = 5 * time.Second

// there says whether a member will serve callers, now or after a call.
func (r *room) there(m *member, now time.Time) bool {
	unreachable := r.isAway(m) || m.agent.away == awayUnreachable && now.Before(m.agent.awayUntil)
	return m.LoggedIn && !m.Paused && len(m.Legs) > 0 && !unreachable
}

// ready says whether a member can be rung.
func (r *room) ready(m *member, now time.Time) bool {
	a := m.agent
	return r.there(m, now) && a.reserved == nil && a.serving == nil && !now.Before(a.wrapUntil) && !now.Before(a.awayUntil) && !r.occupied(m, flowengine.Rings)
}

// readyAt is when a member can be rung who cannot now, if only time is
// missing; zero else.
func (r *room) readyAt(m *member, now time.Time) time.Time {
	a := m.agent
	if !m.LoggedIn || m.Paused || len(m.Legs) == 0 || a.reserved != nil || a.serving != nil || r.occupied(m, flowengine.Rings) {
		return time.Time{}
	}
	at := a.wrapUntil
	if a.awayUntil.After(at) {
		at = a.awayUntil
	}
	if !at.After(now) {
		return time.Time{}
	}
	return at
}

// occupied says whether a member's telephone is in use: in a call, and with
// least Rings also ringing.
func (r *room) occupied(m *member, least flowengine.PresenceKind) bool {
	if r.seen(m, least) || r.hall.busy.has(r.company, "user:"+m.User, least) {
		return true
	}
	return slices.ContainsFunc(m.Legs, func(l flowengine.RingLeg) bool { return r.hall.busy.has("", l.Endpoint, least) })
}

// State is a member's state as a queue shows it.
type State string

// The states of a member.
const (
	StateReady       State = "ready"
	StatePaused      State = "paused"
	StateUnavailable State = "unavailable"
	StateOnCall      State = "on_call"
	StateWrapUp      State = "wrap_up"
)

// occupation is how an agent is occupied.
func (r *room) occupation(m *member, now time.Time) (AgentState, time.Time) {
	a := m.agent
	away := now.Before(a.awayUntil)
	switch {
	case a.serving != nil, r.occupied(m, flowengine.Talks):
		return OnCall, time.Time{}
	case a.reserved != nil:
		return Ringing, time.Time{}
	case now.Before(a.wrapUntil):
		return WrapUp, a.wrapUntil
	case away && a.away == awayBusy:
		return OnCall, a.awayUntil
	case away && a.away == awayUnreachable:
		return Unreachable, a.awayUntil
	case r.isAway(m):
		return Unreachable, time.Time{}
	}
	return Idle, time.Time{}
}

// StateOf is the state that a queue shows of a member.
func StateOf(m Member, occupation AgentState) State {
	switch {
	case occupation == OnCall:
		return StateOnCall
	case !m.LoggedIn || occupation == Unreachable:
		return StateUnavailable
	case occupation == WrapUp:
		return StateWrapUp
	case m.Paused:
		return StatePaused
	}
	return StateReady
}
