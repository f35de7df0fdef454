// Package foreign makes flows of those of other telephone systems. What has a
// node that does the same is mapped; what has none stays as a note on a skipped
// node, with its own text, and is listed: nothing is dropped silently.
package foreign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// Options say how a flow is imported.
type Options struct {
	// Name is the flow's name; empty takes that of the file, else the system's.
	Name string
	// Names replace what the other system calls its users, groups, queues,
	// sounds and flows, which are often ids that say nothing to people.
	Names map[string]string
	// Language is that of the notes.
	Language wording.Language
}

// Result is a flow with what became of each part of the other system's.
type Result struct {
	Flow *flowengine.Flow `json:"-"`
	// Parts are in the order of the file.
	Parts []Part `json:"parts"`
	// Notes are about the flow as a whole.
	Notes []string `json:"notes,omitempty"`
	// Names are what the flow refers to by the other system's names, or by those
	// that [Options] replace them with.
	Names []Named `json:"names,omitempty"`
}

// Named is a thing of the other system that the flow refers to.
type Named struct {
	// ID is what the other system calls it, which Options.Names can replace.
	ID string `json:"id"`
	// Ref is the reference in the flow, such as user:alice.
	Ref string `json:"ref"`
}

// Part is one widget, module or applet of the other system.
type Part struct {
	// Name and Type are the other system's.
	Name string `json:"name"`
	Type string `json:"type"`
	// Node is the id of what it became, NodeType its type; empty for what has
	// become part of another node.
	Node     string  `json:"node,omitempty"`
	NodeType string  `json:"node_type,omitempty"`
	Mapped   Mapping `json:"mapped"`
	// Notes say what was not taken over, each in a sentence.
	Notes []string `json:"notes,omitempty"`
}

// Mapping says how much of a part was taken over.
type Mapping string

// The mappings.
const (
	Whole  Mapping = "whole"  // it does the same
	Partly Mapping = "partly" // it does nearly the same, see the notes
	Kept   Mapping = "kept"   // it does nothing: it is kept as a note
)

// system is one of the others.
type system struct {
	name string
	read func(b *builder, data json.RawMessage) error
}

var systems = []system{
	{"twilio-studio", readTwilio},
	{"kazoo", readKazoo},
	{"openvbx", readOpenVBX},
}

// Systems are the names of the systems that can be read.
func Systems() []string {
	names := make([]string, len(systems))
	for i, s := range systems {
		names[i] = s.name
	}
	return names
}

// FormatError says why a file is none of the system's.
type FormatError struct {
	System  string
	Problem wording.Phrase
}

func noFlow(system, format string, args ...any) *FormatError {
	return &FormatError{system, wording.Say(format, args...)}
}

func (e *FormatError) Error() string { return e.In(wording.English) }

// In is the error in a language.
func (e *FormatError) In(l wording.Language) string {
	return wording.Say("this is no flow of %s: %s", e.System, e.Problem).In(l)
}

// ErrUnknownSystem says that there is no such system.
var ErrUnknownSystem = errors.New("this system cannot be read")

// Import reads a flow of another system, in JSON. Errors: [ErrUnknownSystem],
// [FormatError].
func Import(name string, data []byte, o Options) (*Result, error) {
	i := slices.IndexFunc(systems, func(s system) bool { return s.name == name })
	if i < 0 {
		return nil, fmt.Errorf("%w: %q; use %s", ErrUnknownSystem, name, strings.Join(Systems(), ", "))
	}
	if len(data) > flowengine.MaxDocumentSize {
		return nil, noFlow(name, "it has %d bytes, and at most %d can be read", len(data), flowengine.MaxDocumentSize)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, noFlow(name, "it is empty")
	}
	if err := readable(data); err != nil {
		return nil, &FormatError{name, wording.Told(err)}
	}
	b := newBuilder(name, o)
	if err := systems[i].read(b, data); err != nil {
		return nil, err
	}
	return b.result(), nil
}
