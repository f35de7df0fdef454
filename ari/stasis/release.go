package stasis

import (
	"context"
	"errors"
	"slices"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// releasing is how long the end of a call's channels is waited for.
const releasing = 5 * time.Second

// release is the end of a call on Asterisk: whatever it had there and is left
// goes, unless the next process is to go on with it.
func (c *Call) release() {
	defer c.stopTimer()
	defer func() {
		for _, r := range c.records {
			r.fetched.drop()
		}
	}()
	if !c.departed() && errors.Is(context.Cause(c.ctx), flowengine.ErrHandedOver) {
		return
	}
	defer c.cancel(flowengine.ErrHungUp) // frees the context; a cause that it has stays
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), 2*releasing)
	defer cancel()
	c.take()
	if !c.departed() {
		if err := c.Hangup(ctx, flowengine.CauseNormal); err != nil {
			c.log.Error().Err(err).Msg("hanging up a call that was left over")
		}
	}
	for _, leg := range c.parties[1:] {
		c.hangupLeg(ctx, leg, flowengine.CauseNormal)
	}
	// A bridge is deleted after its channels, or they lose the cause they are hung up with.
	if !c.await(ctx, releasing, c.allGone) {
		c.log.Warn().Msg("a channel of this call did not tell its end")
	}
	c.leaveRoom()
	for _, m := range c.monitors {
		c.stopMonitor(m)
	}
	c.await(ctx, releasing, func() bool { return !c.recordingPends() && !c.monitorPends() })
	if c.bridge != nil {
		err := c.ask(ctx, func(ctx context.Context) error { return c.d.client.Bridges().Destroy(ctx, c.d.names.bridge(c.id)) })
		if err != nil && !ari.IsNotFound(err) {
			c.log.Warn().Err(err).Msg("removing the call's bridge")
		}
	}
	c.dropKept(ctx)
}

func (c *Call) allGone() bool {
	return !slices.ContainsFunc(c.parties, func(p *party) bool { return p.made && !p.gone })
}

// dropKept deletes Asterisk's copies of recordings that are stored.
func (c *Call) dropKept(ctx context.Context) {
	c.d.mu.Lock()
	kept := c.kept
	c.d.mu.Unlock()
	for _, name := range kept {
		recordings := c.d.client.Recordings()
		err := recordings.DeleteStored(ctx, c.d.names.recording(c.id, name))
		if ari.IsNotFound(err) {
			err = recordings.DeleteStored(ctx, c.d.names.recording(c.id, name+trackIn))
			if err == nil {
				err = recordings.DeleteStored(ctx, c.d.names.recording(c.id, name+trackOut))
			}
		}
		if err != nil && !ari.IsNotFound(err) {
			c.log.Warn().Err(err).Str("recording", name).Msg("deleting Asterisk's copy of a recording")
		}
	}
}

func (c *Call) stopTimer() {
	if c.timer != nil {
		c.timer.Stop()
	}
}
