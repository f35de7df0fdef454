// Package people plays the callers and the people at telephones of
// flowengine/calltest, by software phones on a real Asterisk, for every driver
// that is tested there.
package people

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"callflow/flowengine/calltest"
	"callflow/integration/phone"
)

// Song is a sound that is like no other: a tone that rises.
func Song(d time.Duration) []int16 {
	pcm := make([]int16, int(d.Seconds()*8000))
	phase := 0.0
	for i := range pcm {
		phase += 2 * math.Pi * (400 + 300*math.Mod(float64(i)/8000, 1.7) + 80*math.Mod(float64(i)/8000, 0.31)) / 8000
		pcm[i] = int16(9000 * math.Sin(phase))
	}
	return pcm
}

// Caller is somebody who calls in. It implements [calltest.Caller] and
// [calltest.Hearer].
type Caller struct {
	t      *testing.T
	ctx    context.Context
	call   *phone.Call
	sounds map[string]phone.Sound
}

// NewCaller is who makes the call and knows the sounds by their Refs. It hums,
// so that a recording has something.
func NewCaller(ctx context.Context, t *testing.T, call *phone.Call, sounds map[string]phone.Sound) *Caller {
	call.Hum(700)
	return &Caller{t, ctx, call, sounds}
}

// Presses sends keys.
func (p *Caller) Presses(keys string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 10*time.Second)
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

// HangsUp ends the call.
func (p *Caller) HangsUp() {
	p.t.Helper()
	if err := p.call.Hangup(p.ctx); err != nil {
		p.t.Error(err)
	}
}

// Hears waits for a sound.
func (p *Caller) Hears(what string) bool {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	err := fmt.Errorf("%s is no sound of this fixture", what)
	if what == "ringing" {
		err = p.call.HearsRingback(ctx)
	} else if s, ok := p.sounds[what]; ok {
		err = p.call.Hears(ctx, s)
	}
	if err != nil {
		p.t.Log(err)
	}
	return err == nil
}

// Desk is a telephone with somebody at it. It implements [calltest.Phone].
type Desk struct {
	t    *testing.T
	ctx  context.Context
	user string

	mu   sync.Mutex
	does calltest.Does
	in   *phone.Incoming
	talk *phone.Call
	rang chan struct{}
}

// NewDesk is the desk with the user's registered phone.
func NewDesk(ctx context.Context, t *testing.T, user string, tel *phone.Phone) *Desk {
	d := &Desk{t: t, ctx: ctx, user: user, rang: make(chan struct{}, 10)}
	ctx, cancel := context.WithCancel(ctx)
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

func (d *Desk) rings(in *phone.Incoming) {
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

// Endpoint is what is dialled.
func (d *Desk) Endpoint() string { return "PJSIP/" + d.user }

// Will says what the phone does with the next call.
func (d *Desk) Will(does calltest.Does) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.does = does
}

// Answers picks up the ringing phone.
func (d *Desk) Answers() {
	d.t.Helper()
	select {
	case <-d.rang:
	case <-time.After(3 * time.Second):
		d.t.Fatal(d.user + "'s phone does not ring")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	talk, err := d.in.Answer(d.ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	talk.Hum(1000)
	d.talk = talk
}

// HangsUp ends the call.
func (d *Desk) HangsUp() {
	d.t.Helper()
	if err := d.talk.Hangup(d.ctx); err != nil {
		d.t.Error(err)
	}
}

// Presses sends keys.
func (d *Desk) Presses(keys string) {
	d.t.Helper()
	if err := d.talk.Press(d.ctx, keys); err != nil {
		d.t.Error(err)
	}
}

// Idle waits until the phone is in no call.
func (d *Desk) Idle() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	ctx, cancel := context.WithTimeout(d.ctx, 3*time.Second)
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
