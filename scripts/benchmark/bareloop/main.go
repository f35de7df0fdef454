// Command bareloop is the least that an application can do for the bench's
// reference call: it answers each event with the next request, and keeps
// nothing. What a flow and its history cost is measured against it.
//
//	bareloop URL USER APPLICATION       the password is in ASTERISK_ARI_PASSWORD
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"callflow/ari"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: bareloop URL USER APPLICATION")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "bareloop:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, url, user, app string) error {
	client, err := ari.New(ari.Options{
		URL: url, User: user, Password: os.Getenv("ASTERISK_ARI_PASSWORD"), App: app,
		Transport: ari.WebSocket,
		// What it has no use for it does not receive, as callflow does not.
		Disallow: []string{
			"ChannelVarset", "ChannelDialplan", "ChannelCallerId", "ChannelConnectedLine", "ChannelCreated",
			"ChannelStateChange", "ChannelHangupRequest", "ChannelUserevent", "PlaybackStarted", "CallClaimed",
		},
	})
	if err != nil {
		return err
	}
	defer client.Close()
	l := &loop{client: client, calls: map[string]*call{}}
	return client.Run(ctx, func(ev ari.Event) { l.handle(ctx, ev) })
}

// loop is where events find their call. Only the client's reader uses it.
type loop struct {
	client *ari.Client
	calls  map[string]*call // by channel id
}

func (l *loop) handle(ctx context.Context, ev ari.Event) {
	switch ev := ev.(type) {
	case *ari.Connected:
		fmt.Println("connected")
	case *ari.CallBroadcast:
		channel := ev.Channel.ID
		go func() {
			if err := l.client.Events().ClaimChannel(ctx, channel, l.client.App()); err != nil {
				fmt.Fprintln(os.Stderr, "claim:", err)
			}
		}()
	case *ari.StasisStart:
		c := &call{client: l.client, channel: ev.Channel.ID, events: make(chan ari.Event, 16)}
		l.calls[c.channel] = c
		go c.run(ctx)
	case *ari.StasisEnd:
		if c := l.calls[ev.Channel.ID]; c != nil {
			close(c.events)
			delete(l.calls, ev.Channel.ID)
		}
	default:
		if c := l.calls[ari.EventChannelID(ev)]; c != nil {
			select {
			case c.events <- ev:
			default: // no reference call has so many
			}
		}
	}
}

// call is one reference call: answer, prompt, one digit, say it, hang up.
type call struct {
	client  *ari.Client
	channel string
	events  chan ari.Event
}

func (c *call) run(ctx context.Context) {
	if err := c.steps(ctx); err != nil && !ari.IsNotFound(err) {
		fmt.Fprintln(os.Stderr, c.channel+":", err)
	}
}

func (c *call) steps(ctx context.Context) error {
	channels := c.client.Channels()
	if err := channels.Answer(ctx, c.channel); err != nil {
		return err
	}
	prompt := c.channel + "-prompt"
	if _, err := channels.PlayWithID(ctx, c.channel, prompt, ari.ChannelPlayWithIDParams{Media: []string{"sound:dir-pls-enter"}}); err != nil {
		return err
	}
	digit, playing := c.digit()
	if digit == "" {
		return channels.Hangup(ctx, c.channel, ari.ChannelHangupParams{})
	}
	if playing {
		if err := c.client.Playbacks().Stop(ctx, prompt); err == nil {
			c.finished()
		}
	}
	if _, err := channels.PlayWithID(ctx, c.channel, c.channel+"-digit", ari.ChannelPlayWithIDParams{Media: []string{"digits:" + digit}}); err != nil {
		return err
	}
	c.finished()
	return channels.Hangup(ctx, c.channel, ari.ChannelHangupParams{})
}

// digit waits for a key, for at most 5 s after the prompt's end, and says
// whether the prompt still plays.
func (c *call) digit() (digit string, playing bool) {
	var late <-chan time.Time
	for {
		select {
		case ev, more := <-c.events:
			if !more {
				return "", false
			}
			switch ev := ev.(type) {
			case *ari.ChannelDtmfReceived:
				return ev.Digit, late == nil
			case *ari.PlaybackFinished:
				timer := time.NewTimer(5 * time.Second)
				defer timer.Stop()
				late = timer.C
			}
		case <-late:
			return "", false
		}
	}
}

// finished waits for the end of what plays, or of the call.
func (c *call) finished() {
	for ev := range c.events {
		if _, ok := ev.(*ari.PlaybackFinished); ok {
			return
		}
	}
}
