package phone

import (
	"context"
	"fmt"
	"time"
)

// Sound is something that can be recognised: Tone, Tones, Audio, Speech, Music, Ringback, AnySound.
type Sound interface {
	// String names the sound in errors.
	String() string
	// listener returns a new one that has heard nothing yet.
	listener() listener
}

// listener recognises one sound in a stream of 20 ms frames of 160 samples.
type listener interface {
	// hear takes the next frame and says whether the sound was recognised by now.
	hear(frame []int16) bool
}

// Hears returns when the sound was heard. Each call has a place up to which it was listened to: Hears goes on from there, so that
// nothing is missed between two of them, and moves it behind what it recognised. ListenFromNow skips what came before.
// An *EndedError, with a summary of what was heard instead, if the call ends before; the context's error likewise.
func (c *Call) Hears(ctx context.Context, s Sound) error {
	ear, m := s.listener(), c.media
	start := c.place()
	at := start
	for {
		m.mu.Lock()
		fresh := m.in.sound[at:]
		var frames []int16
		if whole := len(fresh) / frameSamples * frameSamples; whole > 0 {
			frames = decodeUlaw(fresh[:whole])
		}
		news, closed := m.news(), m.closed
		m.mu.Unlock()
		for ; len(frames) > 0; frames = frames[frameSamples:] {
			at += frameSamples
			if ear.hear(frames[:frameSamples]) {
				c.moveTo(at)
				return nil
			}
		}
		if closed {
			<-c.ended.happened()
			return c.endedError(fmt.Sprintf("hear %s (heard %s)", s, c.summary(start)))
		}
		select {
		case <-news:
		case <-ctx.Done():
			return fmt.Errorf("hear %s (heard %s): %w", s, c.summary(start), ctx.Err())
		}
	}
}

// ListenFromNow forgets all sound and digits that came so far, for the next Hears and HearsDigits.
func (c *Call) ListenFromNow() {
	c.media.mu.Lock()
	samples, keys := len(c.media.in.sound), len(c.media.in.keys)
	c.media.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.position, c.keysHeard = samples, keys
}

func (c *Call) place() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.position
}

func (c *Call) moveTo(sample int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.position = max(c.position, sample)
}

// HearsSilence returns when that time has gone by without a sound, from now on; packets that carry silence and no packets at all
// are the same. An *EndedError if the call ends before.
func (c *Call) HearsSilence(ctx context.Context, d time.Duration) error {
	m := c.media
	m.mu.Lock()
	next := len(m.in.arrivals)
	at := len(m.in.sound)
	m.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		m.mu.Lock()
		loud := false
		for ; next < len(m.in.arrivals); next++ {
			end := m.in.arrivals[next].end
			loud = loud || isLoud(decodeUlaw(m.in.sound[at:end]))
			at = end
		}
		news, closed := m.news(), m.closed
		m.mu.Unlock()
		if loud {
			timer.Reset(d)
		}
		if closed {
			<-c.ended.happened()
			return c.endedError(fmt.Sprintf("hear %s of silence", d))
		}
		select {
		case <-news:
		case <-timer.C:
			c.moveTo(at)
			return nil
		case <-ctx.Done():
			return fmt.Errorf("hear %s of silence: %w", d, ctx.Err())
		}
	}
}

// HearsRingback returns when the caller knows that it rings: by 180 without sound, or by a ringing tone in the sound.
// An *EndedError if the call ends before.
func (c *Call) HearsRingback(ctx context.Context) error {
	if !c.early.isSet() {
		select {
		case <-c.ringing.happened():
		case <-c.early.happened():
		case <-c.ended.happened():
			return c.endedError("hear ringing")
		case <-ctx.Done():
			return fmt.Errorf("hear ringing: %w", ctx.Err())
		}
	}
	if !c.early.isSet() {
		return nil
	}
	return c.Hears(ctx, Ringback())
}

// HearsDigits returns when the other side has pressed these keys, by RFC 4733 or INFO, right after those heard before. Other keys are
// an error. An *EndedError if the call ends before.
func (c *Call) HearsDigits(ctx context.Context, keys string) error {
	m := c.media
	for {
		c.mu.Lock()
		from := c.keysHeard
		c.mu.Unlock()
		m.mu.Lock()
		heard := string(m.in.keys[from:])
		news, closed := m.news(), m.closed
		m.mu.Unlock()
		n := min(len(heard), len(keys))
		if heard[:n] != keys[:n] {
			return fmt.Errorf("hear the keys %s: heard %s", keys, heard)
		}
		if n == len(keys) {
			c.mu.Lock()
			c.keysHeard = from + n
			c.mu.Unlock()
			return nil
		}
		if closed {
			<-c.ended.happened()
			return c.endedError(fmt.Sprintf("hear the keys %s (heard %q)", keys, heard))
		}
		select {
		case <-news:
		case <-ctx.Done():
			return fmt.Errorf("hear the keys %s (heard %q): %w", keys, heard, ctx.Err())
		}
	}
}

// Digits returns all keys that the other side has pressed, by RFC 4733 or INFO.
func (c *Call) Digits() string {
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	return string(c.media.in.keys)
}

// Recorded returns all sound received so far, 8,000 samples a second; SaveWAV makes a file of it. Packets are joined as they came:
// where none came, no silence is put in.
func (c *Call) Recorded() []int16 {
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	return decodeUlaw(c.media.in.sound)
}

// Packets is how many RTP packets were received so far.
func (c *Call) Packets() int {
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	return len(c.media.in.arrivals)
}
