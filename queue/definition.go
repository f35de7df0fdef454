package queue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/wording"
)

// Strategy says which of the free members of the same priority is rung.
type Strategy string

// The strategies.
const (
	InOrder     Strategy = "in_order"     // the first in the order of the members
	RoundRobin  Strategy = "round_robin"  // the first after the one who completed the last call
	All         Strategy = "all"          // everybody at once
	LongestIdle Strategy = "longest_idle" // whose last call ended longest ago
	Random      Strategy = "random"       // anybody
)

// Strategies lists them for people.
func Strategies() []string {
	return []string{string(InOrder), string(RoundRobin), string(All), string(LongestIdle), string(Random)}
}

// Definition is a queue as people set it up. Times are in seconds.
type Definition struct {
	Name     string   `json:"name"`
	Strategy Strategy `json:"strategy"`
	// CycleS is the time between ticks: members' delays, announcements and
	// changes of the membership count in it. 1 to 600.
	CycleS float64 `json:"cycle_s"`
	// RingS is how long a member is rung, 1 to 600.
	RingS float64 `json:"ring_s"`
	// WrapUpS is how long a member is left alone after a call, 0 to 3600.
	WrapUpS float64 `json:"wrap_up_s"`
	// Capacity is how many callers may wait, 0 for any number.
	Capacity int `json:"capacity"`
	// PauseAfter is how many calls in a row a member may miss before being
	// paused, 0 for any number.
	PauseAfter int `json:"pause_after"`
	// Music is the class of music on hold.
	Music string `json:"music"`
	// Whisper is what a member hears before the caller is connected.
	Whisper string `json:"whisper"`
	// PositionEvery is every how many cycles callers are told their position,
	// 0 for never; with PositionChanged only when it is another than last time;
	// with WaitSaid the estimated wait too.
	PositionEvery   int  `json:"position_every"`
	PositionChanged bool `json:"position_changed"`
	WaitSaid        bool `json:"wait_said"`
	// Periodic is what callers hear every PeriodicEvery cycles.
	Periodic      string `json:"periodic"`
	PeriodicEvery int    `json:"periodic_every"`
	// Hours are when the queue takes callers, as "mon-fri 09:00-17:30" in
	// Timezone; none means always.
	Hours    []string `json:"hours"`
	Timezone string   `json:"timezone"`
	// Closed is the exceptional closure, ClosedTo where callers then go:
	// "external:+NUMBER", "user:NAME" or "group:NAME" for a mailbox, or "".
	Closed   bool   `json:"closed"`
	ClosedTo string `json:"closed_to"`
	// ServiceLevelS is the wait within which calls should be answered, for reports.
	ServiceLevelS float64  `json:"service_level_s"`
	Members       []Member `json:"members"`
}

// Member is a user who serves a queue.
type Member struct {
	User string `json:"user"`
	// Priority is 1 to 10; a higher number is rung only when nobody of a lower
	// one is free.
	Priority int `json:"priority"`
	// DelayS is how long a caller must have waited before this member is rung.
	DelayS float64 `json:"delay_s"`
	// PauseAfter is the queue's PauseAfter for this member alone: nil for as the
	// queue says, 0 for never.
	PauseAfter *int `json:"pause_after,omitempty"`
	// LoggedIn members are rung, unless Paused; PauseWhy says who did that.
	LoggedIn bool   `json:"logged_in"`
	Paused   bool   `json:"paused"`
	PauseWhy string `json:"pause_why,omitempty"`
	// Missed is how many calls in a row were missed.
	Missed int `json:"missed"`
	// LastDone is when the member's last call of this queue ended, WrapUntil
	// when the wrap-up of the last call of any queue does.
	LastDone  time.Time `json:"last_done,omitzero"`
	WrapUntil time.Time `json:"-"`
	// Legs are the telephones.
	Legs []flowengine.RingLeg `json:"-"`
}

// Defaults is a queue as it is when nothing is said about it.
func Defaults() Definition {
	return Definition{Strategy: InOrder, CycleS: 20, RingS: 20, Music: "default", Timezone: "UTC", ServiceLevelS: 20}
}

var closedTo = regexp.MustCompile(`^(external:\+[1-9][0-9]{4,14}|user:.+|group:.+)$`)

// ValidClosedTo says whether callers of a closed queue can be sent there.
func ValidClosedTo(to string) bool { return to == "" || closedTo.MatchString(to) }

// Check says what is wrong with a definition: the field, and a sentence's end
// that says what would be right. "" means that nothing is.
func (d *Definition) Check() (field, value string, problem wording.Phrase) {
	outside := func(name string, v, least, most float64) bool {
		if v >= least && v <= most {
			return false
		}
		field, value, problem = name, fmt.Sprintf("%g", v), wording.Say("use %g to %g", least, most)
		return true
	}
	switch {
	case !slices.Contains(Strategies(), string(d.Strategy)):
		return "strategy", string(d.Strategy), wording.Say("use %s", strings.Join(Strategies(), ", "))
	case outside("cycle", d.CycleS, 1, 600), outside("ring", d.RingS, 1, 600), outside("wrap-up", d.WrapUpS, 0, 3600),
		outside("capacity", float64(d.Capacity), 0, 10000), outside("pause-after", float64(d.PauseAfter), 0, 100),
		outside("position-every", float64(d.PositionEvery), 0, 1000), outside("periodic-every", float64(d.PeriodicEvery), 0, 1000),
		outside("service-level", d.ServiceLevelS, 1, 3600):
		return field, value, problem
	case d.Periodic != "" && d.PeriodicEvery == 0:
		return "periodic-every", "0", wording.Of("say every how many cycles the periodic audio is played")
	case !ValidClosedTo(d.ClosedTo):
		return "closed-to", d.ClosedTo, wording.Of("write external:+NUMBER, or user:NAME or group:NAME for a mailbox")
	}
	if _, err := time.LoadLocation(d.Timezone); err != nil {
		return "timezone", d.Timezone, wording.Of("write one such as Australia/Sydney")
	}
	for _, h := range d.Hours {
		if _, err := ParseHours(h); err != nil {
			return "hours", h, wording.Told(err)
		}
	}
	for _, m := range d.Members {
		if outside("priority", float64(m.Priority), 1, 10) || outside("delay", m.DelayS, 0, 3600) ||
			m.PauseAfter != nil && outside("pause-after", float64(*m.PauseAfter), 0, 100) {
			return field, value, problem
		}
	}
	return "", "", wording.Phrase{}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func (d *Definition) cycle() time.Duration { return max(seconds(d.CycleS), time.Second) }
