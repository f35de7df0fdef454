package flowengine

import (
	"context"
	"errors"
	"io"
	"time"
)

// Mailboxes are the messages of a company as their owners reach them by phone.
// A box is "user:alice" or "group:sales". Implementations check that a message
// belongs to the box that it is asked for in.
type Mailboxes interface {
	// Owner is the user ("alice") whose telephone an endpoint is. [ErrNoSuch]
	// when it is nobody's, or that of several.
	Owner(ctx context.Context, endpoint string) (user string, err error)
	// MayOpen says whether a user may open a box: the own one, or that of a
	// group that the user is in.
	MayOpen(ctx context.Context, user, box string) (bool, error)
	// OpenByPIN finds the box of a mailbox number and checks its PIN.
	// [ErrWrongPIN] also for a number that there is not; [ErrBoxLocked] after
	// too many wrong PINs, for a while, whatever is typed.
	OpenByPIN(ctx context.Context, number, pin string) (box string, err error)

	// Count counts the messages of a box.
	Count(ctx context.Context, box string) (MessageCount, error)
	// Next is the message after a place, new ones first, each kind from the
	// oldest on. [ErrNoSuch] when there is none.
	Next(ctx context.Context, box string, after MessagePlace) (Message, error)
	// Message is one message. [ErrNoSuch] when it is gone.
	Message(ctx context.Context, box string, id int64) (Message, error)
	// MarkHeard marks a message as heard, or as new again.
	MarkHeard(ctx context.Context, box string, id int64, heard bool) error
	// Delete removes a message and its sound. One that is gone is no error.
	Delete(ctx context.Context, box string, id int64) error

	// Greeting is what the owner of a box has recorded for callers. [ErrNoSuch]
	// when nothing.
	Greeting(ctx context.Context, box string) (GreetingSound, error)
	// KeepGreeting makes a recording a sound, as loud as others. It is not the
	// box's greeting before SetGreeting. [ErrSilent] when nothing is said in it.
	KeepGreeting(ctx context.Context, box string, r Recording, wav io.Reader) (GreetingSound, error)
	// SetGreeting makes a sound the box's greeting, none for the zero value.
	SetGreeting(ctx context.Context, box string, g GreetingSound) error
}

// Errors of Mailboxes.
var (
	ErrWrongPIN  = errors.New("no box has that number and PIN")
	ErrBoxLocked = errors.New("the box is locked after too many wrong PINs")
	ErrSilent    = errors.New("the recording is silent")
)

// MessageCount is how many messages there are in a box.
type MessageCount struct {
	New int `json:"new"`
	Old int `json:"old"`
}

// MessagePlace is a place in a box: after the message ID, among the old ones or
// the new. What is heard after Opened still counts as new, so that nobody hears
// a message twice in one visit.
type MessagePlace struct {
	Opened time.Time `json:"opened"`
	Old    bool      `json:"old,omitempty"`
	ID     int64     `json:"id,omitempty"`
}

// Message is one message in a box.
type Message struct {
	ID int64
	// Old says that it had been heard before the box was opened.
	Old bool
	// Heard says that it is marked as heard.
	Heard  bool
	Caller string
	Left   time.Time
	Sound  Media
}

// GreetingSound is a recorded greeting: ID is what the port knows it by.
type GreetingSound struct {
	ID    string
	Sound Media
}
