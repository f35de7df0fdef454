package simulator

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"callflow/flowengine"
)

// CallBack is a call that callflow makes to the script's caller.
type CallBack struct {
	// Node is where it begins.
	Node string
	Task flowengine.CallbackTask
	// Answers says whether it is answered, after three seconds; it rings for
	// half a minute otherwise.
	Answers bool
}

func (b CallBack) checkpoint(w *World, route flowengine.Route) (flowengine.Checkpoint, error) {
	task, err := json.Marshal(b.Task)
	if err != nil {
		return flowengine.Checkpoint{}, fmt.Errorf("the task of a call back: %w", err)
	}
	w.callee = &b
	in := w.Incoming("sim")
	in.Outbound = true
	return flowengine.Checkpoint{
		Call: in, Company: route.Company, Number: route.Number, Revision: route.Program.Revision, Node: b.Node, Task: task,
	}, nil
}

// pickUp is the one who is called, and answers or does not.
func (w *World) pickUp() error {
	if w.callee == nil || w.answered {
		return nil
	}
	if !w.callee.Answers {
		w.Pass(30 * time.Second)
		w.end(0)
		return flowengine.ErrHungUp
	}
	w.Pass(3 * time.Second)
	return nil
}

// Promises keeps places for callers in memory.
type Promises struct {
	Kept []flowengine.CallbackWish
	// Taken are the ids of those who confirmed, Tried of the tries in vain.
	Taken, Tried []int64
}

// Ask implements [flowengine.Callbacks].
func (p *Promises) Ask(_ context.Context, w flowengine.CallbackWish) (bool, error) {
	for _, kept := range p.Kept {
		if kept.Queue == w.Queue && kept.To == w.To {
			return false, nil
		}
	}
	p.Kept = append(p.Kept, w)
	return true, nil
}

// Confirmed implements [flowengine.Callbacks].
func (p *Promises) Confirmed(_ context.Context, id int64) error {
	p.Taken = append(p.Taken, id)
	return nil
}

// Unreached implements [flowengine.Callbacks].
func (p *Promises) Unreached(_ context.Context, id int64, _ string) (bool, error) {
	p.Tried = append(p.Tried, id)
	return false, nil
}
