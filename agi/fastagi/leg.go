package fastagi

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"callflow/agi"
	"callflow/flowengine"
)

// leg is a phone that is rung.
type leg struct {
	call *Call
	spec flowengine.LegSpec
	key  string // its name in the dialplan

	// Under the call's lock.
	state   legState
	doomed  bool         // we have hung it up
	dialler *agi.Session // of the half of the Local channel that dials
	local   string       // the name of that half
	channel string       // the phone's channel
	line    *line        // once it was answered

	over chan struct{} // closed when the leg has ended
}

type legState int

const (
	legCalled  legState = iota // nothing is known yet
	legRinging                 // LegRinging was told
	legUp                      // LegAnswered was told
	legTalks                   // it is in the conversation, and its own session is gone
	legOver                    // LegEnded was told
)

const (
	// arrival is how long Asterisk may take to open the session of a leg.
	arrival = 10 * time.Second
	// looking is how often the phone is looked at until it rings.
	looking = 150 * time.Millisecond
	// longestRing bounds the ringing of a phone whose call was forgotten.
	longestRing = 10 * time.Minute
	// longestLeg bounds a leg with its conversation, in seconds.
	longestLeg = "86400"
)

// Dial implements [flowengine.Call].
func (c *Call) Dial(ctx context.Context, spec flowengine.LegSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	l := &leg{call: c, spec: spec, key: c.in.ID + "-" + string(spec.ID), over: make(chan struct{})}
	c.mu.Lock()
	before := c.legs[spec.ID] != nil
	if !before {
		c.legs[spec.ID] = l
	}
	c.mu.Unlock()
	switch {
	case before:
		return fmt.Errorf("the leg %q was dialled before", spec.ID)
	case spec.Attach:
		l.ended(flowengine.CauseNormal, false) // calls do not live on here, so there is nothing to find
		return nil
	case spec.Endpoint == "" || strings.ContainsAny(spec.Endpoint, ",&^|()\"\\\r\n\x00"):
		c.log.Error().Str("endpoint", spec.Endpoint).Msg("this cannot be rung over FastAGI")
		l.ended(flowengine.CauseUnallocated, true)
		return nil
	}
	c.d.expect(l)
	c.line.do(func() {
		if c.doomed(l) {
			l.ended(flowengine.CauseNormal, false)
			return
		}
		// The near half waits for an answer that never comes: the phone itself is taken.
		if !c.line.exec("Originate", "Local/"+l.key+"@callflow-agi-leg/n,app,Wait,1,,"+longestLeg+",a") {
			l.ended(flowengine.CauseFailure, true)
		}
	})
	c.group.Go(func() { l.expectRinging() })
	return nil
}

func (c *Call) doomed(l *leg) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return l.doomed
}

// expectRinging looks for the ringing of the phone, of which Asterisk does not
// tell, and gives a leg up that Asterisk does not make.
func (l *leg) expectRinging() {
	timer := time.NewTimer(arrival)
	defer timer.Stop()
	look := time.NewTicker(looking)
	defer look.Stop()
	for waits := true; waits; {
		select {
		case <-l.over:
			return
		case <-l.call.over:
			return
		case <-look.C:
			l.call.mu.Lock()
			state, channel := l.state, l.channel
			l.call.mu.Unlock()
			if state != legCalled {
				return
			}
			if channel != "" {
				l.call.line.do(func() { l.look(channel) })
			}
		case <-timer.C:
			waits = false
		}
	}
	l.call.mu.Lock()
	arrived := l.dialler != nil
	l.call.mu.Unlock()
	if !arrived {
		l.call.log.Error().Str("endpoint", l.spec.Endpoint).
			Msg("Asterisk does not ring for a FastAGI call: it needs the contexts callflow-agi-leg, -made and -answered, and app_originate")
		l.ended(flowengine.CauseFailure, true)
	}
}

// ended tells the end of a leg, once.
func (l *leg) ended(cause flowengine.Cause, refused bool) {
	c := l.call
	c.mu.Lock()
	before := l.state == legOver
	l.state = legOver
	c.mu.Unlock()
	if before {
		return
	}
	close(l.over)
	c.d.unexpect(l)
	c.tell(flowengine.LegEnded{Leg: l.spec.ID, Cause: cause, Refused: refused})
}

// HangupLeg implements [flowengine.Call].
func (c *Call) HangupLeg(ctx context.Context, id flowengine.Party, _ flowengine.Cause) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	l := c.legs[id]
	c.mu.Unlock()
	if l != nil {
		l.hangup()
	}
	return nil
}

// hangup ends the leg, however far it is. The commands are for a channel by its
// name, so any session can give them; that of the caller may be in a conversation.
func (l *leg) hangup() {
	c := l.call
	c.mu.Lock()
	state, local, channel, dialler, line := l.state, l.local, l.channel, l.dialler, l.line
	l.doomed = true
	c.mu.Unlock()
	switch state {
	case legOver:
	case legUp:
		line.do(func() {
			if _, err := line.ask("EXEC", "Hangup", strconv.Itoa(int(flowengine.CauseNormal))); err != nil {
				c.log.Debug().Err(err).Msg("hanging up a leg")
			}
			line.lost(nil)
		})
	case legTalks:
		// The half that dialled is done with that, and still there.
		if err := softHangup(dialler, channel); err != nil {
			c.log.Warn().Err(err).Str("channel", channel).Msg("hanging up a leg")
		}
	default:
		if local == "" {
			return // it ends as soon as it comes
		}
		if c.line.ctx.Err() == nil {
			c.line.hurry(func() { c.line.exec("SoftHangup", local) })
		} else if _, err := c.line.after("EXEC", "SoftHangup", local); err != nil {
			c.log.Warn().Err(err).Str("channel", local).Msg("hanging up a leg")
		}
	}
}

func softHangup(s *agi.Session, channel string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err := s.Command(ctx, "EXEC", "SoftHangup", channel)
	return err
}

func (c *Call) openLegs() (open []*leg) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.legs {
		if l.state != legOver {
			open = append(open, l)
		}
	}
	return open
}

// look asks for the state of a phone that is called.
func (l *leg) look(channel string) {
	const ringing = "5"
	if reply, err := l.call.line.ask("CHANNEL STATUS", channel); err == nil && reply.Result == ringing {
		l.rings()
	}
}

func (l *leg) rings() {
	l.call.mu.Lock()
	first := l.state == legCalled
	if first {
		l.state = legRinging
	}
	l.call.mu.Unlock()
	if first {
		l.call.tell(flowengine.LegRinging{Leg: l.spec.ID})
	}
}
