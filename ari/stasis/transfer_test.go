//go:build integration

package stasis_test

import (
	"context"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/integration/phone"
)

// transferred waits until Asterisk has carried out a REFER.
func (p *place) transferred(t *testing.T, by *phone.Call) {
	t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	status, err := by.Transferred(ctx)
	if err != nil || status != 200 {
		t.Errorf("the transfer ended with %d, %v", status, err)
	}
	// Asterisk leaves the BYE to the one who transferred (RFC 5589, section 6.1), although the channel is gone.
	if err := by.Hangup(ctx); err != nil {
		t.Error(err)
	}
}

// released waits until a phone's call was ended by Asterisk.
func (p *place) released(t *testing.T, who string, call *phone.Call) {
	t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	if _, err := call.Ended(ctx); err != nil {
		t.Errorf("%s is still in the call: %v", who, err)
	}
}

func TestABlindTransferByThePhoneThatAnswered(t *testing.T) {
	p := open(t, "transfer")
	caller, alice, h := p.talking(t, "alice")
	p.must(alice.Refer(p.ctx, "broadcast-"+p.app))
	p.transferred(t, alice)
	second := p.arrives(t, h.in.CallerNumber) // the other half has the caller's identity
	if second.in.Number != "broadcast-"+p.app || second.in.CallerName != "Ann" {
		t.Errorf("the transferred call arrived as %+v", second.in)
	}
	none[flowengine.LegEnded](t, h, 300*time.Millisecond)
	bob := p.leg(t, second, "1.0.0", "bob")
	p.must(second.call.Answer(second.ctx))
	p.must(second.call.Bridge(second.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
	p.hear(t, bob, 700)
	p.hear(t, caller, 1000)
	none[flowengine.LegEnded](t, h, 300*time.Millisecond)

	p.must(bob.Hangup(p.ctx))
	next[flowengine.LegEnded](t, second, second.ctx)
	p.must(second.call.Hangup(second.ctx, flowengine.CauseNormal))
	second.over()
	// For the first call its partner has left now.
	if e := next[flowengine.LegEnded](t, h, h.ctx); e.Leg != "1.0.0" {
		t.Errorf("%+v", e)
	}
	p.must(h.call.Unbridge(h.ctx))
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "sound:beep"}))
	if e := next[flowengine.PlayEnded](t, h, h.ctx); e.Failed {
		t.Error("nothing can be played to the caller")
	}
	h.over()
	p.empty(t)
}

func TestABlindTransferOutOfCallflow(t *testing.T) {
	p := open(t, "transfer")
	caller, alice, h := p.talking(t, "alice")
	caller.Hush()
	p.must(alice.Refer(p.ctx, "music"))
	p.transferred(t, alice)
	ctx, cancel := context.WithTimeout(p.ctx, 10*time.Second)
	defer cancel()
	caller.ListenFromNow()
	if err := caller.Hears(ctx, phone.Music()); err != nil {
		t.Error(err)
	}
	p.must(caller.Hangup(p.ctx))
	leaves(t, h)
	h.over()
	p.empty(t)
}

func TestABlindTransferByTheCaller(t *testing.T) {
	p := open(t, "transfer")
	caller, alice, h := p.talking(t, "alice")
	p.must(caller.Refer(p.ctx, "broadcast-"+p.app))
	p.transferred(t, caller)
	second := p.arrives(t, h.in.CallerNumber)
	if h.ctx.Err() != nil {
		t.Error("the call ended with the caller's transfer")
	}
	bob := p.leg(t, second, "1.0.0", "bob")
	p.must(second.call.Answer(second.ctx))
	p.must(second.call.Bridge(second.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
	alice.Hum(440)
	p.hear(t, bob, 440)
	p.hear(t, alice, 1000)
	p.must(bob.Hangup(p.ctx))
	next[flowengine.LegEnded](t, second, second.ctx)
	second.over()
	leaves(t, h) // who took the caller's place has left
	h.over()
	p.released(t, "alice", alice)
	p.empty(t)
}

func TestAnAttendedTransfer(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		t.Run(map[bool]string{false: "in one process", true: "with a restart after it"}[restarts], func(t *testing.T) {
			p := open(t, "transfer")
			sipp := p.phone(t, "sipp")
			caller, h := p.dial(t, sipp)
			caller.Hum(700)
			aliceTel := p.phone(t, "alice")
			p.must(h.call.Dial(h.ctx, flowengine.LegSpec{ID: "1.0.0", Endpoint: "PJSIP/alice"}))
			alice, err := p.rung(t, h, aliceTel).Answer(p.ctx)
			p.must(err)
			next[flowengine.LegAnswered](t, h, h.ctx)
			p.must(h.call.Answer(h.ctx))
			p.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
			// Alice asks Bob first, in a call of her own.
			asking, second := p.dial(t, aliceTel)
			bob := p.leg(t, second, "1.0.0", "bob")
			p.must(second.call.Answer(second.ctx))
			p.must(second.call.Bridge(second.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
			p.must(alice.ReferReplaces(p.ctx, asking))
			p.transferred(t, alice)
			p.released(t, "alice's other call", asking)
			p.hear(t, caller, 1000)
			p.hear(t, bob, 700)
			none[flowengine.LegEnded](t, h, 200*time.Millisecond)
			none[flowengine.LegEnded](t, second, 200*time.Millisecond)
			if restarts {
				var again []handled
				p, again = p.restart(t, nil, h, second)
				h, second = again[0], again[1]
				p.must(h.call.Bridge(h.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
				p.must(second.call.Bridge(second.ctx, flowengine.BridgeSpec{Leg: "1.0.0"}))
				p.hear(t, caller, 1000)
				p.hear(t, bob, 700)
				none[flowengine.LegEnded](t, h, 200*time.Millisecond)
				none[flowengine.LegEnded](t, second, 200*time.Millisecond)
			}
			p.must(bob.Hangup(p.ctx))
			next[flowengine.LegEnded](t, second, second.ctx)
			second.over()
			next[flowengine.LegEnded](t, h, h.ctx)
			if caller.IsEnded() {
				t.Error("the caller was hung up with the transferred leg")
			}
			h.over()
			p.empty(t)
		})
	}
}
