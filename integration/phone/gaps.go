package phone

import (
	"slices"
	"time"
)

// LongestGap is the longest time without a received RTP packet since that moment: between two packets, from the moment to the first
// packet, and from the last packet to the end of the call or to now. Packets are timed by the kernel, so that a busy process makes
// no gaps of its own. Twenty milliseconds are normal.
func (c *Call) LongestGap(since time.Time) time.Duration {
	end := c.endOrNow()
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	times := make([]time.Time, 0, len(c.media.in.arrivals))
	for _, a := range c.media.in.arrivals {
		times = append(times, a.at)
	}
	return longest(times, since, end)
}

// LongestSendGap is the longest time since that moment in which this phone itself sent nothing: what the other side hears as a gap
// can be no shorter. A test on a loaded machine takes it off.
func (c *Call) LongestSendGap(since time.Time) time.Duration {
	end := c.endOrNow()
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	return longest(c.media.out.sent, since, end)
}

// LongestGapFrom is LongestGap without what the speaker, the phone at the other end of the conversation, left out itself because its
// process was held up: what the way between the two has added. This is the figure to hold against a limit on a busy machine.
func (c *Call) LongestGapFrom(speaker *Call, since time.Time) time.Duration {
	end := c.endOrNow()
	c.media.mu.Lock()
	heard := make([]time.Time, 0, len(c.media.in.arrivals))
	for _, a := range c.media.in.arrivals {
		heard = append(heard, a.at)
	}
	c.media.mu.Unlock()
	speaker.media.mu.Lock()
	sent := slices.Clone(speaker.media.out.sent)
	speaker.media.mu.Unlock()
	return longestBeyond(gaps(heard, since, end), gaps(sent, since, end))
}

// LongestQuiet is the longest time since that moment in which nothing but silence, or nothing at all, was received.
func (c *Call) LongestQuiet(since time.Time) time.Duration {
	end := c.endOrNow()
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	var loud []time.Time
	at := 0
	for _, a := range c.media.in.arrivals {
		if !a.at.Before(since) && isLoud(decodeUlaw(c.media.in.sound[at:a.end])) {
			loud = append(loud, a.at)
		}
		at = a.end
	}
	return longest(loud, since, end)
}

func (c *Call) endOrNow() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended.isSet() {
		return c.ending.At
	}
	return time.Now()
}

// longest returns the longest time between neighbours among since, the times after it, and end.
func longest(times []time.Time, since, end time.Time) time.Duration {
	worst := time.Duration(0)
	for _, g := range gaps(times, since, end) {
		worst = max(worst, g.length())
	}
	return worst
}

// gap is a time without packets.
type gap struct{ from, to time.Time }

func (g gap) length() time.Duration { return g.to.Sub(g.from) }

// gaps returns the times between neighbours among since, the times after it, and end. The kernel's times are wall times, so all are
// taken without the monotonic clock.
func gaps(times []time.Time, since, end time.Time) []gap {
	var all []gap
	last := since.Round(0)
	for _, t := range times {
		if t = t.Round(0); !t.Before(last) {
			all = append(all, gap{last, t})
			last = t
		}
	}
	return append(all, gap{last, end.Round(0)})
}

// way is how much later than it was sent a packet may arrive and still be the same gap.
const way = 100 * time.Millisecond

// longestBeyond returns the longest of the heard gaps, each without the longest sent one that can be its cause.
func longestBeyond(heard, sent []gap) time.Duration {
	worst := time.Duration(0)
	first := 0
	for _, h := range heard {
		cause := time.Duration(0)
		for first < len(sent) && sent[first].to.Before(h.from.Add(-way)) {
			first++
		}
		for _, s := range sent[first:] {
			if s.from.After(h.to) {
				break
			}
			cause = max(cause, s.length()-frameTime)
		}
		worst = max(worst, h.length()-cause)
	}
	return worst
}
