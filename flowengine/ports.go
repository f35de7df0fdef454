package flowengine

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// Incoming is a call as it arrives, before anything is known about its number.
type Incoming struct {
	// ID is callflow's own id of the call, unique for ever and sorted by time.
	ID string
	// Driver is the driver that the call came by: "" is ARI, [DriverAGI] FastAGI.
	Driver string `json:",omitempty"`
	// Channel is the driver's name for the caller's side of the call.
	Channel string
	// Endpoint is the telephone or trunk that the call came in by, as a dial
	// string such as "PJSIP/alice". Asterisk knows it from the registration, not
	// from what the caller says; "" when it is not known. A caller ID proves
	// nothing, this does.
	Endpoint string
	// Number is what was dialled.
	Number string
	// CallerNumber is empty when withheld. It is whatever the network sent.
	CallerNumber, CallerName string
	// Arrived is when the driver read the call's first event.
	Arrived time.Time
	// Outbound is set when callflow made the call: the caller is then the one
	// who was called.
	Outbound bool `json:",omitempty"`
}

// Routes finds what runs for a number. Looking up must not wait for the disk
// while nothing has changed.
type Routes interface {
	// Route returns the live revision of the number's voice flow.
	// [ErrUnknownNumber] and [ErrUnassigned] are answers, not failures; with
	// ErrUnassigned the route has company and number.
	Route(ctx context.Context, number string) (Route, error)
	// Revision returns the program of one revision, live or not, for a call
	// that is resumed on the revision it started with.
	Revision(ctx context.Context, id int64) (*Program, error)
}

// Errors of Routes.
var (
	ErrUnknownNumber = errors.New("no such number")
	ErrUnassigned    = errors.New("the number has no flow")
)

// Route is what a number leads to.
type Route struct {
	Company  string
	Number   NumberInfo
	Program  *Program
	Services Services
}

// NumberInfo is what flows can read about the number that was called.
type NumberInfo struct {
	Number  string `json:"number"`
	Service string `json:"service"`
	Group   string `json:"group"`
}

// Services are the ports to everything beside the call, of one company.
type Services struct {
	Audio     Audio
	Directory Directory
	Rotation  Rotation
	Answers   Answers
	Keeper    Keeper
	Flows     Flows
	Mailboxes Mailboxes
	Queues    Queues
	Presence  Presence
	Numbering Numbering
	Callbacks Callbacks
	History   History
	Tracking  Tracking
	Outbox    Outbox
	Texts     Texts
	Marks     Marks
	Web       Web
	Callers   Callers
	Notices   Notices
	Scripts   Scripts
	Caps      Caps
}

// Audio finds or makes what is played.
type Audio interface {
	// Media turns a reference ("audio:welcome", "sound:beep", "digits:12") or
	// "say:" with a text into something that the driver can play. An error
	// means that it cannot be had; the engine then plays a default sound.
	Media(ctx context.Context, ref, language string) (Media, error)
}

// Directory knows whom a flow can ring.
type Directory interface {
	// User returns the user "alice", [ErrNoSuch] when there is none.
	User(ctx context.Context, name string) (User, error)
	// Group returns the members of a group in their order.
	Group(ctx context.Context, name string) ([]User, error)
	// Outbound returns the dial string for an external number.
	Outbound(ctx context.Context, number string) (string, error)
}

// ErrNoSuch says that a reference leads to nothing.
var ErrNoSuch = errors.New("there is no such thing")

// User is a person who can be rung.
type User struct {
	Name string
	// Endpoints are the dial strings of the user's phones, external numbers
	// already through the company's outbound template.
	Endpoints []string
	// Weight is the user's share in a round robin, 1 by default.
	Weight int
}

// Rotation remembers where a round robin stands.
type Rotation interface {
	// Turn returns 0, 1, 2, … for successive calls with the same key, never
	// the same twice.
	Turn(ctx context.Context, key string) (int, error)
}

// Answers remembers who talked to whom.
type Answers interface {
	// LastAnswered returns the reference ("user:alice") of who answered the
	// caller last at this node of this flow; ok is false for a new caller.
	LastAnswered(ctx context.Context, caller, flow, node string) (target string, ok bool, err error)
}

// Keeper stores the sound of finished recordings.
type Keeper interface {
	// Keep stores a recording with its file. It may be called again with the
	// same name after a restart and then replaces what it stored.
	Keep(ctx context.Context, r Recording, wav io.Reader) (KeptRecording, error)
}

// Recording is a finished recording with what it belongs to.
type Recording struct {
	Name    string
	Call    string
	Step    int
	Node    string
	Started time.Time
	// Voicemail is the box ("user:alice") when it is a message, else empty.
	Voicemail string
	// Shortest is the length under which it is dropped instead.
	Shortest time.Duration
	// Caller and Number are for the list of messages.
	Caller, Number string
	// Reason is why the caller reached voicemail, as a sentence; Status is the
	// same as an outcome: busy, unanswered, slot:closed, …
	Reason, Status string
	// Transcribe says that the message shall be turned into text.
	Transcribe bool
}

