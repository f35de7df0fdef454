package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"
	"github.com/urfave/cli/v2"

	"callflow/authoring"
	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/server"
	"callflow/store"
)

// invocation is one command under way: its flags and arguments, the database
// and where to print.
type invocation struct {
	*cli.Context
	ctx     context.Context // in the author's name
	config  server.Config
	company string
	store   *store.Store // nil for commands that need none
	// registry knows the node types; it is there when the database is.
	registry *flowengine.Registry
	out      *output
	log      zerolog.Logger
}

// databaseUse says what a command needs the database for.
type databaseUse int

const (
	noDatabase  databaseUse = iota
	ifThere                 // uses one that is there
	mustBeThere             // reads: a new, empty one would only hide a wrong path
	makeIt                  // changes: the first one makes it
)

// on makes a command's action: settings, arguments and database first.
func on(use databaseUse, action func(*invocation) error) cli.ActionFunc {
	return func(c *cli.Context) (err error) {
		if err := applyConfig(c); err != nil {
			return err
		}
		if err := checkArguments(c); err != nil {
			return err
		}
		in, err := newInvocation(c)
		if err != nil {
			return err
		}
		if err := in.open(use); err != nil {
			return err
		}
		if in.store != nil {
			defer func() { err = errors.Join(err, in.store.Close()) }()
		}
		return action(in)
	}
}

func newInvocation(c *cli.Context) (*invocation, error) {
	in := &invocation{Context: c, company: c.String("company"), out: newOutput(c.App.Writer)}
	var err error
	if in.config, err = serverConfig(c); err != nil {
		return nil, err
	}
	if in.log, err = newLog(c.App.ErrWriter, c.String("log-level"), zerolog.WarnLevel, c.String("log-format")); err != nil {
		return nil, err
	}
	// Paths are shown to people and programs elsewhere.
	for _, path := range []*string{&in.config.Database, &in.config.Data} {
		if *path == "" {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return nil, fmt.Errorf("looking for the database: %w", err)
		}
	}
	in.ctx = store.WithActor(c.Context, author(c.String("author")))
	return in, nil
}

// desk is where the command works on flows; it needs the database.
func (in *invocation) desk() *authoring.Desk {
	return &authoring.Desk{Store: in.store, Registry: in.registry}
}

// open opens the database as far as the command needs it.
func (in *invocation) open(use databaseUse) error {
	_, err := os.Stat(in.config.Database)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case use == noDatabase, use == ifThere && missing:
		return nil
	case use == mustBeThere && missing:
		return fmt.Errorf("there is no database %s yet; say where it is with --db, or import a flow, which makes it", in.config.Database)
	}
	if in.registry, err = nodes.Registry(); err != nil {
		return err
	}
	if in.store, err = store.Open(in.ctx, store.Options{Path: in.config.Database, Logger: in.log}); err != nil {
		return err
	}
	return nil
}

func author(name string) string {
	if name != "" {
		return name
	}
	if name = os.Getenv("USER"); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

// newLog makes the log; an empty level is the one given, an empty format
// depends on where it goes.
func newLog(w io.Writer, level string, byDefault zerolog.Level, format string) (zerolog.Logger, error) {
	if level != "" {
		parsed, err := zerolog.ParseLevel(level)
		if err != nil || parsed == zerolog.NoLevel {
			return zerolog.Nop(), usagef("%q is no log level; use debug, info, warn or error", level)
		}
		byDefault = parsed
	}
	switch format {
	case "":
		if isTerminal(w) {
			format = "console"
		}
	case "console", "json":
	default:
		return zerolog.Nop(), usagef("%q is no format of a log; use console or json", format)
	}
	if format == "console" {
		w = zerolog.ConsoleWriter{Out: w, TimeFormat: "15:04:05.000", NoColor: !wantsColor(w)}
	}
	return zerolog.New(w).Level(byDefault).With().Timestamp().Logger(), nil
}

// now is the wall clock, for what the command line means by "today".
func now() time.Time { return time.Now() }

// limited says after a list that it may go on.
func (in *invocation) limited(shown int) {
	if limit := in.Int("limit"); shown == limit {
		in.out.printf("%s\n", in.out.in(dim, fmt.Sprintf("These are %d; --limit shows more.", shown)))
	}
}
