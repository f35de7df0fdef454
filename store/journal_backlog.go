package store

import (
	"database/sql/driver"
	"encoding/json"
	"maps"
	"slices"

	"callflow/flowengine"
)

// backlog is what waits to be written. Records of one sort are kept together:
// a commit writes starts, steps, checkpoints, ends and letters, each sort with few
// statements.
type backlog struct {
	letters     fifo[flowengine.PostedLetter]
	marks       fifo[mark]
	starts      fifo[flowengine.CallStarted]
	steps       fifo[step]
	ends        fifo[flowengine.CallEnded]
	extras      fifo[extra]
	checkpoints map[string]flowengine.Checkpoint // by call: the newest only
	bytes       int                              // about what all of it takes
}

// step is a step with its details in JSON, so that its size is known.
type step struct {
	flowengine.StepDone
	details, warnings any // a string, or nil for NULL
	target            string
	size              int
}

// extra is one row of another sort, with its values; they are written in the
// order in which they came.
type extra struct {
	sort rowSort
	args []driver.Value
}

// sizeOfExtra is about what a row of a queue takes.
const sizeOfExtra = 500

func (q *backlog) addExtra(e extra) {
	q.extras.push(e)
	q.bytes += sizeOfExtra
}

// The bounds of a step's texts, in bytes.
const (
	maxWhy     = 2000
	maxDetails = 16 << 10
)

// makeStep makes a step ready to be written.
func makeStep(d flowengine.StepDone) step {
	s := step{StepDone: d}
	s.Node, s.Type = Printable(d.Node, maxCallText), Printable(d.Type, maxCallText)
	s.Label, s.Outcome = Printable(d.Label, maxCallText), Printable(d.Outcome, maxCallText)
	s.Why, s.Flow = Printable(d.Why, maxWhy), Printable(d.Flow, maxCallText)
	// Who talked to the caller is what a sticky node asks for later.
	if _, talked := d.Details["talked_s"]; talked {
		s.target, _ = d.Details["target"].(string)
	}
	s.details, s.warnings = boundedJSON(len(d.Details), d.Details), boundedJSON(len(d.Warnings), d.Warnings)
	s.Details, s.Warnings = nil, nil
	s.size = 256 + len(s.Node) + len(s.Type) + len(s.Label) + len(s.Outcome) + len(s.Why) + len(s.Flow) + textLen(s.details) + textLen(s.warnings)
	return s
}

func textLen(v any) int {
	s, _ := v.(string)
	return len(s)
}

// boundedJSON is details as JSON, or a note in their place when they are too
// large or are not data. A step is never lost because of its details.
func boundedJSON(n int, v any) any {
	if n == 0 {
		return nil
	}
	b, err := json.Marshal(v)
	_, list := v.([]string)
	switch {
	case err != nil && list, len(b) > maxDetails && list:
		return `["too long to be stored"]`
	case err != nil:
		return `{"not_stored":"the details are not data"}`
	case len(b) > maxDetails:
		return `{"not_stored":"the details are too long"}`
	}
	return string(b)
}

const (
	startSize      = 400
	endSize        = 300
	checkpointSize = 800
)

func sizeOfStart(c flowengine.CallStarted) int {
	return startSize + len(c.Call.CallerNumber) + len(c.Call.CallerName) + len(c.Call.Number) + len(c.Call.Channel)
}

func sizeOfCheckpoint(c flowengine.Checkpoint) int {
	size := checkpointSize + len(c.State) + 64*(len(c.Vars)+len(c.Results)+len(c.Visits))
	for _, f := range c.Stack {
		size += 128 + 64*(len(f.Vars)+len(f.Results)+len(f.Visits))
	}
	return size
}

func sizeOfEnd(e flowengine.CallEnded) int { return endSize + len(e.Why) }

func (q *backlog) records() int {
	return q.letters.len() + q.marks.len() + q.starts.len() + q.steps.len() + q.ends.len() + q.extras.len() + len(q.checkpoints)
}

func (q *backlog) addStart(c flowengine.CallStarted) {
	q.starts.push(c)
	q.bytes += sizeOfStart(c)
}

func (q *backlog) addStep(s step) {
	q.steps.push(s)
	q.bytes += s.size
}

func (q *backlog) addCheckpoint(c flowengine.Checkpoint) {
	q.forget(c.Call.ID)
	if q.checkpoints == nil {
		q.checkpoints = map[string]flowengine.Checkpoint{}
	}
	q.checkpoints[c.Call.ID] = c
	q.bytes += sizeOfCheckpoint(c)
}

func (q *backlog) forget(call string) {
	if old, ok := q.checkpoints[call]; ok {
		q.bytes -= sizeOfCheckpoint(old)
		delete(q.checkpoints, call)
	}
}

func (q *backlog) addEnd(e flowengine.CallEnded) {
	q.forget(e.Call)
	q.ends.push(e)
	q.bytes += sizeOfEnd(e)
}

