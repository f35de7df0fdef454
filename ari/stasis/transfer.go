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
	old := p.channel
	p.channel = ev.Channel.ID
	p.up, p.foreign, p.lost = true, p != c.caller(), time.Time{}
	c.log.Info().Str("party", p.String()).Str("channel", p.channel).Msg("a phone has transferred the call")
	c.d.aside(func(ctx context.Context) {
		// Both go beside the call: nothing in it depends on them. The transferor may be gone already.
		err := c.d.client.Channels().Hangup(ctx, old, ari.ChannelHangupParams{})
		if err != nil && !ari.IsNotFound(err) {
			c.log.Warn().Err(err).Str("channel", old).Msg("releasing the channel that transferred the call")
		}
		err = c.d.client.Channels().SetChannelVar(ctx, ev.Channel.ID, ari.ChannelSetChannelVarParams{
			Variable: partyVariable, Value: c.id + "/" + string(p.name),
		})
		if err != nil && !absent(err) {
			c.log.Warn().Err(err).Str("channel", ev.Channel.ID).Msg("marking a transferred channel; after a restart it would not be known")
		}
	})
}

// takePlace is what replaced does for a channel that was found after a
// restart.
func (c *Call) takePlace(name flowengine.Party, channel string) {
	if name == flowengine.Caller {
		c.d.mu.Lock()
		c.at.others = append(c.at.others, c.at.channel)
		c.at.channel = channel
		c.d.channels[channel] = c
		c.d.mu.Unlock()
		c.caller().channel = channel
		return
	}
	c.d.mu.Lock()
	c.at.others = append(c.at.others, channel)
	c.d.channels[channel] = c
	c.d.mu.Unlock()
	p := c.party(name)
	if p == nil {
		p = &party{name: name, ghost: true}
		c.parties = append(c.parties, p)
	}
	p.channel, p.made, p.dialled, p.foreign = channel, true, true, true
}
