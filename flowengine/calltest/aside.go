package calltest

import (
	"context"
	"time"

	"callflow/flowengine"
)

var asideStories = []story{
	{"work beside the call tells its end", func(s *stage) {
		s.answered()
		worked := false
		s.Call.Aside(s.Context, func(context.Context) { worked = true })
		await(s, "the end of the work", 0, func(flowengine.AsideEnded) bool { return true })
		if !worked {
			s.Error("the work was not done")
		}
	}},
	{"the caller presses keys and hears a prompt while work goes on", func(s *stage) {
		s.answered()
		s.plays(flowengine.Caller, s.Short)
		s.Call.Aside(s.Context, func(context.Context) {})
		s.Caller.Presses("7")
		await(s, "the key", time.Second, func(d flowengine.Digit) bool { return d.Key == '7' })
		s.playEnds(flowengine.Caller, 3*time.Second)
		await(s, "the end of the work", 0, func(flowengine.AsideEnded) bool { return true })
	}},
	{"who wakes a call often wakes it once", func(s *stage) {
		s.answered()
		for range 3 {
			s.Call.Wake()
		}
		woken := func(flowengine.Woken) bool { return true }
		await(s, "being woken", 0, woken)
		s.passes(time.Second)
		if n := count(s, woken); n != 1 {
			s.Errorf("woken %d times, not once", n)
		}
		s.Call.Wake()
		await(s, "being woken again", 0, woken)
	}},
	{"a call that is over can be woken", func(s *stage) {
		s.answered()
		s.must(s.Call.Hangup(s.Context, flowengine.CauseNormal))
		s.untilGone()
		s.Call.Wake()
	}},
}
