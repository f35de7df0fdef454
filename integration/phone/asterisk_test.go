//go:build integration

package phone

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cli gives a command to Asterisk.
func cli(t *testing.T, env map[string]string, command string) {
	t.Helper()
	if out, err := exec.Command("../../scripts/asterisk", "--instance", env["ASTERISK_INSTANCE"], "cli", command).CombinedOutput(); err != nil {
		t.Fatalf("asterisk cli %s: %v\n%s", command, err, out)
	}
}

// originate makes Asterisk call that endpoint and echo what is said.
func originate(t *testing.T, env map[string]string, endpoint string) {
	t.Helper()
	query := url.Values{"endpoint": {endpoint}, "extension": {"echo"}, "context": {"callflow"}, "callerId": {"0298765432"}}
	req := both[*http.Request](t)(http.NewRequestWithContext(t.Context(), http.MethodPost, env["ASTERISK_ARI_URL"]+"/ari/channels?"+query.Encode(), nil))
	req.SetBasicAuth(env["ASTERISK_ARI_USER"], env["ASTERISK_ARI_PASSWORD"])
	res := both[*http.Response](t)(http.DefaultClient.Do(req))
	defer http.DefaultClient.CloseIdleConnections()
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusOK {
		t.Fatalf("call %s: %s %s", endpoint, res.Status, body)
	}
}

// fallback makes Asterisk ring that endpoint for calls that callflow does not take, until the test is over.
func fallback(t *testing.T, env map[string]string, endpoint string) {
	t.Helper()
	cli(t, env, "dialplan set global CALLFLOW_FALLBACK_DIAL "+endpoint)
	t.Cleanup(func() { cli(t, env, "dialplan set global CALLFLOW_FALLBACK_DIAL \"\"") })
}

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
	t.Logf("the longest gap heard: %s", call.LongestGap(call.firstPacket()))
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

// conversation brings two phones together through Asterisk.
func conversation(t *testing.T, env map[string]string, caller, called *Phone) (hers, his *Call) {
	t.Helper()
	ctx := within(t, 20*time.Second)
	fallback(t, env, "PJSIP/"+called.User())
	hers = both[*Call](t)(caller.Dial(ctx, "100"))
	in := both[*Incoming](t)(called.Incoming(ctx))
	must(t, in.Ring())
	must(t, hers.HearsRingback(ctx))
	his = both[*Call](t)(in.Answer(ctx))
	must(t, hers.Answered(ctx))
	hers.Hum(440)
	his.Hum(1000)
	must(t, his.Hears(ctx, Tone(440)))
	must(t, hers.Hears(ctx, Tone(1000)))
	return hers, his
}

func TestAsteriskConnectsTwoPhones(t *testing.T) {
	env := asterisk(t)
	alice, bob := registered(t, env, "alice"), registered(t, env, "bob")
	ctx := within(t, 30*time.Second)
	hers, his := conversation(t, env, alice, bob)
	begin := time.Now()
	must(t, hers.Press(ctx, "12#"))
	must(t, his.HearsDigits(ctx, "12#"))
	must(t, his.PressInfo(ctx, "9"))
	must(t, hers.HearsDigits(ctx, "9"))

	must(t, hers.Hold(ctx))
	his.ListenFromNow()
	must(t, his.Hears(ctx, Music()))
	must(t, hers.HearsSilence(ctx, 300*time.Millisecond))
	must(t, hers.Resume(ctx))
	his.ListenFromNow()
	hers.ListenFromNow()
	must(t, his.Hears(ctx, Tone(440)))
	must(t, hers.Hears(ctx, Tone(1000)))
	t.Logf("the longest gap that bob heard: %s, of which Asterisk's: %s", his.LongestGap(begin), his.LongestGapFrom(hers, begin))

	must(t, his.Hangup(ctx))
	if end := both[Ending](t)(hers.Ended(ctx)); end.ByUs || end.Cause != 16 {
		t.Errorf("alice's call %s", end)
	}
}

func TestAsteriskCancels(t *testing.T) {
	env := asterisk(t)
	alice, bob := registered(t, env, "alice"), registered(t, env, "bob")
	ctx := within(t, 30*time.Second)
	fallback(t, env, "PJSIP/bob")
	hers := both[*Call](t)(alice.Dial(ctx, "100"))
	in := both[*Incoming](t)(bob.Incoming(ctx))
	if in.From() != "alice" {
		t.Errorf("bob sees %q", in.From())
	}
	must(t, in.Ring())
	must(t, hers.Ringing(ctx))
	must(t, hers.Hangup(ctx))
	both[int](t)(in.Canceled(ctx))
}

