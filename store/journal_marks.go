package store

import (
	"database/sql/driver"

	"callflow/flowengine"
)

// mark is one row that a node has noted about its call, ready to be written.
type mark struct {
	sort rowSort
	args []driver.Value
	size int
}

var _ flowengine.Marks = (*Journal)(nil)

// Tag implements [flowengine.Marks].
func (j *Journal) Tag(t flowengine.CallTag) {
	for _, tag := range t.Tags {
		j.mark(tagRow, t.Call, Printable(tag, maxCallText), int64(t.Step), timeText(t.At))
	}
	if t.Score != nil {
		j.mark(scoreRow, t.Call, int64(*t.Score), "flow:"+Printable(t.Node, maxCallText), timeText(t.At))
	}
}

// StartWorkflow implements [flowengine.Marks].
func (j *Journal) StartWorkflow(w flowengine.WorkflowStart) {
	j.mark(workflowRow, Printable(w.Workflow, maxCallText), int64(w.Step), timeText(w.At), w.Call)
}

func (j *Journal) mark(sort rowSort, args ...driver.Value) {
	m := mark{sort: sort, args: args, size: 200}
	for _, a := range args {
		m.size += textLen(a)
	}
	j.push(func(q *backlog) {
		q.marks.push(m)
		q.bytes += m.size
	})
}

func (w *batchWriter) mark(m *mark) {
	for _, a := range m.args {
		w.add(a)
	}
}
