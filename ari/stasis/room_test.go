package stasis_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"callflow/ari/aritest"
	"callflow/flowengine"
)

// talks is a caller who is in the room.
func (f *fake) talks(channel string) held {
	f.t.Helper()
	h := f.arrives(channel)
	f.answered(h)
	f.must(h.call.EnterRoom(h.ctx, flowengine.RoomSpec{Name: "r"}))
	f.must(h.call.JoinRoom(h.ctx))
	return h
}

// Who comes while the last one leaves has a bridge made once more, also when the old one is there in part for a moment.
func TestComingWhileTheLastOneLeaves(t *testing.T) {
	f := newFake(t)
	ann := f.talks("1.1")
	going, goOn := make(chan struct{}), make(chan struct{})
	f.when("DELETE bridges/test~room~r", func(aritest.Request) *aritest.Response {
		close(going)
		<-goOn
		return nil
	})
	refused := 0
	f.when("POST bridges/test~room~r", func(q aritest.Request) *aritest.Response {
		if strings.Contains(q.URI, "Channel") || refused == 2 {
			return nil
		}
		refused++ // the bridge is there in part
		return &aritest.Response{Status: 500, Body: `{"message":"Unable to create bridge"}`}
	})
	left, came := make(chan error, 1), make(chan error, 1)
	go func() { left <- ann.call.LeaveRoom(ann.ctx) }()
	<-going
	ben := f.arrives("1.2")
	f.answered(ben)
	f.must(ben.call.EnterRoom(ben.ctx, flowengine.RoomSpec{Name: "r"}))
	go func() { came <- ben.call.JoinRoom(ben.ctx) }()
	close(goOn)
	f.must(<-left)
	f.must(<-came)
	asked := f.asked()
	if last := asked[len(asked)-1]; !strings.HasPrefix(last, "POST bridges/test~room~r/addChannel") || refused != 2 || !f.bridges["test~room~r"] {
		t.Errorf("asked of Asterisk: %s", asked)
	}
}

// Who hangs up before a room's bridge could be made is told so, and the room is there for the next.
func TestHangingUpBeforeTheRoomIsThere(t *testing.T) {
	f := newFake(t)
	refuses := make(chan struct{}, 100)
	f.when("POST bridges/test~room~r", func(aritest.Request) *aritest.Response {
		refuses <- struct{}{}
		return &aritest.Response{Status: 500, Body: `{"message":"Unable to create bridge"}`}
	})
	ann := f.arrives("1.1")
	f.answered(ann)
	f.must(ann.call.EnterRoom(ann.ctx, flowengine.RoomSpec{Name: "r"}))
	came := make(chan error, 1)
	go func() { came <- ann.call.JoinRoom(ann.ctx) }()
	<-refuses
	f.leaves("1.1", 16)
	select {
	case err := <-came:
		if !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("Ann was told %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("Ann waits for ever")
	}
	ann.over()
	f.when("POST bridges/test~room~r", func(aritest.Request) *aritest.Response { return nil })
	f.talks("1.2")
}
