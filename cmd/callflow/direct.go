package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/store"
)

func directCommand() *cli.Command {
	return &cli.Command{
		Name: "direct", Usage: "numbers that lead straight to a user",
		Description: "A direct flow is made from a few switches and not drawn. callflow direct convert makes it an ordinary flow.",
		Subcommands: []*cli.Command{
			directAddCommand(), directListCommand(), directShowCommand(), directSetCommand(), directRemoveCommand(), directConvertCommand(),
		},
	}
}

// directFlags are the switches of a direct flow.
func directFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "voicemail", Usage: "take a message when the user does not answer"},
		&cli.StringFlag{Name: "greeting", Usage: "what is played before the message: audio:NAME, or a `TEXT` to speak"},
		&cli.BoolFlag{Name: "transcribe", Usage: "turn messages into text"},
		&cli.StringFlag{Name: "mail", Usage: "tell of messages by mail: `ADDRESSES` with commas between them"},
		&cli.BoolFlag{Name: "record", Usage: "record conversations, after a notice"},
		&cli.StringFlag{Name: "notice", Usage: "the notice: audio:NAME, or a `TEXT` to speak"},
		&cli.StringFlag{Name: "ring", Usage: "how long it rings, in `SECONDS`"},
		&cli.StringFlag{Name: "sorry", Usage: "what is played without voicemail when nobody answers: audio:NAME, or a `TEXT` to speak"},
	}
}

// directSwitches are the flags that were given, over the switches so far, by the
// names of the template's parameters.
func (in *invocation) directSwitches(before map[string]string) (map[string]string, error) {
	after := maps.Clone(before)
	for _, f := range directFlags() {
		name := f.Names()[0]
		if !in.IsSet(name) {
			continue
		}
		parameter := name
		if name == "ring" {
			parameter = "ring_s"
		}
		if _, isBool := f.(*cli.BoolFlag); !isBool {
			after[parameter] = in.String(name)
			continue
		}
		after[parameter] = "no"
		if in.Bool(name) {
			after[parameter] = "yes"
		}
	}
	for _, name := range []string{"greeting", "transcribe", "mail"} {
		if after["voicemail"] != "yes" && in.IsSet(name) && in.String(name) != "" && in.String(name) != "false" {
			return nil, usagef("--%s is about messages, and none is taken: add --voicemail", name)
		}
	}
	if after["record"] != "yes" && in.IsSet("notice") {
		return nil, usagef("--notice tells of the recording, and nothing is recorded: add --record")
	}
	return after, nil
}

// refused prints what a flow lacks that was not made, and says so.
func (in *invocation) refused(err error) error {
	var incomplete *store.IncompleteError
	if !errors.As(err, &incomplete) {
		return err
	}
	s := &source{Doc: &flowengine.Document{Flow: &flowengine.Flow{Name: incomplete.Flow}}, Report: flowengine.Report{}.With(incomplete.Findings...)}
	in.out.findings(s, false)
	return fmt.Errorf("nothing was changed: %s; mend what is listed and try again", plural(s.count(flowengine.LevelError), "error"))
}

func directAddCommand() *cli.Command {
	return &cli.Command{
		Name: "add", Usage: "lead a number to a user", ArgsUsage: "NUMBER USER",
		Description: "Adds the number if it is not there yet, makes the flow, publishes it and gives it to the number.\n\n" +
			"Examples:\n   callflow direct add 101 alice\n   callflow direct add +61299990001 bob --voicemail --mail bob@example.com --record",
		Flags: append(directFlags(),
			&cli.StringFlag{Name: "name", Usage: "the flow's `NAME`", DefaultText: "Direct NUMBER"}, jsonFlag()),
		Action: on(makeIt, func(in *invocation) error {
			number, user := in.Args().Get(0), in.Args().Get(1)
			switches, err := in.directSwitches(map[string]string{"voicemail": "no"})
			if err != nil {
				return err
			}
			d, err := in.desk().AddDirect(in.ctx, in.company, number, store.Direct{Flow: in.String("name"), User: user, Switches: switches})
			if err != nil {
				return in.refused(err)
			}
			if in.Bool("json") {
				return in.out.json(d)
			}
			in.out.printf("%s leads to %s from the next call on (%s).\n", clean(strings.Join(d.Numbers, ", ")), clean(d.User), directText(d))
			return nil
		}),
	}
}

