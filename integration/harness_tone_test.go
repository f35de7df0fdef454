//go:build integration

package integration

import (
	"math"
	"time"

	"callflow/integration/phone"
)

// isTone says whether most of a frame's energy is at that frequency, by Goertzel's algorithm.
func isTone(frame []int16, hertz int) bool {
	coefficient := 2 * math.Cos(2*math.Pi*float64(hertz)/8000)
	var s1, s2, total float64
	for _, sample := range frame {
		x := float64(sample)
		s1, s2 = x+coefficient*s1-s2, s1
		total += x * x
	}
	const loud = 150 * 150 // as phones have it
	power := s1*s1 + s2*s2 - coefficient*s1*s2
	return total > loud*float64(len(frame)) && 2*power/(float64(len(frame))*total) > 0.7
}

// toneTime is for how long that tone is in those samples, in tenths of a second.
func toneTime(pcm []int16, hertz int) (d time.Duration) {
	const frame = 800
	for ; len(pcm) >= frame; pcm = pcm[frame:] {
		if isTone(pcm[:frame], hertz) {
			d += 100 * time.Millisecond
		}
	}
	return d
}

// toneInFile says whether a WAV file has that tone in it, for 100 ms or more.
func toneInFile(path string, hertz int) (bool, error) {
	pcm, err := phone.LoadWAV(path)
	return err == nil && toneIn(pcm, hertz), err
}
