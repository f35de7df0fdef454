package foreign

import "strings"

// message is a text to the caller, or to a number.
func (t *twilio) message(n *node, s *state, p *props) bool {
	body := p.text("body")
	if body == "" {
		return false
	}
	n.become("sms_send", s.Name)
	n.set("to", t.address(n, p.text("to"), "caller.number", "caller"))
	n.set("from", t.address(n, p.text("from"), "number.number", "number"))
	n.set("text", t.filled(n, body))
	n.lead("done", t.to(s, "sent"))
	n.lead("failure", t.to(s, "failed"))
	return true
}

// address is who gets a text, or who it comes from: by default, and when the
// expression is the usual one, what callflow calls it.
func (t *twilio) address(n *node, text, usual, name string) string {
	text = strings.TrimSpace(t.filled(n, text))
	if text == "" || text == "{{"+usual+"}}" {
		return name
	}
	return text
}
