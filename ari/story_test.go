package ari_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"callflow/ari"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// line is a client that runs, with its events.
type line struct {
	t      *testing.T
	ctx    context.Context
	client *ari.Client
	events chan ari.Event
	stop   context.CancelFunc
	ended  chan error
}

// run starts a client; it stops with the test.
func run(t *testing.T, o ari.Options) *line {
	t.Helper()
	client, err := ari.New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	l := &line{t: t, ctx: ctx, client: client, events: make(chan ari.Event, 100_000), ended: make(chan error, 1)}
	running, stop := context.WithCancel(ctx)
	l.stop = stop
	go func() { l.ended <- client.Run(running, func(ev ari.Event) { l.events <- ev }) }()
	t.Cleanup(func() {
		stop()
		cancel()
		<-l.ended
		client.Close()
	})
	return l
}

// connect starts a client and waits until it is connected.
func connect(t *testing.T, o ari.Options) *line {
	t.Helper()
	l := run(t, o)
	wait(l, func(*ari.Connected) bool { return true })
	return l
}

// wait takes events until one of a type fits, and returns it.
func wait[E ari.Event](l *line, fits func(E) bool) E {
	l.t.Helper()
	late := time.After(10 * time.Second)
	var seen []string
	for {
		select {
		case ev := <-l.events:
			if e, ok := ev.(E); ok && fits(e) {
				return e
			}
			seen = append(seen, ev.EventType())
		case err := <-l.ended:
			l.ended <- err
			if len(l.events) > 0 {
				continue // the last events come first
			}
			l.t.Fatalf("the client ended with %v; it saw %v", err, seen)
		case <-late:
			var want E
			l.t.Fatalf("no %T came, but %v", want, seen)
		}
	}
}

func (l *line) ok(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// fileSize fetches a stored recording.
func (l *line) fileSize(name string) int64 {
	l.t.Helper()
	file, err := l.client.Recordings().GetStoredFile(l.ctx, name)
	l.ok(err)
	defer file.Close()
	n, err := io.Copy(io.Discard, file)
	l.ok(err)
	return n
}

// conversation rings a leg for an inbound call, bridges the two, and releases all.
func (l *line) conversation(id string) {
	l.t.Helper()
	c, leg, bridge := l.client, "leg-"+l.client.App(), "br-"+l.client.App()
	l.ok(c.Channels().Answer(l.ctx, id))
	_, err := c.Channels().Create(l.ctx, ari.ChannelCreateParams{Endpoint: "Local/echo@callflow/n", App: c.App(), AppArgs: "leg",
		ChannelID: leg, Originator: id, Variables: map[string]string{"CALLERID(num)": "100"}})
	l.ok(err)
	wait(l, func(e *ari.StasisStart) bool { return e.Channel.ID == leg })
	l.ok(c.Channels().Dial(l.ctx, leg, ari.ChannelDialParams{Caller: id, Timeout: 20}))
	wait(l, func(e *ari.Dial) bool { return e.Peer.ID == leg && e.DialStatus == "ANSWER" })
	_, err = c.Bridges().CreateWithID(l.ctx, bridge, ari.BridgeCreateWithIDParams{Type: "mixing,dtmf_events", Name: "talk"})
	l.ok(err)
	l.ok(c.Bridges().AddChannel(l.ctx, bridge, ari.BridgeAddChannelParams{Channel: []string{id, leg}}))
	wait(l, func(e *ari.ChannelEnteredBridge) bool { return len(e.Bridge.Channels) == 2 })
	got, err := c.Bridges().Get(l.ctx, bridge)
	l.ok(err)
	if len(got.Channels) != 2 || got.BridgeType != ari.BridgeTypeMixing {
		l.t.Errorf("the bridge is %+v", got)
	}
	l.ok(c.Channels().Hangup(l.ctx, id, ari.ChannelHangupParams{Reason: ari.ChannelHangupReasonNormal}))
	wait(l, func(e *ari.ChannelLeftBridge) bool { return e.Channel.ID == id })
	l.ok(c.Channels().Hangup(l.ctx, leg, ari.ChannelHangupParams{}))
	wait(l, func(e *ari.ChannelDestroyed) bool { return e.Channel.ID == leg })
	l.ok(c.Bridges().Destroy(l.ctx, bridge))
	wait(l, func(e *ari.BridgeDestroyed) bool { return e.Bridge.ID == bridge })
}

// failsFast runs a client whose credentials are refused.
func failsFast(t *testing.T, o ari.Options) {
	t.Helper()
	l := run(t, o)
	select {
	case err := <-l.ended:
		l.ended <- err
		var auth *ari.AuthError
		if !errors.As(err, &auth) || auth.Status != 401 || auth.User != o.User {
			t.Errorf("Run ended with %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("Run goes on with a wrong password")
	}
}
