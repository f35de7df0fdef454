package stasis_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
	"callflow/ari/stasis"
	"callflow/flowengine"
)

func TestWhatIsLeftIsReleased(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	for _, leg := range []flowengine.Party{"1.0.0", "1.0.1"} {
		f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: leg, Endpoint: "PJSIP/alice"}))
	}
	f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON("test.c1.l.1.0.0", "Up"))
	f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
	f.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
	h.over()
	f.eventually("the end", func() bool { return f.driver.Active() == 0 })
	asked := f.asked()
	if last := asked[len(asked)-1]; last != "DELETE bridges/test.c1.b" {
		t.Errorf("the bridge is not removed after its channels: %s", asked)
	}
	for _, channel := range []string{"1.1", "test.c1.l.1.0.0", "test.c1.l.1.0.1"} {
		if f.count("DELETE channels/"+channel) != 1 {
			t.Errorf("%s was not released once: %s", channel, asked)
		}
	}
	if cause := context.Cause(h.ctx); !errors.Is(cause, flowengine.ErrHungUp) {
		t.Errorf("the context ended with %v", cause)
	}
}

func TestAHandlerThatPanics(t *testing.T) {
	f := newFake(t, func(o *stasis.Options) {
		o.Handle = func(context.Context, *stasis.Call, flowengine.Incoming) { panic("a fault") }
	})
	f.set("1.1", ari.ChannelStateRing)
	f.event(`'type':'StasisStart','args':['100'],'channel':%s`, channelJSON("1.1", ari.ChannelStateRing))
	f.eventually("the hang-up", func() bool { return f.count("DELETE channels/1.1") == 1 })
	f.eventually("the end", func() bool { return f.driver.Active() == 0 })
}

func TestACallThatCannotBeHandledGoesToTheFallback(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.must(h.call.Continue(h.ctx))
	h.over()
	f.eventually("the end", func() bool { return f.driver.Active() == 0 })
	if got := strings.Join(f.asked(), " "); got != "POST channels/1.1/continue" {
		t.Errorf("asked: %s", got)
	}
}

func TestABroadcastIsClaimed(t *testing.T) {
	f := newFake(t)
	f.event(`'type':'CallBroadcast','caller':'0412','called':'100','channel':%s`, channelJSON("1.1", "Ring"))
	f.eventually("the claim", func() bool { return f.count("POST events/claim") == 1 })
	f.when("POST events/claim", func(aritest.Request) *aritest.Response {
		return &aritest.Response{Status: 409, Body: `{"message":"already claimed"}`}
	})
	f.event(`'type':'CallBroadcast','caller':'0412','called':'100','channel':%s`, channelJSON("1.2", "Ring"))
	f.eventually("the claim", func() bool { return f.count("POST events/claim") == 2 })
}

func TestDraining(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	limited, cancel := context.WithCancelCause(t.Context())
	late := errors.New("late")
	cancel(late)
	if err := f.driver.Drain(limited); !errors.Is(err, late) {
		t.Errorf("Drain says %v", err)
	}
	drained := make(chan error, 1)
	go func() { drained <- f.driver.Drain(t.Context()) }()
	f.event(`'type':'CallBroadcast','caller':'0412','called':'100','channel':%s`, channelJSON("1.2", "Ring"))
	f.set("1.3", "Ring")
	f.event(`'type':'StasisStart','args':['100'],'channel':%s`, channelJSON("1.3", "Ring"))
	f.eventually("the fallback", func() bool { return f.count("POST channels/1.3/continue") == 1 })
	if f.count("POST events/claim") != 0 {
		t.Error("a call was claimed while draining")
	}
	f.quiet(h) // the call goes on
	select {
	case err := <-drained:
		t.Fatalf("Drain says %v, with a call left", err)
	default:
	}
	f.must(h.call.Hangup(h.ctx, flowengine.CauseNormal))
	h.over()
	f.must(<-drained)
	f.driver.Stop()
	f.driver.Stop()
	f.must(<-f.ran)
}

func TestStoppingHandsOver(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
	before := len(f.asked())
	f.driver.Stop()
	f.must(<-f.ran)
	if cause := context.Cause(h.ctx); !errors.Is(cause, flowengine.ErrHandedOver) {
		t.Errorf("the context ended with %v", cause)
	}
	if err := h.call.Hangup(h.ctx, flowengine.CauseNormal); err != nil && !errors.Is(err, flowengine.ErrHandedOver) {
		t.Log(err)
	}
	if asked := f.asked()[before:]; len(asked) > 0 && f.driver.Active() > 0 {
		t.Errorf("something was asked for a call that is handed over: %s", asked)
	}
	if err := f.driver.Run(t.Context()); err == nil {
		t.Error("a driver runs twice")
	}
}

