package nodes

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/us"
	"github.com/teambition/rrule-go"

	"callflow/wording"
)

// Holidays are days on which something else holds, from a country's calendar
// or from an iCalendar file (RFC 5545).
type Holidays struct {
	Name    string `json:"name,omitempty" jsonschema_description:"With a name the outcome is override:NAME, without one it is override."`
	Country string `json:"country,omitempty" jsonschema_description:"A country, or a country and region: au, au-nsw, gb, nz, us, de-by, …"`
	ICal    string `json:"ical,omitempty" jsonschema_description:"The text of an iCalendar file. In a flow file, file:NAME takes it from a file beside it."`

	once   sync.Once
	events []holidayEvent
	err    error
}

// holidayCalendars are the calendars by the code that a flow names.
func holidayCalendars() map[string][]*cal.Holiday {
	return map[string][]*cal.Holiday{
		"at": at.Holidays, "au-act": au.HolidaysACT, "au-nsw": au.HolidaysNSW, "au-nt": au.HolidaysNT,
		"au-qld": au.HolidaysQLD, "au-sa": au.HolidaysSA, "au-tas": au.HolidaysTAS, "au-vic": au.HolidaysVIC,
		"au-wa": au.HolidaysWA, "ca": ca.Holidays, "ch": ch.Holidays, "de": de.Holidays, "de-by": de.HolidaysBY,
		"de-be": de.HolidaysBE, "de-nw": de.HolidaysNW, "es": es.Holidays, "fr": fr.Holidays, "gb": gb.Holidays,
		"ie": ie.Holidays, "it": it.Holidays, "nl": nl.Holidays, "nz": nz.Holidays, "us": us.Holidays,
	}
}

// holidayEvent is one event of an iCalendar file: from its start, for its length,
// once or by a rule.
type holidayEvent struct {
	title  string
	start  time.Time
	length time.Duration
	rule   *rrule.RRule
	allDay bool
}

// on says whether a holiday holds at a time in the node's own zone.
func (h *Holidays) on(now time.Time) (title string, holds bool, err error) {
	if h.Country != "" {
		days, ok := holidayCalendars()[strings.ToLower(h.Country)]
		if !ok {
			return "", false, fmt.Errorf("there is no holiday calendar %q", h.Country)
		}
		calendar := cal.Calendar{Holidays: days}
		if actual, observed, day := calendar.IsHoliday(now); actual || observed {
			return day.Name, true, nil
		}
	}
	if h.ICal == "" {
		return "", false, nil
	}
	h.once.Do(func() { h.events, h.err = parseICal(h.ICal) })
	if h.err != nil {
		return "", false, h.err
	}
	for _, event := range h.events {
		if event.holds(now) {
			return event.title, true, nil
		}
	}
	return "", false, nil
}

func (e holidayEvent) holds(now time.Time) bool {
	if e.allDay {
		// An all-day event is a date, the same in every zone.
		now = time.Date(now.Year(), now.Month(), now.Day(), now.Hour(), now.Minute(), now.Second(), 0, time.UTC)
	}
	start := e.start
	if e.rule != nil {
		start = e.rule.Before(now, true)
		if start.IsZero() {
			return false
		}
	}
	return !now.Before(start) && now.Before(start.Add(e.length))
}

func parseICal(text string) ([]holidayEvent, error) {
	calendar, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		return nil, wording.Errorf("the iCalendar file cannot be read: %v", err)
	}
	var events []holidayEvent
	for _, event := range calendar.Events() {
		parsed, err := parseEvent(event)
		if err != nil {
			return nil, wording.Errorf("the iCalendar event %q: %v", property(event, ics.ComponentPropertySummary), err)
		}
		events = append(events, parsed)
	}
	if len(events) == 0 {
		return nil, wording.Errorf("the iCalendar file has no events")
	}
	return events, nil
}

func parseEvent(event *ics.VEvent) (holidayEvent, error) {
	parsed := holidayEvent{title: property(event, ics.ComponentPropertySummary)}
	start := property(event, ics.ComponentPropertyDtStart)
	var err error
	if parsed.allDay = len(start) == len("20261225"); parsed.allDay {
		parsed.start, err = time.Parse("20060102", start)
		if err != nil {
			return parsed, err
		}
		parsed.length = 24 * time.Hour
		if end, err := time.Parse("20060102", property(event, ics.ComponentPropertyDtEnd)); err == nil {
			parsed.length = end.Sub(parsed.start)
		}
	} else {
		if parsed.start, err = event.GetStartAt(); err != nil {
			return parsed, err
		}
		end, err := event.GetEndAt()
		if err != nil {
			return parsed, err
		}
		parsed.length = end.Sub(parsed.start)
	}
	if rule := property(event, ics.ComponentPropertyRrule); rule != "" {
		option, err := rrule.StrToROption(rule)
		if err != nil {
			return parsed, err
		}
		option.Dtstart = parsed.start
		if parsed.rule, err = rrule.NewRRule(*option); err != nil {
			return parsed, err
		}
	}
	return parsed, nil
}

func property(event *ics.VEvent, name ics.ComponentProperty) string {
	if p := event.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func knownCalendars() string {
	return strings.Join(slices.Sorted(maps.Keys(holidayCalendars())), ", ")
}
