package stasis

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"
	"time"

	"callflow/ari"
	"callflow/flowengine"

	"github.com/rs/zerolog"
)

// Call is one live call on Asterisk. All its methods but Wake are for the
// goroutine that runs it.
type Call struct {
	d      *Driver
	id     string
	in     flowengine.Incoming
	log    zerolog.Logger
	ctx    context.Context
	cancel context.CancelCauseFunc
	box    mailbox
	woken  atomic.Bool // a woken waits in the mailbox
	read   time.Time   // when its StasisStart was read; zero once the first command is out

	// at is what the router has to know; d.mu guards it.
	at struct {
		connection int      // the one that it has events of, counted from 1
		channel    string   // the caller's
		left       bool     // the caller's channel is gone
		away       bool     // it is in the dialplan, and comes back
		others     []string // channels that are or were somebody else in this call
		moderates  bool     // in the room that it is in
		records    bool     // the same
		halves     []string // what this call has in d.halves
	}
	kept []string // recordings stored elsewhere; d.mu guards it

	// What follows belongs to the call's goroutine.
	parties  []*party // the caller first
	bridge   *bridge
	records  []*recording
	monitors []*monitor
	lent     *lending    // the script that had the call last
	member   *membership // of a room
	back     bool        // the channel came back from a script since there is this process
	resumed  bool        // begun by an earlier process
	claimed  bool        // what the engine wants of that process it has asked for
	from     flowengine.Checkpoint
	ring     int  // how many seconds the far side of a call that we make rings
	over     bool // we have ended it, or given it back
	indicate flowengine.Indication
	again    time.Time // when to start the indication again, zero for never

	out   []flowengine.Event // what Next has still to tell
	told  int                // how much of out it has told
	spare []any              // the mailbox's other slice
	timer *time.Timer
	slot  int // of the next playback
}

// party is one side of the call.
type party struct {
	name    flowengine.Party
	channel string
	up      bool // answered
	gone    bool // the channel is, and has been dealt with
	playing *playback
	sound   generator
	quiet   time.Time // since when nothing is heard; zero when that is not so
	bridged bool
	keys    keys

	// What follows is for channels that we make.
	ghost    bool      // of an earlier process, and not asked about yet
	made     bool      // Asterisk has the channel
	dialled  bool      // it was told to ring
	rang     bool      // LegRinging was told
	released bool      // we are ending it
	foreign  bool      // its channel was not made by us: no ChannelDestroyed comes
	lost     time.Time // when to take it for gone, if no event says so; zero for never
	ask      time.Time // when to ask whether it rings or was answered; zero for never
}

// generator is what Asterisk makes a channel hear by itself.
type generator int

const (
	nothing generator = iota
	ringing
	music
	silence
)

var _ flowengine.Call = (*Call)(nil)

func (d *Driver) newCall(in flowengine.Incoming) *Call {
	c := &Call{
		d: d, id: in.ID, in: in, box: newMailbox(d.o.Mailbox),
		log: d.o.Log.With().Str("call", in.ID).Logger(),
	}
	c.ctx, c.cancel = context.WithCancelCause(context.Background())
	c.at.channel = in.Channel
	c.parties = []*party{{channel: in.Channel, made: true, dialled: true}}
	return c
}

// ID is callflow's id of the call.
func (c *Call) ID() string { return c.id }

func (c *Call) caller() *party { return c.parties[0] }

func (c *Call) now() time.Time { return c.d.o.Clock.Now() }

// party is the one of that name, or nil.
func (c *Call) party(name flowengine.Party) *party {
	for _, p := range c.parties {
		if p.name == name {
			return p
		}
	}
	return nil
}

func (c *Call) partyOf(channel string) *party {
	for _, p := range c.parties {
		if p.channel == channel {
			return p
		}
	}
	return nil
}

// tell queues an event for Next.
func (c *Call) tell(e flowengine.Event) { c.out = append(c.out, e) }

// open begins each command. It says why there is nobody to command it for.
func (c *Call) open(ctx context.Context) error {
	c.take()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if c.departed() {
		return flowengine.ErrHungUp
	}
	return nil
}

// closing begins each command that is of no use without a caller: then it does
// nothing, and go is false.
func (c *Call) closing(ctx context.Context) (goOn bool, err error) {
	err = c.open(ctx)
	if errors.Is(err, flowengine.ErrHungUp) {
		return false, nil
	}
	return err == nil, err
}

// Answer implements [flowengine.Call].
func (c *Call) Answer(ctx context.Context) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	p := c.caller()
	if p.up {
		return nil
	}
	if c.placed() {
		return c.awaitAnswer(ctx)
	}
	if err := c.stopAndWait(ctx, p); err != nil { // an answer waits for the prompt, see route.go of package ari
		return err
	}
	err := c.ask(ctx, func(ctx context.Context) error { return c.d.client.Channels().Answer(ctx, p.channel) })
	if err != nil {
		return c.failed(ctx, err)
	}
	p.up = true
	p.quiet = c.now()
	if c.indicate != (flowengine.Indication{}) {
		// The answer has ended it. Mostly a conversation follows at once, and nobody misses it.
		p.sound = nothing
		c.again = c.now().Add(indicateAgain)
	}
	return nil
}

// indicateAgain is how long after the answer ringing or music start again.
const indicateAgain = 200 * time.Millisecond

// Aside implements [flowengine.Call].
func (c *Call) Aside(ctx context.Context, work func(ctx context.Context)) {
	c.d.group.Go(func() {
		work(ctx)
		c.box.put(asideEnded{})
	})
}

// Wake implements [flowengine.Call].
func (c *Call) Wake() {
	if !c.woken.Swap(true) {
		c.box.put(woken{})
	}
}

// Hangup implements [flowengine.Call].
func (c *Call) Hangup(ctx context.Context, cause flowengine.Cause) error {
	c.take()
	if c.departed() {
		return nil
	}
	p := c.caller()
	err := c.ask(ctx, func(ctx context.Context) error {
		return c.d.client.Channels().Hangup(ctx, p.channel, ari.ChannelHangupParams{ReasonCode: strconv.Itoa(int(cause))})
	})
	if err != nil && !ari.IsNotFound(err) {
		return err
	}
	c.ended()
	return nil
}

// Continue gives the call back to the dialplan, behind the line that handed it
// over, where the fallback is. It is for calls that cannot be handled.
func (c *Call) Continue(ctx context.Context) error {
	c.take()
	if c.departed() {
		return nil
	}
	if err := c.stopAndWait(ctx, c.caller()); err != nil && !errors.Is(err, flowengine.ErrHungUp) {
		return err
	}
	err := c.ask(ctx, func(ctx context.Context) error {
		return c.d.client.Channels().ContinueInDialplan(ctx, c.caller().channel, ari.ChannelContinueInDialplanParams{})
	})
	if err != nil && !ari.IsNotFound(err) {
		return err
	}
	c.ended()
	return nil
}

// ended notes that we have ended the call.
func (c *Call) ended() {
	c.over = true
	for _, r := range c.records {
		if r.held != nil {
			c.tellHeld(r)
		} else if !r.ended {
			r.check = c.now().Add(patience)
		}
	}
	c.expectTracks()
	c.cancel(flowengine.ErrHungUp)
}
