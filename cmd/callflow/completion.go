package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/urfave/cli/v2"

	"callflow/flowengine/foreign"
	"callflow/flowengine/templates"
	"callflow/queue"
	"callflow/store"
)

// completionWord ends a command line that asks how its last word may go on.
const completionWord = "--generate-bash-completion"

func completionCommand() *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: "print a script that completes commands, flags and names", ArgsUsage: "bash|zsh|fish",
		Description: "Examples:\n   source <(callflow completion bash)                 # in ~/.bashrc\n" +
			"   source <(callflow completion zsh)                  # in ~/.zshrc\n" +
			"   callflow completion fish > ~/.config/fish/completions/callflow.fish",
		Action: func(c *cli.Context) error {
			if err := checkArguments(c); err != nil {
				return err
			}
			script, ok := map[string]string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}[c.Args().First()]
			if !ok {
				return usagef("there is no completion for %q; use bash, zsh or fish", c.Args().First())
			}
			fmt.Fprint(c.App.Writer, strings.ReplaceAll(script, "@WORD@", completionWord))
			return nil
		},
	}
}

const bashCompletion = `_callflow() {
  local line cur="${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    line="${line%%$'\t'*}"
    # Inside quotes a name stands as it is.
    [[ "$cur" == [\"\']* ]] || line="$(printf '%q' "$line")"
    COMPREPLY+=("$line")
  done < <("${COMP_WORDS[0]}" "${COMP_WORDS[@]:1:COMP_CWORD}" @WORD@ 2>/dev/null)
}
complete -o default -F _callflow callflow
`

const zshCompletion = `#compdef callflow
_callflow() {
  local -a candidates
  local line
  while IFS= read -r line; do
    candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done < <("${words[1]}" "${(@)words[2,CURRENT]}" @WORD@ 2>/dev/null)
  if (( ${#candidates} )); then
    _describe callflow candidates
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_callflow" ]; then _callflow "$@"; else compdef _callflow callflow; fi
`

const fishCompletion = `function __callflow_complete
  set -l words (commandline -opc) (commandline -ct)
  $words[1] $words[2..-1] @WORD@ 2>/dev/null
end
complete -c callflow -a '(__callflow_complete)'
`

// unquoted takes away how a shell writes names with spaces.
var unquoted = strings.NewReplacer(`"`, "", `'`, "", `\`, "")

// completionAsked takes the request for completion off the command line.
func completionAsked(args []string) (words []string, asked bool) {
	if len(args) == 0 || args[len(args)-1] != completionWord {
		return nil, false
	}
	return args[:len(args)-1], true
}

// complete prints how the last of the words may go on, one candidate a line,
// with what it is behind a tab. Whatever goes wrong shows no candidates.
func complete(ctx context.Context, app *cli.App, words []string) {
	for i, word := range words {
		words[i] = unquoted.Replace(word)
	}
	c := completing{app: app, commands: app.Commands, flags: app.Flags}
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
		c.follow(words[:len(words)-1])
	}
	for _, candidate := range c.candidates(ctx, last) {
		if strings.HasPrefix(candidate[0], last) {
			fmt.Fprintf(app.Writer, "%s\t%s\n", clean(candidate[0]), clean(candidate[1]))
		}
	}
}

// completing is what the words before the cursor mean.
type completing struct {
	app      *cli.App
	command  *cli.Command
	commands []*cli.Command
	flags    []cli.Flag // the command's and the program's
	given    []string   // arguments so far
	value    string     // the flag whose value is next
	db       string
	company  string
}

func (c *completing) follow(words []string) {
	for _, word := range words {
		switch {
		case c.value == "db":
			c.db, c.value = word, ""
		case c.value == "company":
			c.company, c.value = word, ""
		case c.value != "":
			c.value = ""
		case strings.HasPrefix(word, "-"):
			c.value = c.valueOf(word)
		default:
			c.step(word)
		}
	}
}

// valueOf is the name of the flag if the next word is its value.
func (c *completing) valueOf(word string) string {
	name := strings.TrimLeft(word, "-")
	for _, f := range c.flags {
		if _, isBool := f.(*cli.BoolFlag); !isBool && slices.Contains(f.Names(), name) {
			return f.Names()[0]
		}
	}
	return ""
}

func (c *completing) step(word string) {
	for _, sub := range c.commands {
		if sub.HasName(word) {
			c.command, c.commands = sub, sub.Subcommands
			c.flags = slices.Concat(sub.Flags, c.app.Flags)
			return
		}
	}
	c.given = append(c.given, word)
}

// candidates are name and meaning of what may come next.
func (c *completing) candidates(ctx context.Context, last string) (out [][2]string) {
	if c.value != "" {
		return c.names(ctx, strings.ToUpper(c.value))
	}
	if strings.HasPrefix(last, "-") {
		for _, f := range c.flags {
			usage := ""
			if d, ok := f.(cli.DocGenerationFlag); ok {
				usage = strings.ReplaceAll(d.GetUsage(), "`", "")
			}
			out = append(out, [2]string{"--" + f.Names()[0], usage})
		}
		return out
	}
	for _, sub := range c.commands {
		if !sub.Hidden {
			out = append(out, [2]string{sub.Name, sub.Usage})
		}
	}
	if c.command == nil || len(c.commands) > 0 {
		return out
	}
	names, _, most := wanted(c.command.ArgsUsage)
	if len(names) == 0 || len(c.given) >= most {
		return nil
	}
	return c.names(ctx, names[min(len(c.given), len(names)-1)])
}

