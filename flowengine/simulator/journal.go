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
	var c flowengine.Checkpoint
	if len(j.checkpoints) == 0 {
		return c, false
	}
	if err := json.Unmarshal(j.checkpoints[len(j.checkpoints)-1].data, &c); err != nil {
		panic(fmt.Sprintf("simulator: a checkpoint cannot be read back: %v", err))
	}
	return c, true
}
