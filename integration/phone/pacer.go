package phone

import (
	"sync"
	"time"
)

// maxCatchUp is how many frames a call sends at once after the process was held up; more than that are left out.
const maxCatchUp = 25

// pacer sends for all calls of one phone: one goroutine with one ticker, which runs only while there are calls.
type pacer struct {
	group *sync.WaitGroup

	mu      sync.Mutex
	calls   map[*media]struct{}
	running bool
}

func newPacer(group *sync.WaitGroup) *pacer {
	return &pacer{group: group, calls: map[*media]struct{}{}}
}

// add starts to send for a call.
func (p *pacer) add(m *media) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls[m] = struct{}{}
	if !p.running {
		p.running = true
		p.group.Go(p.run)
	}
}

// remove stops to send for a call. The goroutine ends at its next tick if there is no other.
func (p *pacer) remove(m *media) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.calls, m)
}

func (p *pacer) run() {
	beUrgent()
	ticker := time.NewTicker(frameTime)
	defer ticker.Stop()
	buf := make([]byte, 0, 12+frameSamples)
	var calls []*media
	for now := range ticker.C {
		p.mu.Lock()
		calls = calls[:0]
		for m := range p.calls {
			calls = append(calls, m)
		}
		p.running = len(calls) > 0
		p.mu.Unlock()
		if len(calls) == 0 {
			return
		}
		for _, m := range calls {
			m.send(now, buf)
		}
	}
}

// send sends the frames that are due at that time: one, or more when the process was held up.
func (m *media) send(now time.Time, buf []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	out := &m.out
	if out.started.IsZero() {
		out.started = now.Add(-frameTime)
	}
	due := int(now.Sub(out.started) / frameTime)
	if late := due - out.frames - maxCatchUp; late > 0 {
		out.frames += late
		out.header.Timestamp += uint32(late * frameSamples)
	}
	for ; out.frames < due; out.frames++ {
		m.frame(buf)
		// A key goes out as it is held down: sent all at once it would be too short for the other side.
		if late := due - out.frames - 1; late > 0 && len(out.keys) > 0 {
			out.frames += late
			out.header.Timestamp += uint32(late * frameSamples)
		}
	}
}
