package nodes

import (
	"context"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

const (
	messageSubject = "Message from $callerid for $calleduser"
	messageBody    = "$callerid called $servicenumber on $datetime.\n$message\n\nWhy the call came here: $reason\nCall status: $callstatus\n$listen"
)

// tell sends the mails about a message, or about there being none. It gives the
// same letters when the node runs again.
func (n *Voicemail) tell(ctx context.Context, s *flowengine.Session, kept flowengine.KeptRecording, became string) (told int) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	names := s.LetterNames(ctx)
	_, names["calleduser"], _ = strings.Cut(n.Box, ":")
	names["message"] = became
	if names["reason"] == "" {
		names["reason"] = "the flow led here"
	}
	if names["callstatus"] == "" {
		names["callstatus"] = "direct"
	}
	people := owners(ctx, s, n.Box)
	if n.Email != nil {
		letter := flowengine.MailLetter{
			To: addresses(s, "email.to", n.Email.To, names), Cc: addresses(s, "email.cc", n.Email.Cc, names), Bcc: addresses(s, "email.bcc", n.Email.Bcc, names),
		}
		if n.Email.To == "" {
			letter.To = addressesOf(people)
		}
		told += n.post(s, 0, letter, kept, n.Email.Sound == "link", names)
	}
	for i, p := range people {
		if n.Email == nil && p.Voicemail != "" && p.Email != "" {
			told += n.post(s, i+1, flowengine.MailLetter{To: []string{p.Email}}, kept, p.Voicemail == flowengine.VoicemailLink, names)
		}
	}
	return told
}

// post fills a letter in and posts it; 0 when it has no recipient.
func (n *Voicemail) post(s *flowengine.Session, number int, letter flowengine.MailLetter, kept flowengine.KeptRecording, link bool, names map[string]string) int {
	if len(letter.To)+len(letter.Cc)+len(letter.Bcc) == 0 {
		s.Warn("No mail tells of the message, because it has no address to go to.")
		return 0
	}
	subject, body := messageSubject, messageBody
	if n.Email != nil && n.Email.Subject != "" {
		subject = n.Email.Subject
	}
	if n.Email != nil && n.Email.Body != "" {
		body = n.Email.Body
	}
	names["voicemaillink"] = s.Link(kept.ID)
	names["listen"] = ""
	switch {
	case kept.ID == 0:
	case link:
		names["listen"] = "Listen: " + names["voicemaillink"] + "\n"
	default:
		letter.Attach = []int64{kept.ID}
	}
	letter.Subject, letter.Body = s.TextWith(subject, names), s.TextWith(body, names)
	s.Post(number, letter)
	return 1
}

func addressesOf(people []flowengine.Notice) (found []string) {
	for _, p := range people {
		if p.Email != "" {
			found = append(found, p.Email)
		}
	}
	return found
}

// checkMail checks the mail's params.
func (n *Voicemail) checkMail(c *flowengine.Check) {
	if n.Email == nil {
		return
	}
	checkAddresses(c, "email.to", n.Email.To)
	checkAddresses(c, "email.cc", n.Email.Cc)
	checkAddresses(c, "email.bcc", n.Email.Bcc)
	c.Template("email.subject", n.Email.Subject)
	c.Template("email.body", n.Email.Body)
}

// toldBy says in the trace how many mails tell of it.
func toldBy(result *flowengine.Result, mails int) {
	if mails == 0 {
		return
	}
	result.Details["mails"] = mails
	result.Why = strings.TrimSpace(result.Why + " " + told(mails))
}

func told(mails int) string {
	if mails == 1 {
		return "1 mail tells of it."
	}
	return fmt.Sprintf("%d mails tell of it.", mails)
}
