package flowengine

import "time"

// Marks takes what nodes note about a call beside its trace. Like the history,
// it never blocks and never fails; a mark made again by a node that runs again
// counts once.
type Marks interface {
	// Tag gives a call tags, and a score if there is one.
	Tag(CallTag)
	// StartWorkflow notes that a follow-up workflow is to begin for a call.
	StartWorkflow(WorkflowStart)
}

// CallTag is what a node says about its call.
type CallTag struct {
	Call string
	Step int
	Node string
	At   time.Time
	Tags []string
	// Score is from 0 to 100; nil leaves it as it is.
	Score *int
}

// WorkflowStart is a workflow that is to begin.
type WorkflowStart struct {
	Call     string
	Step     int
	At       time.Time
	Workflow string
}

// Tag gives the call tags, and a score if there is one.
func (s *Session) Tag(tags []string, score *int) {
	s.services.Marks.Tag(CallTag{Call: s.at.Call.ID, Step: s.at.Seq, Node: s.at.Node, At: s.Now(), Tags: tags, Score: score})
}

// StartWorkflow notes that a workflow is to begin for the call.
func (s *Session) StartWorkflow(name string) {
	s.services.Marks.StartWorkflow(WorkflowStart{Call: s.at.Call.ID, Step: s.at.Seq, At: s.Now(), Workflow: name})
}
