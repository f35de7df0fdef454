package calltest

import (
	"context"
	"encoding/binary"
	"io"
	"time"

	"callflow/flowengine"
)

// monitors starts recording the whole call and returns the recording's name.
func (s *stage) monitors(stereo bool) (m flowengine.Monitor, name string) {
	s.Helper()
	m, ok := s.Call.(flowengine.Monitor)
	if !ok {
		s.Fatal("this driver does not record whole calls, and does not say so")
	}
	name = s.ID + "-call"
	s.answered()
	s.must(m.Monitor(s.Context, flowengine.MonitorSpec{Name: name, Stereo: stereo}))
	return m, name
}

// sound is a WAV file of 16 bits.
type sound struct {
	channels, rate int
	samples        []byte
}

// listens fetches a recording.
func (s *stage) listens(name string) sound {
	s.Helper()
	wav, err := s.Call.FetchRecording(s.T.Context(), name)
	s.must(err)
	defer wav.Close()
	data, err := io.ReadAll(wav)
	s.must(err)
	const header = 44
	if len(data) < header || string(data[:4]) != "RIFF" {
		s.Fatalf("recording %s is no WAV file: %d bytes", name, len(data))
	}
	le := binary.LittleEndian
	return sound{channels: int(le.Uint16(data[22:])), rate: int(le.Uint32(data[24:])), samples: data[header:]}
}

func (w sound) length() time.Duration {
	return time.Duration(len(w.samples)/2/w.channels) * time.Second / time.Duration(w.rate)
}

// loud says whether something is heard in a channel within a part of the sound.
func (w sound) loud(channel int, from, to time.Duration) bool {
	sum, n := 0, 0
	for at := int(from.Seconds() * float64(w.rate)); at < int(to.Seconds()*float64(w.rate)); at++ {
		i := 2 * (at*w.channels + channel)
		if i+2 > len(w.samples) {
			break
		}
		sum += abs(int(int16(binary.LittleEndian.Uint16(w.samples[i:]))))
		n++
	}
	return n > 0 && sum/n > 100
}

func abs(n int) int { return max(n, -n) }

var monitorStories = []story{
	{"a whole call is recorded, to its end by the caller", func(s *stage) {
		_, name := s.monitors(false)
		start := s.Now()
		s.plays(flowengine.Caller, s.Short)
		s.playEnds(flowengine.Caller, 3*time.Second)
		s.talks(alice, s.Alice, "")
		s.passes(time.Second)
		s.Alice.HangsUp()
		s.legEnds(alice, 0)
		s.passes(500 * time.Millisecond)
		lasted := s.Now().Sub(start)
		s.Caller.HangsUp()
		s.untilGone()
		if count(s, func(e flowengine.RecordEnded) bool { return e.Name == name }) == 0 {
			s.Context = context.WithoutCancel(s.Context)
			s.recordEnds(name, 0)
		}
		w := s.listens(name)
		if d := w.length() - lasted; w.channels != 1 || d < -time.Second || d > 2*time.Second {
			s.Errorf("the recording has %d channels and lasts %s, of a call of %s", w.channels, w.length(), lasted)
		}
		if !w.loud(0, 0, w.length()) {
			s.Error("nothing is heard in the recording")
		}
	}},
	{"a call's recording is ended, and the call goes on", func(s *stage) {
		m, name := s.monitors(true)
		s.plays(flowengine.Caller, s.Short)
		s.playEnds(flowengine.Caller, 3*time.Second)
		s.must(m.StopMonitor(s.Context, name))
		s.recordEnds(name, 0)
		w := s.listens(name)
		if w.channels != 2 || !w.loud(0, 0, w.length()) || !w.loud(1, 0, w.length()) {
			s.Errorf("the recording has %d channels; the caller is heard: %v, the prompt: %v",
				w.channels, w.loud(0, 0, w.length()), w.loud(1, 0, w.length()))
		}
		s.plays(flowengine.Caller, s.Short)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("nothing could be played after the recording")
		}
		s.must(m.StopMonitor(s.Context, name)) // does nothing
	}},
	{"what is said in a pause is not in a call's recording", func(s *stage) {
		m, name := s.monitors(true)
		s.passes(2 * time.Second)
		for range 2 {
			s.must(m.PauseMonitor(s.Context, name))
			s.must(m.PauseMonitor(s.Context, name))
			s.plays(flowengine.Caller, s.Short)
			s.playEnds(flowengine.Caller, 3*time.Second)
			s.passes(time.Second)
			s.must(m.ResumeMonitor(s.Context, name))
			s.must(m.ResumeMonitor(s.Context, name))
			s.passes(time.Second)
		}
		s.must(m.StopMonitor(s.Context, name))
		s.recordEnds(name, 0)
		w := s.listens(name)
		if d := w.length(); d < 3500*time.Millisecond || d > 4800*time.Millisecond {
			s.Errorf("the recording lasts %s, not 4 s", d)
		}
		for at := time.Duration(0); at < 3500*time.Millisecond; at += 500 * time.Millisecond {
			if !w.loud(0, at, at+500*time.Millisecond) {
				s.Errorf("the caller is not heard after %s", at)
			}
		}
	}},
	{"a message is left in a call that is recorded", func(s *stage) {
		_, whole := s.monitors(false)
		name := s.records(flowengine.RecordSpec{})
		s.passes(1500 * time.Millisecond)
		s.must(s.Call.StopRecord(s.Context, name))
		s.recordEnds(name, 0)
		s.fetches(name)
		s.must(s.Call.Hangup(s.Context, flowengine.CauseNormal))
		s.untilGone()
		if count(s, func(e flowengine.RecordEnded) bool { return e.Name == whole }) == 0 {
			s.Context = context.WithoutCancel(s.Context)
			s.recordEnds(whole, 0)
		}
		s.fetches(whole)
	}},
}
