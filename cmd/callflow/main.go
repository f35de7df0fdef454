// Command callflow runs call flows beside Asterisk, and manages everything
// that they need from the command line.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is one run of the program; it returns its exit status: 0 when all went
// well, 2 when the command line cannot be understood, else 1.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	app := newApp(in, out, errs)
	if words, asked := completionAsked(args); asked {
		complete(ctx, app, words)
		return 0
	}
	ordered, err := arrange(app, args)
	if err == nil {
		err = app.RunContext(ctx, append([]string{app.Name}, ordered...))
	}
	if err == nil {
		return 0
	}
	if text := sentence(err); text != "" {
		for line := range strings.SplitSeq("callflow: "+text, "\n") {
			fmt.Fprintln(errs, clean(line))
		}
	}
	return exitStatus(err)
}