// names are the names that an argument or a flag's value can have, by what the
// usage calls it. Files are left to the shell.
func (c *completing) names(ctx context.Context, what string) (out [][2]string) {
	if fixed := choices(what); fixed != nil {
		return fixed
	}
	if what == "TEMPLATE" {
		all, _ := templates.All() // an error leaves nothing to choose from
		for _, t := range all {
			out = append(out, [2]string{t.Name, t.Title})
		}
		return out
	}
	s, err := c.open(ctx)
	if err != nil {
		return nil
	}
	defer s.Close()
	add := func(name, meaning string) { out = append(out, [2]string{name, meaning}) }
	// Errors leave the list empty: completion has nowhere to say them.
	switch what {
	case "FLOW", "FLOW|FILE", "TEXT-FLOW":
		flows, _ := s.Flows(ctx, c.company, store.FlowFilter{})
		for _, f := range flows {
			add(f.Name, f.Status+" "+string(f.Kind)+" flow")
		}
	case "NUMBER":
		numbers, _ := s.Numbers(ctx, c.company, store.NumberFilter{})
		for _, n := range numbers {
			add(n.Number, n.VoiceFlow)
		}
	case "USER", "ADD", "REMOVE":
		users, _ := s.Users(ctx, c.company)
		for _, u := range users {
			add(u.Name, u.FullName)
		}
	case "TOKEN":
		tokens, _ := s.APITokens(ctx, c.company, "")
		for _, k := range tokens {
			add(k.Name, strings.Join(k.Rights, ", "))
		}
	case "GROUP":
		groups, _ := s.Groups(ctx, c.company)
		for _, g := range groups {
			add(g.Name, strings.Join(g.Members, ", "))
		}
	case "QUEUE":
		queues, _ := s.Queues(ctx, c.company)
		for _, q := range queues {
			add(q.Name, servedBy(q))
		}
	case "AUDIO":
		sounds, _ := s.AudioList(ctx, c.company)
		for _, a := range sounds {
			add(a.Name, tenths(a.Duration))
		}
	case "COMPANY":
		companies, _ := s.Companies(ctx)
		for _, c := range companies {
			add(c.Name, c.Timezone)
		}
	case "CALL":
		add("last", "the newest call")
		calls, _ := s.Calls(ctx, store.CallFilter{Limit: 20})
		for _, c := range calls {
			add(c.ID, clock(c.Started)+" "+caller(c)+" → "+c.Number)
		}
	case "LETTER":
		letters, _ := s.Letters(ctx, store.LetterFilter{Company: c.company, Limit: 50})
		for _, l := range letters {
			add(fmt.Sprint(l.ID), l.State+" "+l.Kind+" to "+l.To)
		}
	case "CALLER":
		blocked, _ := s.BlockedCallers(ctx, c.company)
		for _, b := range blocked {
			add(b.Number, b.Reason)
		}
	case "BOX":
		users, _ := s.Users(ctx, c.company)
		for _, u := range users {
			add("user:"+u.Name, u.FullName)
		}
		groups, _ := s.Groups(ctx, c.company)
		for _, g := range groups {
			add("group:"+g.Name, strings.Join(g.Members, ", "))
		}
	case "MESSAGE":
		messages, _ := s.Voicemails(ctx, c.company, store.VoicemailFilter{})
		for _, m := range messages {
			add(fmt.Sprint(m.ID), m.Box+" from "+m.Recording.Caller)
		}
	}
	return out
}

// choices are the values of flags and arguments that have a few.
func choices(what string) (out [][2]string) {
	values := map[string]string{
		"BASH|ZSH|FISH": "bash zsh fish", "BLOCKED|HIDDEN": "blocked hidden", "DRIVER": "ari agi", "bash|zsh|fish": "bash zsh fish", "LOG-LEVEL": "debug info warn error", "LOG-FORMAT": "console json",
		"STRATEGY":  strings.Join(queue.Strategies(), " "),
		"TRANSPORT": "auto websocket http", "STATUS": "draft available active", "FROM": strings.Join(foreign.Systems(), " "),
		"ROLE": "admin editor agent viewer", "STATE": "waiting sending sent dead", "KIND": "mail webhook text", "SMTP-TLS": "starttls tls none",
		"REASON": "active answered missed voicemail completed hung_up limit error unknown unassigned lost blocked",
	}
	for _, v := range strings.Fields(values[what]) {
		out = append(out, [2]string{v, ""})
	}
	return out
}

// open opens the database that the command line means, if it is there.
func (c *completing) open(ctx context.Context) (*store.Store, error) {
	path := c.db
	if path == "" {
		path = settingOf("db", "CALLFLOW_DB", "callflow.db")
	}
	if c.company == "" {
		c.company = settingOf("company", "CALLFLOW_COMPANY", "")
	}
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Options{Path: path, Logger: zerolog.Nop(), BusyTimeout: 500 * time.Millisecond})
}

// settingOf is a setting from the environment or the file, else the default.
func settingOf(name, variable, byDefault string) string {
	if v := os.Getenv(variable); v != "" {
		return v
	}
	if _, settings, err := readConfig(os.Getenv("CALLFLOW_CONFIG")); err == nil && settings[name] != "" {
		return settings[name]
	}
	return byDefault
}
