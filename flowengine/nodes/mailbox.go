package nodes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callflow/flowengine"
)

// Mailbox is one thing that somebody does with a box by phone. A menu of such
// nodes is a mailbox.
type Mailbox struct {
	Action       string  `json:"action" jsonschema:"enum=open,enum=count,enum=next,enum=again,enum=save,enum=keep_new,enum=delete,enum=record_greeting,enum=hear_greeting,enum=use_greeting,enum=remove_greeting" jsonschema_description:"What is done; see below."`
	Box          string  `json:"box,omitempty" jsonschema_description:"For open: this box, user:alice or group:sales, instead of the caller's own."`
	Attempts     int     `json:"attempts" jsonschema:"minimum=1,maximum=10" jsonschema_description:"For open: how often number and PIN are asked for."`
	TimeoutS     float64 `json:"timeout_s" jsonschema:"minimum=1,maximum=60" jsonschema_description:"For open: how long to wait for a digit, in seconds."`
	NumberPrompt string  `json:"number_prompt" jsonschema_description:"For open: asks for the number of the box, ended by #."`
	PINPrompt    string  `json:"pin_prompt" jsonschema_description:"For open: asks for the PIN, ended by #."`
	WrongAudio   string  `json:"wrong_audio" jsonschema_description:"For open: what is played after a wrong number or PIN."`
	GreetPrompt  string  `json:"greeting_prompt" jsonschema_description:"For record_greeting: says what to do. A key skips it."`
	MaxS         float64 `json:"max_s" jsonschema:"minimum=1,maximum=300" jsonschema_description:"For record_greeting: the longest greeting, in seconds."`
	Announce     bool    `json:"announce" jsonschema_description:"Whether Asterisk's own sounds tell how many messages there are, from whom one is, and what was done."`
}

func newMailbox() flowengine.Runner {
	return &Mailbox{
		Action: "open", Attempts: 3, TimeoutS: 10,
		NumberPrompt: "sound:vm-login", PINPrompt: "sound:vm-password", WrongAudio: "sound:vm-incorrect",
		GreetPrompt: "sound:vm-rec-unv", MaxS: 60, Announce: true,
	}
}

var (
	mailboxDone     = flowengine.Outcome{Name: "done", About: "it was done"}
	mailboxEmpty    = flowengine.Outcome{Name: "empty", About: "there is no such message"}
	mailboxPlayed   = flowengine.Outcome{Name: "played", About: "the message was played, or stopped by a key, which counts for the next menu"}
	mailboxOutcomes = map[string][]flowengine.Outcome{
		"open": {
			{Name: "opened", About: "open: the box is open: by the caller's own telephone, or by its number and PIN"},
			{Name: "refused", About: "open: the attempts are used up, or the box is locked"},
		},
		"count": {
			{Name: "messages", About: "count: there are messages"},
			mailboxEmpty,
		},
		"next":  {mailboxPlayed, mailboxEmpty},
		"again": {mailboxPlayed, mailboxEmpty},
		"save":  {mailboxDone}, "keep_new": {mailboxDone}, "delete": {mailboxDone},
		"record_greeting": {
			{Name: "recorded", About: "record_greeting: it can be heard, and used"},
			{Name: "silent", About: "record_greeting: nothing was said"},
		},
		"hear_greeting": {
			mailboxDone,
			{Name: "none", About: "hear_greeting: there is none", Else: "done"},
		},
		"use_greeting": {mailboxDone}, "remove_greeting": {mailboxDone},
	}
)

// Outcomes implements [flowengine.Runner].
func (n *Mailbox) Outcomes() []flowengine.Outcome { return mailboxOutcomes[n.Action] }

// VariedOutcomes are the outcomes as the node reference shows them.
func (*Mailbox) VariedOutcomes() []flowengine.Outcome {
	var all []flowengine.Outcome
	for _, action := range []string{"open", "count", "next", "record_greeting", "hear_greeting"} {
		for _, o := range mailboxOutcomes[action] {
			if !slices.ContainsFunc(all, func(known flowengine.Outcome) bool { return known.Name == o.Name }) {
				all = append(all, o)
			}
		}
	}
	return all
}

// WaitsForCaller implements [flowengine.Waiter].
func (n *Mailbox) WaitsForCaller() bool { return n.Action == "open" || n.Action == "record_greeting" }

// Check implements [flowengine.Checker].
func (n *Mailbox) Check(c *flowengine.Check) {
	if n.Box != "" {
		if kind, name, _ := strings.Cut(n.Box, ":"); (kind != "user" && kind != "group") || name == "" {
			c.Error("box", "bad_box", "the box is “%s”: write user:NAME or group:NAME", n.Box)
		}
		if n.Action != "open" {
			c.Warn("box", "unused", "only the action open chooses a box: remove it here")
		}
	}
	if n.Action != "open" && !opensMailbox(c.Flow()) {
		c.Error("action", "not_open", "no node of this flow opens a box: put a mailbox node with the action open before this one")
	}
	checkSound(c, "number_prompt", n.NumberPrompt)
	checkSound(c, "pin_prompt", n.PINPrompt)
	checkSound(c, "wrong_audio", n.WrongAudio)
	checkSound(c, "greeting_prompt", n.GreetPrompt)
}

// opensMailbox says whether some node of the flow opens a box: open is what a
// mailbox node does when it is told nothing else.
func opensMailbox(f *flowengine.Flow) bool {
	for _, node := range f.Nodes {
		if node == nil || node.Type != "mailbox" {
			continue
		}
		params := Mailbox{Action: "open"}
		if len(node.Params) > 0 && json.Unmarshal(node.Params, &params) != nil {
			continue // its own check says what is wrong
		}
		if params.Action == "open" {
			return true
		}
	}
	return false
}

// Run implements [flowengine.Runner].
func (n *Mailbox) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	if s.Services().Mailboxes == nil {
		return flowengine.Result{}, errors.New("there are no mailboxes here")
	}
	if err := s.Answer(ctx); err != nil {
		return flowengine.Result{}, err
	}
	if n.Action == "open" {
		return n.open(ctx, s)
	}
	v := visitOf(s)
	if v.Box == "" {
		return flowengine.Result{}, errors.New("no mailbox is open: a mailbox node with the action open must come before this one")
	}
	switch n.Action {
	case "count":
		return n.count(ctx, s, v)
	case "next":
		return n.next(ctx, s, v)
	case "again":
		return n.again(ctx, s, v)
	case "save", "keep_new":
		return n.mark(ctx, s, v, n.Action == "save")
	case "delete":
		return n.delete(ctx, s, v)
	case "record_greeting":
		return n.recordGreeting(ctx, s, v)
	case "hear_greeting":
		return n.hearGreeting(ctx, s, v)
	case "use_greeting", "remove_greeting":
		return n.setGreeting(ctx, s, v)
	}
	return flowengine.Result{}, fmt.Errorf("a mailbox cannot do %q", n.Action)
}
