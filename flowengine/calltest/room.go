package calltest

import (
	"context"
	"errors"
	"time"

	"callflow/flowengine"
)

// enters makes the caller a member of a room of its own.
func (s *stage) enters() flowengine.Conferrer {
	s.Helper()
	room, ok := s.Call.(flowengine.Conferrer)
	if !ok {
		s.Fatal("this driver has no conferences, and does not say so")
	}
	s.answered()
	s.must(room.EnterRoom(s.Context, flowengine.RoomSpec{Name: "calltest~" + s.ID, Moderator: true, Records: true}))
	await(s, "who is in the room", 0, func(e flowengine.RoomChanged) bool {
		return e == flowengine.RoomChanged{Members: 1, Moderators: 1, Record: true}
	})
	return room
}

var roomStories = []story{
	{"a caller enters a room, talks, and leaves", func(s *stage) {
		room := s.enters()
		s.plays(flowengine.Caller, s.Long)
		s.passes(500 * time.Millisecond)
		s.must(room.JoinRoom(s.Context))
		s.playEnds(flowengine.Caller, 0)
		s.must(room.JoinRoom(s.Context))
		s.passes(500 * time.Millisecond)
		s.Caller.Presses("7")
		if got := s.digits(flowengine.Caller, 1); got != "7" {
			s.Errorf("the caller pressed %q", got)
		}
		s.must(room.QuitRoom(s.Context))
		s.plays(flowengine.Caller, s.Short)
		s.hears(s.Short.Ref)
		s.playEnds(flowengine.Caller, 3*time.Second)
		s.must(room.JoinRoom(s.Context))
		s.must(room.LeaveRoom(s.Context))
		s.plays(flowengine.Caller, s.Short)
		if e := s.playEnds(flowengine.Caller, 3*time.Second); e.Failed {
			s.Error("nothing could be played after the room")
		}
	}},
	{"a caller hangs up in a room", func(s *stage) {
		room := s.enters()
		s.must(room.JoinRoom(s.Context))
		s.passes(500 * time.Millisecond)
		s.Caller.HangsUp()
		s.untilGone()
		if cause := context.Cause(s.Context); !errors.Is(cause, flowengine.ErrHungUp) {
			s.Errorf("the context ended with %v", cause)
		}
	}},
	{"a call is ended in a room", func(s *stage) {
		room := s.enters()
		s.must(room.JoinRoom(s.Context))
		s.must(s.Call.Hangup(s.Context, flowengine.CauseNormal))
		s.untilGone()
	}},
}
