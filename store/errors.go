package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
	"callflow/wording"

	"github.com/mattn/go-sqlite3"
)

// NotFoundError says that there is no thing of that name.
type NotFoundError struct {
	// Kind is what was looked for: "flow", "number", "user", …
	Kind string
	Name string
	// Similar are existing names that may have been meant, best first.
	Similar []string
}

// Code is for machines.
func (e *NotFoundError) Code() string { return "not_found" }

func (e *NotFoundError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *NotFoundError) In(l wording.Language) string {
	said := wording.Say("there is no %s %q", thing(e.Kind), clip(e.Name, 80))
	if len(e.Similar) > 0 {
		said = wording.Join(said, wording.Say("; did you mean %s?", wording.List(quoted(e.Similar), "or")))
	}
	return said.In(l)
}

// Is makes a NotFoundError match [flowengine.ErrNoSuch].
func (e *NotFoundError) Is(target error) bool { return target == flowengine.ErrNoSuch }

// Use is one place where something is used.
type Use struct {
	// Kind is "flow", "group", "queue", "number" or "policy": what becomes of
	// blocked or hidden callers, whose Name says which.
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Flow is the id of a flow, which stays when its name changes.
	Flow int64 `json:"flow,omitempty"`
	// Revision, Node and Param say where in a flow.
	Revision int    `json:"revision,omitempty"`
	Live     bool   `json:"live,omitempty"`
	Node     string `json:"node,omitempty"`
	Param    string `json:"param,omitempty"`
}

func (u Use) String() string { return u.phrase().String() }

func (u Use) phrase() wording.Phrase {
	said := wording.Say("%s %q", thing(u.Kind), u.Name)
	if u.Revision > 0 {
		said = wording.Join(said, wording.Say(" revision %d", u.Revision))
		if u.Live {
			said = wording.Join(said, wording.Of(" (live)"))
		}
	}
	if u.Node != "" {
		said = wording.Join(said, wording.Say(" node %s", u.Node))
	}
	if u.Param != "" {
		said = wording.Join(said, " ", u.Param)
	}
	return said
}

// places are uses as a sentence lists them.
func places(uses []Use) wording.Phrase {
	parts := make([]any, 0, 2*len(uses))
	for i, u := range uses {
		if i > 0 {
			parts = append(parts, "; ")
		}
		parts = append(parts, u.phrase())
	}
	return wording.Join(parts...)
}

// the is a kind of thing with its article: "the flow".
func the(kind string) wording.Phrase { return wording.Of("the " + kind) }

// thing is a kind of thing where English has no article, or another one. German
// says "der Ablauf" there too, since every kind has a gender.
func thing(kind string) wording.Phrase {
	return the(kind).Map(func(s string) string { return strings.TrimPrefix(s, "the ") })
}

func quoted(names []string) []wording.Phrase {
	out := make([]wording.Phrase, len(names))
	for i, n := range names {
		out[i] = wording.Say("%q", n)
	}
	return out
}

// InUseError refuses to remove or rename what other things need.
type InUseError struct {
	Kind, Name string
	Uses       []Use
}

// Code is for machines.
func (e *InUseError) Code() string { return "in_use" }

func (e *InUseError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *InUseError) In(l wording.Language) string {
	return wording.Say("%s %q is in use by %s; take it out there first", the(e.Kind), e.Name, places(e.Uses)).In(l)
}

// ConflictError says that a change does not fit what is there: the name is
// taken, or somebody else has changed it meanwhile.
type ConflictError struct {
	Kind, Name string
	// Problem is a sentence that says what is in the way and what to do.
	Problem wording.Phrase
}

// Code is for machines.
func (e *ConflictError) Code() string { return "conflict" }

func (e *ConflictError) Error() string { return e.Problem.String() }

// In is the error for who reads a language.
func (e *ConflictError) In(l wording.Language) string { return e.Problem.In(l) }

// InvalidError says that a value that somebody entered cannot be taken.
type InvalidError struct {
	// Field is what was entered, such as "number" or "timezone".
	Field, Value string
	// Within is the part of a list that the field is of, such as phones[1], "" for none.
	Within string
	// Problem is the sentence's end: what is wrong and what would be right.
	Problem wording.Phrase
}

// Code is for machines.
func (e *InvalidError) Code() string { return "invalid" }

func (e *InvalidError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *InvalidError) In(l wording.Language) string {
	if e.Value == "" {
		return wording.Say("%s: %s", wording.Of(e.Field), e.Problem).In(l)
	}
	return wording.Say("%s %q: %s", wording.Of(e.Field), clip(e.Value, 80), e.Problem).In(l)
}

