package nodes

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/wording"
)

// TimeRouting chooses the way by date and time. The first match wins:
// overrides in their order, then holidays, then slots in their order. A slot
// and an override last from their start to just before their end, in the wall
// clock of the time zone, so that daylight saving time moves with it.
type TimeRouting struct {
	Timezone  string     `json:"timezone" jsonschema:"minLength=1" jsonschema_description:"The IANA time zone, such as Australia/Sydney."`
	Slots     []Slot     `json:"slots,omitempty" jsonschema_description:"The week's slots."`
	Overrides []Override `json:"overrides,omitempty" jsonschema_description:"Dates on which something else holds."`
	Holidays  *Holidays  `json:"holidays,omitempty" jsonschema_description:"Public holidays, by country and region or from an iCalendar file."`
}

// Slot is a part of the week. Slots of the same name share an outcome.
type Slot struct {
	Name string   `json:"name" jsonschema:"minLength=1" jsonschema_description:"What the outcome is called: slot:NAME."`
	Days []string `json:"days" jsonschema:"minItems=1" jsonschema_description:"mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri."`
	From string   `json:"from" jsonschema_description:"HH:MM, the first minute that belongs to it."`
	To   string   `json:"to" jsonschema_description:"HH:MM, the first minute after it. Not later than from: it ends on the next day. 24:00 is midnight."`
}

// Override is a date, or some dates, on which something else holds.
type Override struct {
	Label    string `json:"label,omitempty" jsonschema_description:"What people call it; it stands in the trace."`
	Name     string `json:"name,omitempty" jsonschema_description:"With a name its outcome is override:NAME, without one it is override."`
	FromDate string `json:"from_date" jsonschema_description:"YYYY-MM-DD, the first day."`
	ToDate   string `json:"to_date,omitempty" jsonschema_description:"YYYY-MM-DD, the last day; the first day if it is not given."`
	From     string `json:"from,omitempty" jsonschema_description:"HH:MM on each of the days; not given: all day."`
	To       string `json:"to,omitempty" jsonschema_description:"HH:MM, the first minute after it."`
}

func newTimeRouting() flowengine.Runner { return &TimeRouting{} }

// Outcomes implements [flowengine.Runner].
func (n *TimeRouting) Outcomes() []flowengine.Outcome {
	var out []flowengine.Outcome
	add := func(name string, about wording.Phrase) {
		if !slices.ContainsFunc(out, func(o flowengine.Outcome) bool { return o.Name == name }) {
			out = append(out, flowengine.OutcomeAbout(name, about))
		}
	}
	for _, s := range n.Slots {
		add("slot:"+s.Name, wording.Say("the time is in the slot %s", s.Name))
	}
	for _, o := range n.Overrides {
		add(overrideOutcome(o.Name), wording.Of("an override holds"))
	}
	if n.Holidays != nil {
		add(overrideOutcome(n.Holidays.Name), wording.Of("it is a holiday"))
	}
	add("no_match", wording.Of("none of them"))
	return out
}

// VariedOutcomes are the outcomes as the node reference shows them.
func (n *TimeRouting) VariedOutcomes() []flowengine.Outcome {
	return []flowengine.Outcome{
		{Name: "slot:<name>", About: "the time is in the slot; one for each name"},
		{Name: "override", About: "an override or a holiday without a name holds"},
		{Name: "override:<name>", About: "the override or holiday of this name holds"},
		{Name: "no_match", About: "none of them"},
	}
}

func overrideOutcome(name string) string {
	if name == "" {
		return "override"
	}
	return "override:" + name
}

// Run implements [flowengine.Runner].
func (n *TimeRouting) Run(_ context.Context, s *flowengine.Session) (flowengine.Result, error) {
	zone, err := time.LoadLocation(n.Timezone)
	if err != nil {
		return flowengine.Result{}, fmt.Errorf("the time zone “%s” is not known on this machine: %w", n.Timezone, err)
	}
	now := s.Now().In(zone)
	outcome, why, err := n.at(now)
	if err != nil {
		return flowengine.Result{}, err
	}
	return flowengine.Result{
		Outcome: outcome,
		Why:     fmt.Sprintf("It was %s in %s: %s.", now.Format("Monday 2006-01-02 15:04"), n.Timezone, why),
		Details: map[string]any{"local_time": now.Format(time.RFC3339)},
	}, nil
}

