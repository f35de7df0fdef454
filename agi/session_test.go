package agi

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// call runs a session over a pipe on a virtual clock: asterisk on one side,
// the handler on the other.
func call(t *testing.T, handler HandlerFunc, asterisk func(*peer)) {
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		server := New(Options{Handler: handler})
		var both sync.WaitGroup
		both.Go(func() { server.serve(ours) })
		p := &peer{t, theirs, bufio.NewReader(theirs)}
		p.Says(request("test"))
		asterisk(p)
		_ = theirs.Close()
		both.Wait()
	})
}

func TestVariables(t *testing.T) {
	call(t, func(ctx context.Context, s *Session) error {
		if v, ok, err := s.GetVariable(ctx, "CALLERID(num)"); v != "0412" || !ok || err != nil {
			t.Errorf("got %q, %v, %v", v, ok, err)
		}
		if v, ok, err := s.GetVariable(ctx, "NONE"); v != "" || ok || err != nil {
			t.Errorf("got %q, %v, %v", v, ok, err)
		}
		if err := s.SetVariable(ctx, "X", `a "b" \c`); err != nil {
			t.Error(err)
		}
		if err := s.Verbose(ctx, 2, "two\nlines"); err != nil {
			t.Error(err)
		}
		if err := s.SetVariable(ctx, "X", "a\nHANGUP"); !errors.Is(err, ErrBadCommand) {
			t.Errorf("a newline in a value: %v", err)
		}
		return s.Hangup(ctx)
	}, func(asterisk *peer) {
		asterisk.Reads(`GET VARIABLE "CALLERID(num)"`)
		asterisk.Says("200 result=1 (0412)\n")
		asterisk.Reads(`GET VARIABLE "NONE"`)
		asterisk.Says("200 result=0\n")
		asterisk.Reads(`SET VARIABLE "X" "a \"b\" \\c"`)
		asterisk.Says("200 result=1\n")
		asterisk.Reads(`VERBOSE "two lines" "2"`)
		asterisk.Says("200 result=1\n")
		asterisk.Reads(`HANGUP`)
		asterisk.Says("200 result=1\nHANGUP\n")
		asterisk.SeesTheEnd()
	})
}

func TestRefusedCommands(t *testing.T) {
	call(t, func(ctx context.Context, s *Session) error {
		var refused *ReplyError
		_, err := s.Command(ctx, "DANCE")
		if !errors.As(err, &refused) || refused.Code != 510 || errors.Is(err, ErrHungUp) {
			t.Errorf("510: %v", err)
		}
		_, err = s.Command(ctx, "SAY DIGITS")
		if !errors.As(err, &refused) || refused.Code != 520 || !strings.Contains(refused.Text, "Usage: SAY") {
			t.Errorf("520: %v", err)
		}
		if _, err = s.Command(ctx, "ANSWER"); !errors.Is(err, ErrHungUp) {
			t.Errorf("511: %v", err)
		}
		_, err = s.Command(ctx, "NOOP")
		return err
	}, func(asterisk *peer) {
		asterisk.Reads("DANCE")
		asterisk.Says("510 Invalid or unknown command\n")
		asterisk.Reads("SAY DIGITS")
		asterisk.Says("520-Invalid command syntax.  Proper usage follows:\nUsage: SAY DIGITS\n520 End of proper usage.\n")
		asterisk.Reads("ANSWER")
		asterisk.Says("511 Command Not Permitted on a dead channel or intercept routine\n")
		asterisk.Reads("NOOP")
		asterisk.Says("100 result=0 Trying...\n200 result=0\n")
		asterisk.SeesTheEnd()
	})
}

func TestHangupWhileTheHandlerIsBusy(t *testing.T) {
	call(t, func(ctx context.Context, s *Session) error {
		<-ctx.Done() // looking something up, say
		if !errors.Is(context.Cause(ctx), ErrHungUp) {
			t.Errorf("cause %v", context.Cause(ctx))
		}
		if err := s.SetVariable(ctx, "X", "1"); !errors.Is(err, ErrHungUp) {
			t.Errorf("after the hang-up: %v", err)
		}
		// A command for a dead channel still works.
		return s.SetVariable(context.WithoutCancel(ctx), "X", "2")
	}, func(asterisk *peer) {
		asterisk.Says("HANGUP\n")
		asterisk.Reads(`SET VARIABLE "X" "2"`)
		asterisk.Says("200 result=1\n")
		asterisk.SeesTheEnd()
	})
}

func TestHangupBeforeTheReply(t *testing.T) {
	call(t, func(ctx context.Context, s *Session) error {
		if _, err := s.Command(ctx, "STREAM FILE", "hello", ""); !errors.Is(err, ErrHungUp) {
			t.Errorf("got %v", err)
		}
		v, ok, err := s.GetVariable(context.WithoutCancel(ctx), "X")
		if v != "mine" || !ok {
			t.Errorf("the replies are out of step: %q, %v, %v", v, ok, err)
		}
		return err
	}, func(asterisk *peer) {
		asterisk.Reads(`STREAM FILE "hello" ""`)
		asterisk.Says("HANGUP\n")
		asterisk.Reads(`GET VARIABLE "X"`)
		asterisk.Says("200 result=-1 endpos=0\n200 result=1 (mine)\n")
		asterisk.SeesTheEnd()
	})
}

