package stasis

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"callflow/ari"
	"callflow/flowengine"

	"github.com/rs/zerolog"
)

// ErrReplaced is what [Driver.Run] returns when another program has connected
// with the same application name. It has the calls now; this one must end.
var ErrReplaced = ari.ErrReplaced

// ErrOverflow ends a call whose mailbox overflowed.
var ErrOverflow = errors.New("too many events are waiting for this call")

// Options are what a [Driver] needs. Client, Handle, NewID and Clock have to be
// set.
type Options struct {
	// Client is the driver's own: it runs it. Make it with [Unused] disallowed.
	Client *ari.Client
	// Handle runs a new call, from its arrival to its end, on a goroutine of
	// its own. The context is cancelled with [flowengine.ErrHungUp] when the
	// caller leaves, and with [flowengine.ErrHandedOver] when the process
	// stops. What belongs to the call and is left when Handle returns is
	// released, the caller too, except in the second case.
	Handle func(ctx context.Context, call *Call, in flowengine.Incoming)
	// Resume runs a call of an earlier process. The context of a call whose
	// caller has left meanwhile is cancelled already.
	Resume func(ctx context.Context, call *Call, cp flowengine.Checkpoint)
	// Begin runs a call that [Driver.Place] makes, from its checkpoint on.
	Begin func(ctx context.Context, call *Call, cp flowengine.Checkpoint)
	// Checkpoints are those of the calls that an earlier process left.
	Checkpoints func(ctx context.Context) ([]flowengine.Checkpoint, error)
	// Device, if set, is told what telephones are seen to do that the
	// application is subscribed to, and Connected that there is a new
	// connection. Both are called by the reader of events and must not wait.
	Device    func(endpoint, state string)
	Connected func()
	// NewID makes the id of a call: letters, digits, - and _.
	NewID   func() string
	Clock   flowengine.Clock
	Log     zerolog.Logger
	Metrics Metrics
	// Mailbox is how many events may wait for a call, 256 by default.
	Mailbox int
}

// Metrics are told what is worth counting; each may be nil. They are called
// from several goroutines and must not wait.
type Metrics struct {
	// FirstCommand is the time from reading a call's StasisStart to writing
	// the first command for it.
	FirstCommand func(time.Duration)
	// Overflow says that a mailbox overflowed.
	Overflow func()
	// Active is the number of calls, each time that it changes.
	Active func(int)
}

// Unused are the events that this package has no use for; the client's
// Disallow should name them. It halves what Asterisk has to write and this
// process to read.
func Unused() []string {
	return []string{
		"ChannelVarset", "ChannelDialplan", "ChannelCallerId", "ChannelConnectedLine", "ChannelCreated",
		"ChannelStateChange", "ChannelHangupRequest", "ChannelEnteredBridge", "ChannelLeftBridge",
		"ChannelHold", "ChannelUnhold", "ChannelUserevent", "BridgeCreated", "BridgeDestroyed",
		"BridgeBlindTransfer", "BridgeAttendedTransfer", "PlaybackStarted", "PlaybackContinuing", "CallClaimed",
	}
}

// Driver takes the calls of one Stasis application.
type Driver struct {
	client *ari.Client
	names  namer
	o      Options

	// life is the context that everything runs in that is not a call's; it
	// ends with Run.
	life    context.Context
	end     context.CancelFunc
	done    chan struct{}  // closed when Run has returned
	group   sync.WaitGroup // calls, and what else was started
	checked chan struct{}  // has an element when there is something to reconcile

	mu       sync.Mutex
	calls    map[string]*Call // by call id
	channels map[string]*Call // callers, and channels that took a party's place, by channel id
	waiting  []*Call          // of an earlier process, until Asterisk was asked about them
	rooms    map[string]*room // by the name of their bridge
	halves   map[string]*half // Local channels made by a transfer, by name without ;1
	draining bool
	stopping bool
	empty    chan struct{} // closed when draining and no call is left
	ran      bool
	// connection counts the connections made, and reconnect ends the present one.
	connection int
	reconnect  context.CancelFunc
}

