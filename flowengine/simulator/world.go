package simulator

import (
	"context"
	"slices"
	"time"

	"callflow/flowengine"
)

// World is what there is beside callflow while one call lasts: the caller, the
// legs, what plays, what is recorded. It goes on when the driver is gone.
type World struct {
	clock
	script  Script
	started time.Time

	answered bool      // the caller's side was answered
	callee   *CallBack // who is called, when callflow makes the call
	gone     bool      // the caller's side has ended
	cause    flowengine.Cause
	next     int // the next group of script.Presses
	silence  int // counts what ends a silence, so that a planned press can tell

	playbacks  []*playback
	recordings []*recording
	legs       []*leg
	bridged    *leg
	bridgeRec  *recording
	lent       *lending // to the script that had the call last
	room       *room    // that the caller is in

	heard      []Heard
	indication int // index in heard of the running indication, -1 for none

	driver *Call // whoever is attached, nil for nobody
	people func(endpoint string) []string
	onPark func()
}

// NewWorld is a world in which the script's call has just arrived.
func NewWorld(s Script) *World {
	if s.At.IsZero() {
		s.At = DefaultAt
	}
	if s.Speech == (Speech{}) {
		s.Speech = DefaultSpeech
	}
	w := &World{clock: clock{now: s.At}, script: s, started: s.At, indication: -1}
	if s.HangupAfter > 0 {
		w.after(s.HangupAfter, w.CallerHangsUp)
	}
	for _, p := range s.Presses {
		if p.Timed {
			w.after(p.At, func() { w.typeKeys(flowengine.Caller, p.Keys) })
		}
	}
	return w
}

// Now is the virtual time; World is the engine's clock.
func (w *World) Now() time.Time { return w.now }

// Answered says whether the caller's side was answered.
func (w *World) Answered() bool { return w.answered }

// Gone says whether the caller's side has ended, and with which cause if it was
// callflow that ended it; the cause is 0 when the caller left.
func (w *World) Gone() (flowengine.Cause, bool) { return w.cause, w.gone }

// KnowPeople tells the world who an endpoint belongs to, so that a script can
// name people; see [People].
func (w *World) KnowPeople(p *People) { w.people = p.Of }

// OnPark tells, once, that a parked call waits; see [Script].Parked.
func (w *World) OnPark(tell func()) { w.onPark = tell }

// Incoming is the call as a driver would hand it to the engine.
func (w *World) Incoming(id string) flowengine.Incoming {
	return flowengine.Incoming{
		ID: id, Channel: "SIM/" + id, Endpoint: w.script.Endpoint, Number: w.script.Number,
		CallerNumber: w.script.Caller, CallerName: w.script.CallerName, Arrived: w.started,
	}
}

// Attach makes the driver of a process that takes the call over, at the start
// or after a restart. The context is the one for the engine: it ends with cause
// [flowengine.ErrHungUp] when the caller leaves, and has ended if the caller
// left while nobody was attached.
func (w *World) Attach(parent context.Context) (*Call, context.Context) {
	ctx, cancel := context.WithCancelCause(parent)
	c := &Call{w: w, cancel: cancel}
	w.driver = c
	if w.gone {
		cancel(flowengine.ErrHungUp)
	}
	return c, ctx
}

// Pass lets time pass with nobody waiting in Next, as while callflow is down.
func (w *World) Pass(d time.Duration) {
	until := w.now.Add(d)
	for w.due(until) {
		w.step()
	}
	w.now = until
}

// emit gives an event to the attached driver; without one it is lost.
func (w *World) emit(e flowengine.Event) {
	if w.driver != nil {
		w.driver.mailbox = append(w.driver.mailbox, e)
	}
}

// emitTo gives an event of something that has an owner: a driver hears nothing
// of what another one started unless it attached to it.
func (w *World) emitTo(owner *Call, e flowengine.Event) {
	if owner != nil && owner == w.driver {
		w.emit(e)
	}
}

// CallerHangsUp ends the caller's side from outside.
func (w *World) CallerHangsUp() { w.end(0) }

// end is the end of the caller's side, and with it of everything else.
func (w *World) end(cause flowengine.Cause) {
	if w.gone {
		return
	}
	w.gone, w.cause = true, cause
	w.silence++
	w.stopIndication()
	if r := w.recording(); r != nil {
		w.endRecording(r)
	}
	if r := w.monitor(); r != nil {
		w.endRecording(r)
	}
	w.quitRoom()
	w.room = nil
	if p := w.playing(flowengine.Caller); p != nil {
		w.endPlayback(p, true, true)
	}
	for _, l := range slices.Clone(w.legs) {
		w.endLeg(l, flowengine.CauseNormal, false)
	}
	if w.driver != nil {
		w.driver.cancel(flowengine.ErrHungUp)
	}
}

// Presses is a party pressing keys now, all at once and in order.
func (w *World) Presses(from flowengine.Party, keys string) {
	for i := range len(keys) {
		w.press(from, keys[i])
	}
}

// typeKeys is a party pressing keys at a human pace.
func (w *World) typeKeys(from flowengine.Party, keys string) {
	for i := range len(keys) {
		w.after(time.Duration(i)*keyGap, func() { w.press(from, keys[i]) })
	}
}

func (w *World) press(from flowengine.Party, key byte) {
	if from == flowengine.Caller {
		if w.gone {
			return
		}
		w.emit(flowengine.Digit{From: from, Key: key})
		w.keyInRecording(key)
		return
	}
	if l := w.leg(from); l != nil && l.up {
		w.emitTo(l.owner, flowengine.Digit{From: from, Key: key})
	}
}

// Listen tells the world that the call may wait for the caller's keys from now
// on: if it still does after a moment of silence, the caller presses the next
// group. A prompt that runs out says the same.
func (w *World) Listen() {
	w.silence++
	mark := w.silence
	w.after(thinkTime, func() {
		if w.silence != mark || w.gone || w.driver == nil || w.bridged != nil || len(w.legs) > 0 || w.recording() != nil {
			return
		}
		for w.next < len(w.script.Presses) {
			p := w.script.Presses[w.next]
			w.next++
			if !p.Timed {
				w.typeKeys(flowengine.Caller, p.Keys)
				return
			}
		}
	})
}
