package phone

import (
	"fmt"
	"math"
	"strings"
)

const (
	// loudLevel is the root mean square from which a frame is a sound: -47 dBFS.
	loudLevel = 150
	// toneFrames is how many frames in a row, 20 ms each, a tone must last to be recognised.
	toneFrames = 5
	// toneShare is the least part of a frame's energy that must lie at the tone's frequencies. A frame of 160 samples tells
	// frequencies apart that differ by 25 Hz or more.
	toneShare = 0.7
)

// energy is the sum of the squares of the samples.
func energy(frame []int16) float64 {
	sum := 0.0
	for _, s := range frame {
		sum += float64(s) * float64(s)
	}
	return sum
}

// isLoud says whether samples are more than silence and line noise.
func isLoud(frame []int16) bool {
	return len(frame) > 0 && energy(frame) > loudLevel*loudLevel*float64(len(frame))
}

// share is the part of a frame's energy, 0 to 1, at one frequency, by Goertzel's algorithm.
func share(frame []int16, hertz, total float64) float64 {
	coefficient := 2 * math.Cos(2*math.Pi*hertz/sampleRate)
	var s1, s2 float64
	for _, sample := range frame {
		s1, s2 = float64(sample)+coefficient*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - coefficient*s1*s2
	return 2 * power / (float64(len(frame)) * total)
}

// Tone is a tone of that many hertz, 100 to 3,800, that outshines everything else for 100 ms.
func Tone(hertz float64) Sound { return Tones(hertz) }

// Tones are several tones at once for 100 ms, such as 480 and 620 Hz, the American busy tone. They must differ by 60 Hz or more.
func Tones(hertz ...float64) Sound { return tones(hertz) }

type tones []float64

func (t tones) String() string {
	names := make([]string, len(t))
	for i, f := range t {
		names[i] = fmt.Sprintf("%g", f)
	}
	return "a tone of " + strings.Join(names, "+") + " Hz"
}

func (t tones) listener() listener { return &toneListener{tones: t} }

type toneListener struct {
	tones []float64
	run   int
}

func (l *toneListener) hear(frame []int16) bool {
	total, sum, each := energy(frame), 0.0, isLoud(frame)
	for i := 0; each && i < len(l.tones); i++ {
		part := share(frame, l.tones[i], total)
		each = part > 0.2/float64(len(l.tones))
		sum += part
	}
	if each && sum > toneShare {
		l.run++
	} else {
		l.run = 0
	}
	return l.run >= toneFrames
}

// Ringback is a ringing tone as most countries have it: nothing but one or two tones between 380 and 490 Hz, for 300 ms.
func Ringback() Sound { return ringback{} }

type ringback struct{}

func (ringback) String() string     { return "a ringing tone" }
func (ringback) listener() listener { return &ringbackListener{} }

type ringbackListener struct{ run int }

func (l *ringbackListener) hear(frame []int16) bool {
	if isLoud(frame) {
		total, sum := energy(frame), 0.0
		for hertz := 350.0; hertz <= 500; hertz += 50 {
			sum += share(frame, hertz, total)
		}
		if sum > toneShare {
			l.run++
			return l.run >= 15
		}
	}
	l.run = 0
	return false
}

// AnySound is anything louder than line noise for 60 ms.
func AnySound() Sound { return anySound{} }

type anySound struct{}

func (anySound) String() string     { return "any sound" }
func (anySound) listener() listener { return &anyListener{} }

type anyListener struct{ run int }

func (l *anyListener) hear(frame []int16) bool {
	if !isLoud(frame) {
		l.run = 0
		return false
	}
	l.run++
	return l.run >= 3
}

// loudest returns the frequency, to 25 Hz, with the largest part of a frame's energy, and that part.
func loudest(frame []int16) (hertz, part float64) {
	total := energy(frame)
	if total == 0 {
		return 0, 0
	}
	for f := 100.0; f < 3800; f += 25 {
		if s := share(frame, f, total); s > part {
			hertz, part = f, s
		}
	}
	return hertz, part
}

// summary says in short what a call heard since that sample, for a person: "0.4 s silence, 1.2 s of 450 Hz, 3.0 s sound".
func (c *Call) summary(from int) string {
	c.media.mu.Lock()
	pcm := decodeUlaw(c.media.in.sound[from:])
	packets := len(c.media.in.arrivals)
	c.media.mu.Unlock()
	if len(pcm) < frameSamples {
		return fmt.Sprintf("nothing, %d RTP packets in all", packets)
	}
	var parts []string
	last, run := "", 0
	flush := func() {
		if run > 0 {
			parts = append(parts, fmt.Sprintf("%.2g s %s", float64(run)*frameTime.Seconds(), last))
		}
	}
	for ; len(pcm) >= frameSamples; pcm = pcm[frameSamples:] {
		frame, kind := pcm[:frameSamples], "silence"
		if isLoud(frame) {
			kind = "sound"
			if hertz, part := loudest(frame); part > toneShare {
				kind = fmt.Sprintf("of %g Hz", hertz)
			}
		}
		if kind != last {
			flush()
			last, run = kind, 0
		}
		run++
	}
	flush()
	if n := len(parts) - 20; n > 0 {
		parts = append([]string{fmt.Sprintf("(%d more)", n)}, parts[n:]...)
	}
	return strings.Join(parts, ", ")
}
