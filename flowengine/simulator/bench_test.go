package simulator_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

// waitingCalls is how many calls wait at once, waitingBudget how much memory
// each may take with its goroutine's stack, in bytes.
const (
	waitingCalls  = 10_000
	waitingBudget = 16 << 10
)

// BenchmarkWaitingCalls measures the memory of calls that wait: the session,
// its goroutine, and what the simulator needs for the world around it, which a
// real driver has not.
func BenchmarkWaitingCalls(b *testing.B) {
	program := compile(b, office)
	for _, c := range []struct {
		name, digits string
		answers      []string
	}{
		{"menu", "", nil},
		{"ringing", "1", nil},
		{"talking", "1", []string{"alice=answered:100h"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := script(b, c.digits, c.answers...)
			s.Parked = true
			for b.Loop() {
				heap, stack := memoryOfWaiting(b, program, s)
				perCall := heap + stack
				b.ReportMetric(perCall, "B/call")
				b.ReportMetric(heap, "heap-B/call")
				b.ReportMetric(stack, "stack-B/call")
				if perCall > waitingBudget {
					b.Errorf("a waiting call takes %.0f bytes, more than %d", perCall, waitingBudget)
				}
			}
		})
	}
}

// memoryOfWaiting starts the calls, waits until all wait, and returns what the
// process then has more than before, in bytes a call.
func memoryOfWaiting(b *testing.B, program *flowengine.Program, s simulator.Script) (heap, stack float64) {
	ctx, cancel := context.WithCancelCause(b.Context())
	var calls, arriving sync.WaitGroup
	heapBefore, stackBefore := inUse()
	arriving.Add(waitingCalls)
	for range waitingCalls {
		calls.Go(func() {
			w := simulator.NewWorld(s)
			w.OnPark(arriving.Done)
			call, callCtx := w.Attach(ctx)
			if err := engineFor(w, program).Run(callCtx, call, w.Incoming("01JDA5N3V9Y2X7Q4C8M6K1T0RB")); err != nil {
				b.Error(err)
			}
		})
	}
	arriving.Wait()
	heapAfter, stackAfter := inUse()
	cancel(flowengine.ErrHandedOver)
	calls.Wait()
	return (heapAfter - heapBefore) / waitingCalls, (stackAfter - stackBefore) / waitingCalls
}

// inUse is the memory that is in use for good: what is left of the heap after
// collecting, and the stacks. Two collections also give back the part of the
// stacks that is no longer used.
func inUse() (heap, stack float64) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc), float64(m.StackInuse)
}

func engineFor(w *simulator.World, program *flowengine.Program) *flowengine.Engine {
	services := simulator.Services(nil)
	people := simulator.NewPeople(services.Directory)
	services.Directory = people
	w.KnowPeople(people)
	return &flowengine.Engine{
		Routes: always{program, services}, Journal: silent{w}, Clock: w,
		Services: func(string) flowengine.Services { return services },
		Limits:   flowengine.DefaultLimits(), Log: zerolog.Nop(),
	}
}

type always struct {
	program  *flowengine.Program
	services flowengine.Services
}

func (a always) Route(context.Context, string) (flowengine.Route, error) {
	return flowengine.Route{Company: "default", Program: a.program, Services: a.services}, nil
}

func (a always) Revision(context.Context, int64) (*flowengine.Program, error) {
	return nil, errors.New("nothing is resumed here")
}

// silent keeps no history, and lets the caller listen where a call waits.
type silent struct{ w *simulator.World }

func (silent) CallStarted(flowengine.CallStarted) {}
func (silent) StepDone(flowengine.StepDone)       {}
func (silent) Checkpoint(flowengine.Checkpoint)   {}
func (silent) CallEnded(flowengine.CallEnded)     {}

// BenchmarkCall measures a whole call: welcome, menu, ringing, talking, recording kept.
func BenchmarkCall(b *testing.B) {
	program := compile(b, office)
	s := script(b, "1", "alice=answered:20s")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := simulator.Run(b.Context(), program, s, simulator.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A parked call waits for real, and lets go when its context ends.
func TestAParkedCallWaits(t *testing.T) {
	s := script(t, "")
	s.Parked = true
	ctx, cancel := context.WithCancelCause(t.Context())
	w := simulator.NewWorld(s)
	parked, ended := make(chan struct{}), make(chan error)
	w.OnPark(func() { close(parked) })
	go func() {
		call, callCtx := w.Attach(ctx)
		ended <- engineFor(w, compile(t, office)).Run(callCtx, call, w.Incoming("sim"))
	}()
	<-parked
	cancel(flowengine.ErrHandedOver)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if waited := w.Now().Sub(simulator.DefaultAt); waited < 2*time.Second {
		t.Errorf("the call parked after %s, before its menu listened", waited)
	}
}
