package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func outboxCommand() *cli.Command {
	return &cli.Command{
		Name: "outbox", Usage: "mails, web requests and texts that wait, were sent, or could not be delivered",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list letters, newest first",
				Description: "Letters that were sent are kept for a week, dead letters until they are dropped.\n\n" +
					"Example:\n   callflow outbox list --state dead",
				Flags:  append(letterFlags(), &cli.IntFlag{Name: "limit", Usage: "at most `N`", Value: 100}, jsonFlag()),
				Action: on(mustBeThere, outboxList),
			},
			{
				Name: "show", Usage: "show a letter, and why it could not be delivered", ArgsUsage: "LETTER",
				Flags:  []cli.Flag{jsonFlag()},
				Action: on(mustBeThere, outboxShow),
			},
			{
				Name: "retry", Usage: "send letters again that wait or are dead", ArgsUsage: "[LETTER…]",
				Description: "A running callflow takes them within a second. Without a number, say which with flags. Of several, all are\n" +
					"sent again or none.\n\n" +
					"Example:\n   callflow outbox retry --state dead --kind mail",
				Flags:  letterFlags(),
				Action: on(mustBeThere, outboxChange("Sending", "again", (*store.Store).RetryLetter, (*store.Store).RetryLetters)),
			},
			{
				Name: "drop", Usage: "forget letters", ArgsUsage: "[LETTER…]",
				Description: "Of several, all are forgotten or none.\n\nExample:\n   callflow outbox drop --state dead --reason \"no such address\"",
				Flags:       letterFlags(),
				Action:      on(mustBeThere, outboxChange("Dropped", "", (*store.Store).DropLetter, (*store.Store).DropLetters)),
			},
		},
	}
}

func letterFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "state", Usage: "only those in this `LETTER-STATE`: waiting, sending, sent or dead"},
		&cli.StringFlag{Name: "kind", Usage: "only those of this `LETTER-KIND`: mail, webhook or text"},
		&cli.StringFlag{Name: "call", Usage: "only those of this `CALL`"},
		&cli.StringFlag{Name: "reason", Usage: "only those whose last try failed with this in its `REASON`"},
	}
}

func (in *invocation) letterFilter() (store.LetterFilter, error) {
	f := store.LetterFilter{Company: in.company, State: in.String("state"), Kind: in.String("kind"), Call: in.String("call"), Reason: in.String("reason"), Limit: in.Int("limit")}
	switch f.State {
	case "", "waiting", "sending", "sent", "dead":
		return f, nil
	}
	return f, usagef("--state %q is not known; use waiting, sending, sent or dead", f.State)
}

func outboxList(in *invocation) error {
	filter, err := in.letterFilter()
	if err != nil {
		return err
	}
	letters, err := in.store.Letters(in.ctx, filter)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(letters)
	}
	t := in.out.table("letter", "kind", "to", "posted", "state", "tries", "next try", "why not")
	for _, l := range letters {
		next := ""
		if l.State == "waiting" {
			next = clock(l.NextTry)
		}
		reason, _, _ := strings.Cut(l.Reason, "\n")
		if l.State == "sent" {
			reason = ""
		}
		t.row(l.ID, l.Kind, l.To, clock(l.Posted), letterState(l.State), l.Tries, next, reason)
	}
	t.print("No letters.")
	in.limited(len(letters))
	return nil
}

func letterState(state string) cell {
	return cell{state, map[string]style{"dead": red, "waiting": yellow, "sending": yellow, "sent": dim}[state]}
}

// letterNumber is the letter that an argument means.
func letterNumber(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, usagef("%q is no number of a letter; callflow outbox list shows them", text)
	}
	return id, nil
}

func outboxShow(in *invocation) error {
	id, err := letterNumber(in.Args().First())
	if err != nil {
		return err
	}
	d, err := in.store.LetterDetails(in.ctx, in.company, id)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(d)
	}
	in.out.printf("Letter %d (%s): %s to %s, %s after %d tries\n", d.ID, d.Letter.Letter, d.Kind, d.To, d.State, d.Tries)
	in.out.printf("Posted %s", clock(d.Posted))
	if d.Call != "" {
		in.out.printf(" by call %s", d.Call)
	}
	in.out.printf("\n")
	if d.State == "waiting" {
		in.out.printf("Next try %s\n", clock(d.NextTry))
	}
	for _, f := range d.Failures {
		in.out.printf("%s  try %d: %s\n", clock(f.At), f.Try, f.Error)
	}
	var content map[string]any
	if err := json.Unmarshal(d.Content, &content); err != nil {
		return fmt.Errorf("reading the letter: %w", err)
	}
	in.out.printf("\n")
	for _, field := range []string{"url", "method", "event", "from", "to", "cc", "bcc", "subject", "attach", "text", "body"} {
		if value, ok := content[field]; ok {
			in.out.printf("%s: %v\n", field, value)
		}
	}
	return nil
}

// outboxChange does something with the letters that the arguments or flags mean:
// with one, or with several at once.
func outboxChange(done, after string, one func(*store.Store, context.Context, string, int64) error,
	several func(*store.Store, context.Context, string, store.LettersMeant) (int64, error),
) func(*invocation) error {
	return func(in *invocation) error {
		var ids []int64
		for _, text := range in.Args().Slice() {
			id, err := letterNumber(text)
			if err != nil {
				return err
			}
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) == 0 {
			var err error
			if ids, err = in.lettersMeant(); err != nil {
				return err
			}
		}
		var err error
		switch len(ids) {
		case 0: // the store would take all
		case 1:
			err = one(in.store, in.ctx, in.company, ids[0])
		default:
			_, err = several(in.store, in.ctx, in.company, store.LettersMeant{IDs: ids})
		}
		if err != nil {
			return err
		}
		in.out.printf("%s\n", strings.TrimSpace(fmt.Sprintf("%s %s %s", done, plural(len(ids), "letter"), after))+".")
		return nil
	}
}

func (in *invocation) lettersMeant() (ids []int64, err error) {
	filter, err := in.letterFilter()
	if err != nil {
		return nil, err
	}
	if filter.State == "" && filter.Kind == "" && filter.Call == "" && filter.Reason == "" {
		return nil, usagef("say which letters: their numbers, or --state dead, --kind mail, --call CALL, --reason TEXT")
	}
	letters, err := in.store.Letters(in.ctx, filter)
	for _, l := range letters {
		if l.State == "waiting" || l.State == "dead" {
			ids = append(ids, l.ID)
		}
	}
	return ids, err
}
