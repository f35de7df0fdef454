package api_test

import (
	"fmt"
	"strings"
	"testing"

	"callflow/web/api"
)

func TestAFlowsTestsRunAndCanBlockPublishing(t *testing.T) {
	o := newOffice(t)
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	at := fmt.Sprintf("/flows/%d", f.ID)
	good := gets[api.FlowTest](o, 201, "POST", at+"/tests", object{"test": object{"name": "says hello", "given": object{"caller": "0412345678"}, "expect": object{"path": []string{"n1 done", "n2"}}}})
	if good.ID == 0 || good.Author != "user:ada" || good.Test == nil {
		t.Fatalf("added: %+v", good)
	}
	bad := gets[api.FlowTest](o, 201, "POST", at+"/tests", object{"source": "name: goes on\ngiven: {digits: 012}\nexpect: {path: [n1, n3]}\n"})
	if bad.Test != nil || !strings.Contains(bad.Source, "012") {
		t.Errorf("in YAML: %+v", bad)
	}
	run := gets[api.TestsRun](o, 200, "POST", at+"/tests/run", object{})
	if run.Passed != 1 || run.Failed != 1 || run.Tests[0].Name != "goes on" || !strings.Contains(run.Tests[0].Failures[0], "n3") {
		t.Fatalf("the run: %+v", run)
	}
	if run = gets[api.TestsRun](o, 200, "POST", at+"/tests/run", object{"tests": []int64{good.ID}}); run.Passed != 1 || run.Failed != 0 {
		t.Errorf("one of them: %+v", run)
	}
	// Failing tests do not matter until the company says so.
	gets[api.Published](o, 200, "POST", at+"/publish", object{"revision": 1})
	gets[api.Company](o, 200, "PATCH", "/company", object{"tests_block_publishing": true})
	gets[object](o, 200, "PUT", at+"/draft", object{"document": hello("Good day.")})
	p := gets[api.Problem](o, 409, "POST", at+"/publish", object{"revision": 2})
	if p.Code != "tests_failed" || len(p.Tests) != 1 || p.Tests[0].ID != bad.ID || len(p.Tests[0].Failures) == 0 {
		t.Errorf("publishing: %+v", p)
	}
	if shown := gets[api.Flow](o, 200, "GET", at, nil); shown.Live != 1 {
		t.Errorf("live is %d, want 1", shown.Live)
	}
	gets[api.FlowTest](o, 200, "PUT", fmt.Sprintf("%s/tests/%d", at, bad.ID), object{"source": "name: goes on\nexpect: {ended: completed}\n"})
	gets[api.Published](o, 200, "POST", at+"/publish", object{"revision": 2})
	// A revision that the tests do not fit can still be gone back to.
	gets[api.FlowTest](o, 200, "PUT", fmt.Sprintf("%s/tests/%d", at, bad.ID), object{"source": "name: goes on\nexpect: {ended: hung_up}\n"})
	gets[api.Published](o, 200, "POST", at+"/publish", object{"revision": 1})
	gets[object](o, 204, "DELETE", fmt.Sprintf("%s/tests/%d", at, bad.ID), nil)
	if l := gets[api.List[api.FlowTest]](o, 200, "GET", at+"/tests", nil); len(l.Items) != 1 {
		t.Errorf("left: %+v", l.Items)
	}
}

