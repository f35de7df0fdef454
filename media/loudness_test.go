package media

import (
	"math"
	"testing"
	"time"
)

// The signals of EBU Tech 3341 that one channel of 8 kHz can carry: a sine of
// 1 kHz measures 3 dB under its peak; pauses and silence do not count.
func TestLoudness(t *testing.T) {
	sine := func(dBFS float64, d time.Duration) []int16 {
		samples := samplesOf(Tone(1000, d))
		for i := range samples {
			samples[i] = int16(math.Round(float64(samples[i]) * 2 * ratio(dBFS)))
		}
		return samples
	}
	join := func(parts ...[]int16) (all []int16) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	for name, c := range map[string]struct {
		samples []int16
		want    float64
	}{
		"a tone":               {sine(-20, 20*time.Second), -23},
		"a quiet tone":         {sine(-30, 20*time.Second), -33},
		"between quieter ones": {join(sine(-33, 10*time.Second), sine(-20, 60*time.Second), sine(-33, 10*time.Second)), -23},
		"between silences":     {join(make([]int16, 80000), sine(-20, 5*time.Second), make([]int16, 80000)), -23},
		"a short one":          {sine(-20, 100*time.Millisecond), -23},
	} {
		if got := loudnessOf(c.samples); math.Abs(got-c.want) > 0.3 {
			t.Errorf("%s: %.2f LUFS, want %.2f", name, got, c.want)
		}
	}
	for name, samples := range map[string][]int16{"nothing": nil, "silence": make([]int16, 8000)} {
		if got := loudnessOf(samples); !math.IsInf(got, -1) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func BenchmarkLoudness(b *testing.B) {
	samples := samplesOf(Tone(1000, time.Minute))
	for b.Loop() {
		loudnessOf(samples)
	}
}
