package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func companyCommand() *cli.Command {
	return &cli.Command{
		Name: "company", Usage: "companies: time zone, language, country and the way out",
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "list companies", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, companyList)},
			{
				Name: "add", Usage: "add a company", ArgsUsage: "NAME", Flags: companyFlags(),
				Action: on(makeIt, func(in *invocation) error {
					c := in.changeCompany(store.Company{Name: in.Args().First()})
					if err := in.store.AddCompany(in.ctx, c); err != nil {
						return err
					}
					in.out.printf("Added the company %s; name it with --company.\n", clean(c.Name))
					return nil
				}),
			},
			{
				Name: "set", Usage: "change a company", ArgsUsage: "[COMPANY]", Flags: companyFlags(),
				Description: "Without a name: the company of --company, which is \"default\".\n\n" +
					"Examples:\n   callflow company set --timezone Australia/Sydney --language en-AU\n   callflow company set --outbound 'PJSIP/{number}@trunk'",
				Action: on(makeIt, companySet),
			},
		},
	}
}

func companyFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "timezone", Usage: "its time `ZONE`, such as Australia/Sydney", DefaultText: "UTC"},
		&cli.StringFlag{Name: "language", Usage: "its `LANGUAGE`, such as en-AU", DefaultText: "en"},
		&cli.StringFlag{Name: "outbound", Usage: "the `ENDPOINT` for numbers outside, such as PJSIP/{number}@trunk"},
		&cli.BoolFlag{Name: "tests-block-publishing", Usage: "refuse to publish a flow whose tests fail, see callflow flow test"},
		&cli.BoolFlag{Name: "require-second-factor", Usage: "ask everybody who signs in for a second factor"},
		&cli.StringFlag{Name: "country", Usage: "the `COUNTRY` whose national numbers are understood, such as AU", DefaultText: "the language's, else the time zone's if that is Australian, else with UTC AU"},
	}
}

func (in *invocation) changeCompany(c store.Company) store.Company {
	if in.IsSet("timezone") {
		c.Timezone = in.String("timezone")
	}
	if in.IsSet("language") {
		c.Language = in.String("language")
	}
	if in.IsSet("outbound") {
		c.Outbound = in.String("outbound")
	}
	if in.IsSet("tests-block-publishing") {
		c.TestsBlock = in.Bool("tests-block-publishing")
	}
	if in.IsSet("require-second-factor") {
		c.RequireTOTP = in.Bool("require-second-factor")
	}
	if in.IsSet("country") {
		c.Country = strings.ToUpper(in.String("country"))
	}
	return c
}

func companySet(in *invocation) error {
	name := in.company
	if in.NArg() > 0 {
		name = in.Args().First()
	}
	before, err := in.store.Company(in.ctx, name)
	if err != nil {
		return err
	}
	after := in.changeCompany(before)
	if after == before {
		return usagef("nothing to change; give --timezone, --language, --country, --outbound, --tests-block-publishing or --require-second-factor another value")
	}
	if err := in.store.SetCompany(in.ctx, after); err != nil {
		return err
	}
	in.out.printf("Changed the company %s.\n", clean(after.Name))
	if before.NumberCountry() != "" && after.NumberCountry() == "" {
		in.out.printf("%s: its country is not known now, so only numbers with + are understood: callflow company set --country AU\n", in.out.in(yellow, "warning"))
	}
	return nil
}

func companyList(in *invocation) error {
	companies, err := in.store.Companies(in.ctx)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(companies))
	}
	t := in.out.table("name", "time zone", "language", "country", "outbound")
	for _, c := range companies {
		t.row(c.Name, c.Timezone, c.Language, c.NumberCountry(), c.Outbound)
	}
	t.print("No companies.")
	return nil
}
