//go:build integration

package stasis_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow/ari"
	"callflow/flowengine"
	"callflow/integration/phone"
)

// restart ends a driver as a kill would, as far as Asterisk can tell, lets
// things happen, and starts the next with a checkpoint of each call given. It
// returns the calls as they are resumed, in their order.
func (p *place) restart(t *testing.T, meanwhile func(), left ...handled) (*place, []handled) {
	t.Helper()
	p.stop()
	if meanwhile != nil {
		meanwhile()
	}
	var checkpoints []flowengine.Checkpoint
	for _, h := range left {
		checkpoints = append(checkpoints, flowengine.Checkpoint{Call: h.in, Seq: 1})
	}
	next := open(t, p.app, checkpoints...)
	resumed := make([]handled, len(left))
	for range left {
		select {
		case h := <-next.resume:
			t.Cleanup(h.over)
			for i := range left {
				if left[i].in.ID == h.in.ID {
					resumed[i] = h
				}
			}
		case <-time.After(10 * time.Second):
			t.Fatal("a call was not resumed")
		}
	}
	return next, resumed
}

// talking is a caller in a conversation with a phone.
func (p *place) talking(t *testing.T, user string) (caller, callee *phone.Call, h handled) {
	t.Helper()
	caller, h = p.dial(t, p.phone(t, "sipp"))
	caller.Hum(700)
	callee = p.leg(t, h, "1.0.0", user)
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
	p.hear(t, caller, 1000)
	p.hear(t, callee, 700)
	return caller, callee, h
}

// rung is the call at a phone that a leg rings. The caller's call looks at its events meanwhile, as a session does: a leg that Asterisk
// is slow to make is told to ring by one of them.
func (p *place) rung(t *testing.T, h handled, tel *phone.Phone) *phone.Incoming {
	t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 10*time.Second)
	defer cancel()
	arrived := make(chan *phone.Incoming, 1)
	go func() {
		in, _ := tel.Incoming(ctx)
		arrived <- in
	}()
	for {
		select {
		case in := <-arrived:
			if in == nil {
				t.Fatal("the phone does not ring")
			}
			return in
		default:
			_, err := h.call.Next(h.ctx, time.Now().Add(5*time.Millisecond))
			p.must(err)
		}
	}
}

// leg rings a phone, which answers and hums.
func (p *place) leg(t *testing.T, h handled, leg flowengine.Party, user string) *phone.Call {
	t.Helper()
	tel := p.phone(t, user)
	p.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: leg, Endpoint: "PJSIP/" + user, CallerNumber: "100"}))
	call, err := p.rung(t, h, tel).Answer(p.ctx)
	p.must(err)
	call.Hum(1000)
	next[flowengine.LegAnswered](t, h, h.ctx)
	return call
}

// hear waits for a tone, from now on.
func (p *place) hear(t *testing.T, call *phone.Call, hertz float64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	call.ListenFromNow()
	if err := call.Hears(ctx, phone.Tone(hertz)); err != nil {
		t.Error(err)
	}
}

const (
	longSound = "sound:demo-congrats"
)

func TestAPromptIsWaitedForAfterARestart(t *testing.T) {
	p := open(t, "recovery")
	call, h := p.dial(t, p.phone(t, "sipp"))
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:vm-intro"}))
	began := time.Now()
	p, again := p.restart(t, func() { time.Sleep(500 * time.Millisecond) }, h)
	h = again[0]
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:vm-intro"}))
	if e := next[flowengine.PlayEnded](t, h, h.ctx); e.Failed {
		t.Error("the prompt failed")
	}
	const length = 5100 * time.Millisecond // of vm-intro
	if took := time.Since(began); took < length-time.Second || took > length+time.Second {
		t.Errorf("the prompt took %s, not %s: it was cut, or begun again", took, length)
	}
	if gap := call.LongestGap(began.Add(200 * time.Millisecond)); gap > 100*time.Millisecond {
		t.Logf("the longest gap in the prompt was %s", gap)
	}
	h.over()
	p.empty(t)
}

func TestAnotherPromptReplacesTheOneFromBeforeARestart(t *testing.T) {
	p := open(t, "recovery")
	_, h := p.dial(t, p.phone(t, "sipp"))
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: longSound}))
	p, again := p.restart(t, nil, h)
	h = again[0]
	began := time.Now()
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:hello-world"}))
	next[flowengine.PlayEnded](t, h, h.ctx)
	if took := time.Since(began); took < time.Second || took > 3*time.Second {
		t.Errorf("the next prompt took %s, not 1.4 s", took)
	}
	none[flowengine.PlayEnded](t, h, 300*time.Millisecond)
	h.over()
	p.empty(t)
}

