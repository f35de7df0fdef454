package calltest

import (
	"context"
	"errors"
	"io"
	"time"

	"callflow/flowengine"
)

var bridgeStories = []story{
	{"a conversation ends when the leg hangs up", func(s *stage) {
		s.talks(alice, s.Alice, "")
		s.passes(time.Second)
		s.Alice.HangsUp()
		if e := s.legEnds(alice, 0); e.Refused {
			s.Errorf("the leg ended as %+v", e)
		}
		s.plays(flowengine.Caller, s.Short)
		s.hears(s.Short.Ref)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("nothing could be played after the conversation")
		}
	}},
	{"a conversation ends when the caller hangs up", func(s *stage) {
		s.talks(alice, s.Alice, "")
		s.passes(time.Second)
		s.Caller.HangsUp()
		s.untilGone()
		if cause := context.Cause(s.Context); !errors.Is(cause, flowengine.ErrHungUp) {
			s.Errorf("the context ended with %v", cause)
		}
		if !s.Alice.Idle() {
			s.Error("alice was left alone in the call")
		}
	}},
	{"Unbridge ends the leg and frees the caller", func(s *stage) {
		s.talks(alice, s.Alice, "")
		s.passes(time.Second)
		s.must(s.Call.Unbridge(s.Context))
		s.legEnds(alice, 0)
		if !s.Alice.Idle() {
			s.Error("alice is still in the call")
		}
		s.plays(flowengine.Caller, s.Short)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("nothing could be played after Unbridge")
		}
	}},
	{"Unbridge without a conversation does nothing", func(s *stage) {
		s.answered()
		s.must(s.Call.Unbridge(s.Context))
		s.passes(300 * time.Millisecond)
		if len(s.seen) > 0 {
			s.Errorf("events came: %s", s.events())
		}
	}},
	{"one conversation after another", func(s *stage) {
		s.talks(alice, s.Alice, "")
		s.passes(500 * time.Millisecond)
		s.Alice.HangsUp()
		s.legEnds(alice, 0)
		s.talks(bob, s.Bob, "")
		s.passes(500 * time.Millisecond)
		s.Bob.HangsUp()
		s.legEnds(bob, 0)
	}},
	{"a leg that leaves just before the bridge ends", func(s *stage) {
		s.dials(alice, s.Alice.Endpoint())
		s.rings(alice)
		s.Alice.Answers()
		s.legAnswers(alice)
		s.answered()
		s.Alice.HangsUp()
		s.must(s.Call.Bridge(s.Context, flowengine.BridgeSpec{Leg: alice}))
		s.legEnds(alice, 0)
	}},
	{"digits in a conversation carry who pressed them", func(s *stage) {
		s.talks(alice, s.Alice, "")
		s.passes(500 * time.Millisecond)
		s.Caller.Presses("12")
		if got := s.digits(flowengine.Caller, 2); got != "12" {
			s.Errorf("the caller pressed %q", got)
		}
		s.Alice.Presses("34")
		if got := s.digits(alice, 2); got != "34" {
			s.Errorf("alice pressed %q", got)
		}
	}},
	{"a conversation is recorded", func(s *stage) {
		name := s.ID + "-talk"
		s.talks(alice, s.Alice, name)
		s.passes(2 * time.Second)
		s.Alice.HangsUp()
		s.legEnds(alice, 0)
		if e := s.recordEnds(name, 3*time.Second); e.Failed {
			s.Error("the recording failed")
		}
		s.fetches(name)
	}},
}

var endStories = []story{
	{"the caller leaves in silence", func(s *stage) {
		s.answered()
		s.Caller.HangsUp()
		s.untilGone()
		if cause := context.Cause(s.Context); !errors.Is(cause, flowengine.ErrHungUp) {
			s.Errorf("the context ended with %v", cause)
		}
	}},
	{"the caller leaves before the answer", func(s *stage) {
		s.must(s.Call.Indicate(s.Context, flowengine.Indication{Ringing: true}))
		s.Caller.HangsUp()
		s.untilGone()
	}},
	{"the caller leaves while a medium plays", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Long)
		s.passes(500 * time.Millisecond)
		s.Caller.HangsUp()
		s.untilGone()
	}},
	{"the caller leaves while phones ring, and they stop", func(s *stage) {
		s.dials(alice, s.Alice.Endpoint())
		s.dials(bob, s.Bob.Endpoint())
		s.rings(alice)
		s.rings(bob)
		s.Caller.HangsUp()
		s.untilGone()
		if !s.Alice.Idle() || !s.Bob.Idle() {
			s.Error("a phone rings on")
		}
	}},
	{"commands after the caller left are refused with ErrHungUp", func(s *stage) {
		s.answered()
		s.Caller.HangsUp()
		s.untilGone()
		for what, err := range map[string]error{
			"Answer": s.Call.Answer(s.Context),
			"Play":   s.Call.Play(s.Context, flowengine.Caller, s.Short),
			"Dial":   s.Call.Dial(s.Context, flowengine.LegSpec{ID: alice, Endpoint: s.Alice.Endpoint()}),
		} {
			if !errors.Is(err, flowengine.ErrHungUp) {
				s.Errorf("%s says %v, not ErrHungUp", what, err)
			}
		}
	}},
	{"Hangup ends the call", func(s *stage) {
		s.answered()
		s.must(s.Call.Hangup(s.Context, flowengine.CauseNormal))
		s.untilGone()
		s.Context = context.WithoutCancel(s.Context)
		s.untilGone()
	}},
	{"Hangup refuses a call that was not answered", func(s *stage) {
		s.must(s.Call.Hangup(s.Context, flowengine.CauseBusy))
		s.untilGone()
	}},
	{"a cancelled context ends Next with its cause", func(s *stage) {
		s.answered()
		for _, cause := range []error{flowengine.ErrHandedOver, io.ErrUnexpectedEOF} {
			ctx, cancel := context.WithCancelCause(s.Context)
			cancel(cause)
			if _, err := s.Call.Next(ctx, s.Now().Add(time.Second)); !errors.Is(err, cause) {
				s.Errorf("Next says %v, not %v", err, cause)
			}
		}
		// The call itself is as it was.
		s.plays(flowengine.Caller, s.Short)
		s.playEnds(flowengine.Caller, 3*time.Second)
	}},
}
