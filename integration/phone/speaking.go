package phone

import (
	"context"
	"fmt"
	"math"
	"time"
)

// toneLevel is the amplitude of a tone that we send: -10 dBFS.
const toneLevel = 10362

// tone returns whole seconds of a tone, or of a sum of tones, as µ-law. Whole frequencies repeat without a click each second.
func tone(frequencies ...float64) []byte {
	pcm := make([]int16, sampleRate)
	for i := range pcm {
		sum := 0.0
		for _, f := range frequencies {
			sum += math.Sin(2 * math.Pi * f * float64(i) / sampleRate)
		}
		pcm[i] = int16(toneLevel * sum / float64(len(frequencies)))
	}
	return encodeUlaw(pcm)
}

// SendTone sends a tone of that many hertz (whole, 50 to 3,800) for that time and returns when it is out. ErrCallEnded if the
// call ends before.
func (c *Call) SendTone(ctx context.Context, hertz int, d time.Duration) error {
	second := tone(float64(hertz))
	samples := int(d.Seconds() * sampleRate)
	ulaw := make([]byte, 0, samples)
	for len(ulaw) < samples {
		ulaw = append(ulaw, second[:min(len(second), samples-len(ulaw))]...)
	}
	return c.send(ctx, ulaw, fmt.Sprintf("send %d Hz", hertz))
}

// SendAudio sends samples (8,000 a second, see LoadWAV) in real time and returns when they are out. ErrCallEnded if the call
// ends before.
func (c *Call) SendAudio(ctx context.Context, pcm []int16) error {
	return c.send(ctx, encodeUlaw(pcm), "send sound")
}

// SendSilence sends silence for that time, in place of any other sound, and returns when it is out. ErrCallEnded if the call
// ends before.
func (c *Call) SendSilence(ctx context.Context, d time.Duration) error {
	samples := int(d.Seconds() * sampleRate)
	return c.send(ctx, encodeUlaw(make([]int16, samples)), "send silence")
}

func (c *Call) send(ctx context.Context, ulaw []byte, what string) error {
	sound := newClip(ulaw, false)
	c.media.say(sound)
	return c.media.wait(ctx, sound.done, what)
}

// Hum starts to send a tone of that many hertz (whole, 50 to 3,800) without end, and returns at once. Hush, or sending
// something else, ends it.
func (c *Call) Hum(hertz int) { c.media.say(newClip(tone(float64(hertz)), true)) }

// Talk starts to send samples over and over, and returns at once. Hush, or sending something else, ends it.
func (c *Call) Talk(pcm []int16) { c.media.say(newClip(encodeUlaw(pcm), true)) }

// Hush ends what is being said; silence is sent from now on.
func (c *Call) Hush() { c.media.say(nil) }
