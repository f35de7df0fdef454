package queue

import (
	"slices"
	"strings"
	"time"

	"callflow/wording"
)

// Hours is one part of the week in which a queue takes callers: from ≤ now <
// to, in the wall clock of the queue's time zone. It may cross midnight.
type Hours struct {
	days     [7]bool // by time.Weekday
	from, to int     // minutes since midnight
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

var errHours = wording.Errorf("write it like mon-fri 09:00-17:30 or sat,sun 10:00-24:00")

// ParseHours reads "mon-fri 09:00-17:30"; days are separated by commas, and may
// be ranges.
func ParseHours(text string) (h Hours, err error) {
	names, clock, ok := strings.Cut(strings.TrimSpace(text), " ")
	from, to, ranged := strings.Cut(strings.TrimSpace(clock), "-")
	if !ok || !ranged {
		return h, errHours
	}
	for name := range strings.SplitSeq(strings.ToLower(names), ",") {
		first, last, isRange := strings.Cut(name, "-")
		if !isRange {
			last = first
		}
		a, b := slices.Index(weekdays, first), slices.Index(weekdays, last)
		if a < 0 || b < 0 {
			return h, wording.Errorf("%q is not a day; %w", name, errHours)
		}
		for d := a; ; d = (d + 1) % 7 {
			h.days[d] = true
			if d == b {
				break
			}
		}
	}
	if h.from, err = minutes(from); err != nil {
		return h, err
	}
	h.to, err = minutes(to)
	return h, err
}

func minutes(text string) (int, error) {
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, wording.Errorf("%q is not a time of day; %w", text, errHours)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// Holds says whether a local time is in it.
func (h Hours) Holds(local time.Time) bool {
	minute := local.Hour()*60 + local.Minute()
	today, yesterday := h.days[local.Weekday()], h.days[(local.Weekday()+6)%7]
	if h.from < h.to {
		return today && h.from <= minute && minute < h.to
	}
	return today && minute >= h.from || yesterday && minute < h.to
}

// Open says whether the queue takes callers at a time by its opening hours.
// Hours that cannot be read do not keep callers out.
func (d *Definition) Open(now time.Time) bool {
	zone, err := time.LoadLocation(d.Timezone)
	if err != nil {
		return true
	}
	open := len(d.Hours) == 0
	for _, text := range d.Hours {
		h, err := ParseHours(text)
		open = open || err != nil || h.Holds(now.In(zone))
	}
	return open
}
