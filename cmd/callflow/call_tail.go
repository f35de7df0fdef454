package main

import (
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/store"
)

// tailPeriod is how often new events are looked for.
const tailPeriod = 200 * time.Millisecond

func callTailCommand() *cli.Command {
	return &cli.Command{
		Name: "tail", Usage: "follow calls as they happen, until Ctrl-C",
		Description: "Examples:\n   callflow call tail\n   callflow call tail --json | jq .what",
		Flags:       []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "print one JSON object a line"}},
		Action:      on(mustBeThere, callTail),
	}
}

// tailOut is something that happened to a call, as JSON shows it.
type tailOut struct {
	// What is started, step or ended.
	What string               `json:"what"`
	Call callOut              `json:"call"`
	Step *flowengine.StepDone `json:"step,omitempty"`
}

func callTail(in *invocation) error {
	company := ""
	if in.IsSet("company") {
		company = in.company
	}
	tail, err := in.store.Tail(in.ctx, company)
	if err != nil {
		return err
	}
	ticker := time.NewTicker(tailPeriod)
	defer ticker.Stop()
	for {
		events, err := tail.Next(in.ctx)
		if in.ctx.Err() != nil {
			return nil // Ctrl-C
		}
		if err != nil {
			return err
		}
		for _, e := range events {
			if in.Bool("json") {
				err = in.out.jsonLine(tailOut{e.What, newCallOut(e.Call), e.Step})
			} else {
				in.out.event(e)
			}
			if err != nil {
				return err
			}
		}
		select {
		case <-in.ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

func (o *output) event(e store.TailEvent) {
	c := e.Call
	id := c.ID[max(0, len(c.ID)-8):]
	switch e.What {
	case "started":
		o.printf("%s %s %s %s → %s  %s\n", c.Started.Local().Format("15:04:05.0"), o.in(dim, clean(id)), o.in(cyan, "▶"), clean(caller(c)), clean(c.Number), clean(c.Flow))
	case "step":
		s := e.Step
		name := s.Label
		if name == "" {
			name = s.Node
		}
		o.printf("%s %s %s %s → %s  %s\n", s.Left.Local().Format("15:04:05.0"), o.in(dim, clean(id)), o.in(cyan, "●"), o.in(dim, clean(calledIn(*s)))+o.in(bold, clean(name)),
			o.in(outcomeStyle(s.Outcome), clean(s.Outcome)), o.in(dim, clean(s.Why)))
	case "ended":
		end := ending(c)
		o.printf("%s %s %s %s  %s\n", c.Ended.Local().Format("15:04:05.0"), o.in(dim, clean(id)), o.in(end.style, "■"), o.in(end.style, clean(end.text)),
			o.in(dim, fmt.Sprintf("%s, %s", length(c.Duration()), clean(c.Why))))
	}
}
