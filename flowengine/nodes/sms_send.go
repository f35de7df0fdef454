package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// SMSSend sends a text to the caller or somebody else.
type SMSSend struct {
	To   string `json:"to" jsonschema:"minLength=1" jsonschema_description:"Who gets the text: caller, user:NAME, external:NUMBER, endpoint:DIALSTRING, or a number or {{ expression }}."`
	From string `json:"from" jsonschema:"minLength=1" jsonschema_description:"Who it comes from: number (the one that was called), another number, a name of 2 to 11 letters and digits, or an {{ expression }}."`
	Text string `json:"text" jsonschema:"minLength=1" jsonschema_description:"What it says; {{ expressions }} and names such as $callerid are filled in."`
}

func newSMSSend() flowengine.Runner { return &SMSSend{To: "caller", From: "number"} }

// Outcomes implements [flowengine.Runner].
func (*SMSSend) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{
		{Name: "done", About: "the text was accepted for delivery, or waits in the outbox for Asterisk to be there again"},
		{Name: "failure", About: "it does not go: there is no number to send it to, the telephone is not there, or the caps forbid it"},
	}
}

// textTime is how long the call waits for a text to be accepted. It is a matter
// of milliseconds while Asterisk is well, and otherwise the text goes to the
// outbox: no caller waits long for it.
const textTime = 3 * time.Second

// Check implements [flowengine.Checker].
func (n *SMSSend) Check(c *flowengine.Check) {
	n.checkTo(c)
	c.Template("from", n.From)
	if !strings.Contains(n.From, "{{") && !flowengine.IsTextSender(n.From) {
		c.Error("from", "bad_sender", "a text cannot come from “%s”: write number for the one that was called, another number such as +61299998888, or a name of 2 to 11 letters and digits", n.From)
	}
	c.Template("text", n.Text)
	switch size := len([]rune(n.Text)); {
	case strings.Contains(n.Text, "{{"):
		// How long it becomes is known in the call.
	case n.Text != "" && flowengine.CleanText(n.Text) == "":
		c.Error("text", "empty", "the text has nothing to read in it: write what it should say")
	case size > flowengine.LongestText:
		c.Error("text", "too_long", "the text has %d characters, and at most %d can be sent: shorten it", size, flowengine.LongestText)
	case len(n.Text) > safeText:
		c.Warn("text", "long", "the text has %d bytes, and over %d a telephone that is reached by UDP may not get it: shorten it, or make two of it", len(n.Text), safeText)
	}
}

// safeText is how much text surely fits into a SIP MESSAGE of 1,300 bytes, the
// most that RFC 3428 lets go over UDP, in bytes; see docs/asterisk.md.
const safeText = 800

// Run implements [flowengine.Runner].
func (n *SMSSend) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	text := flowengine.TextMessage{From: n.from(s), Body: flowengine.CleanText(s.TextWith(n.Text, s.LetterNames(ctx)))}
	details := map[string]any{"from": text.From, "text": text.Body}
	to, why, err := n.to(ctx, s)
	if err != nil {
		return flowengine.Result{}, err
	}
	if why != "" {
		return flowengine.Result{Outcome: "failure", Why: why, Details: details}, nil
	}
	text.To, details["to"] = to, to
	queued, err := s.SendText(ctx, 0, text, textTime)
	var refused *flowengine.TextRefusedError
	switch {
	case engineEnds(err):
		return flowengine.Result{Why: "The caller left while the text was sent.", Details: details}, err
	case errors.As(err, &refused):
		return flowengine.Result{Outcome: "failure", Why: fmt.Sprintf("The text was not sent: %s.", refused.Why), Details: details}, nil
	case err != nil:
		return flowengine.Result{Outcome: "failure", Why: fmt.Sprintf("The text was not sent: %s.", firstLine(err)), Details: details}, nil
	case queued:
		details["queued"] = true
		return flowengine.Result{Outcome: "done", Why: fmt.Sprintf("The text to %s waits in the outbox.", to), Details: details}, nil
	}
	return flowengine.Result{Outcome: "done", Why: fmt.Sprintf("The text to %s was accepted for delivery.", to), Details: details}, nil
}

func (n *SMSSend) from(s *flowengine.Session) string {
	if n.From == "number" {
		return s.Number().Number
	}
	return strings.TrimSpace(s.Text(n.From))
}
