package phone

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/pion/rtp"
)

// ErrCallEnded is returned by what needs a call that is over.
var ErrCallEnded = errors.New("the call has ended")

// outgoing is what one call sends.
type outgoing struct {
	header  rtp.Header // of the next packet
	started time.Time  // frames are counted from here
	frames  int        // frames that were due and sent
	sent    []time.Time
	clip    *clip    // sound being sent
	keys    []*press // digits still to be sent, the first may be in progress
}

// clip is sound to send, already µ-law.
type clip struct {
	ulaw []byte
	pos  int
	loop bool
	done chan struct{}
}

// press is one digit on its way.
type press struct {
	event       uint8
	hold, pause int // frames
	frame       int // frames since it began
	timestamp   uint32
	done        chan struct{}
}

// frame sends one frame's packets: a digit, else the sound, else silence. The lock is held.
func (m *media) frame(buf []byte) {
	out := &m.out
	if len(out.keys) > 0 {
		if m.digitFrame(out.keys[0], buf) {
			out.header.Timestamp += frameSamples
			return
		}
	}
	payload := out.nextSound()
	if payload == nil && !m.quiet {
		payload = silentFrame[:]
	}
	if payload != nil && !m.onHold {
		out.header.PayloadType = 0
		m.write(buf, payload)
		out.header.Marker = false
	}
	out.header.Timestamp += frameSamples
}

// silentFrame is 20 ms of nothing.
var silentFrame = func() (f [frameSamples]byte) {
	for i := range f {
		f[i] = ulawSilence
	}
	return f
}()

// nextSound takes 20 ms from the clip, nil when there is none.
func (o *outgoing) nextSound() []byte {
	c := o.clip
	if c == nil {
		return nil
	}
	payload := c.ulaw[c.pos : c.pos+frameSamples]
	c.pos += frameSamples
	if c.pos < len(c.ulaw) {
		return payload
	}
	if c.loop {
		c.pos = 0
		return payload
	}
	close(c.done)
	o.clip = nil
	return payload
}

// digitFrame sends this frame's packets of a digit (RFC 4733, section 2.5.1): all carry the time stamp of the start, the
// first has the marker, each has the duration so far, the last is sent three times with the end bit. It returns false
// during the pause after the digit, when sound goes out again.
func (m *media) digitFrame(p *press, buf []byte) bool {
	out := &m.out
	p.frame++
	if p.frame > p.hold {
		if p.frame >= p.hold+p.pause {
			close(p.done)
			out.keys = out.keys[1:]
		}
		return false
	}
	now := out.header
	if p.frame == 1 {
		p.timestamp = now.Timestamp
	}
	end := p.frame == p.hold
	payload := encodeDigit(p.event, end, uint16(min(now.Timestamp-p.timestamp+frameSamples, math.MaxUint16)))
	copies := 1
	if end {
		copies = 3
	}
	out.header.Timestamp, out.header.PayloadType = p.timestamp, m.digitType
	for i := range copies {
		out.header.Marker = p.frame == 1 && i == 0
		m.write(buf, payload[:])
	}
	out.header.Timestamp, out.header.Marker = now.Timestamp, end // sound after a digit is a new talk spurt
	return true
}

// write sends one packet and counts its number up.
func (m *media) write(buf, payload []byte) {
	buf = buf[:12]
	if _, err := m.out.header.MarshalTo(buf); err != nil {
		return // twelve bytes are always enough for a header without extensions
	}
	buf = append(buf, payload...)
	// A datagram that cannot be sent is a lost one, as on any network; the listener notices.
	_, _ = m.conn.WriteToUDPAddrPort(buf, m.remote)
	m.out.header.SequenceNumber++
	m.out.sent = append(m.out.sent, time.Now())
}

// say starts to send a clip in place of the one before.
func (m *media) say(c *clip) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if old := m.out.clip; old != nil {
		close(old.done)
	}
	if c != nil && len(c.ulaw) == 0 {
		close(c.done)
		c = nil
	}
	m.out.clip = c
}

// pressKeys queues digits and returns them.
func (m *media) pressKeys(keys string, s pressSettings) ([]*press, error) {
	var presses []*press
	for _, k := range keys {
		event, err := digitEvent(k)
		if err != nil {
			return nil, err
		}
		presses = append(presses, &press{event: event, hold: int(s.hold / frameTime), pause: max(1, int(s.pause/frameTime)),
			done: make(chan struct{})})
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, ErrCallEnded
	}
	if m.digitType == 0 {
		return nil, errors.New("the other side takes no digits by RFC 4733")
	}
	m.out.keys = append(m.out.keys, presses...)
	return presses, nil
}

// newClip pads the samples to whole frames.
func newClip(ulaw []byte, loop bool) *clip {
	if rest := len(ulaw) % frameSamples; rest != 0 {
		ulaw = append(ulaw[:len(ulaw):len(ulaw)], silentFrame[rest:]...)
	}
	return &clip{ulaw: ulaw, loop: loop, done: make(chan struct{})}
}

// wait returns when done is closed, or why it will not be.
func (m *media) wait(ctx context.Context, done <-chan struct{}, what string) error {
	select {
	case <-done:
		return nil
	default:
	}
	select {
	case <-done:
		return nil
	case <-m.done:
		return fmt.Errorf("%s: %w", what, ErrCallEnded)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", what, ctx.Err())
	}
}
