package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"

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

func (e *NotFoundError) Error() string {
	s := fmt.Sprintf("there is no %s %q", e.Kind, clip(e.Name, 80))
	if len(e.Similar) > 0 {
		s += "; did you mean " + quoteList(e.Similar, " or ") + "?"
	}
	return s
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

func (u Use) String() string {
	s := fmt.Sprintf("%s %q", u.Kind, u.Name)
	if u.Revision > 0 {
		s += fmt.Sprintf(" revision %d", u.Revision)
		if u.Live {
			s += " (live)"
		}
	}
	if u.Node != "" {
		s += " node " + u.Node
	}
	if u.Param != "" {
		s += " " + u.Param
	}
	return s
}

// InUseError refuses to remove or rename what other things need.
type InUseError struct {
	Kind, Name string
	Uses       []Use
}

// Code is for machines.
func (e *InUseError) Code() string { return "in_use" }

func (e *InUseError) Error() string {
	places := make([]string, 0, len(e.Uses))
	for _, u := range e.Uses {
		places = append(places, u.String())
	}
	return fmt.Sprintf("the %s %q is in use by %s; take it out there first", e.Kind, e.Name, strings.Join(places, "; "))
}

// ConflictError says that a change does not fit what is there: the name is
// taken, or somebody else has changed it meanwhile.
type ConflictError struct {
	Kind, Name string
	// Problem is a sentence that says what is in the way and what to do.
	Problem string
}

// Code is for machines.
func (e *ConflictError) Code() string { return "conflict" }

func (e *ConflictError) Error() string { return e.Problem }

// InvalidError says that a value that somebody entered cannot be taken.
type InvalidError struct {
	// Field is what was entered, such as "number" or "timezone".
	Field, Value string
	// In is the part of a list that the field is of, such as phones[1], "" for none.
	In string
	// Problem is the sentence's end: what is wrong and what would be right.
	Problem string
}

// Code is for machines.
func (e *InvalidError) Code() string { return "invalid" }

func (e *InvalidError) Error() string {
	if e.Value == "" {
		return e.Field + ": " + e.Problem
	}
	return fmt.Sprintf("%s %q: %s", e.Field, clip(e.Value, 80), e.Problem)
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

func (e *DraftError) Error() string {
	if e.Complete {
		return fmt.Sprintf("the flow %q is a draft: revision %d is complete but not published; publish it, then assign it", e.Flow, e.Revision)
	}
	return fmt.Sprintf("the flow %q is a draft (%d %% complete): check it, complete it and publish it, then assign it", e.Flow, e.Progress)
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

func (e *IncompleteError) Error() string {
	n := 0
	for _, f := range e.Findings {
		if f.Level == flowengine.LevelError {
			n++
		}
	}
	return fmt.Sprintf("revision %d of the flow %q is not complete (%d %%, %d errors left); check it, mend it, save and publish again",
		e.Revision, e.Flow, e.Progress, n)
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
	Advice string
	Err    error
}

// Code is for machines.
func (e *WriteError) Code() string { return "write_" + e.Reason }

func (e *WriteError) Error() string { return e.Advice + " (" + e.Err.Error() + ")" }

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
func diagnose(err error) (reason, advice string) {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return "", ""
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return OpenLocked, "another program holds the database locked; find it with fuser or lsof, end what it does, and try again"
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return OpenReadOnly, "the database cannot be written; check that the file, its folder and its file system are writable for this user"
	case sqlite3.ErrFull:
		return OpenDiskFull, "the disk is full; free some space and try again"
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		return OpenNotDatabase, "the file is not an SQLite database or is damaged; restore a backup or choose another path"
	case sqlite3.ErrCantOpen:
		return OpenFailed, "the file cannot be opened; check that its folder exists and is readable and writable for this user"
	case sqlite3.ErrIoErr:
		return OpenFailed, "the disk reports an error; check its space and health"
	}
	return "", ""
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

func quoteList(names []string, last string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + last + quoted[len(quoted)-1]
}
