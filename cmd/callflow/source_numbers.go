package main

import "github.com/urfave/cli/v2"

func sourceCommand() *cli.Command {
	return &cli.Command{
		Name: "source", Usage: "numbers that tell what led to a call: a poster, a site, a campaign",
		Description: "Flows choose their way by it with the node route.",
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "list the sources", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, sourceList)},
			{
				Name: "set", Usage: "make a number a source, or change what is known of its calls", ArgsUsage: "NUMBER", Flags: sourceFlags(),
				Description: "What is not given stays as it is; an empty text takes it away.\n\n" +
					"Examples:\n   callflow source set +61299990000 --name \"Poster in Newtown\"\n" +
					"   callflow source set +61299990001 --name \"Search ads\" --keyword \"emergency plumber\" --campaign \"Summer 2026\"",
				Action: on(mustBeThere, sourceSet),
			},
			{
				Name: "rm", Usage: "make a number an ordinary one again", ArgsUsage: "NUMBER",
				Action: on(mustBeThere, func(in *invocation) error {
					if err := in.store.RemoveSource(in.ctx, in.company, in.Args().First()); err != nil {
						return err
					}
					in.out.printf("%s is no source any more.\n", clean(in.Args().First()))
					return nil
				}),
			},
		},
	}
}

func sourceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "name", Usage: "the source's `NAME`", DefaultText: "as it is; a new source needs one"},
		&cli.StringFlag{Name: "keyword", Usage: "the `TEXT` that was searched for"},
		&cli.StringFlag{Name: "active-page", Usage: "the `PAGE` that was open"},
		&cli.StringFlag{Name: "landing-page", Usage: "the first `PAGE` of the visit"},
		&cli.StringFlag{Name: "campaign", Usage: "the `CAMPAIGN`"},
		&cli.StringFlag{Name: "referrer", Usage: "the `ADDRESS` that the visitor came from"},
	}
}

func sourceSet(in *invocation) error {
	number := in.Args().First()
	before, had, err := in.store.Source(in.ctx, in.company, number)
	if err != nil {
		return err
	}
	if !had && in.String("name") == "" {
		return usagef("--name is missing: say what the source is called, such as --name \"Poster in Newtown\"")
	}
	visit := before.Visit
	for flag, field := range map[string]*string{"name": &visit.Source, "keyword": &visit.Keyword, "active-page": &visit.ActivePage,
		"landing-page": &visit.LandingPage, "campaign": &visit.Campaign, "referrer": &visit.Referrer} {
		if in.IsSet(flag) {
			*field = in.String(flag)
		}
	}
	if had && visit == before.Visit {
		return usagef("nothing to change; give --name, --keyword, --active-page, --landing-page, --campaign or --referrer another value")
	}
	if err := in.store.SetSource(in.ctx, in.company, number, visit); err != nil {
		return err
	}
	in.out.printf("%s is the source %s.\n", clean(number), clean(visit.Source))
	return nil
}

func sourceList(in *invocation) error {
	sources, err := in.store.Sources(in.ctx, in.company)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(sources))
	}
	t := in.out.table("number", "source", "flow", "campaign", "keyword", "landing page", "active page", "referrer")
	for _, s := range sources {
		t.row(s.Number, s.Source, s.Flow, s.Campaign, s.Keyword, s.LandingPage, s.ActivePage, s.Referrer)
	}
	t.print("No sources; make a number one with callflow source set NUMBER --name NAME.")
	return nil
}
