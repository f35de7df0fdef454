package queue

import (
	"slices"

	"callflow/flowengine"
)

// DeviceState is what a telephone is seen to do, for callflow or beside it.
type DeviceState int

// What a telephone does.
const (
	DeviceUnknown DeviceState = iota // nobody can tell
	DeviceFree
	DeviceRings
	DeviceTalks
	DeviceAway // not registered, or answers nothing
)

// Devices tells what telephones do now; of those that are not named, what was
// told last holds.
func (h *Hall) Devices(states map[string]DeviceState) {
	h.mu.Lock()
	defer h.mu.Unlock()
	changed := map[*room]bool{}
	for endpoint, state := range states {
		if h.devices[endpoint] == state {
			continue
		}
		h.devices[endpoint] = state
		if state == DeviceUnknown || state == DeviceFree {
			delete(h.devices, endpoint) // both hinder nobody
		}
		for _, r := range h.rooms {
			changed[r] = changed[r] || r.endpoints[endpoint]
		}
	}
	for r := range changed {
		if changed[r] {
			r.settle(h.o.Now())
		}
	}
}

// Know makes a queue known before its first caller comes, and adopts what has
// changed of it: so that whoever watches sees what its members do.
func (h *Hall) Know(company string, def *Definition) {
	q := h.Company(company).queue(def)
	h.mu.Lock()
	defer h.mu.Unlock()
	if q.def != def {
		now := h.o.Now()
		q.adopt(def, now)
		q.room.settle(now)
	}
}

// seen says whether a member's telephone is seen to be in use: in a call, and
// with least Rings also ringing.
func (r *room) seen(m *member, least flowengine.PresenceKind) bool {
	return slices.ContainsFunc(m.Legs, func(l flowengine.RingLeg) bool {
		state := r.hall.devices[l.Endpoint]
		return state == DeviceTalks || state == DeviceRings && least == flowengine.Rings
	})
}

// isAway says whether none of a member's telephones is there.
func (r *room) isAway(m *member) bool {
	return len(m.Legs) > 0 && !slices.ContainsFunc(m.Legs, func(l flowengine.RingLeg) bool {
		return r.hall.devices[l.Endpoint] != DeviceAway
	})
}
