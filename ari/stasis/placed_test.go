//go:build integration

package stasis_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/stasis"
	"callflow/flowengine"
)

// makes lets the driver call a phone.
func (p *place) makes(t *testing.T, endpoint string, ring time.Duration) handled {
	t.Helper()
	cp := flowengine.Checkpoint{Call: flowengine.Incoming{ID: fmt.Sprintf("o%d", ids.Add(1)), Arrived: time.Now(), Outbound: true}}
	p.must(p.driver.Place(cp, stasis.Outward{Endpoint: endpoint, CallerNumber: "100", CallerName: "Office", Ring: ring}))
	select {
	case h := <-p.begun:
		t.Cleanup(h.over)
		return h
	case <-time.After(10 * time.Second):
		t.Fatal("the call that is made does not begin")
	}
	return handled{}
}

func TestACallIsMade(t *testing.T) {
	p := open(t, "made")
	alice := p.phone(t, "alice")
	h := p.makes(t, "PJSIP/alice", 20*time.Second)
	in, err := alice.Incoming(p.ctx)
	p.must(err)
	if in.From() != "100" {
		t.Errorf("the phone shows %q, not 100", in.From())
	}
	call, err := in.Answer(p.ctx)
	p.must(err)
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Answer(h.ctx))
	p.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: "tone:425", Ref: "tone"}))
	p.hear(t, call, 425)
	p.must(call.Press(p.ctx, "5"))
	if d := next[flowengine.Digit](t, h, h.ctx); d.Key != '5' || d.From != flowengine.Caller {
		t.Errorf("%+v", d)
	}
	p.must(call.Hangup(p.ctx))
	leaves(t, h)
	h.over()
	p.empty(t)
}

// In the bridge in which Asterisk rings whom it calls, the stop of music that has
// just begun can go unheard; see docs/asterisk.md.
func TestMusicStopsForOneWhoIsCalled(t *testing.T) {
	p := open(t, "madewaits")
	alice := p.phone(t, "alice")
	h := p.makes(t, "PJSIP/alice", 20*time.Second)
	in, err := alice.Incoming(p.ctx)
	p.must(err)
	call, err := in.Answer(p.ctx)
	p.must(err)
	p.must(h.call.Answer(h.ctx))
	for i := range 40 {
		p.must(h.call.Indicate(h.ctx, flowengine.Indication{Music: "default"}))
		<-time.After(time.Duration(15+i/2) * time.Millisecond) // while the music's file is opened
		p.must(h.call.Indicate(h.ctx, flowengine.Indication{}))
		ctx, cancel := context.WithTimeout(p.ctx, 2*time.Second)
		if err := call.HearsSilence(ctx, 100*time.Millisecond); err != nil {
			t.Fatalf("the music goes on: %v", err)
		}
		cancel()
	}
	p.must(call.Hangup(p.ctx))
	leaves(t, h)
	h.over()
	p.empty(t)
}

func TestACallIsMadeInVain(t *testing.T) {
	p := open(t, "vain")
	alice := p.phone(t, "alice")
	for name, test := range map[string]struct {
		endpoint string
		happens  func()
	}{
		"nobody is registered": {"PJSIP/frank", func() {}},
		"nobody answers": {"PJSIP/alice", func() {
			_, err := alice.Incoming(p.ctx)
			p.must(err)
		}},
		"declined": {"PJSIP/alice", func() {
			in, err := alice.Incoming(p.ctx)
			p.must(err)
			p.must(in.Decline())
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := p.makes(t, test.endpoint, 2*time.Second)
			go test.happens()
			begin := time.Now()
			if err := h.call.Answer(h.ctx); !errors.Is(err, flowengine.ErrHungUp) {
				t.Errorf("Answer returned %v", err)
			}
			if took := time.Since(begin); took > 4*time.Second {
				t.Errorf("it took %s", took)
			}
			h.over()
			p.empty(t)
		})
	}
}

func TestACallThatIsMadeRingsOnAfterARestart(t *testing.T) {
	p := open(t, "made-again")
	alice := p.phone(t, "alice")
	h := p.makes(t, "PJSIP/alice", 20*time.Second)
	in, err := alice.Incoming(p.ctx)
	p.must(err)
	h.in.Channel = p.app + "." + h.in.ID + ".c"
	p.must(in.Ring())
	for state := ""; state != ari.ChannelStateRinging; {
		ch, err := p.client.Channels().Get(p.ctx, h.in.Channel)
		p.must(err)
		state = ch.State
	}
	p, resumed := p.restart(t, nil, h)
	answered := make(chan error, 1)
	go func() { answered <- resumed[0].call.Answer(resumed[0].ctx) }()
	call, err := in.Answer(p.ctx)
	p.must(err)
	p.must(<-answered)
	p.must(resumed[0].call.Hangup(resumed[0].ctx, flowengine.CauseNormal))
	resumed[0].over()
	_, err = call.Ended(p.ctx)
	p.must(err)
	p.empty(t)
}
