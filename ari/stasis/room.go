package stasis

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"callflow/ari"
	"callflow/flowengine"
)

// room is where several calls talk: a bridge of its own, which is there as long
// as somebody is in it. Who is a member, this process knows.
type room struct {
	bridge  string
	members []*Call // in the order in which they came; d.mu guards it

	// turn has an element while nobody makes, fills or removes the bridge: whoever comes while the last one leaves
	// would else be in a bridge that goes away.
	turn chan struct{}
	made bool // Asterisk has the bridge, as far as is known; for who has the turn
}

// membership is a call's place in a room, for the call's goroutine.
type membership struct {
	room   *room
	joined bool // its channel is in the bridge
}

// roomChanged is the letter for the members of a room.
type roomChanged struct{}

var _ flowengine.Conferrer = (*Call)(nil)

// roomBridge is the name of a room's bridge. It is none of a call's.
func (n namer) roomBridge(name string) string {
	return strings.TrimSuffix(n.prefix, ".") + "~room~" + name
}

// isRoom says whether a bridge is a room of ours.
func (n namer) isRoom(bridge string) bool { return strings.HasPrefix(bridge, n.roomBridge("")) }

// RoomName is the name of the room that a bridge is, of an application; ok is
// false for another bridge.
func RoomName(app, bridge string) (name string, ok bool) {
	return strings.CutPrefix(bridge, newNamer(app).roomBridge(""))
}

// EnterRoom implements [flowengine.Conferrer].
func (c *Call) EnterRoom(ctx context.Context, spec flowengine.RoomSpec) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	p := c.caller()
	switch {
	case c.member != nil:
		return fmt.Errorf("entering the room %s: the caller is in one", spec.Name)
	case !p.up:
		return errors.New("entering a room with a caller who was not answered")
	case p.bridged && !c.bridge.over:
		return errors.New("entering a room from a conversation")
	}
	m := &membership{}
	bridge := c.d.names.roomBridge(spec.Name)
	if c.resumed {
		var have *ari.Bridge
		err := c.ask(ctx, func(ctx context.Context) (err error) {
			have, err = c.d.client.Bridges().Get(ctx, bridge)
			return err
		})
		if err != nil && !ari.IsNotFound(err) {
			return err
		}
		m.joined = err == nil && slices.Contains(have.Channels, p.channel)
	}
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	m.room = c.d.room(bridge)
	c.member = m
	c.at.moderates, c.at.records = spec.Moderator, spec.Records
	m.room.members = append(m.room.members, c)
	m.room.tell()
	return nil
}

// room is the room with that bridge; d.mu is held.
func (d *Driver) room(bridge string) *room {
	r := d.rooms[bridge]
	if r == nil {
		r = &room{bridge: bridge, turn: make(chan struct{}, 1)}
		r.turn <- struct{}{}
		d.rooms[bridge] = r
	}
	return r
}

// tell lets all members look who is there; d.mu is held.
func (r *room) tell() {
	for _, c := range r.members {
		c.box.put(roomChanged{})
	}
}

// look tells who is in the call's room.
func (c *Call) look() {
	if c.member == nil {
		return
	}
	e := flowengine.RoomChanged{Joined: c.member.joined}
	c.d.mu.Lock()
	recorder := true
	for _, other := range c.member.room.members {
		e.Members++
		if other.at.moderates {
			e.Moderators++
		}
		if other.at.records && recorder {
			e.Record, recorder = other == c, false
		}
	}
	c.d.mu.Unlock()
	c.tell(e)
}

// JoinRoom implements [flowengine.Conferrer].
func (c *Call) JoinRoom(ctx context.Context) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	if c.member == nil {
		return errors.New("joining a room: the caller has entered none")
	}
	if c.member.joined {
		return nil
	}
	p := c.caller()
	if err := c.readyToRecord(ctx, p); err != nil {
		return err
	}
	if err := c.hush(ctx, p); err != nil {
		return c.failed(ctx, err)
	}
	if err := c.enterBridge(ctx, c.member.room); err != nil {
		return c.failed(ctx, err)
	}
	c.member.joined = true
	return nil
}

