package fastagi

import (
	"context"
	"errors"
	"io"
	"strconv"
	"sync"
	"time"

	"callflow/agi"
	"callflow/flowengine"

	"github.com/rs/zerolog"
)

// Options are what a [Driver] needs. Handle, NewID, Clock and Recordings have
// to be set.
type Options struct {
	// Handle runs a new call, from its arrival to its end. The context is
	// cancelled with [flowengine.ErrHungUp] when the caller leaves, and with
	// [flowengine.ErrHandedOver] when the process stops. A caller who is still
	// there when it returns goes on with the dialplan's next line.
	Handle func(ctx context.Context, call *Call, in flowengine.Incoming)
	// NewID makes the id of a call: letters, digits, - and _.
	NewID func() string
	Clock flowengine.Clock
	Log   zerolog.Logger
	// Recordings is where Asterisk's recordings are had: the files in the
	// folder "recording" of its spool.
	Recordings Recordings
	// Active is told the number of calls each time that it changes; may be nil.
	Active func(int)
}

// Recordings opens and removes what Asterisk has recorded.
type Recordings interface {
	// Open opens a recording, a WAV file. [flowengine.ErrNoRecording] when
	// there is none of that name.
	Open(ctx context.Context, name string) (io.ReadCloser, error)
	// Remove removes it. One that is not there is removed.
	Remove(ctx context.Context, name string) error
}

// Driver takes the calls that come over FastAGI.
type Driver struct {
	o Options

	mu       sync.Mutex
	calls    map[string]*Call // by call id
	legs     map[string]*leg  // by the key in the dialplan
	draining bool
	empty    chan struct{} // closed when draining and no call is left
}

// New makes a Driver. It serves once its [Driver.Handlers] are those of a server.
func New(o Options) (*Driver, error) {
	if o.Handle == nil || o.NewID == nil || o.Clock == nil || o.Recordings == nil {
		return nil, errors.New("fastagi: Handle, NewID, Clock and Recordings have to be set")
	}
	return &Driver{o: o, calls: map[string]*Call{}, legs: map[string]*leg{}}, nil
}

// Handlers are the scripts that the dialplan asks for.
func (d *Driver) Handlers() agi.Mux {
	return agi.Mux{
		"flow":     agi.HandlerFunc(d.flow),
		"leg":      agi.HandlerFunc(d.leg),
		"made":     agi.HandlerFunc(d.made),
		"answered": agi.HandlerFunc(d.answered),
	}
}

// maxNumber is the longest extension that Asterisk has, in bytes.
const maxNumber = 80

// flow takes a caller. While the driver drains, and for what is no number, it
// takes none: the dialplan's next line does.
func (d *Driver) flow(ctx context.Context, s *agi.Session) error {
	number := s.Arg(1)
	if number == "" {
		number = s.Variable("agi_extension")
	}
	if number == "" || len(number) > maxNumber {
		return errors.New("fastagi: the dialplan hands over a call without its number: AGI(agi://HOST/flow,${EXTEN})")
	}
	in := flowengine.Incoming{
		ID: d.o.NewID(), Driver: flowengine.DriverAGI, Channel: s.Variable("agi_uniqueid"), Number: number,
		CallerNumber: s.Variable("agi_callerid"), CallerName: s.Variable("agi_calleridname"), Arrived: d.o.Clock.Now(),
	}
	if withheld(s.Variable("agi_callingpres")) {
		in.CallerNumber, in.CallerName = "", ""
	}
	c := d.newCall(ctx, s, in)
	if !d.enter(c) {
		c.release()
		return nil
	}
	defer d.leave(c)
	defer c.release()
	d.o.Handle(c.ctx, c, in)
	return nil
}

// withheld reads the presentation of a caller ID, whose bits 5 and 6 say
// whether it may be shown (ITU-T Q.951, octet 3a).
func withheld(presentation string) bool {
	n, err := strconv.Atoi(presentation)
	return err == nil && n&0x60 == 0x20
}

func (d *Driver) enter(c *Call) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.draining {
		return false
	}
	d.calls[c.in.ID] = c
	d.tellActive()
	return true
}

func (d *Driver) leave(c *Call) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.calls, c.in.ID)
	d.tellActive()
	if d.empty != nil && len(d.calls) == 0 {
		close(d.empty)
	}
}

func (d *Driver) tellActive() {
	if d.o.Active != nil {
		d.o.Active(len(d.calls))
	}
}

// Active is the number of calls.
func (d *Driver) Active() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.calls)
}

// Has says whether a call is one of the driver's own.
func (d *Driver) Has(call string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[call] != nil
}

// Kept is told that a recording is safe elsewhere, or not wanted: Asterisk's
// copy goes.
func (d *Driver) Kept(_, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := d.o.Recordings.Remove(ctx, recordingName(name)); err != nil {
		d.o.Log.Warn().Err(err).Str("recording", name).Msg("removing Asterisk's copy of a recording")
	}
}

// Refuse takes no more calls from now on: they go on with the dialplan's next
// line. It may be called several times.
func (d *Driver) Refuse() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.draining = true
}

// Drain takes no more calls and waits until those under way have ended. When
// ctx ends before, it gives them up: each goes on with the dialplan's next line,
// when what the caller hears has ended. It may be called twice.
func (d *Driver) Drain(ctx context.Context) error {
	d.Refuse()
	d.mu.Lock()
	if d.empty == nil {
		d.empty = make(chan struct{})
		if len(d.calls) == 0 {
			close(d.empty)
		}
	}
	empty := d.empty
	d.mu.Unlock()
	select {
	case <-empty:
		return nil
	case <-ctx.Done():
	}
	d.mu.Lock()
	for _, c := range d.calls {
		c.end(flowengine.ErrHandedOver)
	}
	d.mu.Unlock()
	<-empty
	return ctx.Err()
}
