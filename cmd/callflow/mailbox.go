package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/store"
)

func mailboxCommand() *cli.Command {
	return &cli.Command{
		Name: "mailbox", Usage: "boxes for messages: numbers, PINs, greetings, lights",
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "list boxes with settings or messages", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, mailboxList)},
			{Name: "show", Usage: "show a box", ArgsUsage: "BOX", Flags: []cli.Flag{jsonFlag()}, Action: on(mustBeThere, mailboxShow)},
			{
				Name: "set", Usage: "change a box", ArgsUsage: "BOX",
				Description: "A box is user:NAME or group:NAME. Its number and its PIN open it from any telephone; the user's own opens it anyhow.\n\n" +
					"Example:\n   callflow mailbox set user:alice --number 200 --greeting away.mp3",
				Flags: append([]cli.Flag{
					&cli.StringFlag{Name: "number", Usage: "its owner types this `NUMBER` from another telephone; \"\" for none"},
					&cli.StringFlag{Name: "greeting", Usage: "callers hear the sound `FILE`"},
					&cli.BoolFlag{Name: "no-greeting", Usage: "callers hear the flow's greeting again"},
					&cli.BoolFlag{Name: "unlock", Usage: "let a PIN open it again after too many wrong ones"},
				}, audioFlags()...),
				Action: on(mustBeThere, mailboxSet),
			},
			{
				Name: "pin", Usage: "give a box a PIN, read from standard input", ArgsUsage: "BOX",
				Description: "Examples:\n   callflow mailbox pin user:alice --generate\n   callflow mailbox pin user:alice < pin.txt",
				Flags: []cli.Flag{
					&cli.BoolFlag{Name: "generate", Usage: "make one of six digits, and print it"},
					&cli.BoolFlag{Name: "remove", Usage: "let no PIN open the box"},
				},
				Action: on(mustBeThere, mailboxPIN),
			},
		},
	}
}

// mailboxOut is a box, as JSON shows it.
type mailboxOut struct {
	store.Mailbox
	GreetingSeconds float64 `json:"greeting_s,omitempty"`
}

func mailboxList(in *invocation) error {
	boxes, err := in.store.Mailboxes(in.ctx, in.company)
	if err != nil {
		return err
	}
	if in.Bool("json") {
		outs := []mailboxOut{}
		for _, m := range boxes {
			outs = append(outs, mailboxOut{m, seconds(m.GreetingLength)})
		}
		return in.out.json(outs)
	}
	t := in.out.table("box", "new", "old", "number", "pin", "greeting", "light")
	for _, m := range boxes {
		t.row(m.Box, newCell(m.New), m.Old, m.Number, pinState(m), greetingText(m), m.Lamp)
	}
	t.print("No boxes yet: one is there with its first message, or with callflow mailbox set.")
	return nil
}

func newCell(n int) cell {
	if n == 0 {
		return cell{"0", dim}
	}
	return cell{fmt.Sprint(n), yellow}
}

func pinState(m store.Mailbox) string {
	switch {
	case m.Locked.After(now()):
		return "locked until " + clock(m.Locked)
	case m.HasPIN:
		return "set"
	}
	return ""
}

func greetingText(m store.Mailbox) string {
	if m.Greeting == "" {
		return ""
	}
	return "own, " + tenths(m.GreetingLength)
}

func mailboxShow(in *invocation) error {
	m, err := in.store.Mailbox(in.ctx, in.company, in.Args().First())
	if err != nil {
		return err
	}
	if in.Bool("json") {
		return in.out.json(mailboxOut{m, seconds(m.GreetingLength)})
	}
	in.out.field("box", m.Box)
	in.out.field("messages", fmt.Sprintf("%d new, %d old", m.New, m.Old))
	in.out.field("number", m.Number)
	in.out.field("PIN", pinState(m))
	in.out.field("greeting", greetingText(m))
	in.out.field("light", m.Lamp)
	return nil
}

func mailboxSet(in *invocation) error {
	box := in.Args().First()
	change := store.MailboxChange{Unlock: in.Bool("unlock")}
	if in.IsSet("number") {
		number := in.String("number")
		change.Number = &number
	}
	if in.Bool("no-greeting") {
		if in.String("greeting") != "" {
			return usagef("--no-greeting is the opposite of --greeting; leave one out")
		}
		change.Greeting = &store.MailboxGreeting{}
	}
	if change == (store.MailboxChange{}) && in.String("greeting") == "" {
		return usagef("say what to change: --number, --greeting FILE, --no-greeting or --unlock")
	}
	if _, err := in.store.Mailbox(in.ctx, in.company, box); err != nil {
		return err
	}
	if path := in.String("greeting"); path != "" {
		_, sound, err := in.addSound(path)
		if err != nil {
			return err
		}
		change.Greeting = &store.MailboxGreeting{Hash: sound.Hash, Length: sound.Duration}
	}
	m, _, err := in.store.SetMailbox(in.ctx, in.company, box, change)
	if err != nil {
		return err
	}
	in.out.printf("Changed the mailbox %s.\n", clean(m.Box))
	if m.Number != "" && !m.HasPIN {
		in.out.printf("It has no PIN yet: callflow mailbox pin %s gives it one.\n", clean(m.Box))
	}
	return nil
}

func mailboxPIN(in *invocation) error {
	box := in.Args().First()
	var pin string
	var err error
	switch {
	case in.Bool("generate") && in.Bool("remove"):
		return usagef("--generate is the opposite of --remove; leave one out")
	case in.Bool("generate"):
		pin, err = somePIN()
	case !in.Bool("remove"):
		pin, err = readPIN(in.App.Reader)
	}
	if err != nil {
		return err
	}
	m, _, err := in.store.SetMailbox(in.ctx, in.company, box, store.MailboxChange{PIN: &pin})
	if err != nil {
		return err
	}
	switch {
	case pin == "":
		in.out.printf("No PIN opens the mailbox %s any more.\n", clean(m.Box))
		return nil
	case in.Bool("generate"):
		in.out.printf("The PIN of the mailbox %s is %s. It is not shown again.\n", clean(m.Box), pin)
	default:
		in.out.printf("Changed the PIN of the mailbox %s.\n", clean(m.Box))
	}
	if m.Number == "" {
		in.out.printf("It has no number yet: callflow mailbox set %s --number N gives it one.\n", clean(m.Box))
	}
	return nil
}

// readPIN reads one line.
func readPIN(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 100)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading the PIN: %w", err)
	}
	pin := strings.TrimSpace(line)
	if pin == "" {
		return "", usagef("there is no PIN on standard input; write one there, or use --generate")
	}
	return pin, nil
}

func somePIN() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("making a PIN: %w", err)
	}
	return fmt.Sprintf("%06d", n), nil
}
