package stasis

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// 6, 3, 2, 9, 6 and 6, as Asterisk tells of them when the network has left nothing of the pauses.
func TestKeysToldTwice(t *testing.T) {
	var k keys
	pressed := ""
	for _, told := range []struct {
		key string
		at  int // ms
	}{{"6", 0}, {"3", 203}, {"2", 287}, {"2", 350}, {"9", 350}, {"9", 497}, {"6", 498}, {"6", 655}, {"6", 760}, {"6", 800}} {
		if k.told(told.key, time.UnixMilli(int64(1e12+told.at)), 100*time.Millisecond) {
			pressed += told.key
		}
	}
	if pressed != "632966" {
		t.Errorf("the keys are %s", pressed)
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