func TestAFlowTestGetsAnotherName(t *testing.T) {
	o := newOffice(t)
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	at := fmt.Sprintf("/flows/%d/tests", f.ID)
	inJSON := gets[api.FlowTest](o, 201, "POST", at, object{"test": object{"name": "x", "expect": object{"ended": "completed"}}, "name": "It ends: \"well\" 👋"})
	if inJSON.Name != `It ends: "well" 👋` || inJSON.Test == nil || !strings.Contains(inJSON.Source, "completed") {
		t.Errorf("in JSON: %+v", inJSON)
	}
	inYAML := gets[api.FlowTest](o, 201, "POST", at, object{"source": "# why it is there\nexpect: {ended: completed}\n", "name": "- not a list"})
	if inYAML.Name != "- not a list" || !strings.Contains(inYAML.Source, "# why it is there") {
		t.Errorf("in YAML: %+v", inYAML)
	}
	gets[api.FlowTest](o, 200, "PUT", fmt.Sprintf("%s/%d", at, inYAML.ID), object{"source": inYAML.Source, "name": "a list"})
	if run := gets[api.TestsRun](o, 200, "POST", at+"/run", object{}); run.Passed != 2 || run.Tests[0].Name != "a list" {
		t.Errorf("the run: %+v", run)
	}
}

// What was tried is what a test of it gives, whatever the flow, the company and
// the clock would have stood in for.
func TestWhatWasTriedBecomesAFlowTest(t *testing.T) {
	o := newOffice(t)
	gets[object](o, 201, "POST", "/queues", object{"name": "support", "hours": []string{"mon 00:00-00:01"}})
	document := object{"schema": 1, "name": "Support", "kind": "voice", "start": "hello", "nodes": object{
		"hello": object{"type": "greeting", "params": object{"say": "Hello."}, "next": object{"done": "ask"}},
		"ask":   object{"type": "menu", "params": object{"prompt": "Press one.", "keys": object{"1": "Support"}}, "next": object{"key:1": "wait", "*": "bye"}},
		"wait":  object{"type": "queue", "params": object{"queue": "queue:support"}, "next": object{"*": "bye"}},
		"bye":   object{"type": "hangup"},
	}}
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Support", "document": document})
	at := fmt.Sprintf("/flows/%d/tests", f.ID)
	trial := object{"document": document, "start": "ask", "caller": "0412345678", "at": "2026-12-25 10:00", "digits": "1", "hangup_s": 40, "answers": object{"*": "busy"}}
	tried := gets[api.Simulated](o, 200, "POST", "/simulations", trial)
	if way := tried.Steps; len(way) < 2 || way[0].Node != "ask" || way[1].Node != "wait" || way[1].Outcome != "closed" {
		t.Fatalf("the way: %+v", way)
	}
	gets[api.FlowTest](o, 201, "POST", at, object{"source": tried.Source, "name": "at Christmas"})
	if run := gets[api.TestsRun](o, 200, "POST", at+"/run", object{}); run.Passed != 1 || run.Tests[0].Name != "at Christmas" {
		t.Errorf("the same flow: %+v", run)
	}
	nodes := document["nodes"].(object)
	nodes["ask"].(object)["next"] = object{"*": "bye"}
	if run := gets[api.TestsRun](o, 200, "POST", at+"/run", object{"document": document}); run.Failed != 1 || !strings.Contains(run.Tests[0].Failures[0], "wait") {
		t.Errorf("another way: %+v", run)
	}
	delete(nodes, "ask")
	if run := gets[api.TestsRun](o, 200, "POST", at+"/run", object{"document": document}); run.Failed != 1 || !strings.Contains(run.Tests[0].Failures[0], `no node "ask"`) {
		t.Errorf("without its start: %+v", run)
	}
}

