package authoring_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"callflow/authoring"
	"callflow/store"
)

// keeps keeps a test with a flow.
func keeps(t *testing.T, s *store.Store, flow, name, path string) store.FlowTest {
	t.Helper()
	kept, err := s.PutFlowTest(t.Context(), "", flow, store.FlowTest{Name: name, Source: "name: " + name + "\nexpect: {path: [" + path + "]}\n"})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func TestEachTestOfAFlowIsRun(t *testing.T) {
	d := newDesk(t)
	f := hello(t, "Main", "x")
	if results, err := d.RunTests(t.Context(), "", f, nil); err != nil || results == nil || len(results) != 0 {
		t.Errorf("without tests: %v, %v", results, err)
	}
	results, err := d.RunTests(t.Context(), "", f, []store.FlowTest{
		{ID: 1, Name: "right", Source: "name: right\nexpect: {path: [a, b]}\n"},
		{ID: 2, Name: "wrong", Source: "name: wrong\nexpect: {path: [a, elsewhere]}\n"},
		{ID: 3, Name: "no test", Source: "expect: ["},
	})
	if err != nil || len(results) != 3 || !results[0].Passed || results[0].Failures == nil || results[1].Passed || results[2].Passed {
		t.Fatalf("%+v, %v", results, err)
	}
	if !strings.Contains(results[1].Failures[0], "elsewhere") || len(results[2].Failures) == 0 {
		t.Errorf("the failures: %q, %q", results[1].Failures, results[2].Failures)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := d.RunTests(gone, "", f, []store.FlowTest{{Source: "name: x\n"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("for who has gone: %v", err)
	}
	f.Start = "nowhere"
	_, err = d.RunTests(t.Context(), "", f, []store.FlowTest{{Source: "name: x\n"}})
	fails[*store.ConflictError](t, err, "cannot run")
}

// Failing tests block publishing only where the company wants it, and going
// back never.
func TestFailingTestsBlockPublishingWhereTheyShould(t *testing.T) {
	d := newDesk(t)
	publishes(t, d, hello(t, "Main", "one"))
	keeps(t, d.Store, "Main", "good", "a, b")
	bad := keeps(t, d.Store, "Main", "bad", "a, c")
	publishes(t, d, hello(t, "Main", "two"))
	c, err := d.Store.Company(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	c.TestsBlock = true
	if err := d.Store.SetCompany(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	saves(t, d, hello(t, "Main", "three"))
	_, _, err = d.Publish(t.Context(), "", "Main", 0)
	if e := fails[*authoring.TestsFailedError](t, err, `"bad": `); len(e.Failed) != 1 || e.Failed[0].ID != bad.ID || e.Code() != "tests_failed" {
		t.Errorf("failed: %+v", e.Failed)
	}
	if f, err := d.Store.Flow(t.Context(), "", "Main"); err != nil || f.Live != 2 {
		t.Errorf("live is %d, %v", f.Live, err)
	}
	if f, _, err := d.Rollback(t.Context(), "", "Main", 1); err != nil || f.Live != 1 {
		t.Errorf("going back: live is %d, %v", f.Live, err)
	}
	if err := d.Store.RemoveFlowTest(t.Context(), "", "Main", bad.ID); err != nil {
		t.Fatal(err)
	}
	if f, _, err := d.Publish(t.Context(), "", "Main", 3); err != nil || f.Live != 3 {
		t.Errorf("without the bad one: live is %d, %v", f.Live, err)
	}
	publishes(t, d, hello(t, "New", "x")) // which has no tests
}
