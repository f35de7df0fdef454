package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func capsCommand() *cli.Command {
	return &cli.Command{
		Name: "caps", Usage: "what bounds calls and texts to numbers outside, of a company and of users",
		Subcommands: []*cli.Command{capsShowCommand(), capsSetCommand()},
	}
}

// shownCap is a cap with how much of it is used.
type shownCap struct {
	store.Cap
	Used store.Usage `json:"used"`
}

func capsShowCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "show the caps, and how much of them is used",
		Description: "Without other rules, numbers of the company's own country may be called and texted, but for those that cost extra; short\n" +
			"numbers may, and nothing abroad. What a running callflow counts is here within a second.",
		Flags: []cli.Flag{jsonFlag()},
		Action: on(mustBeThere, func(in *invocation) error {
			all, err := in.store.Caps(in.ctx, in.company)
			if err != nil {
				return err
			}
			outside := store.NewOutside(in.store, systemClock{})
			var shown []shownCap
			for _, c := range all {
				who := ""
				if c.User != "" {
					who = "user:" + c.User
				}
				used, err := outside.Usage(in.ctx, in.company, who)
				if err != nil {
					return err
				}
				shown = append(shown, shownCap{c, used})
			}
			if in.Bool("json") {
				return in.out.json(shown)
			}
			t := in.out.table("who", "calls an hour", "at a time", "minutes a day", "texts an hour", "allowed", "forbidden")
			for _, c := range shown {
				who := "the company"
				if c.User != "" {
					who = "user:" + c.User
				}
				t.row(who, usedOf(c.Used.CallsHour, c.CallsHour), usedOf(c.Used.Concurrent, c.Concurrent),
					usedOf(int(c.Used.Talked/time.Minute), c.MinutesDay), usedOf(c.Used.TextsHour, c.TextsHour), strings.Join(c.Allowed, " "), strings.Join(c.Forbidden, " "))
			}
			t.print("No caps.")
			if alert := shown[0].Alert; alert != "" {
				in.out.printf("%s gets a mail when a cap refuses a call.\n", clean(alert))
			}
			return nil
		}),
	}
}

// systemClock is the operating system's time.
type systemClock struct{}

// Now implements [flowengine.Clock].
func (systemClock) Now() time.Time { return time.Now() }

func usedOf(used, bound int) string {
	if bound < 0 {
		return fmt.Sprintf("%d, no limit", used)
	}
	return fmt.Sprintf("%d of %d", used, bound)
}

func capsSetCommand() *cli.Command {
	return &cli.Command{
		Name: "set", Usage: "bound calls and texts to numbers outside", ArgsUsage: "[USER]",
		Description: "Without a user: of the company. Prefixes have + and the country code; of all that fit a number, the longest counts.\n" +
			"A conversation that goes on when the minutes are used up is ended. Takes effect on the very next call.\n\n" +
			"Examples:\n   callflow caps set --concurrent 10 --minutes-day 600 --alert it@example.com\n" +
			"   callflow caps set --allow +64 --allow +44\n   callflow caps set alice --calls-hour 20 --forbid +61190",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "calls-hour", Usage: "how `MANY` phones outside may be rung within an hour; none for no limit"},
			&cli.StringFlag{Name: "concurrent", Usage: "how `MANY` at a time; none for no limit"},
			&cli.StringFlag{Name: "minutes-day", Usage: "how `LONG` conversations with them may last a day, in minutes; none for no limit"},
			&cli.StringFlag{Name: "texts-hour", Usage: "how `MANY` texts may go outside within an hour; none for no limit"},
			&cli.StringSliceFlag{Name: "allow", Usage: "numbers that begin with this `PREFIX` may be called, abroad and at extra cost too"},
			&cli.StringSliceFlag{Name: "forbid", Usage: "numbers that begin with this `PREFIX` may not"},
			&cli.StringSliceFlag{Name: "forget", Usage: "take this `PREFIX` off both lists"},
			&cli.StringFlag{Name: "alert", Usage: "the `MAIL` address that hears of refused calls, of the company only; none for nobody"},
		},
		Action: on(mustBeThere, func(in *invocation) error {
			user := in.Args().First()
			all, err := in.store.Caps(in.ctx, in.company)
			if err != nil {
				return err
			}
			c := store.NoCap(user)
			for _, known := range all {
				if strings.EqualFold(known.User, user) {
					c = known
				}
			}
			if err := in.changeCap(&c); err != nil {
				return err
			}
			if err := in.store.SetCap(in.ctx, in.company, c); err != nil {
				return err
			}
			whose := "the company"
			if user != "" {
				whose = "the user " + clean(user)
			}
			in.out.printf("Changed the caps of %s; callflow caps show shows them.\n", whose)
			return nil
		}),
	}
}

func (in *invocation) changeCap(c *store.Cap) error {
	changed := false
	for name, to := range map[string]*int{"calls-hour": &c.CallsHour, "concurrent": &c.Concurrent, "minutes-day": &c.MinutesDay, "texts-hour": &c.TextsHour} {
		if !in.IsSet(name) {
			continue
		}
		changed = true
		if in.String(name) == "none" {
			*to = -1
			continue
		}
		if n, err := fmt.Sscanf(in.String(name), "%d", to); n != 1 || err != nil || *to < 0 {
			return usagef("--%s is a number from 0, or none", name)
		}
	}
	if in.IsSet("alert") {
		changed = true
		if c.User != "" {
			return usagef("--alert is of the company: leave the user out")
		}
		if c.Alert = in.String("alert"); c.Alert == "none" {
			c.Alert = ""
		}
	}
	forget := in.StringSlice("forget")
	for list, add := range map[*[]string][]string{&c.Allowed: in.StringSlice("allow"), &c.Forbidden: in.StringSlice("forbid")} {
		changed = changed || len(add)+len(forget) > 0
		*list = slices.DeleteFunc(slices.Concat(*list, add), func(p string) bool { return slices.Contains(forget, p) })
	}
	if !changed {
		return usagef("nothing to change; give a cap, a prefix or --alert")
	}
	return nil
}