func TestAPromptThatEndedWhileCallflowWasAwayIsPlayedAgain(t *testing.T) {
	p := open(t, "recovery")
	call, h := p.dial(t, p.phone(t, "sipp"))
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:beep"}))
	p, again := p.restart(t, func() { time.Sleep(700 * time.Millisecond) }, h)
	h = again[0]
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:hello-world"}))
	next[flowengine.PlayEnded](t, h, h.ctx)
	p.must(call.Press(p.ctx, "4"))
	if d := next[flowengine.Digit](t, h, h.ctx); d.Key != '4' {
		t.Errorf("the caller pressed %c", d.Key)
	}
	h.over()
	p.empty(t)
}

func TestARingingPhoneRingsOnAfterARestart(t *testing.T) {
	for _, c := range []struct {
		name string
		when string
	}{{"and is answered then", "after"}, {"and was answered meanwhile", "meanwhile"}, {"and declined meanwhile", "declined"}} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, "recovery")
			call, h := p.dial(t, p.phone(t, "sipp"))
			call.Hum(700)
			alice := p.phone(t, "alice")
			spec := flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}
			p.must(h.call.Indicate(h.ctx, flowengine.Indication{Ringing: true}))
			p.must(h.call.Dial(h.ctx, spec))
			in := p.rung(t, h, alice)
			p.must(in.Ring())
			next[flowengine.LegRinging](t, h, h.ctx)
			var talk *phone.Call
			answers := func() {
				var err error
				talk, err = in.Answer(p.ctx)
				p.must(err)
				talk.Hum(1000)
			}
			p, again := p.restart(t, func() {
				switch c.when {
				case "meanwhile":
					answers()
				case "declined":
					p.must(in.Decline())
				}
			}, h)
			h = again[0]
			spec.Attach = true
			p.must(h.call.Indicate(h.ctx, flowengine.Indication{Ringing: true}))
			p.must(h.call.Dial(h.ctx, spec))
			if c.when == "declined" {
				if e := next[flowengine.LegEnded](t, h, h.ctx); e.Leg != spec.ID {
					t.Errorf("%+v", e)
				}
				h.over()
				p.empty(t)
				return
			}
			if c.when == "after" {
				next[flowengine.LegRinging](t, h, h.ctx)
				answers()
			}
			next[flowengine.LegAnswered](t, h, h.ctx)
			p.must(h.call.Answer(h.ctx))
			p.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: spec.ID}))
			p.hear(t, call, 1000)
			p.hear(t, talk, 700)
			h.over()
			p.empty(t)
		})
	}
}

func TestAConversationGoesOnThroughARestart(t *testing.T) {
	p := open(t, "recovery")
	call, talk, h := p.talking(t, "alice")
	began := time.Now()
	p, again := p.restart(t, func() { time.Sleep(300 * time.Millisecond) }, h)
	h = again[0]
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
	none[flowengine.LegEnded](t, h, 300*time.Millisecond)
	// callflow was away for 300 ms, and a gap that it makes is no shorter; a busy machine makes gaps of some tens.
	for who, c := range map[string]*phone.Call{"the caller": call, "alice": talk} {
		if gap := c.LongestGap(began); gap > 200*time.Millisecond {
			t.Errorf("%s heard a gap of %s", who, gap)
		}
	}
	p.must(call.Press(p.ctx, "9"))
	next[flowengine.Digit](t, h, h.ctx)
	p.must(talk.Hangup(p.ctx))
	if e := next[flowengine.LegEnded](t, h, h.ctx); e.Leg != "1.0.0" {
		t.Errorf("%+v", e)
	}
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:beep"}))
	if e := next[flowengine.PlayEnded](t, h, h.ctx); e.Failed {
		t.Error("nothing could be played after the conversation")
	}
	h.over()
	p.empty(t)
}

func TestAPartnerWhoLeftWhileCallflowWasAway(t *testing.T) {
	p := open(t, "recovery")
	call, talk, h := p.talking(t, "alice")
	p, again := p.restart(t, func() { p.must(talk.Hangup(p.ctx)) }, h)
	h = again[0]
	p.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
	if e := next[flowengine.LegEnded](t, h, h.ctx); e.Leg != "1.0.0" {
		t.Errorf("%+v", e)
	}
	p.must(h.call.Unbridge(h.ctx))
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:beep"}))
	next[flowengine.PlayEnded](t, h, h.ctx)
	if call.IsEnded() {
		t.Error("the caller was hung up")
	}
	h.over()
	p.empty(t)
}

func TestACallerWhoLeftWhileCallflowWasAway(t *testing.T) {
	p := open(t, "recovery")
	call, talk, h := p.talking(t, "alice")
	p, again := p.restart(t, func() { p.must(call.Hangup(p.ctx)) }, h)
	h = again[0]
	leaves(t, h)
	p.released(t, "alice", talk) // by the call that has seen it, before its end
	h.over()
	p.empty(t)
}

