package flowengine

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Caps bound what ringing numbers outside may cost a company, and a user of it.
// They are asked for every leg, at one place, [Session.Ring], and must not wait
// for the disk. What they counted survives a restart.
type Caps interface {
	// Claim asks whether a leg may be rung. One that goes outside counts from
	// then on, until it is settled. Claiming the same leg again counts it once,
	// and with again, after a restart, never refuses it.
	Claim(ctx context.Context, leg CapLeg, again bool) CapVerdict
	// Talks says that the leg is in a conversation since then; of a call that
	// callflow makes, that the one who is called has answered. It counts once.
	Talks(call string, leg Party, since time.Time)
	// Left is how much longer the conversation may last by what is left of the
	// day's minutes; ok is false when nothing bounds it.
	Left(call string, leg Party) (left time.Duration, ok bool)
	// Settle says that a leg is over; "" means all of the call's.
	Settle(call string, leg Party)
}

// CapLeg is a leg that is about to be rung.
type CapLeg struct {
	Call string
	ID   Party
	// Target is whom the flow names, such as "user:alice"; her own caps count
	// beside the company's.
	Target, Endpoint string
}

// CapVerdict is what the caps say about a leg. The zero value lets it ring.
type CapVerdict struct {
	// Refused is the reason as a sentence without its subject, "" when the leg
	// may be rung.
	Refused string
	// Rule is the cap that refused it, for machines.
	Rule string
	// Number is the number outside.
	Number string
}

// The rules by which caps refuse.
const (
	CapCallsHour  = "calls_hour"
	CapConcurrent = "concurrent"
	CapMinutesDay = "minutes_day"
	CapTextsHour  = "texts_hour"
	CapForbidden  = "forbidden"
	CapPremium    = "premium"
	CapAbroad     = "international"
)

// capped says whether the caps refuse a leg, and notes the reason with it.
func (s *Session) capped(ctx context.Context, l *ringing, again bool) bool {
	caps := s.services.Caps
	if caps == nil {
		return false
	}
	verdict := caps.Claim(ctx, CapLeg{Call: s.at.Call.ID, ID: l.id, Target: l.Target, Endpoint: l.Endpoint}, again)
	if verdict.Refused == "" {
		return false
	}
	l.state, l.refused, l.cause = legGone, true, CauseBusy
	l.became = fmt.Sprintf("not rung: %s", verdict.Refused)
	s.Warn("%s (%s) was not rung: %s.", l.Target, l.Endpoint, verdict.Refused)
	return true
}

// settle says that a leg is over, as far as caps go; "" means all of them.
func (s *Session) settle(leg Party) {
	if s.services.Caps != nil {
		s.services.Caps.Settle(s.at.Call.ID, leg)
	}
}

// outward tells the caps that the far side of a call that callflow made has
// answered: from then on it costs, whoever it is connected with. It may be told
// again after a restart.
func (s *Session) outward() {
	if s.services.Caps != nil && s.at.Call.Outbound && s.at.Answered {
		s.services.Caps.Talks(s.at.Call.ID, Caller, s.Now())
	}
}

// talkLimit is when the conversation ends at the latest: by the session's own
// limit, or because the day's minutes are used up. Others may use them too, so
// it is asked again when its time has come.
func (s *Session) talkLimit(leg Party, limit time.Time) (until time.Time, minutes bool) {
	if s.services.Caps == nil {
		return limit, false
	}
	legs := []Party{leg}
	if s.at.Call.Outbound {
		legs = append(legs, Caller)
	}
	until = limit
	for _, l := range legs {
		left, ok := s.services.Caps.Left(s.at.Call.ID, l)
		if end := s.Now().Add(left); ok && end.Before(until) {
			until, minutes = end, true
		}
	}
	return until, minutes
}

// OutsideCatalog is a [Catalog] that also knows which numbers outside may be rung.
type OutsideCatalog interface {
	// Refuses says why a number may not be rung, "" when it may.
	Refuses(ctx context.Context, number string) (string, error)
}

// External checks that the company's caps let the number outside be rung. An
// expression is not known before the call.
func (c *Check) External(param, number string) {
	catalog, ok := c.run.catalog.(OutsideCatalog)
	if !ok || number == "" || strings.Contains(number, "{{") {
		return
	}
	refused, err := catalog.Refuses(c.run.ctx, number)
	switch {
	case err != nil:
		c.Warn(param, "lookup_failed", "whether the caps allow %s could not be looked up (%v): check again later", number, err)
	case refused != "":
		c.Error(param, "not_allowed", "%s, or choose another number", refused)
	default:
		c.OK()
	}
}
