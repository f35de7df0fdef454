package api

import (
	"bytes"
	"maps"
	"time"

	"go.yaml.in/yaml/v3"

	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/simulator"
)

// madeTest is a flow test made of a call, in the order in which people write it.
type madeTest struct {
	Name   string         `yaml:"name"`
	Given  map[string]any `yaml:"given"`
	Expect map[string]any `yaml:"expect"`
}

// test writes the call as a flow test, which expects the way that it has taken.
func (t GivenCall) test(name string, steps []flowengine.StepDone, ended flowengine.CallEnded) madeTest {
	given := map[string]any{"caller": t.Caller, "number": t.Number, "at": t.At, "timezone": t.Timezone}
	for field, value := range map[string]string{
		"start": t.Start, "caller_name": t.CallerName, "endpoint": t.Endpoint, "digits": t.Digits, "speech": t.Speech,
	} {
		if value != "" {
			given[field] = value
		}
	}
	if len(t.Answers) > 0 {
		given["answers"] = t.Answers
	}
	if t.Hangup > 0 {
		given["hangup"] = (time.Duration(t.Hangup*1000) * time.Millisecond).String()
	}
	path := make([]string, len(steps))
	for i, s := range steps {
		path[i] = s.Node + " " + s.Outcome
	}
	expect := map[string]any{"path": path}
	if ended.Reason != "" {
		expect["ended"] = string(ended.Reason)
	}
	if ended.AnsweredBy != "" {
		expect["answered"] = ended.AnsweredBy
	}
	return madeTest{name, given, expect}
}

// amend writes the call, and the way that it has taken, into a test that gives
// and expects other things too.
func (t GivenCall) amend(source []byte, steps []flowengine.StepDone, ended flowengine.CallEnded) ([]byte, error) {
	made := t.test("", steps, ended)
	given := map[string]any{
		"start": nil, "caller": nil, "caller_name": nil, "endpoint": nil, "number": nil, "at": nil, "timezone": nil,
		"digits": nil, "answers": nil, "hangup": nil, "speech": nil,
	}
	expect := map[string]any{"path": nil, "ended": nil, "answered": nil}
	maps.Copy(given, made.Given)
	maps.Copy(expect, made.Expect)
	return flowtest.Amend(source, given, expect)
}

// give puts the call into what a test gives. The node that it starts at is not
// of it: the flow that is tried starts there already.
func (t GivenCall) give(g *flowtest.Given) {
	g.Start, g.Caller, g.CallerName, g.Endpoint, g.Number = "", t.Caller, t.CallerName, t.Endpoint, t.Number
	g.At, g.Timezone, g.Digits, g.Answers, g.Speech = t.At, t.Timezone, t.Digits, t.Answers, t.Speech
	g.Hangup = time.Duration(t.Hangup * float64(time.Second))
}

// givenCall is the call that a test gives, as far as it can be tried: with the
// time at which the simulator has a call that comes at none.
func givenCall(g flowtest.Given) (GivenCall, error) {
	script, err := g.Script()
	if err != nil {
		return GivenCall{}, err
	}
	if script.At.IsZero() {
		script.At = simulator.DefaultAt
	}
	zone := g.Timezone
	if zone == "" {
		zone = "UTC"
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return GivenCall{}, err
	}
	return GivenCall{
		Start: g.Start, Caller: g.Caller, CallerName: g.CallerName, Endpoint: g.Endpoint, Number: g.Number,
		At: script.At.In(location).Format("2006-01-02 15:04:05"), Timezone: zone,
		Digits: g.Digits, Answers: g.Answers, Hangup: g.Hangup.Seconds(), Speech: g.Speech,
	}, nil
}

// inYAML writes a test, or a file of them, as people would.
func inYAML(content any) (string, error) {
	var text bytes.Buffer
	e := yaml.NewEncoder(&text)
	e.SetIndent(2)
	if err := e.Encode(content); err != nil {
		return "", err
	}
	return text.String(), e.Close()
}
