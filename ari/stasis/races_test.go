package stasis_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
	"callflow/ari/stasis"
	"callflow/flowengine"
)

func TestAnEventBeforeTheReplyToItsRequest(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	f.when("POST channels/1.1/play", func(q aritest.Request) *aritest.Response {
		return &aritest.Response{Status: 201, Body: `{}`, Before: []string{f.finished("test.c1.p1", "done")}}
	})
	f.play(h, "sound:x")
	f.expect(h, flowengine.PlayEnded{})
	f.quiet(h)
}

func TestDuplicateEvents(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	f.Misbehave(aritest.Faults{Duplicate: true})
	f.play(h, "sound:x")
	f.event(`'type':'ChannelDtmfReceived','digit':'1','duration_ms':100,'channel':%s`, channelJSON("1.1", "Up"))
	f.expect(h, flowengine.Digit{Key: '1'})
	f.Send(f.finished("test.c1.p1", "done"))
	f.expect(h, flowengine.PlayEnded{})
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
	leg := channelJSON("test.c1.l.1.0.0", "Up")
	f.event(`'type':'Dial','dialstatus':'RINGING','peer':%s`, leg)
	f.expect(h, flowengine.LegRinging{Leg: "1.0.0"})
	f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, leg)
	f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
	f.leaves("test.c1.l.1.0.0", 16)
	f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: 16})
	f.quiet(h)
	if n := f.count("POST channels/test.c1.l.1.0.0/dial"); n != 1 {
		t.Errorf("the leg was dialled %d times, which hangs it up", n)
	}
	f.event(`'type':'StasisStart','args':['100'],'channel':%s`, channelJSON("1.1", "Up"))
	f.leaves("1.1", 16)
	if _, err := h.call.Next(h.ctx, time.Now().Add(5*time.Second)); !errors.Is(err, flowengine.ErrHungUp) {
		t.Error(err)
	}
	h.over()
	f.eventually("the end", func() bool { return f.driver.Active() == 0 })
	if len(f.calls) > 0 {
		t.Error("the second StasisStart was taken for a call")
	}
}

// Of a leg that is answered at once Asterisk may tell nothing.
func TestAnAnswerThatIsNotTold(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	for i, rings := range []bool{false, true} {
		leg := flowengine.Party(fmt.Sprintf("1.%d.0", i))
		channel := "test.c1.l." + string(leg)
		f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: leg, Endpoint: "PJSIP/alice"}))
		if rings {
			f.event(`'type':'Dial','dialstatus':'RINGING','peer':%s`, channelJSON(channel, "Ringing"))
			f.expect(h, flowengine.LegRinging{Leg: leg})
		}
		f.mu.Lock()
		f.channels[channel] = ari.ChannelStateUp
		f.mu.Unlock()
		f.expect(h, flowengine.LegAnswered{Leg: leg})
		f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON(channel, "Up"))
		f.quiet(h)
		f.leaves(channel, 16)
		f.expect(h, flowengine.LegEnded{Leg: leg, Cause: 16})
	}
}

func TestUnknownEvents(t *testing.T) {
	f := newFake(t)
	for _, e := range []string{
		`'type':'SomethingNew','channel':{'id':'1.1'}`,
		`'type':'StasisEnd','channel':{'id':'9.9'}`,
		`'type':'ChannelDestroyed','cause':16,'channel':{'id':'test.gone.l.1.0.0'}`,
		`'type':'PlaybackFinished','playback':{'id':'test.gone.p1','state':'done'}`,
		`'type':'PlaybackFinished','playback':{'id':'somebody-else','state':'done'}`,
		`'type':'RecordingFinished','recording':{'name':'test.gone.r.x'}`,
		`'type':'ChannelDtmfReceived','digit':'1','channel':{'id':'9.9'}`,
		`'type':'Dial','dialstatus':'ANSWER','peer':{'id':'test.gone.l.1'}`,
		`'type':'ChannelDtmfReceived','digit':'','channel':{'id':'1.1'}`,
	} {
		f.event("%s", e)
	}
	h := f.arrives("1.1")
	f.answered(h)
	f.event(`'type':'PlaybackFinished','playback':{'id':'test.c1.p5','state':'failed'}`)
	f.event(`'type':'RecordingFinished','recording':{'name':'test.c1.r.never'}`)
	f.event(`'type':'ChannelDestroyed','cause':17,'channel':{'id':'test.c1.l.9.9.9'}`)
	f.event(`'type':'Dial','dialstatus':'ANSWER','peer':{'id':'test.c1.l.9.9.9'}`)
	f.quiet(h)
}

