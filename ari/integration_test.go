//go:build integration

package ari_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
)

// These tests need an Asterisk with the extensions of asterisk-etc/private, and its address in the environment:
//
//	export $(scripts/asterisk --instance ari env)
//	go test -tags integration ./ari

func asterisk(t testing.TB, app string, kind ari.TransportKind) ari.Options {
	o := ari.Options{URL: os.Getenv("ASTERISK_ARI_URL"), User: os.Getenv("ASTERISK_ARI_USER"),
		Password: os.Getenv("ASTERISK_ARI_PASSWORD"), App: app, Transport: kind}
	if o.URL == "" {
		t.Skip("no Asterisk: ASTERISK_ARI_URL is not set")
	}
	return o
}

// both runs a test by either transport, with an application of its own.
func both(t *testing.T, test func(t *testing.T, o ari.Options)) {
	for _, kind := range []ari.TransportKind{ari.WebSocket, ari.HTTP} {
		t.Run(string(kind), func(t *testing.T) { test(t, asterisk(t, "ari-"+string(kind), kind)) })
	}
}

// caller places a call into the application: the far half of a Local channel, which plays the extension given once the
// application answers. It returns the channel that arrives.
func (l *line) caller(extension string) *ari.StasisStart {
	l.t.Helper()
	name := strings.NewReplacer("/", "-").Replace(l.t.Name()) // ids are free again only after a channel's end
	id := "caller-" + name
	o := asterisk(l.t, l.client.App(), ari.HTTP)
	operator, err := ari.New(o) // places the call beside what a test records
	l.ok(err)
	l.t.Cleanup(operator.Close)
	_, err = operator.Channels().OriginateWithID(l.ctx, id, ari.ChannelOriginateWithIDParams{
		Endpoint: "Local/stasis-" + l.client.App() + "@callflow/n", Context: "callflow", Extension: extension, Priority: 1,
		CallerID: "Alice <0412345678>", Timeout: 30, OtherChannelID: "call-" + name})
	l.ok(err)
	l.t.Cleanup(func() {
		err := l.client.Channels().Hangup(context.Background(), id, ari.ChannelHangupParams{})
		if err != nil && !ari.IsNotFound(err) {
			l.t.Error(err)
		}
	})
	return wait[*ari.StasisStart](l, func(*ari.StasisStart) bool { return true })
}

func TestRealCall(t *testing.T) {
	both(t, func(t *testing.T, o ari.Options) {
		l := connect(t, o)
		start := l.caller("echo")
		id, c := start.Channel.ID, l.client
		if start.Channel.State != ari.ChannelStateRing || !slices.Equal(start.Args, []string{"stasis-" + o.App}) {
			t.Errorf("the call arrived as %+v", start)
		}
		l.ok(c.Channels().Answer(l.ctx, id))
		l.ok(c.Channels().SendDTMF(l.ctx, id, ari.ChannelSendDTMFParams{DTMF: "7"}))
		digit := wait(l, func(*ari.ChannelDtmfReceived) bool { return true })
		if digit.Digit != "7" || ari.EventChannelID(digit) != id {
			t.Errorf("the digit came as %+v", digit)
		}
		_, err := c.Channels().PlayWithID(l.ctx, id, "pb-"+o.App, ari.ChannelPlayWithIDParams{Media: []string{"tone:dial"}})
		l.ok(err)
		wait(l, func(e *ari.PlaybackStarted) bool { return e.Playback.ID == "pb-"+o.App })
		playing, err := c.Playbacks().Get(l.ctx, "pb-"+o.App)
		l.ok(err)
		if playing.State != ari.PlaybackStatePlaying {
			t.Errorf("the playback is %s", playing.State)
		}
		l.ok(c.Playbacks().Stop(l.ctx, "pb-"+o.App))
		finished := wait(l, func(*ari.PlaybackFinished) bool { return true })
		if finished.Playback.State != ari.PlaybackStateDone || ari.EventChannelID(finished) != id {
			t.Errorf("the playback ended as %+v", finished.Playback)
		}
		if err := c.Playbacks().Stop(l.ctx, "pb-"+o.App); !ari.IsNotFound(err) {
			t.Errorf("stopping it again: %v", err)
		}

		name := "folder of " + o.App + "/rec 1" // a slash and spaces
		_, err = c.Channels().Record(l.ctx, id, ari.ChannelRecordParams{Name: name, Format: "wav", IfExists: ari.ChannelRecordIfExistsOverwrite})
		l.ok(err)
		wait(l, func(e *ari.RecordingStarted) bool { return e.Recording.Name == name })
		l.ok(c.Recordings().Stop(l.ctx, name))
		wait(l, func(e *ari.RecordingFinished) bool { return e.Recording.Name == name })
		if n := l.fileSize(name); n < 44 {
			t.Errorf("the recording has %d bytes", n)
		}
		l.ok(c.Recordings().DeleteStored(l.ctx, name))
		if _, err := c.Recordings().GetStoredFile(l.ctx, name); !ari.IsNotFound(err) {
			t.Errorf("fetching a deleted recording: %v", err)
		}

		l.ok(c.Channels().SetChannelVars(l.ctx, id, map[string]string{"A": `x,"y" é`, "B": "2"}))
		vars, err := c.Channels().GetChannelVars(l.ctx, id, []string{"A", "CHANNEL(name)", `IF(1?a,b:c)`})
		l.ok(err)
		if got := vars.Variables.Strings(); got["A"] != `x,"y" é` || !strings.HasPrefix(got["CHANNEL(name)"], "Local/") {
			t.Errorf("variables: %v", got)
		}
		l.ok(c.Channels().Hangup(l.ctx, id, ari.ChannelHangupParams{Reason: ari.ChannelHangupReasonNormal}))
		wait(l, func(*ari.StasisEnd) bool { return true })
		if err := c.Channels().Hangup(l.ctx, id, ari.ChannelHangupParams{}); err != nil && !ari.IsNotFound(err) {
			t.Errorf("hanging up again: %v", err)
		}
		if n := c.Stats().SocketRequests; (n > 0) != (o.Transport == ari.WebSocket) {
			t.Errorf("%d requests went over the socket", n)
		}
	})
}

