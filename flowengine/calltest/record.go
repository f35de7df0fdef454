package calltest

import (
	"errors"
	"time"

	"callflow/flowengine"
)

// records starts a recording and returns its name.
func (s *stage) records(spec flowengine.RecordSpec) string {
	s.Helper()
	spec.Name = s.ID + "-1"
	if spec.Max == 0 {
		spec.Max = time.Minute
	}
	s.answered()
	s.must(s.Call.Record(s.Context, spec))
	return spec.Name
}

var recordStories = []story{
	{"a recording ends by itself at its longest", func(s *stage) {
		name := s.records(flowengine.RecordSpec{Max: 2 * time.Second})
		e := s.recordEnds(name, 3*time.Second)
		if e.Failed || e.Duration < time.Second || e.Duration > 4*time.Second {
			s.Errorf("the recording ended as %+v", e)
		}
		s.fetches(name)
	}},
	{"a key ends a recording", func(s *stage) {
		name := s.records(flowengine.RecordSpec{FinishOn: "#", Beep: true})
		s.passes(2 * time.Second)
		s.Caller.Presses("1")
		s.passes(500 * time.Millisecond)
		if n := count(s, func(flowengine.RecordEnded) bool { return true }); n != 0 {
			s.Fatalf("another key ended the recording: %s", s.events())
		}
		s.Caller.Presses("#")
		if e := s.recordEnds(name, 0); e.Failed {
			s.Error("the recording failed")
		}
		s.fetches(name)
	}},
	{"a recording is stopped and kept", func(s *stage) {
		name := s.records(flowengine.RecordSpec{})
		s.passes(1500 * time.Millisecond)
		s.must(s.Call.StopRecord(s.Context, name))
		if e := s.recordEnds(name, 0); e.Failed {
			s.Error("the recording failed")
		}
		s.fetches(name)
		s.plays(flowengine.Caller, s.Short)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("nothing could be played after the recording")
		}
	}},
	{"the caller hangs up and the recording is kept", func(s *stage) {
		name := s.records(flowengine.RecordSpec{FinishOn: "#"})
		s.passes(1500 * time.Millisecond)
		s.Caller.HangsUp()
		s.untilGone()
		// What is still to come is heard on a context that has not ended.
		if count(s, func(e flowengine.RecordEnded) bool { return e.Name == name }) == 0 {
			s.Context = s.T.Context()
			if e := s.recordEnds(name, 3*time.Second); e.Failed {
				s.Error("the recording failed")
			}
		}
		s.fetches(name)
	}},
	{"a recording that never was cannot be fetched", func(s *stage) {
		s.answered()
		if _, err := s.Call.FetchRecording(s.Context, s.ID+"-never"); !errors.Is(err, flowengine.ErrNoRecording) {
			s.Errorf("the error is %v, not ErrNoRecording", err)
		}
	}},
}
