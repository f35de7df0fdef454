package stasis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// errNotRegistered is a connection whose application Asterisk does not know.
// It happens when an earlier process of the same name ends just as this one
// connects: Asterisk takes the end of the old connection for that of the
// application, and this one would never hear anything. Connecting again helps.
var errNotRegistered = errors.New("asterisk does not know the application of this connection")

// snapshot is what Asterisk had when it was asked after a connection was made.
// It goes into each call's mailbox, so that what happened without an event is
// found.
type snapshot struct {
	channels map[string]*ari.Channel
	bridges  map[string]*ari.Bridge
	rooms    map[string]bool // whether they are empty, by bridge
}

// expect reads the checkpoints and gives their calls mailboxes, before there
// is a connection: so their first events find them.
func (d *Driver) expect(ctx context.Context) error {
	if d.o.Checkpoints == nil || d.o.Resume == nil {
		return nil
	}
	checkpoints, err := d.o.Checkpoints(ctx)
	if err != nil {
		return fmt.Errorf("reading the checkpoints of the calls that were left: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, cp := range checkpoints {
		c := d.newCall(cp.Call)
		c.resumed = true
		c.from = cp
		d.add(c)
		d.waiting = append(d.waiting, c)
	}
	return nil
}

// connected has the reconciler look at what Asterisk has.
func (d *Driver) connected(ev *ari.Connected) {
	d.o.Log.Info().Str("asterisk", ev.Version).Str("transport", string(ev.Transport)).Bool("again", ev.Again).
		Msg("connected to Asterisk")
	d.mu.Lock()
	d.connection++
	d.mu.Unlock()
	if d.o.Connected != nil {
		d.o.Connected()
	}
	select {
	case d.checked <- struct{}{}:
	default: // it is going to
	}
}

func (d *Driver) disconnected(ev *ari.Disconnected) {
	d.mu.Lock()
	stopping := d.stopping
	d.mu.Unlock()
	if !stopping {
		d.o.Log.Warn().Err(ev.Err).Msg("the connection to Asterisk is lost")
	}
}

// How long after a connection was made the driver asks whether Asterisk still
// has its application, and how long at most between two questions.
const (
	firstQuestion = 250 * time.Millisecond
	lastQuestion  = 5 * time.Second
)

// reconciler compares what Asterisk has with what this process knows, each
// time that a connection was made, and sees to it that the connection is one
// on which events come.
func (d *Driver) reconciler() {
	pause := lastQuestion
	question := time.NewTimer(pause)
	defer question.Stop()
	for {
		select {
		case <-d.life.Done():
			return
		case <-d.checked:
			d.reconciled()
			pause = firstQuestion
		case <-question.C:
			_, err := d.client.Applications().Get(d.life, d.client.App())
			if ari.IsNotFound(err) && d.client.Health().Connected {
				d.connectAgain()
			}
			pause = min(2*pause, lastQuestion)
		}
		question.Reset(pause)
	}
}

// reconciled tries until it has compared.
func (d *Driver) reconciled() {
	for {
		err := d.reconcile(d.life)
		switch {
		case err == nil || d.life.Err() != nil:
			return
		case errors.Is(err, errNotRegistered):
			d.connectAgain()
			return
		}
		d.o.Log.Warn().Err(err).Msg("finding out what Asterisk has")
		select {
		case <-d.life.Done():
			return
		case <-time.After(time.Second):
		}
	}
}

// connectAgain ends a connection that is of no use.
func (d *Driver) connectAgain() {
	d.o.Log.Warn().Err(errNotRegistered).Msg("connecting again")
	d.mu.Lock()
	reconnect := d.reconnect
	d.mu.Unlock()
	reconnect()
}

func (d *Driver) reconcile(ctx context.Context) error {
	d.mu.Lock()
	connection := d.connection
	looksAfter := make(map[string]bool, len(d.calls)) // calls that end meanwhile release what they have themselves
	for id := range d.calls {
		looksAfter[id] = true
	}
	d.mu.Unlock()
	have, mine, err := d.look(ctx)
	if err != nil {
		return err
	}
	moved := d.movedParties(ctx, have, mine)
	d.resume(have, connection)
	d.compareCallers(ctx, have, connection)
	for id := range mine {
		if ch := have.channels[id]; ch != nil && !moved[id] {
			d.missed(ctx, ch)
		}
	}
	for id, ch := range have.channels {
		if call := d.names.call(id); call != "" && !looksAfter[call] && !d.has(call) {
			d.orphan(ctx, ch.ID)
		}
	}
	d.emptyRooms(ctx, have.rooms)
	for id := range have.bridges {
		if call := d.names.call(id); call != "" && !looksAfter[call] && !d.has(call) {
			d.o.Log.Info().Str("bridge", id).Msg("removing a bridge that belongs to no call")
			if err := d.client.Bridges().Destroy(ctx, id); err != nil && !ari.IsNotFound(err) {
				d.o.Log.Warn().Err(err).Str("bridge", id).Msg("removing a bridge that belongs to no call")
			}
		}
	}
	return nil
}

// look asks for all channels and bridges, and which channels the application
// has.
func (d *Driver) look(ctx context.Context) (*snapshot, map[string]bool, error) {
	channels, err := d.client.Channels().List(ctx)
	if err != nil {
		return nil, nil, err
	}
	bridges, err := d.client.Bridges().List(ctx)
	if err != nil {
		return nil, nil, err
	}
	app, err := d.client.Applications().Get(ctx, d.client.App())
	if ari.IsNotFound(err) {
		err = errNotRegistered
	}
	if err != nil {
		return nil, nil, err
	}
	s := &snapshot{channels: make(map[string]*ari.Channel, len(channels)), bridges: map[string]*ari.Bridge{}, rooms: map[string]bool{}}
	for i := range channels {
		s.channels[channels[i].ID] = &channels[i]
	}
	for i := range bridges {
		if d.names.call(bridges[i].ID) != "" {
			s.bridges[bridges[i].ID] = &bridges[i]
		} else if d.names.isRoom(bridges[i].ID) {
			s.rooms[bridges[i].ID] = len(bridges[i].Channels) == 0
		}
	}
	mine := map[string]bool{}
	for _, id := range app.ChannelIDs {
		mine[id] = true
	}
	return s, mine, nil
}

func (d *Driver) has(call string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[call] != nil
}

// movedParties finds the channels that took a party's place by a transfer
// while nobody saw it, and gives them to their calls. The channels returned are
// no new calls.
func (d *Driver) movedParties(ctx context.Context, have *snapshot, mine map[string]bool) map[string]bool {
	moved := map[string]bool{}
	for id := range mine {
		ch := have.channels[id]
		// Asterisk put such a channel into the application by itself, so it has no arguments.
		if ch == nil || d.names.call(id) != "" || ch.Dialplan.AppName != "Stasis" || ch.Dialplan.AppData != d.client.App() || d.byChannel(id) != nil {
			continue
		}
		call, party, ok := d.seat(ctx, have, id)
		if !ok {
			continue // a call that the dialplan gave no number
		}
		moved[id] = true
		d.mu.Lock()
		c := d.calls[call]
		waits := slices.Contains(d.waiting, c)
		old := ""
		if c != nil && party == flowengine.Caller {
			old = c.at.channel
		}
		d.mu.Unlock()
		if c == nil {
			d.orphan(ctx, id)
			continue
		}
		d.reseat(c, old, id)
		if waits {
			c.takePlace(party, id)
		} else {
			d.post(c, &seated{party: party, channel: id})
		}
	}
	return moved
}

// seat tells whose place a channel has taken: by the mark that an earlier
// process put on it, or by who is missing in the bridge that it is in.
func (d *Driver) seat(ctx context.Context, have *snapshot, id string) (call string, party flowengine.Party, ok bool) {
	if v, err := d.client.Channels().GetChannelVar(ctx, id, partyVariable); err == nil && v.Value != "" {
		call, name, _ := strings.Cut(v.Value, "/")
		return call, flowengine.Party(name), true
	}
	for bridge, b := range have.bridges {
		if !slices.Contains(b.Channels, id) {
			continue
		}
		call := d.names.call(bridge)
		d.mu.Lock()
		c := d.calls[call]
		callerIn := c != nil && slices.Contains(b.Channels, c.at.channel)
		d.mu.Unlock()
		if !callerIn {
			return call, flowengine.Caller, true
		}
		for leg := range have.channels { // the leg that transferred is still there, outside the bridge
			if name, isLeg := d.names.legParty(leg); isLeg && d.names.call(leg) == call && !slices.Contains(b.Channels, leg) {
				return call, name, true
			}
		}
	}
	return "", "", false
}

// resume starts the calls of an earlier process: those whose caller is still
// there, and those whose caller has left, for the recording they may have.
func (d *Driver) resume(have *snapshot, connection int) {
	d.mu.Lock()
	waiting := d.waiting
	d.waiting = nil
	if d.stopping {
		waiting = nil
	}
	d.group.Add(len(waiting))
	for _, c := range waiting {
		c.at.connection = connection
	}
	d.mu.Unlock()
	for _, c := range waiting {
		c.prepare(have)
		go c.run(func() {
			if c.caller().gone {
				c.callerGone()
			} else {
				c.findPlaybacks()
			}
			d.o.Resume(c.ctx, c, c.from)
		})
	}
	if len(waiting) > 0 {
		d.o.Log.Info().Int("calls", len(waiting)).Msg("going on with the calls that were left")
	}
}

// leave is the end of a caller of which no event told. The router knows it at
// once, and the call by its mailbox.
func (d *Driver) leave(c *Call) {
	d.mu.Lock()
	c.at.left = true
	gone := &ari.StasisEnd{Channel: ari.Channel{ID: c.at.channel}}
	d.mu.Unlock()
	d.post(c, gone)
	c.cancel(flowengine.ErrHungUp)
}

// compareCallers finds the calls whose caller has left without an event, and
// has all calls compare the rest themselves.
func (d *Driver) compareCallers(ctx context.Context, have *snapshot, connection int) {
	d.mu.Lock()
	calls := make(map[*Call]string, len(d.calls))
	for _, c := range d.calls {
		// A call that began on this connection has missed nothing.
		if !c.at.left && c.at.connection < connection {
			calls[c] = c.at.channel
			c.at.connection = connection
		}
	}
	d.mu.Unlock()
	for c, channel := range calls {
		// A call may be younger than the list of channels.
		if have.channels[channel] == nil && d.absent(ctx, channel) {
			d.leave(c)
		}
		d.post(c, have)
	}
}

// absent asks whether a channel is gone.
func (d *Driver) absent(ctx context.Context, channel string) bool {
	_, err := d.client.Channels().Get(ctx, channel)
	return ari.IsNotFound(err)
}

// missed is a channel of the application that no call has: its StasisStart was
// lost, or its call's checkpoint was. Its flow starts, again in the second
// case.
func (d *Driver) missed(ctx context.Context, ch *ari.Channel) {
	if d.names.call(ch.ID) != "" || d.byChannel(ch.ID) != nil || !strings.HasPrefix(ch.Dialplan.AppName, "Stasis") || d.absent(ctx, ch.ID) {
		return
	}
	d.o.Log.Info().Str("channel", ch.ID).Str("data", ch.Dialplan.AppData).Msg("a call is here that was not known; its flow starts")
	ev := &ari.StasisStart{Channel: *ch, Args: stasisArgs(ch.Dialplan.AppName, ch.Dialplan.AppData)}
	ev.ReadAt = time.Now()
	d.arrives(ev)
}

// stasisArgs are the arguments with which the dialplan gave a channel to the
// application, from what Asterisk shows as its line in the dialplan:
// "APP,ARGS…" of Stasis, "TIMEOUT,PATTERN,ARGS…" of StasisBroadcast.
func stasisArgs(app, data string) []string {
	parts := strings.Split(data, ",")
	before := 1
	if app == "StasisBroadcast" {
		before = 2
	}
	if len(parts) <= before {
		return nil
	}
	return parts[before:]
}
