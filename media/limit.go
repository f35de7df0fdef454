package media

import "math"

// limitReach is how many samples before and after a peak the sound gets quieter
// for it: 5 ms, so that nobody hears a step.
const limitReach = SampleRate / 200

// limit returns the gain of each sample: the one given, and less around peaks
// that would exceed most. It is the mean of the least gains that the samples
// nearby can bear, so that no peak exceeds it. It is asked for 0, 1, 2, …
func limit(samples []int16, gain, most float64) func(i int) float64 {
	var bearable []float64 // nil when there is no such peak
	for i, s := range samples {
		level := math.Abs(float64(s)) * gain
		if level <= most {
			continue
		}
		if bearable == nil {
			bearable = make([]float64, len(samples))
			for j := range bearable {
				bearable[j] = gain
			}
		}
		for j := max(0, i-limitReach); j <= min(len(samples)-1, i+limitReach); j++ {
			bearable[j] = min(bearable[j], gain*most/level)
		}
	}
	if bearable == nil {
		return func(int) float64 { return gain }
	}
	sum, from, to := 0.0, 0, 0 // of bearable[from:to]
	return func(i int) float64 {
		for ; to < min(len(bearable), i+limitReach+1); to++ {
			sum += bearable[to]
		}
		for ; from < i-limitReach; from++ {
			sum -= bearable[from]
		}
		return sum / float64(to-from)
	}
}
