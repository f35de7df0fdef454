package stasis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"callflow/ari"
	"callflow/flowengine"
)

// longestRing is how many seconds Asterisk lets a leg ring when nobody ends
// it, because callflow went away for ever. The engine's own time is shorter.
const longestRing = 660

// started is how long Dial waits for the arrival of the leg that it made.
const started = 100 * time.Millisecond

// Dial implements [flowengine.Call].
//
// The leg is created and then dialled, not originated: an originated channel
// enters the application only when it is answered, and is hung up when callflow
// is just then away. What it shows as the caller is its connected line.
func (c *Call) Dial(ctx context.Context, l flowengine.LegSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	p := c.party(l.ID)
	if p != nil && !p.ghost {
		return fmt.Errorf("leg %s was dialled before", l.ID)
	}
	if p == nil {
		c.forgetLegs()
		p = &party{name: l.ID, channel: c.d.names.leg(c.id, l.ID), ghost: l.Attach}
		c.parties = append(c.parties, p)
	}
	if p.ghost {
		return c.attach(ctx, p)
	}
	return c.create(ctx, p, l)
}

// manyLegs is how many legs a call remembers. One that waits in a queue rings
// hundreds.
const manyLegs = 32

// forgetLegs forgets legs that are gone, when there are many.
func (c *Call) forgetLegs() {
	if len(c.parties) <= manyLegs {
		return
	}
	c.parties = slices.DeleteFunc(c.parties, func(p *party) bool {
		return p != c.caller() && p.gone && !p.ghost && (c.bridge == nil || c.bridge.leg != p)
	})
}

func (c *Call) create(ctx context.Context, p *party, l flowengine.LegSpec) error {
	params := outgoing(c.d.client.App(), c.id, p.channel, l)
	params.Originator = c.caller().channel
	p.made = true
	err := c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Channels().Create(ctx, params)
		return err
	})
	switch {
	case err == nil, ari.IsConflict(err): // a conflict is a channel of that id: made by this, or by an earlier process
		if ari.IsConflict(err) {
			p.ghost = true
			return c.attach(ctx, p)
		}
		// It can be told to ring when its StasisStart is here, which is about now; or else in Next.
		c.await(ctx, started, func() bool { return p.dialled || p.gone || c.departed() })
		return nil
	case errors.Is(err, ari.ErrTimeout), errors.Is(err, ari.ErrDisconnected):
		// Whether there is a channel is not known; ending it is right in either case.
		c.log.Warn().Err(err).Str("endpoint", l.Endpoint).Msg("ringing an endpoint")
		c.tell(flowengine.LegEnded{Leg: p.name, Cause: flowengine.CauseFailure, Refused: true})
		p.released, p.gone = true, true
		c.d.aside(func(ctx context.Context) { c.d.orphan(ctx, p.channel) })
		return nil
	}
	// An endpoint that is unknown, or has no phone registered: 500 Allocation failed.
	c.log.Info().Err(err).Str("endpoint", l.Endpoint).Msg("the endpoint cannot be rung")
	p.made = false
	c.legGone(p, flowengine.CauseNotReachable, true)
	return nil
}

// outgoing are the parameters of a channel that we make for a call.
func outgoing(app, call, channel string, l flowengine.LegSpec) ari.ChannelCreateParams {
	params := ari.ChannelCreateParams{
		Endpoint: l.Endpoint, App: app, AppArgs: "leg," + call, ChannelID: channel, Variables: map[string]string{},
	}
	// The option i keeps Asterisk from sending an update for each.
	if number := printable(l.CallerNumber); number != "" {
		params.Variables["CONNECTEDLINE(num,i)"] = number
	}
	if name := printable(l.CallerName); name != "" {
		params.Variables["CONNECTEDLINE(name,i)"] = name
	}
	return params
}

// attach finds what has become of a leg that an earlier process rang.
func (c *Call) attach(ctx context.Context, p *party) error {
	ended := p.gone // and not told, because nobody had asked about it
	p.ghost = false
	p.made, p.dialled = true, true
	var ch *ari.Channel
	err := c.ask(ctx, func(ctx context.Context) (err error) {
		ch, err = c.d.client.Channels().Get(ctx, p.channel)
		return err
	})
	if err != nil {
		if !ari.IsNotFound(err) {
			return err
		}
		if ended {
			c.tell(flowengine.LegEnded{Leg: p.name, Cause: flowengine.CauseNormal})
		}
		c.legGone(p, flowengine.CauseNormal, false)
		return nil
	}
	c.legState(p, ch.State)
	return nil
}

// legState tells what a leg's channel state means.
func (c *Call) legState(p *party, state string) {
	switch {
	case p == c.caller():
		p.up = p.up || state == ari.ChannelStateUp
	case state == ari.ChannelStateUp:
		c.legAnswered(p)
	case state == ari.ChannelStateRinging:
		c.legRings(p)
	}
}

