package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// Usage is how much of the caps is used.
type Usage struct {
	// CallsHour are the phones rung within the last hour, Concurrent those now.
	CallsHour  int `json:"calls_hour"`
	Concurrent int `json:"concurrent"`
	// TextsHour are the texts sent within the last hour.
	TextsHour int `json:"texts_hour"`
	// Talked is how long conversations lasted today.
	Talked time.Duration `json:"talked"`
}

// usage counts; user "" counts the whole company.
func (o *Outside) usage(rules *capRules, company, user string) (u Usage, talkers int) {
	now := o.clock.Now()
	midnight := startOfDay(now, rules.zone)
	for _, l := range o.legs {
		if l.company != company || user != "" && l.user != user {
			continue
		}
		lately := l.started.After(now.Add(-time.Hour))
		switch {
		case l.text && lately:
			u.TextsHour++
		case lately:
			u.CallsHour++
		}
		if l.ended.IsZero() {
			u.Concurrent++
		}
		if l.talking.IsZero() {
			continue
		}
		from, to := l.talking, l.ended
		if to.IsZero() {
			to = now
			talkers++
		}
		if from.Before(midnight) {
			from = midnight
		}
		u.Talked += max(to.Sub(from), 0)
	}
	return u, talkers
}

func startOfDay(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// counts asks the caps about how much there was already.
func (o *Outside) counts(rules *capRules, user string, own Cap) (rule, refused string) {
	for _, who := range []struct {
		name, user string
		Cap
	}{{"the company", "", rules.own}, {user, user, own}} {
		if who.Cap.CallsHour < 0 && who.Cap.Concurrent < 0 && who.Cap.MinutesDay < 0 {
			continue
		}
		u, _ := o.usage(rules, rules.company.Name, who.user)
		switch {
		case who.CallsHour >= 0 && u.CallsHour >= who.CallsHour:
			return flowengine.CapCallsHour, fmt.Sprintf("%s has rung %d numbers outside within the hour, as many as it may", who.name, u.CallsHour)
		case who.Concurrent >= 0 && u.Concurrent >= who.Concurrent:
			return flowengine.CapConcurrent, fmt.Sprintf("%s has %d calls outside at a time, as many as it may", who.name, u.Concurrent)
		case who.MinutesDay >= 0 && u.Talked >= time.Duration(who.MinutesDay)*time.Minute:
			return flowengine.CapMinutesDay, fmt.Sprintf("%s has used up the %d minutes a day for calls outside", who.name, who.MinutesDay)
		}
	}
	return "", ""
}

// Usage is how much of the company's caps, or a user's ("user:alice"), is used,
// by what is in the database and in memory.
func (o *Outside) Usage(ctx context.Context, company, user string) (Usage, error) {
	rules, err := o.rules(ctx, companyName(company))
	if err != nil {
		return Usage{}, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.read(ctx, rules.company.Name); err != nil {
		return Usage{}, err
	}
	u, _ := o.usage(rules, rules.company.Name, strings.ToLower(user))
	return u, nil
}
