package main

import (
	"io"
	"runtime/debug"

	"github.com/urfave/cli/v2"
)

func newApp(in io.Reader, out, errs io.Writer) *cli.App {
	app := &cli.App{
		Name:  "callflow",
		Usage: "draw what should happen to a call; callflow runs it beside Asterisk",
		UsageText: "callflow COMMAND …\n\n" +
			"First steps:\n" +
			"   callflow doctor                            is everything there?\n" +
			"   callflow user add alice --phone PJSIP/alice\n" +
			"   callflow flow import main.yaml --publish\n" +
			"   callflow number add 100 --flow \"Main line\"\n" +
			"   callflow simulate \"Main line\" --digits 1\n" +
			"   callflow serve",
		Description: "Flags may stand anywhere. Each setting also comes from the environment (CALLFLOW_DB for --db)\n" +
			"and from a TOML file (db = \"…\"): the command line wins over the environment, that over the file.",
		Version:        version(),
		Flags:          globalFlags(),
		Writer:         out,
		ErrWriter:      errs,
		Reader:         in,
		ExitErrHandler: func(*cli.Context, error) {}, // run does it
		OnUsageError:   onUsageError,
		Commands: []*cli.Command{
			serveCommand(), flowCommand(), numberCommand(), userCommand(), groupCommand(), queueCommand(), callbackCommand(), audioCommand(), companyCommand(), blockedCommand(), capsCommand(), sourceCommand(),
			callCommand(), voicemailCommand(), mailboxCommand(), outboxCommand(), noticeCommand(), directCommand(), tokenCommand(), conferenceCommand(), simulateCommand(), testCommand(), doctorCommand(), auditCommand(), completionCommand(),
		},
		HideHelpCommand: true,
	}
	tidy(app.Commands)
	return app
}

// tidy sets what all commands have in common.
func tidy(commands []*cli.Command) {
	for _, c := range commands {
		c.OnUsageError = onUsageError
		c.HideHelpCommand = true
		for _, f := range c.Flags {
			if b, ok := f.(*cli.BoolFlag); ok {
				b.DisableDefaultText = true // "default: false" says nothing
			}
		}
		tidy(c.Subcommands)
	}
}

// version is the module's version, or the commit that the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// jsonFlag is on every command that lists or shows.
func jsonFlag() cli.Flag { return &cli.BoolFlag{Name: "json", Usage: "print JSON"} }
