package media

import (
	"math"
	"time"
)

// Tone makes a WAV file of a sine at half of full scale, for tests and the demo:
// a software phone recognises a prompt by its frequency. hz is 1 to 3999; the
// ends fade over 5 ms, so that there is no click.
func Tone(hz float64, d time.Duration) []byte {
	n := int(d.Seconds() * SampleRate)
	fade := min(SampleRate/200, n/2)
	samples := make([]int16, n)
	for i := range samples {
		level := 1.0
		if edge := min(i, n-1-i); edge < fade {
			level = float64(edge) / float64(fade)
		}
		samples[i] = int16(math.Round(level * 16384 * math.Sin(2*math.Pi*hz*float64(i)/SampleRate)))
	}
	return encodeWAV(samples)
}
