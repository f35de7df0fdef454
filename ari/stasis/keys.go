package stasis

import "time"

// keys tells the presses of a party's keys from what Asterisk says of one press a second time.
//
// Asterisk lets a key that had no pause before it be heard for its time, by itself, and holds back one that comes meanwhile or in the
// pause after that. It tells the end of a key that it holds back when it comes and when it is taken up, which is before any other and
// not before the time of the one before is over (queue_dtmf_readq in main/channel.c of Asterisk 22; docs/asterisk.md). Nothing in the
// event says so. Keys by SIP INFO it hands on one by one, with the pause between them, and tells once.
type keys struct {
	key     string
	pressed time.Time // on Asterisk's clock
	// again is when Asterisk takes key up if it has held it back.
	again struct{ from, until time.Time }
	// last is what was told last, a press or not, and heard how long Asterisk lets it be heard.
	last  time.Time
	heard time.Duration
}

const (
	// gap is Asterisk's pause after a key (AST_MIN_DTMF_GAP), and tolerance what its threads and the clock of its events, which counts
	// milliseconds, make of it.
	gap       = 45 * time.Millisecond
	tolerance = 30 * time.Millisecond
	// shortest is how far apart the ends of two presses are at least: they last 40 ms (ITU-T Q.24), and by INFO there is the gap.
	shortest = 40 * time.Millisecond
	// A key is heard for 80 ms at least (AST_MIN_DTMF_DURATION). Nobody presses two more within the longest and the gap.
	shortestHeard, longestHeard = 80 * time.Millisecond, 150 * time.Millisecond
)

// told takes the end of a key that Asterisk tells, and says whether it is a new press. How long the key was down is as in the event.
func (k *keys) told(key string, at time.Time, down time.Duration) bool {
	if at.IsZero() {
		return true
	}
	again := !at.Before(k.again.from) && !at.After(k.again.until)
	fresh := key != k.key || at.Sub(k.pressed) >= shortest && !again
	if fresh {
		k.key, k.pressed = key, at
		k.again.from, k.again.until = k.last.Add(k.heard+gap-5*time.Millisecond), k.last.Add(k.heard+gap+tolerance)
		if at.Sub(k.last) < gap-time.Millisecond { // it came in the pause
			k.again.from = at
		}
	} else {
		k.again.from, k.again.until = time.Time{}, time.Time{}
	}
	k.last, k.heard = at, min(max(down, shortestHeard), longestHeard)
	return fresh
}
