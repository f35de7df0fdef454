package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func numberCommand() *cli.Command {
	return &cli.Command{
		Name: "number", Usage: "numbers and extensions, and the flows that they run",
		Subcommands: []*cli.Command{
			numberAddCommand(), numberListCommand(), numberAssignCommand(), numberUnassignCommand(),
			numberSetCommand(), numberRemoveCommand(), numberImportCommand(),
		},
	}
}

func numberAddCommand() *cli.Command {
	return &cli.Command{
		Name: "add", Usage: "add a number", ArgsUsage: "NUMBER",
		Description: "Examples:\n   callflow number add 100 --flow \"Main line\"\n   callflow number add \"+61 2 9999 0000\" --service Bakery --group Sydney",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "flow", Usage: "the `FLOW` that its calls run"},
			&cli.StringFlag{Name: "text-flow", Usage: "the `FLOW` that its texts run"},
			&cli.StringFlag{Name: "service", Usage: "its service `NAME`"},
			&cli.StringFlag{Name: "group", Usage: "its service group's `NAME`"},
		},
		Action: on(makeIt, func(in *invocation) error {
			n, err := in.desk().AddNumber(in.ctx, in.company, store.Number{
				Number: in.Args().First(), Service: in.String("service"), Group: in.String("group"),
				VoiceFlow: in.String("flow"), TextFlow: in.String("text-flow"),
			})
			if err != nil {
				return thenFree(err)
			}
			if n.VoiceFlow == "" {
				in.out.printf("Added %s. Its callers hear that there is no service: callflow number assign %s FLOW\n", n.Number, n.Number)
				return nil
			}
			in.out.printf("Added %s: its calls run %s from the next one on.\n", n.Number, clean(n.VoiceFlow))
			return nil
		}),
	}
}

func numberListCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list numbers; those without a flow in red",
		Description: "Examples:\n   callflow number list --unassigned\n   callflow number list --flow \"Main line\" --json",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "flow", Usage: "only those that run this `FLOW`"},
			&cli.StringFlag{Name: "service", Usage: "only with this service `NAME`"},
			&cli.StringFlag{Name: "group", Usage: "only in this service group: its `NAME`"},
			&cli.StringFlag{Name: "number", Usage: "only with this `PART` of a number"},
			&cli.BoolFlag{Name: "unassigned", Usage: "only those without a flow for calls"},
			&cli.IntFlag{Name: "limit", Usage: "at most `N`", Value: 1000},
			jsonFlag(),
		},
		Action: on(mustBeThere, func(in *invocation) error {
			numbers, err := in.store.Numbers(in.ctx, in.company, store.NumberFilter{
				Number: in.String("number"), Service: in.String("service"), Group: in.String("group"), Flow: in.String("flow"),
				Unassigned: in.Bool("unassigned"), Limit: in.Int("limit"),
			})
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(list(numbers))
			}
			t := in.out.table("number", "calls run", "texts run", "service", "group", "driver")
			for _, n := range numbers {
				flow := cell{text: n.VoiceFlow}
				if n.VoiceFlow == "" {
					flow = cell{"no flow", red}
				}
				t.row(n.Number, flow, n.TextFlow, n.Service, n.Group, n.Driver)
			}
			t.print("No numbers; add one with callflow number add NUMBER.")
			in.limited(len(numbers))
			return nil
		}),
	}
}

func numberAssignCommand() *cli.Command {
	return &cli.Command{
		Name: "assign", Usage: "let a number's calls run a flow", ArgsUsage: "NUMBER FLOW",
		Description: "Takes effect on the very next call. A draft is refused.\n\nExample:\n   callflow number assign 100 \"Main line\"",
		Action: on(mustBeThere, func(in *invocation) error {
			if before, err := in.store.Number(in.ctx, in.company, in.Args().Get(0)); err == nil {
				if err := in.desk().Drivable(in.ctx, in.company, before.Number, in.Args().Get(1), before.Driver); err != nil {
					return err
				}
			}
			n, err := in.store.AssignNumber(in.ctx, in.company, in.Args().Get(0), in.Args().Get(1))
			if err != nil {
				return thenFree(err)
			}
			in.out.printf("%s runs %s from the next call on.\n", n.Number, clean(in.Args().Get(1)))
			return nil
		}),
	}
}

