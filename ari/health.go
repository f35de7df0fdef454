package ari

import (
	"sync/atomic"
	"time"
)

// counters are what Stats and Health are made from. Times are in nanoseconds since 1970, 0 for never.
type counters struct {
	requests, socketRequests, failures, lateReplies, inFlight atomic.Int64
	events, badMessages, connects                             atomic.Int64
	connected                                                 atomic.Bool
	lastRead, lastPong, busySince                             atomic.Int64
}

func (n *counters) begin(t transport) {
	n.requests.Add(1)
	n.inFlight.Add(1)
	if _, ok := t.(*socket); ok {
		n.socketRequests.Add(1)
	}
}

func (n *counters) end(err error) {
	n.inFlight.Add(-1)
	if err != nil {
		n.failures.Add(1)
	}
}

// Stats counts what a Client did since it was made.
type Stats struct {
	Requests       int64 // sent, over either transport
	SocketRequests int64 // of these, over the events socket
	Failures       int64 // requests without a reply: timed out, given up, disconnected
	LateReplies    int64 // replies that came after their request was given up
	InFlight       int64 // requests that wait now
	Events         int64 // messages delivered, bad ones included
	BadMessages    int64
	Connects       int64 // times that a connection was established
}

// Stats returns the present counts.
func (c *Client) Stats() Stats {
	n := &c.counts
	return Stats{
		Requests: n.requests.Load(), SocketRequests: n.socketRequests.Load(), Failures: n.failures.Load(),
		LateReplies: n.lateReplies.Load(), InFlight: n.inFlight.Load(), Events: n.events.Load(),
		BadMessages: n.badMessages.Load(), Connects: n.connects.Load(),
	}
}

// Health is what a watchdog looks at.
type Health struct {
	Connected bool
	Transport TransportKind // how requests go now
	LastRead  time.Time     // when the reader last finished a message; a quiet Asterisk sends none
	LastPong  time.Time     // when Asterisk last answered a ping; while connected, that is every PingInterval
	// Stalled is how long the reader has been inside the handler with one message; more than a few milliseconds is a fault of
	// the handler.
	Stalled time.Duration
}

// Health returns the present state.
func (c *Client) Health() Health {
	n := &c.counts
	h := Health{Connected: n.connected.Load(), Transport: HTTP, LastRead: at(n.lastRead.Load()), LastPong: at(n.lastPong.Load())}
	if c.socket.Load() != nil {
		h.Transport = WebSocket
	}
	if since := n.busySince.Load(); since != 0 {
		h.Stalled = time.Since(at(since))
	}
	return h
}

// at is the time of a counter, zero for never.
func at(nanoseconds int64) time.Time {
	if nanoseconds == 0 {
		return time.Time{}
	}
	return time.Unix(0, nanoseconds)
}
