package phone

import "time"

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
	gap, last := time.Duration(0), since
	for _, t := range times {
		if t.Before(since) {
			continue
		}
		// The kernel's times are wall times: compared without the monotonic clock.
		gap, last = max(gap, t.Round(0).Sub(last.Round(0))), t
	}
	return max(gap, end.Round(0).Sub(last.Round(0)))
}