// A bridge that was removed is there in part for some milliseconds, in which it can neither be made nor entered.
const (
	enterAgain = 20 * time.Millisecond
	enterTries = 50
)

// enterBridge puts the caller's channel into a room's bridge, which it makes if need be.
func (c *Call) enterBridge(ctx context.Context, r *room) error {
	select {
	case <-r.turn:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { r.turn <- struct{}{} }()
	bridges := c.d.client.Bridges()
	for try := 1; ; try++ {
		var err error
		if !r.made {
			err = c.ask(ctx, func(ctx context.Context) error {
				_, err := bridges.CreateWithID(ctx, r.bridge, ari.BridgeCreateWithIDParams{Type: "mixing,dtmf_events", Name: r.bridge})
				return err
			})
			r.made = err == nil || ari.IsConflict(err)
		}
		if r.made {
			err = c.ask(ctx, func(ctx context.Context) error {
				return bridges.AddChannel(ctx, r.bridge, ari.BridgeAddChannelParams{Channel: []string{c.caller().channel}, InhibitConnectedLineUpdates: true})
			})
		}
		switch ari.Status(err) {
		case http.StatusNotFound, http.StatusConflict, http.StatusInternalServerError:
			r.made = false
			if try == enterTries {
				break
			}
			// No letters are taken meanwhile: that the caller has left could make the room one to be removed, for which
			// it is this call's turn already.
			select {
			case <-time.After(enterAgain):
				continue
			case <-ctx.Done():
			}
		}
		return err
	}
}

// QuitRoom implements [flowengine.Conferrer].
func (c *Call) QuitRoom(ctx context.Context) error {
	if goOn, err := c.closing(ctx); !goOn {
		return err
	}
	if c.member == nil || !c.member.joined {
		return nil
	}
	c.member.joined = false
	p, bridge := c.caller(), c.member.room.bridge
	p.quiet = c.now()
	err := c.ask(ctx, func(ctx context.Context) error {
		return c.d.client.Bridges().RemoveChannel(ctx, bridge, []string{p.channel})
	})
	if err != nil && ari.Status(err) != 422 && !ari.IsNotFound(err) { // 422: it is in no bridge, or not in this one
		return c.failed(ctx, err)
	}
	return nil
}

// LeaveRoom implements [flowengine.Conferrer].
func (c *Call) LeaveRoom(ctx context.Context) error {
	err := c.QuitRoom(ctx)
	c.leaveRoom()
	return err
}

// leaveRoom ends the membership, and the room with the last one.
func (c *Call) leaveRoom() {
	if c.member == nil {
		return
	}
	r := c.member.room
	c.member = nil
	c.d.mu.Lock()
	r.members = slices.DeleteFunc(r.members, func(other *Call) bool { return other == c })
	last := len(r.members) == 0
	r.tell()
	c.d.mu.Unlock()
	if last {
		c.d.removeRoom(context.WithoutCancel(c.ctx), r)
	}
}

// removeRoom takes a room's bridge away, unless somebody is in the room again.
func (d *Driver) removeRoom(ctx context.Context, r *room) {
	<-r.turn
	defer func() { r.turn <- struct{}{} }()
	d.mu.Lock()
	used := len(r.members) > 0 || d.rooms[r.bridge] != r
	d.mu.Unlock()
	if used {
		return
	}
	r.made = false
	if err := d.client.Bridges().Destroy(ctx, r.bridge); err != nil && !ari.IsNotFound(err) {
		d.o.Log.Warn().Err(err).Str("bridge", r.bridge).Msg("removing the bridge of a conference")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(r.members) == 0 {
		delete(d.rooms, r.bridge)
	}
}

// emptyRooms removes the bridges of rooms that have neither members nor channels.
func (d *Driver) emptyRooms(ctx context.Context, rooms map[string]bool) {
	for bridge, empty := range rooms {
		if empty {
			d.mu.Lock()
			r := d.room(bridge)
			d.mu.Unlock()
			d.removeRoom(ctx, r)
		}
	}
}
