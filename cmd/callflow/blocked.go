package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func blockedCommand() *cli.Command {
	return &cli.Command{
		Name: "blocked", Usage: "callers who are not wanted, and what becomes of them",
		Subcommands: []*cli.Command{
			blockedAddCommand(), blockedListCommand(), blockedImportCommand(), blockedExportCommand(), blockedRemoveCommand(), blockedPolicyCommand(),
		},
	}
}

func prefixFlag() *cli.BoolFlag {
	return &cli.BoolFlag{Name: "prefix", Usage: "all callers whose numbers begin so"}
}

func blockedAddCommand() *cli.Command {
	return &cli.Command{
		Name: "add", Usage: "block a caller", ArgsUsage: "CALLER",
		Description: "A national number is taken for one of the company's country. Takes effect on the very next call.\n\n" +
			"Examples:\n   callflow blocked add \"0412 345 678\" --reason \"calls at night\"\n   callflow blocked add +882 --prefix --reason \"satellites\"",
		Flags: []cli.Flag{prefixFlag(), &cli.StringFlag{Name: "reason", Usage: "`WHY`, for the list and the history"}},
		Action: on(makeIt, func(in *invocation) error {
			b := store.BlockedCaller{Number: in.Args().First(), Prefix: in.Bool("prefix"), Reason: in.String("reason")}
			var err error
			if !b.Prefix {
				if b.Number, err = in.store.FullNumber(in.ctx, in.company, b.Number); err != nil {
					return err
				}
			}
			if err := in.store.BlockCaller(in.ctx, in.company, b); err != nil {
				return err
			}
			if b.Prefix {
				in.out.printf("Blocked all callers whose numbers begin with %s.\n", clean(store.NormalNumber(b.Number)))
				return nil
			}
			in.out.printf("Blocked %s.\n", clean(store.NormalNumber(b.Number)))
			return nil
		}),
	}
}

func blockedImportCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "block many callers from a CSV file", ArgsUsage: "CSV",
		Description: "The file's first line names its columns: number, and any of prefix (true or false) and reason. What callflow blocked\n" +
			"export wrote can be imported. With any bad line nothing is imported. - reads standard input.\n\nExample:\n   callflow blocked import blocked.csv",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(makeIt, func(in *invocation) error {
			return in.importTable(func(file io.Reader) (store.ImportResult, error) {
				return in.store.ImportBlocked(in.ctx, in.company, file, false)
			})
		}),
	}
}

func blockedExportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "write the callers who are blocked as a CSV file",
		Description: "Example:\n   callflow blocked export > blocked.csv",
		Action: on(mustBeThere, func(in *invocation) error {
			blocked, err := in.store.BlockedCallers(in.ctx, in.company)
			if err != nil {
				return err
			}
			return store.WriteBlocked(in.App.Writer, blocked)
		}),
	}
}

func blockedListCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list the callers who are blocked, and what becomes of them and of hidden ones",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			blocked, err := in.store.BlockedCallers(in.ctx, in.company)
			if err != nil {
				return err
			}
			policies, err := in.store.Policies(in.ctx, in.company)
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(map[string]any{"callers": list(blocked), "policies": policies})
			}
			t := in.out.table("caller", "since", "reason")
			for _, b := range blocked {
				number := b.Number
				if b.Prefix {
					number += "…"
				}
				t.row(number, clock(b.Created), b.Reason)
			}
			t.print("Nobody is blocked; block a caller with callflow blocked add CALLER.")
			for _, p := range policies {
				in.out.printf("%s\n", clean(policySentence(p)))
			}
			return nil
		}),
	}
}

func policySentence(p store.Policy) string {
	whom := map[string]string{store.BlockedSort: "Blocked callers", store.HiddenSort: "Callers who hide their number"}[p.Callers]
	if p.Number != "" {
		whom += " to " + p.Number
	}
	switch p.Action {
	case "hangup":
		return fmt.Sprintf("%s are hung up with cause %d.", whom, p.Cause)
	case "message":
		return fmt.Sprintf("%s hear %s, and are hung up with cause %d.", whom, p.Message, p.Cause)
	case "flow":
		return whom + " run the flow " + p.Flow + "."
	}
	return whom + " are let in."
}

func blockedRemoveCommand() *cli.Command {
	return &cli.Command{
		Name: "rm", Usage: "let a caller in again", ArgsUsage: "CALLER",
		Flags: []cli.Flag{prefixFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			number, prefix := in.Args().First(), in.Bool("prefix")
			err := in.store.UnblockCaller(in.ctx, in.company, number, prefix)
			var missing *store.NotFoundError
			if errors.As(err, &missing) && !prefix {
				full, readErr := in.store.FullNumber(in.ctx, in.company, number)
				if readErr != nil {
					return readErr
				}
				if in.store.UnblockCaller(in.ctx, in.company, full, false) == nil {
					err = nil
				}
			}
			if err != nil {
				return err
			}
			in.out.printf("%s is let in again.\n", clean(store.NormalNumber(number)))
			return nil
		}),
	}
}

func blockedPolicyCommand() *cli.Command {
	return &cli.Command{
		Name: "policy", Usage: "say what becomes of blocked callers, or of those who hide their number", ArgsUsage: "BLOCKED|HIDDEN",
		Description: "Without --number for all numbers of the company.\n\n" +
			"Examples:\n   callflow blocked policy blocked --message \"say:This number does not take your calls.\"\n" +
			"   callflow blocked policy hidden --number 100 --hangup 21\n   callflow blocked policy hidden --allow",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "number", Usage: "only for calls to this `NUMBER`"},
			&cli.BoolFlag{Name: "allow", Usage: "let them in"},
			&cli.IntFlag{Name: "hangup", Usage: "hang up with this Q.850 `CAUSE`, such as 21, call rejected", DefaultText: "21"},
			&cli.StringFlag{Name: "message", Usage: "let them hear `WHAT`, audio:NAME or say: and a text, before they are hung up"},
			&cli.StringFlag{Name: "flow", Usage: "let their calls run this `FLOW`"},
		},
		Action: on(mustBeThere, func(in *invocation) error {
			p := store.Policy{Number: in.String("number"), Callers: in.Args().First(), Message: in.String("message"), Flow: in.String("flow"), Cause: in.Int("hangup")}
			given := 0
			for action, set := range map[string]bool{"allow": in.Bool("allow"), "message": p.Message != "", "flow": p.Flow != ""} {
				if set {
					p.Action = action
					given++
				}
			}
			if given == 0 && in.IsSet("hangup") {
				p.Action, given = "hangup", 1
			}
			if given != 1 {
				return usagef("say one of --allow, --hangup CAUSE, --message WHAT and --flow FLOW")
			}
			if err := in.store.SetPolicy(in.ctx, in.company, p); err != nil {
				return thenFree(err)
			}
			in.out.printf("%s\n", clean(policySentence(p)))
			return nil
		}),
	}
}
