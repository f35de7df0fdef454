package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"callflow/wording"
)

// IfMatch is the header by which a change says which version it was made from.
type IfMatch struct {
	Match string `header:"If-Match" doc:"The ETag of what was edited. If it has changed since, the answer is 412 and nothing is changed."`
}

// etag writes a version as an entity tag.
func etag(parts ...any) string { return `"` + strings.TrimSuffix(fmt.Sprintln(parts...), "\n") + `"` }

// check refuses a change of another version than the present one.
func (m IfMatch) check(present string, thing wording.Phrase) error {
	if m.Match == "" || m.Match == "*" || m.Match == present {
		return nil
	}
	return changed(present, thing)
}

// changed refuses a change of what is another version at present.
func changed(present string, thing wording.Phrase) error {
	return huma.ErrorWithHeaders(NewProblem(http.StatusPreconditionFailed, "changed", "%s has been changed since; look at it as it is now, then change it again.", thing),
		http.Header{"Etag": {present}})
}

// tagged is an answer with the version of what it shows.
type tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// versioned wraps a value with a version made from its content.
func versioned[T any](v T, err error) (*tagged[T], error) {
	if err != nil {
		return nil, err
	}
	tag, err := contentTag(v)
	return &tagged[T]{tag, v}, err
}

// contentTag is the entity tag of a thing that has no numbered revisions. A
// thing may say which part of it counts.
func contentTag(v any) (string, error) {
	if s, ok := v.(interface{ settled() any }); ok {
		v = s.settled()
	}
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write a version: %w", err)
	}
	sum := sha256.Sum256(text)
	return etag(hex.EncodeToString(sum[:12])), nil
}

// edit changes a thing that two people may edit at the same time: it reads it,
// compares it with what the request was made from, and changes it, while nobody
// else edits through the API. It answers with the thing as it is then.
func edit[T any](a *API, m IfMatch, thing wording.Phrase, read func() (T, error), change func(before T) error) (*tagged[T], error) {
	a.editing.Lock()
	defer a.editing.Unlock()
	before, err := read()
	if err != nil {
		return nil, err
	}
	tag, err := contentTag(before)
	if err != nil {
		return nil, err
	}
	if err := m.check(tag, thing); err != nil {
		return nil, err
	}
	if err := change(before); err != nil {
		return nil, err
	}
	return versioned(read())
}

// editOf is edit for a part of what people see and edit as one list: the version
// that they saw is the list's. It answers with the part, and the list's version.
func editOf[L, T any](a *API, m IfMatch, thing wording.Phrase, list func() (L, error), change func() (T, error)) (*tagged[T], error) {
	var part T
	whole, err := edit(a, m, thing, list, func(L) (err error) {
		part, err = change()
		return err
	})
	if err != nil {
		return nil, err
	}
	return &tagged[T]{whole.ETag, part}, nil
}

// put is the value of an optional field, else what was there.
func put[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}
