package calltest

import (
	"time"

	"callflow/flowengine"
)

const (
	alice flowengine.Party = "1.0.0"
	bob   flowengine.Party = "1.0.1"
)

var dialStories = []story{
	{"a phone rings, is answered, and hangs up", func(s *stage) {
		s.dials(alice, s.Alice.Endpoint())
		s.rings(alice)
		s.Alice.Answers()
		s.legAnswers(alice)
		s.Alice.HangsUp()
		if e := s.legEnds(alice, 0); e.Refused {
			s.Errorf("a phone that was answered has not refused: %+v", e)
		}
	}},
	{"a busy phone refuses", func(s *stage) {
		s.Alice.Will(WillBeBusy)
		s.dials(alice, s.Alice.Endpoint())
		if e := s.legEnds(alice, 0); !e.Refused || e.Cause != flowengine.CauseBusy {
			s.Errorf("the leg ended as %+v", e)
		}
	}},
	{"a declined call is refused", func(s *stage) {
		s.Alice.Will(WillDecline)
		s.dials(alice, s.Alice.Endpoint())
		if e := s.legEnds(alice, 3*time.Second); !e.Refused {
			s.Errorf("the leg ended as %+v", e)
		}
	}},
	{"a phone that is not there is refused at once", func(s *stage) {
		s.dials(alice, s.Unreachable)
		if e := s.legEnds(alice, 0); !e.Refused {
			s.Errorf("the leg ended as %+v", e)
		}
	}},
	{"a ringing phone is hung up", func(s *stage) {
		s.dials(alice, s.Alice.Endpoint())
		s.rings(alice)
		s.must(s.Call.HangupLeg(s.Context, alice, flowengine.CauseNormal))
		if e := s.legEnds(alice, 0); e.Refused {
			s.Errorf("a leg that we hung up has not refused: %+v", e)
		}
		if !s.Alice.Idle() {
			s.Error("alice's phone rings on")
		}
	}},
	{"a phone is hung up before it rings", func(s *stage) {
		s.dials(alice, s.Alice.Endpoint())
		s.must(s.Call.HangupLeg(s.Context, alice, flowengine.CauseNormal))
		s.legEnds(alice, 0)
		if !s.Alice.Idle() {
			s.Error("alice's phone rings on")
		}
	}},
	{"hanging up a leg that is gone does nothing", func(s *stage) {
		s.Alice.Will(WillBeBusy)
		s.dials(alice, s.Alice.Endpoint())
		s.legEnds(alice, 0)
		s.must(s.Call.HangupLeg(s.Context, alice, flowengine.CauseNormal))
		s.passes(500 * time.Millisecond)
		if n := count(s, func(flowengine.LegEnded) bool { return true }); n != 1 {
			s.Errorf("LegEnded came %d times", n)
		}
	}},
	{"two phones ring and both are answered at once", func(s *stage) {
		s.dials(alice, s.Alice.Endpoint())
		s.dials(bob, s.Bob.Endpoint())
		s.rings(alice)
		s.rings(bob)
		s.Alice.Answers()
		s.Bob.Answers()
		s.legAnswers(alice)
		s.legAnswers(bob)
		s.answered()
		s.must(s.Call.HangupLeg(s.Context, bob, flowengine.CauseNormal))
		s.must(s.Call.Bridge(s.Context, flowengine.BridgeSpec{Leg: alice}))
		s.legEnds(bob, 0)
		if !s.Bob.Idle() {
			s.Error("bob's phone is still in the call")
		}
		s.passes(500 * time.Millisecond)
		if n := count(s, func(e flowengine.LegEnded) bool { return e.Leg == alice }); n != 0 {
			s.Errorf("alice's leg ended with bob's: %s", s.events())
		}
	}},
	{"a whisper plays to the leg, and its digits are the leg's", func(s *stage) {
		s.dials(alice, s.Alice.Endpoint())
		s.rings(alice)
		s.Alice.Answers()
		s.legAnswers(alice)
		s.plays(alice, s.Short)
		if e := s.playEnds(alice, 3*time.Second); e.Failed {
			s.Error("the whisper failed")
		}
		s.Alice.Presses("1")
		if got := s.digits(alice, 1); got != "1" {
			s.Errorf("alice pressed %q", got)
		}
		if n := count(s, func(d flowengine.Digit) bool { return d.From == flowengine.Caller }); n != 0 {
			s.Error("alice's digit was taken for the caller's")
		}
	}},
	{"the caller hears something while a phone rings", func(s *stage) {
		s.must(s.Call.Indicate(s.Context, flowengine.Indication{Ringing: true}))
		s.dials(alice, s.Alice.Endpoint())
		s.rings(alice)
		s.hears("ringing")
		s.Caller.Presses("7")
		if got := s.digits(flowengine.Caller, 1); got != "7" {
			s.Errorf("the caller pressed %q", got)
		}
		s.must(s.Call.HangupLeg(s.Context, alice, flowengine.CauseNormal))
		s.legEnds(alice, 0)
	}},
}
