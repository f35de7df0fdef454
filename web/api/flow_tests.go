package api

import (
	"context"
	"encoding/json"
	"net/http"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
)

// FlowTest is a test of a flow.
type FlowTest struct {
	store.FlowTest
	// Test is the source, when that is JSON.
	Test json.RawMessage `json:"test,omitempty" doc:"The test, when it was given in JSON."`
	// Call is what can be tried of it.
	Call *GivenCall `json:"call,omitempty" doc:"The call that it gives, as POST /simulations takes it beside a document; what it gives besides is in the source."`
}

func newFlowTest(t store.FlowTest) FlowTest {
	f := FlowTest{FlowTest: t}
	if json.Valid([]byte(t.Source)) {
		f.Test = json.RawMessage(t.Source)
	}
	if test, err := flowtest.ParseTest([]byte(t.Source)); err == nil { // one that cannot be read says so when it is run
		if call, err := givenCall(test.Given); err == nil {
			f.Call = &call
		}
	}
	return f
}

// FlowTestPath is a path's test.
type FlowTestPath struct {
	FlowID
	Test int64 `path:"test"`
}

// testSource is a test as it is sent.
type testSource struct {
	Test   json.RawMessage `json:"test,omitempty" doc:"The test as an object: name, given and expect, as in a file of flow tests."`
	Source string          `json:"source,omitempty" doc:"The same as text, in YAML or JSON."`
	Name   string          `json:"name,omitempty" doc:"Its name, if not the one that the test has."`
}

// read checks that it can be run.
func (s testSource) read() (store.FlowTest, error) {
	text := s.Source
	if len(s.Test) > 0 {
		text = string(s.Test)
	}
	if s.Name != "" {
		named, err := flowtest.Rename([]byte(text), s.Name)
		if err != nil {
			return store.FlowTest{}, noFlowTest(err)
		}
		text = string(named)
	}
	t, err := flowtest.ParseTest([]byte(text))
	if err != nil {
		return store.FlowTest{}, noFlowTest(err)
	}
	return store.FlowTest{Name: t.Name, Source: text}, nil
}

func noFlowTest(err error) error {
	return &store.InvalidError{Field: "test", Problem: wording.Say("it is no flow test: %s", wording.Told(err).Map(func(text string) string { return store.Printable(text, 300) }))}
}

func (a *API) flowTests() {
	const tag = "Flow tests"
	at := "/flows/{flow}/tests"
	fields := map[string]string{"name": "test.name", "test": "test"}
	Register(a, Route{Method: "GET", Path: at, Right: access.View, Tag: tag, Summary: "List the tests of a flow"}, a.listFlowTests)
	Register(a, Route{Method: "POST", Path: at, Right: access.Flows, Tag: tag, Status: http.StatusCreated, Summary: "Add a test to a flow",
		Description: "It says who calls, when, what is pressed and who answers, and which way the call must go. What is not expected is not looked at.", Fields: fields}, a.addFlowTest)
	Register(a, Route{Method: "POST", Path: at + "/run", Right: access.View, Tag: tag, Summary: "Run the tests of a flow",
		Description: "With the newest revision, another one, or a document as it is edited. Where the company wants it, a flow whose tests fail cannot be published."}, a.runFlowTests)
	Register(a, Route{Method: "GET", Path: at + "/{test}", Right: access.View, Tag: tag, Summary: "Show a test"}, a.showFlowTest)
	Register(a, Route{Method: "PUT", Path: at + "/{test}", Right: access.Flows, Tag: tag, Summary: "Change a test", Fields: fields}, a.setFlowTest)
	Register(a, Route{Method: "DELETE", Path: at + "/{test}", Right: access.Flows, Tag: tag, Summary: "Remove a test"}, a.removeFlowTest)
}

func (a *API) listFlowTests(ctx context.Context, in *FlowID) (*body[List[FlowTest]], error) {
	f, err := a.flow(ctx, *in)
	if err != nil {
		return nil, err
	}
	all, err := a.store.FlowTests(ctx, company(ctx), f.Name)
	out := []FlowTest{}
	for _, t := range all {
		out = append(out, newFlowTest(t))
	}
	return whole(out, err)
}

