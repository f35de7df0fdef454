//go:build integration

package stasis_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/stasis"
	"callflow/flowengine"
	"callflow/integration/phone"

	"github.com/rs/zerolog"
)

// These tests need an Asterisk with the extensions of asterisk-etc/private, and its address in the environment:
//
//	export $(scripts/asterisk --instance stasis env)
//	go test -tags integration ./ari/stasis

// wall is the computer's clock.
type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// place is an Asterisk with a driver on it and telephones around it.
type place struct {
	t      *testing.T
	ctx    context.Context
	app    string
	driver *stasis.Driver
	client *ari.Client // for questions
	calls  chan handled
	resume chan handled
	begun  chan handled // calls that are made
	ended  chan error   // of Run
	quit   chan struct{}
}

// handled is a call that the driver has handed over; whoever has it lets the
// driver go on by over.
type handled struct {
	ctx  context.Context
	call *stasis.Call
	in   flowengine.Incoming
	cp   flowengine.Checkpoint
	over func()
}

func env(t testing.TB, key string) string {
	v := os.Getenv(key)
	if v == "" {
		t.Skip("no Asterisk: " + key + " is not set")
	}
	return v
}

func clientOptions(t testing.TB, app string) ari.Options {
	kind := ari.Auto
	if os.Getenv("CALLFLOW_ARI_TRANSPORT") == "http" {
		kind = ari.HTTP
	}
	return ari.Options{
		URL: env(t, "ASTERISK_ARI_URL"), User: env(t, "ASTERISK_ARI_USER"), Password: env(t, "ASTERISK_ARI_PASSWORD"),
		App: app, Disallow: stasis.Unused(), Transport: kind,
	}
}

var ids atomic.Int64

// open starts a driver, with calls left by an earlier one.
func open(t *testing.T, app string, left ...flowengine.Checkpoint) *place {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	p := &place{t: t, ctx: ctx, app: app, calls: make(chan handled, 100), resume: make(chan handled, 100), begun: make(chan handled, 100), ended: make(chan error, 1), quit: make(chan struct{})}
	client, err := ari.New(clientOptions(t, app))
	p.must(err)
	hand := func(to chan handled) func(ctx context.Context, call *stasis.Call, in flowengine.Incoming, cp flowengine.Checkpoint) {
		return func(ctx context.Context, call *stasis.Call, in flowengine.Incoming, cp flowengine.Checkpoint) {
			over := make(chan struct{})
			once := atomic.Bool{}
			to <- handled{ctx, call, in, cp, func() {
				if once.CompareAndSwap(false, true) {
					close(over)
				}
			}}
			handedOver := context.AfterFunc(ctx, func() {
				if errors.Is(context.Cause(ctx), flowengine.ErrHandedOver) && once.CompareAndSwap(false, true) {
					close(over)
				}
			})
			defer handedOver()
			select {
			case <-over:
			case <-p.quit:
			}
		}
	}
	fresh, old, made := hand(p.calls), hand(p.resume), hand(p.begun)
	p.driver, err = stasis.New(stasis.Options{
		Client: client,
		Handle: func(ctx context.Context, call *stasis.Call, in flowengine.Incoming) {
			fresh(ctx, call, in, flowengine.Checkpoint{})
		},
		Resume: func(ctx context.Context, call *stasis.Call, cp flowengine.Checkpoint) { old(ctx, call, cp.Call, cp) },
		Begin:  func(ctx context.Context, call *stasis.Call, cp flowengine.Checkpoint) { made(ctx, call, cp.Call, cp) },
		Checkpoints: func(context.Context) ([]flowengine.Checkpoint, error) {
			return left, nil
		},
		NewID: func() string { return fmt.Sprintf("t%d-%d", time.Now().UnixMilli(), ids.Add(1)) },
		Clock: wall{},
		Log:   zerolog.New(zerolog.NewTestWriter(t)).Level(zerolog.DebugLevel),
	})
	p.must(err)
	p.client, err = ari.New(func() ari.Options { o := clientOptions(t, app); o.Transport = ari.HTTP; return o }())
	p.must(err)
	t.Cleanup(p.client.Close)
	go func() { p.ended <- p.driver.Run(context.Background()) }()
	t.Cleanup(p.stop)
	p.connected(client)
	return p
}