// thenFree says with which command the way is made free.
func thenFree(err error) error {
	var draft *store.DraftError
	var missing *store.NotFoundError
	switch {
	case errors.As(err, &missing) && missing.Kind == "number" && len(missing.Similar) == 0:
		return fmt.Errorf("%w; add it: callflow number add %s", err, missing.Name)
	case errors.As(err, &draft) && draft.Complete:
		return fmt.Errorf("%w: callflow flow publish %q", err, draft.Flow)
	case errors.As(err, &draft):
		return fmt.Errorf("%w; callflow flow check %q says what is left", err, draft.Flow)
	}
	return err
}

func numberUnassignCommand() *cli.Command {
	return &cli.Command{
		Name: "unassign", Usage: "take the flows away from a number", ArgsUsage: "NUMBER",
		Action: on(mustBeThere, func(in *invocation) error {
			if err := in.store.UnassignNumber(in.ctx, in.company, in.Args().First()); err != nil {
				return err
			}
			in.out.printf("%s has no flow now: its callers hear that there is no service.\n", clean(in.Args().First()))
			return nil
		}),
	}
}

func numberSetCommand() *cli.Command {
	return &cli.Command{
		Name: "set", Usage: "change a number's service name and group, and by which driver its calls come", ArgsUsage: "NUMBER",
		Description: "The dialplan decides by which driver a call comes; --driver lets checks know it.\n\n" +
			"Example:\n   callflow number set 100 --driver agi",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "service", Usage: "its service `NAME`"},
			&cli.StringFlag{Name: "group", Usage: "its service group's `NAME`"},
			&cli.StringFlag{Name: "driver", Usage: "the `DRIVER` of its calls: ari, or agi for FastAGI"},
		},
		Action: on(mustBeThere, func(in *invocation) error {
			n, err := in.store.Number(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			if in.IsSet("service") {
				n.Service = in.String("service")
			}
			if in.IsSet("group") {
				n.Group = in.String("group")
			}
			if in.IsSet("driver") {
				if err := in.desk().Drivable(in.ctx, in.company, n.Number, n.VoiceFlow, in.String("driver")); err != nil {
					return err
				}
				if err := in.store.SetNumberDriver(in.ctx, in.company, n.Number, in.String("driver")); err != nil {
					return err
				}
			}
			if err := in.store.SetNumber(in.ctx, in.company, n.Number, n.Service, n.Group); err != nil {
				return err
			}
			in.out.printf("Changed %s.\n", n.Number)
			return nil
		}),
	}
}

func numberRemoveCommand() *cli.Command {
	return &cli.Command{
		Name: "rm", Usage: "remove a number; its calls stay in the history", ArgsUsage: "NUMBER",
		Action: on(mustBeThere, func(in *invocation) error {
			if err := in.store.RemoveNumber(in.ctx, in.company, in.Args().First()); err != nil {
				return err
			}
			in.out.printf("Removed %s.\n", clean(in.Args().First()))
			return nil
		}),
	}
}

func numberImportCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "add and change many numbers from a CSV file", ArgsUsage: "CSV",
		Description: "The file's first line names its columns: number, and any of service, group, flow, text_flow, driver. With any bad\n" +
			"line nothing is imported. - reads standard input.\n\nExample:\n   callflow number import numbers.csv",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(makeIt, func(in *invocation) error {
			return in.importTable(func(file io.Reader) (store.ImportResult, error) {
				return in.desk().ImportNumbers(in.ctx, in.company, file, false)
			})
		}),
	}
}
