package simulator_test

import (
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"callflow/flowengine"
	"callflow/flowengine/calltest"
	"callflow/flowengine/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTheSimulatorIsACallDriver(t *testing.T) {
	calltest.Run(t, func(*testing.T) calltest.Fixture { return simulated{} })
}

// simulated makes worlds in which nothing happens but what a story does.
type simulated struct{}

func (simulated) Call(t *testing.T) calltest.Placed {
	answers := map[string]simulator.Behaviour{"SIM/nobody": {Kind: simulator.Unreachable}}
	w := simulator.NewWorld(simulator.Script{
		Caller: "+61255501234", Number: "100", Answers: answers,
		Speech:     simulator.Speech{For: time.Hour, Then: simulator.ThenSilent},
		Unplayable: map[string]bool{"sound:missing": true},
	})
	call, ctx := w.Attach(t.Context())
	t.Cleanup(call.Detach)
	phone := func(name string) calltest.Phone { return person{w, "SIM/" + name, answers} }
	return calltest.Placed{
		Context: ctx, Call: call, ID: "call", Caller: caller{w},
		Alice: phone("alice"), Bob: phone("bob"), Unreachable: "SIM/nobody",
		Short:   flowengine.Media{URI: "sound:short", Ref: "audio:short", Duration: 1500 * time.Millisecond},
		Long:    flowengine.Media{URI: "sound:long", Ref: "audio:long", Duration: 20 * time.Second},
		Missing: flowengine.Media{URI: "sound:missing", Ref: "audio:missing"},
		Now:     w.Now, Patience: 2 * time.Second,
	}
}

type caller struct{ w *simulator.World }

func (c caller) Presses(keys string) { c.w.Presses(flowengine.Caller, keys) }
func (c caller) HangsUp()            { c.w.CallerHangsUp() }

func (c caller) Hears(what string) bool {
	return slices.ContainsFunc(c.w.Heard(), func(h simulator.Heard) bool {
		return h.Party == flowengine.Caller && h.What == what
	})
}

type person struct {
	w        *simulator.World
	endpoint string
	answers  map[string]simulator.Behaviour
}

func (p person) Endpoint() string { return p.endpoint }

func (p person) Will(does calltest.Does) {
	switch does {
	case calltest.WillBeBusy:
		p.answers[p.endpoint] = simulator.Behaviour{Kind: simulator.Busy}
	case calltest.WillDecline:
		p.answers[p.endpoint] = simulator.Behaviour{Kind: simulator.Declined}
	default:
		delete(p.answers, p.endpoint)
	}
}

func (p person) Answers()            { p.w.LegAnswers(p.endpoint) }
func (p person) HangsUp()            { p.w.LegHangsUp(p.endpoint) }
func (p person) Presses(keys string) { p.w.LegPresses(p.endpoint, keys) }

func (p person) Idle() bool {
	there, _ := p.w.LegState(p.endpoint)
	return !there
}
