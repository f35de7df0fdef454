package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"callflow/flowengine"
)

var _ flowengine.Monitor = (*Call)(nil)

// monitor is the recording of the whole call that runs, nil when none does.
func (w *World) monitor() *recording {
	for _, r := range w.recordings {
		if r.monitor && !r.ended {
			return r
		}
	}
	return nil
}

// Monitor records the call, or attaches to the recording of an earlier process.
func (c *Call) Monitor(ctx context.Context, m flowengine.MonitorSpec) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	w := c.w
	if !w.answered {
		return errors.New("recording the call: it is not answered")
	}
	if r := w.recorded(m.Name); r != nil {
		if r.owner == c {
			return fmt.Errorf("recording the call: there is a recording %s already", m.Name)
		}
		r.owner = c
		if r.ended {
			w.emitTo(c, flowengine.RecordEnded{Name: m.Name, Duration: r.length})
		}
		return nil
	}
	if w.monitor() != nil {
		return fmt.Errorf("recording the call as %s: it is recorded already", m.Name)
	}
	w.recordings = append(w.recordings, &recording{
		spec: flowengine.RecordSpec{Name: m.Name}, owner: c, started: w.now, monitor: true, stereo: m.Stereo,
	})
	return nil
}

// PauseMonitor leaves out of the recording what follows.
func (c *Call) PauseMonitor(ctx context.Context, name string) error { return c.pause(ctx, name, true) }

// ResumeMonitor goes on with it.
func (c *Call) ResumeMonitor(ctx context.Context, name string) error {
	return c.pause(ctx, name, false)
}

func (c *Call) pause(ctx context.Context, name string, paused bool) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	if r := c.w.monitor(); r != nil && r.spec.Name == name {
		c.w.pauseMonitor(r, paused)
	}
	return nil
}

func (w *World) pauseMonitor(r *recording, paused bool) {
	switch {
	case paused && r.paused.IsZero():
		r.paused = w.now
	case !paused && !r.paused.IsZero():
		r.without += w.now.Sub(r.paused)
		r.paused = time.Time{}
	}
}

// StopMonitor ends the recording.
func (c *Call) StopMonitor(_ context.Context, name string) error {
	if c.killed {
		return ErrKilled
	}
	if r := c.w.monitor(); r != nil && r.spec.Name == name {
		c.w.endRecording(r)
	}
	return nil
}

// sound is the recording as a file.
func (r *recording) sound() io.Reader {
	channels := 1
	if r.stereo {
		channels = 2
	}
	return tone(r.length, channels)
}
