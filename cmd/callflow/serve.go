package main

import (
	"slices"

	"github.com/rs/zerolog"
	"github.com/urfave/cli/v2"

	"callflow/server"
)

func serveCommand() *cli.Command {
	return &cli.Command{
		Name:  "serve",
		Usage: "take calls from Asterisk",
		Description: "Connects to Asterisk and runs the flows of the numbers that are called, until it is stopped. SIGTERM or\n" +
			"Ctrl-C drains: no new calls are taken, and those under way may end. A second one stops at once; the next\n" +
			"start goes on with the calls that are left.\n\n" +
			"Example:\n   CALLFLOW_ARI_PASSWORD=secret callflow serve --ari http://127.0.0.1:8088 --db /var/lib/callflow/callflow.db",
		Flags: slices.Concat(asteriskFlags(), serverFlags(), notifyFlags(), spokenFlags(), signInFlags()),
		Action: on(noDatabase, func(in *invocation) error {
			log, err := newLog(in.App.ErrWriter, in.String("log-level"), zerolog.InfoLevel, in.String("log-format"))
			if err != nil {
				return err
			}
			// Where nobody looks on, the log has it, one line an event.
			if isTerminal(in.App.Writer) {
				in.config.Out = in.App.Writer
			}
			return server.Run(in.ctx, in.config, log)
		}),
	}
}
