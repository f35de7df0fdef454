package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/store"
	"callflow/wording"
)

// Problem is what went wrong, as RFC 9457 writes it: Detail is a sentence for
// people, Code for machines.
type Problem struct {
	huma.ErrorModel
	// Code is stable, such as "not_found" or "in_use".
	Code string `json:"code" doc:"What went wrong, for machines." example:"not_found"`
	// Findings are what stands in the way of publishing a flow.
	Findings []flowengine.Finding `json:"findings,omitempty" doc:"What a flow lacks, with node and param."`
	// Uses are the places where a thing is used that cannot go.
	Uses []store.Use `json:"uses,omitempty" doc:"Where a thing is used that was to be removed."`
	// Tests are those of a flow that fail.
	Tests []authoring.TestResult `json:"tests,omitempty" doc:"The tests that fail, of a flow that was to be published."`
	// Similar are names that may have been meant.
	Similar []string `json:"similar,omitempty" doc:"Existing names that may have been meant."`

	detail wording.Phrase   // Detail, in every language
	errors []wording.Phrase // the messages of Errors
}

// ContentType implements [huma.ContentTypeFilter]: a problem is never a table.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// mostErrors bounds how many bad lines of a file are listed.
const mostErrors = 1000

// newProblem is a refusal with a status, a code for machines and a sentence, said
// as by wording.Say.
func newProblem(status int, code, format string, args ...any) *Problem {
	return problemSaying(status, code, wording.Say(format, args...))
}

// NewProblem is a refusal with a status, a code for machines and a sentence, said
// as by wording.Say.
func NewProblem(status int, code, format string, args ...any) error {
	return newProblem(status, code, format, args...)
}

// problemOf is a refusal for what an error says.
func problemOf(status int, code string, err error) *Problem {
	return problemSaying(status, code, sentence(err))
}

func problemSaying(status int, code string, detail wording.Phrase) *Problem {
	p := &Problem{ErrorModel: huma.ErrorModel{Status: status}, Code: code, detail: detail}
	return p.in(wording.English)
}

// at adds what is wrong at a place of the request.
func (p *Problem) at(location string, said wording.Phrase, value any) {
	p.Errors = append(p.Errors, &huma.ErrorDetail{Message: said.String(), Location: location, Value: value})
	p.errors = append(p.errors, said)
}

// in words a problem for who reads a language.
func (p *Problem) in(l wording.Language) *Problem {
	p.Title, p.Detail = title(p.Status).In(l), p.detail.In(l)
	for i, said := range p.errors {
		p.Errors[i].Message = said.In(l)
	}
	p.Findings = flowengine.Report{Findings: p.Findings}.In(l).Findings
	if p.Code == "malformed" && len(p.Findings) > 0 {
		p.Detail = p.Findings[0].Message
	}
	return p
}

// tooLarge is what net/http says of a body over its bound (http.MaxBytesError). Huma hands it on as a
// text when it reads a form.
const tooLarge = "http: request body too large"

// problemsOfHuma makes what Huma itself refuses, such as a body that does not
// fit its schema, a Problem too.
var problemsOfHuma = sync.OnceFunc(func() {
	huma.NewErrorWithContext = func(c huma.Context, status int, message string, errs ...error) huma.StatusError {
		refusal := huma.NewError(status, message, errs...)
		if p, ok := refusal.(*Problem); ok && c != nil {
			return p.in(wording.From(c.Context()))
		}
		return refusal
	}
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		code := strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
		if status == http.StatusUnprocessableEntity || status == http.StatusBadRequest {
			code = "invalid"
		}
		for _, err := range errs {
			if err != nil && strings.Contains(err.Error(), tooLarge) {
				return newProblem(http.StatusRequestEntityTooLarge, "too_large", "The file is too large: the limit is %d MB.", maxFile>>20)
			}
		}
		p := problemSaying(status, code, saidByHuma(message))
		for _, err := range errs {
			if err != nil {
				p.Add(err)
			}
		}
		said := make([]any, 0, 2*len(p.Errors))
		for i, e := range p.Errors {
			if strings.HasPrefix(e.Location, "body") {
				e.Value = nil // it may be the whole body, with a password
			}
			if i > 0 {
				said = append(said, "; ")
			}
			p.errors = append(p.errors, saidByHuma(e.Message))
			said = append(said, wording.Say("%s: %s", strings.TrimPrefix(e.Location, "body."), p.errors[i]))
		}
		if code == "invalid" && len(said) > 0 {
			p.detail = wording.Join(said...)
		}
		return p.in(wording.English)
	}
})

