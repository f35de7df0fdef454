package main

import (
	"fmt"
	"strconv"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func callbackCommand() *cli.Command {
	return &cli.Command{
		Name: "callback", Usage: "who asked to be called back",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list who keeps a place in a queue and is to be called back",
				Flags:  []cli.Flag{jsonFlag(), &cli.BoolFlag{Name: "all", Usage: "those too who were called, or given up"}},
				Action: on(mustBeThere, callbackList),
			},
			{
				Name: "cancel", Usage: "take the place from somebody, who is then not called", ArgsUsage: "ID…",
				Action: on(mustBeThere, callbackCancel),
			},
		},
	}
}

func callbackList(in *invocation) error {
	callbacks, err := in.store.Callbacks(in.ctx, in.company, in.Bool("all"))
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(callbacks))
	}
	t := in.out.table("id", "queue", "to", "since", "state", "tries", "last")
	for _, c := range callbacks {
		t.row(strconv.FormatInt(c.ID, 10), clean(c.Queue), clean(c.To), clock(c.Arrived), callbackState(c),
			fmt.Sprintf("%d of %d", c.Tries, c.MostTries), clean(c.Why))
	}
	t.print("Nobody is to be called back.")
	return nil
}

func callbackState(c store.Callback) cell {
	state := cell{text: map[string]string{"given_up": "given up"}[c.State]}
	switch c.State {
	case "given_up":
		state.style = red
	case "waiting":
		state.text = c.State
		if !c.NotBefore.IsZero() {
			state.text = "waiting, again at " + clock(c.NotBefore)
		}
	default:
		state.text = c.State
	}
	return state
}

func callbackCancel(in *invocation) error {
	if in.Args().Len() == 0 {
		return usagef("say which: callflow callback cancel ID; callflow callback list shows the ids")
	}
	for _, arg := range in.Args().Slice() {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			return usagef("%q is no id of a callback: callflow callback list shows them", arg)
		}
		if err := in.store.CancelCallback(in.ctx, in.company, id); err != nil {
			return err
		}
		in.out.printf("Cancelled the callback %d.\n", id)
	}
	return nil
}
