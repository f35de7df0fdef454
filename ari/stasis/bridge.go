package stasis

import (
	"context"
	"fmt"

	"callflow/ari"
	"callflow/flowengine"
)

// bridge is where the caller and a leg talk. A call has one, under one name,
// made for the first conversation and kept for the next.
type bridge struct {
	leg  *party
	over bool // the conversation has ended; the caller may still be in it
}

// Bridge implements [flowengine.Call].
//
// The bridge is "mixing,dtmf_events": in a plain mixing bridge RTP goes from
// phone to phone and no digits come.
func (c *Call) Bridge(ctx context.Context, b flowengine.BridgeSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	caller, leg := c.caller(), c.party(b.Leg)
	if leg == nil || leg.ghost {
		var err error
		if leg, err = c.find(ctx, b.Leg); err != nil {
			return err
		}
	}
	switch {
	case leg.gone:
		c.neverTalked(b)
		return nil
	case !caller.up:
		return fmt.Errorf("connecting %s with a caller who was not answered", leg)
	case !leg.up:
		return fmt.Errorf("connecting the caller with %s, which was not answered", leg)
	case c.bridge != nil && leg.bridged && caller.bridged: // since before a restart
		c.bridge.leg, c.bridge.over = leg, false
		return c.recordBridge(ctx, b.Record)
	}
	for _, p := range []*party{caller, leg} {
		if err := c.stopAndWait(ctx, p); err != nil {
			return err
		}
		if p.sound != ringing { // that ends with joining the bridge; music and silence would go on in it
			if err := c.hush(ctx, p); err != nil && !absent(err) {
				return err
			}
		}
		p.quiet = c.now()
	}
	if leg.gone {
		c.neverTalked(b)
		return nil
	}
	return c.connect(ctx, leg, b)
}

// neverTalked tells the end of a conversation with a leg that had left before.
// Whoever waits for the conversation waits for both.
func (c *Call) neverTalked(b flowengine.BridgeSpec) {
	told := false
	for _, e := range c.out[c.told:] {
		if ended, ok := e.(flowengine.LegEnded); ok && ended.Leg == b.Leg {
			told = true
		}
	}
	if !told {
		c.tell(flowengine.LegEnded{Leg: b.Leg, Cause: flowengine.CauseNormal})
	}
	if b.Record == "" {
		return
	}
	r := c.record(b.Record)
	if r == nil {
		r = c.addRecording(b.Record)
		r.bridge = true
	}
	if !r.ended {
		c.checkRecording(r)
	}
}

// find is a leg of an earlier process that this one has not asked about.
func (c *Call) find(ctx context.Context, name flowengine.Party) (*party, error) {
	p := c.party(name)
	if p == nil {
		p = &party{name: name, channel: c.d.names.leg(c.id, name)}
		c.parties = append(c.parties, p)
	}
	told := len(c.out)
	if err := c.attach(ctx, p); err != nil {
		return nil, err
	}
	// That it rings or was answered is known to whoever bridges it.
	c.out = c.out[:told]
	return p, nil
}

func (c *Call) connect(ctx context.Context, leg *party, b flowengine.BridgeSpec) error {
	caller := c.caller()
	if err := c.makeBridge(ctx); err != nil {
		return err
	}
	c.bridge = &bridge{leg: leg}
	var join []string
	for _, p := range []*party{caller, leg} {
		if !p.bridged {
			join = append(join, p.channel)
		}
	}
	// The phones would be told of each other's number, which a caller ID of its own is there to hide.
	if err := c.join(ctx, ari.BridgeAddChannelParams{Channel: join, InhibitConnectedLineUpdates: true}); err != nil {
		return c.notConnected(ctx, leg, b, err)
	}
	caller.bridged, leg.bridged = true, true
	caller.sound, leg.sound = nothing, nothing
	c.forgetIndication()
	return c.recordBridge(ctx, b.Record)
}

// makeBridge makes the call's bridge, unless it has one.
func (c *Call) makeBridge(ctx context.Context) error {
	if c.bridge != nil {
		return nil
	}
	params := ari.BridgeCreateWithIDParams{Type: "mixing,dtmf_events", Name: c.id}
	err := c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Bridges().CreateWithID(ctx, c.d.names.bridge(c.id), params)
		return err
	})
	if ari.IsConflict(err) {
		return nil // of an earlier process
	}
	return err
}