// legStarted is a leg's arrival in the application, from when on it can be
// told to ring. It must be told once: a second dial hangs it up.
func (c *Call) legStarted(channel string) {
	p := c.partyOf(channel)
	switch {
	case p == nil || p.dialled:
		return
	case p.gone || p.released: // it was given up while Asterisk made it
		c.d.aside(func(ctx context.Context) { c.d.orphan(ctx, channel) })
		return
	}
	p.dialled = true
	// Without a caller: Asterisk would show that one's number in place of the one that the leg was created with.
	ring := longestRing
	if p == c.caller() {
		ring = c.ring
	}
	err := c.d.client.Channels().Dial(context.WithoutCancel(c.ctx), p.channel, ari.ChannelDialParams{Timeout: ring})
	if absent(err) {
		p.dialled = false // it is gone, which an event tells, or not quite there yet, and its StasisStart comes
	} else if err != nil { // it may ring, or not
		c.log.Warn().Err(err).Str("leg", string(p.name)).Msg("ringing a leg")
		c.hangupLeg(context.WithoutCancel(c.ctx), p, flowengine.CauseNormal)
	} else {
		p.ask = c.now().Add(firstAnswer)
	}
}

// firstAnswer is how long after a leg was told to ring Asterisk is asked what
// has become of it: of one that was answered within milliseconds there is, once
// in a thousand times, no event (docs/asterisk.md).
const firstAnswer = 250 * time.Millisecond

// askAfter asks what has become of a leg that rings.
func (c *Call) askAfter(p *party) {
	p.ask = time.Time{}
	if p.up || p.released {
		return
	}
	ch, err := c.d.client.Channels().Get(context.WithoutCancel(c.ctx), p.channel)
	if err != nil {
		return // it is gone, which an event tells, or the connection is, and there will be a comparison
	}
	c.legState(p, ch.State)
}

func (c *Call) dialled(ev *ari.Dial) {
	p := c.partyOf(ev.Peer.ID)
	switch {
	case p == nil || p.gone || p.ghost:
		return
	case p == c.caller():
		p.up = p.up || ev.DialStatus == "ANSWER"
		return
	}
	switch ev.DialStatus {
	case "RINGING":
		c.legRings(p)
	case "ANSWER":
		c.legAnswered(p)
	}
}

func (c *Call) legRings(p *party) {
	if !p.rang && !p.up && !p.released {
		p.rang = true
		c.tell(flowengine.LegRinging{Leg: p.name})
	}
}

func (c *Call) legAnswered(p *party) {
	if p.up {
		return
	}
	p.up = true
	p.quiet = c.now()
	if !p.released {
		c.tell(flowengine.LegAnswered{Leg: p.name})
	}
}

// legGone is the end of a leg.
func (c *Call) legGone(p *party, cause flowengine.Cause, refused bool) {
	if p.gone {
		return
	}
	p.gone = true
	p.lost = time.Time{}
	if !p.ghost {
		c.tell(flowengine.LegEnded{Leg: p.name, Cause: cause, Refused: refused})
	}
	c.stopPlayingTo(p) // told second: what was cut off by the leaving was not heard to its end
	if p.bridged {
		p.bridged = false
		c.partnerGone()
	}
}

// refused says whether a leg that is gone has refused the call: it was busy,
// declined, or could not be reached. It has not when it was answered, when we
// ended it, or when it rang until the network gave up. Asterisk gives cause 19
// to that and to SIP 480, which only the technology's own cause tells apart.
func refused(p *party, cause, tech int) bool {
	if p.up || p.released {
		return false
	}
	switch cause {
	case int(flowengine.CauseNoAnswer):
		return tech == 480
	case int(flowengine.CauseNormal), 0:
		return false
	}
	return true
}

// HangupLeg implements [flowengine.Call].
func (c *Call) HangupLeg(ctx context.Context, leg flowengine.Party, cause flowengine.Cause) error {
	if goOn, err := c.closing(ctx); !goOn {
		return err
	}
	p := c.party(leg)
	if p == nil || p == c.caller() {
		return nil
	}
	p.ghost = false
	c.hangupLeg(ctx, p, cause)
	return nil
}

// answeredElsewhere is the cause that keeps a phone from showing a missed call.
const answeredElsewhere flowengine.Cause = 26

// hangupLeg ends a leg; its end is an event.
func (c *Call) hangupLeg(ctx context.Context, p *party, cause flowengine.Cause) {
	if p.gone || p.released || !p.made {
		return
	}
	p.released = true
	if cause == flowengine.CauseNormal && !p.up {
		for _, other := range c.parties[1:] {
			if other != p && other.up && !other.gone && !other.released {
				cause = answeredElsewhere
			}
		}
	}
	err := c.ask(ctx, func(ctx context.Context) error {
		return c.d.client.Channels().Hangup(ctx, p.channel, ari.ChannelHangupParams{ReasonCode: strconv.Itoa(int(cause))})
	})
	if err != nil && !ari.IsNotFound(err) {
		c.log.Warn().Err(err).Str("leg", string(p.name)).Msg("hanging up a leg")
	}
	// Its end comes by an event. One that is late or was lost is not waited for.
	p.lost = c.now().Add(patience)
}

// printable leaves out what could not be shown on a phone, and keeps the rest
// to a length that fits into any signalling.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80])
	}
	return strings.TrimSpace(s)
}
