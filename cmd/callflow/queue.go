package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/queue"
	"callflow/store"
)

func queueCommand() *cli.Command {
	return &cli.Command{
		Name: "queue", Usage: "callers who wait, and the users who serve them",
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "add a queue", ArgsUsage: "NAME [USER…]",
				Description: "NAME is what flows call it: support in queue:support. The users serve it, in this order.\n\n" +
					"Example:\n   callflow queue add support alice bob --strategy longest_idle --wrap-up 15s --capacity 20",
				Flags: queueFlags(), Action: on(makeIt, queueAdd),
			},
			{Name: "list", Usage: "list queues as they are now", Flags: []cli.Flag{jsonFlag(), sinceFlag()}, Action: on(mustBeThere, queueList)},
			{
				Name: "show", Usage: "show a queue: settings, agents, callers, figures, and where it is used", ArgsUsage: "QUEUE",
				Flags: []cli.Flag{jsonFlag(), sinceFlag()}, Action: on(mustBeThere, queueShow),
			},
			{
				Name: "set", Usage: "change a queue's settings", ArgsUsage: "QUEUE",
				Description: "What is not named stays. Examples:\n   callflow queue set support --ring 15s --pause-after 3\n" +
					"   callflow queue set support --hours \"mon-fri 09:00-17:30\" --hours \"sat 10:00-12:00\"\n   callflow queue set support --hours always",
				Flags: queueFlags(), Action: on(mustBeThere, queueSet),
			},
			{
				Name: "rm", Usage: "remove a queue that is not in use", ArgsUsage: "QUEUE",
				Action: on(mustBeThere, func(in *invocation) error {
					if err := in.store.RemoveQueue(in.ctx, in.company, in.Args().First()); err != nil {
						return err
					}
					in.out.printf("Removed the queue %s.\n", clean(in.Args().First()))
					return nil
				}),
			},
			{
				Name: "join", Usage: "let users serve a queue, or change how they do", ArgsUsage: "QUEUE USER…",
				Description: "Example:\n   callflow queue join support carol --priority 2 --delay 60s",
				Flags: []cli.Flag{
					&cli.IntFlag{Name: "priority", Usage: "`N` from 1 to 10: a higher one is rung when nobody of a lower one is free", Value: 1},
					&cli.DurationFlag{Name: "delay", Usage: "ring them only for callers who have waited this `TIME`"},
					&cli.IntFlag{Name: "pause-after", Usage: "pause them after `N` missed calls in a row, 0 for never", DefaultText: "as the queue says"},
				},
				Action: on(mustBeThere, queueJoin),
			},
			{
				Name: "leave", Usage: "let users serve a queue no more", ArgsUsage: "QUEUE USER…",
				Action: on(mustBeThere, func(in *invocation) error {
					q, err := in.store.LeaveQueue(in.ctx, in.company, in.Args().First(), in.Args().Tail()...)
					if err != nil {
						return err
					}
					in.out.printf("The queue %s is served by %s.\n", clean(q.Name), servedBy(q))
					return nil
				}),
			},
			actCommand("login", "log a user in", flowengine.QueueLogin),
			actCommand("logout", "log a user out", flowengine.QueueLogout),
			actCommand("pause", "pause a user", flowengine.QueuePause),
			actCommand("resume", "let a paused user go on", flowengine.QueueResume),
			{
				Name: "close", Usage: "close a queue as an exception, whatever its hours", ArgsUsage: "QUEUE",
				Description: "Who waits already is still served. Examples:\n   callflow queue close support\n   callflow queue close support --to external:+61299998888",
				Flags:       []cli.Flag{&cli.StringFlag{Name: "to", Usage: "where callers go: `external:+NUMBER`, or user:NAME or group:NAME for a mailbox", DefaultText: "by the outcome closed"}},
				Action:      on(mustBeThere, queueAct(flowengine.QueueClose)),
			},
			{Name: "open", Usage: "end an exceptional closure", ArgsUsage: "QUEUE", Action: on(mustBeThere, queueAct(flowengine.QueueOpen))},
			queueWatchCommand(),
		},
	}
}

func sinceFlag() cli.Flag {
	return &cli.StringFlag{Name: "since", Usage: "figures from this `TIME` on: 2h, 3d, yesterday, \"2026-12-25 10:00\"", DefaultText: "today"}
}

func queueFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "strategy", Usage: "whom to ring: `STRATEGY` in_order, round_robin, all, longest_idle or random", DefaultText: "in_order"},
		&cli.DurationFlag{Name: "cycle", Usage: "the `TIME` between ticks, on which delays and announcements move", DefaultText: "20s"},
		&cli.DurationFlag{Name: "ring", Usage: "how `LONG` a member is rung", DefaultText: "20s"},
		&cli.DurationFlag{Name: "wrap-up", Usage: "how `LONG` a member is left alone after a call"},
		&cli.IntFlag{Name: "capacity", Usage: "how `MANY` may wait, 0 for any number"},
		&cli.IntFlag{Name: "pause-after", Usage: "pause a member after `N` missed calls in a row, 0 for never"},
		&cli.StringFlag{Name: "music", Usage: "the `CLASS` of music on hold", DefaultText: "default"},
		&cli.StringFlag{Name: "whisper", Usage: "what a member hears before the caller is connected: an `AUDIO` or a text to speak"},
		&cli.IntFlag{Name: "position-every", Usage: "say the position every `N` cycles, 0 for never"},
		&cli.BoolFlag{Name: "position-changed", Usage: "say it only when it has changed"},
		&cli.BoolFlag{Name: "wait-said", Usage: "say the estimated wait with it"},
		&cli.StringFlag{Name: "periodic", Usage: "what callers hear every --periodic-every cycles: an `AUDIO` or a text to speak"},
		&cli.IntFlag{Name: "periodic-every", Usage: "play --periodic every `N` cycles"},
		&cli.StringSliceFlag{Name: "hours", Usage: "take callers in these `HOURS`, such as \"mon-fri 09:00-17:30\"; several times; always for no hours"},
		&cli.StringFlag{Name: "timezone", Usage: "the time `ZONE` of the hours", DefaultText: "the company's"},
		&cli.DurationFlag{Name: "service-level", Usage: "the wait within which calls should be answered, for reports: a `TIME`", DefaultText: "20s"},
	}
}

// settings puts what the command line names into a definition.
func (in *invocation) settings(d *queue.Definition) {
	set := func(name string, put func()) {
		if in.IsSet(name) {
			put()
		}
	}
	set("strategy", func() { d.Strategy = queue.Strategy(in.String("strategy")) })
	set("cycle", func() { d.CycleS = in.Duration("cycle").Seconds() })
	set("ring", func() { d.RingS = in.Duration("ring").Seconds() })
	set("wrap-up", func() { d.WrapUpS = in.Duration("wrap-up").Seconds() })
	set("capacity", func() { d.Capacity = in.Int("capacity") })
	set("pause-after", func() { d.PauseAfter = in.Int("pause-after") })
	set("music", func() { d.Music = in.String("music") })
	set("whisper", func() { d.Whisper = in.String("whisper") })
	set("position-every", func() { d.PositionEvery = in.Int("position-every") })
	set("position-changed", func() { d.PositionChanged = in.Bool("position-changed") })
	set("wait-said", func() { d.WaitSaid = in.Bool("wait-said") })
	set("periodic", func() { d.Periodic = in.String("periodic") })
	set("periodic-every", func() { d.PeriodicEvery = in.Int("periodic-every") })
	set("timezone", func() { d.Timezone = in.String("timezone") })
	set("service-level", func() { d.ServiceLevelS = in.Duration("service-level").Seconds() })
	set("hours", func() {
		if d.Hours = in.StringSlice("hours"); len(d.Hours) == 1 && d.Hours[0] == "always" {
			d.Hours = nil
		}
	})
}

func queueAdd(in *invocation) error {
	d := queue.Defaults()
	d.Name, d.Timezone = in.Args().First(), ""
	in.settings(&d)
	d, err := in.store.AddQueue(in.ctx, in.company, d)
	if err != nil {
		return err
	}
	if users := in.Args().Tail(); len(users) > 0 {
		var members []queue.Member
		for _, u := range users {
			members = append(members, queue.Member{User: u, Priority: 1})
		}
		if d, err = in.store.JoinQueue(in.ctx, in.company, d.Name, members...); err != nil {
			return fmt.Errorf("the queue %s was added, without members: %w", d.Name, err)
		}
	}
	in.out.printf("Added the queue %s, served by %s.\n", clean(d.Name), servedBy(d))
	return nil
}

func servedBy(d queue.Definition) string {
	names := make([]string, len(d.Members))
	for i, m := range d.Members {
		names[i] = m.User
	}
	if len(names) == 0 {
		return "nobody yet"
	}
	return clean(strings.Join(names, ", "))
}

