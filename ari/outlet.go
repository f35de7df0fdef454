package ari

import "sync"

// outlet delivers events to the handler, one at a time. Until it is opened it keeps them, so that Connected comes first.
type outlet struct {
	mu       sync.Mutex
	handler  func(Event)
	counts   *counters
	opened   bool
	early    []Event
	replaced chan struct{}
}

func (o *outlet) deliver(ev Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.opened {
		o.early = append(o.early, ev)
		return
	}
	o.hand(ev)
}

func (o *outlet) open(hello *Connected) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.handler(hello)
	o.opened = true
	for _, ev := range o.early {
		o.hand(ev)
	}
	o.early = nil
}

func (o *outlet) hand(ev Event) {
	o.counts.events.Add(1)
	switch ev.(type) {
	case *BadMessage:
		o.counts.badMessages.Add(1)
	case *ApplicationReplaced:
		defer o.close()
	}
	o.handler(ev)
}

func (o *outlet) close() {
	select {
	case <-o.replaced:
	default:
		close(o.replaced)
	}
}
