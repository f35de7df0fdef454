package stasis

import (
	"context"
	"errors"
	"strconv"
	"time"

	"callflow/ari"
	"callflow/flowengine"

	"github.com/rs/zerolog"
)

// Call is one live call on Asterisk. All its methods are for the goroutine
// that runs it.
type Call struct {
	d      *Driver
	id     string
	in     flowengine.Incoming
	log    zerolog.Logger
	ctx    context.Context
	cancel context.CancelCauseFunc
	box    mailbox
	read   time.Time // when its StasisStart was read; zero once the first command is out

	// at is what the router has to know; d.mu guards it.
	at struct {
		connection int      // the one that it has events of, counted from 1
		channel    string   // the caller's
		left       bool     // the caller's channel is gone
		others     []string // channels that are or were somebody else in this call
		halves     []string // what this call has in d.halves
	}
	kept []string // recordings stored elsewhere; d.mu guards it

	// What follows belongs to the call's goroutine.
	parties  []*party // the caller first
	bridge   *bridge
	records  []*recording
	resumed  bool // begun by an earlier process
	claimed  bool // what the engine wants of that process it has asked for
	from     flowengine.Checkpoint
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
	pressed time.Time // the last key, on Asterisk's clock
	key     string

	// What follows is for legs.
	ghost    bool      // of an earlier process, and not asked about yet
	made     bool      // Asterisk has the channel
	dialled  bool      // it was told to ring
	rang     bool      // LegRinging was told
	released bool      // we are ending it
	foreign  bool      // its channel was not made by us: no ChannelDestroyed comes
	lost     time.Time // when to take it for gone, if no event says so; zero for never
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

// Next implements [flowengine.Call].
func (c *Call) Next(ctx context.Context, until time.Time) (flowengine.Event, error) {
	for {
		c.take()
		if c.resumed && !c.claimed && ctx.Err() == nil {
			c.dropGhosts()
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		next := c.tick(c.now())
		if c.told < len(c.out) {
			event := c.out[c.told]
			if c.told++; c.told == len(c.out) {
				c.out, c.told = c.out[:0], 0
			}
			return event, nil
		}
		if c.departed() && !c.recordingPends() {
			return nil, flowengine.ErrHungUp
		}
		now := c.now()
		if !now.Before(until) {
			return flowengine.Elapsed{}, nil
		}
		if next.IsZero() || until.Before(next) {
			next = until
		}
		c.sleep(ctx, next.Sub(now))
	}
}

// departed says that there is no caller any more.
func (c *Call) departed() bool { return c.over || c.caller().gone }

// sleep waits for a letter, for ctx, or for the time to pass.
func (c *Call) sleep(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	if c.timer == nil {
		c.timer = time.NewTimer(d)
	} else {
		c.timer.Reset(d)
	}
	select {
	case <-c.box.signal:
	case <-ctx.Done():
	case <-c.timer.C:
	}
	c.timer.Stop()
}

// take applies the letters that have come.
func (c *Call) take() {
	letters := c.box.take(c.spare)
	if letters == nil {
		return
	}
	for i, letter := range letters {
		letters[i] = nil
		c.apply(letter)
	}
	c.spare = letters[:0]
}

// await takes letters until done says so, ctx ends, or the time is up. What
// they mean for the engine is told by Next later.
func (c *Call) await(ctx context.Context, limit time.Duration, done func() bool) bool {
	until := c.now().Add(limit)
	for {
		c.take()
		if done() {
			return true
		}
		next := c.tick(c.now())
		now := c.now()
		if done() {
			return true
		}
		if ctx.Err() != nil || !now.Before(until) {
			return false
		}
		if next.IsZero() || until.Before(next) {
			next = until
		}
		c.sleep(ctx, next.Sub(now))
	}
}

// apply moves the call's state along by one event. It may send commands; it
// does not wait for other events.
func (c *Call) apply(letter any) {
	switch l := letter.(type) {
	case *ari.ChannelDtmfReceived:
		c.digit(l)
	case *ari.PlaybackFinished:
		c.playbackFinished(l)
	case *ari.Dial:
		c.dialled(l)
	case *ari.StasisStart:
		if l.ReplaceChannel != nil {
			c.replaced(l)
		} else {
			c.legStarted(l.Channel.ID)
		}
	case *ari.StasisEnd:
		c.stasisEnded(l)
	case *ari.ChannelDestroyed:
		c.destroyed(l)
	case *ari.RecordingStarted:
		c.recordingStarted(l)
	case *ari.RecordingFinished:
		c.recordingEnded(l.Recording.Name, false, l.Timestamp.Time)
	case *ari.RecordingFailed:
		c.recordingEnded(l.Recording.Name, true, l.Timestamp.Time)
	case *snapshot:
		c.compare(l)
	case *seated:
		c.found(l)
	}
}

// tick does what is due and returns when the next thing will be, the zero time
// for nothing.
func (c *Call) tick(now time.Time) time.Time {
	var next time.Time
	due := func(at time.Time) bool {
		if at.IsZero() {
			return false
		}
		if !now.Before(at) {
			return true
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
		return false
	}
	for _, p := range c.parties {
		if p.gone {
			continue
		}
		if p.playing != nil && due(p.playing.failing) {
			c.playEnded(p, true)
		}
		if p.playing != nil && due(p.playing.lost) {
			c.playEnded(p, false)
		}
		if due(p.lost) {
			c.legGone(p, flowengine.CauseNormal, false)
		}
		if due(c.silenceDue(p)) {
			c.startSilence(p)
		}
	}
	if due(c.again) {
		c.again = time.Time{}
		if err := c.startIndication(c.ctx); err != nil {
			c.log.Debug().Err(err).Msg("letting the caller hear ringing or music again")
		}
	}
	for _, r := range c.records {
		if due(r.hold) {
			c.tellHeld(r)
		}
		if r.ended {
			continue
		}
		if due(r.until) {
			r.until = time.Time{}
			c.stopRecording(r)
		}
		if due(r.check) {
			r.check = time.Time{}
			c.checkRecording(r)
		}
	}
	return next
}

func (c *Call) digit(ev *ari.ChannelDtmfReceived) {
	p := c.partyOf(ev.Channel.ID)
	if p == nil || p.gone || ev.Digit == "" {
		return
	}
	// An application that is also subscribed to an endpoint gets each digit twice, with one time. Nobody presses a key
	// twice in a millisecond.
	if at := ev.Timestamp.Time; !at.IsZero() && at.Equal(p.pressed) && ev.Digit == p.key {
		return
	}
	p.pressed, p.key = ev.Timestamp.Time, ev.Digit
	c.tell(flowengine.Digit{From: p.name, Key: ev.Digit[0]})
	if p == c.caller() {
		c.finishKey(ev.Digit)
	}
}

// stasisEnded is a channel's leaving. A caller's is the end. A leg that we
// made is then destroyed, which tells the cause.
func (c *Call) stasisEnded(ev *ari.StasisEnd) {
	p := c.partyOf(ev.Channel.ID)
	switch {
	case p == nil || p.gone:
	case p == c.caller():
		c.callerGone()
	case p.foreign:
		c.legGone(p, flowengine.CauseNormal, false)
	default:
		p.lost = c.now().Add(patience)
	}
}

func (c *Call) destroyed(ev *ari.ChannelDestroyed) {
	p := c.partyOf(ev.Channel.ID)
	switch {
	case p == nil || p.gone:
	case p == c.caller():
		c.callerGone()
	default:
		c.legGone(p, flowengine.Cause(ev.Cause), refused(p, int(ev.Cause), int(ev.TechCause)))
	}
}

// patience is how long an event may be late that Asterisk sends within
// milliseconds.
const patience = 2 * time.Second

// callerGone ends what the call has beside the caller: phones stop ringing,
// who talked is hung up, recordings come to their end.
func (c *Call) callerGone() {
	c.cancel(flowengine.ErrHungUp) // the router does so too, a moment after it has posted the event
	p := c.caller()
	p.gone = true
	p.playing = nil
	for _, leg := range c.parties[1:] {
		c.hangupLeg(context.WithoutCancel(c.ctx), leg, flowengine.CauseNormal)
	}
	for _, r := range c.records {
		switch {
		case r.held != nil:
			c.tellHeld(r)
		case r.bridge:
			c.stopRecording(r)
		case !r.ended:
			r.check = c.now().Add(patience)
		}
	}
}

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

// asking is how long a request is tried again while there is no connection.
const asking = 15 * time.Second

// ask makes a request. It is not given up when the caller leaves meanwhile:
// what Asterisk then has would not be known. A request that the connection
// broke is made again once there is one, so it has to be one that may be made
// twice.
func (c *Call) ask(ctx context.Context, request func(ctx context.Context) error) error {
	if !c.read.IsZero() {
		if c.d.o.Metrics.FirstCommand != nil {
			c.d.o.Metrics.FirstCommand(time.Since(c.read))
		}
		c.read = time.Time{}
	}
	detached := context.WithoutCancel(ctx)
	err := request(detached)
	if err == nil || !errors.Is(err, ari.ErrDisconnected) {
		return err
	}
	for deadline := time.Now().Add(asking); errors.Is(err, ari.ErrDisconnected) && time.Now().Before(deadline); {
		select {
		case <-ctx.Done():
			return err
		case <-time.After(300 * time.Millisecond):
		}
		err = request(detached)
	}
	return err
}

// absent says that Asterisk does not have the channel, or not in Stasis.
func absent(err error) bool {
	switch ari.Status(err) {
	case 404, 409, 412:
		return true
	}
	return false
}

// failed is the error of a command to the caller. When the caller's channel
// is not there, the event that says so is on its way, and is what the error is.
func (c *Call) failed(ctx context.Context, err error) error {
	if absent(err) || ari.Status(err) >= 500 {
		if c.await(ctx, patience, c.departed) {
			return flowengine.ErrHungUp
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
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
	c.cancel(flowengine.ErrHungUp)
}
