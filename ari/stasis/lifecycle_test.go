package stasis_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// lost is a call in the middle of everything, whose connection breaks, with what happens meanwhile.
func lost(t *testing.T, meanwhile func(*fake, held)) (*fake, held) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.1", Endpoint: "PJSIP/bob"}))
	f.play(h, "sound:x")
	f.Misbehave(aritest.Faults{Refuse: 503})
	f.Drop()
	meanwhile(f, h)
	f.Misbehave(aritest.Faults{})
	f.Opened()
	f.compared()
	return f, h
}

func TestEventsLostWithTheSocket(t *testing.T) {
	t.Run("nothing happened", func(t *testing.T) {
		f, h := lost(t, func(*fake, held) {})
		f.quiet(h)
	})
	t.Run("a prompt ended, a leg was answered, another left", func(t *testing.T) {
		f, h := lost(t, func(f *fake, _ held) {
			f.set("test.c1.l.1.0.0", "Up")
			f.set("test.c1.l.1.0.1", "")
			f.mu.Lock()
			delete(f.playbacks, "test.c1.p1")
			f.mu.Unlock()
		})
		f.expect(h, flowengine.PlayEnded{})
		f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
		f.expect(h, flowengine.LegEnded{Leg: "1.0.1", Cause: 16})
		f.quiet(h)
	})
	t.Run("the caller left", func(t *testing.T) {
		f, h := lost(t, func(f *fake, _ held) { f.set("1.1", "") })
		<-h.ctx.Done()
		if cause := context.Cause(h.ctx); !errors.Is(cause, flowengine.ErrHungUp) {
			t.Errorf("the call was ended with %v", cause)
		}
		h.over()
		f.eventually("the end", func() bool { return f.driver.Active() == 0 })
		if f.count("DELETE channels/test.c1.l.1.0.0") != 1 {
			t.Errorf("a phone rings on: %s", f.asked())
		}
	})
	t.Run("a call arrived", func(t *testing.T) {
		f, _ := lost(t, func(f *fake, _ held) { f.set("1.2", "Ring") })
		h := f.next()
		if h.in.Channel != "1.2" || h.in.Number != "100" || h.in.CallerNumber != "0412" {
			t.Errorf("%+v", h.in)
		}
	})
	t.Run("Asterisk was started again", func(t *testing.T) {
		f, h := lost(t, func(f *fake, _ held) {
			f.mu.Lock()
			clear(f.channels)
			clear(f.playbacks)
			f.mu.Unlock()
		})
		<-h.ctx.Done()
		h.over()
		f.eventually("the end", func() bool { return f.driver.Active() == 0 })
		f.answered(f.arrives("1.9"))
	})
	t.Run("a command is given meanwhile", func(t *testing.T) {
		f := newFake(t)
		h := f.arrives("1.1")
		f.answered(h)
		f.Misbehave(aritest.Faults{DeafSocket: true})
		played := make(chan error, 1)
		go func() { played <- h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:x"}) }()
		f.eventually("the loss", func() bool { // the request is on its way, or comes when there is no socket: by HTTP
			f.Drop()
			return true
		})
		f.Misbehave(aritest.Faults{})
		f.must(<-played)
		if n := f.count("POST channels/1.1/play"); n != 1 {
			t.Errorf("the medium was played %d times", n)
		}
	})
}

func TestRecovery(t *testing.T) {
	f := newFake(t)
	var left []flowengine.Checkpoint
	for i := range 3 {
		h := f.arrives(fmt.Sprintf("1.%d", i+1))
		f.answered(h)
		left = append(left, flowengine.Checkpoint{Call: h.in, Node: "n"})
		f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
		f.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:x"}))
	}
	f.driver.Stop()
	f.must(<-f.ran)
	f.set("1.2", "")                 // its caller has left
	f.set("test.c1.l.1.0.0", "Up")   // a leg was answered
	f.set("test.c0.l.1.0.0", "Ring") // an orphan
	f.set("2.1", "Ring")             // a call without a checkpoint
	f.mu.Lock()
	f.bridges["test.c0.b"], f.bridges["other.c0.b"] = true, true
	f.mu.Unlock()
	left = slices.Delete(left, 2, 3) // the third has lost its checkpoint too
	f.looks = 1
	f.start(func(o *stasis.Options) {
		o.Checkpoints = func(context.Context) ([]flowengine.Checkpoint, error) { return left, nil }
		n := 0
		o.NewID = func() string { n++; return fmt.Sprintf("d%d", n) }
	})
	got := map[string]held{}
	for range 4 {
		h := f.next()
		got[h.in.Channel] = h
	}
	if h := got["1.1"]; h.cp.Node != "n" || h.in.ID != "c1" || h.ctx.Err() != nil {
		t.Errorf("the first call was not resumed: %+v", h)
	} else {
		f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Attach: true}))
		f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
		f.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:x"})) // plays still
		f.Send(f.finished("test.c1.p1", "done"))
		f.expect(h, flowengine.PlayEnded{})
		f.quiet(h)
	}
	if h := got["1.2"]; h.in.ID != "c2" || !errors.Is(context.Cause(h.ctx), flowengine.ErrHungUp) {
		t.Errorf("the call whose caller left was not resumed as gone: %+v", h)
	}
	for _, channel := range []string{"1.3", "2.1"} {
		if h := got[channel]; h.cp.Node != "" || !strings.HasPrefix(h.in.ID, "d") || h.in.Number != "100" {
			t.Errorf("%s did not start again: %+v", channel, h)
		}
	}
	f.eventually("the release of orphans", func() bool {
		return f.count("DELETE channels/test.c0.l.1.0.0") == 1 && f.count("DELETE channels/test.c3.l.1.0.0") == 1 &&
			f.count("DELETE bridges/test.c0.b") == 1 && f.count("DELETE channels/test.c2.l.1.0.0") == 1
	})
	if f.count("DELETE bridges/other") != 0 {
		t.Error("somebody else's bridge was removed")
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

func TestATransferWhileTheSocketIsLost(t *testing.T) {
	local := func(id string) string {
		return strings.NewReplacer("PJSIP/x", "Local/300@callflow-1;1", "'test,100'", "'test'").Replace(channelJSON(id, "Up"))
	}
	for _, who := range []string{"1.1", "test.c1.l.1.0.0"} {
		t.Run(who, func(t *testing.T) {
			f := newFake(t)
			h := f.arrives("1.1")
			f.answered(h)
			f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
			f.event(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON("test.c1.l.1.0.0", "Up"))
			f.expect(h, flowengine.LegAnswered{Leg: "1.0.0"})
			f.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
			f.Misbehave(aritest.Faults{Refuse: 503})
			f.Drop()
			f.set("3.1", "Up")
			if who == "1.1" {
				f.set("1.1", "") // an attended transfer ends the channel that transferred
			}
			f.when("GET channels/3.1/variable", func(aritest.Request) *aritest.Response { return &notFound })
			f.when("GET channels", func(q aritest.Request) *aritest.Response {
				if q.URI != "channels" {
					return nil
				}
				r := f.getChannels("")
				r.Body = strings.ReplaceAll(r.Body, strings.ReplaceAll(channelJSON("3.1", "Up"), "'", `"`), strings.ReplaceAll(local("3.1"), "'", `"`))
				return &r
			})
			members := []string{"1.1", "3.1"}
			if who == "1.1" {
				members = []string{"test.c1.l.1.0.0", "3.1"}
			}
			f.when("GET bridges", func(aritest.Request) *aritest.Response {
				return &aritest.Response{Status: 200, Body: fmt.Sprintf(`[{"id":"test.c1.b","channels":["%s"]}]`, strings.Join(members, `","`))}
			})
			f.Misbehave(aritest.Faults{})
			f.Opened()
			f.compared()
			f.eventually("the mark", func() bool {
				e, err := h.call.Next(h.ctx, time.Now())
				f.must(err)
				if _, nothing := e.(flowengine.Elapsed); !nothing {
					t.Errorf("%+v came", e)
				}
				return f.count("POST channels/3.1/variable") == 1 && f.count("DELETE channels/"+who) == 1
			})
			// Whoever has the place now is the party.
			f.event(`'type':'ChannelDtmfReceived','digit':'7','duration_ms':100,'channel':%s`, local("3.1"))
			from := flowengine.Caller
			if who != "1.1" {
				from = "1.0.0"
			}
			f.expect(h, flowengine.Digit{From: from, Key: '7'})
			f.leaves("3.1", 16)
			if who == "1.1" {
				<-h.ctx.Done()
			} else {
				f.expect(h, flowengine.LegEnded{Leg: "1.0.0", Cause: 16})
			}
		})
	}
}

func TestWhatTheEngineDoesNotAskForAfterARestartIsReleased(t *testing.T) {
	f := newFake(t)
	h := f.arrives("1.1")
	f.answered(h)
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.1.0", Endpoint: "PJSIP/bob"}))
	f.play(h, "sound:x")
	f.driver.Stop()
	f.looks = 1
	f.start(func(o *stasis.Options) {
		o.Checkpoints = func(context.Context) ([]flowengine.Checkpoint, error) {
			return []flowengine.Checkpoint{{Call: h.in}}, nil
		}
	})
	h = f.next()
	f.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.1.0", Attach: true}))
	f.quiet(h)
	if f.count("DELETE channels/test.c1.l.1.0.0") != 1 || f.count("DELETE channels/test.c1.l.1.1.0") != 0 {
		t.Errorf("asked: %s", f.asked())
	}
}

func TestAConnectionWithoutAnApplicationIsMadeAgain(t *testing.T) {
	f := newFake(t)
	f.when("GET applications", func(aritest.Request) *aritest.Response { return &notFound })
	f.Drop()
	f.Opened()
	f.compared()
	f.when("GET applications", func(aritest.Request) *aritest.Response { return nil })
	f.Opened()
	f.compared()
	f.answered(f.arrives("1.1"))
}
