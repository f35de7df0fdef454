package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/flowengine/explain"
	"callflow/flowengine/simulator"
)

func flowExplainCommand() *cli.Command {
	return &cli.Command{
		Name: "explain", Usage: "say in words which way a call would go, and why", ArgsUsage: "FLOW|FILE",
		Description: "Node by node. Where the way depends on people, such as in a menu or when somebody is rung, each of their choices is\n" +
			"told; with --digits or --answers only what these lead to. A stored flow sees its users, the history of the caller, what\n" +
			"is known of the number, and whether the caller is blocked. callflow simulate shows one call in full.\n\n" +
			"Examples:\n   callflow flow explain \"Main line\" --at \"2026-12-25 10:00\" --caller 0412345678\n" +
			"   callflow flow explain main.yaml --at \"2026-11-20 22:00\" --timezone Australia/Sydney --caller \"\" --digits 1",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "caller", Usage: "the caller's `NUMBER`, none for a withheld one", Value: "0412345678"},
			&cli.StringFlag{Name: "caller-name", Usage: "the caller's `NAME`"},
			&cli.StringFlag{Name: "number", Usage: "the `NUMBER` that is called", DefaultText: "the flow's first number, else 100"},
			&cli.StringFlag{Name: "at", Usage: "the `TIME` of the call, such as \"2026-12-25 10:00\"", DefaultText: "now"},
			&cli.StringFlag{Name: "timezone", Usage: "the time `ZONE` of --at", DefaultText: "the flow's, else the company's"},
			&cli.StringFlag{Name: "digits", Usage: "the caller's `KEYS`, such as 1,2#"},
			&cli.StringSliceFlag{Name: "answers", Usage: "`WHO=WHAT` when rung, such as alice=busy or *=answered:20s; several times or with commas"},
			&cli.StringSliceFlag{Name: "with", Usage: "a `FILE` with a flow that this one calls; several times or with commas. Others are taken from the database"},
			&cli.IntFlag{Name: "revision", Usage: "explain revision `N` instead of the newest"},
			jsonFlag(),
		},
		Action: on(ifThere, flowExplain),
	}
}

// explainOut is an explanation, as JSON shows it.
type explainOut struct {
	Flow     string    `json:"flow"`
	Revision int       `json:"revision,omitempty"`
	Caller   string    `json:"caller"`
	Number   string    `json:"number"`
	At       time.Time `json:"at"`
	// Screened says what becomes of a caller who is not let in to the flow.
	Screened string `json:"screened,omitempty"`
	explain.Way
}

func flowExplain(in *invocation) error {
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
	way, err := explain.Call(in.ctx, program, script, explain.Options{Options: options, Pressed: in.IsSet("digits"), Rung: in.IsSet("answers")})
	if err != nil {
		return fmt.Errorf("explaining %q: %w", s.name(), err)
	}
	screened := ""
	if in.store != nil {
		if screened, err = in.desk().Screened(in.ctx, in.company, options.Number, script.Caller); err != nil {
			return err
		}
	}
	if in.Bool("json") {
		return in.out.json(explainOut{s.name(), s.Revision.Number, script.Caller, script.Number, script.At, screened, way})
	}
	in.out.explanation(s, script, screened, way)
	return nil
}

func (o *output) explanation(s *source, script simulator.Script, screened string, way explain.Way) {
	o.head("A call", strings.TrimSpace(script.Caller+" "+script.CallerName), script.Number, s.name(), s.Revision.Number)
	o.printf("%s\n", script.At.Format("Monday 2006-01-02 15:04 MST"))
	if !s.Report.Complete() {
		o.printf("%s: the flow is %d %% complete; callflow flow check says what is left\n", o.in(yellow, "warning"), s.Report.Progress())
	}
	if screened != "" {
		o.printf("%s Were the caller let in:\n", o.in(yellow, clean(screened)))
	}
	o.printf("\n")
	o.way(way, "")
}

// way draws a way and, indented, what its choices lead to.
func (o *output) way(w explain.Way, indent string) {
	for i, step := range w.Steps {
		name := o.in(bold, clean(step.Name())) + " " + o.in(dim, "("+clean(step.Type)+")")
		if step.Flow != "" {
			name = o.in(dim, clean(step.Flow)+" › ") + name
		}
		switch {
		case i == len(w.Steps)-1 && len(w.Choices) > 0:
			o.printf("%s%s: it depends on people.\n", indent, name)
		case step.Why == "":
			o.printf("%s%s → %s\n", indent, name, o.in(outcomeStyle(step.Outcome), clean(step.Outcome)))
		default:
			o.printf("%s%s → %s: %s\n", indent, name, o.in(outcomeStyle(step.Outcome), clean(step.Outcome)), clean(step.Why))
		}
		for _, warning := range step.Warnings {
			o.printf("%s   %s\n", indent, o.in(yellow, "! "+clean(warning)))
		}
	}
	for _, c := range w.Choices {
		about := ""
		if c.About != "" {
			about = " (" + clean(c.About) + ")"
		}
		if len(c.Then.Steps) == 0 {
			o.printf("%s • %s%s: %s\n", indent, o.in(outcomeStyle(c.Outcome), clean(c.Outcome)), about, wayEnd(c.Then))
			continue
		}
		o.printf("%s • %s%s:\n", indent, o.in(outcomeStyle(c.Outcome), clean(c.Outcome)), about)
		o.way(c.Then, indent+"     ")
	}
	if len(w.Steps) > 0 && w.Again != "" {
		o.printf("%s%s\n", indent, wayEnd(w))
	}
}

// wayEnd is how a way ends that is not told to its end.
func wayEnd(w explain.Way) string {
	switch {
	case w.Again == "…":
		return "left out, because the flow has too many choices; --digits and --answers narrow them."
	case w.Again != "":
		return "goes on as told at “" + clean(w.Again) + "”."
	}
	return clean(w.End)
}