func TestTheContextEndsRun(t *testing.T) {
	f := newFake(t)
	client, err := ari.New(f.Options())
	f.must(err)
	defer client.Close()
	d, err := stasis.New(stasis.Options{Client: client, Clock: realClock{}, NewID: func() string { return "x" },
		Handle: func(context.Context, *stasis.Call, flowengine.Incoming) {}})
	f.must(err)
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- d.Run(ctx) }()
	f.Opened()
	cancel()
	f.must(<-ran)
}

func TestReplaced(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.event(`'type':'ApplicationReplaced'`)
	if err := <-f.ran; !errors.Is(err, stasis.ErrReplaced) {
		t.Errorf("Run says %v", err)
	}
	if cause := context.Cause(h.ctx); !errors.Is(cause, flowengine.ErrHandedOver) {
		t.Errorf("the call was ended with %v", cause)
	}
	if n := len(f.asked()); n > 0 {
		t.Errorf("the other program has the call, and this one asked: %s", f.asked())
	}
}

func TestBadOptions(t *testing.T) {
	f := newFake(t)
	for _, app := range []string{"a.b", "a/b", "a b"} {
		o := f.Options()
		o.App = app
		client, err := ari.New(o)
		f.must(err)
		if _, err := stasis.New(stasis.Options{Client: client, Clock: realClock{}, NewID: func() string { return "x" },
			Handle: func(context.Context, *stasis.Call, flowengine.Incoming) {}}); err == nil {
			t.Errorf("the application name %q is taken", app)
		}
		client.Close()
	}
	if _, err := stasis.New(stasis.Options{}); err == nil {
		t.Error("a driver without a client is made")
	}
}

func TestTheFirstCommandIsMeasuredOnce(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.play(h, "sound:x")
	f.must(h.call.StopPlay(h.ctx, flowengine.Caller))
	f.seen.Lock()
	defer f.seen.Unlock()
	if f.seen.first != 1 || f.seen.active != 1 {
		t.Errorf("measured %d times, %d active", f.seen.first, f.seen.active)
	}
}

func TestCheckpointsThatCannotBeRead(t *testing.T) {
	f := newFake(t)
	client, err := ari.New(f.Options())
	f.must(err)
	defer client.Close()
	d, err := stasis.New(stasis.Options{Client: client, Clock: realClock{}, NewID: func() string { return "x" },
		Handle:      func(context.Context, *stasis.Call, flowengine.Incoming) {},
		Resume:      func(context.Context, *stasis.Call, flowengine.Checkpoint) {},
		Checkpoints: func(context.Context) ([]flowengine.Checkpoint, error) { return nil, errors.New("the disk is gone") },
	})
	f.must(err)
	if err := d.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("Run says %v", err)
	}
}

func TestNotStalled(t *testing.T) {
	f := newFake(t)
	if reason, stalled := f.driver.Stalled(); stalled {
		t.Error(reason)
	}
}

// TestOneCallDoesNotWaitForAnother holds an answer of one call and looks at another's commands.
func TestOneCallDoesNotWaitForAnother(t *testing.T) {
	f := newFake(t)
	slow, quick := f.arrives("1.1"), f.arrives("1.2")
	release := make(chan struct{})
	f.when("POST channels/1.1/answer", func(aritest.Request) *aritest.Response {
		<-release
		return nil
	})
	answered := make(chan error, 1)
	go func() { answered <- slow.call.Answer(slow.ctx) }()
	f.eventually("the answer", func() bool { return f.count("POST channels/1.1/answer") == 1 })
	begin := time.Now()
	f.answered(quick)
	f.play(quick, "sound:x")
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("another call's commands took %s", took)
	}
	close(release)
	f.must(<-answered)
}

func TestTheOtherHalfOfATransfer(t *testing.T) {
	local := func(id, half string) string {
		ch := strings.NewReplacer("PJSIP/x", "Local/300@callflow-1;"+half, "'0412'", "''", "'Ann'", "''", "'test,100'", "'test'").
			Replace(channelJSON(id, "Up"))
		return ch
	}
	for _, first := range []string{"1", "2", "none"} {
		t.Run(first, func(t *testing.T) {
			f := newFake(t)
			h := f.arrives("1.1")
			f.answered(h)
			near := func() {
				f.event(`'type':'StasisStart','args':[],'channel':%s,'replace_channel':%s`, local("3.1", "1"), channelJSON("1.1", "Up"))
			}
			far := func() {
				f.set("3.2", "Ring")
				f.event(`'type':'StasisStart','args':['300'],'channel':%s`, local("3.2", "2"))
			}
			want := "0412"
			switch first {
			case "1":
				near()
				far()
			case "2":
				far()
				near()
			case "none":
				far()
				want = ""
			}
			if second := f.next(); second.in.Number != "300" || second.in.CallerNumber != want {
				t.Errorf("the other half is %+v", second.in)
			}
		})
	}
}