func TestAStalePlaybackFinished(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	f.play(h, "sound:x")
	// It has just ended by itself, which the event tells late.
	f.when("DELETE playbacks", func(aritest.Request) *aritest.Response { return &notFound })
	f.must(h.call.StopPlay(h.ctx, flowengine.Caller))
	f.expect(h, flowengine.PlayEnded{})
	f.play(h, "sound:x") // the same again, as a menu does
	f.Send(f.finished("test.c1.p1", "done"))
	f.quiet(h)
	f.Send(f.finished("test.c1.p2", "done"))
	f.expect(h, flowengine.PlayEnded{})
}

func TestAFailedPlaybackIsABadFileOrAHangup(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.play(h, "sound:x")
	f.Send(f.finished("test.c1.p1", "failed"))
	f.expect(h, flowengine.PlayEnded{Failed: true})
	f.play(h, "sound:x")
	f.Send(f.finished("test.c1.p2", "failed"))
	f.leaves("1.1", 16)
	if e, err := h.call.Next(h.ctx, time.Now().Add(5*time.Second)); !errors.Is(err, flowengine.ErrHungUp) {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestMailboxOverflow(t *testing.T) {
	f := newFake(t, func(o *stasis.Options) { o.Mailbox = 20 })
	h, other := f.arrives("1.1"), f.arrives("1.2")
	f.answered(h)
	f.play(h, "sound:x")
	for range 30 { // nobody asks this call for its events
		f.event(`'type':'ChannelDtmfReceived','digit':'1','duration_ms':100,'channel':%s`, channelJSON("1.1", "Up"))
	}
	<-h.ctx.Done()
	if cause := context.Cause(h.ctx); !errors.Is(cause, stasis.ErrOverflow) {
		t.Errorf("the call was ended with %v", cause)
	}
	f.quiet(other)
	h.over()
	f.eventually("the hang-up", func() bool { return f.count("DELETE channels/1.1") == 1 })
	f.eventually("the end of the call", func() bool { return f.driver.Active() == 1 })
	f.seen.Lock()
	defer f.seen.Unlock()
	if f.seen.overflows != 1 {
		t.Errorf("the metric was told %d times", f.seen.overflows)
	}
}

func TestHangupWhileARecordingStarts(t *testing.T) {
	spec := flowengine.RecordSpec{Name: "m", Max: time.Minute}
	t.Run("before it does", func(t *testing.T) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.answered(h)
		f.when("POST channels/1.1/record", func(aritest.Request) *aritest.Response {
			f.set("1.1", "")
			r := notFound
			r.Before = f.leaving("1.1", 16)
			return &r
		})
		if err := h.call.Record(h.ctx, spec); !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("Record says %v", err)
		}
		if _, err := h.call.Next(context.WithoutCancel(h.ctx), time.Now().Add(5*time.Second)); !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("Next says %v", err)
		}
		if _, err := h.call.FetchRecording(t.Context(), "m"); !errors.Is(err, flowengine.ErrNoRecording) {
			t.Errorf("FetchRecording says %v", err)
		}
	})
	t.Run("when it just has", func(t *testing.T) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.answered(h)
		f.when("POST channels/1.1/record", func(aritest.Request) *aritest.Response {
			f.mu.Lock()
			f.stored["test.c1.r.m"] = 2
			f.mu.Unlock()
			f.set("1.1", "")
			return &aritest.Response{Status: 201, Body: `{}`, Before: append([]string{
				f.recording("RecordingStarted", "test.c1.r.m"), f.recording("RecordingFinished", "test.c1.r.m"),
			}, f.leaving("1.1", 16)...)}
		})
		_ = h.call.Record(h.ctx, spec) // both are right
		e, err := h.call.Next(context.WithoutCancel(h.ctx), time.Now().Add(5*time.Second))
		f.must(err)
		if e != (flowengine.RecordEnded{Name: "m", Duration: 2 * time.Second}) {
			t.Errorf("%+v", e)
		}
	})
	t.Run("and it ends without an event", func(t *testing.T) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.answered(h)
		f.must(h.call.Record(h.ctx, spec))
		f.mu.Lock()
		delete(f.live, "test.c1.r.m")
		f.mu.Unlock()
		f.leaves("1.1", 16)
		e, err := h.call.Next(context.WithoutCancel(h.ctx), time.Now().Add(5*time.Second))
		f.must(err)
		if e != (flowengine.RecordEnded{Name: "m", Failed: true}) {
			t.Errorf("%+v", e)
		}
	})
}

