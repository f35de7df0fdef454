// Package queue holds the callers who wait for somebody, and decides whom to
// ring for whom. It is told the time and given its randomness, starts no
// goroutine and keeps no timer: a caller's own goroutine asks its place what
// to do, and is woken when that has changed.
//
// A [Hall] has everything of one process. In it each company has a room with
// its agents and its queues: an agent may serve several queues, and is rung by
// one of them at a time.
//
// Within a priority callers are offered to agents in the order of their
// arrival. Nobody is rung who is on a call, through callflow or beside it, in
// wrap-up, paused or logged out, or whose telephones are seen not to be there.
package queue
