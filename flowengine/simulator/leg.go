package simulator

import (
	"fmt"
	"slices"
	"time"

	"callflow/flowengine"
)

// leg is an outbound leg that rings or talks.
type leg struct {
	spec     flowengine.LegSpec
	owner    *Call
	does     Behaviour
	ringing  bool
	up       bool
	bridging int // counts conversations, so that a planned end can tell
}

func (w *World) leg(id flowengine.Party) *leg {
	for _, l := range w.legs {
		if l.spec.ID == id {
			return l
		}
	}
	return nil
}

func (w *World) dial(c *Call, spec flowengine.LegSpec) error {
	if spec.ID == flowengine.Caller {
		return fmt.Errorf("ringing %s: the leg has no id", spec.Endpoint)
	}
	if l := w.leg(spec.ID); l != nil {
		if l.owner == c {
			return fmt.Errorf("ringing %s: there is a leg %s already", spec.Endpoint, spec.ID)
		}
		l.owner = c
		switch {
		case l.up:
			w.emitTo(c, flowengine.LegAnswered{Leg: spec.ID})
		case l.ringing:
			w.emitTo(c, flowengine.LegRinging{Leg: spec.ID})
		}
		return nil
	}
	if spec.Attach {
		// A leg that left while nobody was attached leaves no cause behind.
		w.emitTo(c, flowengine.LegEnded{Leg: spec.ID, Cause: flowengine.CauseNormal})
		return nil
	}
	l := &leg{spec: spec, owner: c, does: w.behaviour(spec.Endpoint)}
	if l.does.Kind == Unreachable {
		w.emitTo(c, flowengine.LegEnded{Leg: spec.ID, Cause: flowengine.CauseNotReachable, Refused: true})
		return nil
	}
	w.silence++
	w.legs = append(w.legs, l)
	ring := func(or time.Duration) time.Duration {
		if l.does.Ring > 0 {
			or = l.does.Ring
		}
		return setupTime + or
	}
	if l.does.Kind != Busy || l.does.Ring > 0 {
		w.after(setupTime, func() {
			if w.has(l) && !l.up {
				l.ringing = true
				w.emitTo(l.owner, flowengine.LegRinging{Leg: spec.ID})
			}
		})
	}
	switch l.does.Kind {
	case Busy:
		w.after(ring(0), func() { w.endLeg(l, flowengine.CauseBusy, true) })
	case Declined:
		w.after(ring(refuseTime), func() { w.endLeg(l, flowengine.CauseRejected, true) })
	case Answered, Machine:
		w.after(ring(answerTime), func() { w.answerLeg(l) })
	}
	return nil
}

// behaviour finds what the script says of an endpoint.
func (w *World) behaviour(endpoint string) Behaviour {
	names := []string{endpoint, "endpoint:" + endpoint}
	if w.people != nil {
		names = append(names, w.people(endpoint)...)
	}
	for _, n := range append(names, "*") {
		if b, ok := w.script.Answers[n]; ok {
			return b
		}
	}
	return Behaviour{Kind: Unanswered}
}

func (w *World) has(l *leg) bool { return slices.Contains(w.legs, l) }

func (w *World) answerLeg(l *leg) {
	if !w.has(l) || l.up {
		return
	}
	l.up = true
	w.emitTo(l.owner, flowengine.LegAnswered{Leg: l.spec.ID})
	w.askLeg(l)
}

// askLeg lets somebody who picked up press the key that accepts the call, when
// after a moment nothing plays to them and nobody talks to them.
func (w *World) askLeg(l *leg) {
	if l.does.Kind != Answered {
		return
	}
	w.after(thinkTime, func() {
		if w.has(l) && w.bridged != l && w.playing(l.spec.ID) == nil {
			w.typeKeys(l.spec.ID, confirmKey)
		}
	})
}

// endLeg ends a leg if it is still there, for whatever reason.
func (w *World) endLeg(l *leg, cause flowengine.Cause, refused bool) {
	i := slices.Index(w.legs, l)
	if i < 0 {
		return
	}
	w.legs = slices.Delete(w.legs, i, i+1)
	if p := w.playing(l.spec.ID); p != nil {
		w.endPlayback(p, true, true)
	}
	w.emitTo(l.owner, flowengine.LegEnded{Leg: l.spec.ID, Cause: cause, Refused: refused})
	if w.bridged == l {
		w.bridged = nil
		w.endTalk(l) // after the leg's end, as with Asterisk
	}
}

