//go:build integration

package fastagi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callflow/agi"
	"callflow/agi/fastagi"
	"callflow/flowengine"
	"callflow/flowengine/calltest"
	"callflow/integration/people"
	"callflow/integration/phone"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

// These tests need an Asterisk with the extensions of asterisk-etc, and its
// address in the environment:
//
//	export $(scripts/asterisk --instance agi env)
//	go test -tags integration ./agi/fastagi

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestConformance(t *testing.T) {
	calltest.Run(t, func(t *testing.T) calltest.Fixture {
		f := open(t)
		dir := t.TempDir()
		short, long := people.Song(1300*time.Millisecond), people.Song(12*time.Second)
		f.must(phone.SaveWAV(filepath.Join(dir, "short.wav"), short))
		f.must(phone.SaveWAV(filepath.Join(dir, "long.wav"), long))
		server := httptest.NewServer(http.FileServerFS(os.DirFS(dir)))
		t.Cleanup(server.Close)
		f.short = flowengine.Media{URI: server.URL + "/short.wav", Duration: 1300 * time.Millisecond, Ref: "audio:short"}
		f.long = flowengine.Media{URI: server.URL + "/long.wav", Duration: 12 * time.Second, Ref: "audio:long"}
		f.sounds = map[string]phone.Sound{"audio:short": phone.Audio("short", short), "audio:long": phone.Audio("long", long)}
		f.carol = f.phone(t, "sipp")
		return f
	})
}

// wall is the computer's clock.
type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// handled is a call that the driver has handed over; whoever has it lets the
// driver go on by over.
type handled struct {
	ctx  context.Context
	call *fastagi.Call
	in   flowengine.Incoming
	over context.CancelFunc
}

// fixture is an Asterisk with a driver on it.
type fixture struct {
	t      *testing.T
	ctx    context.Context
	driver *fastagi.Driver
	calls  chan handled

	carol       *phone.Phone
	short, long flowengine.Media
	sounds      map[string]phone.Sound
}

func env(t testing.TB, key string) string {
	v := os.Getenv(key)
	if v == "" {
		t.Skip("no Asterisk: " + key + " is not set")
	}
	return v
}

func open(t *testing.T) *fixture {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	f := &fixture{t: t, ctx: ctx, calls: make(chan handled, 100)}
	log := zerolog.New(zerolog.NewTestWriter(t)).Level(zerolog.InfoLevel)
	var ids atomic.Int64
	var err error
	f.driver, err = fastagi.New(fastagi.Options{
		Handle: func(ctx context.Context, call *fastagi.Call, in flowengine.Incoming) {
			wait, over := context.WithCancel(context.WithoutCancel(ctx))
			defer context.AfterFunc(ctx, func() {
				if errors.Is(context.Cause(ctx), flowengine.ErrHandedOver) {
					over()
				}
			})()
			f.calls <- handled{ctx, call, in, over}
			<-wait.Done()
		},
		NewID: func() string { return fmt.Sprintf("t%d-%d", time.Now().UnixMilli(), ids.Add(1)) },
		Clock: wall{}, Log: log,
		Recordings: folder(filepath.Join(env(t, "ASTERISK_SPOOL"), "recording")),
	})
	f.must(err)
	server := agi.New(agi.Options{Addr: env(t, "ASTERISK_AGI"), Handler: f.driver.Handlers(), Logger: log})
	f.must(server.Start(ctx))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := server.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return f
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) phone(t *testing.T, user string) *phone.Phone {
	t.Helper()
	tel, err := phone.New(f.ctx, phone.Config{User: user, Password: env(t, "ASTERISK_PHONE_PASSWORD"), Server: env(t, "ASTERISK_SIP")})
	f.must(err)
	t.Cleanup(func() { tel.Close() })
	if user != "sipp" {
		f.must(tel.Register(f.ctx))
	}
	return tel
}

// dial calls in, and returns the call as both ends have it.
func (f *fixture) dial(t *testing.T, from *phone.Phone) (*phone.Call, handled) {
	t.Helper()
	number := fmt.Sprintf("04%08d", time.Now().UnixMicro()%1e8)
	call, err := from.Dial(f.ctx, "agi-100", phone.From(number), phone.Name("Ann"), phone.Header("X-Callflow-Line", "sipp"))
	f.must(err)
	select {
	case h := <-f.calls:
		if h.in.CallerNumber != number || h.in.CallerName != "Ann" || h.in.Number != "100" {
			t.Errorf("the call is %+v, from %s", h.in, number)
		}
		return call, h
	case <-time.After(10 * time.Second):
		t.Fatal("the call did not arrive")
		return nil, handled{}
	}
}

// Lacks implements [calltest.Lacking].
func (f *fixture) Lacks() []flowengine.Capability { return fastagi.Lacks() }

func (f *fixture) Call(t *testing.T) calltest.Placed {
	call, h := f.dial(t, f.carol)
	t.Cleanup(func() {
		_ = call.Hangup(f.ctx) // it may be over
		h.over()
		f.empty(t)
	})
	return calltest.Placed{
		Context: h.ctx, Call: h.call, ID: h.in.ID, Caller: people.NewCaller(f.ctx, t, call, f.sounds),
		Alice:       people.NewDesk(f.ctx, t, "alice", f.phone(t, "alice")),
		Bob:         people.NewDesk(f.ctx, t, "bob", f.phone(t, "bob")),
		Unreachable: "PJSIP/frank",
		Short:       f.short, Long: f.long, Missing: flowengine.Media{URI: "sound:no-such-sound", Ref: "audio:missing"},
		Now: time.Now, Patience: 3 * time.Second,
	}
}

// empty waits until the driver and Asterisk have no call any more.
func (f *fixture) empty(t *testing.T) {
	t.Helper()
	left := ""
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		left = channels(t)
		if f.driver.Active() == 0 && left == "" {
			return
		}
	}
	t.Errorf("%d calls are left, and in Asterisk %s", f.driver.Active(), left)
}

// channels lists the channels that Asterisk has.
func channels(t *testing.T) string {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, env(t, "ASTERISK_ARI_URL")+"/ari/channels", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(env(t, "ASTERISK_ARI_USER"), env(t, "ASTERISK_ARI_PASSWORD"))
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(strings.TrimSpace(string(body)), "[]")
}

// folder is Asterisk's own folder of recordings.
type folder string

func (f folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	file, err := os.Open(filepath.Join(string(f), name+".wav"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, flowengine.ErrNoRecording
	}
	return file, err
}

func (f folder) Remove(_ context.Context, name string) error {
	return os.Remove(filepath.Join(string(f), name+".wav"))
}
