package main

import (
	"github.com/urfave/cli/v2"
)

func flowTryCommand() *cli.Command {
	return &cli.Command{
		Name: "try", Usage: "make a number that runs a revision, published or not, for ten minutes", ArgsUsage: "FLOW",
		Description: "Call it from any phone whose calls reach callflow. The call is real: people are rung, messages kept. In the history\n" +
			"it stands under that number, as a test. callflow simulate needs no phone.\n\n" +
			"Example:\n   callflow flow try \"Main line\"",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "revision", Usage: "try revision `N` instead of the newest"},
			&cli.StringFlag{Name: "number", Usage: "the `NUMBER` that the flow takes itself to be called at", DefaultText: "its first one"},
			jsonFlag(),
		},
		Action: on(mustBeThere, func(in *invocation) error {
			trial, err := in.store.NewTrial(in.ctx, in.company, in.Args().First(), in.Int("revision"), in.String("number"))
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(trial)
			}
			in.out.printf("Call %s until %s: it runs revision %d of %s.\n", in.out.in(bold, trial.Dial), clock(trial.Expires), trial.Revision, clean(trial.Flow))
			return nil
		}),
	}
}