func (w *World) bridge(c *Call, b flowengine.BridgeSpec) error {
	l := w.leg(b.Leg)
	switch {
	case l == nil:
		w.bridgeTooLate(c, b)
		return nil
	case !w.answered:
		return fmt.Errorf("connecting with %s: the call is not answered", b.Leg)
	case !l.up:
		return fmt.Errorf("connecting with %s: it has not answered", b.Leg)
	case w.bridged == l:
		l.owner = c
		if w.bridgeRec != nil {
			w.bridgeRec.owner = c
		}
		return nil
	case w.bridged != nil:
		return fmt.Errorf("connecting with %s: the caller talks to %s", b.Leg, w.bridged.spec.ID)
	}
	w.silence++
	w.stopIndication()
	for _, who := range []flowengine.Party{flowengine.Caller, b.Leg} {
		if p := w.playing(who); p != nil {
			w.endPlayback(p, false, true)
		}
	}
	w.bridged, l.owner = l, c
	l.bridging++
	w.hear(flowengine.Caller, "conversation with "+w.person(l))
	if b.Record != "" {
		w.bridgeRec = &recording{spec: flowengine.RecordSpec{Name: b.Record}, owner: c, started: w.now}
		w.recordings = append(w.recordings, w.bridgeRec)
	}
	if l.does.Kind != Answered && l.does.Kind != Machine {
		return nil // somebody else decides when it ends
	}
	talk, nth := l.does.Talk, l.bridging
	if talk == 0 {
		talk = DefaultTalk
	}
	w.after(talk, func() {
		switch {
		case w.bridged != l || l.bridging != nth:
		case l.does.CallerEnds:
			w.CallerHangsUp()
		default:
			w.endLeg(l, flowengine.CauseNormal, false)
		}
	})
	return nil
}

// bridgeTooLate reports the end of a conversation that cannot begin, or that
// ended while nobody was attached.
func (w *World) bridgeTooLate(c *Call, b flowengine.BridgeSpec) {
	onItsWay := slices.ContainsFunc(c.mailbox, func(e flowengine.Event) bool {
		ended, ok := e.(flowengine.LegEnded)
		return ok && ended.Leg == b.Leg
	})
	if !onItsWay {
		w.emitTo(c, flowengine.LegEnded{Leg: b.Leg, Cause: flowengine.CauseNormal})
	}
	if b.Record == "" {
		return
	}
	if r := w.recorded(b.Record); r != nil && r.ended {
		r.owner = c
		w.emitTo(c, flowengine.RecordEnded{Name: b.Record, Duration: r.length})
		return
	}
	w.emitTo(c, flowengine.RecordEnded{Name: b.Record, Failed: true})
}

// endTalk closes the conversation's line in the transcript and its recording.
func (w *World) endTalk(l *leg) {
	what := "conversation with " + w.person(l)
	for i := len(w.heard) - 1; i >= 0; i-- {
		if h := &w.heard[i]; h.What == what {
			h.For = w.since() - h.At
			break
		}
	}
	if w.bridgeRec != nil {
		w.endRecording(w.bridgeRec)
	}
}

// person is what to call a leg: the user, the number, or else the endpoint.
func (w *World) person(l *leg) string {
	if w.people != nil {
		if names := w.people(l.spec.Endpoint); len(names) > 0 {
			return names[0]
		}
	}
	return l.spec.Endpoint
}

// The other side acting by itself, for tests that do without a script.

// LegAnswers is somebody picking up the endpoint's ringing leg.
func (w *World) LegAnswers(endpoint string) { w.onLeg(endpoint, w.answerLeg) }

// LegHangsUp is somebody ending the endpoint's leg.
func (w *World) LegHangsUp(endpoint string) {
	w.onLeg(endpoint, func(l *leg) { w.endLeg(l, flowengine.CauseNormal, false) })
}

// LegPresses is somebody pressing keys on the endpoint's leg.
func (w *World) LegPresses(endpoint, keys string) {
	w.onLeg(endpoint, func(l *leg) { w.Presses(l.spec.ID, keys) })
}

// LegState says whether the endpoint has a leg, and whether it was answered.
func (w *World) LegState(endpoint string) (there, up bool) {
	w.onLeg(endpoint, func(l *leg) { there, up = true, l.up })
	return there, up
}

func (w *World) onLeg(endpoint string, do func(*leg)) {
	for _, l := range w.legs {
		if l.spec.Endpoint == endpoint {
			do(l)
			return
		}
	}
}
