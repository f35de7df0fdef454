package ari_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
)

// eachTransport runs a test over the socket and over HTTP.
func eachTransport(t *testing.T, test func(t *testing.T, s *aritest.Server, o ari.Options)) {
	for _, kind := range []ari.TransportKind{ari.WebSocket, ari.HTTP} {
		t.Run(string(kind), func(t *testing.T) {
			s := aritest.New(t)
			o := s.Options()
			o.Transport = kind
			test(t, s, o)
		})
	}
}

func TestConnectedComesFirst(t *testing.T) {
	eachTransport(t, func(t *testing.T, s *aritest.Server, o ari.Options) {
		l := run(t, o)
		s.Opened()
		s.Send(`{"type":"ApplicationRegistered","application":"test"}`)
		first := <-l.events
		hello, ok := first.(*ari.Connected)
		if !ok || hello.Version != aritest.Version || hello.Transport != o.Transport || hello.Again {
			t.Fatalf("the first event is %T %+v", first, first)
		}
		wait(l, func(*ari.ApplicationRegistered) bool { return true })
		h := l.client.Health()
		if !h.Connected || h.LastPong.IsZero() || h.Transport != o.Transport {
			t.Errorf("health: %+v", h)
		}
	})
}

func TestAnOlderAsteriskGetsHTTP(t *testing.T) {
	s := aritest.New(t)
	s.Misbehave(aritest.Faults{DeafSocket: true})
	o := s.Options()
	o.ProbeTimeout = 20 * time.Millisecond
	l := run(t, o)
	hello := wait(l, func(*ari.Connected) bool { return true })
	if hello.Transport != ari.HTTP || hello.Version != aritest.Version {
		t.Errorf("connected as %+v", hello)
	}
	l.ok(l.client.Channels().Ring(l.ctx, "c"))
	if q := s.Requests(); len(q) != 1 || !q[0].HTTP {
		t.Errorf("requests: %+v", q)
	}
}

func TestWhatBlocksGoesByHTTP(t *testing.T) {
	s := aritest.New(t)
	l := connect(t, s.Options())
	c, ctx := l.client, l.ctx
	steps := []struct {
		http bool
		do   func() error
	}{
		{false, func() error { return c.Channels().Ring(ctx, "c") }},
		{true, func() error { return c.Channels().Answer(ctx, "c") }},
		{true, func() error {
			return c.Channels().SetChannelVar(ctx, "c", ari.ChannelSetChannelVarParams{Variable: "x"})
		}},
		{true, func() error { return c.Channels().SetChannelVars(ctx, "c", map[string]string{"x": ""}) }},
		{true, func() error {
			return c.Bridges().AddChannel(ctx, "b", ari.BridgeAddChannelParams{Channel: []string{"c"}})
		}},
		{true, func() error { return c.Bridges().RemoveChannel(ctx, "b", []string{"c"}) }},
		{true, func() error { _, err := c.Channels().List(ctx); return err }},
		{true, func() error { return c.Recordings().Stop(ctx, "folder/name") }},
		{false, func() error { return c.Recordings().Stop(ctx, "name") }},
		{true, func() error {
			_, err := c.Channels().Create(ctx, ari.ChannelCreateParams{Variables: map[string]string{"x": strings.Repeat("x", 33<<10)}})
			return err
		}},
	}
	for _, step := range steps {
		l.ok(step.do())
	}
	for i, q := range s.Requests() {
		if q.HTTP != steps[i].http {
			t.Errorf("%s %.60s by HTTP: %v", q.Method, q.URI, q.HTTP)
		}
	}
}

func TestRefusalsKeepStatusAndMessage(t *testing.T) {
	eachTransport(t, func(t *testing.T, s *aritest.Server, o ari.Options) {
		l := connect(t, o)
		s.Answer(func(q aritest.Request) aritest.Response {
			switch {
			case strings.HasPrefix(q.URI, "channels"):
				return aritest.Response{Status: 404, Body: `{"message":"Channel not found"}`}
			case strings.HasPrefix(q.URI, "bridges"):
				return aritest.Response{Status: 409, Body: `{"error":"Bridge in use"}`}
			}
			return aritest.Response{Status: 422, Body: "no JSON"}
		})
		err := l.client.Channels().Hangup(l.ctx, "gone", ari.ChannelHangupParams{Reason: ari.ChannelHangupReasonBusy})
		var e *ari.Error
		if !ari.IsNotFound(err) || !errors.As(err, &e) || e.Message != "Channel not found" || e.URI != "channels/gone?reason=busy" {
			t.Errorf("%+v", err)
		}
		if want := "asterisk answered DELETE channels/gone with 404 Channel not found"; err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
		if err := l.client.Bridges().Destroy(l.ctx, "b"); !ari.IsConflict(err) || !strings.Contains(err.Error(), "Bridge in use") {
			t.Errorf("%v", err)
		}
		if err := l.client.Playbacks().Stop(l.ctx, "p"); !ari.IsUnprocessable(err) {
			t.Errorf("%v", err)
		}
	})
}