// DraftError refuses to give a draft flow to a number.
type DraftError struct {
	Flow string
	// Revision is the newest one, Progress its percentage.
	Revision, Progress int
	// Complete says that the newest revision only needs publishing.
	Complete bool
}

// Code is for machines.
func (e *DraftError) Code() string { return "draft" }

func (e *DraftError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *DraftError) In(l wording.Language) string {
	if e.Complete {
		return wording.Say("the flow %q is a draft: revision %d is complete but not published; publish it, then assign it", e.Flow, e.Revision).In(l)
	}
	return wording.Say("the flow %q is a draft (%d %% complete): check it, complete it and publish it, then assign it", e.Flow, e.Progress).In(l)
}

// IncompleteError refuses to publish a revision that is not complete.
type IncompleteError struct {
	Flow     string
	Revision int
	Progress int
	Findings []flowengine.Finding
}

// Code is for machines.
func (e *IncompleteError) Code() string { return "incomplete" }

func (e *IncompleteError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *IncompleteError) In(l wording.Language) string {
	n := 0
	for _, f := range e.Findings {
		if f.Level == flowengine.LevelError {
			n++
		}
	}
	return wording.Say("revision %d of the flow %q is not complete (%d %%, %s left); check it, mend it, save and publish again",
		e.Revision, e.Flow, e.Progress, wording.Count(n, "1 error", "%d errors")).In(l)
}

// The reasons of an [OpenError].
const (
	OpenNoFolder    = "no_folder"
	OpenNotDatabase = "not_a_database"
	OpenNewer       = "newer_schema"
	OpenLocked      = "locked"
	OpenReadOnly    = "read_only"
	OpenDiskFull    = "disk_full"
	OpenForeign     = "foreign_database"
	OpenFailed      = "failed"
)

// OpenError says why the database cannot be opened and what to do.
type OpenError struct {
	Path string
	// Reason is one of the Open… constants.
	Reason string
	// Advice is a sentence that says what to do.
	Advice string
	Err    error
}

// Code is for machines.
func (e *OpenError) Code() string { return "open_" + e.Reason }

func (e *OpenError) Error() string {
	s := fmt.Sprintf("cannot open the database %s: %s", e.Path, e.Advice)
	if e.Err != nil {
		s += " (" + e.Err.Error() + ")"
	}
	return s
}

func (e *OpenError) Unwrap() error { return e.Err }

// WriteError says why a change could not be written and what to do.
type WriteError struct {
	// Reason is one of the Open… constants.
	Reason string
	Advice wording.Phrase
	Err    error
}

// Code is for machines.
func (e *WriteError) Code() string { return "write_" + e.Reason }

func (e *WriteError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *WriteError) In(l wording.Language) string {
	return e.Advice.In(l) + " (" + e.Err.Error() + ")"
}

func (e *WriteError) Unwrap() error { return e.Err }

// explainWrite turns SQLite's errors about the file into sentences. Other
// errors stay as they are.
func explainWrite(err error) error {
	if reason, advice := diagnose(err); reason != "" {
		return &WriteError{Reason: reason, Advice: advice, Err: err}
	}
	return err
}

// diagnose tells what an error of SQLite means for the file, by its code.
func diagnose(err error) (reason string, advice wording.Phrase) {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return "", wording.Phrase{}
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return OpenLocked, wording.Of("another program holds the database locked; find it with fuser or lsof, end what it does, and try again")
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return OpenReadOnly, wording.Of("the database cannot be written; check that the file, its folder and its file system are writable for this user")
	case sqlite3.ErrFull:
		return OpenDiskFull, wording.Of("the disk is full; free some space and try again")
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		return OpenNotDatabase, wording.Of("the file is not an SQLite database or is damaged; restore a backup or choose another path")
	case sqlite3.ErrCantOpen:
		return OpenFailed, wording.Of("the file cannot be opened; check that its folder exists and is readable and writable for this user")
	case sqlite3.ErrIoErr:
		return OpenFailed, wording.Of("the disk reports an error; check its space and health")
	}
	return "", wording.Phrase{}
}

// isUnique says whether the error is a name that exists already.
func isUnique(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}

// isReadOnly says whether the connection can only read.
func isReadOnly(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.Code == sqlite3.ErrReadonly
}

// isCancelled says whether the error comes from a context's end.
func isCancelled(err error) bool {
	var e sqlite3.Error
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		(errors.As(err, &e) && e.Code == sqlite3.ErrInterrupt)
}
