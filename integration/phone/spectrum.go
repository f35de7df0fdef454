package phone

import (
	"math"
	"math/cmplx"
)

const (
	// windowSamples is what one spectrum looks at: a frame and the 96 samples before it.
	windowSamples = 256
	// bandCount is the number of frequency bands of a feature.
	bandCount = 16
	// floorEnergy is the energy of a band below which it counts as silent, so that line noise has no shape.
	floorEnergy = 1e7
)

// bandEdges are the limits in hertz of the bands: even steps on the mel scale, which is finer where speech has more to tell.
var bandEdges = func() (edges [bandCount + 1]float64) {
	const low, high = 200, 3600
	mel := func(hertz float64) float64 { return 2595 * math.Log10(1+hertz/700) }
	for i := range edges {
		m := mel(low) + (mel(high)-mel(low))*float64(i)/bandCount
		edges[i] = 700 * (math.Pow(10, m/2595) - 1)
	}
	return edges
}()

// feature is the shape of 20 ms of sound: the logarithm of the energy in each band.
type feature [bandCount]float32

// spectrograph turns a stream of frames into features.
type spectrograph struct {
	history [windowSamples]float64
}

// hann is the window that is laid over the samples.
var hann = func() (w [windowSamples]float64) {
	for i := range w {
		w[i] = 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/windowSamples)
	}
	return w
}()

// bandOf tells the band of each spectral line, -1 for none.
var bandOf = func() (of [windowSamples / 2]int) {
	for i := range of {
		of[i] = -1
		for b := range bandCount {
			if hertz := float64(i) * sampleRate / windowSamples; hertz >= bandEdges[b] && hertz < bandEdges[b+1] {
				of[i] = b
			}
		}
	}
	return of
}()

// next takes a frame of 160 samples and returns its feature.
func (s *spectrograph) next(frame []int16) feature {
	copy(s.history[:], s.history[frameSamples:])
	for i, sample := range frame {
		s.history[windowSamples-frameSamples+i] = float64(sample)
	}
	var lines [windowSamples]complex128
	for i, sample := range s.history {
		lines[i] = complex(sample*hann[i], 0)
	}
	transform(&lines)
	var bands [bandCount]float64
	for i, b := range bandOf {
		if b >= 0 {
			bands[b] += real(lines[i])*real(lines[i]) + imag(lines[i])*imag(lines[i])
		}
	}
	var f feature
	for b, e := range bands {
		f[b] = float32(math.Log(max(e, floorEnergy)))
	}
	return f
}

// twiddles are the roots of unity of the transform.
var twiddles = func() (t [windowSamples / 2]complex128) {
	for i := range t {
		t[i] = cmplx.Rect(1, -2*math.Pi*float64(i)/windowSamples)
	}
	return t
}()

// transform is the fast Fourier transform in place (Cooley and Tukey, radix 2).
func transform(x *[windowSamples]complex128) {
	for i, j := 1, 0; i < windowSamples; i++ {
		bit := windowSamples >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		j ^= bit
		if i < j {
			x[i], x[j] = x[j], x[i]
		}
	}
	for size := 2; size <= windowSamples; size *= 2 {
		half, step := size/2, windowSamples/size
		for start := 0; start < windowSamples; start += size {
			for k := range half {
				a, b := x[start+k], x[start+k+half]*twiddles[k*step]
				x[start+k], x[start+k+half] = a+b, a-b
			}
		}
	}
}

// features returns the features of a whole recording.
func features(pcm []int16) []feature {
	var s spectrograph
	var out []feature
	for ; len(pcm) >= frameSamples; pcm = pcm[frameSamples:] {
		out = append(out, s.next(pcm[:frameSamples]))
	}
	return out
}
