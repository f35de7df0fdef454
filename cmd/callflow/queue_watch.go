package main

import (
	"bytes"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
)

// watchPeriod is how often the wallboard is drawn. What it shows is at most
// that old, and a tenth of a second that callflow takes to write it.
const watchPeriod = time.Second

func queueWatchCommand() *cli.Command {
	return &cli.Command{
		Name: "watch", Usage: "a live wallboard, until Ctrl-C", ArgsUsage: "[QUEUE…]",
		Description: "Reads what the running callflow has written to the database, so it works beside it and on a copy.\n" +
			"Drawn anew each second; --json prints one object a line each time that something has changed.\n\n" +
			"Examples:\n   callflow queue watch\n   callflow queue watch support --json | jq '.[0].waiting | length'",
		Flags:  []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "print one JSON list a line"}, sinceFlag()},
		Action: on(mustBeThere, queueWatch),
	}
}

func queueWatch(in *invocation) error {
	ticker := time.NewTicker(watchPeriod)
	defer ticker.Stop()
	var last string
	for {
		drawn, err := in.drawQueues()
		if in.ctx.Err() != nil {
			return nil // Ctrl-C
		}
		if err != nil {
			return err
		}
		if drawn != last {
			last = drawn
			in.show(drawn)
		}
		select {
		case <-in.ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// show prints one picture: over the one before on a terminal, else below it.
func (in *invocation) show(drawn string) {
	if in.out.width == 0 || in.Bool("json") {
		in.out.printf("%s", drawn)
		return
	}
	// Home; each line is cleared to its end, and what is below the last.
	in.out.printf("\x1b[H%s\x1b[J", strings.ReplaceAll(drawn, "\n", "\x1b[K\n"))
}

// drawQueues is a picture of the queues, or a line of JSON.
func (in *invocation) drawQueues() (string, error) {
	queues, err := in.queuesNow()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	out := &output{w: &b, color: in.out.color, width: in.out.width}
	if in.Bool("json") {
		err := out.jsonLine(list(queues))
		return b.String(), err
	}
	at := now()
	out.printf("%s\n\n", out.in(dim, at.Format("15:04:05")+"  Ctrl-C ends"))
	if len(queues) == 0 {
		out.printf("No queues; add one with callflow queue add NAME USER….\n")
	}
	for i, q := range queues {
		if i > 0 {
			out.printf("\n")
		}
		out.wallboard(q, at)
	}
	return b.String(), nil
}