func TestSilenceEndsInATimeout(t *testing.T) {
	eachTransport(t, func(t *testing.T, s *aritest.Server, o ari.Options) {
		o.RequestTimeout = 300 * time.Millisecond
		s.Answer(func(aritest.Request) aritest.Response { return aritest.Response{} })
		l := connect(t, o)
		before := l.client.Stats().Failures
		err := l.client.Channels().Ring(l.ctx, "c")
		if !errors.Is(err, ari.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		ctx, cancel := context.WithCancel(l.ctx)
		cancel()
		if err := l.client.Channels().Ring(ctx, "c"); !errors.Is(err, context.Canceled) || errors.Is(err, ari.ErrTimeout) {
			t.Errorf("%v", err)
		}
		if n := l.client.Stats(); n.InFlight != 0 || n.Failures != before+2 {
			t.Errorf("stats: %+v", n)
		}
	})
}

func TestALateReplyIsNobodysReply(t *testing.T) {
	s := aritest.New(t)
	o := s.Options()
	o.RequestTimeout = 300 * time.Millisecond
	l := connect(t, o)
	release := make(chan struct{})
	s.Answer(func(q aritest.Request) aritest.Response {
		if q.URI == "channels/slow" {
			<-release
			return aritest.Response{Status: 200, Body: `{"id":"slow"}`}
		}
		return aritest.Response{Status: 200, Body: `{"id":"quick"}`}
	})
	if _, err := l.client.Channels().Get(l.ctx, "slow"); !errors.Is(err, ari.ErrTimeout) {
		t.Fatalf("%v", err)
	}
	close(release)
	ch, err := l.client.Channels().Get(l.ctx, "quick")
	l.ok(err)
	if ch.ID != "quick" || l.client.Stats().LateReplies != 1 {
		t.Errorf("got %q, stats %+v", ch.ID, l.client.Stats())
	}
}

func TestManyRequestsAtOnceGetTheirOwnReplies(t *testing.T) {
	eachTransport(t, func(t *testing.T, s *aritest.Server, o ari.Options) {
		s.Misbehave(aritest.Faults{Duplicate: true, Fragment: true})
		l := connect(t, o)
		s.Answer(func(q aritest.Request) aritest.Response {
			id := strings.TrimPrefix(q.URI, "channels/")
			return aritest.Response{Status: 200, Body: fmt.Sprintf(`{"id":%q}`, id),
				Before: []string{fmt.Sprintf(`{"type":"ChannelCreated","channel":{"id":%q}}`, id)}}
		})
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				id := fmt.Sprint("c", i)
				ch, err := l.client.Channels().Get(l.ctx, id)
				if err != nil || ch.ID != id {
					t.Errorf("%s: %+v, %v", id, ch, err)
				}
			})
		}
		all.Wait()
		seen := map[string]int{}
		for range 400 {
			seen[wait(l, func(*ari.ChannelCreated) bool { return true }).Channel.ID]++
		}
		if len(seen) != 200 || seen["c7"] != 2 {
			t.Errorf("%d channels, c7 %d times", len(seen), seen["c7"])
		}
	})
}

func TestEventBeforeItsReply(t *testing.T) {
	s := aritest.New(t)
	l := connect(t, s.Options())
	s.Answer(func(aritest.Request) aritest.Response {
		return aritest.Response{Status: 201, Body: `{"id":"pb"}`,
			Before: []string{`{"type":"PlaybackStarted","playback":{"id":"pb","target_uri":"channel:c"}}`}}
	})
	pb, err := l.client.Channels().PlayWithID(l.ctx, "c", "pb", ari.ChannelPlayWithIDParams{Media: []string{"sound:x"}})
	l.ok(err)
	ev := wait(l, func(*ari.PlaybackStarted) bool { return true })
	if pb.ID != "pb" || ari.EventChannelID(ev) != "c" || ev.ReadAt.IsZero() {
		t.Errorf("%+v %+v", pb, ev)
	}
}

func TestAFullURL(t *testing.T) {
	for _, bad := range []string{"", "127.0.0.1:8088", "ftp://x/ari", "http://"} {
		if _, err := ari.New(ari.Options{URL: bad, App: "a", User: "u"}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if _, err := ari.New(ari.Options{URL: "http://x"}); err == nil {
		t.Error("no user is taken")
	}
}
