package simulator

import (
	"sync"

	"callflow/flowengine"
)

// Marked is what nodes noted about a call, in memory.
type Marked struct {
	mu        sync.Mutex
	Tags      []flowengine.CallTag
	Workflows []flowengine.WorkflowStart
}

var _ flowengine.Marks = (*Marked)(nil)

// Tag notes tags.
func (m *Marked) Tag(t flowengine.CallTag) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Tags = append(m.Tags, t)
}

// StartWorkflow notes the start of a workflow.
func (m *Marked) StartWorkflow(w flowengine.WorkflowStart) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Workflows = append(m.Workflows, w)
}
