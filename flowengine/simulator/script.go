package simulator

import "time"

// Script says what the people around a simulated call do.
type Script struct {
	// Caller and CallerName are who calls; an empty Caller is withheld.
	Caller, CallerName string
	// Endpoint is the telephone that the call is made from, "" for a trunk that
	// tells nothing; user NAME has SIM/user:NAME.
	Endpoint string
	// Number is what was dialled.
	Number string
	// At is when the call arrives; the zero time means [DefaultAt].
	At time.Time
	// Presses are the caller's keys, group by group; see [Press].
	Presses []Press
	// Answers say what happens when somebody is rung. The key is a user
	// ("alice" or "user:alice"), a group for those of its members who are not
	// in it by themselves, an external number ("+61255501234"), an endpoint
	// ("PJSIP/alice"), or "*" for everybody else. Who is not in it does not
	// answer.
	Answers map[string]Behaviour
	// HangupAfter is when the caller hangs up, counted from the call's
	// arrival; 0 means that the caller stays for as long as the flow does.
	HangupAfter time.Duration
	// Speech is what the caller does when recorded; the zero value is
	// [DefaultSpeech].
	Speech Speech
	// Room are the others in a conference.
	Room []Guest
	// AGI are the scripts that the call is lent to, by URL, "*" for any other.
	AGI map[string]AGIScript
	// Unplayable are the references and URIs of media that cannot be played.
	Unplayable map[string]bool
	// Parked makes a call wait for real when nothing is left to happen before
	// Next's deadline, until its context ends: for measuring waiting calls.
	Parked bool
}

// Press is a group of keys that the caller presses. Without a time, a group is
// pressed when a prompt has run out and the call waits: 500 ms into the silence,
// 200 ms from key to key, one group for one prompt. A group without keys is
// silence there. With a time, it is pressed then, whatever plays.
type Press struct {
	Keys string
	// Timed says that At, counted from the call's arrival, is meant.
	Timed bool
	At    time.Duration
}

// Behaviour is what somebody does who is rung.
type Behaviour struct {
	Kind Kind
	// Ring is how long it rings before; 0 means the kind's own time (3 s
	// before an answer, 2 s before a decline).
	Ring time.Duration
	// Talk is how long the conversation lasts; 0 means [DefaultTalk].
	Talk time.Duration
	// CallerEnds says that it is the caller who ends the conversation.
	CallerEnds bool
}

// Kind is a kind of behaviour.
type Kind string

// The kinds.
const (
	Busy        Kind = "busy"
	Declined    Kind = "declined"
	Unanswered  Kind = "unanswered"
	Unreachable Kind = "unreachable"
	// Answered picks up, and presses 1 when asked.
	Answered Kind = "answered"
	// Machine picks up as a voicemail box does: it presses nothing.
	Machine Kind = "machine"
)

// Speech is a caller leaving a message: how long, and what then.
type Speech struct {
	For  time.Duration
	Then Then
}

// Then is what a caller does after speaking.
type Then string

// What callers do.
const (
	ThenHangUp Then = "hang up"
	ThenHash   Then = "press #"
	ThenSilent Then = "stay silent"
)

// What scripts leave open.
const (
	DefaultTalk = 20 * time.Second

	thinkTime  = 500 * time.Millisecond // from the end of a prompt to the first key
	keyGap     = 200 * time.Millisecond // between two keys of a group
	setupTime  = 100 * time.Millisecond // from dialling to ringing or a refusal
	answerTime = 3 * time.Second        // ringing before an answer
	refuseTime = 2 * time.Second        // ringing before a decline
	beepTime   = 300 * time.Millisecond

	// confirmKey is what somebody presses who is asked to accept a call.
	confirmKey = "1"
)

// DefaultSpeech is a message of ten seconds that ends with the call.
var DefaultSpeech = Speech{For: 10 * time.Second, Then: ThenHangUp}

// DefaultAt is a Wednesday morning: calls without a time arrive then.
var DefaultAt = time.Date(2026, time.March, 4, 10, 0, 0, 0, time.UTC)
