package api

import (
	"context"
	"net/http"
	"time"
)

// Period is a span of time in a query.
type Period struct {
	Since string `query:"since" doc:"From then on: RFC 3339, or a day in the company's time zone." example:"2026-11-20"`
	Until string `query:"until" doc:"Before then, written alike."`
}

// span is a period as times, zero where it is open.
func (a *API) span(ctx context.Context, p Period) (since, until time.Time, err error) {
	if p.Since == "" && p.Until == "" {
		return since, until, nil
	}
	zone, err := a.zone(ctx)
	if err != nil {
		return since, until, err
	}
	if since, err = readTime("since", p.Since, zone); err != nil {
		return since, until, err
	}
	until, err = readTime("until", p.Until, zone)
	return since, until, err
}

func readTime(field, text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, NewProblem(http.StatusUnprocessableEntity, "invalid", "%s is no time: write one such as 2026-11-20T10:00:00+11:00, or a day such as 2026-11-20.", field)
}

// zone is the company's time zone.
func (a *API) zone(ctx context.Context) (*time.Location, error) {
	c, err := a.store.Company(ctx, company(ctx))
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return time.UTC, nil // it was known when it was set; a day in UTC is better than none
	}
	return zone, nil
}

// today is when the company's day began.
func (a *API) today(ctx context.Context) (time.Time, error) {
	zone, err := a.zone(ctx)
	if err != nil {
		return time.Time{}, err
	}
	now := a.now().In(zone)
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone), nil
}

func seconds(d time.Duration) float64 { return float64(d.Milliseconds()) / 1000 }
