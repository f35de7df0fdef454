// Package flowengine is the heart of callflow: what a flow is, when it is
// complete, and how one call walks through it.
//
// The package knows nothing of Asterisk, SQL, HTTP or the wall clock. What a
// flow needs from the world it asks for through ports: [Call] for the telephone
// call itself, and the interfaces of [Services] for everything beside it.
//
// The story of one call: a driver (package ari/stasis, or the simulator) hands
// a [Call] to [Engine.Run]. The engine finds the number's live revision, a
// [Program], and walks it on the caller's goroutine: it runs a node, gets an
// outcome, writes a step to the [Journal], and follows the edge of that
// outcome until a node ends the call or the caller leaves.
package flowengine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// SchemaVersion is the version of the flow document that this build writes.
const SchemaVersion = 1

// Kind says what a flow handles.
type Kind string

// The kinds of flow.
const (
	Voice Kind = "voice"
	Text  Kind = "text"
)

// Flow is the flow document: the graph that a person drew. The builder edits
// it, the API carries it, the CLI imports and exports it, and the store keeps it.
type Flow struct {
	Schema   int              `json:"schema"`
	Name     string           `json:"name"`
	Kind     Kind             `json:"kind"`
	Start    string           `json:"start"`
	Settings Settings         `json:"settings,omitzero"`
	Nodes    map[string]*Node `json:"nodes"`
	// Layout is where the builder draws each node. It is outside the content
	// hash: moving a box makes no new revision.
	Layout map[string]Point `json:"layout,omitempty"`
}

// Settings hold what is true for a whole flow.
type Settings struct {
	// Language is an RFC 5646 tag for prompts and speech; empty means the
	// company's own.
	Language string `json:"language,omitempty"`
	// Goodbye is played when a limit ends the session or a node's error has
	// no edge; empty plays the built-in goodbye.
	Goodbye string `json:"goodbye,omitempty"`
	// Record is flow-wide call recording.
	Record RecordSettings `json:"record,omitzero"`
}

// RecordSettings is flow-wide call recording.
type RecordSettings struct {
	Calls  bool   `json:"calls"`
	Notice string `json:"notice,omitempty"`
}

// Node is one step of a flow as it is drawn.
type Node struct {
	Type      string            `json:"type"`
	Label     string            `json:"label,omitempty"`
	Params    json.RawMessage   `json:"params,omitempty"`
	Next      map[string]string `json:"next,omitempty"`
	Skip      bool              `json:"skip,omitempty"`
	Sensitive bool              `json:"sensitive,omitempty"`
	Note      string            `json:"note,omitempty"`
}

// Point is a node's place on the canvas, in pixels.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Hash identifies the content of a flow without its layout: two documents with
// the same hash behave the same. It is the hexadecimal SHA-256 of the
// document's canonical JSON, with sorted keys and no insignificant space.
func (f *Flow) Hash() string {
	bare := *f
	bare.Layout = nil
	sum := sha256.Sum256(bare.Canonical())
	return hex.EncodeToString(sum[:])
}

// Canonical is the document as JSON with sorted keys, so that equal documents
// are equal bytes.
func (f *Flow) Canonical() []byte {
	plain, err := json.Marshal(f)
	if err != nil {
		// Only a Params that is not JSON can get here, and ParseFlow lets none in.
		panic("flowengine: a flow holds params that are not JSON: " + err.Error())
	}
	var tree any
	if err := json.Unmarshal(plain, &tree); err != nil {
		panic("flowengine: a flow's own JSON cannot be read back: " + err.Error())
	}
	sorted, err := json.Marshal(tree) // maps are written with sorted keys
	if err != nil {
		panic("flowengine: a flow cannot be written as JSON: " + err.Error())
	}
	return sorted
}
