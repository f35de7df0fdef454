package calltest

import (
	"time"

	"callflow/flowengine"
)

var answerStories = []story{
	{"answering twice is answering once", func(s *stage) {
		s.answered()
		s.answered()
		s.plays(flowengine.Caller, s.Short)
		s.playEnds(flowengine.Caller, 3*time.Second)
	}},
	{"Next tells when its time has come", func(s *stage) {
		s.answered()
		start := s.Now()
		e, err := s.Call.Next(s.Context, start.Add(time.Second))
		s.must(err)
		if _, ok := e.(flowengine.Elapsed); !ok {
			s.Fatalf("Next returned %T, not Elapsed", e)
		}
		if took := s.Now().Sub(start); took < time.Second || took > time.Second+s.Patience {
			s.Errorf("Next waited %s, not 1 s", took)
		}
	}},
	{"Next with a time in the past returns at once", func(s *stage) {
		start := s.Now()
		e, err := s.Call.Next(s.Context, start.Add(-time.Second))
		s.must(err)
		if _, ok := e.(flowengine.Elapsed); !ok {
			s.Fatalf("Next returned %T, not Elapsed", e)
		}
	}},
}

var playStories = []story{
	{"a medium plays to its end", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Short)
		s.hears(s.Short.Ref)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("the medium failed")
		}
	}},
	{"one medium after another", func(s *stage) {
		s.answered()
		for range 3 {
			s.plays(flowengine.Caller, s.Short)
			if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
				s.Error("the medium failed")
			}
		}
	}},
	{"a medium is heard before the answer", func(s *stage) {
		s.plays(flowengine.Caller, s.Short)
		s.hears(s.Short.Ref)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("early media failed")
		}
	}},
	{"a stopped medium ends once", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Long)
		s.passes(500 * time.Millisecond)
		start := s.Now()
		s.must(s.Call.StopPlay(s.Context, flowengine.Caller))
		if e := s.playEnds(flowengine.Caller, 0); e.Failed {
			s.Error("a stopped medium is no failure")
		}
		if took := s.Now().Sub(start); took > s.Patience {
			s.Errorf("it took %s to stop", took)
		}
		s.passes(time.Second)
		if n := count(s, func(flowengine.PlayEnded) bool { return true }); n != 1 {
			s.Errorf("PlayEnded came %d times: %s", n, s.events())
		}
	}},
	{"a medium stopped at once ends, and the next one plays", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Long)
		s.must(s.Call.StopPlay(s.Context, flowengine.Caller))
		s.playEnds(flowengine.Caller, 0)
		s.plays(flowengine.Caller, s.Short)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("the second medium failed")
		}
	}},
	{"stopping nothing does nothing", func(s *stage) {
		s.answered()
		s.must(s.Call.StopPlay(s.Context, flowengine.Caller))
		s.passes(500 * time.Millisecond)
		if len(s.seen) > 0 {
			s.Errorf("events came: %s", s.events())
		}
	}},
	{"a medium that cannot be played fails", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Missing)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); !e.Failed {
			s.Error("the missing medium did not fail")
		}
		s.plays(flowengine.Caller, s.Short)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("the medium after it failed")
		}
	}},
	{"ringing is heard, then a medium ends it", func(s *stage) {
		s.must(s.Call.Indicate(s.Context, flowengine.Indication{Ringing: true}))
		s.hears("ringing")
		s.passes(500 * time.Millisecond)
		s.plays(flowengine.Caller, s.Short)
		s.hears(s.Short.Ref)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("the medium failed")
		}
	}},
	{"music, then ringing, then nothing", func(s *stage) {
		s.answered()
		for _, i := range []flowengine.Indication{{Music: "default"}, {Ringing: true}, {}} {
			s.must(s.Call.Indicate(s.Context, i))
			s.passes(300 * time.Millisecond)
		}
		s.plays(flowengine.Caller, s.Short)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("the medium failed")
		}
	}},
}

var digitStories = []story{
	{"digits before, during and after a medium arrive in order", func(s *stage) {
		s.answered()
		s.Caller.Presses("12")
		s.plays(flowengine.Caller, s.Short)
		s.Caller.Presses("34")
		s.playEnds(flowengine.Caller, 3*time.Second)
		s.Caller.Presses("#*")
		if got := s.digits(flowengine.Caller, 6); got != "1234#*" {
			s.Errorf("the digits were %q: %s", got, s.events())
		}
	}},
	{"digits arrive before the answer", func(s *stage) {
		s.plays(flowengine.Caller, s.Long)
		s.passes(300 * time.Millisecond)
		s.Caller.Presses("90")
		if got := s.digits(flowengine.Caller, 2); got != "90" {
			s.Errorf("the digits were %q", got)
		}
	}},
	{"a digit is heard of while the medium plays", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Long)
		s.passes(300 * time.Millisecond)
		s.Caller.Presses("5")
		s.digits(flowengine.Caller, 1)
		if n := count(s, func(flowengine.PlayEnded) bool { return true }); n != 0 {
			s.Errorf("a digit alone ended the medium: %s", s.events())
		}
		s.must(s.Call.StopPlay(s.Context, flowengine.Caller))
		s.playEnds(flowengine.Caller, 0)
	}},
	{"digits pressed while a medium is being stopped are not lost", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Long)
		s.passes(300 * time.Millisecond)
		s.Caller.Presses("1")
		s.must(s.Call.StopPlay(s.Context, flowengine.Caller))
		s.Caller.Presses("2")
		s.playEnds(flowengine.Caller, 0)
		s.Caller.Presses("3")
		if got := s.digits(flowengine.Caller, 3); got != "123" {
			s.Errorf("the digits were %q", got)
		}
	}},
}