// problem turns an error of ours into the answer for it.
func (a *API) problem(ctx context.Context, r Route, err error) error {
	var p *Problem
	if errors.As(err, &p) {
		p.in(wording.From(ctx))
		return err // with its headers
	}
	return a.problemFor(r, err).in(wording.From(ctx))
}

func (a *API) problemFor(r Route, err error) (p *Problem) {
	var (
		missing    *store.NotFoundError
		used       *store.InUseError
		conflict   *store.ConflictError
		draft      *store.DraftError
		incomplete *store.IncompleteError
		outcomes   *store.OutcomesInUseError
		tests      *authoring.TestsFailedError
		lines      *store.ImportError
		write      *store.WriteError
		coded      interface{ Code() string }
	)
	if p := soundProblem(err); p != nil {
		return p
	}
	switch {
	case errors.As(err, &missing):
		p = problemOf(http.StatusNotFound, missing.Code(), err)
		p.Similar = missing.Similar
	case errors.As(err, &used):
		p = problemOf(http.StatusConflict, used.Code(), err)
		p.Uses = used.Uses
	case errors.As(err, &outcomes):
		p = problemOf(http.StatusConflict, outcomes.Code(), err)
		p.Uses = outcomes.Uses
	case errors.As(err, &incomplete):
		p = problemOf(http.StatusUnprocessableEntity, incomplete.Code(), err)
		p.Findings = incomplete.Findings
	case errors.As(err, &tests):
		p = problemOf(http.StatusConflict, tests.Code(), err)
		p.Tests = tests.Failed
	case errors.As(err, &lines):
		p = newProblem(http.StatusUnprocessableEntity, lines.Code(), "Nothing was imported; bad lines: %d.", len(lines.Lines))
		for _, l := range lines.Lines[:min(len(lines.Lines), mostErrors)] {
			p.at(fmt.Sprintf("body.line %d", l.Line), sentence(l.Err), nil)
		}
	case errors.As(err, &conflict):
		p = problemOf(http.StatusConflict, conflict.Code(), err)
	case errors.As(err, &draft):
		p = problemOf(http.StatusConflict, draft.Code(), err)
	case errors.As(err, &write):
		p = problemOf(http.StatusServiceUnavailable, write.Code(), err)
		if write.Reason == store.OpenDiskFull {
			p.Status = http.StatusInsufficientStorage
		}
	case len(invalid(err)) > 0:
		p = problemOf(http.StatusUnprocessableEntity, "invalid", err)
		for _, i := range invalid(err) {
			var value any
			if i.Value != "" {
				value = store.Printable(i.Value, 200)
			}
			p.at(r.location(i), i.Problem, value)
		}
	case errors.As(err, &coded):
		p = problemOf(http.StatusConflict, coded.Code(), err)
	case errors.Is(err, context.Canceled):
		p = newProblem(499, "cancelled", "The request was given up.") // as nginx calls it; nobody reads it
	default:
		a.log.Error().Err(err).Str("route", r.Method+" "+r.Path).Msg("answering a request")
		p = newProblem(http.StatusInternalServerError, "internal", "Something failed here that is not your doing; callflow's log says what.")
	}
	return p
}

// location is where in a request the field stands that the store refused.
func (r Route) location(e *store.InvalidError) string {
	name, ok := r.Fields[e.Field]
	if !ok {
		name = strings.ToLower(strings.NewReplacer(" ", "_", "-", "_").Replace(e.Field))
		if strings.Contains(r.Path, "{"+name+"}") {
			return "path." + name
		}
	}
	if e.Within != "" {
		name = e.Within + "." + name
	}
	if r.Method == http.MethodGet || r.Method == http.MethodDelete {
		return "query." + name
	}
	return "body." + name
}

// invalid collects what is wrong with what was entered, field by field.
func invalid(err error) []*store.InvalidError {
	switch e := err.(type) {
	case *store.InvalidError:
		return []*store.InvalidError{e}
	case interface{ Unwrap() []error }:
		var all []*store.InvalidError
		for _, one := range e.Unwrap() {
			all = append(all, invalid(one)...)
		}
		return all
	case interface{ Unwrap() error }:
		return invalid(e.Unwrap())
	}
	return nil
}

// write answers with a problem from a middleware.
func (a *API) write(c huma.Context, p *Problem) {
	c.SetHeader("Content-Type", "application/problem+json")
	if p.Status == http.StatusUnauthorized {
		c.SetHeader("WWW-Authenticate", "Bearer")
	}
	c.SetStatus(p.Status)
	p.in(wording.Wanted(c.Header("Accept-Language")))
	if err := json.NewEncoder(c.BodyWriter()).Encode(p); err != nil {
		a.log.Debug().Err(fmt.Errorf("writing a refusal: %w", err)).Msg("the client has left")
	}
}
