// Package explain says which way a call would go through a flow and why, and,
// where that depends on people, what each of their choices leads to. It runs
// the flow in the simulator, again and again: the nodes that depend on people
// are supposed to go each of their ways in turn, and all others do what they do.
package explain

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

// Way is a part of a call's way, up to its end or to a choice.
type Way struct {
	Steps []Step `json:"steps"`
	// Choices are what people may do in the last step; none when it ends there.
	Choices []Choice `json:"choices,omitempty"`
	// End says how the call ends, "" before a choice.
	End string `json:"end,omitempty"`
	// Again says that the way goes on as it was told already, from this node on.
	Again string `json:"again,omitempty"`
}

// Step is one node on the way.
type Step struct {
	Flow     string   `json:"flow,omitempty"` // the called flow that it stands in
	Node     string   `json:"node"`
	Label    string   `json:"label,omitempty"`
	Type     string   `json:"type"`
	Outcome  string   `json:"outcome,omitempty"` // "" where people choose
	Why      string   `json:"why,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// Name is how people know the node.
func (s Step) Name() string {
	if s.Label != "" {
		return s.Label
	}
	return s.Node
}

// Choice is one way that people may take.
type Choice struct {
	Outcome string `json:"outcome"`
	About   string `json:"about,omitempty"`
	Then    Way    `json:"then"`
}

// Options are what an explanation leaves open.
type Options struct {
	simulator.Options
	// Pressed says that the script has the caller's keys, so that what asks for
	// them is no choice; Rung that it has who answers.
	Pressed, Rung bool
}

// maxRuns bounds an explanation. A flow with more choices is told in part.
const maxRuns = 400

// tooMany stands where an explanation was cut off.
const tooMany = "…"

// Call explains what the program would do with the script's call.
func Call(ctx context.Context, program *flowengine.Program, script simulator.Script, o Options) (Way, error) {
	e := &explainer{ctx: ctx, program: program, script: script, options: o, told: map[string]bool{}}
	return e.way(nil, 0)
}

type explainer struct {
	ctx     context.Context
	program *flowengine.Program
	script  simulator.Script
	options Options
	runs    int
	told    map[string]bool // what was told: steps and choices
}

// way tells what follows the given choices, leaving out the first steps.
func (e *explainer) way(chosen []string, known int) (Way, error) {
	if e.runs++; e.runs > maxRuns {
		return Way{Again: tooMany}, nil
	}
	run := &run{explainer: e, chosen: chosen}
	o := e.options.Options
	o.Services.Flows = calledFlows{o.Services.Flows, run}
	out, err := simulator.Run(e.ctx, run.suppose(e.program), e.script, o)
	if err != nil && !errors.Is(err, simulator.ErrNotEnded) { // who is supposed to have left is still there
		return Way{}, fmt.Errorf("trying the choices %q: %w", chosen, err)
	}
	w := Way{Steps: []Step{}}
	trace := out.Trace[min(known, len(out.Trace)):]
	for i, done := range trace {
		step := Step{Flow: done.Flow, Node: done.Node, Label: done.Label, Type: done.Type, Outcome: done.Outcome, Why: done.Why, Warnings: done.Warnings}
		if run.fork != nil && i == len(trace)-1 {
			step.Outcome, step.Why = "", ""
		}
		key := fmt.Sprintf("%s\x00%s\x00%s\x00%s", step.Flow, step.Node, step.Outcome, step.Why)
		if e.told[key] {
			w.Again = step.Name()
			return w, nil
		}
		e.told[key] = true
		w.Steps = append(w.Steps, step)
	}
	if run.fork == nil {
		w.End = out.Ended.Why
		return w, nil
	}
	for _, outcome := range run.fork {
		then, err := e.way(append(slices.Clip(slices.Clone(chosen)), outcome.Name), len(out.Trace))
		if err != nil {
			return w, err
		}
		w.Choices = append(w.Choices, Choice{outcome.Name, outcome.About, then})
	}
	return w, nil
}

// run is one simulated call: choices for the first nodes that depend on people,
// and a stop at the next.
type run struct {
	*explainer
	chosen []string
	next   int
	fork   []flowengine.Outcome // where it stopped
}

// suppose is the program with the nodes that depend on people replaced.
func (r *run) suppose(p *flowengine.Program) *flowengine.Program {
	return p.With(func(id string, runner flowengine.Runner) flowengine.Runner {
		if !r.depends(p.Flow.Nodes[id].Type, runner) {
			return runner
		}
		return &supposed{Runner: runner, run: r, next: p.Flow.Nodes[id].Next}
	})
}

// rings are the types of nodes that ring somebody.
func rings(nodeType string) bool {
	return slices.Contains([]string{"dial", "queue", "transfer", "callback"}, nodeType)
}

// depends says whether people decide about the node, and the script does not
// say what they do.
func (r *run) depends(nodeType string, runner flowengine.Runner) bool {
	waiter, ok := runner.(flowengine.Waiter)
	if !ok || !waiter.WaitsForCaller() {
		return false
	}
	if rings(nodeType) {
		return !r.options.Rung
	}
	return !r.options.Pressed || len(runner.Outcomes()) < 2
}

// supposed is a node that goes the way that is supposed for it.
type supposed struct {
	flowengine.Runner
	run  *run
	next map[string]string
}

// Run implements [flowengine.Runner].
func (s *supposed) Run(context.Context, *flowengine.Session) (flowengine.Result, error) {
	outcomes := slices.Clone(s.Outcomes())
	if s.next[flowengine.OutcomeHungUp] != "" {
		outcomes = append(outcomes, flowengine.Outcome{Name: flowengine.OutcomeHungUp, About: "the caller hangs up"})
	}
	if len(outcomes) == 1 {
		return s.result(outcomes[0]), nil
	}
	if s.run.next == len(s.run.chosen) {
		s.run.fork = outcomes
		return flowengine.Result{Outcome: "choice", End: &flowengine.Hangup{Cause: flowengine.CauseNormal}}, nil
	}
	chosen := s.run.chosen[s.run.next]
	s.run.next++
	if chosen == flowengine.OutcomeHungUp {
		return flowengine.Result{}, flowengine.ErrHungUp
	}
	i := slices.IndexFunc(outcomes, func(o flowengine.Outcome) bool { return o.Name == chosen })
	return s.result(outcomes[i]), nil
}

func (s *supposed) result(o flowengine.Outcome) flowengine.Result {
	r := flowengine.Result{Outcome: o.Name, Why: o.About}
	if supposer, ok := s.Runner.(flowengine.Supposer); ok {
		r.Values = supposer.Suppose(o.Name)
	}
	return r
}

// calledFlows lets choices be supposed in called flows too.
type calledFlows struct {
	flowengine.Flows
	run *run
}

// Live implements [flowengine.Flows].
func (c calledFlows) Live(ctx context.Context, name string) (*flowengine.Program, error) {
	if c.Flows == nil {
		return nil, flowengine.ErrNoSuch
	}
	p, err := c.Flows.Live(ctx, name)
	if err != nil {
		return nil, err
	}
	return c.run.suppose(p), nil
}
