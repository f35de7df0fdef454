package nodes

import (
	"context"
	"fmt"
	"strings"

	"callflow/flowengine"
)

// Email sends a mail, through the outbox.
type Email struct {
	To      string `json:"to" jsonschema:"minLength=1" jsonschema_description:"Addresses, separated by commas."`
	Cc      string `json:"cc,omitempty" jsonschema_description:"Who gets a copy."`
	Bcc     string `json:"bcc,omitempty" jsonschema_description:"Who gets a copy that the others do not see."`
	Subject string `json:"subject" jsonschema:"minLength=1" jsonschema_description:"The subject; {{ expressions }} and names such as $callerid are filled in."`
	Body    string `json:"body,omitempty" jsonschema_description:"The text of the mail, filled in likewise."`
	Attach  string `json:"attach,omitempty" jsonschema:"enum=recording,enum=voicemail" jsonschema_description:"What goes with the mail: the last recording of this call, or the last message left in it."`
}

func newEmail() flowengine.Runner { return &Email{} }

// Outcomes implements [flowengine.Runner].
func (*Email) Outcomes() []flowengine.Outcome {
	return []flowengine.Outcome{{Name: "done", About: "the mail is in the outbox"}}
}

// Check implements [flowengine.Checker].
func (n *Email) Check(c *flowengine.Check) {
	checkAddresses(c, "to", n.To)
	checkAddresses(c, "cc", n.Cc)
	checkAddresses(c, "bcc", n.Bcc)
	c.Template("subject", n.Subject)
	c.Template("body", n.Body)
}

// Run implements [flowengine.Runner].
func (n *Email) Run(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
	names := s.LetterNames(ctx)
	letter := flowengine.MailLetter{
		To: addresses(s, "to", n.To, names), Cc: addresses(s, "cc", n.Cc, names), Bcc: addresses(s, "bcc", n.Bcc, names),
	}
	if id := n.attachment(s); id > 0 {
		letter.Attach = []int64{id}
		names["voicemaillink"] = s.Link(id)
	}
	letter.Subject, letter.Body = s.TextWith(n.Subject, names), s.TextWith(n.Body, names)
	if len(letter.To)+len(letter.Cc)+len(letter.Bcc) == 0 {
		return flowengine.Result{Outcome: "done", Why: "No mail was sent, because it has no address to go to."}, nil
	}
	id := s.Post(0, letter)
	return flowengine.Result{
		Outcome: "done", Why: fmt.Sprintf("A mail to %s is in the outbox.", letter.LetterTo()),
		Details: map[string]any{"to": strings.Join(letter.To, ", "), "letter": id, "attached": len(letter.Attach)},
	}, nil
}

// attachment is the recording that goes with the mail, 0 for none.
func (n *Email) attachment(s *flowengine.Session) (id int64) {
	if n.Attach == "" {
		return 0
	}
	for _, k := range s.Recordings() {
		if n.Attach == "recording" || k.Message {
			id = k.ID
		}
	}
	if id == 0 {
		s.Warn("Nothing goes with the mail, because this call has no %s yet.", n.Attach)
	}
	return id
}
