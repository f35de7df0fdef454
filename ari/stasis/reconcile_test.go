package stasis_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callflow/ari/aritest"
	"callflow/ari/stasis"
	"callflow/flowengine"
)

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
	for _, when := range []string{"at once", "a moment later"} {
		t.Run(when, func(t *testing.T) {
			f := newFake(t)
			var unknown atomic.Bool // to the next question
			f.when("GET applications", func(aritest.Request) *aritest.Response {
				if unknown.CompareAndSwap(true, false) {
					return &notFound
				}
				return nil
			})
			unknown.Store(true)
			if when == "at once" {
				f.Drop()
				f.Opened()
			}
			f.Opened()
			f.answered(f.arrives("1.1"))
		})
	}
}