// The one who refuses is told apart by the caller's fallback: the apology is heard.
func TestAsteriskTellsOfRefusals(t *testing.T) {
	env := asterisk(t)
	alice, bob := registered(t, env, "alice"), registered(t, env, "bob")
	ctx := within(t, 30*time.Second)
	fallback(t, env, "PJSIP/bob")
	hers := both[*Call](t)(alice.Dial(ctx, "100"))
	must(t, both[*Incoming](t)(bob.Incoming(ctx)).Decline())
	must(t, hers.Answered(ctx))
	must(t, hers.Hears(ctx, prompt(t, env, "im-sorry")))
	must(t, hers.Hangup(ctx))
}

// A pretended carrier takes calls to any number.
func TestAsteriskCallsTheTrunk(t *testing.T) {
	env := asterisk(t)
	carrier := newPhone(t, Config{User: "carrier", Listen: env["ASTERISK_TRUNK"]})
	ctx := within(t, 30*time.Second)
	originate(t, env, "PJSIP/+61412345678@trunk")
	in := both[*Incoming](t)(carrier.Incoming(ctx))
	if in.Dialed() != "+61412345678" || in.From() != "0298765432" {
		t.Errorf("Asterisk dials %q, from %q", in.Dialed(), in.From())
	}
	early := both[*Call](t)(in.Progress())
	early.Hum(425)
	call := both[*Call](t)(in.Answer(ctx))
	call.Hum(1500)
	must(t, call.Hears(ctx, Tone(1500)))
	must(t, call.Hangup(ctx))
}

func TestAsteriskTransfersBlind(t *testing.T) {
	env := asterisk(t)
	alice, bob := registered(t, env, "alice"), registered(t, env, "bob")
	ctx := within(t, 30*time.Second)
	hers, his := conversation(t, env, alice, bob)
	must(t, his.Refer(ctx, "echo"))
	if status := both[int](t)(his.Transferred(ctx)); status != 200 {
		t.Errorf("bob is told %d", status)
	}
	must(t, his.Hangup(ctx))
	hers.Hum(700)
	must(t, hers.Hears(ctx, Tone(700)))
	must(t, hers.Hangup(ctx))
}

func TestAsteriskTransfersAttended(t *testing.T) {
	env := asterisk(t)
	alice, bob := registered(t, env, "alice"), registered(t, env, "bob")
	ctx := within(t, 30*time.Second)
	hers, his := conversation(t, env, alice, bob)
	must(t, his.Hold(ctx))
	second := both[*Call](t)(bob.Dial(ctx, "echo"))
	must(t, second.Answered(ctx))
	must(t, his.ReferReplaces(ctx, second))
	if status := both[int](t)(his.Transferred(ctx)); status != 200 {
		t.Errorf("bob is told %d", status)
	}
	must(t, his.Hangup(ctx))
	both[Ending](t)(second.Ended(ctx))
	hers.Hum(700)
	must(t, hers.Hears(ctx, Tone(700)))
	must(t, hers.Hangup(ctx))
}

// A hundred calls of one phone, each with a tone of its own, cost a fraction of a processor.
func TestAsteriskCarriesManyCalls(t *testing.T) {
	const count = 100
	env := asterisk(t)
	alice := registered(t, env, "alice")
	ctx := within(t, 60*time.Second)
	calls := make([]*Call, count)
	for i := range calls {
		calls[i] = both[*Call](t)(alice.Dial(ctx, "echo"))
	}
	for i, call := range calls {
		must(t, call.Answered(ctx))
		call.Hum(300 + 30*i)
	}
	for i, call := range calls {
		must(t, call.Hears(ctx, Tone(float64(300+30*i))))
	}
	var before, after syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &before))
	begin := time.Now()
	must(t, calls[0].SendTone(ctx, 300, 3*time.Second))
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &after))
	spent := after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
	worst := time.Duration(0)
	for _, call := range calls {
		worst = max(worst, call.LongestGap(begin))
	}
	t.Logf("%d calls: %.0f %% of a processor, longest gap heard %s, longest sent %s", count,
		100*float64(spent)/float64(time.Since(begin)), worst, calls[0].LongestSendGap(begin))
}
