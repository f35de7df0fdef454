package phone

import (
	"fmt"
	"math"
	"time"
)

const (
	// partFrames is how much of a recording, in frames of 20 ms, must be heard to recognise it: 1.2 s.
	partFrames = 60
	// shortestFrames is the shortest recording that can be recognised: 0.24 s.
	shortestFrames = 12
	// matchEvery is how many frames go by between two comparisons.
	matchEvery = 5
	// matchLevel is the least normalised correlation that is a match. Recordings of the same voice saying other words stay
	// below 0.7; the same recording through µ-law and a jitter buffer stays above 0.9.
	matchLevel = 0.82
)

// Recording is a known sound, recognised by the shape of its spectrum over time: Audio makes one.
type Recording struct {
	name     string
	features []feature
	norms    []float64 // of each place at which a comparison can start
	part     int       // frames compared
	what     string
}

// Audio is a recording (8,000 samples a second, see LoadWAV) of which any 1.2 s, or the whole if it is shorter, has to be heard. Silence
// at both ends is cut off. It can be recognised from 0.24 s of sound on. The name is for errors.
func Audio(name string, pcm []int16) *Recording {
	r := &Recording{name: name, features: features(trimSilence(pcm)), what: "a part of"}
	r.prepare()
	return r
}

// Start is the recording's first 1.2 s, to tell that it was played from its beginning.
func (r *Recording) Start() *Recording {
	part := &Recording{name: r.name, features: r.features[:min(len(r.features), partFrames)], what: "the start of"}
	part.prepare()
	return part
}

// End is the recording's last 1.2 s, to tell that it was played to its end.
func (r *Recording) End() *Recording {
	part := &Recording{name: r.name, features: r.features[max(0, len(r.features)-partFrames):], what: "the end of"}
	part.prepare()
	return part
}

// Duration is the recording's length without silence at both ends.
func (r *Recording) Duration() time.Duration { return time.Duration(len(r.features)) * frameTime }

// String names the recording in errors.
func (r *Recording) String() string { return fmt.Sprintf("%s %q", r.what, r.name) }

// prepare computes the norm of each part of the recording.
func (r *Recording) prepare() {
	r.part = min(len(r.features), partFrames)
	if r.part < shortestFrames {
		return // nothing matches; Hears says so when the time is up
	}
	for at := 0; at+r.part <= len(r.features); at++ {
		_, norm := center(r.features[at : at+r.part])
		r.norms = append(r.norms, norm)
	}
}

// center takes each band's mean off and returns the rest and its norm. The mean is loudness and the line's colour, not the words.
func center(window []feature) (rest []feature, norm float64) {
	var mean feature
	for _, f := range window {
		for b, v := range f {
			mean[b] += v / float32(len(window))
		}
	}
	rest = make([]feature, len(window))
	sum := 0.0
	for i, f := range window {
		for b, v := range f {
			rest[i][b] = v - mean[b]
			sum += float64(rest[i][b]) * float64(rest[i][b])
		}
	}
	return rest, math.Sqrt(sum)
}

// best returns the highest normalised correlation, -1 to 1, of a window with any part of the recording.
func (r *Recording) best(window []feature) float64 {
	rest, norm := center(window)
	// Too even to say anything: silence, or a steady tone.
	even := math.Sqrt(float64(len(window) * bandCount))
	if norm < 0.5*even {
		return 0
	}
	best := 0.0
	for at, partNorm := range r.norms {
		if partNorm < 0.5*even {
			continue
		}
		var sum float32
		for i := range rest {
			known := &r.features[at+i]
			for b, v := range rest[i] {
				sum += v * known[b]
			}
		}
		best = max(best, float64(sum)/(norm*partNorm))
	}
	return best
}

func (r *Recording) listener() listener { return &recordingListener{recording: r} }

// recordingListener keeps the last features heard and compares them now and then.
type recordingListener struct {
	recording *Recording
	spectrum  spectrograph
	heard     []feature
	frames    int
}

func (l *recordingListener) hear(frame []int16) bool {
	part := l.recording.part
	if part < shortestFrames {
		return false
	}
	if len(l.heard) == part {
		l.heard = l.heard[:copy(l.heard, l.heard[1:])]
	}
	l.heard = append(l.heard, l.spectrum.next(frame))
	l.frames++
	// A part that can match in one place only must be compared at every frame.
	if len(l.heard) < part || len(l.recording.norms) > matchEvery && l.frames%matchEvery != 0 {
		return false
	}
	return l.recording.best(l.heard) >= matchLevel
}

// trimSilence cuts the silence at both ends off, to whole frames.
func trimSilence(pcm []int16) []int16 {
	for len(pcm) >= frameSamples && !isLoud(pcm[:frameSamples]) {
		pcm = pcm[frameSamples:]
	}
	for len(pcm) >= frameSamples && !isLoud(pcm[len(pcm)-frameSamples:]) {
		pcm = pcm[:len(pcm)-frameSamples]
	}
	return pcm
}
