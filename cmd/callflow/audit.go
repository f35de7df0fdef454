package main

import (
	"github.com/urfave/cli/v2"

	"callflow/store"
)

func auditCommand() *cli.Command {
	return &cli.Command{
		Name: "audit", Usage: "who changed what",
		Subcommands: []*cli.Command{{
			Name: "list", Usage: "list changes, newest first",
			Description: "Examples:\n   callflow audit list --since yesterday\n   callflow audit list --kind flow --name \"Main line\" --json",
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "kind", Usage: "only of this `KIND`: flow, number, user, group, audio, company, voicemail"},
				&cli.StringFlag{Name: "name", Usage: "only of the thing with this `NAME`"},
				&cli.StringFlag{Name: "who", Usage: "only by this `PERSON`"},
				&cli.StringFlag{Name: "since", Usage: "from this `TIME` on: 2026-07-01, yesterday, 2h, 3d"},
				&cli.StringFlag{Name: "until", Usage: "before this `TIME`"},
				&cli.IntFlag{Name: "limit", Usage: "at most `N`", Value: 100},
				jsonFlag(),
			},
			Action: on(mustBeThere, auditList),
		}},
	}
}

func auditList(in *invocation) error {
	since, err := parseWhen("since", in.String("since"), now())
	if err != nil {
		return err
	}
	until, err := parseWhen("until", in.String("until"), now())
	if err != nil {
		return err
	}
	filter := store.AuditFilter{Kind: in.String("kind"), Name: in.String("name"), Who: in.String("who"), Since: since, Until: until, Limit: in.Int("limit")}
	if in.IsSet("company") {
		filter.Company = in.company
	}
	entries, err := in.store.Audit(in.ctx, filter)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(entries))
	}
	t := in.out.table("when", "who", "what", "name", "after")
	for _, e := range entries {
		t.row(clock(e.At), e.Who, e.Action, e.Name, shorten(string(e.After), 80))
	}
	t.print("No changes.")
	in.limited(len(entries))
	return nil
}
