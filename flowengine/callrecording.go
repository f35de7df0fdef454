package flowengine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// CallRecording is the recording of a whole call, as its checkpoint has it. It
// is replaced and never changed.
type CallRecording struct {
	Name   string `json:"name"`
	Stereo bool   `json:"stereo,omitempty"`
	// Room is the room that is recorded, as in [MonitorSpec].
	Room string `json:"room,omitempty"`
	// Notice is what the caller still has to hear before it begins.
	Notice string `json:"notice,omitempty"`
	// On says that it has begun: the caller was answered and has heard the notice.
	On bool `json:"on,omitempty"`
	// Paused says that a sensitive node is left out of it for now.
	Paused bool `json:"paused,omitempty"`
	// Since, Step and Node are when and where it began.
	Since time.Time `json:"since,omitzero"`
	Step  int       `json:"step,omitempty"`
	Node  string    `json:"node,omitempty"`
}

// CallRecordingSpec says how a call is recorded.
type CallRecordingSpec struct {
	// Notice is played to the caller before.
	Notice string
	Stereo bool
	Room   string // as in [MonitorSpec]
}

// flowRecording is what a flow that records its calls begins with: it waits
// for the answer.
func flowRecording(call string, f *Flow) *CallRecording {
	if !f.Settings.Record.Calls {
		return nil
	}
	return &CallRecording{Name: call + "-call", Notice: SoundRef(f.Settings.Record.Notice)}
}

// RecordsCall says whether the whole call is recorded, or will be once it is
// answered. Then nothing else records what is in it.
func (s *Session) RecordsCall() bool { return s.at.Recording != nil }

// RecordCall records the call from now on, or, when it is not answered yet,
// from the answer on. The notice is played first. With a recording that is there
// already it does nothing, and says so.
func (s *Session) RecordCall(ctx context.Context, spec CallRecordingSpec) (began bool, err error) {
	r := s.at.Recording
	if r == nil {
		r = &CallRecording{Name: s.RecordingName(0), Stereo: spec.Stereo, Room: spec.Room, Notice: spec.Notice, Step: s.at.Seq, Node: s.at.Node}
		s.setRecording(r)
	} else if r.Step != s.at.Seq {
		return false, nil
	}
	if r.Notice != "" {
		if err := s.playNotice(ctx); err != nil {
			return true, err
		}
	}
	return true, s.beginRecording(ctx)
}

// setRecording replaces what is known of the call's recording.
func (s *Session) setRecording(r *CallRecording) {
	s.at.Recording = r
	s.save()
}

func (s *Session) changeRecording(change func(r *CallRecording)) {
	r := *s.at.Recording
	change(&r)
	s.setRecording(&r)
}

func (s *Session) playNotice(ctx context.Context) error {
	if err := s.Play(ctx, s.at.Recording.Notice); err != nil {
		return err
	}
	s.changeRecording(func(r *CallRecording) { r.Notice = "" })
	return nil
}

// beginRecording starts the call's recording if it waits for that, or goes on
// with it after a restart. A call that cannot be recorded goes on without.
func (s *Session) beginRecording(ctx context.Context) error {
	r := s.at.Recording
	if r == nil || !s.at.Answered {
		return nil
	}
	monitor, ok := s.call.(Monitor)
	if !ok {
		s.Warn("This call cannot be recorded: what drives it has no such means.")
		s.setRecording(nil)
		return nil
	}
	if r.Notice != "" {
		if err := s.playNotice(ctx); err != nil {
			return err
		}
	}
	if err := monitor.Monitor(ctx, MonitorSpec{Name: r.Name, Stereo: r.Stereo, Room: r.Room}); err != nil {
		err = s.failed(ctx, "recording the call", err)
		if errors.Is(err, ErrHungUp) || errors.Is(err, ErrHandedOver) {
			return err
		}
		s.Warn("The call goes on unrecorded: %v", err)
		if !r.On { // else there may be something to keep
			s.setRecording(nil)
		}
		return nil
	}
	if !r.On {
		s.changeRecording(func(r *CallRecording) {
			r.On, r.Since = true, s.Now()
			if r.Step == 0 {
				r.Step, r.Node = s.at.Seq, s.at.Node
			}
		})
	}
	if s.at.Recording.Paused || s.Sensitive() {
		s.pauseRecording(ctx)
	}
	return nil
}

// pauseRecording leaves a sensitive node out of the recording.
func (s *Session) pauseRecording(ctx context.Context) {
	r := s.at.Recording
	monitor, ok := s.call.(Monitor)
	if r == nil || !r.On || !ok || s.gone {
		return
	}
	if !r.Paused {
		s.changeRecording(func(r *CallRecording) { r.Paused = true })
	}
	if err := monitor.PauseMonitor(ctx, r.Name); err != nil && ctx.Err() == nil {
		s.Warn("The recording could not be paused for a sensitive node, so it was ended: %v", err)
		if err := monitor.StopMonitor(ctx, r.Name); err != nil && ctx.Err() == nil {
			s.log.Error().Err(err).Str("node", s.at.Node).Msg("a sensitive node is in a recording")
		}
	}
}

// unpauseRecording goes on with the recording after a sensitive node. A call
// that is handed over is still in the node.
func (s *Session) unpauseRecording(ctx context.Context) {
	r := s.at.Recording
	monitor, ok := s.call.(Monitor)
	if r == nil || !r.Paused || !ok || s.gone || ctx.Err() != nil {
		return
	}
	if err := monitor.ResumeMonitor(ctx, r.Name); err != nil {
		if ctx.Err() == nil {
			s.Warn("The recording stays paused: %v", err)
		}
		return
	}
	s.changeRecording(func(r *CallRecording) { r.Paused = false })
}

// StopRecordingStep ends the call's recording if the running node has begun it,
// as StopRecordingCall does.
func (s *Session) StopRecordingStep(ctx context.Context) (kept KeptRecording, was bool, err error) {
	if r := s.at.Recording; r == nil || r.Step != s.at.Seq {
		return KeptRecording{}, false, nil
	}
	return s.StopRecordingCall(ctx)
}

// StopRecordingCall ends the recording of the call and keeps it; was is false
// when there was none.
func (s *Session) StopRecordingCall(ctx context.Context) (kept KeptRecording, was bool, err error) {
	r := s.at.Recording
	if r == nil {
		return KeptRecording{}, false, nil
	}
	monitor, ok := s.call.(Monitor)
	if !r.On || !ok {
		s.setRecording(nil)
		return KeptRecording{}, false, nil
	}
	if !s.gone {
		if err := monitor.StopMonitor(ctx, r.Name); err != nil {
			return KeptRecording{}, true, s.failed(ctx, "ending the recording of the call", err)
		}
	}
	kept, err = s.keepCallRecording(ctx)
	return kept, true, err
}

// keepCallRecording stores the call's recording, which ends by itself with the
// call, or was told to end.
func (s *Session) keepCallRecording(ctx context.Context) (KeptRecording, error) {
	r := s.at.Recording
	if r == nil || !r.On {
		return KeptRecording{}, nil
	}
	s.awaitRecording(ctx, r.Name)
	kept, err := s.KeepRecording(ctx, Recording{Name: r.Name, Started: r.Since, Step: r.Step, Node: r.Node})
	if err != nil {
		return kept, fmt.Errorf("keeping the recording of the call: %w", err)
	}
	s.setRecording(nil)
	return kept, nil
}
