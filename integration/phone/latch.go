package phone

import "sync"

// latch is an event that happens at most once and is remembered: a channel that many may wait on.
type latch struct {
	once sync.Once
	ch   chan struct{}
}

func newLatch() *latch { return &latch{ch: make(chan struct{})} }

// set makes the event happen; later calls do nothing.
func (l *latch) set() { l.once.Do(func() { close(l.ch) }) }

// happened returns a channel that is closed once the event has happened.
func (l *latch) happened() <-chan struct{} { return l.ch }

// isSet says whether the event has happened.
func (l *latch) isSet() bool {
	select {
	case <-l.ch:
		return true
	default:
		return false
	}
}
