package nodes

import (
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/wording"
)

const minutesOfWeek = 7 * 24 * 60

// Check implements [flowengine.Checker].
func (n *TimeRouting) Check(c *flowengine.Check) {
	if _, err := time.LoadLocation(n.Timezone); err != nil || n.Timezone == "Local" {
		c.Error("timezone", "unknown_timezone", "the timezone “%s” is not an IANA time zone: write one such as Australia/Sydney", n.Timezone)
	}
	for i, o := range n.Overrides {
		param := fmt.Sprintf("overrides[%d]", i)
		if _, _, err := o.dates(); err != nil {
			c.Error(param, "bad_date", "the override %s: %v", o.title(), err)
		}
		if _, _, err := o.hours(); err != nil {
			c.Error(param, "bad_time", "the override %s: %v", o.title(), err)
		}
	}
	n.checkHolidays(c)
	if len(n.Slots) == 0 && len(n.Overrides) == 0 && n.Holidays == nil {
		c.Error("slots", "missing", "there are no slots, overrides or holidays: add the hours of the week")
	}
	n.checkWeek(c)
}

func (n *TimeRouting) checkHolidays(c *flowengine.Check) {
	h := n.Holidays
	if h == nil {
		return
	}
	if h.Country == "" && h.ICal == "" {
		c.Error("holidays", "missing", "the holidays have no calendar: set country, or ical")
	}
	if _, ok := holidayCalendars()[strings.ToLower(h.Country)]; h.Country != "" && !ok {
		c.Error("holidays.country", "unknown_calendar", "there is no holiday calendar “%s”: choose one of %s, or give an iCalendar file in ical", h.Country, knownCalendars())
	}
	if h.ICal != "" {
		if _, err := parseICal(h.ICal); err != nil {
			c.Error("holidays.ical", "bad_calendar", "%v", err)
		}
	}
}

// checkWeek paints the slots on the minutes of the week, from Monday 00:00, and
// so finds what overlaps.
func (n *TimeRouting) checkWeek(c *flowengine.Check) {
	var week [minutesOfWeek]int // 1 + index of the slot that a minute belongs to
	for i, slot := range n.Slots {
		days, from, to, err := slot.parse()
		if err != nil {
			c.Error(fmt.Sprintf("slots[%d]", i), "bad_slot", "the slot %s: %v", slot.Name, err)
			continue
		}
		if to <= from {
			to += 24 * 60
		}
		overlapped := map[int]bool{}
		for day, on := range days {
			if !on {
				continue
			}
			monday := (day + 6) % 7 // days count from Sunday
			for m := from; m < to; m++ {
				minute := (monday*24*60 + m) % minutesOfWeek
				other := week[minute]
				if other == 0 {
					week[minute] = i + 1
					continue
				}
				if other != i+1 && !overlapped[other] && n.Slots[other-1].Name != slot.Name {
					overlapped[other] = true
					c.Warn(fmt.Sprintf("slots[%d]", i), "overlap", "the slot %s (%s) overlaps %s (%s) from %s on, where %s wins: change the hours of one of them",
						slot.Name, slot, n.Slots[other-1].Name, n.Slots[other-1], weekMinute(minute), n.Slots[other-1].Name)
				}
			}
		}
	}
	if len(n.Slots) > 0 {
		c.Note("slots", "gaps", "%s", gaps(week[:]))
	}
}

// gaps says when no slot holds, from Monday 00:00 round the week.
func gaps(week []int) wording.Phrase {
	var spans []wording.Phrase
	for m := 0; m < len(week); {
		if week[m] != 0 {
			m++
			continue
		}
		end := m
		for end < len(week) && week[end] == 0 {
			end++
		}
		spans = append(spans, wording.Say("from %s to %s", weekMinute(m), weekMinute(end)))
		m = end
	}
	if len(spans) == 0 {
		return wording.Of("the slots cover the whole week")
	}
	return wording.Say("no slot holds %s; then no_match is taken", wording.List(spans, ""))
}

func weekMinute(m int) wording.Phrase {
	day := weekdays[(m/(24*60)+1)%7]
	if m == minutesOfWeek {
		return wording.Join(wording.Of("sun"), " 24:00")
	}
	return wording.Join(wording.Of(day), fmt.Sprintf(" %02d:%02d", m/60%24, m%60))
}
