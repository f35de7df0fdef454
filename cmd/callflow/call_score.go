package main

import (
	"strconv"

	"github.com/urfave/cli/v2"
)

func callScoreCommand() *cli.Command {
	return &cli.Command{
		Name: "score", Usage: "judge a call, for flows that choose the way of the caller's next one by it", ArgsUsage: "CALL SCORE",
		Description: "CALL is a call's id, its beginning or end, or last. SCORE is a whole number from 0 to 100; what it means is up to you.\n" +
			"A second score takes the place of the first.\n\nExample:\n   callflow call score last 8",
		Action: on(mustBeThere, func(in *invocation) error {
			score, err := strconv.Atoi(in.Args().Get(1))
			if err != nil {
				return usagef("%q is no score: give a whole number from 0 to 100", in.Args().Get(1))
			}
			c, err := in.call(in.Args().First())
			if err != nil {
				return err
			}
			if err := in.store.ScoreCall(in.ctx, c.ID, score); err != nil {
				return err
			}
			in.out.printf("The call %s of %s has the score %d.\n", c.ID, clean(caller(c)), score)
			return nil
		}),
	}
}
