package stasis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callflow/ari"
	"callflow/flowengine"
)

// room is where several calls talk: a bridge of its own, which is there as long
// as somebody is in it. Who is a member, this process knows; d.mu guards it.
type room struct {
	bridge  string
	members []*Call // in the order in which they came
}

// membership is a call's place in a room, for the call's goroutine.
type membership struct {
	room   *room
	joined bool // its channel is in the bridge
}

// roomChanged is the letter for the members of a room.
type roomChanged struct{}

var _ flowengine.Conferrer = (*Call)(nil)

// What the others hear when somebody joins or leaves.
const (
	joinTone  = "sound:confbridge-join"
	leaveTone = "sound:confbridge-leave"
)

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
	m.room = c.d.rooms[bridge]
	if m.room == nil {
		m.room = &room{bridge: bridge}
		c.d.rooms[bridge] = m.room
	}
	c.member = m
	c.at.moderates, c.at.records = spec.Moderator, spec.Records
	m.room.members = append(m.room.members, c)
	m.room.tell()
	return nil
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
	bridges, bridge := c.d.client.Bridges(), c.member.room.bridge
	var err error
	for range 3 { // the last one to leave may be taking the bridge away
		err = c.ask(ctx, func(ctx context.Context) error {
			_, err := bridges.CreateWithID(ctx, bridge, ari.BridgeCreateWithIDParams{Type: "mixing,dtmf_events", Name: bridge})
			return err
		})
		if err != nil && !ari.IsConflict(err) {
			return err
		}
		err = c.ask(ctx, func(ctx context.Context) error {
			return bridges.AddChannel(ctx, bridge, ari.BridgeAddChannelParams{Channel: []string{p.channel}, InhibitConnectedLineUpdates: true})
		})
		if !ari.IsNotFound(err) {
			break
		}
	}
	if err != nil {
		return c.failed(ctx, err)
	}
	c.member.joined = true
	p.sound = nothing
	c.tone(bridge, joinTone)
	return nil
}

// tone lets those who are in a room hear something. It is only that: nothing
// waits for it.
func (c *Call) tone(bridge, tone string) {
	c.d.aside(func(ctx context.Context) {
		_, err := c.d.client.Bridges().Play(ctx, bridge, ari.BridgePlayParams{Media: []string{tone}})
		if err != nil && ari.Status(err) == 0 {
			c.log.Debug().Err(err).Msg("telling a conference who comes and goes")
		}
	})
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
	c.tone(bridge, leaveTone)
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
	r, joined := c.member.room, c.member.joined
	c.member = nil
	c.d.mu.Lock()
	r.members = slices.DeleteFunc(r.members, func(other *Call) bool { return other == c })
	last := len(r.members) == 0
	if last && c.d.rooms[r.bridge] == r {
		delete(c.d.rooms, r.bridge)
	}
	r.tell()
	c.d.mu.Unlock()
	switch {
	case last:
		c.d.removeRoom(context.WithoutCancel(c.ctx), r.bridge)
	case joined: // and has hung up
		c.tone(r.bridge, leaveTone)
	}
}

// removeRoom takes a room's bridge away, unless somebody is in the room again.
func (d *Driver) removeRoom(ctx context.Context, bridge string) {
	d.mu.Lock()
	used := d.rooms[bridge] != nil
	d.mu.Unlock()
	if used {
		return
	}
	if err := d.client.Bridges().Destroy(ctx, bridge); err != nil && !ari.IsNotFound(err) {
		d.o.Log.Warn().Err(err).Str("bridge", bridge).Msg("removing the bridge of a conference")
	}
}

// emptyRooms removes the bridges of rooms that have neither members nor channels.
func (d *Driver) emptyRooms(ctx context.Context, rooms map[string]bool) {
	for bridge, empty := range rooms {
		if empty {
			d.removeRoom(ctx, bridge)
		}
	}
}
