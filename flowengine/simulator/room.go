package simulator

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
)

var _ flowengine.Conferrer = (*Call)(nil)

// Guest is somebody else in the room of a simulated conference.
type Guest struct {
	// At is when the guest comes, counted from when the caller does.
	At time.Duration `yaml:"at"`
	// For is how long the guest stays; 0 means as long as the caller.
	For       time.Duration `yaml:"for"`
	Moderator bool          `yaml:"moderator"`
	// Records says that the guest's call records, and came before the caller's.
	Records bool `yaml:"records"`
}

// room is the room that the caller is in.
type room struct {
	spec   flowengine.RoomSpec
	owner  *Call
	guests []Guest // those who are there
	joined bool
	heard  int // index of the conversation's line in the transcript
}

// EnterRoom makes the caller a member, or attaches to the membership of an
// earlier process.
func (c *Call) EnterRoom(ctx context.Context, spec flowengine.RoomSpec) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	w := c.w
	if r := w.room; r != nil {
		if r.owner == c || r.spec.Name != spec.Name {
			return fmt.Errorf("entering the room %s: the caller is in %s", spec.Name, r.spec.Name)
		}
		r.owner = c
		w.roomChanged()
		return nil
	}
	if !w.answered || w.bridged != nil {
		return errors.New("entering a room: the caller is not answered, or in a conversation")
	}
	w.silence++
	r := &room{spec: spec, owner: c}
	w.room = r
	for _, g := range w.script.Room {
		w.after(g.At, func() { w.comes(r, g) })
	}
	w.roomChanged()
	return nil
}

func (w *World) comes(r *room, g Guest) {
	if w.room != r {
		return
	}
	r.guests = append(r.guests, g)
	w.roomChanged()
	if g.For == 0 {
		return
	}
	w.after(g.For, func() {
		for i := range r.guests {
			if r.guests[i] == g {
				r.guests = append(r.guests[:i:i], r.guests[i+1:]...)
				break
			}
		}
		if w.room == r {
			w.roomChanged()
		}
	})
}

func (w *World) roomChanged() {
	r := w.room
	e := flowengine.RoomChanged{Members: 1 + len(r.guests), Joined: r.joined, Record: r.spec.Records}
	if r.spec.Moderator {
		e.Moderators++
	}
	for _, g := range r.guests {
		if g.Moderator {
			e.Moderators++
		}
		if g.Records {
			e.Record = false
		}
	}
	w.emitTo(r.owner, e)
}

// JoinRoom lets the caller talk with the guests.
func (c *Call) JoinRoom(ctx context.Context) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	w := c.w
	if w.room == nil {
		return errors.New("joining a room: the caller has entered none")
	}
	if w.room.joined {
		return nil
	}
	w.silence++
	w.stopIndication()
	if p := w.playing(flowengine.Caller); p != nil {
		w.endPlayback(p, false, true)
	}
	w.room.joined, w.room.heard = true, len(w.heard)
	w.hear(flowengine.Caller, "conference "+w.room.spec.Name)
	return nil
}

// QuitRoom takes the caller out of the conversation.
func (c *Call) QuitRoom(ctx context.Context) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	c.w.quitRoom()
	return nil
}

// LeaveRoom ends the membership.
func (c *Call) LeaveRoom(ctx context.Context) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	c.w.quitRoom()
	c.w.room = nil
	return nil
}

func (w *World) quitRoom() {
	if r := w.room; r != nil && r.joined {
		r.joined = false
		h := &w.heard[r.heard]
		h.For = w.since() - h.At
	}
}
