package media

import (
	"math"
)

// Loudness is measured as ITU-R BS.1770-4 and EBU R 128 have it: the sound is
// weighted for how the ear hears it, cut into overlapping blocks, and the
// silence between words does not count. All of it for one channel at SampleRate.
const (
	blockLength = SampleRate * 4 / 10 // 400 ms
	blockStep   = SampleRate / 10     // blocks overlap by three quarters

	silenceGate  = -70.0 // LUFS: a quieter block is silence
	relativeGate = -10.0 // LU: so much under the mean of the others, a block is a pause
	lufsOffset   = -0.691
)

// biquad is a filter of the second order.
type biquad struct{ b0, b1, b2, a1, a2 float64 }

// The two stages of the weighting, for any sample rate: BS.1770 gives their
// coefficients for 48 kHz only, which are those of a high shelf and a high pass
// with these frequencies (Hz), gain (dB) and qualities.
func headFilter() biquad {
	const frequency, gain, quality = 1681.974450955533, 3.999843853973347, 0.7071752369554196
	k := math.Tan(math.Pi * frequency / SampleRate)
	high := math.Pow(10, gain/20)
	band := math.Pow(high, 0.4996667741545416)
	a0 := 1 + k/quality + k*k
	return biquad{
		b0: (high + band*k/quality + k*k) / a0, b1: 2 * (k*k - high) / a0, b2: (high - band*k/quality + k*k) / a0,
		a1: 2 * (k*k - 1) / a0, a2: (1 - k/quality + k*k) / a0,
	}
}

func rumbleFilter() biquad {
	const frequency, quality = 38.13547087602444, 0.5003270373238773
	k := math.Tan(math.Pi * frequency / SampleRate)
	a0 := 1 + k/quality + k*k
	return biquad{b0: 1, b1: -2, b2: 1, a1: 2 * (k*k - 1) / a0, a2: (1 - k/quality + k*k) / a0}
}

// weighted is the sound as the ear weighs it, from -1 to 1.
func weighted(samples []int16) []float64 {
	out := make([]float64, len(samples))
	for i, s := range samples {
		out[i] = float64(s) / (math.MaxInt16 + 1)
	}
	for _, f := range []biquad{headFilter(), rumbleFilter()} {
		var x1, x2, y1, y2 float64
		for i, x := range out {
			y := f.b0*x + f.b1*x1 + f.b2*x2 - f.a1*y1 - f.a2*y2
			x1, x2, y1, y2 = x, x1, y, y1
			out[i] = y
		}
	}
	return out
}

// loudnessOf is the loudness of a sound in LUFS, minus infinity for silence. A sound shorter than
// a block is one block.
func loudnessOf(samples []int16) float64 {
	sound := weighted(samples)
	var blocks []float64 // mean squares
	for at := 0; at == 0 || at+blockLength <= len(sound); at += blockStep {
		block := sound[at:min(at+blockLength, len(sound))]
		sum := 0.0
		for _, v := range block {
			sum += v * v
		}
		if len(block) > 0 {
			blocks = append(blocks, sum/float64(len(block)))
		}
	}
	loud := gated(blocks, silenceGate)
	return meanLoudness(gated(loud, meanLoudness(loud)+relativeGate))
}

// gated are the blocks above a gate in LUFS.
func gated(blocks []float64, gate float64) []float64 {
	var out []float64
	for _, b := range blocks {
		if lufs(b) > gate {
			out = append(out, b)
		}
	}
	return out
}

func meanLoudness(blocks []float64) float64 {
	sum := 0.0
	for _, b := range blocks {
		sum += b
	}
	if sum == 0 {
		return math.Inf(-1)
	}
	return lufs(sum / float64(len(blocks)))
}

func lufs(meanSquare float64) float64 { return lufsOffset + 10*math.Log10(meanSquare) }