func TestAVoicemailIsTakenOnAfterARestart(t *testing.T) {
	spec := flowengine.RecordSpec{Name: "message", Max: time.Minute, FinishOn: "#"}
	t.Run("the recording goes on", func(t *testing.T) {
		p := open(t, "recovery")
		call, h := p.dial(t, p.phone(t, "sipp"))
		call.Hum(700)
		p.must(h.call.Answer(h.ctx))
		p.must(h.call.Record(h.ctx, spec))
		none[flowengine.RecordEnded](t, h, 700*time.Millisecond)
		p, again := p.restart(t, func() { time.Sleep(700 * time.Millisecond) }, h)
		h = again[0]
		p.must(h.call.Record(h.ctx, spec))
		none[flowengine.RecordEnded](t, h, 700*time.Millisecond)
		p.must(call.Press(p.ctx, "#"))
		p.message(t, h, next[flowengine.RecordEnded](t, h, h.ctx), 1700*time.Millisecond, 2600*time.Millisecond)
		h.over()
		p.empty(t)
	})
	t.Run("the recording ended meanwhile", func(t *testing.T) {
		p := open(t, "recovery")
		call, h := p.dial(t, p.phone(t, "sipp"))
		call.Hum(700)
		p.must(h.call.Answer(h.ctx))
		p.must(h.call.Record(h.ctx, spec))
		none[flowengine.RecordEnded](t, h, time.Second)
		p, again := p.restart(t, func() { p.must(call.Press(p.ctx, "#")) }, h)
		h = again[0]
		p.must(h.call.Record(h.ctx, spec))
		p.message(t, h, next[flowengine.RecordEnded](t, h, h.ctx), 500*time.Millisecond, 1500*time.Millisecond)
		h.over()
		p.empty(t)
	})
	t.Run("the caller left meanwhile", func(t *testing.T) {
		p := open(t, "recovery")
		call, h := p.dial(t, p.phone(t, "sipp"))
		call.Hum(700)
		p.must(h.call.Answer(h.ctx))
		p.must(h.call.Record(h.ctx, spec))
		none[flowengine.RecordEnded](t, h, time.Second)
		p, again := p.restart(t, func() { p.must(call.Hangup(p.ctx)) }, h)
		h = again[0]
		if err := h.call.Record(h.ctx, spec); !errors.Is(err, flowengine.ErrHungUp) {
			t.Errorf("Record says %v", err)
		}
		e := next[flowengine.RecordEnded](t, h, context.WithoutCancel(h.ctx))
		p.message(t, h, e, 700*time.Millisecond, 1500*time.Millisecond)
		h.over()
		p.empty(t)
	})
}

// message checks a recording, and that Asterisk's copy goes when it was kept.
func (p *place) message(t *testing.T, h handled, e flowengine.RecordEnded, least, most time.Duration) {
	t.Helper()
	if e.Failed || e.Duration < least || e.Duration > most {
		t.Errorf("the recording ended as %+v, not between %s and %s", e, least, most)
	}
	file, err := h.call.FetchRecording(p.ctx, e.Name)
	p.must(err)
	data, err := io.ReadAll(file)
	p.must(err)
	p.must(file.Close())
	if got := time.Duration(len(data)-44) * time.Second / 16000; got != e.Duration {
		t.Errorf("the file is %s long, not %s", got, e.Duration)
	}
	p.driver.Kept(h.in.ID, e.Name)
	h.over()
	<-h.ctx.Done()
	p.empty(t)
	for until := time.Now().Add(3 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		stored, err := p.client.Recordings().ListStored(p.ctx)
		p.must(err)
		stored = slices.DeleteFunc(stored, func(r ari.StoredRecording) bool { return !strings.HasPrefix(r.Name, p.app+".") })
		if len(stored) == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("Asterisk still has %v", stored)
		}
	}
}

func TestACallWithoutACheckpointStartsAgain(t *testing.T) {
	p := open(t, "recovery")
	call, h := p.dial(t, p.phone(t, "sipp"))
	p.must(h.call.Answer(h.ctx))
	p, _ = p.restart(t, nil)
	again := p.arrives(t, h.in.CallerNumber)
	if again.in.Number != h.in.Number || again.in.Channel != h.in.Channel || again.in.CallerName != "Ann" {
		t.Errorf("the call came again as %+v, first as %+v", again.in, h.in)
	}
	p.must(call.Hangup(p.ctx))
	leaves(t, again)
	again.over()
	p.empty(t)
}

func TestWhatBelongsToNoCallIsReleased(t *testing.T) {
	p := open(t, "recovery")
	call, talk, _ := p.talking(t, "alice")
	p, _ = p.restart(t, nil) // without its checkpoint
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	if _, err := talk.Ended(ctx); err != nil {
		t.Errorf("alice was left alone: %v", err)
	}
	p.must(call.Hangup(p.ctx))
	p.empty(t)
}
