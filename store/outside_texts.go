package store

import (
	"context"
	"fmt"

	"callflow/flowengine"
)

// Text asks whether a text may be sent to an endpoint; see [flowengine.CapLeg],
// whose ID is the text's. One that goes outside counts from then on, and once,
// also when it is sent again: then it is not refused, since it was allowed
// before. When the caps cannot be read the text is refused: it is about money.
func (c *CompanyCaps) Text(ctx context.Context, text flowengine.CapLeg) flowengine.CapVerdict {
	o := c.o
	unreadable := func(err error) flowengine.CapVerdict {
		o.store.log.Error().Err(err).Str("call", text.Call).Msg("caps cannot be read, so no text goes outside")
		return flowengine.CapVerdict{Refused: "the caps on texts to outside could not be read", Rule: "unreadable"}
	}
	ctx = context.WithoutCancel(ctx) // as for a leg
	rules, err := o.rules(ctx, c.company)
	if err != nil {
		return unreadable(err)
	}
	number, outside := rules.outsideNumber(text.Endpoint)
	if !outside {
		return flowengine.CapVerdict{}
	}
	user, own := rules.user(text.Target)
	verdict := flowengine.CapVerdict{Number: number}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.read(ctx, c.company); err != nil {
		return unreadable(err)
	}
	key := legKey{text.Call, text.ID}
	if o.legs[key] != nil {
		return verdict
	}
	if verdict.Rule, verdict.Refused = o.prefix(ctx, rules, own, number); verdict.Refused == "" {
		verdict.Rule, verdict.Refused = o.texts(rules, user, own)
	}
	if verdict.Refused != "" {
		return verdict
	}
	now := o.clock.Now()
	o.legs[key] = &outsideLeg{company: c.company, user: user, number: number, started: now, ended: now, text: true}
	o.changed(key)
	return verdict
}

// texts asks the caps about how many texts there were already.
func (o *Outside) texts(rules *capRules, user string, own Cap) (rule, refused string) {
	for _, who := range []struct {
		name, user string
		Cap
	}{{"the company", "", rules.own}, {user, user, own}} {
		if who.TextsHour < 0 {
			continue
		}
		if u, _ := o.usage(rules, rules.company.Name, who.user); u.TextsHour >= who.TextsHour {
			return flowengine.CapTextsHour, fmt.Sprintf("%s has sent %d texts outside within the hour, as many as it may", who.name, u.TextsHour)
		}
	}
	return "", ""
}
