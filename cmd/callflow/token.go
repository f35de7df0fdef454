package main

import (
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/store"
	"callflow/web/access"
	"callflow/web/signin"
)

func tokenCommand() *cli.Command {
	return &cli.Command{
		Name: "token", Usage: "tokens by which programs use the API",
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "make a token, and print it", ArgsUsage: "TOKEN",
				Description: "TOKEN is its name. With --user it can do no more than the user can; without, it is nobody's.\n\n" +
					"Examples:\n   callflow token add report --rights view\n   callflow token add alice-phone --rights own --user alice --days 90",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "rights", Usage: "what it may do, the `RIGHTS` own, view, flows and admin, separated by commas", Value: "view"},
					&cli.StringFlag{Name: "user", Usage: "whose it is: a `USER` who may sign in"},
					&cli.IntFlag{Name: "days", Usage: "it lasts for `N` days", Value: 365},
				},
				Action: on(mustBeThere, tokenAdd),
			},
			{Name: "list", Usage: "list tokens", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, tokenList)},
			{Name: "rm", Usage: "revoke a token", ArgsUsage: "TOKEN", Action: on(mustBeThere, tokenRemove)},
		},
	}
}

func tokenAdd(in *invocation) error {
	var rights []access.Right
	for _, r := range strings.FieldsFunc(in.String("rights"), func(r rune) bool { return r == ',' || r == ' ' }) {
		rights = append(rights, access.Right(r))
	}
	token, k, err := signin.NewToken(in.ctx, in.store, in.company, now(), signin.TokenWish{
		Name: in.Args().First(), Rights: rights, User: in.String("user"), Expires: now().Add(time.Duration(in.Int("days")) * 24 * time.Hour)})
	if err != nil {
		return err
	}
	in.out.printf("The token %s may %s until %s. It is not shown again:\n%s\n", clean(k.Name), strings.Join(k.Rights, ", "), clock(k.Expires), token)
	return nil
}

func tokenList(in *invocation) error {
	tokens, err := in.store.APITokens(in.ctx, in.company, "")
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(tokens))
	}
	t := in.out.table("name", "rights", "user", "made by", "last used", "expires")
	for _, k := range tokens {
		used := cell{"never", dim}
		if !k.Used.IsZero() {
			used = cell{text: clock(k.Used)}
		}
		expires := cell{text: clock(k.Expires)}
		if k.Expires.Before(now()) {
			expires.style = red
		}
		t.row(k.Name, strings.Join(k.Rights, ", "), k.User, k.MadeBy, used, expires)
	}
	t.print("No tokens; make one with callflow token add NAME --rights view.")
	return nil
}

func tokenRemove(in *invocation) error {
	tokens, err := in.store.APITokens(in.ctx, in.company, "")
	if err != nil {
		return err
	}
	name := in.Args().First()
	var known []string
	for _, k := range tokens {
		known = append(known, k.Name)
		if !strings.EqualFold(k.Name, name) {
			continue
		}
		if err := in.store.RevokeAPIToken(in.ctx, in.company, "", k.ID); err != nil {
			return err
		}
		in.out.printf("Revoked the token %s.\n", clean(k.Name))
		return nil
	}
	e := &store.NotFoundError{Kind: "token", Name: name}
	if best := nearest(name, known); best != "" {
		e.Similar = []string{best}
	}
	return e
}
