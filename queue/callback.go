package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
)

// Callback is somebody who keeps a place in a queue without being on the line.
type Callback struct {
	ID      int64
	Company string
	// Try is how often it was tried, with the one that is under way or next.
	Try int
	// Calling is set while a call is being made for it; NotBefore is when the
	// next may be.
	Calling   bool
	NotBefore time.Time
	flowengine.CallbackWish
}

// CallbackStore keeps those who wait to be called back.
type CallbackStore interface {
	// Open are all that wait to be called back, or are being called, in the order
	// in which they are to be served.
	Open(ctx context.Context) ([]Callback, error)
	// Calling says that the call with that id is being made for it. ok is false
	// when it waits no more.
	Calling(ctx context.Context, id int64, call string) (ok bool, err error)
	// Unreached says that a try was in vain.
	Unreached(ctx context.Context, id int64, why string) (last bool, err error)
}

// Dial makes the call for a callback, under the id given.
type Dial func(c Callback, call string) error

// Desk has the places of those who are not on the line, and calls them when it
// is their turn. While somebody is called, the members that the queue has chosen
// are held, so that there are never more calls back than members.
type Desk struct {
	o      DeskOptions
	poked  chan struct{}
	places map[int64]*Place
}

// DeskOptions are what a Desk needs; all have to be set.
type DeskOptions struct {
	Hall   *Hall
	Source Source
	Store  CallbackStore
	Dial   Dial
	NewID  func() string
	Now    func() time.Time
	// Ready says whether calls can be made now.
	Ready func() bool
	// Failed is told what could not be done; it is tried again.
	Failed func(err error)
}

// NewDesk makes a Desk. Nothing happens before Run.
func NewDesk(o DeskOptions) *Desk {
	return &Desk{o: o, poked: make(chan struct{}, 1), places: map[int64]*Place{}}
}

// Poke has the Desk look at what has changed. It may be called from any
// goroutine, and does not wait.
func (d *Desk) Poke() {
	select {
	case d.poked <- struct{}{}:
	default: // it is going to
	}
}

// deskPeriod is how often the Desk looks at least: for tries whose time has
// come, and what other processes have changed.
const deskPeriod = 2 * time.Second

// callbackWait is how long a place without a caller on the line is kept.
const callbackWait = 7 * 24 * time.Hour

// Run keeps places and has calls made, until the context ends; the places go
// with it, and come back with the next process.
func (d *Desk) Run(ctx context.Context) {
	ticker := time.NewTicker(deskPeriod)
	defer ticker.Stop()
	for {
		if err := d.look(ctx); err != nil && ctx.Err() == nil {
			d.o.Failed(err)
		}
		select {
		case <-ctx.Done():
			for _, p := range d.places {
				p.Leave(d.o.Now(), "") // the next process goes on with it
			}
			return
		case <-d.poked:
		case <-ticker.C:
		}
	}
}

// look gives a place to everybody who waits, takes it from those who do not, and
// calls whose turn it is. The place of one who is called is kept until it is
// known what came of it.
func (d *Desk) look(ctx context.Context) error {
	if !d.o.Ready() {
		return nil
	}
	open, err := d.o.Store.Open(ctx)
	if err != nil {
		return fmt.Errorf("looking who waits to be called back: %w", err)
	}
	now := d.o.Now()
	wait := map[int64]bool{}
	for _, c := range open {
		wait[c.ID] = c.Calling || !now.Before(c.NotBefore)
	}
	for id, p := range d.places {
		if !wait[id] {
			p.Leave(now, "called_back")
			delete(d.places, id)
		}
	}
	for _, c := range open {
		if wait[c.ID] && !c.Calling {
			if err := d.serve(ctx, c); err != nil {
				d.o.Failed(fmt.Errorf("calling %s back: %w", c.To, err))
			}
		}
	}
	return nil
}

// serve lets one who waits stand in the queue, and has the call made when
// members are free.
func (d *Desk) serve(ctx context.Context, c Callback) error {
	p := d.places[c.ID]
	def, err := d.o.Source.Queue(ctx, c.Company, c.Queue)
	if err != nil {
		return err
	}
	if now := d.o.Now(); def.Closed || !def.Open(now) { // nobody is called at night because an agent forgot to log out
		if p != nil {
			p.Leave(now, "closed")
			delete(d.places, c.ID)
		}
		return nil
	}
	if p == nil {
		place, err := d.o.Hall.Company(c.Company).Enter(ctx, flowengine.QueueEntry{
			Queue: c.Queue, Call: c.Call, Step: c.Step, Caller: c.To, Number: c.Number.Number, Priority: c.Priority,
			Timeout: callbackWait, NoAgents: callbackWait, Arrived: c.Arrived, Resumed: true, Off: true, Wake: d.Poke,
		})
		if err != nil {
			return err
		}
		p = place.(*Place)
		d.places[c.ID] = p
	}
	turn := p.Next(d.o.Now())
	for turn.Do == flowengine.QueueSay { // nobody hears it
		turn = p.Next(d.o.Now())
	}
	switch turn.Do {
	case flowengine.QueueLeave:
		delete(d.places, c.ID)
		_, err := d.o.Store.Unreached(ctx, c.ID, turn.Why)
		return err
	case flowengine.QueueRing:
		return d.call(ctx, c)
	}
	return nil
}

// call makes the call.
func (d *Desk) call(ctx context.Context, c Callback) error {
	id := d.o.NewID()
	switch ok, err := d.o.Store.Calling(ctx, c.ID, id); {
	case err != nil:
		return err
	case !ok: // it was taken back this moment; the next look finds it
		return nil
	}
	if err := d.o.Dial(c, id); err != nil {
		_, undone := d.o.Store.Unreached(ctx, c.ID, err.Error())
		return errors.Join(err, undone)
	}
	return nil
}
