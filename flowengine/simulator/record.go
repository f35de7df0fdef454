package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"callflow/flowengine"
)

// recording is a recording of the caller or of a conversation.
type recording struct {
	spec    flowengine.RecordSpec
	owner   *Call
	started time.Time
	length  time.Duration
	ended   bool

	// What follows is for the recording of a whole call.
	monitor bool
	stereo  bool
	paused  time.Time     // since when, zero for not
	without time.Duration // how long it was paused in all
}

// recording is the one of the caller that runs, nil when none does.
func (w *World) recording() *recording {
	for _, r := range w.recordings {
		if !r.ended && r != w.bridgeRec && !r.monitor {
			return r
		}
	}
	return nil
}

func (w *World) recorded(name string) *recording {
	for _, r := range w.recordings {
		if r.spec.Name == name {
			return r
		}
	}
	return nil
}

func (w *World) record(c *Call, spec flowengine.RecordSpec) error {
	if !w.answered {
		return errors.New("recording: the call is not answered")
	}
	if r := w.recorded(spec.Name); r != nil {
		if r.owner == c {
			return fmt.Errorf("recording: there is a recording %s already", spec.Name)
		}
		r.owner = c
		if r.ended {
			w.emitTo(c, flowengine.RecordEnded{Name: spec.Name, Duration: r.length})
		}
		return nil
	}
	if w.recording() != nil || w.bridged != nil {
		return fmt.Errorf("recording %s: the caller is recorded already or in a conversation", spec.Name)
	}
	w.stopIndication()
	w.silence++
	r := &recording{spec: spec, owner: c, started: w.now}
	w.recordings = append(w.recordings, r)
	if spec.Beep {
		w.heard = append(w.heard, Heard{At: w.since(), For: beepTime, What: "beep"})
		r.started = w.now.Add(beepTime)
	}
	if spec.Max > 0 {
		w.at(r.started.Add(spec.Max), func() { w.endRecording(r) })
	}
	w.speak(r)
	return nil
}

// speak is the caller saying something into a recording.
func (w *World) speak(r *recording) {
	s := w.script.Speech
	done := r.started.Add(s.For)
	ifOn := func(do func()) func() {
		return func() {
			if !r.ended {
				do()
			}
		}
	}
	switch s.Then {
	case ThenHash:
		w.at(done, ifOn(func() { w.press(flowengine.Caller, '#') }))
	case ThenSilent:
	default:
		w.at(done, ifOn(w.CallerHangsUp))
	}
	if r.spec.Silence > 0 {
		w.at(done.Add(r.spec.Silence), ifOn(func() { w.endRecording(r) }))
	}
}

func (w *World) keyInRecording(key byte) {
	if r := w.recording(); r != nil && strings.IndexByte(r.spec.FinishOn, key) >= 0 {
		w.endRecording(r)
	}
}

func (w *World) endRecording(r *recording) {
	if r.ended {
		return
	}
	r.ended = true
	w.pauseMonitor(r, false)
	r.length = max(0, w.now.Sub(r.started)-r.without)
	if r == w.bridgeRec {
		w.bridgeRec = nil
	}
	w.emitTo(r.owner, flowengine.RecordEnded{Name: r.spec.Name, Duration: r.length})
}

// FetchRecording opens a finished recording: a soft tone of its length.
func (c *Call) FetchRecording(_ context.Context, name string) (io.ReadCloser, error) {
	if c.killed {
		return nil, ErrKilled
	}
	r := c.w.recorded(name)
	if r == nil || !r.ended {
		return nil, fmt.Errorf("recording %s: %w", name, flowengine.ErrNoRecording)
	}
	return io.NopCloser(r.sound()), nil
}