// A test is tried with another call, and what only the test knows stays given
// and expected.
func TestAStoredTestIsTriedAndSavedAgain(t *testing.T) {
	o := newOffice(t)
	document := object{"schema": 1, "name": "Lookup", "kind": "voice", "start": "ask", "nodes": object{
		"ask":  object{"type": "menu", "params": object{"prompt": "Press one.", "keys": object{"1": "Look up", "2": "Leave"}}, "next": object{"key:1": "hook", "*": "bye"}},
		"hook": object{"type": "webhook", "params": object{"method": "GET", "url": "https://crm.example/", "save_as": "who"}, "next": object{"done": "say", "*": "bye"}},
		"say":  object{"type": "greeting", "params": object{"say": "Hello {{ vars.who.name }}."}, "next": object{"done": "bye"}},
		"bye":  object{"type": "hangup"},
	}}
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Lookup", "document": document})
	at := fmt.Sprintf("/flows/%d/tests", f.ID)
	source := `name: known
given:
  caller: "0412345678"
  at: 2026-12-25 10:00
  timezone: Australia/Sydney
  digits: "1"
  hangup: 90s
  web: # of the other side
    "*": {status: 200, body: '{"name": "Ada"}'}
expect:
  path: [ask, hook done, say]
  hears: [Hello Ada.]
`
	kept := gets[api.FlowTest](o, 201, "POST", at, object{"source": source})
	if c := kept.Call; c == nil || c.Caller != "0412345678" || c.At != "2026-12-25 10:00:00" || c.Timezone != "Australia/Sydney" || c.Digits != "1" || c.Hangup != 90 {
		t.Fatalf("the call that it gives: %+v", kept.Call)
	}
	trial := object{"document": document, "caller": kept.Call.Caller, "at": kept.Call.At, "timezone": kept.Call.Timezone, "digits": "1", "test": source}
	tried := gets[api.Simulated](o, 200, "POST", "/simulations", trial)
	if len(tried.Failures) != 1 || !strings.Contains(tried.Failures[0], "path:") || !strings.Contains(tried.Source, "bye hangup") {
		t.Errorf("the way that it left out: %q\n%s", tried.Failures, tried.Source)
	}
	trial["test"] = tried.Source
	if tried = gets[api.Simulated](o, 200, "POST", "/simulations", trial); tried.Failures != nil || tried.Steps[2].Node != "say" {
		t.Errorf("saved again, it fails: %q", tried.Failures)
	}
	for _, part := range []string{"# of the other side", "hears: [Hello Ada.]"} {
		if !strings.Contains(tried.Source, part) {
			t.Errorf("%q is not in\n%s", part, tried.Source)
		}
	}
	if strings.Contains(tried.Source, "hangup:") {
		t.Errorf("the hangup that was taken away is still in\n%s", tried.Source)
	}
	trial["digits"] = "2"
	if tried = gets[api.Simulated](o, 200, "POST", "/simulations", trial); len(tried.Failures) != 2 || !strings.Contains(tried.Failures[1], "Hello Ada.") {
		t.Errorf("another key: %q", tried.Failures)
	}
	trial["test"] = "- a"
	gets[api.Problem](o, 422, "POST", "/simulations", trial)
}

func TestAFlowTestThatIsNoneIsRefused(t *testing.T) {
	o := newOffice(t)
	f := gets[api.Flow](o, 201, "POST", "/flows", object{"name": "Hello", "document": hello("Hello.")})
	at := fmt.Sprintf("/flows/%d/tests", f.ID)
	for _, body := range []object{
		{}, {"source": ""}, {"source": "{"}, {"source": "name: x\ncolour: red\n"}, {"source": "given: {}\n"}, {"test": []int{1}},
		{"test": object{"name": "x", "given": object{"digits": "x"}}}, {"name": "x"}, {"name": "x", "source": "- a"}, {"name": "x", "source": "{"}, {"source": "name: \"a\\0b\"\n"}, {"source": "&a [*a]"},
	} {
		if p := gets[api.Problem](o, 422, "POST", at, body); p.Code != "invalid" {
			t.Errorf("%v: %+v", body, p)
		}
	}
	for name, text := range strange() {
		got := o.ask("POST", at, object{"test": object{"name": text}})
		if got.Code >= 500 {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	gets[api.FlowTest](o, 201, "POST", at, object{"test": object{"name": "x"}})
	gets[api.Problem](o, 409, "POST", at, object{"test": object{"name": "X"}})
	gets[api.Problem](o, 404, "GET", at+"/999", nil)
}
