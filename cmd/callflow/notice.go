package main

import (
	"github.com/urfave/cli/v2"
)

func noticeCommand() *cli.Command {
	return &cli.Command{
		Name: "notice", Usage: "how people are told of messages and missed calls",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list what was set; the company's holds for who set nothing",
				Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, noticeList),
			},
			{
				Name: "set", Usage: "set how a user is told, or without one everybody of the company", ArgsUsage: "[USER]",
				Description: "Mails go to the user's address: callflow user set alice --email alice@example.org.\n" +
					"An empty value leaves it to the company again.\n\n" +
					"Examples:\n   callflow notice set alice --voicemail sound --missed mail\n   callflow notice set --missed webhook --webhook https://example.org/calls",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "voicemail", Usage: "messages by mail, `HOW`: off, link or sound"},
					&cli.StringFlag{Name: "missed", Usage: "missed calls by `WAY`: off, mail, webhook or both"},
					&cli.StringFlag{Name: "webhook", Usage: "the `URL` for web requests"},
				},
				Action: on(mustBeThere, noticeSet),
			},
		},
	}
}

func noticeList(in *invocation) error {
	all, err := in.store.Notices(in.ctx, in.company)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(all)
	}
	t := in.out.table("who", "messages", "missed calls", "webhook")
	for _, n := range all {
		who := n.User
		if who == "" {
			who = "everybody"
		}
		t.row(who, n.Voicemail, n.Missed, n.Webhook)
	}
	t.print("Nobody is told of anything: set it with callflow notice set.")
	return nil
}

func noticeSet(in *invocation) error {
	field := func(name string) *string {
		if !in.IsSet(name) {
			return nil
		}
		value := in.String(name)
		return &value
	}
	voicemail, missed, webhook := field("voicemail"), field("missed"), field("webhook")
	if voicemail == nil && missed == nil && webhook == nil {
		return usagef("say what to set: --voicemail, --missed or --webhook")
	}
	n, err := in.store.SetNotice(in.ctx, in.company, in.Args().First(), voicemail, missed, webhook)
	if err != nil {
		return err
	}
	who := "Everybody who set nothing else is told"
	if n.User != "" {
		who = clean(n.User) + " is told"
	}
	in.out.printf("%s: messages %s, missed calls %s.\n", who, orDefault(n.Voicemail, n.User), orDefault(n.Missed, n.User))
	if n.User == "" || n.Voicemail == "off" && n.Missed == "off" {
		return nil
	}
	u, err := in.store.User(in.ctx, in.company, n.User)
	if err == nil && u.Email == "" {
		in.out.printf("%s has no address yet: callflow user set %s --email ADDRESS.\n", clean(n.User), clean(n.User))
	}
	return err
}

func orDefault(value, user string) string {
	switch {
	case value != "":
		return value
	case user != "":
		return "as the company says"
	}
	return "off"
}
