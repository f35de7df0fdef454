package main

import (
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"callflow/server"
	"callflow/store"
	"callflow/web/signin"
)

func userInviteCommand() *cli.Command {
	return &cli.Command{
		Name: "invite", Usage: "print a link by which a user sets a password", ArgsUsage: "USER",
		Description: "For somebody new, who needs a --role, and for somebody who has forgotten the password. The link works once: for a week,\n" +
			"or for a day if there is a password already. Links printed before end.\n\n" +
			"Examples:\n   callflow user invite alice --role agent\n   callflow user invite bob --reset-second-factor",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "role", Usage: "what the user may do: the `ROLE` admin, editor, agent or viewer"},
			&cli.BoolFlag{Name: "reset-second-factor", Usage: "take the second factor away when the link is followed"},
			&cli.StringFlag{Name: "link-url", Usage: "the `URL` by which browsers reach callflow", EnvVars: env("LINK_URL"), DefaultText: "http:// and the address of --http"},
			&cli.StringFlag{Name: "http", Usage: "the `ADDRESS` on which callflow listens", EnvVars: env("HTTP"), Value: server.Defaults().HTTP},
		},
		Action: on(mustBeThere, userInvite),
	}
}

func userInvite(in *invocation) error {
	base := in.String("link-url")
	if base == "" {
		base = "http://" + in.String("http")
	}
	link, k, err := signin.Invite(in.ctx, in.store, in.company, base, now(), signin.Invitation{
		User: in.Args().First(), Role: in.String("role"), ResetTOTP: in.Bool("reset-second-factor")})
	if err != nil {
		return err
	}
	in.out.printf("%s may sign in as %s. Give this link to nobody else; it works once, until %s:\n%s\n", clean(k.User), k.Role, clock(k.Invited), link)
	return nil
}

func userRoleCommand() *cli.Command {
	return &cli.Command{
		Name: "role", Usage: "say what a user may do in the console and the API", ArgsUsage: "USER [ROLE]",
		Description: "ROLE is admin, editor (flows), agent (what is the user's own) or viewer; none takes the sign-in away. Where rights change, the\n" +
			"user signs in again. Without a ROLE, prints it.\n\n" +
			"Examples:\n   callflow user role alice editor\n   callflow user role bob agent --edit-flows\n   callflow user role carol --disable",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "edit-flows", Usage: "let the user edit flows whatever the role"},
			&cli.BoolFlag{Name: "no-edit-flows", Usage: "the opposite"},
			&cli.BoolFlag{Name: "disable", Usage: "let the user not sign in any more"},
			&cli.BoolFlag{Name: "enable", Usage: "the opposite"},
			jsonFlag(),
		},
		Action: on(mustBeThere, userRole),
	}
}

func userRole(in *invocation) error {
	user, role := in.Args().Get(0), in.Args().Get(1)
	change, err := in.signInChange(role)
	if err != nil {
		return err
	}
	if role == "none" {
		if err := in.store.RemoveSignIn(in.ctx, in.company, user); err != nil {
			return err
		}
		in.out.printf("The user %s may not sign in any more.\n", clean(user))
		return nil
	}
	var k store.SignIn
	if change == (store.SignInChange{}) {
		k, err = in.store.SignIn(in.ctx, in.company, user)
	} else {
		k, err = in.store.SetSignIn(in.ctx, in.company, user, change)
	}
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(k)
	}
	in.out.printf("%s is %s.\n", clean(k.User), roleText(k))
	if !k.HasPassword && !k.Disabled && k.Invited.IsZero() {
		in.out.printf("There is no password yet: callflow user invite %s prints a link to set one.\n", clean(k.User))
	}
	return nil
}

func (in *invocation) signInChange(role string) (c store.SignInChange, err error) {
	yes, no := true, false
	if role != "" {
		c.Role = &role
	}
	for _, pair := range []struct {
		on, off string
		at      **bool
	}{{"edit-flows", "no-edit-flows", &c.EditFlows}, {"disable", "enable", &c.Disabled}} {
		switch {
		case in.Bool(pair.on) && in.Bool(pair.off):
			return c, usagef("--%s is the opposite of --%s; leave one out", pair.off, pair.on)
		case in.Bool(pair.on):
			*pair.at = &yes
		case in.Bool(pair.off):
			*pair.at = &no
		}
	}
	if role == "none" && (c.EditFlows != nil || c.Disabled != nil) {
		return c, errors.New("none takes the sign-in away; leave the flags out")
	}
	return c, nil
}

func roleText(k store.SignIn) string {
	text := k.Role
	if k.EditFlows {
		text += ", and may edit flows"
	}
	if k.TOTP {
		text += ", with a second factor"
	}
	if k.Disabled {
		text += fmt.Sprintf(", but disabled: callflow user role %s --enable", clean(k.User))
	}
	return text
}
