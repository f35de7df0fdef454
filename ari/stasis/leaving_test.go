package stasis_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
	"callflow/ari/stasis"
	"callflow/flowengine"

	"github.com/rs/zerolog"
)

// refusals are Asterisk's words for what a channel that has just gone is asked, where they are not 404 `Channel not found`. Seen on
// 22.10.1.
var refusals = []struct {
	request string
	aritest.Response
}{
	{"POST bridges/test.c1.b/addChannel", aritest.Response{Status: 400, Body: `{"message":"Channel not found"}`}},
	{"POST bridges/test.c1.b/removeChannel", aritest.Response{Status: 400, Body: `{"message":"Channel not found"}`}},
	{"POST bridges/test~room~r/", aritest.Response{Status: 400, Body: `{"message":"Channel not found"}`}},
	{"POST applications/test/subscription", aritest.Response{Status: 422, Body: `{"message":"Event source does not exist"}`}},
}

// A caller may leave before any request of a call reaches Asterisk. Each time the call is told that the caller left, and nothing else.
func TestACallerLeavesBeforeAnyRequest(t *testing.T) {
	for n, again := 0, true; again; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			f := newFake(t, func(o *stasis.Options) {
				o.Log = o.Log.Hook(zerolog.HookFunc(func(_ *zerolog.Event, level zerolog.Level, message string) {
					if level >= zerolog.WarnLevel {
						t.Errorf("the log has: %s", message)
					}
				}))
			})
			h := f.arrives("1.1")
			left := f.leavesBefore("1.1", n)
			err := busyCall(f, h)
			again = left()
			if again != (err != nil) || err != nil && !errors.Is(err, flowengine.ErrHungUp) {
				asked := f.asked()
				t.Errorf("before %s: %v", asked[len(asked)-1], err)
			}
			h.over()
			f.eventually("the end of the call", func() bool { return f.driver.Active() == 0 })
		})
	}
}

// leavesBefore has a channel leave as the request of that number arrives, the first being 0; the events come after the answer. What
// it gives says whether it came to that.
func (f *fake) leavesBefore(channel string, request int) (left func() bool) {
	var seen atomic.Int64
	f.Answer(func(q aritest.Request) aritest.Response {
		n := int(seen.Add(1)) - 1
		if n == request {
			f.set(channel, "")
		}
		r := f.answer(q)
		for _, refusal := range refusals {
			if n >= request && strings.HasPrefix(q.Method+" "+q.URI, refusal.request) {
				r = refusal.Response
			}
		}
		if n == request {
			r.After = f.leaving(channel, 16)
		}
		return r
	})
	return func() bool { return int(seen.Load()) > request }
}

// busyCall has a call do all that one can, up to the first error.
func busyCall(f *fake, h held) error {
	const leg = "test.c1.l.1.0.0"
	call, caller := h.call, flowengine.Caller
	play := func(ctx context.Context) error { return call.Play(ctx, caller, flowengine.Media{URI: "sound:x"}) }
	f.when("GET channels/1.1/variable", func(aritest.Request) *aritest.Response {
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.channels["1.1"] == "" {
			return &notFound
		}
		return &aritest.Response{Status: 200, Body: `{"value":"1"}`}
	})
	f.when("POST channels/"+leg+"/dial", func(aritest.Request) *aritest.Response {
		return &aritest.Response{Status: 204, Before: []string{f.compose(`'type':'Dial','dialstatus':'ANSWER','peer':%s`, channelJSON(leg, ari.ChannelStateUp))}}
	})
	for _, do := range []func(ctx context.Context) error{
		func(ctx context.Context) error { return call.Indicate(ctx, flowengine.Indication{Ringing: true}) },
		func(ctx context.Context) error { return call.Indicate(ctx, flowengine.Indication{}) },
		call.Answer,
		func(ctx context.Context) error { return call.Monitor(ctx, flowengine.MonitorSpec{Name: "all"}) },
		func(ctx context.Context) error { return call.PauseMonitor(ctx, "all") },
		func(ctx context.Context) error { return call.ResumeMonitor(ctx, "all") },
		play,
		func(ctx context.Context) error { return call.StopPlay(ctx, caller) },
		func(ctx context.Context) error {
			return call.Record(ctx, flowengine.RecordSpec{Name: "m", Max: time.Minute})
		},
		func(ctx context.Context) error { return call.StopRecord(ctx, "m") },
		func(ctx context.Context) error { return call.Indicate(ctx, flowengine.Indication{Music: "default"}) },
		func(ctx context.Context) error {
			return call.Dial(ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"})
		},
		func(ctx context.Context) error { return comes[flowengine.LegAnswered](ctx, call) },
		func(ctx context.Context) error { return call.Bridge(ctx, flowengine.BridgeSpec{Leg: "1.0.0"}) },
		func(ctx context.Context) error {
			f.leaves(leg, 16)
			return comes[flowengine.LegEnded](ctx, call)
		},
		play,
		func(ctx context.Context) error { return call.EnterRoom(ctx, flowengine.RoomSpec{Name: "r"}) },
		call.JoinRoom,
		call.QuitRoom,
		call.LeaveRoom,
		func(ctx context.Context) error { return call.StopMonitor(ctx, "all") },
		play,
		func(ctx context.Context) error {
			return call.RunScript(ctx, flowengine.ScriptSpec{Name: "s", URL: "agi://127.0.0.1/x"})
		},
	} {
		if err := do(h.ctx); err != nil {
			return err
		}
	}
	return nil
}

// comes waits for an event of that kind, whatever comes before it.
func comes[E flowengine.Event](ctx context.Context, call *stasis.Call) error {
	for {
		e, err := call.Next(ctx, time.Now().Add(5*time.Second))
		if err != nil {
			return err
		}
		if _, is := e.(E); is {
			return nil
		}
	}
}
