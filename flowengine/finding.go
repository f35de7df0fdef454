package flowengine

import (
	"fmt"
	"slices"

	"callflow/wording"
)

// Level says whether a finding stops publishing.
type Level string

// An error stops publishing, a warning does not. A note tells what is worth
// knowing and asks for nothing.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelNote    Level = "note"
)

// Finding is one thing that a check has to say about a flow: where, what is
// missing, and what to do about it.
type Finding struct {
	Level Level `json:"level"`
	// Code is stable and for machines, such as "dangling_edge".
	Code string `json:"code"`
	// Node is the id of the node it is about; empty for the flow itself.
	Node string `json:"node,omitempty"`
	// Param is the path inside the node's params, such as "targets[0]".
	Param string `json:"param,omitempty"`
	// Outcome is the exit it is about.
	Outcome string `json:"outcome,omitempty"`
	// Message is one sentence for people that says what is wrong and what to do.
	Message string `json:"message"`
	// Line is the 1-based line in the file it was read from, 0 when unknown.
	Line int `json:"line,omitempty"`

	said wording.Phrase // the message in every language, unless it was read from somewhere
}

// Saying is the finding with its message, which tells people in their language.
func (f Finding) Saying(message wording.Phrase) Finding {
	f.Message, f.said = message.String(), message
	return f
}

// In is the finding with its message in a language, so far as it is known in it;
// one that was stored, in English, is read again.
func (f Finding) In(l wording.Language) Finding {
	if f.said.Empty() {
		f.Message = wording.Read(l, f.Message)
	} else {
		f.Message = f.said.In(l)
	}
	return f
}

// Equal says whether another finding is the same, wherever each was read from.
func (f Finding) Equal(other Finding) bool {
	f.said, other.said = wording.Phrase{}, wording.Phrase{}
	return f == other
}

// String is the finding on one line: level, place, message.
func (f Finding) String() string {
	place := "flow"
	if f.Node != "" {
		place = f.Node
	}
	if f.Param != "" {
		place += "." + f.Param
	}
	if f.Outcome != "" {
		place += " → " + f.Outcome
	}
	if f.Line > 0 {
		place = fmt.Sprintf("line %d, %s", f.Line, place)
	}
	return fmt.Sprintf("%s: %s: %s", f.Level, place, f.Message)
}

// Report is what checking a flow found out.
type Report struct {
	// Checks is how many checks were made, Satisfied how many of them hold.
	Checks    int       `json:"checks"`
	Satisfied int       `json:"satisfied"`
	Findings  []Finding `json:"findings"`
}

// Progress is the share of satisfied checks in percent, rounded down, so that
// only a complete flow shows 100.
func (r Report) Progress() int {
	if r.Checks == 0 {
		return 0
	}
	return r.Satisfied * 100 / r.Checks
}

// Complete says whether nothing is left that would stop publishing.
func (r Report) Complete() bool {
	for _, f := range r.Findings {
		if f.Level == LevelError {
			return false
		}
	}
	return r.Checks > 0
}

// In is the report with its messages in a language, so far as they are known in it.
func (r Report) In(l wording.Language) Report {
	r.Findings = slices.Clone(r.Findings)
	for i, f := range r.Findings {
		r.Findings[i] = f.In(l)
	}
	return r
}
