// Command demophone is the people of scripts/demo: software phones that call
// the sample flows through a real Asterisk, and look afterwards whether the
// history says what happened.
//
//	demophone flows SAMPLE FOLDER   write the sample as a line that is open now, and as one that is closed now
//	demophone calls                 place the three calls, print their traces, and check them
//	demophone agent                 be alice, who answers every call, until stopped
//	demophone answered NUMBER FROM  dial a number that rings alice, and answer; they talk until the input ends
//
// Where Asterisk is comes from the environment, as scripts/asterisk tells it; CALLFLOW_BIN is the program callflow, and
// DEMO_FOLDER holds what is spoken: caller.wav, alice.wav, message.wav.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "demophone:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) == 3 && args[0] == "flows":
		return writeFlows(args[1], args[2])
	case len(args) == 1 && args[0] == "calls":
		return placeCalls(ctx)
	case len(args) == 1 && args[0] == "agent":
		return serveAsAlice(ctx)
	case len(args) == 3 && args[0] == "answered":
		return answeredCall(ctx, args[1], args[2], os.Stdin)
	}
	return errors.New("usage: demophone flows SAMPLE FOLDER | calls | agent | answered NUMBER FROM")
}
