//go:build integration

package agi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
)

// These tests want the private Asterisk of scripts/asterisk, with its `env` in
// the environment. Its dialplan expects callflow's FastAGI at ASTERISK_AGI.

const patience = 10 * time.Second

func env(t *testing.T, name string) string {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		t.Fatalf("%s is not set: start Asterisk with `scripts/asterisk up`, and export what `scripts/asterisk env` prints", name)
	}
	return v
}

// console runs one command on Asterisk's command line.
func console(t *testing.T, command string) string {
	t.Helper()
	out, err := exec.Command("../scripts/asterisk", "--instance", env(t, "ASTERISK_INSTANCE"), "cli", command).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", command, err, out)
	}
	return string(out)
}

// hangUp ends the calls of these tests and no others.
func hangUp(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(console(t, "core show channels concise")) {
		name, _, _ := strings.Cut(line, "!")
		if strings.Contains(name, "@agitest") || strings.HasPrefix(name, "Local/999@") || strings.HasPrefix(name, "Local/+61412345678@") {
			console(t, "channel request hangup "+name)
		}
	}
}

// originate starts a call over ARI: Asterisk calls place, which is an extension
// at a context, and runs the dialplan of agitest at extension for it.
func originate(t *testing.T, place, extension string, variables map[string]string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"endpoint": {"Local/" + place}, "context": {"agitest"}, "extension": {extension}, "priority": {"1"}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, env(t, "ASTERISK_ARI_URL")+"/ari/channels?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.SetBasicAuth(env(t, "ASTERISK_ARI_USER"), env(t, "ASTERISK_ARI_PASSWORD"))
	defer http.DefaultClient.CloseIdleConnections()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if out, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		t.Fatalf("originate: %s: %s", resp.Status, out)
	}
}

// serveAsterisk listens where Asterisk expects it, and gives it a dialplan: an
// extension that answers and waits, and one for each of the scripts.
func serveAsterisk(t *testing.T, mux Mux) {
	t.Helper()
	addr := env(t, "ASTERISK_AGI")
	s := New(Options{Addr: addr, Handler: mux, Logger: zerolog.New(zerolog.NewTestWriter(t))})
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	console(t, "dialplan add extension wait,1,Answer into agitest replace")
	console(t, "dialplan add extension wait,2,Wait,30 into agitest replace")
	for script := range mux {
		dialplan(t, script, 1, "agi://"+addr+"/"+script)
	}
	t.Cleanup(func() {
		hangUp(t)
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := s.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

func dialplan(t *testing.T, extension string, priority int, agi string) {
	t.Helper()
	console(t, fmt.Sprintf(`dialplan add extension "%s,%d,AGI(%s)" into agitest replace`, extension, priority, agi))
}

// once makes a handler that hands its result to the test.
func once(handler HandlerFunc) (HandlerFunc, <-chan error) {
	done := make(chan error, 4)
	return func(ctx context.Context, s *Session) error {
		err := handler(ctx, s)
		done <- err
		return err
	}, done
}

func await(t *testing.T, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		t.Fatal("Asterisk did not come, or the handler did not end")
		return nil
	}
}

func TestAsteriskUnderstandsUs(t *testing.T) {
	probe, done := once(func(ctx context.Context, s *Session) error {
		if s.Script != "probe" || s.Query.Get("company") != "1" || s.Arg(1) != "one" || s.Arg(2) != "two words" {
			t.Errorf("script %q, query %v, arguments %q", s.Script, s.Query, s.Args)
		}
		for _, value := range []string{"", "plain", `say "hi" \o/`, `back\`, `"`, "a  b\tc", "${EXTEN}", "(x) endpos=1", "Grüße", strings.Repeat("x", 1023)} {
			if err := s.SetVariable(ctx, "AGITEST", value); err != nil {
				return err
			}
			if got, _, err := s.GetVariable(ctx, "AGITEST"); err != nil || got != value {
				t.Errorf("set %.99q (%d bytes), got %.99q (%d bytes), %v", value, len(value), got, len(got), err)
			}
		}
		// The longest line that may be sent arrives whole.
		if err := s.SetVariable(ctx, "LONG", strings.Repeat("x", maxCommand-len(`SET VARIABLE "LONG" ""`)-1)); err != nil {
			return err
		}
		if reply, err := s.Command(ctx, "GET FULL VARIABLE", "${LEN(${LONG})}"); reply.Value != "2024" {
			t.Errorf("the length of the longest: %+v, %v", reply, err)
		}
		if got, _, err := s.GetVariable(ctx, "BREAKS"); got != "one\ntwo (\nthree" {
			t.Errorf("line breaks: %q, %v", got, err)
		}
		if got, ok, err := s.GetVariable(ctx, "NOSUCH"); got != "" || ok || err != nil {
			t.Errorf("no such variable: %q, %v, %v", got, ok, err)
		}
		if got, _, err := s.GetVariable(ctx, "CHANNEL(state)"); got == "" || err != nil {
			t.Errorf("a function: %q, %v", got, err)
		}
		var refused *ReplyError
		if _, err := s.Command(ctx, "DANCE"); !errors.As(err, &refused) || refused.Code != 510 {
			t.Errorf("unknown command: %v", err)
		}
		if _, err := s.Command(ctx, "SAY DIGITS"); !errors.As(err, &refused) || refused.Code != 520 {
			t.Errorf("wrong syntax: %v", err)
		} else {
			t.Logf("usage: %q", refused.Text)
		}
		if err := s.Verbose(ctx, 1, "still in step"); err != nil {
			return err
		}
		return s.Hangup(ctx)
	})
	serveAsterisk(t, Mux{"probe": probe})
	dialplan(t, "probe", 1, "agi://"+env(t, "ASTERISK_AGI")+"/probe?company=1,one,two words")
	originate(t, "wait@agitest", "probe", map[string]string{"BREAKS": "one\ntwo (\nthree"})
	if err := await(t, done); err != nil && !errors.Is(err, ErrHungUp) {
		t.Error(err)
	}
}

func TestAsteriskTellsOfAHangup(t *testing.T) {
	entered := make(chan struct{})
	busy, done := once(func(ctx context.Context, s *Session) error {
		close(entered)
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), ErrHungUp) {
			t.Errorf("cause %v", context.Cause(ctx))
		}
		after := context.WithoutCancel(ctx)
		if _, err := s.Command(after, "ANSWER"); !errors.Is(err, ErrHungUp) {
			t.Errorf("a command for a living channel: %v", err)
		}
		return s.SetVariable(after, "AGITEST", "late")
	})
	serveAsterisk(t, Mux{"busy": busy})
	originate(t, "wait@agitest", "busy", nil)
	select {
	case <-entered:
	case <-time.After(patience):
		t.Fatal("Asterisk did not come")
	}
	hangUp(t)
	if err := await(t, done); err != nil {
		t.Error(err)
	}
}

