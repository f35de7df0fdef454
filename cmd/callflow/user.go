package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func userCommand() *cli.Command {
	return &cli.Command{
		Name: "user", Usage: "people who can be rung, and may sign in",
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "add a user", ArgsUsage: "NAME", Flags: userFlags(),
				Description: "NAME is what flows call the person: alice in user:alice.\n\n" +
					"Examples:\n   callflow user add alice --phone PJSIP/alice\n   callflow user add bob --full-name \"Bob Lee\" --phone PJSIP/bob,+61412345678",
				Action: on(makeIt, userAdd),
			},
			{Name: "list", Usage: "list users", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, userList)},
			{
				Name: "show", Usage: "show a user and where it is used", ArgsUsage: "USER", Flags: []cli.Flag{jsonFlag()},
				Action: on(mustBeThere, userShow),
			},
			{
				Name: "set", Usage: "change a user", ArgsUsage: "USER", Flags: userFlags(),
				Description: "Only what is given is changed; --phone replaces all phones.\n\nExample:\n   callflow user set alice --phone PJSIP/alice-mobile",
				Action:      on(mustBeThere, userSet),
			},
			userInviteCommand(),
			userRoleCommand(),
			{
				Name: "rm", Usage: "remove a user who is not in use", ArgsUsage: "USER",
				Action: on(mustBeThere, func(in *invocation) error {
					if err := in.store.RemoveUser(in.ctx, in.company, in.Args().First()); err != nil {
						return err
					}
					in.out.printf("Removed the user %s.\n", clean(in.Args().First()))
					return nil
				}),
			},
		},
	}
}

func userFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "phone", Usage: "a `PHONE`: an endpoint such as PJSIP/alice or a number outside such as +61412345678; several ring together"},
		&cli.StringFlag{Name: "full-name", Usage: "the person's `NAME`"},
		&cli.StringFlag{Name: "email", Usage: "the person's `ADDRESS`"},
		&cli.IntFlag{Name: "weight", Usage: "the share `N` in a round robin, 1 to 100", DefaultText: "1"},
	}
}

// changeUser takes over the flags that are given.
func (in *invocation) changeUser(u store.User) store.User {
	if in.IsSet("full-name") {
		u.FullName = in.String("full-name")
	}
	if in.IsSet("email") {
		u.Email = in.String("email")
	}
	if in.IsSet("weight") {
		u.Weight = in.Int("weight")
		if u.Weight == 0 {
			u.Weight = -1 // the store takes 0 for the default
		}
	}
	if in.IsSet("phone") {
		u.Phones = nil
		for _, text := range in.StringSlice("phone") {
			if text = strings.TrimSpace(text); text != "" {
				u.Phones = append(u.Phones, phone(text))
			}
		}
	}
	return u
}

// phone is an endpoint if it has a slash, else a number outside.
func phone(text string) store.Phone {
	if strings.Contains(text, "/") {
		return store.Phone{Endpoint: text}
	}
	return store.Phone{External: text}
}

func phones(u store.User) string {
	texts := make([]string, len(u.Phones))
	for i, p := range u.Phones {
		texts[i] = p.Endpoint + p.External
	}
	return strings.Join(texts, ", ")
}

func userAdd(in *invocation) error {
	u, err := in.store.AddUser(in.ctx, in.company, in.changeUser(store.User{Name: in.Args().First()}))
	if err != nil {
		return err
	}
	if len(u.Phones) == 0 {
		in.out.printf("Added the user %s, who cannot be rung yet: callflow user set %s --phone PJSIP/%s\n", u.Name, u.Name, u.Name)
		return nil
	}
	in.out.printf("Added the user %s: flows ring user:%s at %s.\n", u.Name, u.Name, clean(phones(u)))
	return in.warnOutside(u)
}

// warnOutside says when there is no way to a user's phone.
func (in *invocation) warnOutside(u store.User) error {
	for _, p := range u.Phones {
		if p.External == "" {
			continue
		}
		c, err := in.store.Company(in.ctx, in.company)
		if err != nil {
			return err
		}
		if c.Outbound == "" {
			in.out.printf("%s: %s cannot be rung before the company has a way out: callflow company set --outbound 'PJSIP/{number}@TRUNK'\n",
				in.out.in(yellow, "warning"), clean(p.External))
		}
	}
	return nil
}

func userSet(in *invocation) error {
	u, err := in.store.User(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	if u, err = in.store.SetUser(in.ctx, in.company, in.changeUser(u)); err != nil {
		return err
	}
	in.out.printf("Changed the user %s.\n", clean(u.Name))
	return in.warnOutside(u)
}

func userList(in *invocation) error {
	users, err := in.store.Users(in.ctx, in.company)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(users))
	}
	t := in.out.table("name", "full name", "phones", "email", "weight")
	for _, u := range users {
		rings := cell{text: phones(u)}
		if rings.text == "" {
			rings = cell{"no phone", red}
		}
		t.row(u.Name, u.FullName, rings, u.Email, u.Weight)
	}
	t.print("No users; add one with callflow user add NAME --phone PJSIP/NAME.")
	return nil
}

// userOut is a user with where it is used, as JSON shows it.
type userOut struct {
	store.User
	UsedBy []store.Use `json:"used_by"`
}

func userShow(in *invocation) error {
	u, err := in.store.User(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	uses, err := in.uses("user", u.Name)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(userOut{u, uses})
	}
	in.out.field("name", u.Name)
	in.out.field("full name", u.FullName)
	in.out.field("phones", phones(u))
	in.out.field("email", u.Email)
	in.out.field("weight", fmt.Sprint(u.Weight))
	in.out.uses(uses)
	return nil
}
