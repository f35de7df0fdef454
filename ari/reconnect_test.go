package ari_test

import (
	"errors"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
)

func TestALostSocketIsOpenedAgain(t *testing.T) {
	eachTransport(t, func(t *testing.T, s *aritest.Server, o ari.Options) {
		l := connect(t, o)
		for range 5 {
			s.Drop()
			gone := wait(l, func(*ari.Disconnected) bool { return true })
			if gone.Err == nil {
				t.Error("no reason is given")
			}
			if again := wait(l, func(*ari.Connected) bool { return true }); !again.Again {
				t.Error("the connection counts as the first")
			}
		}
		l.ok(l.client.Channels().Ring(l.ctx, "c"))
		if n := l.client.Stats().Connects; n != 6 {
			t.Errorf("%d connections", n)
		}
	})
}

func TestRequestsOfALostSocketEnd(t *testing.T) {
	s := aritest.New(t)
	l := connect(t, s.Options())
	asked := make(chan struct{})
	s.Answer(func(aritest.Request) aritest.Response {
		close(asked)
		return aritest.Response{}
	})
	result := make(chan error)
	go func() { result <- l.client.Channels().Ring(l.ctx, "c") }()
	<-asked
	s.Drop()
	if err := <-result; !errors.Is(err, ari.ErrDisconnected) {
		t.Errorf("%v", err)
	}
}

func TestADeadPeerIsNoticedByPings(t *testing.T) {
	s := aritest.New(t)
	o := s.Options()
	o.PingInterval, o.PingTimeout = 10*time.Millisecond, 50*time.Millisecond
	l := connect(t, o)
	s.Misbehave(aritest.Faults{NoPongs: true})
	wait(l, func(*ari.Disconnected) bool { return true })
	s.Misbehave(aritest.Faults{})
	wait(l, func(*ari.Connected) bool { return true })
}

func TestNobodyThere(t *testing.T) {
	o := ari.Options{URL: aritest.Unused(t), User: "u", Password: "p", App: "a",
		Backoff: func(int) time.Duration { return time.Millisecond }}
	l := run(t, o)
	for attempt := 1; attempt <= 3; attempt++ {
		ev := wait(l, func(*ari.ConnectFailed) bool { return true })
		if ev.Attempt != attempt || !errors.Is(ev.Err, ari.ErrDisconnected) || ev.RetryIn != time.Millisecond {
			t.Errorf("%+v", ev)
		}
	}
	if err := l.client.Channels().Ring(l.ctx, "c"); !errors.Is(err, ari.ErrDisconnected) {
		t.Errorf("%v", err)
	}
	if l.client.Health().Connected {
		t.Error("it counts as connected")
	}
}

func TestWrongCredentialsEndAtOnce(t *testing.T) {
	s := aritest.New(t)
	o := s.Options()
	o.Password = "wrong"
	failsFast(t, o)
}

func TestForbiddenEndsAtOnce(t *testing.T) {
	s := aritest.New(t)
	s.Misbehave(aritest.Faults{Refuse: 403})
	l := run(t, s.Options())
	err := <-l.ended
	l.ended <- err
	var auth *ari.AuthError
	if !errors.As(err, &auth) || auth.Status != 403 {
		t.Errorf("%v", err)
	}
}

func TestABusyServerIsTriedAgain(t *testing.T) {
	s := aritest.New(t)
	s.Misbehave(aritest.Faults{Refuse: 503})
	l := run(t, s.Options())
	wait(l, func(*ari.ConnectFailed) bool { return true })
	s.Misbehave(aritest.Faults{})
	wait(l, func(*ari.Connected) bool { return true })
}

func TestReplacedEndsLoudly(t *testing.T) {
	s := aritest.New(t)
	l := connect(t, s.Options())
	s.Send(`{"type":"ApplicationReplaced","application":"test"}`)
	wait(l, func(*ari.ApplicationReplaced) bool { return true })
	err := <-l.ended
	l.ended <- err
	if !errors.Is(err, ari.ErrReplaced) {
		t.Errorf("%v", err)
	}
}

func TestBadMessagesAreToldAndPassed(t *testing.T) {
	s := aritest.New(t)
	l := connect(t, s.Options())
	for _, bad := range []string{`{`, `[]`, `{"type":7}`, `{"no":"type"}`, `{"type":"StasisStart","channel":7}`,
		`{"type":"RESTResponse","request_id":"x"}`, "\xff"} {
		s.Send(bad)
		ev := wait(l, func(*ari.BadMessage) bool { return true })
		if string(ev.Raw) != bad && bad != "\xff" || ev.Err == nil {
			t.Errorf("%q came as %q, %v", bad, ev.Raw, ev.Err)
		}
	}
	s.Send(`{"type":"SomethingNew","application":"test","extra":{"a":1}}`)
	ev := wait(l, func(*ari.Unknown) bool { return true })
	if ev.EventType() != "SomethingNew" || ev.Application != "test" || string(ev.Raw) == "" {
		t.Errorf("%+v", ev)
	}
	s.Send(`{"type":"StasisEnd","channel":{"id":"c"}}`)
	wait(l, func(*ari.StasisEnd) bool { return true })
}

func TestAStalledHandlerShows(t *testing.T) {
	for name, stalls := range map[string]func(ari.Event) bool{
		"with an event of Asterisk's": func(ev ari.Event) bool { _, ok := ev.(*ari.StasisEnd); return ok },
		"with the connection's own":   func(ev ari.Event) bool { _, ok := ev.(*ari.Connected); return ok },
	} {
		t.Run(name, func(t *testing.T) {
			s := aritest.New(t)
			client, err := ari.New(s.Options())
			if err != nil {
				t.Fatal(err)
			}
			release, inside, ended := make(chan struct{}), make(chan struct{}), make(chan error)
			go func() {
				ended <- client.Run(t.Context(), func(ev ari.Event) {
					if stalls(ev) {
						close(inside)
						<-release
					}
				})
			}()
			s.Opened()
			s.Send(`{"type":"StasisEnd","channel":{"id":"c"}}`)
			<-inside
			if h := client.Health(); h.Stalled <= 0 {
				t.Errorf("%+v", h)
			}
			close(release)
			s.Send(`{"type":"ApplicationReplaced"}`)
			if err := <-ended; !errors.Is(err, ari.ErrReplaced) {
				t.Errorf("%v", err)
			}
			if h := client.Health(); h.Stalled != 0 {
				t.Errorf("%+v", h)
			}
		})
	}
}

func TestRunTwice(t *testing.T) {
	s := aritest.New(t)
	l := connect(t, s.Options())
	if err := l.client.Run(l.ctx, nil); err == nil {
		t.Error("a second Run is let in")
	}
}