func TestAsteriskHangsUpDuringACommand(t *testing.T) {
	entered := make(chan struct{})
	playing, done := once(func(ctx context.Context, s *Session) error {
		close(entered)
		_, err := s.Command(ctx, "EXEC", "Wait", "20")
		if err == nil { // the reply can come before the HANGUP line
			<-ctx.Done()
			err = context.Cause(ctx)
		}
		if !errors.Is(err, ErrHungUp) {
			t.Errorf("got %v", err)
		}
		return nil
	})
	serveAsterisk(t, Mux{"playing": playing})
	originate(t, "wait@agitest", "playing", nil)
	select {
	case <-entered:
	case <-time.After(patience):
		t.Fatal("Asterisk did not come")
	}
	hangUp(t)
	if err := await(t, done); err != nil {
		t.Error(err)
	}
}

func TestAsteriskAsksForARoute(t *testing.T) {
	asked := make(chan string, 8)
	after, done := once(func(ctx context.Context, s *Session) error {
		status, _, err := s.GetVariable(ctx, VariableStatus)
		flow, _, err2 := s.GetVariable(ctx, VariableFlow)
		if status != StatusActive || flow != `The "main" line` {
			t.Errorf("status %q, flow %q", status, flow)
		}
		return errors.Join(err, err2)
	})
	serveAsterisk(t, Mux{
		"after": after,
		"route": Route(routerFunc(func(number string) (string, string, error) {
			asked <- number
			if number == "r" || number == "+61412345678" {
				return StatusActive, `The "main" line`, nil
			}
			return StatusUnknown, "", nil
		})),
	})
	dialplan(t, "r", 1, "agi://"+env(t, "ASTERISK_AGI")+"/route")
	dialplan(t, "r", 2, "agi://"+env(t, "ASTERISK_AGI")+"/after")
	for _, c := range []struct{ place, number string }{
		{"r@agitest", "r"}, // the extension is the number
		{"+61412345678@callflow-route", "+61412345678"}, // the number is an argument
		{"999@callflow-route", "999"},
	} {
		originate(t, c.place, "wait", nil)
		select {
		case number := <-asked:
			if number != c.number {
				t.Errorf("%s: asked for %q", c.place, number)
			}
		case <-time.After(patience):
			t.Errorf("%s: Asterisk did not ask", c.place)
		}
	}
	if err := await(t, done); err != nil {
		t.Error(err)
	}
}

type routerFunc func(number string) (string, string, error)

func (f routerFunc) Route(_ context.Context, number string) (string, string, error) { return f(number) }

func TestAsteriskAsksForAsync(t *testing.T) {
	mux, done := once(Mux{}.ServeAGI)
	serveAsterisk(t, Mux{"async": mux})
	originate(t, "wait@agitest", "async", nil)
	if err := await(t, done); !errors.Is(err, ErrNoScript) {
		t.Error(err)
	}
}
