package server

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/ari"
	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
)

// deviceTest has queues, and an Asterisk that knows some telephones.
type deviceTest struct {
	*testing.T
	devices    *devices
	now        time.Time
	all        *[]store.QueueOf
	connection int64
	states     map[string]string
	asked      int
	subscribed map[string]bool
	broken     error
	shown      map[string]queue.AgentState
}

func newDeviceTest(t *testing.T) *deviceTest {
	d := &deviceTest{
		T: t, now: time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC), connection: 1,
		states: map[string]string{}, subscribed: map[string]bool{}, shown: map[string]queue.AgentState{},
	}
	d.devices = &devices{
		queues: func(context.Context) (*[]store.QueueOf, error) { return d.all, nil },
		hall:   queue.NewHall(queue.Options{Source: d, History: d, Now: func() time.Time { return d.now }, Random: rand.New(rand.NewPCG(1, 2))}),
		log:    zerolog.Nop(), connection: func() int64 { return d.connection },
		poked: make(chan struct{}, 1),
		state: func(_ context.Context, endpoint string) (string, error) {
			d.asked++
			if state, ok := d.states[endpoint]; ok {
				return state, d.broken
			}
			return ari.DeviceStateInvalid, d.broken
		},
		subscribe: func(_ context.Context, sources []string) error {
			if len(sources) > deviceChunk {
				return fmt.Errorf("%d subscriptions at once", len(sources))
			}
			for _, s := range sources {
				d.subscribed[s] = true
			}
			return d.broken
		},
		unsubscribe: func(_ context.Context, sources []string) error {
			for _, s := range sources {
				delete(d.subscribed, s)
			}
			return d.broken
		},
	}
	d.members()
	return d
}

func (d *deviceTest) Queue(context.Context, string, string) (*queue.Definition, error) {
	return (*d.all)[0].Definition, nil
}

func (d *deviceTest) Recent(context.Context, string, string) ([]time.Duration, error) {
	return nil, nil
}

func (d *deviceTest) Visit(queue.Visit)         {}
func (d *deviceTest) Member(queue.MemberRecord) {}
func (d *deviceTest) Agent(a queue.AgentRecord) { d.shown[a.User] = a.State }

// members makes these the members of the one queue, with a telephone each.
func (d *deviceTest) members(users ...string) {
	def := queue.Defaults()
	def.Name = "support"
	for _, u := range users {
		def.Members = append(def.Members, queue.Member{User: u, Priority: 1, LoggedIn: true, Legs: []flowengine.RingLeg{{Target: "user:" + u, Endpoint: "PJSIP/" + u}}})
	}
	d.all = &[]store.QueueOf{{Company: "default", Definition: &def}}
}

// looks checks how many questions a look takes, and what the queue shows then.
func (d *deviceTest) looks(asked int, want string) {
	d.Helper()
	d.asked = 0
	d.devices.tell()
	if err := d.devices.look(d.Context(), d.now); (err != nil) != (d.broken != nil) {
		d.Fatalf("look: %v", err)
	}
	if d.asked != asked {
		d.Errorf("Asterisk was asked %d times, not %d", d.asked, asked)
	}
	var shown []string
	for _, u := range slices.Sorted(maps.Keys(d.shown)) {
		shown = append(shown, u+" "+string(d.shown[u]))
	}
	if got := strings.Join(shown, ", "); got != want {
		d.Errorf("the queue shows %q, not %q", got, want)
	}
}

func (d *deviceTest) isToldOf(want ...string) {
	d.Helper()
	if got := slices.Sorted(maps.Keys(d.subscribed)); !slices.Equal(got, want) {
		d.Errorf("subscribed to %q, not %q", got, want)
	}
}

func TestDevicesAreAskedOnceAndListenedTo(t *testing.T) {
	d := newDeviceTest(t)
	d.states = map[string]string{"PJSIP/ann": ari.DeviceStateInuse, "PJSIP/bob": ari.DeviceStateUnavailable}
	d.members("ann", "bob", "mobile")
	d.looks(5, "ann on_call, bob unreachable, mobile idle") // those that it knows twice: before and after subscribing
	d.isToldOf("deviceState:PJSIP/ann", "deviceState:PJSIP/bob")
	d.looks(0, "ann on_call, bob unreachable, mobile idle")
	d.devices.hear("PJSIP/ann", ari.DeviceStateNotInuse)
	d.devices.hear("PJSIP/bob", ari.DeviceStateOnhold)
	d.looks(0, "ann idle, bob on_call, mobile idle")
	d.states["PJSIP/eve"] = ari.DeviceStateBusy
	d.members("ann", "eve", "mobile")
	d.looks(2, "ann idle, bob on_call, eve on_call, mobile idle") // bob is no member any more
	d.isToldOf("deviceState:PJSIP/ann", "deviceState:PJSIP/eve")
}

func TestDevicesAfterALostConnection(t *testing.T) {
	d := newDeviceTest(t)
	d.states["PJSIP/ann"] = ari.DeviceStateNotInuse
	d.members("ann")
	d.looks(2, "ann idle")
	d.connection = 0
	d.states["PJSIP/ann"] = ari.DeviceStateInuse
	clear(d.subscribed)
	d.looks(0, "ann idle")
	d.connection = 2
	d.looks(2, "ann on_call")
	d.isToldOf("deviceState:PJSIP/ann")
}

func TestDevicesThatAreSetUpLater(t *testing.T) {
	d := newDeviceTest(t)
	d.members("ann")
	d.looks(1, "ann idle")
	d.isToldOf()
	d.states["PJSIP/ann"] = ari.DeviceStateUnavailable
	d.now = d.now.Add(deviceRefresh)
	d.looks(2, "ann unreachable")
	d.isToldOf("deviceState:PJSIP/ann")
}

func TestDevicesThatCannotBeAsked(t *testing.T) {
	d := newDeviceTest(t)
	d.states["PJSIP/ann"] = ari.DeviceStateInuse
	d.members("ann")
	d.broken = errors.New("no")
	d.looks(1, "")
	d.broken = nil
	d.looks(2, "ann on_call")
}

func TestManyDevices(t *testing.T) {
	d := newDeviceTest(t)
	var users []string
	for i := range 2*deviceChunk + 1 {
		users = append(users, fmt.Sprintf("u%03d", i))
		d.states["PJSIP/"+users[i]] = ari.DeviceStateNotInuse
	}
	d.members(users...)
	d.asked = 0
	if err := d.devices.look(t.Context(), d.now); err != nil {
		t.Fatal(err)
	}
	if len(d.subscribed) != len(users) {
		t.Errorf("%d subscriptions for %d telephones", len(d.subscribed), len(users))
	}
}
