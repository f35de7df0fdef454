package stasis

import (
	"context"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// partyVariable marks a channel that has taken the place of a party by a
// transfer, for a later process: its value is CALL/PARTY. Other channels of a
// call are known by their names, these are named by Asterisk.
const partyVariable = "CALLFLOW_PARTY"

// replaced is a transfer by a phone: a new channel has taken the place of one
// of ours, in the bridge, before this is read. The conversation goes on with
// the same parties for the engine, and the channel that was replaced is
// released without a word.
func (c *Call) replaced(ev *ari.StasisStart) {
	p := c.partyOf(ev.ReplaceChannel.ID)
	if p == nil || p.gone {
		c.d.aside(func(ctx context.Context) { c.d.orphan(ctx, ev.Channel.ID) })
		return
	}
	c.seat(p, ev.Channel.ID)
}

// seated is a channel that took a party's place without an event.
type seated struct {
	party   flowengine.Party
	channel string
}

// found is what replaced does for a channel that was found after the connection
// had been lost.
func (c *Call) found(s *seated) {
	p := c.party(s.party)
	if p == nil || p.gone {
		c.d.aside(func(ctx context.Context) { c.d.orphan(ctx, s.channel) })
		return
	}
	c.seat(p, s.channel)
}

// seat gives a party its new channel, and lets the old one go.
func (c *Call) seat(p *party, channel string) {
	old := p.channel
	p.channel = channel
	p.up, p.foreign, p.lost = true, p != c.caller(), time.Time{}
	c.log.Info().Str("party", p.String()).Str("channel", channel).Msg("a phone has transferred the call")
	c.d.aside(func(ctx context.Context) {
		// Both go beside the call: nothing in it depends on them. The transferor may be gone already.
		err := c.d.client.Channels().Hangup(ctx, old, ari.ChannelHangupParams{})
		if err != nil && !ari.IsNotFound(err) {
			c.log.Warn().Err(err).Str("channel", old).Msg("releasing the channel that transferred the call")
		}
		err = c.d.client.Channels().SetChannelVar(ctx, channel, ari.ChannelSetChannelVarParams{
			Variable: partyVariable, Value: c.id + "/" + string(p.name),
		})
		if err != nil && !absent(err) {
			c.log.Warn().Err(err).Str("channel", channel).Msg("marking a transferred channel; after a restart it would not be known")
		}
	})
}

// takePlace is what replaced does for a channel that was found after a restart.
func (c *Call) takePlace(name flowengine.Party, channel string) {
	p := c.party(name)
	if p == nil {
		p = &party{name: name, ghost: true}
		c.parties = append(c.parties, p)
	}
	p.channel, p.made, p.dialled, p.foreign = channel, true, true, p != c.caller()
}

// reseat tells the router of a channel that took the place of another.
func (d *Driver) reseat(c *Call, old, channel string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.channels[channel] = c
	if c.at.channel == old {
		c.at.channel, channel = channel, old
	}
	c.at.others = append(c.at.others, channel)
}
