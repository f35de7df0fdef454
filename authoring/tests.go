package authoring

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/simulator"
	"callflow/store"
	"callflow/wording"
)

// TestResult is what came of one test of a flow.
type TestResult struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
	// Failures say what was not as expected.
	Failures []string `json:"failures" nullable:"false"`
}

// TestsFailedError refuses to publish a flow whose tests fail.
type TestsFailedError struct {
	Flow string
	// Failed are the tests that do.
	Failed []TestResult
}

// Code is for machines.
func (e *TestsFailedError) Code() string { return "tests_failed" }

func (e *TestsFailedError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language; the failures themselves are English.
func (e *TestsFailedError) In(l wording.Language) string {
	said := make([]string, len(e.Failed))
	for i, r := range e.Failed {
		said[i] = fmt.Sprintf("%q: %s", r.Name, strings.Join(r.Failures, ", "))
	}
	return wording.Say("the tests of the flow %q fail: %s; mend the flow or the tests, then publish", e.Flow, strings.Join(said, "; ")).In(l)
}

// maxTest bounds how long one test may take.
const maxTest = 10 * time.Second

// RunTests runs tests with a flow as it is edited.
func (d *Desk) RunTests(ctx context.Context, company string, flow *flowengine.Flow, tests []store.FlowTest) ([]TestResult, error) {
	results := []TestResult{}
	if len(tests) == 0 {
		return results, nil
	}
	program, err := d.Registry.Compile(flow)
	if err != nil {
		return nil, &store.ConflictError{Kind: "flow", Name: flow.Name, Problem: wording.Say("the flow %q cannot run: %v", flow.Name, err)}
	}
	world, err := d.World(ctx, company, flow.Name, "")
	if err != nil {
		return nil, err
	}
	for _, stored := range tests {
		r := TestResult{ID: stored.ID, Name: stored.Name, Failures: runTest(ctx, program, world, stored.Source)}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.Passed = len(r.Failures) == 0
		results = append(results, r)
	}
	return results, nil
}

// runTest is what fails in one test, which has a limit on its time.
func runTest(ctx context.Context, program *flowengine.Program, world simulator.Options, source string) []string {
	ctx, cancel := context.WithTimeout(ctx, maxTest)
	defer cancel()
	test, err := flowtest.ParseTest([]byte(source))
	if err != nil {
		return []string{err.Error()}
	}
	result, err := test.Run(ctx, program, world)
	switch {
	case err != nil:
		return []string{err.Error()}
	case result.Failures == nil:
		return []string{}
	}
	return result.Failures
}

// TestsPass is nil unless the company wants failing tests to block publishing,
// and one of this flow fails: then it is a [*TestsFailedError].
func (d *Desk) TestsPass(ctx context.Context, company string, flow *flowengine.Flow) error {
	c, err := d.Store.Company(ctx, company)
	if err != nil || !c.TestsBlock {
		return err
	}
	tests, err := d.Store.FlowTests(ctx, company, flow.Name)
	var missing *store.NotFoundError
	if errors.As(err, &missing) {
		return nil // a new flow has no tests
	}
	if err != nil {
		return err
	}
	results, err := d.RunTests(ctx, company, flow, tests)
	if err != nil {
		return err
	}
	failed := &TestsFailedError{Flow: flow.Name}
	for _, r := range results {
		if !r.Passed {
			failed.Failed = append(failed.Failed, r)
		}
	}
	if len(failed.Failed) > 0 {
		return failed
	}
	return nil
}
