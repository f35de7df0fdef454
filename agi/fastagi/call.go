package fastagi

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"callflow/agi"
	"callflow/flowengine"

	"github.com/rs/zerolog"
)

// Call is one call on a FastAGI session. It implements [flowengine.Call].
type Call struct {
	d    *Driver
	in   flowengine.Incoming
	log  zerolog.Logger
	line *line
	ctx  context.Context // the engine's
	end  context.CancelCauseFunc

	session context.Context
	unwatch func() bool // of the session's end

	over  chan struct{}  // closed when the engine is done with the call
	group sync.WaitGroup // the hand, the recordings' clocks, and work beside the call

	mu       sync.Mutex
	events   []flowengine.Event
	woken    bool
	signal   chan struct{} // has an element when there is something for Next
	legs     map[flowengine.Party]*leg
	records  map[string]*recording
	answered bool // Answer was called
	ending   bool // Hangup was called
	finished bool // the hand has done what a hang-up leaves to do

	// The hand's own.
	up        bool // Asterisk has answered the caller
	early     bool // the caller hears what is played before the answer
	indicated flowengine.Indication
	spool     string
}

var _ flowengine.Call = (*Call)(nil)

func (d *Driver) newCall(session context.Context, s *agi.Session, in flowengine.Incoming) *Call {
	c := &Call{
		d: d, in: in, session: session, log: d.o.Log.With().Str("call", in.ID).Logger(),
		over: make(chan struct{}), signal: make(chan struct{}, 1),
		legs: map[flowengine.Party]*leg{}, records: map[string]*recording{},
	}
	c.ctx, c.end = context.WithCancelCause(context.WithoutCancel(session))
	c.line = newLine(session, s, c, flowengine.Caller)
	c.unwatch = context.AfterFunc(session, func() {
		c.left()
		c.tellSomething()
	})
	c.group.Go(func() {
		c.line.work(c.over)
		c.lastWords()
	})
	return c
}

// ID is callflow's id of the call.
func (c *Call) ID() string { return c.in.ID }

// left ends the call if its session has ended.
func (c *Call) left() {
	if c.session.Err() == nil {
		return
	}
	cause := flowengine.ErrHungUp
	if errors.Is(context.Cause(c.session), agi.ErrClosed) {
		cause = flowengine.ErrHandedOver // this process is stopping
	}
	c.end(cause)
}

// lastWords is what the hand does when the channel has ended, or the engine is
// done: it saves recordings and lets phones stop ringing.
func (c *Call) lastWords() {
	for _, r := range c.openRecords() {
		c.saveRecord(r)
	}
	for _, l := range c.openLegs() {
		l.hangup()
	}
	c.mu.Lock()
	c.finished = true
	c.mu.Unlock()
	c.tellSomething()
}

// release ends what the call still has. A caller who is to be hung up is, before
// the session closes; any other goes on in the dialplan.
func (c *Call) release() {
	c.mu.Lock()
	ending := c.ending
	c.mu.Unlock()
	if ending {
		timer := time.NewTimer(time.Minute)
		select {
		case <-c.line.ctx.Done():
		case <-timer.C:
			c.log.Warn().Msg("Asterisk does not end a FastAGI call; it goes on with the dialplan's next line")
		}
		timer.Stop()
	}
	close(c.over)
	c.unwatch()
	c.end(flowengine.ErrHungUp)
	c.line.letGo()
	c.group.Wait()
	c.d.forget(c)
}

// open refuses commands after the end.
func (c *Call) open(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() != nil {
		return context.Cause(c.ctx)
	}
	if c.ending {
		return flowengine.ErrHungUp
	}
	return nil
}

// Answer implements [flowengine.Call].
func (c *Call) Answer(ctx context.Context) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	before := c.answered
	c.answered = true
	c.mu.Unlock()
	if !before {
		c.line.do(func() {
			if reply, err := c.line.ask("ANSWER"); err != nil || reply.Result != "0" {
				c.line.lost(err)
				return
			}
			c.up = true
		})
	}
	return nil
}

// Indicate implements [flowengine.Call].
func (c *Call) Indicate(ctx context.Context, i flowengine.Indication) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	c.line.do(func() { c.indicate(i) })
	return nil
}

func (c *Call) indicate(i flowengine.Indication) {
	if c.indicated == i {
		return
	}
	c.hush()
	switch {
	case i.Music != "":
		c.audible()
		_, err := c.line.ask("SET MUSIC", "ON", i.Music)
		if err != nil {
			c.line.lost(err)
		}
	case i.Ringing && c.up:
		c.line.exec("PlayTones", "ring")
	case i.Ringing:
		c.line.exec("Ringing", "")
	}
	c.indicated = i
}

// hush ends what an indication lets the caller hear.
func (c *Call) hush() {
	switch {
	case c.indicated.Music != "":
		if _, err := c.line.ask("SET MUSIC", "OFF"); err != nil {
			c.line.lost(err)
		}
	case c.indicated.Ringing && c.up:
		c.line.exec("StopPlayTones", "")
	}
	c.indicated = flowengine.Indication{}
}

// audible opens the way of sound to a caller who was not answered.
func (c *Call) audible() {
	if !c.up && !c.early {
		c.early = c.line.exec("Progress", "")
	}
}

func (c *Call) beforeSound() {
	c.hush()
	c.audible()
}

// Play implements [flowengine.Call].
func (c *Call) Play(ctx context.Context, to flowengine.Party, m flowengine.Media) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	if l := c.lineOf(to); l != nil {
		l.play(m)
		return nil
	}
	c.tell(flowengine.PlayEnded{To: to, Failed: true})
	return nil
}

// StopPlay implements [flowengine.Call].
func (c *Call) StopPlay(ctx context.Context, to flowengine.Party) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	if l := c.lineOf(to); l != nil {
		l.stopPlay()
	}
	return nil
}

// lineOf is the line of a party, nil when it has none.
func (c *Call) lineOf(p flowengine.Party) *line {
	if p == flowengine.Caller {
		return c.line
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if l := c.legs[p]; l != nil && l.state == legUp {
		return l.line
	}
	return nil
}

// Aside implements [flowengine.Call].
func (c *Call) Aside(ctx context.Context, work func(ctx context.Context)) {
	c.group.Go(func() {
		work(ctx)
		c.tell(flowengine.AsideEnded{})
	})
}

// Hangup implements [flowengine.Call].
func (c *Call) Hangup(ctx context.Context, cause flowengine.Cause) error {
	c.mu.Lock()
	again := c.ending || c.ctx.Err() != nil
	c.ending = true
	c.mu.Unlock()
	if again {
		return nil
	}
	if cause <= 0 {
		cause = flowengine.CauseNormal
	}
	c.line.stopPlay()
	c.line.do(func() {
		// It always ends as if it had failed: with the channel.
		if _, err := c.line.ask("EXEC", "Hangup", strconv.Itoa(int(cause))); err != nil && !errors.Is(err, agi.ErrHungUp) {
			c.log.Debug().Err(err).Msg("hanging up")
		}
		c.line.lost(nil)
	})
	return nil
}