func (c *Call) join(ctx context.Context, params ari.BridgeAddChannelParams) error {
	return c.ask(ctx, func(ctx context.Context) error {
		return c.d.client.Bridges().AddChannel(ctx, c.d.names.bridge(c.id), params)
	})
}

// leaveDial takes the far side of a call that we made out of the bridge in which
// Asterisk rang it, by way of the call's own. There another thread sends the
// music than the one that stops it, and now and then misses the stop: the music
// would go on over the conversation.
func (c *Call) leaveDial(ctx context.Context) error {
	if !c.placed() || c.bridge != nil {
		return nil
	}
	if err := c.makeBridge(ctx); err != nil {
		return err
	}
	c.bridge = &bridge{over: true}
	if err := c.join(ctx, ari.BridgeAddChannelParams{Channel: []string{c.caller().channel}}); err != nil {
		return err
	}
	c.caller().bridged = true
	return c.leaveBridge(ctx, c.caller())
}

// notConnected sorts why two parties could not be put together: most likely
// one of them has just left, and the event says so.
func (c *Call) notConnected(ctx context.Context, leg *party, b flowengine.BridgeSpec, err error) error {
	c.await(ctx, patience, func() bool { return leg.gone || c.departed() })
	c.bridge.over = true
	// One of them may be in the bridge.
	c.caller().bridged = !c.departed()
	switch {
	case c.departed():
		return flowengine.ErrHungUp
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case leg.gone:
		c.neverTalked(b)
		return nil
	}
	return err
}

// recordBridge records the conversation.
func (c *Call) recordBridge(ctx context.Context, name string) error {
	if name == "" {
		return nil
	}
	r := c.record(name)
	if r != nil {
		return nil // it runs
	}
	r = c.addRecording(name)
	r.bridge = true
	if c.resumed && c.adopt(ctx, r) {
		return nil
	}
	err := c.ask(ctx, func(ctx context.Context) error {
		_, err := c.d.client.Bridges().Record(ctx, c.d.names.bridge(c.id), ari.BridgeRecordParams{
			Name: r.id, Format: "wav", IfExists: ari.BridgeRecordIfExistsOverwrite,
		})
		return err
	})
	if err != nil && !ari.IsConflict(err) { // a conflict is the recording itself, asked for twice
		c.log.Error().Err(err).Str("recording", name).Msg("the conversation cannot be recorded")
		c.recordingFailed(r)
	}
	return nil
}

// partnerGone is the end of a conversation because the leg left. The caller
// stays in the bridge until something is to be heard.
func (c *Call) partnerGone() {
	c.bridge.over = true
	c.caller().quiet = c.now()
	for _, r := range c.records {
		if r.bridge && !r.ended {
			c.stopRecording(r)
		}
		if r.bridge && r.held != nil {
			c.tellHeld(r)
		}
	}
}

// Unbridge implements [flowengine.Call]. The caller is taken out of the bridge
// when something is to be heard: most calls end here.
func (c *Call) Unbridge(ctx context.Context) error {
	if goOn, err := c.closing(ctx); !goOn {
		return err
	}
	if c.bridge == nil || c.bridge.over {
		return nil
	}
	c.bridge.over = true
	c.caller().quiet = c.now()
	for _, r := range c.records {
		if r.bridge && !r.ended {
			c.stopRecording(r)
		}
	}
	if c.bridge.leg != nil {
		c.hangupLeg(ctx, c.bridge.leg, flowengine.CauseNormal)
	}
	return nil
}

// leaveBridge takes a caller out of the bridge of a conversation that is over.
func (c *Call) leaveBridge(ctx context.Context, p *party) error {
	if p != c.caller() || !p.bridged || c.bridge == nil || !c.bridge.over {
		return nil
	}
	err := c.ask(ctx, func(ctx context.Context) error {
		return c.d.client.Bridges().RemoveChannel(ctx, c.d.names.bridge(c.id), []string{p.channel})
	})
	p.bridged = false
	if err != nil && ari.Status(err) != 422 && !ari.IsNotFound(err) { // 422: it is in no bridge, or not in this one
		return c.failed(ctx, err)
	}
	return nil
}
