package nodes

import (
	"context"
	"errors"
	"net/mail"
	"strings"

	"callflow/flowengine"
)

// Mail says who is told of a message. {{ expressions }} are filled in.
type Mail struct {
	To      string `json:"to,omitempty" jsonschema_description:"Addresses, separated by commas; empty: the owners of the box."`
	Cc      string `json:"cc,omitempty" jsonschema_description:"Who gets a copy."`
	Bcc     string `json:"bcc,omitempty" jsonschema_description:"Who gets a copy that the others do not see."`
	Subject string `json:"subject,omitempty" jsonschema_description:"The subject; {{ expressions }} and names such as $callerid are filled in."`
	Body    string `json:"body,omitempty" jsonschema_description:"The text of the mail, filled in likewise."`
	Sound   string `json:"sound,omitempty" jsonschema:"enum=attach,enum=link" jsonschema_description:"Whether the sound goes with the mail, or an address to listen to it; attach when empty."`
}

// maxRecipients bounds the people that one mail goes to.
const maxRecipients = 50

// checkAddresses checks a param with addresses, as far as it is not a template.
func checkAddresses(c *flowengine.Check, param, text string) {
	c.Template(param, text)
	if text == "" || strings.Contains(text, "{{") {
		return
	}
	list, err := mail.ParseAddressList(text)
	switch {
	case err != nil:
		c.Error(param, "bad_address", "“%s” is not a list of addresses: write them as alice@example.org, bob@example.org", text)
	case len(list) > maxRecipients:
		c.Error(param, "too_many", "the mail would go to %d people, and at most %d are allowed: use a mailing list", len(list), maxRecipients)
	default:
		c.OK()
	}
}

// addresses fills in a param with addresses. What is no address is told in the
// trace and left out.
func addresses(s *flowengine.Session, param, template string, names map[string]string) []string {
	var found []string
	for _, text := range strings.FieldsFunc(s.TextWith(template, names), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		a, err := mail.ParseAddress(text)
		if err != nil {
			s.Warn("%s: “%s” is no address, so that no mail goes there.", param, text)
			continue
		}
		if len(found) == maxRecipients {
			s.Warn("%s: the mail goes to the first %d only.", param, maxRecipients)
			break
		}
		if text = a.Address; a.Name != "" {
			text = a.String()
		}
		found = append(found, text)
	}
	return found
}

// owners are those whose box it is, with how they are told.
func owners(ctx context.Context, s *flowengine.Session, box string) []flowengine.Notice {
	kind, name, _ := strings.Cut(box, ":")
	users := []string{name}
	if kind == "group" {
		members, err := s.Services().Directory.Group(ctx, name)
		if err != nil {
			s.Warn("Who is in %s is not known, so that nobody is told: %v", box, err)
			return nil
		}
		users = nil
		for _, m := range members {
			users = append(users, m.Name)
		}
	}
	var found []flowengine.Notice
	for _, user := range users {
		n, err := s.NoticeOf(ctx, user)
		if err != nil {
			if !errors.Is(err, flowengine.ErrNoSuch) {
				s.Warn("How %s is told is not known: %v", user, err)
			}
			continue
		}
		found = append(found, n)
	}
	return found
}
