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

// Reopen opens the journal for the next process.
func (j *Journal) Reopen() { j.closed = false }

// Last is the newest checkpoint that was on disk at a time, when writing took
// as long as lag; false when none was.
func (j *Journal) Last(at time.Time, lag time.Duration) (flowengine.Checkpoint, bool) {
	var c flowengine.Checkpoint
	for i := len(j.checkpoints) - 1; i >= 0; i-- {
		if j.checkpoints[i].at.Add(lag).After(at) {
			continue
		}
		if err := json.Unmarshal(j.checkpoints[i].data, &c); err != nil {
			panic(fmt.Sprintf("simulator: a checkpoint cannot be read back: %v", err))
		}
		return c, true
	}
	return c, false
}
