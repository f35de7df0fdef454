package server

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"callflow/ari"
	"callflow/queue"
	"callflow/store"
)

// devices tells the queues what their members' telephones do that callflow has
// no part in: calls beside it, and whether they are there at all. Asterisk is
// asked once for each telephone and connection, and tells what changes then.
type devices struct {
	queues func(context.Context) (*[]store.QueueOf, error)
	hall   *queue.Hall
	log    zerolog.Logger
	// state asks Asterisk for a telephone's state, subscribe to be told of
	// changes, unsubscribe not to be.
	state                  func(ctx context.Context, endpoint string) (string, error)
	subscribe, unsubscribe func(ctx context.Context, endpoints []string) error
	// connection is another number for each connection to Asterisk, 0 for none.
	connection func() int64

	poked chan struct{}
	mu    sync.Mutex
	heard map[string]queue.DeviceState // from Asterisk, and not told yet; nil for nothing

	known   *[]store.QueueOf
	watched map[string]bool // on this connection: whether Asterisk tells what changes
	to      int64           // the connection
	asked   time.Time       // when all were asked last
	failed  time.Time       // when that could not be done, zero for not
}

const (
	devicePeriod = 250 * time.Millisecond // from a new member to knowing the telephone
	deviceRetry  = 2 * time.Second        // after a failure
	// deviceRefresh is how often all are asked again: a telephone that
	// Asterisk did not know before may have been set up.
	deviceRefresh = time.Minute
	deviceChunk   = 50 // subscriptions in one request: they are in its address
)

// telephones stands among the calls that have to come back before anybody in a
// queue is matched: the telephones' states have to be known.
const telephones = "telephones"

func (s *Server) newDevices() *devices {
	return &devices{
		queues: s.store.QueueSource().All, hall: s.hall, log: s.log,
		poked: make(chan struct{}, 1),
		state: func(ctx context.Context, endpoint string) (string, error) {
			found, err := s.client.DeviceStates().Get(ctx, endpoint)
			if ari.IsNotFound(err) { // an Asterisk that cannot tell
				return ari.DeviceStateUnknown, nil
			}
			if err != nil {
				return "", err
			}
			return found.State, nil
		},
		subscribe: func(ctx context.Context, sources []string) error {
			_, err := s.client.Applications().Subscribe(ctx, s.cfg.App, sources)
			return err
		},
		unsubscribe: func(ctx context.Context, sources []string) error {
			_, err := s.client.Applications().Unsubscribe(ctx, s.cfg.App, sources)
			return err
		},
		connection: func() int64 {
			if !s.client.Health().Connected {
				return 0
			}
			return s.client.Stats().Connects
		},
	}
}

// deviceState is what a state of Asterisk's means to a queue.
func deviceState(state string) queue.DeviceState {
	switch state {
	case ari.DeviceStateNotInuse:
		return queue.DeviceFree
	case ari.DeviceStateRinging:
		return queue.DeviceRings
	case ari.DeviceStateInuse, ari.DeviceStateBusy, ari.DeviceStateRinginuse, ari.DeviceStateOnhold:
		return queue.DeviceTalks
	case ari.DeviceStateUnavailable:
		return queue.DeviceAway
	}
	return queue.DeviceUnknown // no device: an external number, or a dial string with an address in it
}

// hear takes what Asterisk tells. It is called by the reader, and does not wait.
func (d *devices) hear(endpoint, state string) {
	d.mu.Lock()
	if d.heard == nil {
		d.heard = map[string]queue.DeviceState{}
	}
	d.heard[endpoint] = deviceState(state)
	d.mu.Unlock()
	d.poke()
}

func (d *devices) poke() {
	select {
	case d.poked <- struct{}{}:
	default: // it is going to
	}
}

