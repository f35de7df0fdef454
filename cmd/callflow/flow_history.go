package main

import (
	"fmt"
	"strconv"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/store"
)

func flowHistoryCommand() *cli.Command {
	return &cli.Command{
		Name: "history", Usage: "list a flow's revisions: who saved what, and when", ArgsUsage: "FLOW",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			revisions, err := in.store.History(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(list(revisions))
			}
			t := in.out.table("revision", "saved", "author", "complete", "live", "message")
			for _, r := range revisions {
				live := cell{}
				if r.Live {
					live = cell{"live", green}
				}
				t.row(r.Number, clock(r.Saved), r.Author, fmt.Sprintf("%d %%", r.Progress), live, r.Message)
			}
			t.print("There are no revisions.")
			return nil
		}),
	}
}

// diffOut is what changed between two revisions, as JSON shows it.
type diffOut struct {
	Flow    string              `json:"flow"`
	From    int                 `json:"from"`
	To      int                 `json:"to"`
	Changes []flowengine.Change `json:"changes"`
}

func flowDiffCommand() *cli.Command {
	return &cli.Command{
		Name: "diff", Usage: "list what changed from one revision to another", ArgsUsage: "FLOW [A B]",
		Description: "Without revisions: from the live one to the newest, or to the newest from the one before.\n\n" +
			"Examples:\n   callflow flow diff \"Main line\"\n   callflow flow diff \"Main line\" 2 5",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			flow, err := in.store.Flow(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			from, to, err := in.between(flow)
			if err != nil {
				return err
			}
			if from == to {
				in.out.printf("%s has no other revision than %d.\n", clean(flow.Name), to)
				return nil
			}
			var documents [2]*flowengine.Flow
			for i, number := range []int{from, to} {
				r, err := in.store.Revision(in.ctx, in.company, flow.Name, number)
				if err != nil {
					return err
				}
				documents[i] = r.Document
			}
			out := diffOut{Flow: flow.Name, From: from, To: to, Changes: list(flowengine.Diff(documents[0], documents[1]))}
			if in.Bool("json") {
				return in.out.json(out)
			}
			in.out.changes(out)
			return nil
		}),
	}
}

// between are the revisions to compare.
func (in *invocation) between(f store.Flow) (from, to int, err error) {
	from, to = f.Live, f.Latest
	if from == to || from == 0 {
		from = max(1, to-1)
	}
	if text := in.Args().Get(1); text != "" {
		if from, err = revisionArgument(text); err != nil {
			return 0, 0, err
		}
	}
	if text := in.Args().Get(2); text != "" {
		to, err = revisionArgument(text)
	}
	return from, to, err
}

func revisionArgument(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, usagef("%q is no number of a revision; callflow flow history lists them", text)
	}
	return n, nil
}

func (o *output) changes(d diffOut) {
	o.printf("%s from revision %d to %d:\n", o.in(bold, clean(d.Flow)), d.From, d.To)
	if len(d.Changes) == 0 {
		o.printf("nothing changed\n")
	}
	for _, c := range d.Changes {
		mark, s := "~", yellow
		switch c.Kind {
		case flowengine.Added:
			mark, s = "+", green
		case flowengine.Removed:
			mark, s = "-", red
		case flowengine.Moved:
			mark, s = "↷", dim
		}
		o.printf("%s %s\n", o.in(s, mark), o.in(s, clean(c.String())))
	}
}