func TestConnectionLostDuringACommand(t *testing.T) {
	call(t, func(ctx context.Context, s *Session) error {
		if _, err := s.Command(context.WithoutCancel(ctx), "ANSWER"); !errors.Is(err, ErrHungUp) {
			t.Errorf("got %v", err)
		}
		if _, err := s.Command(context.WithoutCancel(ctx), "ANSWER"); !errors.Is(err, ErrHungUp) {
			t.Errorf("and again: %v", err)
		}
		return nil
	}, func(asterisk *peer) {
		asterisk.Reads("ANSWER")
		_ = asterisk.conn.Close()
	})
}

func TestDeadlines(t *testing.T) {
	call(t, func(ctx context.Context, s *Session) error {
		start := time.Now()
		if _, err := s.Command(ctx, "ANSWER"); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 30*time.Second {
			t.Errorf("no reply: %v after %v", err, time.Since(start))
		}
		own, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		start = time.Now()
		if _, err := s.Command(own, "ANSWER"); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("its own deadline: %v after %v", err, time.Since(start))
		}
		reply, err := s.Command(ctx, "NOOP")
		if reply.Result != "3" {
			t.Errorf("late replies are not thrown away: %+v, %v", reply, err)
		}
		return err
	}, func(asterisk *peer) {
		asterisk.Reads("ANSWER")
		time.Sleep(65 * time.Second)
		asterisk.Reads("ANSWER")
		time.Sleep(30 * time.Second)
		asterisk.Says("200 result=1\n200 result=2\n")
		asterisk.Reads("NOOP")
		asterisk.Says("200 result=3\n")
		asterisk.SeesTheEnd()
	})
}

func TestPeerThatDoesNotKeepToTheProtocol(t *testing.T) {
	for name, say := range map[string]string{
		"a reply without a command": "200 result=1\n",
		"no end of a line":          strings.Repeat("x", maxLine+1),
		"lines of something else":   strings.Repeat("hello\n", maxStrayLines+1),
		"endless usage":             "520-" + strings.Repeat("usage\n", maxReplyLines+1),
	} {
		t.Run(name, func(t *testing.T) {
			call(t, func(ctx context.Context, s *Session) error {
				<-ctx.Done()
				if cause := context.Cause(ctx); !errors.Is(cause, ErrMalformed) {
					t.Errorf("cause %v", cause)
				}
				return context.Cause(ctx)
			}, func(asterisk *peer) {
				// The server may close while this is on its way.
				_, _ = asterisk.conn.Write([]byte(say))
				asterisk.SeesTheEnd()
			})
		})
	}
}

func TestCommandsFromManyGoroutines(t *testing.T) {
	call(t, func(ctx context.Context, s *Session) error {
		var all sync.WaitGroup
		for n := range 20 {
			all.Go(func() {
				name := strings.Repeat("X", n+1)
				if v, _, err := s.GetVariable(ctx, name); v != name {
					t.Errorf("asked for %s, got %q, %v", name, v, err)
				}
			})
		}
		all.Wait()
		return nil
	}, func(asterisk *peer) {
		for range 20 {
			line, _ := asterisk.br.ReadString('\n')
			_, name, _ := strings.Cut(strings.TrimRight(line, "\"\n"), `"`)
			asterisk.Says("200 result=1 (" + name + ")\n")
		}
		asterisk.SeesTheEnd()
	})
}

func TestInterruptingAStream(t *testing.T) {
	ends := []struct{ name, asterisk, result string }{
		{"while it plays: it has no reply", "", ""},
		{"just after its end: it has one", "200 result=0 endpos=8000\n", "0"},
	}
	for _, end := range ends {
		t.Run(end.name, func(t *testing.T) {
			call(t, func(ctx context.Context, s *Session) error {
				stream, err := s.Begin(ctx, "STREAM FILE", "welcome", "#", "0")
				if err != nil {
					return err
				}
				if err := s.Interrupt(ctx); err != nil {
					return err
				}
				reply, err := stream.Wait(ctx)
				if err != nil || reply.Interrupted != (end.result == "") || reply.Result != end.result {
					t.Errorf("the stream ended as %+v, %v", reply, err)
				}
				if v, _, err := s.GetVariable(ctx, "X"); v != "next" || err != nil {
					t.Errorf("the next command got %q, %v", v, err)
				}
				return nil
			}, func(asterisk *peer) {
				asterisk.Reads(`STREAM FILE "welcome" "#" "0"`)
				asterisk.Says(end.asterisk)
				asterisk.Reads(`GET FULL VARIABLE "interrupt-1"`)
				asterisk.Says("200 result=1 (interrupt-1)\n")
				asterisk.Reads(`GET VARIABLE "X"`)
				asterisk.Says("200 result=1 (next)\n")
				asterisk.SeesTheEnd()
			})
		})
	}
}