// at decides for a time in the node's own zone.
func (n *TimeRouting) at(now time.Time) (outcome, why string, err error) {
	for _, o := range n.Overrides {
		holds, err := o.holds(now)
		if err != nil {
			return "", "", err
		}
		if holds {
			return overrideOutcome(o.Name), fmt.Sprintf("the override %s holds", o.title()), nil
		}
	}
	if n.Holidays != nil {
		name, holds, err := n.Holidays.on(now)
		if err != nil {
			return "", "", err
		}
		if holds {
			return overrideOutcome(n.Holidays.Name), fmt.Sprintf("it is the holiday %s", name), nil
		}
	}
	for _, slot := range n.Slots {
		holds, err := slot.holds(now)
		if err != nil {
			return "", "", err
		}
		if holds {
			return "slot:" + slot.Name, fmt.Sprintf("in the slot %s (%s)", slot.Name, slot), nil
		}
	}
	return "no_match", "in no slot", nil
}

// String is the slot as people write it.
func (s Slot) String() string {
	return strings.Join(s.Days, ",") + " " + s.From + "–" + s.To
}

func (s Slot) holds(now time.Time) (bool, error) {
	days, from, to, err := s.parse()
	if err != nil {
		return false, err
	}
	minute := now.Hour()*60 + now.Minute()
	today, yesterday := days[now.Weekday()], days[(now.Weekday()+6)%7]
	if from < to {
		return today && from <= minute && minute < to, nil
	}
	return today && minute >= from || yesterday && minute < to, nil
}

// parse reads a slot; from and to are minutes since midnight.
func (s Slot) parse() (days [7]bool, from, to int, err error) {
	if days, err = parseDays(s.Days); err != nil {
		return days, 0, 0, err
	}
	if from, err = parseClock(s.From); err != nil {
		return days, 0, 0, err
	}
	to, err = parseClock(s.To)
	return days, from, to, err
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func parseDays(names []string) (days [7]bool, err error) {
	for _, name := range names {
		first, last, ranged := strings.Cut(strings.ToLower(name), "-")
		if !ranged {
			last = first
		}
		from, to := slices.Index(weekdays, first), slices.Index(weekdays, last)
		if from < 0 || to < 0 {
			return days, wording.Errorf("“%s” is not a day: write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri", name)
		}
		for d := from; ; d = (d + 1) % 7 {
			days[d] = true
			if d == to {
				break
			}
		}
	}
	return days, nil
}

func parseClock(text string) (minute int, err error) {
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, wording.Errorf("“%s” is not a time of day: write HH:MM, from 00:00 to 24:00", text)
	}
	return t.Hour()*60 + t.Minute(), nil
}

func (o Override) title() string {
	for _, t := range []string{o.Label, o.Name} {
		if t != "" {
			return t
		}
	}
	return o.FromDate
}

// dates are the first and last day as YYYY-MM-DD, which sorts like dates do.
func (o Override) dates() (first, last string, err error) {
	first, last = o.FromDate, o.ToDate
	if last == "" {
		last = first
	}
	for _, date := range []string{first, last} {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return "", "", wording.Errorf("“%s” is not a date: write YYYY-MM-DD", date)
		}
	}
	if last < first {
		return "", "", wording.Errorf("it ends on %s, before it begins on %s", last, first)
	}
	return first, last, nil
}

func (o Override) holds(now time.Time) (bool, error) {
	first, last, err := o.dates()
	if err != nil {
		return false, err
	}
	today := now.Format(time.DateOnly)
	if o.From == "" && o.To == "" {
		return first <= today && today <= last, nil
	}
	from, to, err := o.hours()
	if err != nil {
		return false, err
	}
	minute := now.Hour()*60 + now.Minute()
	within := first <= today && today <= last
	if from < to {
		return within && from <= minute && minute < to, nil
	}
	yesterday := now.AddDate(0, 0, -1).Format(time.DateOnly)
	return within && minute >= from || first <= yesterday && yesterday <= last && minute < to, nil
}

func (o Override) hours() (from, to int, err error) {
	from, to = 0, 24*60
	if o.From != "" {
		if from, err = parseClock(o.From); err != nil {
			return 0, 0, err
		}
	}
	if o.To != "" {
		to, err = parseClock(o.To)
	}
	return from, to, err
}
