package flowengine

import (
	"context"
	"time"
)

// Callbacks keeps the places of callers who asked to be called back.
type Callbacks interface {
	// Ask keeps a caller's place in a queue. When it returns without an error
	// the promise is on disk. kept is false when the caller has a place there
	// already, which stays as it is.
	Ask(ctx context.Context, w CallbackWish) (kept bool, err error)
	// Confirmed says that the one who was called back has confirmed: the call
	// is in the queue, and nobody calls again.
	Confirmed(ctx context.Context, id int64) error
	// Unreached says that a try was in vain, and why. last is true when there
	// will be no other.
	Unreached(ctx context.Context, id int64, why string) (last bool, err error)
}

// CallbackWish is what is kept of a caller who asked to be called back.
type CallbackWish struct {
	// Queue is where the place is, and Priority the place's, 1 to 10.
	Queue    string
	Priority int
	// Arrived is when the caller came to the queue, or asked.
	Arrived time.Time
	// To is the number that is shown to people, Endpoint the dial string that
	// reaches it.
	To, Endpoint, Name string
	// Number is the number that was called, which the one who is called back sees.
	Number NumberInfo
	// Call, Step and Node ask; Revision is the flow's, and runs the call back.
	Call     string
	Step     int
	Node     string
	Revision int64
	// Ring is how long a try rings, Tries how many there are, Retry the time
	// between two.
	Ring, Retry time.Duration
	Tries       int
}

// CallbackTask is what a call back is for; see [Session.Task].
type CallbackTask struct {
	ID      int64     `json:"callback"`
	Arrived time.Time `json:"arrived"`
	// Asked is the call in which it was asked for.
	Asked string `json:"asked"`
	// Try is 1 for the first.
	Try int `json:"try"`
}
