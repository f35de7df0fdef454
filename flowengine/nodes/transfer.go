package nodes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
)

// Transfer connects the caller with one outside number, at certain times or
// always. How it rings and talks is a dial's; how it reads dates and hours is
// time routing's.
type Transfer struct {
	Number   string  `json:"number" jsonschema:"minLength=1" jsonschema_description:"The number that is called, with + and the country code, such as +61299998888."`
	CallerID string  `json:"caller_id" jsonschema_description:"What the one who is called sees: caller, number (the one that was called), or a fixed number."`
	TimeoutS float64 `json:"timeout_s" jsonschema:"minimum=1,maximum=600" jsonschema_description:"How long it rings, in seconds."`

	When     string   `json:"when" jsonschema:"enum=always,enum=date,enum=period,enum=weekly" jsonschema_description:"When it transfers: always, on one date, in a period of dates, or on days of the week."`
	Timezone string   `json:"timezone,omitempty" jsonschema_description:"The IANA time zone of dates and hours, such as Australia/Sydney."`
	Date     string   `json:"date,omitempty" jsonschema_description:"For date: YYYY-MM-DD."`
	FromDate string   `json:"from_date,omitempty" jsonschema_description:"For period: YYYY-MM-DD, its first day."`
	ToDate   string   `json:"to_date,omitempty" jsonschema_description:"For period: YYYY-MM-DD, its last day."`
	Days     []string `json:"days,omitempty" jsonschema_description:"For weekly: mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri."`
	From     string   `json:"from,omitempty" jsonschema_description:"HH:MM on each of the days; not given: from 00:00 on."`
	To       string   `json:"to,omitempty" jsonschema_description:"HH:MM, the first minute after it; not given: until 24:00. Not later than from: it ends on the next day."`
}

// When a transfer happens.
const (
	transferAlways = "always"
	transferDate   = "date"
	transferPeriod = "period"
	transferWeekly = "weekly"
)

func newTransfer() flowengine.Runner {
	return &Transfer{CallerID: "caller", TimeoutS: 30, When: transferAlways}
}

// Outcomes implements [flowengine.Runner].
func (*Transfer) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{
		{Name: "done", About: "the number answered, and the conversation has ended"},
		{Name: "no_match", About: "it is not the time to transfer"},
		{Name: "failed", About: "the number was busy, out of reach, or did not answer in time"},
	}
}

// WaitsForCaller implements [flowengine.Waiter]. Outside its time the node
// leads on at once.
func (n *Transfer) WaitsForCaller() bool { return n.When == transferAlways }

// Check implements [flowengine.Checker].
func (n *Transfer) Check(c *flowengine.Check) {
	if !externalNumber.MatchString(n.Number) {
		c.Error("number", "not_e164", "the number “%s” is not a full number: write it with + and the country code, as in +61299998888", n.Number)
	} else {
		c.External("number", n.Number)
	}
	checkCallerID(c, n.CallerID)
	n.checkWhen(c)
}

// belongs says which params belong to which kind of time.
func (n *Transfer) belongs() map[string]bool {
	return map[string]bool{
		"date":      n.When == transferDate,
		"from_date": n.When == transferPeriod,
		"to_date":   n.When == transferPeriod,
		"days":      n.When == transferWeekly,
		"from":      n.When != transferAlways,
		"to":        n.When != transferAlways,
	}
}

func (n *Transfer) checkWhen(c *flowengine.Check) {
	belongs := n.belongs()
	for _, param := range []string{"date", "from_date", "to_date", "days", "from", "to"} {
		if c.Given(param) && !belongs[param] {
			c.Warn(param, "unused", "“%s” is not used when “when” is %s: remove it, or change “when”", param, n.When)
		}
	}
	if n.When == transferAlways {
		return
	}
	if _, err := time.LoadLocation(n.Timezone); err != nil || n.Timezone == "" || n.Timezone == "Local" {
		c.Error("timezone", "unknown_timezone", "the timezone “%s” is not an IANA time zone: write one such as Australia/Sydney", n.Timezone)
	}
	switch n.When {
	case transferDate:
		n.checkDates(c, "date", n.Date)
	case transferPeriod:
		n.checkDates(c, "from_date", n.FromDate)
		if n.ToDate == "" {
			c.Error("to_date", "missing", "the period has no last day: set to_date")
		}
	case transferWeekly:
		if len(n.Days) == 0 {
			c.Error("days", "missing", "there are no days of the week: list those on which it transfers in days")
		} else if _, err := parseDays(n.Days); err != nil {
			c.Error("days", "bad_days", "%v", err)
		}
	}
	if _, _, err := n.hours().hours(); err != nil {
		c.Error("from", "bad_time", "%v", err)
	}
}

func (n *Transfer) checkDates(c *flowengine.Check, param, first string) {
	if first == "" {
		c.Error(param, "missing", "the day is not given: set %s", param)
		return
	}
	if _, _, err := n.hours().dates(); err != nil {
		c.Error(param, "bad_date", "%v", err)
	}
}

// hours are the dates and hours as time routing has them.
func (n *Transfer) hours() Override {
	o := Override{FromDate: n.FromDate, ToDate: n.ToDate, From: n.From, To: n.To}
	if n.When == transferDate {
		o.FromDate, o.ToDate = n.Date, n.Date
	}
	return o
}

// holds says whether it is the time to transfer, and in a few words what time
// that is.
func (n *Transfer) holds(now time.Time) (holds bool, what string, err error) {
	hours := ""
	if n.From != "" || n.To != "" {
		hours = " " + orElse(n.From, "00:00") + "–" + orElse(n.To, "24:00")
	}
	switch n.When {
	case transferAlways:
		return true, "always", nil
	case transferWeekly:
		slot := Slot{Days: n.Days, From: orElse(n.From, "00:00"), To: orElse(n.To, "24:00")}
		holds, err = slot.holds(now)
		return holds, slot.String(), err
	case transferDate:
		what = n.Date + hours
	default:
		what = n.FromDate + " to " + n.ToDate + hours
	}
	holds, err = n.hours().holds(now)
	return holds, what, err
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// Run implements [flowengine.Runner].
func (n *Transfer) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	var begun dialState
	if n.When != transferAlways && !s.Kept(&begun) { // what has begun goes on, also past its time
		zone, err := time.LoadLocation(n.Timezone)
		if err != nil {
			return flowengine.Result{}, fmt.Errorf("the time zone “%s” is not known on this machine: %w", n.Timezone, err)
		}
		now := s.Now().In(zone)
		holds, what, err := n.holds(now)
		if err != nil {
			return flowengine.Result{}, err
		}
		if !holds {
			return flowengine.Result{
				Outcome: "no_match",
				Why:     fmt.Sprintf("It was %s in %s, outside of %s.", now.Format("Monday 2006-01-02 15:04"), n.Timezone, what),
			}, nil
		}
	}
	dial := &Dial{
		Targets: []string{"external:" + n.Number}, Strategy: "in_order",
		TimeoutS: n.TimeoutS, CallerID: n.CallerID, Ringback: "ring",
	}
	result, err := dial.Run(ctx, s)
	if err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return result, err
	}
	switch result.Outcome {
	case "answered":
		result.Outcome = "done"
	case "busy":
		result.Outcome, result.Why = "failed", fmt.Sprintf("%s was busy, declined, or could not be reached.", n.Number)
	case "unanswered":
		result.Outcome, result.Why = "failed", fmt.Sprintf("%s did not answer in time.", n.Number)
	}
	return result, err
}
