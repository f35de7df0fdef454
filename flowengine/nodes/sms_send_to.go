package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callflow/flowengine"
)

// textToCaller is what `to` is when the caller gets the text.
const textToCaller = "caller"

func (n *SMSSend) checkTo(c *flowengine.Check) {
	c.Template("to", n.To)
	kind, name, _ := strings.Cut(n.To, ":")
	switch {
	case n.To == "" || n.To == textToCaller || strings.Contains(n.To, "{{"):
	case kind == "user":
		c.Reference("to", n.To, "user")
	case kind == "external" && !externalNumber.MatchString(name):
		c.Error("to", "not_e164", "“%s” is not a full number: write it with + and the country code, as in external:+61412345678", n.To)
	case kind == "external":
		c.External("to", name)
	case kind == "endpoint":
		if (flowengine.TextMessage{To: n.To, From: "100", Body: "x"}).Check() != nil {
			c.Error("to", "bad_endpoint", "“%s” is no telephone: write it as endpoint:PJSIP/alice", n.To)
		} else if !strings.HasPrefix(strings.ToUpper(name), "PJSIP/") {
			c.Error("to", "bad_endpoint", "“%s” takes no texts: only telephones of PJSIP do", n.To)
		}
	case callerIDNumber.MatchString(bareNumber(n.To)):
		c.External("to", bareNumber(n.To))
	default:
		c.Error("to", "bad_target", "“%s” is nobody who could get a text: write caller, user:NAME, external:+61412345678, endpoint:PJSIP/alice or a number", n.To)
	}
}

// bareNumber is a number without what people write between its digits.
func bareNumber(text string) string {
	return strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(text)
}

// to finds out who gets the text; why says what keeps it from being sent.
func (n *SMSSend) to(ctx context.Context, s *flowengine.Session) (to, why string, err error) {
	if n.To == textToCaller {
		return n.toCaller(ctx, s)
	}
	to = strings.TrimSpace(s.Text(n.To))
	switch kind, _, _ := strings.Cut(to, ":"); {
	case to == "":
		return "", "There is nobody to send the text to, because “to” came out empty.", nil
	case to == textToCaller:
		return n.toCaller(ctx, s)
	case kind == "user" || kind == "external":
		return to, "", nil
	case kind == "endpoint" && to == n.To:
		return to, "", nil
	case kind == "endpoint":
		// An expression may come from outside, and a dial string reaches anything.
		return "", "The text was not sent, because an expression cannot name an endpoint.", nil
	}
	return n.toNumber(ctx, s, to)
}

// toCaller is the telephone of a user who calls, and otherwise the caller's number.
func (n *SMSSend) toCaller(ctx context.Context, s *flowengine.Session) (to, why string, err error) {
	in := s.Call()
	if in.Endpoint != "" && s.Services().Mailboxes != nil {
		switch _, err := s.Services().Mailboxes.Owner(ctx, in.Endpoint); {
		case err == nil:
			return "endpoint:" + in.Endpoint, "", nil
		case ctx.Err() != nil:
			return "", "", context.Cause(ctx)
		case !errors.Is(err, flowengine.ErrNoSuch):
			s.Warn("Whether the caller is a user is not known: %v", err)
		}
	}
	if in.CallerNumber == "" {
		return "", "The caller's number is withheld, so that no text can be sent.", nil
	}
	return n.toNumber(ctx, s, in.CallerNumber)
}

// toNumber is a number outside, as the company's country reads it.
func (n *SMSSend) toNumber(ctx context.Context, s *flowengine.Session, number string) (to, why string, err error) {
	if s.Services().Numbering == nil {
		return "", "", errors.New("this callflow cannot read telephone numbers")
	}
	read, err := s.Services().Numbering.Read(ctx, number)
	switch {
	case errors.Is(err, flowengine.ErrNoNumber):
		return "", fmt.Sprintf("%q is no telephone number to which a text can go.", number), nil
	case err != nil:
		return "", "", err
	}
	return "external:" + read.E164, "", nil
}