func queueSet(in *invocation) error {
	d, err := in.store.Queue(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	before := d
	in.settings(&d)
	if in.NumFlags() == 0 {
		return usagef("say what to change about the queue %s; callflow queue set --help lists it", before.Name)
	}
	if d, err = in.store.SetQueue(in.ctx, in.company, d); err != nil {
		return err
	}
	in.out.printf("Changed the queue %s: callers see it at their next tick.\n", clean(d.Name))
	return nil
}

func queueJoin(in *invocation) error {
	var members []queue.Member
	var pauseAfter *int
	if in.IsSet("pause-after") {
		n := in.Int("pause-after")
		pauseAfter = &n
	}
	for _, u := range in.Args().Tail() {
		members = append(members, queue.Member{User: u, Priority: in.Int("priority"), DelayS: in.Duration("delay").Seconds(), PauseAfter: pauseAfter})
	}
	q, err := in.store.JoinQueue(in.ctx, in.company, in.Args().First(), members...)
	if err != nil {
		return err
	}
	in.out.printf("The queue %s is served by %s.\n", clean(q.Name), servedBy(q))
	return nil
}

// actCommand is a command that does what a user could do by telephone.
func actCommand(name, usage string, verb flowengine.QueueVerb) *cli.Command {
	return &cli.Command{
		Name: name, Usage: usage + ", in one queue or in all of theirs", ArgsUsage: "USER [QUEUE]",
		Action: on(mustBeThere, func(in *invocation) error {
			u, err := in.store.User(in.ctx, in.company, in.Args().First())
			if err != nil {
				return err
			}
			name := in.Args().Get(1)
			if name != "" {
				q, err := in.store.Queue(in.ctx, in.company, name)
				if err != nil {
					return err
				}
				name = q.Name
			}
			acted, err := in.store.QueueAct(in.ctx, in.company, flowengine.QueueAct{User: u.Name, Queue: name, Do: verb})
			if err != nil {
				return err
			}
			did := map[flowengine.QueueVerb]string{
				flowengine.QueueLogin: "logged in to", flowengine.QueueLogout: "logged out of",
				flowengine.QueuePause: "paused in", flowengine.QueueResume: "ready again in",
			}[acted.Did]
			in.out.printf("%s is %s %s.\n", clean(u.Name), did, clean(strings.Join(acted.Queues, ", ")))
			return nil
		}),
	}
}

func queueAct(verb flowengine.QueueVerb) func(*invocation) error {
	return func(in *invocation) error {
		q, err := in.store.Queue(in.ctx, in.company, in.Args().First())
		if err != nil {
			return err
		}
		act := flowengine.QueueAct{Queue: q.Name, Do: verb}
		if verb == flowengine.QueueClose {
			if act.To = in.String("to"); !queue.ValidClosedTo(act.To) {
				return usagef("%q is no place for callers; write external:+NUMBER, or user:NAME or group:NAME for a mailbox", act.To)
			}
		}
		if _, err := in.store.QueueAct(in.ctx, in.company, act); err != nil {
			return err
		}
		switch {
		case verb == flowengine.QueueOpen:
			in.out.printf("The queue %s is open, by its hours.\n", clean(q.Name))
		case act.To == "":
			in.out.printf("The queue %s is closed: callers take the outcome closed.\n", clean(q.Name))
		default:
			in.out.printf("The queue %s is closed: callers go to %s.\n", clean(q.Name), clean(act.To))
		}
		return nil
	}
}

// sinceOrToday is the time that --since names, else the beginning of the day.
func (in *invocation) sinceOrToday() (time.Time, error) {
	since := in.String("since")
	if since == "" {
		since = "today"
	}
	return parseWhen("since", since, now())
}

// queuesNow are the queues that are asked for, all when none is named.
func (in *invocation) queuesNow() ([]store.QueueNow, error) {
	since, err := in.sinceOrToday()
	if err != nil {
		return nil, err
	}
	return in.store.QueuesNow(in.ctx, in.company, since, in.Args().Slice()...)
}

func queueList(in *invocation) error {
	queues, err := in.queuesNow()
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(list(queues))
	}
	t := in.out.table("name", "strategy", "waiting", "talking", "agents", "open", "answered", "abandoned", "service level")
	for _, q := range queues {
		t.row(q.Name, string(q.Strategy), len(q.Waiting), len(q.Talking), agentsCell(q), openCell(q),
			q.Figures.Answered, q.Figures.Abandoned, percent(q.Figures))
	}
	t.print("No queues; add one with callflow queue add NAME USER….")
	return nil
}