// run tells the queues until the context ends.
func (d *devices) run(ctx context.Context) {
	ticker := time.NewTicker(devicePeriod)
	defer ticker.Stop()
	for {
		d.tell()
		if now := time.Now(); now.Sub(d.failed) >= deviceRetry {
			d.failed = time.Time{}
			if err := d.look(ctx, now); err != nil && ctx.Err() == nil {
				d.failed, d.asked = now, time.Time{}
				d.log.Warn().Err(err).Msg("what the telephones of queues do cannot be asked; members on a call beside callflow may be rung")
			}
		}
		select {
		case <-d.poked:
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// tell tells the queues what was heard.
func (d *devices) tell() {
	d.mu.Lock()
	heard := d.heard
	d.heard = nil
	d.mu.Unlock()
	if len(heard) > 0 {
		d.hall.Devices(heard)
	}
}

// look asks Asterisk for the telephones that it was not asked for yet: all of
// them on a new connection, and from time to time.
func (d *devices) look(ctx context.Context, now time.Time) error {
	connection := d.connection()
	if connection == 0 {
		return nil
	}
	all, err := d.queues(ctx)
	if err != nil {
		return err
	}
	if connection == d.to && all == d.known && now.Sub(d.asked) < deviceRefresh {
		return nil
	}
	if connection != d.to {
		d.to, d.watched, d.asked = connection, map[string]bool{}, time.Time{}
	}
	if now.Sub(d.asked) >= deviceRefresh {
		if err := d.ask(ctx, endpointsOf(*all)); err != nil {
			return err
		}
		d.asked = now
	} else if err := d.ask(ctx, slices.DeleteFunc(endpointsOf(*all), func(e string) bool { _, asked := d.watched[e]; return asked })); err != nil {
		return err
	}
	if err := d.dropOthers(ctx, endpointsOf(*all)); err != nil {
		return err
	}
	for _, q := range *all {
		d.hall.Know(q.Company, q.Definition)
	}
	d.known = all
	d.hall.Back(telephones)
	return nil
}

// endpointsOf are the telephones of the members, each once. One with a comma
// cannot be subscribed to, which separates them.
func endpointsOf(all []store.QueueOf) (endpoints []string) {
	for _, q := range all {
		for _, m := range q.Members {
			for _, l := range m.Legs {
				if !strings.Contains(l.Endpoint, ",") {
					endpoints = append(endpoints, l.Endpoint)
				}
			}
		}
	}
	slices.Sort(endpoints)
	return slices.Compact(endpoints)
}

// ask learns the states of telephones. Those that Asterisk knows are asked for
// once more after subscribing: they may have changed in between.
func (d *devices) ask(ctx context.Context, endpoints []string) error {
	states := map[string]queue.DeviceState{}
	learn := func(endpoint string) error {
		state, err := d.state(ctx, endpoint)
		if err != nil {
			return fmt.Errorf("asking for the state of %s: %w", endpoint, err)
		}
		states[endpoint] = deviceState(state)
		return nil
	}
	var fresh []string
	for _, e := range endpoints {
		if err := learn(e); err != nil {
			return err
		}
		if states[e] != queue.DeviceUnknown && !d.watched[e] {
			fresh = append(fresh, e)
		}
		if _, asked := d.watched[e]; !asked {
			d.watched[e] = false
		}
	}
	if err := inChunks(fresh, func(some []string) error { return d.subscribe(ctx, sources(some)) }); err != nil {
		return fmt.Errorf("asking to be told what telephones do: %w", err)
	}
	for _, e := range fresh {
		if err := learn(e); err != nil {
			return err
		}
		d.watched[e] = true
	}
	d.hall.Devices(states)
	return nil
}

// dropOthers ends what is of no use any more: the telephones of nobody's.
func (d *devices) dropOthers(ctx context.Context, endpoints []string) error {
	var others []string
	for e, subscribed := range d.watched {
		if _, in := slices.BinarySearch(endpoints, e); in {
			continue
		}
		if delete(d.watched, e); subscribed {
			others = append(others, e)
		}
	}
	return inChunks(others, func(some []string) error {
		if err := d.unsubscribe(ctx, sources(some)); err != nil && !ari.IsNotFound(err) {
			return fmt.Errorf("asking not to be told any more what telephones do: %w", err)
		}
		return nil
	})
}

func inChunks(endpoints []string, do func([]string) error) error {
	for some := range slices.Chunk(endpoints, deviceChunk) {
		if err := do(some); err != nil {
			return err
		}
	}
	return nil
}

func sources(endpoints []string) []string {
	sources := make([]string, len(endpoints))
	for i, e := range endpoints {
		sources[i] = "deviceState:" + e
	}
	return sources
}
