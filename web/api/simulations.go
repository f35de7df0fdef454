package api

import (
	"context"
	"encoding/json"
	"time"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/explain"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/simulator"
	"callflow/web/access"
)

// Trial is a call to be simulated.
type Trial struct {
	Document json.RawMessage `json:"document" doc:"The flow that the call runs, as it is edited."`
	GivenCall
}

// GivenCall is who calls, when, and what is done then.
type GivenCall struct {
	Start      string            `json:"start,omitempty" doc:"The node to start at, instead of the flow's own."`
	Caller     string            `json:"caller,omitempty" doc:"The caller's number; empty for a withheld one." example:"0412345678"`
	CallerName string            `json:"caller_name,omitempty"`
	Endpoint   string            `json:"endpoint,omitempty" doc:"The endpoint that the call is made from, such as PJSIP/alice."`
	Number     string            `json:"number,omitempty" doc:"The number that is called; the flow's first one by default."`
	At         string            `json:"at,omitempty" doc:"When; now by default." example:"2026-12-25 10:00"`
	Timezone   string            `json:"timezone,omitempty" doc:"The time zone of at; the flow's, else the company's."`
	Digits     string            `json:"digits,omitempty" doc:"The caller's keys: a group for each time that the call waits for keys, with commas between them." example:"1,2#"`
	Answers    map[string]string `json:"answers,omitempty" doc:"Who does what when rung: busy, declined, unreachable, unanswered, machine, answered:20s; * is everybody else."`
	Hangup     float64           `json:"hangup_s,omitempty" minimum:"0" doc:"The caller hangs up after so many seconds."`
	Speech     string            `json:"speech,omitempty" doc:"How the caller leaves a message: 8s and hangs up, 8s# and presses #, 8s. and stays silent."`
}

// maxTrial bounds how long a simulation may take.
const maxTrial = 10 * time.Second

func (a *API) simulations() {
	Register(a, Route{Method: "POST", Path: "/simulations", Right: access.View, Tag: "Flows", Summary: "Try a flow with a simulated call",
		Description: "The real engine on a virtual clock: which way the call goes, why, what everybody hears, and what is known after each step. Nothing is kept and nobody is rung."}, a.simulate)
	Register(a, Route{Method: "POST", Path: "/explanations", Right: access.View, Tag: "Flows", Summary: "Say which way a call would go",
		Description: "Node by node; where it depends on people, each of their choices."}, a.explain)
}

// Simulated is what came of a simulated call.
type Simulated struct {
	authoring.Trial
	Source string `json:"source" doc:"The same call as a flow test that expects this way, as POST /flows/{flow}/tests takes it."`
	// Failures are of the test that the call was tried for.
	Failures []string `json:"failures,omitempty" doc:"What is not as the test expects that the call was tried for."`
}

func (a *API) simulate(ctx context.Context, in *struct {
	Body struct {
		Trial
		Test string `json:"test,omitempty" doc:"The source of a flow test that the call is tried for: what that gives beyond the fields here, such as what web servers answer, is given too, and what it expects beyond the way stays in the source of the answer."`
	}
}) (*body[Simulated], error) {
	ctx, cancel := context.WithTimeout(ctx, maxTrial)
	defer cancel()
	run, err := a.prepare(ctx, in.Body.Trial)
	if err != nil {
		return nil, err
	}
	// The test says what the trial left to the flow, the company and the clock.
	given := in.Body.GivenCall
	given.Number, given.At, given.Timezone = run.script.Number, run.script.At.Format("2006-01-02 15:04:05"), run.script.At.Location().String()
	if in.Body.Test != "" {
		return a.simulateTest(ctx, run, given, []byte(in.Body.Test))
	}
	out, err := simulator.Run(ctx, run.program, run.script, run.options)
	if err != nil {
		return nil, problemOf(422, "cannot_run", err)
	}
	source, err := inYAML(given.test("as tried at "+given.At, out.Trace, out.Ended))
	return answer(Simulated{Trial: readTrial(ctx, authoring.Tried(run.flow.Name, 0, 0, run.script, out)), Source: source}, err)
}

// simulateTest tries a test with another call.
func (a *API) simulateTest(ctx context.Context, run prepared, call GivenCall, source []byte) (*body[Simulated], error) {
	test, err := flowtest.ParseTest(source)
	if err != nil {
		return nil, noFlowTest(err)
	}
	call.give(&test.Given)
	result, err := test.Run(ctx, run.program, run.options)
	if err != nil {
		return nil, problemOf(422, "cannot_run", err)
	}
	out := result.Outcome
	amended, err := call.amend(source, out.Trace, out.Ended)
	return answer(Simulated{readTrial(ctx, authoring.Tried(run.flow.Name, 0, 0, run.script, out)), string(amended), readAll(ctx, result.Failures)}, err)
}

func (a *API) explain(ctx context.Context, in *struct{ Body Trial }) (*body[explain.Way], error) {
	ctx, cancel := context.WithTimeout(ctx, maxTrial)
	defer cancel()
	run, err := a.prepare(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	way, err := explain.Call(ctx, run.program, run.script, explain.Options{Options: run.options, Pressed: in.Body.Digits != "", Rung: len(in.Body.Answers) > 0})
	if err != nil {
		return nil, problemOf(422, "cannot_run", err)
	}
	return answer(readWay(ctx, way), nil)
}

// prepared is a trial that can run.
type prepared struct {
	flow    *flowengine.Flow
	program *flowengine.Program
	script  simulator.Script
	options simulator.Options
}

func (a *API) prepare(ctx context.Context, t Trial) (p prepared, err error) {
	if p.flow, err = parse(t.Document); err != nil {
		return p, err
	}
	if t.Start != "" {
		p.flow.Start = t.Start
	}
	if p.program, err = a.desk.Registry.Compile(p.flow); err != nil {
		return p, problemOf(422, "cannot_run", err)
	}
	if p.options, err = a.desk.World(ctx, company(ctx), p.flow.Name, t.Number); err != nil {
		return p, err
	}
	if p.options.Number.Number == "" {
		p.options.Number.Number = "100"
	}
	p.script, err = a.script(ctx, t, p)
	if err != nil {
		return p, problemOf(422, "invalid", err)
	}
	return p, nil
}

func (a *API) script(ctx context.Context, t Trial, p prepared) (s simulator.Script, err error) {
	s = simulator.Script{Caller: t.Caller, CallerName: t.CallerName, Endpoint: t.Endpoint, Number: p.options.Number.Number,
		HangupAfter: time.Duration(t.Hangup * float64(time.Second))}
	zone, err := a.desk.Zone(ctx, company(ctx), t.Timezone, p.flow)
	if err != nil {
		return s, err
	}
	if s.At, err = flowtest.ParseTime(t.At, zone.String()); err != nil {
		return s, err
	}
	if s.At.IsZero() {
		s.At = a.now()
	}
	s.At = s.At.In(zone)
	if s.Presses, err = simulator.ParseDigits(t.Digits); err != nil {
		return s, err
	}
	if t.Speech != "" {
		if s.Speech, err = simulator.ParseSpeech(t.Speech); err != nil {
			return s, err
		}
	}
	var answers []string
	for who, what := range t.Answers {
		answers = append(answers, who+"="+what)
	}
	s.Answers, err = simulator.ParseAnswers(answers)
	return s, err
}
