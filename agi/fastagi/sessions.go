package fastagi

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"callflow/agi"
	"callflow/flowengine"
)

func (d *Driver) expect(l *leg) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.legs[l.key] = l
}

func (d *Driver) unexpect(l *leg) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.legs, l.key)
}

// forget drops the legs of a call that is over.
func (d *Driver) forget(c *Call) {
	for _, l := range c.openLegs() {
		l.ended(flowengine.CauseNormal, false)
	}
}

var errNoLeg = errors.New("fastagi: there is no such leg; the call may have ended")

func (d *Driver) legOf(s *agi.Session) (*leg, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l := d.legs[s.Query.Get("id")]; l != nil {
		return l, nil
	}
	return nil, fmt.Errorf("%w: %.80q", errNoLeg, s.Query.Get("id"))
}

// leg dials, and stays beside the conversation to be able to end it.
func (d *Driver) leg(ctx context.Context, s *agi.Session) error {
	l, err := d.legOf(s)
	if err != nil {
		return err
	}
	c := l.call
	c.mu.Lock()
	doomed := l.doomed
	l.dialler, l.local = s, s.Variable("agi_channel")
	c.mu.Unlock()
	if doomed {
		l.ended(flowengine.CauseNormal, false)
		return nil
	}
	if err := l.show(ctx, s); err != nil {
		l.ended(flowengine.CauseFailure, true)
		return err
	}
	ring, cancel := context.WithTimeout(ctx, longestLegTime)
	defer cancel()
	_, err = s.Command(ring, "EXEC", "Dial", fmt.Sprintf("%s,%d,b(callflow-agi-made^s^1(%s))U(callflow-agi-answered^%s)",
		l.spec.Endpoint, int(longestRing.Seconds()), l.key, l.key))
	if err != nil && !errors.Is(err, agi.ErrHungUp) {
		l.ended(flowengine.CauseFailure, true)
		return err
	}
	c.mu.Lock()
	state, doomed := l.state, l.doomed
	c.mu.Unlock()
	switch state {
	case legTalks:
		select {
		case <-l.over:
		case <-c.over:
		case <-ctx.Done():
		}
	case legCalled, legRinging:
		cause, refused := outcome(ctx, s)
		l.ended(cause, refused && !doomed)
	case legUp:
		l.ended(flowengine.CauseNormal, false)
	}
	return nil
}

// show sets what the phone shows.
func (l *leg) show(ctx context.Context, s *agi.Session) error {
	for name, value := range map[string]string{"CALLERID(num)": l.spec.CallerNumber, "CALLERID(name)": l.spec.CallerName} {
		if err := s.SetVariable(ctx, name, clean(value)); err != nil {
			return err
		}
	}
	return nil
}

// outcome is why nobody answered. Refused is false when the phone rang as long
// as it may.
func outcome(ctx context.Context, s *agi.Session) (flowengine.Cause, bool) {
	ctx = context.WithoutCancel(ctx)
	status, _, err := s.GetVariable(ctx, "DIALSTATUS")
	if err != nil {
		return flowengine.CauseNormal, false
	}
	var cause flowengine.Cause
	if text, ok, err := s.GetVariable(ctx, "HANGUPCAUSE"); err == nil && ok {
		n, _ := strconv.Atoi(text)
		cause = flowengine.Cause(n)
	}
	switch status {
	case "BUSY":
		if cause <= 0 {
			cause = flowengine.CauseBusy
		}
		return cause, true
	case "CHANUNAVAIL", "CONGESTION":
		if cause <= 0 {
			cause = flowengine.CauseNotReachable
		}
		return cause, true
	case "NOANSWER":
		// A phone that says so by itself cannot be reached: the flow's own time
		// for ringing ends by our hanging up.
		return flowengine.CauseNoAnswer, true
	}
	return flowengine.CauseNormal, false
}

// made notes the channel of a phone that is about to ring.
func (d *Driver) made(_ context.Context, s *agi.Session) error {
	l, err := d.legOf(s)
	if err != nil {
		return err
	}
	l.call.mu.Lock()
	defer l.call.mu.Unlock()
	l.channel = s.Variable("agi_channel")
	return nil
}

// answered is the session of a phone that somebody picked up. It ends when the
// phone hangs up, is hung up, or is taken into the conversation.
func (d *Driver) answered(ctx context.Context, s *agi.Session) error {
	l, err := d.legOf(s)
	if err != nil {
		return err
	}
	c := l.call
	l.rings()
	line := newLine(ctx, s, c, l.spec.ID)
	c.mu.Lock()
	early := l.state == legRinging && !l.doomed
	if early {
		l.state, l.line, l.channel = legUp, line, s.Variable("agi_channel")
	}
	c.mu.Unlock()
	if !early {
		line.give()
		return nil // hung up meanwhile: the dialplan's next line does it
	}
	c.tell(flowengine.LegAnswered{Leg: l.spec.ID})
	line.work(l.over)
	line.give()
	c.mu.Lock()
	up := l.state == legUp
	c.mu.Unlock()
	if up {
		line.cutPlay()
		l.ended(flowengine.CauseNormal, false)
	}
	return nil
}

// clean keeps what can be shown on a phone.
func clean(text string) string {
	out := make([]rune, 0, len(text))
	for _, r := range text {
		if r >= ' ' && r != 0x7f && r != '"' {
			out = append(out, r)
		}
	}
	return string(out)
}
