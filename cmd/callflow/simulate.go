package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/nodes"
	"callflow/flowengine/simulator"
)

func simulateCommand() *cli.Command {
	return &cli.Command{
		Name: "simulate", Usage: "show what a call would do, without Asterisk and without waiting", ArgsUsage: "FLOW|FILE",
		Description: "Runs the same engine on a virtual clock. A stored flow sees its users, groups and sounds; a file needs none.\n\n" +
			"--digits has one group for each time that the call waits for keys, with commas between them: 1,2# presses 1\n" +
			"at the first prompt, then 2 and # at the second; an empty group is silence; 1@3s presses after three seconds,\n" +
			"whatever plays. --answers says what somebody does who is rung: busy, declined, unreachable, unanswered,\n" +
			"machine, or answered:20s, with @5s for ringing five seconds first and !caller when the caller hangs up;\n" +
			"* is everybody else. Who is not named does not answer.\n\n" +
			"Examples:\n   callflow simulate \"Main line\" --digits 1 --answers alice=answered:20s\n" +
			"   callflow simulate main.yaml --at \"2026-12-25 10:00\" --caller 0412345678 --speech 8s#",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "caller", Usage: "the caller's `NUMBER`, none for a withheld one", Value: "0412345678"},
			&cli.StringFlag{Name: "caller-name", Usage: "the caller's `NAME`"},
			&cli.StringFlag{Name: "endpoint", Usage: "the `ENDPOINT` that the call is made from, such as PJSIP/alice"},
			&cli.StringFlag{Name: "number", Usage: "the `NUMBER` that is called", DefaultText: "the flow's first number, else 100"},
			&cli.StringFlag{Name: "at", Usage: "the `TIME` of the call, such as \"2026-12-25 10:00\"", DefaultText: "now"},
			&cli.StringFlag{Name: "timezone", Usage: "the time `ZONE` of --at", DefaultText: "the flow's, else the company's"},
			&cli.StringFlag{Name: "digits", Usage: "the caller's `KEYS`, such as 1,2#"},
			&cli.StringSliceFlag{Name: "answers", Usage: "`WHO=WHAT` when rung, such as alice=busy or *=answered:20s; several times or with commas"},
			&cli.DurationFlag{Name: "hangup", Usage: "the caller hangs up after this `TIME`"},
			&cli.StringFlag{Name: "speech", Usage: "how a caller leaves a message: `8s` and hangs up, 8s# and presses #, 8s. and stays silent", DefaultText: "10s"},
			&cli.StringSliceFlag{Name: "with", Usage: "a `FILE` with a flow that this one calls; several times or with commas. Others are taken from the database"},
			&cli.IntFlag{Name: "revision", Usage: "run revision `N` instead of the newest"},
			jsonFlag(),
		},
		Action: on(ifThere, simulate),
	}
}

func simulate(in *invocation) error {
	s, err := in.load(in.Args().First(), in.Int("revision"))
	if err != nil {
		return err
	}
	program, err := in.compile(s)
	if err != nil {
		return err
	}
	options, err := in.simulation(s, in.StringSlice("with")...)
	if err != nil {
		return err
	}
	script, err := in.script(options.Number.Number, s.Doc.Flow)
	if err != nil {
		return err
	}
	out, err := simulator.Run(in.ctx, program, script, options)
	if err != nil {
		return fmt.Errorf("simulating %q: %w", s.name(), err)
	}
	if in.Bool("json") {
		out.After = nil // the console's; here it would be longer than all the rest
		return in.out.json(authoring.Tried(s.name(), s.Revision.Number, s.Report.Progress(), script, out))
	}
	in.out.simulation(s, script, out)
	return nil
}

// compile makes a flow ready to run, also one with findings.
func (in *invocation) compile(s *source) (*flowengine.Program, error) {
	if s.Doc == nil || len(s.Form) > 0 {
		in.out.findings(s, false)
		return nil, fmt.Errorf("%s cannot be run: mend what is listed", s.File)
	}
	registry, err := nodes.Registry()
	if err != nil {
		return nil, err
	}
	program, err := registry.Compile(s.Doc.Flow)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be run: %w; callflow flow check says what to do", s.name(), err)
	}
	return program, nil
}

// simulation are the ports of the simulated call: the company's for a stored
// flow, without what a call would change. The files are of flows that the call
// may come to.
func (in *invocation) simulation(s *source, files ...string) (simulator.Options, error) {
	o := simulator.Options{Company: in.company, Number: flowengine.NumberInfo{Number: in.String("number")}}
	flows, err := in.callable(files)
	if err != nil {
		return o, err
	}
	if s.File == "" {
		if o, err = in.desk().World(in.ctx, in.company, s.name(), in.String("number")); err != nil {
			return o, err
		}
	}
	o.Services.Flows = flows
	if o.Number.Number == "" {
		o.Number.Number = "100"
	}
	return o, nil
}

func (in *invocation) script(number string, flow *flowengine.Flow) (simulator.Script, error) {
	script := simulator.Script{Caller: in.String("caller"), CallerName: in.String("caller-name"), Endpoint: in.String("endpoint"), Number: number, HangupAfter: in.Duration("hangup")}
	zone, err := in.zone(flow)
	if err != nil {
		return script, err
	}
	if script.At, err = flowtest.ParseTime(in.String("at"), zone.String()); err != nil {
		return script, usagef("--at: %v", err)
	}
	if script.At.IsZero() {
		script.At = now()
	}
	script.At = script.At.In(zone)
	if script.Presses, err = simulator.ParseDigits(in.String("digits")); err != nil {
		return script, usagef("%v", err)
	}
	if text := in.String("speech"); text != "" {
		if script.Speech, err = simulator.ParseSpeech(text); err != nil {
			return script, usagef("%v", err)
		}
	}
	if script.Answers, err = simulator.ParseAnswers(in.StringSlice("answers")); err != nil {
		return script, usagef("%v", err)
	}
	return script, nil
}

// zone is the time zone in which a simulation reads and shows times: the one
// that is asked for, else the one of the flow's time nodes, else the company's.
func (in *invocation) zone(flow *flowengine.Flow) (zone *time.Location, err error) {
	if in.store != nil {
		zone, err = in.desk().Zone(in.ctx, in.company, in.String("timezone"), flow)
	} else {
		name := in.String("timezone")
		if name == "" {
			name = authoring.FlowZone(flow)
		}
		zone, err = authoring.LoadZone(name)
	}
	if err != nil {
		return nil, usagef("%v", err)
	}
	return zone, nil
}

// simulation draws a simulated call.
func (o *output) simulation(s *source, script simulator.Script, out simulator.Outcome) {
	o.head("Simulated call", strings.TrimSpace(script.Caller+" "+script.CallerName), script.Number, s.name(), s.Revision.Number)
	o.printf("%s · lasts %s\n", script.At.Format("Monday 2006-01-02 15:04 MST"), length(out.Ended.At.Sub(script.At)))
	if !s.Report.Complete() {
		o.printf("%s: the flow is %d %% complete; callflow flow check says what is left\n", o.in(yellow, "warning"), s.Report.Progress())
	}
	o.printf("\n")
	l := timeline{out: o, start: script.At}
	heard := out.Heard
	for i, step := range out.Trace {
		n := len(heard)
		if i < len(out.Trace)-1 {
			next := out.Trace[i+1].Entered.Sub(script.At)
			for n = 0; n < len(heard) && heard[n].At < next; n++ {
			}
		}
		l.step(step, list(heard[:n]))
		heard = heard[n:]
	}
	l.end(out.Ended.At, out.Ended.Reason, out.Ended.Why, out.Ended.Cause)
}
