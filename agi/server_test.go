package agi

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
)

func TestStopWaitsForSessions(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	s, _ := start(t, Options{Handler: HandlerFunc(func(ctx context.Context, _ *Session) error {
		close(entered)
		<-leave
		return ctx.Err()
	})})
	busy, silent := dial(t, s), dial(t, s)
	busy.Says(request("x"))
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- s.Stop(context.Background()) }()
	silent.SeesTheEnd() // it never said what it wants
	select {
	case err := <-stopped:
		t.Fatalf("Stop returned before the session ended: %v", err)
	default:
	}
	close(leave)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	busy.SeesTheEnd()
	if err := s.Stop(context.Background()); err != nil {
		t.Errorf("the second time: %v", err)
	}
	if err := s.Start(t.Context()); err == nil {
		t.Error("a stopped server starts")
	}
}

func TestStopLosesPatience(t *testing.T) {
	entered, cause := make(chan struct{}), make(chan error, 1)
	s, _ := start(t, Options{Handler: HandlerFunc(func(ctx context.Context, s *Session) error {
		close(entered)
		_, err := s.Command(ctx, "ANSWER") // never answered
		cause <- err
		return err
	})})
	asterisk := dial(t, s)
	asterisk.Says(request("x"))
	<-entered
	asterisk.Reads("ANSWER")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Stop(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Stop: %v", err)
	}
	if err := <-cause; !errors.Is(err, ErrClosed) {
		t.Errorf("the handler saw %v", err)
	}
}

func TestStopWithoutStart(t *testing.T) {
	if err := New(Options{}).Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestPortInUse(t *testing.T) {
	first, _ := start(t, Options{})
	err := New(Options{Addr: first.Addr().String(), Logger: zerolog.Nop()}).Start(t.Context())
	if err == nil || !strings.Contains(err.Error(), "choose another address") {
		t.Errorf("got %v", err)
	}
}

func TestPanicEndsOneSessionOnly(t *testing.T) {
	s, log := start(t, Options{Handler: Mux{
		"bad":  HandlerFunc(func(context.Context, *Session) error { panic("oh no") }),
		"good": HandlerFunc(func(ctx context.Context, s *Session) error { return s.SetVariable(ctx, "X", "1") }),
	}})
	bad, good := dial(t, s), dial(t, s)
	bad.Says(request("bad"))
	bad.SeesTheEnd()
	good.Says(request("good"))
	good.Reads(`SET VARIABLE "X" "1"`)
	good.Says("200 result=1\n")
	good.SeesTheEnd()
	stop(t, s)
	if !strings.Contains(log.String(), "oh no") {
		t.Errorf("the panic is not in the log: %s", log)
	}
}

func TestTooManyConnections(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	s, log := start(t, Options{MaxSessions: 1, Handler: HandlerFunc(func(context.Context, *Session) error {
		close(entered)
		<-leave
		return nil
	})})
	first := dial(t, s)
	first.Says(request("x"))
	<-entered
	dial(t, s).SeesTheEnd()
	close(leave)
	first.SeesTheEnd()
	stop(t, s)
	if !strings.Contains(log.String(), "too many connections") {
		t.Errorf("log: %s", log)
	}
}

func TestSilentAndWrongPeers(t *testing.T) {
	s, log := start(t, Options{HeaderTimeout: 50 * time.Millisecond})
	silent, web := dial(t, s), dial(t, s)
	web.Says("GET / HTTP/1.1\r\n\r\n")
	web.SeesTheEnd()
	silent.Says("agi_network: yes\n")
	silent.SeesTheEnd()
	stop(t, s)
	if !strings.Contains(log.String(), "not a header line") || !strings.Contains(log.String(), "timeout") {
		t.Errorf("log: %s", log)
	}
}

func TestMuxSaysWhatIsWrong(t *testing.T) {
	s, log := start(t, Options{})
	for script, want := range map[string]string{
		"async":  "callflow does not serve Async AGI; use Stasis(), or AGI(agi://HOST/route) to choose before it",
		"nosuch": `callflow has no AGI script \"nosuch\"; check the address in the dialplan`,
	} {
		asterisk := dial(t, s)
		asterisk.Says(request(script))
		asterisk.Reads(`VERBOSE "` + want + `" "1"`)
		asterisk.Says("200 result=1\n")
		asterisk.SeesTheEnd()
	}
	stop(t, s)
	if strings.Count(log.String(), "no such script") != 2 {
		t.Errorf("log: %s", log)
	}
}
