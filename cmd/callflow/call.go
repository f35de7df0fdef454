package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/store"
)

func callCommand() *cli.Command {
	return &cli.Command{
		Name: "call", Usage: "the history of calls, and those going on",
		Subcommands: []*cli.Command{
			callListCommand(),
			{
				Name: "show", Usage: "show what is known about a call", ArgsUsage: "CALL",
				Description: "CALL is a call's id, its beginning or end, or last.\n\nExample:\n   callflow call show last",
				Flags:       []cli.Flag{jsonFlag()},
				Action:      on(mustBeThere, callShow),
			},
			{
				Name: "trace", Usage: "show a call's way through its flow, step by step", ArgsUsage: "CALL",
				Description: "CALL is a call's id, its beginning or end, or last.\n\nExample:\n   callflow call trace last",
				Flags:       []cli.Flag{jsonFlag()},
				Action:      on(mustBeThere, callTrace),
			},
			callTailCommand(), callScoreCommand(),
		},
	}
}

func callListCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list calls, newest first",
		Description: "Calls of all companies, unless --company is given.\n\n" +
			"Examples:\n   callflow call list --since yesterday --caller \"0412 345 678\"\n   callflow call list --reason missed --since 2d --json",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "caller", Usage: "only from this `NUMBER`; with * at its end, all that begin like it"},
			&cli.StringFlag{Name: "number", Usage: "only to this `NUMBER`"},
			&cli.StringFlag{Name: "flow", Usage: "only those that ran this `FLOW`"},
			&cli.StringFlag{Name: "since", Usage: "from this `TIME` on: 2026-07-01, yesterday, 2h, 3d"},
			&cli.StringFlag{Name: "until", Usage: "before this `TIME`"},
			&cli.StringFlag{Name: "reason", Usage: "only those with this `END`: active, answered, missed, voicemail, completed, hung_up, limit, error, unknown, unassigned or lost"},
			&cli.StringFlag{Name: "tag", Usage: "only those that a node gave this `TAG`"},
			&cli.IntFlag{Name: "limit", Usage: "at most `N`", Value: 50},
			jsonFlag(),
		},
		Action: on(mustBeThere, callList),
	}
}

// callOut is a call, as JSON shows it.
type callOut struct {
	store.Call
	// Lasted is 0 while the call goes on.
	Lasted  float64 `json:"duration_s"`
	TalkedS float64 `json:"talked_s"`
	// Whole hides the store's field, which counts nanoseconds.
	Whole *struct{} `json:"talked,omitempty"`
}

func newCallOut(c store.Call) callOut {
	return callOut{Call: c, Lasted: seconds(c.Duration()), TalkedS: seconds(c.Talked)}
}

func callList(in *invocation) error {
	filter := store.CallFilter{Caller: in.String("caller"), Number: in.String("number"), Flow: in.String("flow"), Tag: in.String("tag"), Outcome: in.String("reason"), Limit: in.Int("limit")}
	if in.IsSet("company") {
		filter.Company = in.company
	}
	var err error
	if filter.Since, err = parseWhen("since", in.String("since"), now()); err != nil {
		return err
	}
	if filter.Until, err = parseWhen("until", in.String("until"), now()); err != nil {
		return err
	}
	calls, err := in.store.Calls(in.ctx, filter)
	if err != nil {
		var invalid *store.InvalidError
		if errors.As(err, &invalid) && invalid.Field == "outcome" {
			return usagef("--reason %q is not known; %s", invalid.Value, invalid.Problem)
		}
		return err
	}
	if in.Bool("json") {
		outs := []callOut{}
		for _, c := range calls {
			outs = append(outs, newCallOut(c))
		}
		return in.out.json(outs)
	}
	t := in.out.table("call", "started", "caller", "number", "flow", "end", "lasted", "way")
	for _, c := range calls {
		t.row(c.ID, clock(c.Started), caller(c), c.Number, c.Flow, ending(c), lasted(c), c.Path)
	}
	t.print("No calls.")
	in.limited(len(calls))
	return nil
}

func caller(c store.Call) string {
	switch {
	case c.Caller == "" && c.CallerName == "":
		return "withheld"
	case c.CallerName != "" && c.CallerName != c.Caller:
		return strings.TrimSpace(c.Caller + " " + c.CallerName)
	}
	return c.Caller
}

// ending says in a word or two how a call ended.
func ending(c store.Call) cell {
	switch {
	case c.Ended.IsZero():
		return cell{"going on", cyan}
	case c.AnsweredBy != "":
		return cell{"answered by " + strings.TrimPrefix(c.AnsweredBy, "user:"), green}
	case c.Voicemail != "":
		return cell{"message for " + strings.TrimPrefix(c.Voicemail, "user:"), yellow}
	case c.LeftMessage:
		return cell{"message, removed since", yellow}
	}
	return cell{string(c.Outcome), reasonStyle(c.Outcome)}
}

func reasonStyle(r flowengine.EndReason) style {
	switch r {
	case flowengine.EndError, flowengine.EndUnknown, flowengine.EndUnassigned, flowengine.EndLost, flowengine.EndLimit:
		return red
	case flowengine.EndHungUp:
		return yellow
	}
	return plain
}

func lasted(c store.Call) string {
	if c.Ended.IsZero() {
		return length(now().Sub(c.Started))
	}
	return length(c.Duration())
}

// callWindow is how many of the newest calls are searched for a part of an id.
const callWindow = 2000

// call finds the call that an argument means: an id, its beginning or its end,
// or "last".
func (in *invocation) call(arg string) (store.Call, error) {
	if arg != "last" {
		c, err := in.store.Call(in.ctx, arg)
		if err == nil || !errors.Is(err, flowengine.ErrNoSuch) {
			return c, err
		}
	}
	filter := store.CallFilter{Limit: callWindow}
	if in.IsSet("company") {
		filter.Company = in.company
	}
	if arg == "last" {
		filter.Limit = 1
	}
	calls, err := in.store.Calls(in.ctx, filter)
	if err != nil {
		return store.Call{}, err
	}
	if arg != "last" {
		part := strings.ToUpper(arg)
		calls = slices.DeleteFunc(calls, func(c store.Call) bool {
			id := strings.ToUpper(c.ID)
			return !strings.HasPrefix(id, part) && !strings.HasSuffix(id, part)
		})
	}
	switch {
	case len(calls) == 0 && arg == "last":
		return store.Call{}, errors.New("there have been no calls yet")
	case len(calls) == 0:
		return store.Call{}, fmt.Errorf("there is no call %q; callflow call list shows their ids", arg)
	case len(calls) > 1:
		return store.Call{}, fmt.Errorf("%q is the id of %d calls, such as %s and %s; write more of it", arg, len(calls), calls[0].ID, calls[1].ID)
	}
	return calls[0], nil
}
