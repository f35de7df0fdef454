package ari_test

import (
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
)

func TestRecordedCall(t *testing.T) {
	eachTransport(t, func(t *testing.T, s *aritest.Server, o ari.Options) {
		o.App = "rec"
		l := connect(t, o)
		ended := s.Replay("testdata/sessions/broadcast.txt")
		c := l.client
		offer := wait(l, func(*ari.CallBroadcast) bool { return true })
		if offer.Caller != "0412345678" || offer.Called != "broadcast-rec" {
			t.Errorf("%+v", offer)
		}
		l.ok(c.Events().ClaimChannel(l.ctx, offer.Channel.ID, "rec"))
		start := wait(l, func(*ari.StasisStart) bool { return true })
		id := start.Channel.ID
		if start.Channel.Caller.Name != "Alice" || start.Channel.State != ari.ChannelStateRing ||
			time.Time(start.Channel.CreationTime.Time).IsZero() || start.ReplaceChannel != nil {
			t.Errorf("%+v", start)
		}
		l.ok(c.Channels().Answer(l.ctx, id))
		_, err := c.Channels().PlayWithID(l.ctx, id, "pb-1", ari.ChannelPlayWithIDParams{Media: []string{"sound:vm-intro"}})
		l.ok(err)
		digit := wait(l, func(*ari.ChannelDtmfReceived) bool { return true })
		if digit.Digit != "1" || digit.DurationMS != 160 {
			t.Errorf("%+v", digit)
		}
		l.ok(c.Playbacks().Stop(l.ctx, "pb-1"))
		if end := wait(l, func(*ari.PlaybackFinished) bool { return true }); end.Playback.State != ari.PlaybackStateDone {
			t.Errorf("%+v", end)
		}
		if _, err := c.Playbacks().Get(l.ctx, "pb-1"); !ari.IsNotFound(err) {
			t.Errorf("%v", err)
		}
		_, err = c.Channels().Record(l.ctx, id, ari.ChannelRecordParams{Name: "rec-1", Format: "wav", MaxDurationSeconds: 10,
			IfExists: ari.ChannelRecordIfExistsOverwrite})
		l.ok(err)
		wait(l, func(e *ari.RecordingStarted) bool { return e.Recording.Name == "rec-1" })
		l.ok(c.Recordings().Stop(l.ctx, "rec-1"))
		wait(l, func(e *ari.RecordingFinished) bool { return ari.EventChannelID(e) == id })
		l.ok(c.Channels().Hangup(l.ctx, id, ari.ChannelHangupParams{Reason: ari.ChannelHangupReasonNormal}))
		wait(l, func(*ari.StasisEnd) bool { return true })
		<-ended
	})
}

func TestRecordedConversation(t *testing.T) {
	eachTransport(t, func(t *testing.T, s *aritest.Server, o ari.Options) {
		l := connect(t, o)
		ended := s.Replay("testdata/sessions/conversation.txt")
		l.conversation(wait(l, func(*ari.StasisStart) bool { return true }).Channel.ID)
		<-ended
	})
}