func (a *API) addFlowTest(ctx context.Context, in *struct {
	FlowID
	Body testSource
}) (*tagged[FlowTest], error) {
	return a.putFlowTest(ctx, in.FlowID, 0, in.Body)
}

func (a *API) putFlowTest(ctx context.Context, flow FlowID, id int64, source testSource) (*tagged[FlowTest], error) {
	f, err := a.flow(ctx, flow)
	if err != nil {
		return nil, err
	}
	t, err := source.read()
	if err != nil {
		return nil, err
	}
	t.ID = id
	t, err = a.store.PutFlowTest(ctx, company(ctx), f.Name, t)
	return versioned(newFlowTest(t), err)
}

func (a *API) flowTest(ctx context.Context, in FlowTestPath) (FlowTest, error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return FlowTest{}, err
	}
	t, err := a.store.FlowTest(ctx, company(ctx), f.Name, in.Test)
	return newFlowTest(t), err
}

func (a *API) showFlowTest(ctx context.Context, in *FlowTestPath) (*tagged[FlowTest], error) {
	return versioned(a.flowTest(ctx, *in))
}

func (a *API) setFlowTest(ctx context.Context, in *struct {
	FlowTestPath
	IfMatch
	Body testSource
}) (*tagged[FlowTest], error) {
	return edit(a, in.IfMatch, wording.Of("The test"), func() (FlowTest, error) { return a.flowTest(ctx, in.FlowTestPath) }, func(before FlowTest) error {
		_, err := a.putFlowTest(ctx, in.FlowID, before.ID, in.Body)
		return err
	})
}

func (a *API) removeFlowTest(ctx context.Context, in *FlowTestPath) (*nothing, error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	return nil, a.store.RemoveFlowTest(ctx, company(ctx), f.Name, in.Test)
}

// TestsRun is what came of the tests of a flow.
type TestsRun struct {
	Passed int                    `json:"passed" doc:"How many passed."`
	Failed int                    `json:"failed"`
	Tests  []authoring.TestResult `json:"tests" nullable:"false"`
}

func (a *API) runFlowTests(ctx context.Context, in *struct {
	FlowID
	Body struct {
		Revision int             `json:"revision,omitempty" minimum:"0" doc:"Which revision; the newest one by default."`
		Document json.RawMessage `json:"document,omitempty" doc:"The flow as it is edited, instead of a revision."`
		Tests    []int64         `json:"tests,omitempty" nullable:"false" doc:"Only these."`
		Unsaved  *testSource     `json:"unsaved,omitempty" doc:"Only this one, which is not kept."`
	}
}) (*body[TestsRun], error) {
	f, err := a.flow(ctx, in.FlowID)
	if err != nil {
		return nil, err
	}
	var document *flowengine.Flow
	if len(in.Body.Document) > 0 {
		document, err = parse(in.Body.Document)
	} else {
		var r store.Revision
		r, err = a.store.Revision(ctx, company(ctx), f.Name, in.Body.Revision)
		document = r.Document
	}
	if err != nil {
		return nil, err
	}
	document.Name = f.Name
	tests, err := a.testsToRun(ctx, f.Name, in.Body.Unsaved, in.Body.Tests)
	if err != nil {
		return nil, err
	}
	results, err := a.desk.RunTests(ctx, company(ctx), document, tests)
	run := TestsRun{Tests: results}
	for i, r := range results {
		results[i].Failures = readAll(ctx, r.Failures)
		if r.Passed {
			run.Passed++
		} else {
			run.Failed++
		}
	}
	return answer(run, err)
}

func (a *API) testsToRun(ctx context.Context, flow string, unsaved *testSource, only []int64) ([]store.FlowTest, error) {
	if unsaved != nil {
		t, err := unsaved.read()
		return []store.FlowTest{t}, err
	}
	if only == nil {
		return a.store.FlowTests(ctx, company(ctx), flow)
	}
	tests := make([]store.FlowTest, len(only))
	for i, id := range only {
		var err error
		if tests[i], err = a.store.FlowTest(ctx, company(ctx), flow, id); err != nil {
			return nil, err
		}
	}
	return tests, nil
}