// dropOldest gives up the oldest step; without any, the oldest start, then the
// oldest end, and last the oldest letter, which is somebody's message. Checkpoints are bounded by the calls that go on. It says whether
// there was anything to give up.
func (q *backlog) dropOldest() bool {
	switch {
	case q.steps.len() > 0:
		q.bytes -= q.steps.pop().size
	case q.extras.len() > 0:
		q.extras.pop()
		q.bytes -= sizeOfExtra
	case q.marks.len() > 0:
		q.bytes -= q.marks.pop().size
	case q.starts.len() > 0:
		q.bytes -= sizeOfStart(q.starts.pop())
	case q.ends.len() > 0:
		q.bytes -= sizeOfEnd(q.ends.pop())
	case q.letters.len() > 0:
		q.bytes -= sizeOfLetter(q.letters.pop())
	default:
		return false
	}
	return true
}

// take moves at most max rows to a batch of their own. Letters come first, so
// that no checkpoint says of a letter that it was posted before it is there. Ends
// are only taken when no start is left behind, because they need their call's row. When all of it
// fits, the batch is the backlog, and the emptied spare takes its place.
func (q *backlog) take(max int, spare *backlog) *backlog {
	b := &backlog{}
	if q.records() <= max {
		*b, *q, *spare = *q, *spare, *b
		return b
	}
	for ; max > 0 && q.letters.len() > 0; max-- {
		b.addLetter(q.letters.pop())
	}
	for ; max > 0 && q.starts.len() > 0; max-- {
		b.addStart(q.starts.pop())
	}
	for ; max > 0 && q.starts.len() == 0 && q.marks.len() > 0; max-- {
		m := q.marks.pop()
		b.marks.push(m)
		b.bytes += m.size
	}
	for ; max > 0 && q.steps.len() > 0; max-- {
		b.addStep(q.steps.pop())
	}
	for ; max > 0 && q.extras.len() > 0; max-- {
		b.addExtra(q.extras.pop())
	}
	if q.starts.len() == 0 && q.steps.len() == 0 {
		for ; max > 0 && q.ends.len() > 0; max-- {
			b.addEnd(q.ends.pop())
		}
	}
	for call, c := range q.checkpoints {
		if max--; max < 0 {
			break
		}
		b.addCheckpoint(c)
		delete(q.checkpoints, call)
	}
	q.bytes -= b.bytes
	return b
}

// recycle empties a batch that is written, so that it can be a spare.
func (q *backlog) recycle() {
	q.letters.empty()
	q.marks.empty()
	q.starts.empty()
	q.steps.empty()
	q.ends.empty()
	q.extras.empty()
	if len(q.checkpoints) > 4096 {
		q.checkpoints = nil // what a burst took is given back
	}
	clear(q.checkpoints)
	q.bytes = 0
}

// putBack returns a batch that could not be written to the front.
func (q *backlog) putBack(b *backlog) {
	q.letters.unshift(b.letters)
	q.marks.unshift(b.marks)
	q.starts.unshift(b.starts)
	q.steps.unshift(b.steps)
	q.ends.unshift(b.ends)
	q.extras.unshift(b.extras)
	q.bytes += b.bytes
	ended := map[string]bool{}
	for _, e := range q.ends.items[q.ends.head:] {
		ended[e.Call] = true
	}
	for call, c := range b.checkpoints {
		if _, newer := q.checkpoints[call]; newer || ended[call] {
			q.bytes -= sizeOfCheckpoint(c)
			delete(b.checkpoints, call)
		}
	}
	if q.checkpoints == nil {
		q.checkpoints = b.checkpoints
		return
	}
	maps.Copy(q.checkpoints, b.checkpoints)
}

// fifo is a queue whose front can be taken without moving the rest.
type fifo[T any] struct {
	items []T
	head  int
}

func (f *fifo[T]) len() int { return len(f.items) - f.head }

func (f *fifo[T]) push(v T) {
	if f.head > 0 && len(f.items) == cap(f.items) {
		n := copy(f.items, f.items[f.head:])
		clear(f.items[n:])
		f.items, f.head = f.items[:n], 0
	}
	f.items = append(f.items, v)
}

func (f *fifo[T]) pop() T {
	var zero T
	v := f.items[f.head]
	f.items[f.head] = zero // for the garbage collector
	f.head++
	if f.head == len(f.items) {
		f.items, f.head = f.items[:0], 0
		if cap(f.items) > 4096 {
			f.items = nil // what a burst took is given back
		}
	}
	return v
}

func (f *fifo[T]) empty() {
	clear(f.items)
	f.items, f.head = f.items[:0], 0
	if cap(f.items) > 4096 {
		f.items = nil
	}
}

func (f *fifo[T]) unshift(front fifo[T]) {
	f.items, f.head = slices.Concat(front.items[front.head:], f.items[f.head:]), 0
}
