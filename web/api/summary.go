package api

import (
	"context"
	"time"

	"callflow/store"
	"callflow/web/access"
)

// Summary is what a dashboard shows.
type Summary struct {
	At time.Time `json:"at"`
	// Active is how many calls go on.
	Active   int          `json:"active" doc:"Calls that go on."`
	Today    int          `json:"today" doc:"Calls since midnight in the company's time zone."`
	Answered int          `json:"answered"`
	Missed   int          `json:"missed" doc:"Calls of today that reached nobody and left no message."`
	Hours    []store.Hour `json:"hours" nullable:"false" doc:"Today by hours; those without calls are missing."`
	Queues   []QueueLine  `json:"queues" nullable:"false"`
	// Silent numbers receive nothing: they have no flow.
	Silent      []store.Number `json:"silent_numbers" nullable:"false" doc:"Numbers without a voice flow: calls to them are lost."`
	Unread      int            `json:"unread_voicemail"`
	DeadLetters int64          `json:"dead_letters" doc:"Mails, web requests and texts that could not be delivered."`
}

// QueueLine is a queue in a summary.
type QueueLine struct {
	Name         string  `json:"name"`
	Open         bool    `json:"open"`
	Waiting      int     `json:"waiting"`
	Talking      int     `json:"talking"`
	Ready        int     `json:"ready" doc:"Agents who would be rung now."`
	Agents       int     `json:"agents"`
	Longest      float64 `json:"longest_wait_s" doc:"Of those who wait now."`
	ServiceLevel float64 `json:"service_level" doc:"Of today: 0 to 1."`
}

func (a *API) summary() {
	Register(a, Route{Method: "GET", Path: "/summary", Right: access.View, Tag: "System", Summary: "Show what goes on, and what needs somebody"}, a.summarise)
}

func (a *API) summarise(ctx context.Context, _ *nothing) (*body[Summary], error) {
	since, err := a.today(ctx)
	if err != nil {
		return nil, err
	}
	s := Summary{At: a.now(), Queues: []QueueLine{}}
	if s.Active, err = a.store.CountActive(ctx, company(ctx)); err != nil {
		return nil, err
	}
	if s.Hours, err = a.store.CallsByHour(ctx, company(ctx), since); err != nil {
		return nil, err
	}
	for _, h := range s.Hours {
		s.Today, s.Answered, s.Missed = s.Today+h.Calls, s.Answered+h.Answered, s.Missed+h.Missed
	}
	if s.Silent, err = a.store.Numbers(ctx, company(ctx), store.NumberFilter{Unassigned: true, Limit: 100}); err != nil {
		return nil, err
	}
	if s.Unread, err = a.store.CountUnread(ctx, company(ctx)); err != nil {
		return nil, err
	}
	letters, err := a.store.LettersOf(ctx, company(ctx))
	if err != nil {
		return nil, err
	}
	s.DeadLetters = letters.Dead
	queues, err := a.store.QueuesNow(ctx, company(ctx), since)
	for _, q := range queues {
		s.Queues = append(s.Queues, a.queueLine(q))
	}
	return answer(s, err)
}

func (a *API) queueLine(q store.QueueNow) QueueLine {
	l := QueueLine{Name: q.Name, Open: q.Open && !q.Closed, Waiting: len(q.Waiting), Talking: len(q.Talking), Agents: len(q.Agents), ServiceLevel: q.Figures.ServiceLevel}
	for _, g := range q.Agents {
		if g.State == "ready" && !g.Ringing {
			l.Ready++
		}
	}
	for _, c := range q.Waiting {
		l.Longest = max(l.Longest, seconds(a.now().Sub(c.Entered)))
	}
	return l
}