// stop stops the driver; calls that nobody looks after end with it.
func (p *place) stop() {
	stopped := make(chan struct{})
	go func() { p.driver.Stop(); close(stopped) }()
	select {
	case <-stopped:
	case <-time.After(time.Second):
		close(p.quit)
		<-stopped
	}
}

// connected waits until calls can come.
func (p *place) connected(client *ari.Client) {
	p.t.Helper()
	for until := time.Now().Add(10 * time.Second); !client.Health().Connected; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			p.t.Fatal("the driver does not connect")
		}
	}
}

func (p *place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// phone is a telephone; without a name it is one that only calls.
func (p *place) phone(t *testing.T, user string) *phone.Phone {
	t.Helper()
	tel, err := phone.New(p.ctx, phone.Config{User: user, Password: env(t, "ASTERISK_PHONE_PASSWORD"), Server: env(t, "ASTERISK_SIP")})
	p.must(err)
	t.Cleanup(func() {
		tel.Close()
		if t.Failed() {
			t.Logf("messages of %s:\n%s", user, tel.Trace())
		}
	})
	if user != "sipp" {
		p.must(tel.Register(p.ctx))
	}
	return tel
}

// dial calls the application, and returns the call as both ends have it.
func (p *place) dial(t *testing.T, from *phone.Phone, options ...phone.DialOption) (*phone.Call, handled) {
	t.Helper()
	number := fmt.Sprintf("04%08d", time.Now().UnixMicro()%1e8)
	options = append([]phone.DialOption{phone.From(number), phone.Name("Ann")}, options...)
	call, err := from.Dial(p.ctx, "broadcast-"+p.app, append(options, phone.Header("X-Callflow-Line", "sipp"))...)
	p.must(err)
	return call, p.arrives(t, number)
}

// arrives waits for the call of a caller. Others are what earlier tests left.
func (p *place) arrives(t *testing.T, from string) handled {
	t.Helper()
	for timeout := time.After(10 * time.Second); ; {
		select {
		case h := <-p.calls:
			if h.in.CallerNumber != from {
				h.over()
				continue
			}
			t.Cleanup(h.over)
			return h
		case <-timeout:
			t.Fatalf("no call from %s arrived", from)
		}
	}
}

// empty waits until Asterisk has nothing of the application any more.
func (p *place) empty(t *testing.T) {
	t.Helper()
	var left []string
	for until := time.Now().Add(5 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		left = nil
		channels, err := p.client.Channels().List(p.ctx)
		p.must(err)
		for _, c := range channels {
			if !strings.HasPrefix(c.Name, "Message/") {
				left = append(left, c.ID+" "+c.Name+" "+c.State)
			}
		}
		bridges, err := p.client.Bridges().List(p.ctx)
		p.must(err)
		for _, b := range bridges {
			left = append(left, "bridge "+b.ID)
		}
		if left == nil {
			return
		}
	}
	t.Errorf("Asterisk still has %s", strings.Join(left, ", "))
}

// next waits for one kind of event of a call.
func next[E flowengine.Event](t *testing.T, h handled, ctx context.Context) E {
	t.Helper()
	for until := time.Now().Add(10 * time.Second); ; {
		e, err := h.call.Next(ctx, until)
		if err != nil {
			t.Fatalf("waiting for %T: %v", *new(E), err)
		}
		switch e := e.(type) {
		case E:
			return e
		case flowengine.Elapsed:
			t.Fatalf("%T did not come", *new(E))
		}
	}
}

// none fails when an event of one kind comes within some time.
func none[E flowengine.Event](t *testing.T, h handled, d time.Duration) {
	t.Helper()
	for until := time.Now().Add(d); ; {
		e, err := h.call.Next(h.ctx, until)
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.(type) {
		case E:
			t.Fatalf("%T%+v came", e, e)
		case flowengine.Elapsed:
			return
		}
	}
}

// leaves waits for the caller's leaving.
func leaves(t *testing.T, h handled) {
	t.Helper()
	for until := time.Now().Add(10 * time.Second); ; {
		e, err := h.call.Next(h.ctx, until)
		if errors.Is(err, flowengine.ErrHungUp) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, late := e.(flowengine.Elapsed); late {
			t.Fatal("the caller did not leave")
		}
	}
}
