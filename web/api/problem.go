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
}

// ContentType implements [huma.ContentTypeFilter]: a problem is never a table.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// mostErrors bounds how many bad lines of a file are listed.
const mostErrors = 1000

func newProblem(status int, code, detail string) *Problem {
	return &Problem{ErrorModel: huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail}, Code: code}
}

// NewProblem is a refusal with a status, a code for machines and a sentence.
func NewProblem(status int, code, detail string) error { return newProblem(status, code, detail) }

// tooLarge is what net/http says of a body over its bound (http.MaxBytesError). Huma hands it on as a
// text when it reads a form.
const tooLarge = "http: request body too large"

// problemsOfHuma makes what Huma itself refuses, such as a body that does not
// fit its schema, a Problem too.
var problemsOfHuma = sync.OnceFunc(func() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		code := strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
		if status == http.StatusUnprocessableEntity || status == http.StatusBadRequest {
			code = "invalid"
		}
		for _, err := range errs {
			if err != nil && strings.Contains(err.Error(), tooLarge) {
				return newProblem(http.StatusRequestEntityTooLarge, "too_large", fmt.Sprintf("The file is too large: the limit is %d MB.", maxFile>>20))
			}
		}
		p := newProblem(status, code, message)
		for _, err := range errs {
			if err != nil {
				p.Add(err)
			}
		}
		if code == "invalid" && len(p.Errors) > 0 {
			said := make([]string, len(p.Errors))
			for i, e := range p.Errors {
				if strings.HasPrefix(e.Location, "body") {
					e.Value = nil // it may be the whole body, with a password
				}
				said[i] = strings.TrimPrefix(e.Location, "body.") + ": " + e.Message
			}
			p.Detail = strings.Join(said, "; ")
		}
		return p
	}
})

// problem turns an error of ours into the answer for it.
func (a *API) problem(ctx context.Context, r Route, err error) error {
	var p *Problem
	if errors.As(err, &p) {
		p.Findings = flowengine.Report{Findings: p.Findings}.In(wording.From(ctx)).Findings
		if p.Code == "malformed" && len(p.Findings) > 0 {
			p.Detail = p.Findings[0].Message
		}
		return err
	}
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
		p = newProblem(http.StatusNotFound, missing.Code(), sentence(err))
		p.Similar = missing.Similar
	case errors.As(err, &used):
		p = newProblem(http.StatusConflict, used.Code(), sentence(err))
		p.Uses = used.Uses
	case errors.As(err, &outcomes):
		p = newProblem(http.StatusConflict, outcomes.Code(), sentence(err))
		p.Uses = outcomes.Uses
	case errors.As(err, &incomplete):
		p = newProblem(http.StatusUnprocessableEntity, incomplete.Code(), sentence(err))
		p.Findings = flowengine.Report{Findings: incomplete.Findings}.In(wording.From(ctx)).Findings
	case errors.As(err, &tests):
		p = newProblem(http.StatusConflict, tests.Code(), sentence(err))
		p.Tests = tests.Failed
	case errors.As(err, &lines):
		p = newProblem(http.StatusUnprocessableEntity, lines.Code(), fmt.Sprintf("Nothing was imported; bad lines: %d.", len(lines.Lines)))
		for _, l := range lines.Lines[:min(len(lines.Lines), mostErrors)] {
			p.Errors = append(p.Errors, &huma.ErrorDetail{Message: sentence(l.Err), Location: fmt.Sprintf("body.line %d", l.Line)})
		}
	case errors.As(err, &conflict):
		p = newProblem(http.StatusConflict, conflict.Code(), sentence(err))
	case errors.As(err, &draft):
		p = newProblem(http.StatusConflict, draft.Code(), sentence(err))
	case errors.As(err, &write):
		p = newProblem(http.StatusServiceUnavailable, write.Code(), sentence(err))
		if write.Reason == store.OpenDiskFull {
			p.Status, p.Title = http.StatusInsufficientStorage, http.StatusText(http.StatusInsufficientStorage)
		}
	case len(invalid(err)) > 0:
		p = newProblem(http.StatusUnprocessableEntity, "invalid", sentence(err))
		for _, i := range invalid(err) {
			detail := &huma.ErrorDetail{Message: i.Problem, Location: r.location(i)}
			if i.Value != "" {
				detail.Value = store.Printable(i.Value, 200)
			}
			p.Errors = append(p.Errors, detail)
		}
	case errors.As(err, &coded):
		p = newProblem(http.StatusConflict, coded.Code(), sentence(err))
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
	if e.In != "" {
		name = e.In + "." + name
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

// sentence is an error as people should read it.
func sentence(err error) string {
	s := strings.ReplaceAll(err.Error(), "\n", "; ")
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.ContainsAny(s[len(s)-1:], ".?!") {
		s += "."
	}
	return s
}

// write answers with a problem from a middleware.
func (a *API) write(c huma.Context, p *Problem) {
	c.SetHeader("Content-Type", "application/problem+json")
	if p.Status == http.StatusUnauthorized {
		c.SetHeader("WWW-Authenticate", "Bearer")
	}
	c.SetStatus(p.Status)
	if err := json.NewEncoder(c.BodyWriter()).Encode(p); err != nil {
		a.log.Debug().Err(fmt.Errorf("writing a refusal: %w", err)).Msg("the client has left")
	}
}
