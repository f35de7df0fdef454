package stasis

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Sequences made after what Asterisk 22.10.1 was seen to tell of keys that were sent without the pauses that it wants.
func TestKeysToldTwice(t *testing.T) {
	type told struct {
		key string
		ms  int64
	}
	for want, sequence := range map[string][]told{
		// The 3 and the 6 had time; the 2 and the 9 came while the one before was heard; the second 6 was pressed by a person.
		"632966": {{"6", 0}, {"3", 203}, {"2", 287}, {"2", 350}, {"9", 350}, {"9", 497}, {"6", 498}, {"6", 655}, {"6", 960}, {"6", 970}},
		// Within the pause, and taken up at its end.
		"4712": {{"4", 0}, {"7", 200}, {"1", 220}, {"1", 246}, {"2", 400}},
		// By INFO, all within three milliseconds, while a sound plays and while none does.
		"2001":  {{"2", 0}, {"0", 45}, {"0", 90}, {"1", 135}},
		"20011": {{"2", 0}, {"0", 46}, {"0", 211}, {"1", 378}, {"1", 544}},
	} {
		var k keys
		pressed := ""
		for _, e := range sequence {
			if k.told(e.key, time.UnixMilli(1e12+e.ms), 100*time.Millisecond) {
				pressed += e.key
			}
		}
		if pressed != want {
			t.Errorf("the keys are %s, not %s", pressed, want)
		}
	}
}

// Whoever presses keys as the standards allow, a machine or a person, has pressed each of them.
func TestKeysPressedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var k keys
		at := time.UnixMilli(1e12)
		// A machine is steady; a person takes her time.
		down := rapid.IntRange(40, 1000).Draw(t, "down")
		pause := rapid.IntRange(40, 1000).Draw(t, "pause")
		for i := range 20 {
			at = at.Add(time.Duration(down+pause) * time.Millisecond)
			key := string(rune('0' + rapid.IntRange(0, 1).Draw(t, "key")))
			if !k.told(key, at, time.Duration(down)*time.Millisecond) {
				t.Fatalf("key %d, a %s, was taken for the one before", i, key)
			}
		}
	})
}