// New makes a Driver. Nothing happens before Run.
func New(o Options) (*Driver, error) {
	switch {
	case o.Client == nil || o.Handle == nil || o.NewID == nil || o.Clock == nil:
		return nil, errors.New("stasis: Client, Handle, NewID and Clock have to be set")
	case strings.Trim(o.Client.App(), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "":
		return nil, fmt.Errorf("stasis: the application name %q should be made of letters, digits, - and _", o.Client.App())
	}
	if o.Mailbox <= 0 {
		o.Mailbox = 256
	}
	d := &Driver{
		client: o.Client, names: newNamer(o.Client.App()), o: o,
		checked: make(chan struct{}, 1), done: make(chan struct{}),
		calls: map[string]*Call{}, channels: map[string]*Call{}, rooms: map[string]*room{}, halves: map[string]*half{},
	}
	d.life, d.end = context.WithCancel(context.Background())
	return d, nil
}

// Run connects and takes calls until ctx ends or Stop is called, and then
// hands over the calls that are left, as Stop does, and returns nil. It
// returns ErrReplaced or an [ari.AuthError] when going on is of no use; its
// calls are then handed over too. It runs once.
func (d *Driver) Run(ctx context.Context) error {
	d.mu.Lock()
	if d.ran || d.stopping {
		again := d.ran
		d.mu.Unlock()
		if again {
			return errors.New("stasis: this driver has run already")
		}
		return nil
	}
	d.ran = true
	d.mu.Unlock()
	defer close(d.done)
	defer context.AfterFunc(ctx, d.stop)()
	if err := d.expect(ctx); err != nil {
		d.stop()
		return err
	}
	reconciled := make(chan struct{})
	go func() {
		defer close(reconciled)
		d.reconciler()
	}()
	err := d.connect()
	d.stop()
	<-reconciled
	return err
}

// connect runs the client, until it is to end.
func (d *Driver) connect() error {
	for {
		ctx, cancel := context.WithCancel(d.life)
		d.mu.Lock()
		d.reconnect = cancel
		d.mu.Unlock()
		err := d.client.Run(ctx, d.route)
		cancel()
		if err != nil || d.life.Err() != nil {
			return err
		}
	}
}

// Active is the number of calls that this process has.
func (d *Driver) Active() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.calls)
}

// Kept says that a recording is stored, so that Asterisk's copy of it is
// deleted when the call is over. Without it the file stays with Asterisk.
func (d *Driver) Kept(call, name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.calls[call]; c != nil {
		c.kept = append(c.kept, name)
	}
}

// begin starts a call. It does nothing for a channel that has one.
func (d *Driver) begin(in flowengine.Incoming, read time.Time) {
	in.ID = d.o.NewID()
	c := d.newCall(in)
	c.read = read
	d.mu.Lock()
	known := d.channels[in.Channel]
	if d.stopping || (known != nil && known.at.channel == in.Channel && !known.at.left) {
		d.mu.Unlock()
		c.cancel(nil)
		return
	}
	d.add(c)
	d.group.Add(1)
	d.mu.Unlock()
	go c.run(func() { d.o.Handle(c.ctx, c, in) })
}

// add makes a call known to the router; d.mu is held.
func (d *Driver) add(c *Call) {
	c.at.connection = d.connection
	d.calls[c.id] = c
	d.channels[c.at.channel] = c
	d.active()
}

// forget is the end of a call for the router.
func (d *Driver) forget(c *Call) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.calls[c.id] == c {
		delete(d.calls, c.id)
	}
	for _, id := range append(c.at.others, c.at.channel) {
		if d.channels[id] == c {
			delete(d.channels, id)
		}
	}
	for _, name := range c.at.halves {
		delete(d.halves, name)
	}
	if d.draining && len(d.calls) == 0 && d.empty != nil {
		select {
		case <-d.empty:
		default:
			close(d.empty)
		}
	}
	d.active()
}

// active tells the gauge; d.mu is held.
func (d *Driver) active() {
	if d.o.Metrics.Active != nil {
		d.o.Metrics.Active(len(d.calls))
	}
}

// aside runs something that the reader must not wait for.
func (d *Driver) aside(f func(ctx context.Context)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopping {
		return
	}
	d.group.Go(func() { f(d.life) })
}

// run is the life of a call's goroutine.
func (c *Call) run(flow func()) {
	defer c.d.group.Done()
	defer c.d.forget(c)
	func() {
		defer func() {
			if r := recover(); r != nil {
				c.log.Error().Bytes("stack", debug.Stack()).Msgf("handling the call panicked: %v", r)
			}
		}()
		flow()
	}()
	c.release()
}
