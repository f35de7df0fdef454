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
	// matchLevel is the least normalised correlation that is a match. Among the prompts that come with Asterisk, all in one voice,
	// the same one through µ-law and any shift stays above 0.95, and others stay below 0.925 unless they say the same words.
	matchLevel = 0.93
	// rarest is the most frames that go by between two comparisons.
	rarest = 10
	// phases is how many times a recording's features are kept, each from a little later on, since nobody knows where in its
	// frames the heard ones begin.
	phases = 2
	// thinStep is how many frames the first, quick comparison steps over, and thinMargin how much less it asks for.
	thinStep, thinMargin = 4, 0.15
	// evenLevel is the least norm, a feature's value, of sound that has a shape. Silence and steady tones have none.
	evenLevel = 0.5
)

// Recording is a known sound, recognised by the shape of its spectrum over time: Audio makes one.
type Recording struct {
	name, what string
	views      [phases]view
	part       int // frames compared
}

// view is a recording's features from one phase on, with the norms of each part that can be compared.
type view struct {
	features    []feature
	norms, thin []float64 // thin ones of every thinStep-th feature
}

// Audio is a recording (8,000 samples a second, see LoadWAV) of which any 1.2 s, or the whole if it is shorter, has to be heard. Silence
// at both ends is cut off; less than 0.24 s is never recognised, nor is a steady tone, for which there is Tone. The name is for errors.
func Audio(name string, pcm []int16) *Recording {
	pcm = trimSilence(pcm)
	r := &Recording{name: name, what: "a part of"}
	for i := range r.views {
		r.views[i].features = features(pcm[min(len(pcm), i*frameSamples/phases):])
	}
	r.prepare()
	return r
}

// Start is the recording's first 1.2 s, to tell that it was played from its beginning.
func (r *Recording) Start() *Recording {
	part := &Recording{name: r.name, what: "the start of"}
	for i, v := range r.views {
		part.views[i].features = v.features[:min(len(v.features), partFrames)]
	}
	part.prepare()
	return part
}

// End is the recording's last 1.2 s, to tell that it was played to its end.
func (r *Recording) End() *Recording {
	part := &Recording{name: r.name, what: "the end of"}
	for i, v := range r.views {
		part.views[i].features = v.features[max(0, len(v.features)-partFrames):]
	}
	part.prepare()
	return part
}

// Duration is the recording's length without silence at both ends.
func (r *Recording) Duration() time.Duration {
	return time.Duration(len(r.views[0].features)) * frameTime
}

// String names the recording in errors.
func (r *Recording) String() string { return fmt.Sprintf("%s %q", r.what, r.name) }

// prepare computes the norms of each part of the recording.
func (r *Recording) prepare() {
	for i, v := range r.views {
		if i == 0 {
			r.part = min(len(v.features), partFrames)
		}
		r.part = min(r.part, len(v.features))
	}
	if r.part < shortestFrames {
		return // nothing matches; Hears says so when the time is up
	}
	for i := range r.views {
		v := &r.views[i]
		for at := 0; at+r.part <= len(v.features); at++ {
			window := v.features[at : at+r.part]
			_, norm := center(window, 1)
			_, thin := center(window, thinStep)
			v.norms, v.thin = append(v.norms, norm), append(v.thin, thin)
		}
	}
}

// center takes each band's mean off every step-th feature and returns these and their norm. The mean is loudness and the line's
// colour, not the words.
func center(window []feature, step int) (rest []feature, norm float64) {
	var mean feature
	rest = make([]feature, 0, (len(window)+step-1)/step)
	for i := 0; i < len(window); i += step {
		rest = append(rest, window[i])
	}
	for i := range rest {
		for b, v := range rest[i] {
			mean[b] += v / float32(len(rest))
		}
	}
	sum := 0.0
	for i := range rest {
		for b := range rest[i] {
			rest[i][b] -= mean[b]
			sum += float64(rest[i][b]) * float64(rest[i][b])
		}
	}
	return rest, math.Sqrt(sum)
}

// product is the sum of the products of centred features and every step-th known one. The known ones' means need not come off:
// they would be multiplied with a sum of nothing.
func product(rest, known []feature, step int) float64 {
	var sum float32
	for i := range rest {
		k, r := &known[i*step], &rest[i]
		for b := range k {
			sum += r[b] * k[b]
		}
	}
	return float64(sum)
}

// best returns the highest normalised correlation, -1 to 1, of a window with any part of the recording that passes the quick comparison.
func (r *Recording) best(window []feature) float64 {
	rest, norm := center(window, 1)
	quick, quickNorm := center(window, thinStep)
	even := evenLevel * math.Sqrt(float64(len(window)*bandCount))
	if norm < even {
		return 0
	}
	best := 0.0
	for at, thin := range r.views[0].thin {
		if product(quick, r.views[0].features[at:], thinStep) < (matchLevel-thinMargin)*quickNorm*thin {
			continue
		}
		for i := range r.views {
			v := &r.views[i]
			// The later views' neighbours on both sides are near.
			for place := max(0, at-min(i, 1)); place <= at && place < len(v.norms); place++ {
				if v.norms[place] >= even {
					best = max(best, product(rest, v.features[place:], 1)/(norm*v.norms[place]))
				}
			}
		}
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
	r := l.recording
	if r.part < shortestFrames {
		return false
	}
	if len(l.heard) == r.part {
		l.heard = l.heard[:copy(l.heard, l.heard[1:])]
	}
	l.heard = append(l.heard, l.spectrum.next(frame))
	l.frames++
	// A part that can match in few places only must be compared at every frame.
	every := min(rarest, 1+len(r.views[0].norms)/10)
	if len(l.heard) < r.part || l.frames%every != 0 {
		return false
	}
	return r.best(l.heard) >= matchLevel
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
