package flowengine

import (
	"context"
	"time"
)

// Web asks web servers in the middle of a call.
type Web interface {
	// Ask sends one request and reads the whole reply. An error says in a
	// sentence why there is none: refused, too slow, too large.
	Ask(ctx context.Context, r WebRequest) (WebReply, error)
}

// WebRequest is a request to a web server.
type WebRequest struct {
	// ID is the same when a node asks again after a restart.
	ID      string
	Method  string
	URL     string
	Headers map[string]string
	Body    string
	// Limit is how long all of it may take.
	Limit time.Duration
}

// WebReply is what the server said. Any status is a reply.
type WebReply struct {
	Status int
	// Type is the Content-Type, such as "application/json".
	Type string
	Body []byte
}
