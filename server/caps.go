package server

import (
	"context"
	"fmt"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// caps are those of one company, with the alert when one of them refuses a call.
type caps struct {
	*store.CompanyCaps
	company string
	s       *Server
}

func (s *Server) caps(company string) *caps {
	return &caps{CompanyCaps: s.outside.Of(company), company: company, s: s}
}

// Claim implements [flowengine.Caps].
func (c *caps) Claim(ctx context.Context, leg flowengine.CapLeg, again bool) flowengine.CapVerdict {
	verdict := c.CompanyCaps.Claim(ctx, leg, again)
	c.tell(ctx, "call", leg, verdict)
	return verdict
}

// Text asks for a text as Claim does for a call.
func (c *caps) Text(ctx context.Context, text flowengine.CapLeg) flowengine.CapVerdict {
	verdict := c.CompanyCaps.Text(ctx, text)
	c.tell(ctx, "text", text, verdict)
	return verdict
}

// tell tells of a refusal, of a call or a text.
func (c *caps) tell(ctx context.Context, what string, leg flowengine.CapLeg, verdict flowengine.CapVerdict) {
	if verdict.Refused == "" {
		return
	}
	event := c.s.log.Warn().Str("call", leg.Call).Str("company", c.company).Str("target", leg.Target).Str("number", verdict.Number).
		Str("cap", verdict.Rule).Str("why", verdict.Refused)
	if what == "text" {
		event.Msg("a text outside was refused by the caps")
	} else {
		event.Msg("a call outside was refused by the caps")
	}
	c.s.metrics.capped.WithLabelValues(verdict.Rule).Inc()
	c.alert(ctx, what, leg, verdict)
}

// alert posts a mail to whom the company wants to know: one an hour for each
// cap, since whoever meets a cap often meets it many times.
func (c *caps) alert(ctx context.Context, what string, leg flowengine.CapLeg, verdict flowengine.CapVerdict) {
	to := c.Alert(ctx)
	if to == "" {
		return
	}
	now := time.Now().UTC()
	c.s.journal.Post(flowengine.Letter{
		ID:      fmt.Sprintf("caps-%s-%s-%s", c.company, verdict.Rule, now.Format("2006010215")),
		Company: c.company, Call: leg.Call, Posted: now,
		Content: flowengine.MailLetter{
			To:      []string{to},
			Subject: "A " + what + " outside was refused: " + verdict.Rule,
			Body: fmt.Sprintf("Company %s, call %s, %s (%s): %s.\n\nFurther refusals by the same cap within this hour have no mail of their own. "+
				"callflow caps show tells what is used and allowed.\n", c.company, leg.Call, leg.Target, verdict.Number, verdict.Refused),
		},
	})
}
