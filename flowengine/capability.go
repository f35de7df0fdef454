package flowengine

import "slices"

// Capability is something about a live call that not every driver can do. A
// driver says which ones it lacks, a node which ones it needs, and the check of
// a flow brings the two together before a caller does.
type Capability string

// The capabilities that some driver lacks.
const (
	// HearsTalkers is that the keys which are pressed in a conversation are told.
	HearsTalkers Capability = "talk_digits"
	// KeepsCalls is that a call lives on through a restart of callflow.
	KeepsCalls Capability = "restart"
)

// Needy is a [Runner] that needs capabilities of the driver. Nodes that need
// none leave it out.
type Needy interface {
	Needs() []Capability
}

// about says what the lack of a capability means, as the end of a sentence.
func (c Capability) about() string {
	switch c {
	case HearsTalkers:
		return "hear keys in a conversation"
	case KeepsCalls:
		return "keep a call through a restart of callflow"
	}
	return string(c)
}

// lacking are the capabilities that a node needs and a driver lacks.
func lacking(r Runner, lacks []Capability) []Capability {
	needy, ok := r.(Needy)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(needy.Needs()), func(c Capability) bool { return !slices.Contains(lacks, c) })
}

// The drivers that a number can be served by.
const (
	DriverARI = "ari"
	DriverAGI = "agi"
)