// KeptRecording is where a recording is kept and how long it really is. ID is 0
// when it was too short and was dropped.
type KeptRecording struct {
	ID       int64
	Duration time.Duration
}

// Journal writes the history of calls. It never blocks and never fails: a call
// does not wait for the disk.
type Journal interface {
	CallStarted(CallStarted)
	StepDone(StepDone)
	// Checkpoint replaces the call's checkpoint; it is on disk within 50 ms.
	Checkpoint(Checkpoint)
	// CallEnded also drops the call's checkpoint.
	CallEnded(CallEnded)
}

// CallStarted is the first record of a call.
type CallStarted struct {
	Call     Incoming
	Company  string
	Flow     string
	Revision int64
}

// StepDone is one step of the trace.
type StepDone struct {
	Call  string `json:"call"`
	Seq   int    `json:"seq"` // 1, 2, 3, …
	Node  string `json:"node"`
	Type  string `json:"type"`
	Label string `json:"label,omitempty"`
	// Flow is the called flow that the node stands in, Revision the id of its
	// revision, Depth how deep it was called: 1, 2, 3, … They are empty in the
	// call's own flow.
	Flow     string `json:"flow,omitempty"`
	Revision int64  `json:"-"`
	Depth    int    `json:"depth,omitempty"`

	Entered time.Time      `json:"entered"`
	Left    time.Time      `json:"left"`
	Outcome string         `json:"outcome"`
	Why     string         `json:"why,omitempty"`
	Details map[string]any `json:"details,omitempty"`
	// Warnings are what went wrong without changing the way.
	Warnings []string `json:"warnings,omitempty"`
}

// CallEnded is the last record of a call.
type CallEnded struct {
	Call   string
	At     time.Time
	Reason EndReason
	// Why is a sentence for people.
	Why string
	// Cause is the Q.850 cause we hung up with, 0 when the caller left.
	Cause Cause
	// AnsweredBy is the target that talked to the caller last, "" for none.
	AnsweredBy string
	// Talked is how long parties talked in all.
	Talked time.Duration
}

// EndReason says how a session ended.
type EndReason string

// The reasons.
const (
	EndCompleted  EndReason = "completed"  // the flow came to its end
	EndHungUp     EndReason = "hung_up"    // the caller left
	EndLimit      EndReason = "limit"      // a limit ended it
	EndError      EndReason = "error"      // a node failed and nothing caught it
	EndUnknown    EndReason = "unknown"    // no such number
	EndUnassigned EndReason = "unassigned" // the number has no flow
	EndLost       EndReason = "lost"       // the call ended while callflow was away
	EndHandedOver EndReason = ""           // not ended: the next start goes on
)

// Checkpoint is what a session needs to go on after a restart. It is immutable
// once it was handed to the journal, which may encode it later.
type Checkpoint struct {
	Call     Incoming        `json:"call"`
	Company  string          `json:"company"`
	Number   NumberInfo      `json:"number"`
	Revision int64           `json:"revision"`
	Node     string          `json:"node"`
	Seq      int             `json:"seq"`
	Entered  time.Time       `json:"entered"`
	Answered bool            `json:"answered"`
	CameBy   string          `json:"came_by,omitempty"` // why the node was entered: the last step that chose a way
	Status   string          `json:"status,omitempty"`  // the outcome of that step
	Visits   map[string]int  `json:"visits,omitempty"`
	Vars     map[string]any  `json:"vars,omitempty"`
	Results  map[string]any  `json:"results,omitempty"`
	Digits   string          `json:"digits,omitempty"`
	Typed    string          `json:"typed,omitempty"` // type-ahead not yet used
	State    json.RawMessage `json:"state,omitempty"` // what the node kept
	Task     json.RawMessage `json:"task,omitempty"`  // what a call that callflow makes is for
	// Stack are the flows that wait for the one that runs, the number's own
	// first. Node, Visits, Vars, Results and Digits are those of the flow that
	// runs, and Revision is its revision.
	Stack []Frame `json:"stack,omitempty"`
	// Returned is set while the call is in a node whose called flow came back.
	Returned *Returned `json:"returned,omitempty"`
	// Exempt is the time in conversations and queues, which the session's time
	// limit leaves out.
	Exempt time.Duration `json:"exempt,omitempty"`
	Talked time.Duration `json:"talked"`
	By     string        `json:"by,omitempty"` // who answered last
	// Recording is that of the whole call, if there is one.
	Recording *CallRecording `json:"recording,omitempty"`
	// Kept are the recordings that are kept, for mails that take them along.
	Kept []KeptNote `json:"kept,omitempty"`
	// Rung are the users who were rung, for notices of missed calls.
	Rung []string `json:"rung,omitempty"`
}

// Clock tells the time. The engine never asks the operating system.
type Clock interface{ Now() time.Time }