func TestRealConversation(t *testing.T) {
	both(t, func(t *testing.T, o ari.Options) {
		recorder := aritest.Record(t, o.URL)
		o.URL = recorder.URL()
		l := connect(t, o)
		start := l.caller("music")
		id, c := start.Channel.ID, l.client
		l.conversation(id)
		if dir := os.Getenv("ARI_RECORD"); dir != "" && o.Transport == ari.WebSocket {
			recorder.Save(filepath.Join(dir, "conversation.txt"), o.App, "test", id, "call-test")
		}
		bridges, err := c.Bridges().List(l.ctx)
		l.ok(err)
		if slices.ContainsFunc(bridges, func(b ari.Bridge) bool { return strings.HasPrefix(b.ID, "br-"+o.App) }) {
			t.Error("the bridge is still there")
		}
	})
}

func TestRealClaim(t *testing.T) {
	both(t, func(t *testing.T, o ari.Options) {
		l := connect(t, o)
		_, err := l.client.Channels().OriginateWithID(l.ctx, "caller-"+o.App, ari.ChannelOriginateWithIDParams{
			Endpoint: "Local/broadcast-" + o.App + "@callflow/n", Context: "callflow", Extension: "echo", Priority: 1})
		l.ok(err)
		offer := wait(l, func(*ari.CallBroadcast) bool { return true })
		l.ok(l.client.Events().ClaimChannel(l.ctx, offer.Channel.ID, o.App))
		wait(l, func(e *ari.StasisStart) bool { return e.Channel.ID == offer.Channel.ID })
		if err := l.client.Events().ClaimChannel(l.ctx, offer.Channel.ID, o.App); !ari.IsNotFound(err) && !ari.IsConflict(err) {
			t.Errorf("claiming it again: %v", err)
		}
		l.ok(l.client.Channels().Hangup(l.ctx, offer.Channel.ID, ari.ChannelHangupParams{}))
		wait(l, func(*ari.StasisEnd) bool { return true })
	})
}

func TestRealFilterIsSetAtEachConnect(t *testing.T) {
	for range 20 {
		t.Run("again", func(t *testing.T) {
			l := connect(t, asterisk(t, "ari-filter", ari.Auto))
			app, err := l.client.Applications().Get(l.ctx, "ari-filter")
			l.ok(err)
			if len(app.EventsDisallowed) != 1 || !strings.Contains(string(app.EventsDisallowed[0]), "ChannelVarset") {
				t.Errorf("the filter is %s", app.EventsDisallowed)
			}
		})
	}
}

func TestRealWrongPassword(t *testing.T) {
	o := asterisk(t, "ari-wrong", ari.Auto)
	o.Password = "wrong"
	failsFast(t, o)
}

func TestRealReplaced(t *testing.T) {
	o := asterisk(t, "ari-replaced", ari.Auto)
	first := connect(t, o)
	connect(t, o)
	select {
	case err := <-first.ended:
		first.ended <- nil
		if err == nil || err.Error() != ari.ErrReplaced.Error() {
			t.Errorf("the first ended with %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the first client goes on")
	}
}
