package wording

import (
	"errors"
	"fmt"
	"strings"
)

// worded is what reads in every language: a phrase, or an error that people are told of.
type worded interface{ In(Language) string }

// Error is an error that people read in their language.
type Error struct {
	Phrase
	wrapped error
}

// Errorf makes an error of a phrase, as fmt.Errorf does: %w wraps another one.
func Errorf(format string, args ...any) error {
	e := &Error{wrapped: errors.Unwrap(fmt.Errorf(format, args...))}
	for l := range languages {
		e.in[l] = fmt.Sprintf(strings.ReplaceAll(translated(l, format), "%w", "%v"), localized(l, args)...)
	}
	return e
}

func (e *Error) Error() string { return e.String() }

func (e *Error) Unwrap() error { return e.wrapped }

// Told is an error as people are told of it. An error has its text in other
// languages by a method In, as [Error] has. What wraps such errors with a text of
// its own reads the same in all languages, but for them.
func Told(err error) Phrase {
	var p Phrase
	if said, ok := err.(worded); ok {
		for l := range languages {
			p.in[l] = said.In(l)
		}
		return p
	}
	p = Join(err.Error())
	for _, inner := range wrapped(err) {
		said := Told(inner)
		for l := English + 1; l < languages; l++ {
			p.in[l] = strings.Replace(p.in[l], inner.Error(), said.In(l), 1)
		}
	}
	return p
}

// wrapped are the errors that one was made of.
func wrapped(err error) []error {
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		return e.Unwrap()
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			return []error{inner}
		}
	}
	return nil
}
