package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// arrange puts the command line into the order that the flag parser needs:
// flags of the program, the command, its flags, its arguments. So flags may
// stand anywhere. Unknown commands and flags are errors that suggest the
// nearest one.
func arrange(app *cli.App, args []string) ([]string, error) {
	line := commandLine{app: app, name: app.Name, commands: app.Commands}
	if len(args) > 0 && args[0] == "help" {
		args = append(slices.Clone(args[1:]), "--help")
	}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			line.arguments = append(line.arguments, args[i+1:]...)
			i = len(args)
		case strings.HasPrefix(arg, "-") && len(arg) > 1 && !isNumber(arg):
			takes, err := line.flag(arg)
			if err != nil {
				return nil, err
			}
			if takes {
				if i+1 >= len(args) {
					return nil, usagef("%s needs a value; see %s --help", arg, line.name)
				}
				i++
				*line.last = append(*line.last, args[i])
			}
		case line.command == nil || len(line.command.Subcommands) > 0:
			if err := line.descend(arg); err != nil {
				return nil, err
			}
		default:
			line.arguments = append(line.arguments, arg)
		}
	}
	out := slices.Concat(line.global, line.path, line.local)
	if len(line.arguments) > 0 {
		out = append(append(out, "--"), line.arguments...)
	}
	return out, nil
}

// isNumber lets -5 be an argument.
func isNumber(arg string) bool { return arg[1] >= '0' && arg[1] <= '9' }

// commandLine is what arrange has understood so far.
type commandLine struct {
	app      *cli.App
	command  *cli.Command // nil before the first word
	commands []*cli.Command
	name     string // the words so far, for messages

	global, path, local, arguments []string
	last                           *[]string // where a flag's value goes
}

// descend takes the next word of the command.
func (l *commandLine) descend(word string) error {
	var names []string
	for _, c := range l.commands {
		if c.HasName(word) {
			l.command, l.commands = c, c.Subcommands
			l.path = append(l.path, c.Name)
			l.name += " " + c.Name
			return nil
		}
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	return usagef("there is no command %q in %s; %s", word, l.name,
		didYouMean(word, names, "use "+strings.Join(names, ", ")))
}

// flag takes a flag and says whether the next word is its value. The command's
// own flags come before the program's.
func (l *commandLine) flag(arg string) (takesValue bool, err error) {
	name, _, assigned := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	var own []cli.Flag
	if l.command != nil {
		own = l.command.Flags
	}
	known := []string{"help"}
	for _, place := range []struct {
		flags []cli.Flag
		to    *[]string
	}{{own, &l.local}, {l.app.Flags, &l.global}} {
		for _, f := range place.flags {
			known = append(known, f.Names()[0])
			if slices.Contains(f.Names(), name) {
				*place.to = append(*place.to, arg)
				l.last = place.to
				_, isBool := f.(*cli.BoolFlag)
				return !isBool && !assigned, nil
			}
		}
	}
	switch name {
	case "help", "h":
		l.local = append(l.local, arg)
		return false, nil
	case "version", "v":
		l.global = append(l.global, arg)
		return false, nil
	}
	best := nearest(name, known)
	if best == "" {
		return false, usagef("%s has no flag %s; see %s --help", l.name, arg, l.name)
	}
	return false, usagef("%s has no flag %s; did you mean --%s?", l.name, arg, best)
}

// wanted are the arguments that a command's usage names, such as "FLOW [A B]"
// or "FILE…".
func wanted(usage string) (names []string, least, most int) {
	names = strings.Fields(usage)
	optional := false
	for i, name := range names {
		optional = optional || strings.HasPrefix(name, "[")
		if !optional {
			least++
		}
		most++
		if strings.HasSuffix(strings.TrimRight(name, "]"), "…") {
			most = 1 << 20
		}
		names[i] = strings.Trim(name, "[]…")
	}
	return names, least, most
}

// checkArguments refuses too few and too many arguments.
func checkArguments(c *cli.Context) error {
	names, least, most := wanted(c.Command.ArgsUsage)
	usage := strings.TrimSpace(c.Command.HelpName + " " + c.Command.ArgsUsage)
	switch n := c.NArg(); {
	case n < least:
		return usagef("%s is missing; write %s", names[n], usage)
	case n > most:
		return usagef("%q is one word too many; write %s, and put names with spaces in quotes", c.Args().Get(most), usage)
	}
	return nil
}
