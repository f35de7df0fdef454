//go:build integration

package ari_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"callflow/ari"
)

// promptOps are requests on a channel while it plays a prompt that does not end by itself.
var promptOps = []struct {
	name string
	do   func(c *ari.Client, ctx context.Context, id string) error
}{
	{"answer", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().Answer(ctx, id) }},
	{"ring", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().Ring(ctx, id) }},
	{"ringStop", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().RingStop(ctx, id) }},
	{"progress", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().Progress(ctx, id) }},
	{"sendDTMF", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().SendDTMF(ctx, id, ari.ChannelSendDTMFParams{DTMF: "12"})
	}},
	{"mute", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().Mute(ctx, id, ari.ChannelMuteParams{})
	}},
	{"unmute", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().Unmute(ctx, id, ari.ChannelUnmuteParams{})
	}},
	{"hold", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().Hold(ctx, id) }},
	{"unhold", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().Unhold(ctx, id) }},
	{"startMoh", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().StartMOH(ctx, id, ari.ChannelStartMOHParams{})
	}},
	{"stopMoh", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().StopMOH(ctx, id) }},
	{"startSilence", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().StartSilence(ctx, id) }},
	{"stopSilence", func(c *ari.Client, ctx context.Context, id string) error { return c.Channels().StopSilence(ctx, id) }},
	{"play", func(c *ari.Client, ctx context.Context, id string) error {
		_, err := c.Channels().Play(ctx, id, ari.ChannelPlayParams{Media: []string{"sound:vm-intro"}})
		return err
	}},
	{"record", func(c *ari.Client, ctx context.Context, id string) error {
		_, err := c.Channels().Record(ctx, id, ari.ChannelRecordParams{Name: "blocking", Format: "wav", IfExists: "overwrite"})
		return err
	}},
	{"get", func(c *ari.Client, ctx context.Context, id string) error {
		_, err := c.Channels().Get(ctx, id)
		return err
	}},
	{"getChannelVar", func(c *ari.Client, ctx context.Context, id string) error {
		_, err := c.Channels().GetChannelVar(ctx, id, "CALLERID(num)")
		return err
	}},
	{"setChannelVar", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().SetChannelVar(ctx, id, ari.ChannelSetChannelVarParams{Variable: "X", Value: "1"})
	}},
	{"getChannelVars", func(c *ari.Client, ctx context.Context, id string) error {
		_, err := c.Channels().GetChannelVars(ctx, id, []string{"X"})
		return err
	}},
	{"setChannelVars", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().SetChannelVars(ctx, id, map[string]string{"X": "1"})
	}},
	{"snoopChannel", func(c *ari.Client, ctx context.Context, id string) error {
		snoop, err := c.Channels().SnoopChannel(ctx, id, ari.ChannelSnoopChannelParams{App: c.App(), Spy: "in"})
		if err != nil {
			return err
		}
		return c.Channels().Hangup(ctx, snoop.ID, ari.ChannelHangupParams{})
	}},
	{"subscribe", func(c *ari.Client, ctx context.Context, id string) error {
		_, err := c.Applications().Subscribe(ctx, c.App(), []string{"channel:" + id})
		return err
	}},
	{"rtpstatistics", func(c *ari.Client, ctx context.Context, id string) error {
		_, err := c.Channels().RTPStatistics(ctx, id)
		return err
	}},
	{"addChannel", func(c *ari.Client, ctx context.Context, id string) error {
		if _, err := c.Bridges().CreateWithID(ctx, "blocking", ari.BridgeCreateWithIDParams{}); err != nil {
			return err
		}
		defer c.Bridges().Destroy(context.Background(), "blocking")
		return c.Bridges().AddChannel(ctx, "blocking", ari.BridgeAddChannelParams{Channel: []string{id}})
	}},
	{"move", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().Move(ctx, id, ari.ChannelMoveParams{App: c.App()})
	}},
	{"redirect", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().Redirect(ctx, id, "PJSIP/alice")
	}},
	{"continue", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().ContinueInDialplan(ctx, id, ari.ChannelContinueInDialplanParams{})
	}},
	{"hangup", func(c *ari.Client, ctx context.Context, id string) error {
		return c.Channels().Hangup(ctx, id, ari.ChannelHangupParams{})
	}},
}

// TestRealPromptHoldsUpNobody makes each request on a channel that plays a prompt, and watches that others' requests over the
// socket are not held up by it.
func TestRealPromptHoldsUpNobody(t *testing.T) {
	o := asterisk(t, "ari-blocking", ari.WebSocket)
	o.RequestTimeout = time.Second
	for _, op := range promptOps {
		t.Run(op.name, func(t *testing.T) {
			l := connect(t, o)
			id := l.caller("echo").Channel.ID
			l.ok(l.client.Channels().Answer(l.ctx, id))
			_, err := l.client.Channels().PlayWithID(l.ctx, id, "prompt", ari.ChannelPlayWithIDParams{Media: []string{"tone:dial"}})
			l.ok(err)
			wait(l, func(*ari.PlaybackStarted) bool { return true })

			var took time.Duration
			var part sync.WaitGroup
			part.Go(func() {
				began := time.Now()
				err = op.do(l.client, l.ctx, id)
				took = time.Since(began)
			})
			var worst time.Duration
			for end := time.Now().Add(300 * time.Millisecond); time.Now().Before(end); {
				began := time.Now()
				_, err := l.client.Asterisk().Ping(l.ctx)
				l.ok(err)
				worst = max(worst, time.Since(began))
			}
			part.Wait()
			blocked := errors.Is(err, ari.ErrTimeout)
			t.Logf("blocks: %-5v took %v, err %v; others waited at most %v", blocked, took.Round(10*time.Microsecond), err, worst)
			if worst > 500*time.Millisecond { // a blocked socket takes the second of RequestTimeout
				t.Errorf("%s held up the others for %v: it belongs in byHTTP", op.name, worst)
			}
			if err := l.client.Channels().Hangup(l.ctx, id, ari.ChannelHangupParams{}); err != nil && !ari.IsNotFound(err) {
				t.Error(err)
			}
		})
	}
}
