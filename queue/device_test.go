package queue_test

import (
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/queue"
)

// sees tells what a user's telephone is seen to do.
func (f *floor) sees(user string, state queue.DeviceState) {
	f.hall.Devices(map[string]queue.DeviceState{"SIM/" + user: state})
}

// state is what a queue shows of a user who is logged in.
func (f *floor) state(user string) queue.State {
	return queue.StateOf(queue.Member{LoggedIn: true}, f.agents[user].State)
}

func (f *floor) shows(user string, want queue.State) {
	f.t.Helper()
	if got := f.state(user); got != want {
		f.t.Errorf("%s is shown as %s, not %s", user, got, want)
	}
}

func TestWhoIsOnACallBesideIsNotRung(t *testing.T) {
	for _, busy := range []queue.DeviceState{queue.DeviceTalks, queue.DeviceRings} {
		f := newFloor(t, nil, m("ann"), m("bob"))
		f.sees("ann", busy)
		one, two := f.enters(), f.enters()
		one.expect("ring bob")
		two.expect("wait 20s")
		if want := map[queue.DeviceState]queue.State{queue.DeviceTalks: queue.StateOnCall, queue.DeviceRings: queue.StateReady}[busy]; f.state("ann") != want {
			t.Errorf("ann is shown as %s, not %s", f.state("ann"), want)
		}
		woken := two.woken
		f.sees("ann", queue.DeviceFree)
		if two.woken == woken {
			t.Error("the caller was not woken when ann was free")
		}
		two.expect("ring ann")
	}
}

func TestWhoseTelephoneIsAwayIsUnavailable(t *testing.T) {
	f := newFloor(t, nil, m("ann"))
	f.sees("ann", queue.DeviceAway)
	waits, hasNoPatience := f.enters(), f.enters(func(e *flowengine.QueueEntry) { e.NoAgents = 0 })
	waits.expect("wait 20s")
	f.shows("ann", queue.StateUnavailable)
	hasNoPatience.expect("leave no_agents")
	f.passes(5 * time.Second)
	f.sees("ann", queue.DeviceFree)
	waits.expect("ring ann")
	f.sees("ann", queue.DeviceRings)
	waits.expect("ring ann") // it is this call that rings
}

func TestOneTelephoneOfTwoIsAway(t *testing.T) {
	ann := m("ann")
	ann.Legs = append(ann.Legs, m("mobile").Legs...)
	f := newFloor(t, nil, ann)
	f.sees("ann", queue.DeviceAway)
	f.enters().expect("ring ann,mobile")
}

// A telephone of which nothing can be told is rung.
func TestNothingIsKnownOfATelephone(t *testing.T) {
	f := newFloor(t, nil, m("ann"))
	f.sees("ann", queue.DeviceTalks)
	f.sees("ann", queue.DeviceUnknown)
	f.enters().expect("ring ann")
}

// What members do is known before the first caller comes.
func TestKnow(t *testing.T) {
	f := newFloor(t, nil, m("ann"))
	f.hall.Know("default", f.def)
	f.shows("ann", queue.StateReady)
	f.sees("ann", queue.DeviceAway)
	f.shows("ann", queue.StateUnavailable)
	f.change(func(d *queue.Definition) { d.Members = append(d.Members, m("bob")) })
	f.sees("bob", queue.DeviceTalks)
	f.hall.Know("default", f.def)
	f.shows("bob", queue.StateOnCall)
}
