//go:build integration

package phone

import (
	"path/filepath"
	"strings"
	"testing"
)

// Asterisk's numbers, short words in one voice, are each recognised through µ-law, and never taken for another.
func TestAsterisksNumbersAreToldApart(t *testing.T) {
	env := asterisk(t)
	paths := both[[]string](t)(filepath.Glob(filepath.Join(env["ASTERISK_STATE"], "data", "sounds", "en", "digits", "[0-9]*.wav")))
	if len(paths) < 20 {
		t.Fatalf("%d recordings of numbers in %s", len(paths), env["ASTERISK_STATE"])
	}
	said := map[string][]int16{}
	for _, path := range paths {
		pcm := both[[]int16](t)(LoadWAV(path))
		heard := append(make([]int16, 1033), decodeUlaw(encodeUlaw(pcm))...)
		said[strings.TrimSuffix(filepath.Base(path), ".wav")] = append(heard, make([]int16, sampleRate/4)...)
	}
	for _, path := range paths {
		number := strings.TrimSuffix(filepath.Base(path), ".wav")
		sound := Audio(number, both[[]int16](t)(LoadWAV(path)))
		for other, pcm := range said {
			if got := recognises(sound, pcm); got != (other == number) {
				t.Errorf("%s in what says %s: %v", number, other, got)
			}
		}
	}
}
