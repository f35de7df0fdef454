package flowengine

import (
	"context"
	"time"

	"callflow/wording"
)

// Queues holds the callers of one company who wait for somebody, and knows the
// users who serve them.
type Queues interface {
	// Enter takes a place in a queue. It never waits for the disk.
	// [ErrNoSuch] when there is no such queue.
	Enter(ctx context.Context, e QueueEntry) (QueuePlace, error)
	// Act does what a user asked for by telephone. It waits for the disk. A
	// [QueueRefusal] says in a sentence why it cannot be done.
	Act(ctx context.Context, a QueueAct) (QueueActed, error)
}

// QueueRefusal says why what an agent asked for cannot be done.
type QueueRefusal struct{ wording.Phrase }

func (r QueueRefusal) Error() string { return r.String() }

// RefuseQueue makes a refusal of a phrase, as [wording.Say] does.
func RefuseQueue(format string, args ...any) error { return QueueRefusal{wording.Say(format, args...)} }

// QueueAct is something that an agent does by telephone.
type QueueAct struct {
	// User acts. Queue is the one meant; "" means all of which the user is a member.
	User, Queue string
	Do          QueueVerb
	// To is where callers go while a queue is closed: "external:+NUMBER",
	// "user:NAME" or "group:NAME" for a mailbox, "" for the outcome closed only.
	To string
}

// QueueVerb is what an agent can do by telephone.
type QueueVerb string

// The verbs. QueueToggleLogin and QueueTogglePause do the one or the other,
// by what holds.
const (
	QueueLogin       QueueVerb = "login"
	QueueLogout      QueueVerb = "logout"
	QueueToggleLogin QueueVerb = "toggle_login"
	QueuePause       QueueVerb = "pause"
	QueueResume      QueueVerb = "resume"
	QueueTogglePause QueueVerb = "toggle_pause"
	QueueClose       QueueVerb = "close"
	QueueOpen        QueueVerb = "open"
	QueueToggleClose QueueVerb = "toggle_close"
)

// QueueActed is what came of a [QueueAct].
type QueueActed struct {
	// Did is what was done, with toggles decided.
	Did    QueueVerb
	Queues []string
}

// QueueEntry asks for a place.
type QueueEntry struct {
	Queue string
	// Call and Step name the visit, for ever.
	Call string
	Step int
	// Caller and Number are for those who watch the queue.
	Caller, Number string
	// Priority is 1 to 10; 1 is served first.
	Priority int
	// Timeout is how long to wait at most; NoAgents how long while nobody is
	// there who could serve, 0 for not at all.
	Timeout, NoAgents time.Duration
	// Arrived is when the caller came to the queue, before any restart.
	Arrived time.Time
	// Resumed is set when the place was held before a restart: the caller
	// comes back to it whatever the queue's hours and capacity say now.
	Resumed bool
	// Off is set when the caller has left the line and is to be called back: the
	// place counts in the order of service, not for the capacity.
	Off bool
	// Rung are the users whose telephones the place had ringing before the
	// restart, Talks the one who talked to the caller, since Since.
	Rung  []string
	Talks string
	Since time.Time
	// Wake is called, from any goroutine, when Next has something new to say.
	// It must not wait. A place needs no channel, but somebody who asks it when
	// it is woken; with a nil Wake it is only waited behind, and never served.
	Wake func()
}

// QueuePlace is a caller's place in a queue. The caller's own goroutine asks it
// what to do, does it, and tells what came of it. Its methods do not wait.
type QueuePlace interface {
	// Next says what to do now. After [QueueLeave] the place is given up.
	Next(now time.Time) QueueTurn
	// Pending says whether Next would say something else than to go on with
	// what was said last: what plays should be cut short then.
	Pending() bool
	// Rang tells what became of the telephones that Next had said to ring.
	// winner is the user who answered, "" for nobody.
	Rang(now time.Time, winner string, ends []RingEnd)
	// Talks tells that caller and winner are connected since then.
	Talks(since time.Time)
	// Talked tells the end of the conversation; the place is given up.
	Talked(now time.Time, d time.Duration)
	// Apart tells that the winner left before being connected: the caller waits on.
	Apart(now time.Time)
	// Leave gives up the place, if it is not given up yet. The outcome is the
	// node's, [OutcomeHungUp] when the caller left, "" when another process of
	// callflow goes on with it.
	Leave(now time.Time, outcome string)
	// Waited is how long the caller waited, up to now or to the answer.
	Waited(now time.Time) time.Duration
}

// QueueDo is what a caller in a queue does now.
type QueueDo int

// What a [QueueTurn] can say.
const (
	QueueWait  QueueDo = iota // listen to music until Until, or until woken
	QueueSay                  // hear Sounds, then ask again
	QueueRing                 // ring Legs until Until
	QueueLeave                // leave with Outcome
)

// QueueTurn is what a caller in a queue does now.
type QueueTurn struct {
	Do    QueueDo
	Until time.Time
	// Music is the class of music on hold of the queue.
	Music string
	// Sounds are references, one after another.
	Sounds []string
	// Legs are the telephones to ring; a leg's target is "user:NAME". Whisper
	// is what the one who answers hears first, "" for nothing.
	Legs    []RingLeg
	Whisper string
	// Outcome is the node's, Why a sentence. To is where a closed queue sends
	// its callers, as in [QueueAct].
	Outcome, Why, To string
	// Position is the caller's, 1 for the next; 0 when not waiting.
	Position int
}

// PresenceKind is how somebody is occupied.
type PresenceKind int

// The kinds of presence.
const (
	Rings PresenceKind = iota // a telephone rings
	Talks                     // in a conversation, or calling
)

// Presence is told who is rung and who is in a call through callflow, so that
// queues ring nobody who is. A nil Presence is told nothing.
type Presence interface {
	// Begin notes that the user ("user:alice", "" when not known) or the
	// endpoint ("PJSIP/alice") is occupied until the returned function is
	// called, once. Both may be called from any goroutine and do not wait.
	Begin(kind PresenceKind, target, endpoint string) (end func())
}
