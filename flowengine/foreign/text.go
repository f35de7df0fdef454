package foreign

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// e164 is a number with its country code.
var e164 = regexp.MustCompile(`^\+[1-9][0-9]{4,14}$`)

// literal is a text in which nothing is filled in.
func literal(text string) string { return strings.ReplaceAll(text, "{{", "{ {") }

// quoted is a text as an expression has it.
func quoted(text string) string {
	q, err := json.Marshal(text)
	if err != nil {
		return `""` // strings can always be written
	}
	return string(q)
}

var liquid = regexp.MustCompile(`\{\{(.*?)\}\}`)

// filled turns the variables in a text of Twilio's into callflow's. Those that
// callflow does not know are told of and left out.
func (t *twilio) filled(n *node, text string) string {
	return liquid.ReplaceAllStringFunc(text, func(hole string) string {
		source := strings.TrimSpace(hole[2 : len(hole)-2])
		if e, ok := t.expression(source); ok {
			return "{{" + e + "}}"
		}
		n.remark("The variable %s has no value in callflow, and was left out.", hole)
		return ""
	})
}

// replyPath is a place in the reply of a request.
var replyPath = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$`)

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// expression is one of Twilio's variables as an expression of callflow's.
func (t *twilio) expression(source string) (string, bool) {
	switch source {
	case "trigger.call.From", "contact.channel.address", "trigger.call.Caller":
		return "caller.number", true
	case "trigger.call.To", "flow.channel.address", "trigger.call.Called":
		return "number.number", true
	case "trigger.call.CallerName":
		return "caller.name", true
	case "trigger.call.CallSid", "flow.sid":
		return "call.id", true
	}
	if name, ok := strings.CutPrefix(source, "flow.variables."); ok && variable.MatchString(name) {
		return "vars." + name, true
	}
	if rest, ok := strings.CutPrefix(source, "widgets."); ok {
		widget, property, _ := strings.Cut(rest, ".")
		if w := t.find(widget); w != nil && w.Type == "make-http-request" && variable.MatchString(widget) {
			switch path, parsed := strings.CutPrefix(property, "parsed."); {
			case property == "parsed", property == "body":
				return "vars." + widget, true
			case parsed && replyPath.MatchString(path):
				return "vars." + widget + "?." + strings.ReplaceAll(path, ".", "?."), true
			}
		}
		if property == "Digits" && t.ids[widget] != "" {
			return fmt.Sprintf("nodes[%s]?.digits", quoted(t.ids[widget])), true
		}
	}
	return "", false
}
