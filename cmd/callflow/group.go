package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func groupCommand() *cli.Command {
	return &cli.Command{
		Name: "group", Usage: "ordered lists of users",
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "add a group", ArgsUsage: "NAME [USER…]",
				Description: "NAME is what flows call it: sales in group:sales. The users are rung in this order.\n\nExample:\n   callflow group add sales alice bob",
				Action: on(makeIt, func(in *invocation) error {
					g, err := in.store.AddGroup(in.ctx, in.company, store.Group{Name: in.Args().First(), Members: list(in.Args().Tail())})
					if err != nil {
						return err
					}
					in.out.printf("Added the group %s of %s.\n", clean(g.Name), members(g))
					return nil
				}),
			},
			{Name: "list", Usage: "list groups", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, groupList)},
			{
				Name: "show", Usage: "show a group and where it is used", ArgsUsage: "GROUP", Flags: []cli.Flag{jsonFlag()},
				Action: on(mustBeThere, groupShow),
			},
			{
				Name: "set", Usage: "change a group's members", ArgsUsage: "GROUP [USER…]",
				Description: "The users replace all members; --add and --remove change some.\n\n" +
					"Examples:\n   callflow group set sales alice bob carol\n   callflow group set sales --add dave --remove bob",
				Flags: []cli.Flag{
					&cli.StringSliceFlag{Name: "add", Usage: "add this `USER` at the end"},
					&cli.StringSliceFlag{Name: "remove", Usage: "take this `USER` out"},
				},
				Action: on(mustBeThere, groupSet),
			},
			{
				Name: "rm", Usage: "remove a group that is not in use", ArgsUsage: "GROUP",
				Action: on(mustBeThere, func(in *invocation) error {
					if err := in.store.RemoveGroup(in.ctx, in.company, in.Args().First()); err != nil {
						return err
					}
					in.out.printf("Removed the group %s.\n", clean(in.Args().First()))
					return nil
				}),
			},
		},
	}
}

func members(g store.Group) string {
	if len(g.Members) == 0 {
		return "nobody yet"
	}
	return clean(strings.Join(g.Members, ", "))
}

func groupSet(in *invocation) error {
	g, err := in.store.Group(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	if users := in.Args().Tail(); len(users) > 0 {
		g.Members = users
	} else if !in.IsSet("add") && !in.IsSet("remove") {
		return usagef("say who is in the group: callflow group set %s USER…, or --add and --remove", g.Name)
	}
	for _, u := range in.StringSlice("remove") {
		if !slices.Contains(g.Members, u) {
			return usagef("%q is not in the group %s; its members are %s", u, g.Name, members(g))
		}
		g.Members = slices.DeleteFunc(g.Members, func(m string) bool { return m == u })
	}
	g.Members = append(g.Members, in.StringSlice("add")...)
	if g, err = in.store.SetGroup(in.ctx, in.company, g); err != nil {
		return err
	}
	in.out.printf("The group %s is %s.\n", clean(g.Name), members(g))
	return nil
}

func groupList(in *invocation) error {
	groups, err := in.store.Groups(in.ctx, in.company)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(groups))
	}
	t := in.out.table("name", "members")
	for _, g := range groups {
		who := cell{text: members(g)}
		if len(g.Members) == 0 {
			who.style = red
		}
		t.row(g.Name, who)
	}
	t.print("No groups; add one with callflow group add NAME USER….")
	return nil
}

// groupOut is a group with where it is used, as JSON shows it.
type groupOut struct {
	store.Group
	UsedBy []store.Use `json:"used_by"`
}

func groupShow(in *invocation) error {
	g, err := in.store.Group(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	uses, err := in.uses("group", g.Name)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(groupOut{g, uses})
	}
	in.out.field("name", g.Name)
	in.out.field("members", members(g))
	in.out.uses(uses)
	return nil
}