func TestAStopBeforeTheRecordingHasStarted(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	f.when("POST channels/1.1/record", func(aritest.Request) *aritest.Response {
		return &aritest.Response{Status: 201, Body: `{}`}
	})
	f.must(h.call.Record(h.ctx, flowengine.RecordSpec{Name: "m", Max: time.Minute}))
	f.must(h.call.StopRecord(h.ctx, "m"))
	if f.count("POST recordings") != 0 {
		t.Error("Asterisk takes a stop before the start for nothing")
	}
	f.mu.Lock()
	f.live["test.c1.r.m"] = true
	f.mu.Unlock()
	f.Send(f.recording("RecordingStarted", "test.c1.r.m"))
	f.expect(h, flowengine.RecordEnded{Name: "m", Duration: 3 * time.Second})
}

func TestAnswerAndCancelCrossing(t *testing.T) {
	const leg = "test.c1.l.1.0.0"
	rings := func(t *testing.T) (*fake, held) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
		f.event(`'type':'Dial','dialstatus':'RINGING','peer':%s`, channelJSON(leg, "Ringing"))
		f.expect(h, flowengine.LegRinging{Leg: "1.0.0"})
		return f, h
	}
	t.Run("the leg is answered while we cancel it", func(t *testing.T) {
		f, h := rings(t)
		f.when("DELETE channels/"+leg, func(aritest.Request) *aritest.Response {
			f.set(leg, "")
			return &aritest.Response{Status: 204, Before: append([]string{
				f.compose(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON(leg, "Up"))}, f.leaving(leg, 16)...)}
		})
		f.must(h.call.HangupLeg(h.ctx, "1.0.0", flowengine.CauseNormal))
		f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: 16})
		f.quiet(h)
	})
	t.Run("the leg is gone before it is connected", func(t *testing.T) {
		f, h := rings(t)
		f.answered(h)
		f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON(leg, "Up"))
		f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
		f.when("POST bridges/test.c1.b/addChannel", func(aritest.Request) *aritest.Response {
			f.set(leg, "")
			return &aritest.Response{Status: 400, Body: `{"message":"Channel not found"}`, Before: f.leaving(leg, 16)}
		})
		f.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
		f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: 16})
		f.quiet(h)
	})
	t.Run("the caller leaves while the leg is connected", func(t *testing.T) {
		f, h := rings(t)
		f.answered(h)
		f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON(leg, "Up"))
		f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
		f.when("POST bridges/test.c1.b/addChannel", func(aritest.Request) *aritest.Response {
			f.set("1.1", "")
			return &aritest.Response{Status: 400, Body: `{"message":"Channel not found"}`, Before: f.leaving("1.1", 16)}
		})
		if err := h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}); !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("Bridge says %v", err)
		}
		h.over()
		f.eventually("the leg's release", func() bool { return f.count("DELETE channels/"+leg) == 1 })
	})
	t.Run("the caller leaves after the leg, before the next prompt", func(t *testing.T) {
		f, h := rings(t)
		f.answered(h)
		f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON(leg, "Up"))
		f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
		f.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
		f.leaves(leg, 16)
		f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: 16})
		f.when("POST bridges/test.c1.b/removeChannel", func(aritest.Request) *aritest.Response {
			f.leaves("1.1", 16)
			return &aritest.Response{Status: 400, Body: `{"message":"Channel not found"}`}
		})
		if err := h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:x"}); !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("Play says %v", err)
		}
	})
	t.Run("the caller leaves while we answer", func(t *testing.T) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.when("POST channels/1.1/answer", func(aritest.Request) *aritest.Response {
			f.set("1.1", "")
			r := notFound
			r.Before = f.leaving("1.1", 16)
			return &r
		})
		if err := h.call.Answer(h.ctx); !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("Answer says %v", err)
		}
	})
}

func TestALegThatTellsNothingIsGivenUp(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
	f.when("DELETE channels/test.c1.l.1.0.0", func(aritest.Request) *aritest.Response { return &notFound })
	f.must(h.call.HangupLeg(h.ctx, "1.0.0", flowengine.CauseNormal))
	f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: 16})
}

func TestAPromptIsStoppedBeforeWhatWouldWaitForIt(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.play(h, "sound:x")
	f.answered(h)
	want := "POST channels/1.1/play/test.c1.p1 DELETE playbacks/test.c1.p1 POST channels/1.1/answer"
	if got := strings.Join(f.asked(), " "); got != want {
		t.Errorf("asked: %s\nnot:   %s", got, want)
	}
	f.expect(h, flowengine.PlayEnded{})
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
	f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON("test.c1.l.1.0.0", "Up"))
	f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
	f.must(h.call.Play(h.ctx, "1.0.0", flowengine.Media{URI: "sound:x"}))
	f.must(h.call.Indicate(h.ctx, flowengine.Indication{Music: "default"}))
	f.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
	f.expect(h, flowengine.PlayEnded{To: "1.0.0"})
	asked := f.asked()
	want = "DELETE channels/1.1/moh DELETE playbacks/test.c1.p2 POST bridges/test.c1.b POST bridges/test.c1.b/addChannel"
	if got := strings.Join(asked[len(asked)-4:], " "); got != want {
		t.Errorf("asked: %s\nnot:   %s", got, want)
	}
}