// directText tells what the switches are set to.
func directText(d store.Direct) string {
	var on []string
	for _, name := range slices.Sorted(maps.Keys(d.Switches)) {
		switch value := d.Switches[name]; {
		case value == "yes":
			on = append(on, name)
		case value != "no" && strings.Contains(value, " "):
			on = append(on, name+" “"+value+"”")
		case value != "no" && value != "":
			on = append(on, name+" "+value)
		}
	}
	if len(on) == 0 {
		return "no voicemail"
	}
	return clean(strings.Join(on, ", "))
}

func directListCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "list direct flows",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			all, err := in.store.Directs(in.ctx, in.company)
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(list(all))
			}
			t := in.out.table("number", "user", "switches", "flow")
			for _, d := range all {
				number := cell{text: strings.Join(d.Numbers, ", ")}
				if len(d.Numbers) == 0 {
					number = cell{"no number", yellow}
				}
				t.row(number, d.User, directText(d), d.Flow)
			}
			t.print("There are no direct flows; add one with callflow direct add NUMBER USER.")
			return nil
		}),
	}
}

func directShowCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "show how a number leads to its user", ArgsUsage: "NUMBER",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			d, err := in.store.Direct(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			if in.Bool("json") {
				return in.out.json(d)
			}
			in.out.field("numbers", strings.Join(d.Numbers, ", "))
			in.out.field("user", d.User)
			in.out.field("flow", d.Flow)
			in.out.field("status", d.Status)
			for _, name := range slices.Sorted(maps.Keys(d.Switches)) {
				in.out.field(name, d.Switches[name])
			}
			return nil
		}),
	}
}

func directSetCommand() *cli.Command {
	return &cli.Command{
		Name: "set", Usage: "change how a number leads to its user", ArgsUsage: "NUMBER",
		Description: "What is not given stays as it is. Takes effect on the very next call.\n\n" +
			"Examples:\n   callflow direct set 101 --voicemail --greeting \"Alice is not here.\"\n   callflow direct set 101 --record=false\n   callflow direct set 101 --user bob",
		Flags: append(directFlags(), &cli.StringFlag{Name: "user", Usage: "the `USER` who is rung"}, jsonFlag()),
		Action: on(mustBeThere, func(in *invocation) error {
			d, err := in.store.Direct(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			if d.Switches, err = in.directSwitches(d.Switches); err != nil {
				return err
			}
			if in.String("user") != "" {
				d.User = in.String("user")
			}
			if d, err = in.desk().SetDirect(in.ctx, in.company, in.Args().First(), d); err != nil {
				return in.refused(err)
			}
			if in.Bool("json") {
				return in.out.json(d)
			}
			in.out.printf("%s leads to %s from the next call on (%s).\n", clean(strings.Join(d.Numbers, ", ")), clean(d.User), directText(d))
			return nil
		}),
	}
}

func directRemoveCommand() *cli.Command {
	return &cli.Command{
		Name: "rm", Usage: "remove a number's direct flow; the number stays", ArgsUsage: "NUMBER",
		Action: on(mustBeThere, func(in *invocation) error {
			d, err := in.store.Direct(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			if err := in.store.RemoveFlow(in.ctx, in.company, d.Flow, true); err != nil {
				return err
			}
			in.out.printf("Removed %s. %s: callers hear that there is no service.\n", clean(d.Flow),
				in.out.in(red, plural(len(d.Numbers), "number")+" without a flow now"))
			return nil
		}),
	}
}

func directConvertCommand() *cli.Command {
	return &cli.Command{
		Name: "convert", Usage: "make a number's direct flow a business flow, for good", ArgsUsage: "NUMBER",
		Description: "The flow can then be edited like any other, and no longer by its switches. Its calls go on as they did.",
		Action: on(mustBeThere, func(in *invocation) error {
			d, err := in.store.ConvertDirect(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			in.out.printf("%s is a business flow now: callflow flow export %q shows it.\n", clean(d.Flow), clean(d.Flow))
			return nil
		}),
	}
}
