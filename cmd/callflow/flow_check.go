package main

import (
	"github.com/urfave/cli/v2"

	"callflow/flowengine"
)

func flowCheckCommand() *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "say what a flow still lacks", ArgsUsage: "FLOW|FILE",
		Description: "Prints the progress in percent and one line for each finding: level, node, what is missing, what to do.\n" +
			"Ends with status 1 when there are errors. A file is not saved.\n\n" +
			"Examples:\n   callflow flow check \"Main line\"\n   callflow flow check main.yaml",
		Flags: []cli.Flag{&cli.IntFlag{Name: "revision", Usage: "check revision `N` of a stored flow"}, jsonFlag()},
		Action: on(ifThere, func(in *invocation) error {
			s, err := in.load(in.Args().First(), in.Int("revision"))
			if err != nil {
				return err
			}
			if s.Revision.Number > 0 {
				if _, err := in.desk().Recheck(in.ctx, in.company, s.Revision.Flow, s.Revision.Number); err != nil {
					return err
				}
			}
			if in.Bool("json") {
				if err := in.out.json(s.checkOut()); err != nil {
					return err
				}
			} else {
				in.out.progress(s)
				in.out.findings(s, true)
				in.verdict(s)
			}
			if !s.Report.Complete() {
				return errFound
			}
			return nil
		}),
	}
}

// verdict is the last line of a check.
func (in *invocation) verdict(s *source) {
	errors, after := s.count(flowengine.LevelError), ""
	if n := s.count(flowengine.LevelWarning); n > 0 {
		after = ", " + plural(n, "warning")
	}
	switch {
	case errors > 0:
		in.out.printf("%s%s.\n", in.out.in(red, plural(errors, "error")), after)
	case s.File != "":
		in.out.printf("%s%s.\n", in.out.in(green, "Complete"), after)
	case s.Revision.Live:
		in.out.printf("%s%s; new calls run it.\n", in.out.in(green, "Complete"), after)
	default:
		in.out.printf("%s%s; callflow flow publish lets new calls run it.\n", in.out.in(green, "Complete"), after)
	}
}
