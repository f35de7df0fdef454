//go:build integration

package phone

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asterisk returns what scripts/asterisk says of a running instance: the one that the environment names, else one of our own that
// is brought up, and down again after the test.
func asterisk(t *testing.T) map[string]string {
	t.Helper()
	script := "../../scripts/asterisk"
	name := os.Getenv("CALLFLOW_ASTERISK_INSTANCE")
	run := func(arguments ...string) ([]byte, error) {
		command := exec.Command(script, append([]string{"--instance", name}, arguments...)...)
		var out bytes.Buffer
		// A file, so that Asterisk, which goes on, does not keep the pipe open.
		file := both[*os.File](t)(os.Create(filepath.Join(t.TempDir(), "out")))
		defer file.Close()
		command.Stdout, command.Stderr = file, file
		err := command.Run()
		raw, _ := os.ReadFile(file.Name())
		out.Write(raw)
		return out.Bytes(), err
	}
	if name == "" {
		name = "phone"
		if _, err := run("status"); err != nil {
			t.Cleanup(func() { _, _ = run("down") })
		}
	}
	if out, err := run("up"); err != nil {
		t.Fatalf("asterisk up: %v\n%s", err, out)
	}
	out, err := run("env")
	must(t, err)
	env := map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), "="); ok {
			env[key] = value
		}
	}
	return env
}

// registered opens a phone that Asterisk knows.
func registered(t *testing.T, env map[string]string, user string) *Phone {
	t.Helper()
	p := newPhone(t, Config{User: user, Password: env["ASTERISK_PHONE_PASSWORD"], Server: env["ASTERISK_SIP"]})
	must(t, p.Register(within(t, 10*time.Second)))
	return p
}

// sounds finds Asterisk's own recordings.
func prompt(t *testing.T, env map[string]string, name string) *Recording {
	t.Helper()
	path := filepath.Join(env["ASTERISK_STATE"], "data", "sounds", "en", name+".wav")
	return Audio(name, both[[]int16](t)(LoadWAV(path)))
}

func TestAsteriskWrongPassword(t *testing.T) {
	env := asterisk(t)
	p := newPhone(t, Config{User: "alice", Password: "wrong", Server: env["ASTERISK_SIP"]})
	var refused *RefusedError
	if err := p.Register(within(t, 10*time.Second)); !errors.As(err, &refused) || refused.Status != 401 {
		t.Errorf("registering with a wrong password: %v", err)
	}
}

// callflow does not run: the caller hears the apology and the line is closed with cause 41.
func TestAsteriskApologises(t *testing.T) {
	env := asterisk(t)
	alice := registered(t, env, "alice")
	ctx := within(t, 30*time.Second)
	call := both[*Call](t)(alice.Dial(ctx, "100"))
	must(t, call.Answered(ctx))
	must(t, call.Hears(ctx, prompt(t, env, "im-sorry").Start()))
	must(t, call.Hears(ctx, prompt(t, env, "please-try-call-later")))
	if end := both[Ending](t)(call.Ended(ctx)); end.ByUs || end.Cause != 41 {
		t.Errorf("the call %s, reason %q", end, end.Reason)
	}
	if gap := call.LongestGap(call.firstPacket()); gap > 200*time.Millisecond {
		t.Errorf("a gap of %s", gap)
	}
}

// firstPacket is when the first RTP packet came.
func (c *Call) firstPacket() time.Time {
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	return c.media.in.arrivals[0].at
}

// Asterisk takes digits of both kinds, and says them.
func TestAsteriskTakesDigits(t *testing.T) {
	env := asterisk(t)
	alice := registered(t, env, "alice")
	for name, press := range map[string]func(*Call, context.Context, string, ...PressOption) error{
		"RFC 4733": (*Call).Press, "INFO": (*Call).PressInfo,
	} {
		t.Run(name, func(t *testing.T) {
			ctx := within(t, 30*time.Second)
			call := both[*Call](t)(alice.Dial(ctx, "ivr-dialplan"))
			must(t, call.Answered(ctx))
			must(t, call.Hears(ctx, AnySound()))
			must(t, press(call, ctx, "7"))
			must(t, call.Hears(ctx, prompt(t, env, "digits/7")))
			both[Ending](t)(call.Ended(ctx))
		})
	}
}

func TestAsteriskEchoes(t *testing.T) {
	env := asterisk(t)
	alice := registered(t, env, "alice")
	ctx := within(t, 30*time.Second)
	call := both[*Call](t)(alice.Dial(ctx, "echo"))
	must(t, call.Answered(ctx))
	for _, hertz := range []int{440, 1000, 2000} {
		call.Hum(hertz)
		must(t, call.Hears(ctx, Tone(float64(hertz))))
	}
	call.Hush()
	must(t, call.HearsSilence(ctx, 300*time.Millisecond))
	must(t, call.Press(ctx, "4#"))
	must(t, call.HearsDigits(ctx, "4#"))
	must(t, call.Hangup(ctx))
}

func TestAsteriskPlaysMusic(t *testing.T) {
	env := asterisk(t)
	alice := registered(t, env, "alice")
	ctx := within(t, 30*time.Second)
	call := both[*Call](t)(alice.Dial(ctx, "music"))
	must(t, call.Answered(ctx))
	must(t, call.Hears(ctx, Music()))
	if err := call.Hears(within(t, 2*time.Second), Tone(440)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a tone in the music: %v", err)
	}
}
