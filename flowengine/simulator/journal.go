package simulator

import (
	"encoding/json"
	"fmt"
	"time"

	"callflow/flowengine"
)

// Journal keeps the history of one simulated call in memory.
type Journal struct {
	Started []flowengine.CallStarted
	Steps   []flowengine.StepDone
	Ended   *flowengine.CallEnded
	// OnStep, when set, is told of each node that the call enters.
	OnStep func(flowengine.Checkpoint)

	clock       flowengine.Clock
	written     []time.Time // when each of Steps was
	checkpoints []stamped
	seq         int
	closed      bool
}

type stamped struct {
	at   time.Time
	data []byte
}

var _ flowengine.Journal = (*Journal)(nil)

// NewJournal makes an empty journal.
func NewJournal(clock flowengine.Clock) *Journal { return &Journal{clock: clock} }

// CallStarted notes the start of a call.
func (j *Journal) CallStarted(c flowengine.CallStarted) {
	if !j.closed {
		j.Started = append(j.Started, c)
	}
}

// StepDone notes a step.
func (j *Journal) StepDone(s flowengine.StepDone) {
	if !j.closed {
		j.Steps = append(j.Steps, s)
		j.written = append(j.written, j.clock.Now())
	}
}

// Checkpoint keeps the checkpoint as the JSON that a store would write.
func (j *Journal) Checkpoint(c flowengine.Checkpoint) {
	if j.closed {
		return
	}
	data, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("simulator: a checkpoint cannot be written as JSON: %v", err))
	}
	j.checkpoints = append(j.checkpoints, stamped{j.clock.Now(), data})
	if c.Seq != j.seq {
		j.seq = c.Seq
		if j.OnStep != nil {
			j.OnStep(c)
		}
	}
}

// CallEnded notes the end of the call.
func (j *Journal) CallEnded(e flowengine.CallEnded) {
	if !j.closed {
		j.Ended = &e
	}
}

// Close makes the journal deaf, as the death of its process does.
func (j *Journal) Close() { j.closed = true }

// Reopen opens the journal for the next process, without what was not yet on
// disk at the given time.
func (j *Journal) Reopen(onDisk time.Time) {
	j.closed = false
	for n := len(j.Steps); n > 0 && j.written[n-1].After(onDisk); n-- {
		j.Steps, j.written = j.Steps[:n-1], j.written[:n-1]
	}
	for n := len(j.checkpoints); n > 0 && j.checkpoints[n-1].at.After(onDisk); n-- {
		j.checkpoints = j.checkpoints[:n-1]
	}
	j.seq = 0
}

// Last is the newest checkpoint; false when there is none.
func (j *Journal) Last() (flowengine.Checkpoint, bool) {
	if len(j.checkpoints) == 0 {
		return flowengine.Checkpoint{}, false
	}
	return j.checkpoint(len(j.checkpoints) - 1), true
}

// Known is what later nodes can read at one moment of a call.
type Known struct {
	Vars    map[string]any `json:"vars,omitempty"`
	Results map[string]any `json:"results,omitempty"`
}

// After are what is known once each of Steps was left: what the first
// checkpoint of the step after it holds, or for the last step the last one.
func (j *Journal) After() []Known {
	after := make([]Known, len(j.Steps))
	next := 0
	for i, s := range j.Steps {
		for ; next < len(j.checkpoints); next++ {
			c := j.checkpoint(next)
			after[i] = Known{c.Vars, c.Results}
			if c.Seq > s.Seq {
				break
			}
		}
		if next == len(j.checkpoints) && i > 0 && after[i].Vars == nil && after[i].Results == nil {
			after[i] = after[i-1]
		}
	}
	return after
}

func (j *Journal) checkpoint(i int) (c flowengine.Checkpoint) {
	if err := json.Unmarshal(j.checkpoints[i].data, &c); err != nil {
		panic(fmt.Sprintf("simulator: a checkpoint cannot be read back: %v", err))
	}
	return c
}
