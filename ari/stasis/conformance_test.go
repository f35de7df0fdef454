//go:build integration

package stasis_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/calltest"
	"callflow/integration/phone"
)

func TestConformance(t *testing.T) {
	calltest.Run(t, func(t *testing.T) calltest.Fixture {
		p := open(t, "conformance")
		dir := t.TempDir()
		short, long := song(1300*time.Millisecond), song(12*time.Second)
		p.must(phone.SaveWAV(filepath.Join(dir, "short.wav"), short))
		p.must(phone.SaveWAV(filepath.Join(dir, "long.wav"), long))
		server := httptest.NewServer(http.FileServerFS(os.DirFS(dir)))
		t.Cleanup(server.Close)
		return &fixture{
			place: p, carol: p.phone(t, "sipp"),
			short: flowengine.Media{URI: server.URL + "/short.wav", Duration: 1300 * time.Millisecond, Ref: "audio:short"},
			long:  flowengine.Media{URI: server.URL + "/long.wav", Duration: 12 * time.Second, Ref: "audio:long"},
			sounds: map[string]phone.Sound{
				"audio:short": phone.Audio("short", short), "audio:long": phone.Audio("long", long),
			},
		}
	})
}

// song is a sound that is like no other: a tone that rises.
func song(d time.Duration) []int16 {
	pcm := make([]int16, int(d.Seconds()*8000))
	phase := 0.0
	for i := range pcm {
		phase += 2 * math.Pi * (400 + 300*math.Mod(float64(i)/8000, 1.7) + 80*math.Mod(float64(i)/8000, 0.31)) / 8000
		pcm[i] = int16(9000 * math.Sin(phase))
	}
	return pcm
}

type fixture struct {
	*place
	carol       *phone.Phone
	short, long flowengine.Media
	sounds      map[string]phone.Sound
}

func (f *fixture) Call(t *testing.T) calltest.Placed {
	call, h := f.dial(t, f.carol)
	caller := &person{t: t, f: f, call: call}
	caller.call.Hum(700) // somebody who speaks, so that a recording has something
	t.Cleanup(func() {
		h.over()
		<-h.ctx.Done()
		f.empty(t)
	})
	return calltest.Placed{
		Context: h.ctx, Call: h.call, ID: h.in.ID, Caller: caller,
		Alice: f.desk(t, "alice"), Bob: f.desk(t, "bob"),
		Unreachable: "PJSIP/frank",
		Short:       f.short, Long: f.long, Missing: flowengine.Media{URI: "sound:no-such-sound", Ref: "audio:missing"},
		Now: time.Now, Patience: 3 * time.Second,
	}
}

// person is the caller.
type person struct {
	t    *testing.T
	f    *fixture
	call *phone.Call
}

func (p *person) Presses(keys string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.f.ctx, 10*time.Second)
	defer cancel()
	at, stop := context.WithTimeout(ctx, 10*time.Millisecond)
	defer stop()
	press := p.call.Press
	if p.call.Early(at) != nil {
		press = p.call.PressInfo // a phone that hears only "180 Ringing" has no RTP yet
	}
	if err := press(ctx, keys); err != nil {
		p.t.Error(err)
	}
}

func (p *person) HangsUp() {
	p.t.Helper()
	if err := p.call.Hangup(p.f.ctx); err != nil {
		p.t.Error(err)
	}
}

func (p *person) Hears(what string) bool {
	ctx, cancel := context.WithTimeout(p.f.ctx, 5*time.Second)
	defer cancel()
	err := fmt.Errorf("%s is no sound of this fixture", what)
	if what == "ringing" {
		err = p.call.HearsRingback(ctx)
	} else if s, ok := p.f.sounds[what]; ok {
		err = p.call.Hears(ctx, s)
	}
	if err != nil {
		p.t.Log(err)
	}
	return err == nil
}

// desk is a telephone with somebody at it.
type desk struct {
	t    *testing.T
	f    *fixture
	user string

	mu   sync.Mutex
	does calltest.Does
	in   *phone.Incoming
	talk *phone.Call
	rang chan struct{}
}

func (f *fixture) desk(t *testing.T, user string) *desk {
	d := &desk{t: t, f: f, user: user, rang: make(chan struct{}, 10)}
	tel := f.phone(t, user)
	ctx, cancel := context.WithCancel(f.ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			in, err := tel.Incoming(ctx)
			if err != nil {
				return
			}
			d.rings(in)
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	return d
}

func (d *desk) rings(in *phone.Incoming) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var err error
	switch d.does {
	case calltest.WillBeBusy:
		err = in.Busy()
	case calltest.WillDecline:
		if err = in.Ring(); err == nil {
			err = in.Decline()
		}
	default:
		err = in.Ring()
		d.in, d.talk = in, nil
	}
	if err != nil && !errors.Is(err, phone.ErrCanceled) && !errors.Is(err, phone.ErrDecided) {
		d.t.Error(err)
	}
	d.rang <- struct{}{}
}

func (d *desk) Endpoint() string { return "PJSIP/" + d.user }

func (d *desk) Will(does calltest.Does) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.does = does
}

func (d *desk) Answers() {
	d.t.Helper()
	select {
	case <-d.rang:
	case <-time.After(3 * time.Second):
		d.t.Fatal(d.user + "'s phone does not ring")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	talk, err := d.in.Answer(d.f.ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	talk.Hum(1000)
	d.talk = talk
}

func (d *desk) HangsUp() {
	d.t.Helper()
	if err := d.talk.Hangup(d.f.ctx); err != nil {
		d.t.Error(err)
	}
}

func (d *desk) Presses(keys string) {
	d.t.Helper()
	if err := d.talk.Press(d.f.ctx, keys); err != nil {
		d.t.Error(err)
	}
}

func (d *desk) Idle() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	ctx, cancel := context.WithTimeout(d.f.ctx, 3*time.Second)
	defer cancel()
	switch {
	case d.talk != nil:
		_, err := d.talk.Ended(ctx)
		return err == nil
	case d.in != nil:
		_, err := d.in.Canceled(ctx)
		return err == nil
	}
	return true
}
