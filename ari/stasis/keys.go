package stasis

import "time"

// keys tells the presses of a party's keys from what Asterisk says of one press a second time.
//
// Asterisk holds a key back that comes too soon after another, and tells the end of it when it takes it in and again when it takes
// it up (queue_dtmf_readq in main/channel.c of Asterisk 22; docs/asterisk.md). The second comes before any other key's, when the one
// before has been heard for long enough and the pause after it is over. Nothing in the event says so.
type keys struct {
	key     string
	pressed time.Time // on Asterisk's clock
	// again is until when Asterisk may tell key again, the zero time when it did.
	again time.Time
	// busy is until when Asterisk may hold back the next key.
	busy time.Time
}

const (
	// shortestKey is how far apart the ends of two presses of one key are at least: each lasts 40 ms (ITU-T Q.24).
	shortestKey = 40 * time.Millisecond
	// shortestHeard and longestHeard bound how long Asterisk lets the key before be heard: AST_MIN_DTMF_DURATION, and what a person
	// cannot press two more keys in.
	shortestHeard, longestHeard = 80 * time.Millisecond, 150 * time.Millisecond
	// pauseBetween is AST_MIN_DTMF_GAP, and how late a thread of Asterisk's may be.
	pauseBetween = 45*time.Millisecond + 30*time.Millisecond
)

// told takes the end of a key that Asterisk tells, and says whether it is a new press. How long the key was down is as in the event.
func (k *keys) told(key string, at time.Time, down time.Duration) bool {
	if at.IsZero() {
		return true
	}
	fresh := key != k.key || at.Sub(k.pressed) >= shortestKey && at.After(k.again)
	if fresh {
		k.key, k.pressed, k.again = key, at, k.busy
	} else {
		k.again = time.Time{}
	}
	k.busy = at.Add(min(max(down, shortestHeard), longestHeard) + pauseBetween)
	return fresh
}