func TestRefusedCauses(t *testing.T) {
	for _, c := range []struct {
		cause, tech int
		refused     bool
	}{
		{17, 486, true}, {21, 603, true}, {1, 404, true}, {34, 503, true}, {20, 0, true}, {18, 408, true}, {38, 500, true},
		{19, 480, true}, {19, 0, false}, {16, 0, false},
	} {
		t.Run(fmt.Sprint(c.cause, "-", c.tech), func(t *testing.T) {
			f := newFake(t)
			h := f.arrives("1.1")
			f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
			f.event(`'type':'ChannelDestroyed','cause':%d,'tech_cause':%d,'channel':%s`, c.cause, c.tech, channelJSON("test.c1.l.1.0.0", "Down"))
			f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: flowengine.Cause(c.cause), Refused: c.refused})
		})
	}
	t.Run("no endpoint", func(t *testing.T) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.when("POST channels/create", func(aritest.Request) *aritest.Response {
			return &aritest.Response{Status: 500, Body: `{"message":"Allocation failed"}`}
		})
		f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/nobody"}))
		f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: flowengine.CauseNotReachable, Refused: true})
		h.over()
		f.eventually("the end", func() bool { return f.driver.Active() == 0 })
	})
}

func TestWhatCannotBePlayedFailsWithoutAsking(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	for _, uri := range []string{"", "x", "number:abc", "foo:bar", "digits:", "sound:"} {
		f.play(h, uri)
		f.expect(h, flowengine.PlayEnded{Failed: true})
	}
	if n := len(f.asked()); n > 0 {
		t.Errorf("Asterisk was asked for %s", f.asked())
	}
}

func TestALegThatWasGivenUpWhileAsteriskMadeIt(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	const leg = "test.c1.l.1.0.0"
	f.when("POST channels/create", func(aritest.Request) *aritest.Response {
		f.set(leg, ari.ChannelStateDown)
		return &aritest.Response{Status: 200, Body: `{}`} // its StasisStart is late
	})
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
	f.must(h.call.HangupLeg(h.ctx, "1.0.0", flowengine.CauseNormal))
	f.event(`'type':'StasisStart','args':['leg'],'channel':%s`, channelJSON(leg, "Down"))
	f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: 16})
	if f.count("POST channels/"+leg+"/dial") != 0 {
		t.Error("a leg that was given up was dialled")
	}
}

func TestARecordingThatEndsWithTheCall(t *testing.T) {
	begin := func(t *testing.T) (*fake, held) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.answered(h)
		f.must(h.call.Record(h.ctx, flowengine.RecordSpec{Name: "m", Max: time.Minute, FinishOn: "#"}))
		f.mu.Lock()
		f.stored["test.c1.r.m"] = 2
		delete(f.live, "test.c1.r.m")
		f.mu.Unlock()
		return f, h
	}
	ended := flowengine.RecordEnded{Name: "m", Duration: 2 * time.Second}
	t.Run("the caller hung up", func(t *testing.T) {
		f, h := begin(t)
		f.Send(f.recording("RecordingFinished", "test.c1.r.m"))
		// The call looks for its events between the two that Asterisk sends.
		if e, err := h.call.Next(h.ctx, time.Now().Add(20*time.Millisecond)); e != (flowengine.Elapsed{}) {
			t.Fatalf("%+v, %v", e, err)
		}
		f.leaves("1.1", 16)
		<-h.ctx.Done()
		if e, err := h.call.Next(h.ctx, time.Now().Add(5*time.Second)); !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("%+v, %v", e, err)
		}
		h.ctx = context.WithoutCancel(h.ctx)
		f.expect(h, ended)
	})
	t.Run("a key ended it", func(t *testing.T) {
		f, h := begin(t)
		f.event(`'type':'ChannelDtmfReceived','digit':'#','duration_ms':100,'channel':%s`, channelJSON("1.1", "Up"))
		f.Send(f.recording("RecordingFinished", "test.c1.r.m"))
		f.expect(h, flowengine.Digit{Key: '#'})
		begin := time.Now()
		f.expect(h, ended)
		if took := time.Since(begin); took > 150*time.Millisecond {
			t.Errorf("the end was told after %s", took)
		}
	})
	t.Run("silence ended it", func(t *testing.T) {
		f, h := begin(t)
		f.Send(f.recording("RecordingFinished", "test.c1.r.m"))
		f.expect(h, ended)
	})
}
