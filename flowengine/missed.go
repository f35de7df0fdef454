package flowengine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// noteRung remembers who is rung, so that they can be told that they missed the
// call. It is in the checkpoint before anybody can answer.
func (s *Session) noteRung(legs []RingLeg) {
	rung := slices.Clone(s.at.Rung)
	for _, l := range legs {
		user, ok := strings.CutPrefix(l.Target, "user:")
		if ok && !slices.Contains(rung, user) && len(rung) < maxRung {
			rung = append(rung, user)
		}
	}
	if len(rung) > len(s.at.Rung) {
		s.at.Rung = rung
		s.save()
	}
}

// maxRung bounds how many people are told of one call.
const maxRung = 200

// tellMissed tells everybody who was rung that nobody answered, once for each
// person whatever way the call took.
func (s *Session) tellMissed(ctx context.Context) {
	if s.at.By != "" || len(s.at.Rung) == 0 || s.services.Notices == nil || s.services.Outbox == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	for _, user := range s.at.Rung {
		notice, err := s.services.Notices.Of(ctx, user)
		if errors.Is(err, ErrNoSuch) {
			continue // removed meanwhile
		}
		if err != nil {
			s.log.Error().Err(err).Str("user", user).Msg("who is to be told of a missed call is not known")
			continue
		}
		if notice.MissedMail && notice.Email != "" {
			s.postMissed(user, "mail", s.missedMail(ctx, notice))
		}
		if notice.MissedWebhook && notice.Webhook != "" {
			s.postMissed(user, "webhook", s.missedWebhook(notice))
		}
	}
}

func (s *Session) postMissed(user, how string, content LetterContent) {
	s.services.Outbox.Post(Letter{
		ID: fmt.Sprintf("%s-missed-%s-%s", s.at.Call.ID, how, user), Company: s.at.Company, Call: s.at.Call.ID, Posted: s.Now(), Content: content,
	})
}

func (s *Session) missedMail(ctx context.Context, n Notice) MailLetter {
	names := s.LetterNames(ctx)
	var left string
	if slices.ContainsFunc(s.at.Kept, func(k KeptNote) bool { return k.Message }) {
		left = "The caller left a message.\n"
	}
	return MailLetter{
		To:      []string{n.Email},
		Subject: "Missed call from " + names["callerid"],
		Body: fmt.Sprintf("%s called %s on %s.\nYou were rung, and nobody answered.\n%s\nCall %s\n",
			names["callerid"], names["servicenumber"], names["datetime"], left, s.at.Call.ID),
	}
}

func (s *Session) missedWebhook(n Notice) WebhookLetter {
	body, err := json.Marshal(map[string]any{
		"event": "missed_call", "call": s.at.Call.ID, "user": n.Name, "company": s.at.Company,
		"caller": s.at.Call.CallerNumber, "caller_name": s.at.Call.CallerName, "number": s.at.Call.Number,
		"arrived": s.at.Call.Arrived.UTC(), "ended": s.Now().UTC(),
	})
	if err != nil {
		body = []byte(`{"event":"missed_call"}`) // a time out of JSON's range
	}
	return WebhookLetter{URL: n.Webhook, Body: string(body), Event: "missed_call"}
}
