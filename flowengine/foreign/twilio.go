package foreign

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// state is a widget of a Twilio Studio flow, see
// https://www.twilio.com/docs/studio/rest-api/v2/schemas.
type state struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Transitions []transition    `json:"transitions"`
	Properties  json.RawMessage `json:"properties"`
	raw         json.RawMessage
}

type transition struct {
	Event      string      `json:"event"`
	Next       string      `json:"next"`
	Conditions []condition `json:"conditions"`
}

type condition struct {
	Name      string   `json:"friendly_name"`
	Arguments []string `json:"arguments"`
	Type      string   `json:"type"`
	Value     string   `json:"value"`
}

// twilio reads the definition of a Twilio Studio flow.
type twilio struct {
	*builder
	states []state
	merged map[string]bool // splits that have become part of a menu
}

func readTwilio(b *builder, data json.RawMessage) error {
	outer := newProps(data)
	if b.flow.Name == "" {
		b.flow.Name = outer.text("friendly_name")
	}
	if inner := outer.raw("definition"); inner != nil {
		data = inner
		outer.ignore("friendly_name", "sid", "account_sid", "status", "revision", "valid", "errors", "warnings", "date_created", "date_updated", "url", "links")
		b.rest(outer)
	}
	var file struct {
		Description  string            `json:"description"`
		InitialState string            `json:"initial_state"`
		States       []json.RawMessage `json:"states"`
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.States) == 0 {
		return noFlow(b.system, "it has no list of states")
	}
	whole := newProps(data)
	whole.ignore("initial_state", "states", "friendly_name")
	if b.flow.Name == "" {
		b.flow.Name = file.Description
		whole.ignore("description")
	}
	b.rest(whole)
	t := &twilio{builder: b, merged: map[string]bool{}}
	for i, raw := range file.States {
		s := state{raw: raw}
		if err := json.Unmarshal(raw, &s); err != nil {
			return noFlow(b.system, "state %d cannot be read: %s", i+1, mismatch(err))
		}
		if s.Name == "" || s.Type == "" {
			return noFlow(b.system, "state %d has no name or no type", i+1)
		}
		if b.ids[s.Name] != "" {
			return noFlow(b.system, "two states have the name %q", s.Name)
		}
		b.ids[s.Name] = b.id(s.Name)
		t.states = append(t.states, s)
	}
	first := t.find(file.InitialState)
	if first == nil {
		return noFlow(b.system, "its initial state %q is none of its states", file.InitialState)
	}
	t.findMenus()
	for i := range t.states {
		t.widget(&t.states[i])
	}
	b.flow.Start = b.ids[first.Name]
	if first.Type == "trigger" {
		if b.flow.Start = t.to(first, "incomingCall"); b.flow.Start == "" {
			b.flow.Start = b.end()
			b.note("Nothing happens to an incoming call in this flow, so it hangs up.")
		}
	}
	return nil
}

func (t *twilio) find(name string) *state {
	i := slices.IndexFunc(t.states, func(s state) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &t.states[i]
}

// to is the node to which an event leads; empty when it leads nowhere.
func (t *twilio) to(s *state, event string) string {
	for _, tr := range s.Transitions {
		if tr.Event == event && tr.Next != "" {
			return t.ids[tr.Next]
		}
	}
	return ""
}

// ways are all that lead on.
func (t *twilio) ways(s *state) (ways []way) {
	for _, tr := range s.Transitions {
		if tr.Next == "" || t.ids[tr.Next] == "" {
			continue
		}
		event := tr.Event
		if len(tr.Conditions) > 0 && tr.Conditions[0].Name != "" {
			event = fmt.Sprintf("%.60s", tr.Conditions[0].Name)
		}
		ways = append(ways, way{event, t.ids[tr.Next]})
	}
	return ways
}

// findMenus finds the splits on the digits that a gather collected, to which
// nothing else leads: both together are a menu.
func (t *twilio) findMenus() {
	leads := map[string]int{}
	for _, s := range t.states {
		for _, tr := range s.Transitions {
			leads[tr.Next]++
		}
	}
	for i := range t.states {
		gather := &t.states[i]
		split := t.splitOf(gather)
		if split != nil && leads[split.Name] == 1 {
			t.merged[split.Name] = true
		}
	}
}

// splitOf is the split that follows a gather and looks at its digits only.
func (t *twilio) splitOf(gather *state) *state {
	if gather.Type != "gather-input-on-call" {
		return nil
	}
	for _, tr := range gather.Transitions {
		if tr.Event != "keypress" {
			continue
		}
		split := t.find(tr.Next)
		if split == nil || split.Type != "split-based-on" || len(split.Transitions) < 2 {
			return nil
		}
		for _, out := range split.Transitions {
			for _, c := range out.Conditions {
				if digitsOf(c) == nil || !slices.ContainsFunc(c.Arguments, func(a string) bool {
					return strings.Join(strings.Fields(a), "") == "{{widgets."+gather.Name+".Digits}}"
				}) {
					return nil
				}
			}
		}
		return split
	}
	return nil
}

// digitsOf are the keys for which a condition holds; nil when it is not about
// single keys.
func digitsOf(c condition) []string {
	values := []string{c.Value}
	switch c.Type {
	case "equal_to":
	case "matches_any_of":
		values = strings.Split(c.Value, ",")
	default:
		return nil
	}
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
		if values[i] == "" || strings.Trim(values[i], "0123456789*#") != "" {
			return nil
		}
	}
	return values
}

// widget makes a node of a widget.
func (t *twilio) widget(s *state) {
	if s.Type == "trigger" {
		n := t.part(s.Name, s.Type, "")
		for _, tr := range s.Transitions {
			if tr.Event != "incomingCall" && tr.Next != "" {
				n.remark("What happens at %s (%s) is not for calls, and was not taken over as a start.", tr.Event, tr.Next)
			} else if tr.Next != "" && t.ids[tr.Next] == "" {
				n.astray(tr.Event, "", tr.Next)
			}
		}
		p := newProps(s.Properties)
		p.ignore("offset")
		n.rest(p)
		t.more(n, s)
		return
	}
	if t.merged[s.Name] {
		n, p := t.part(s.Name, s.Type, ""), newProps(s.Properties)
		n.Notes = []string{n.b.say("%s is part of the menu that asks for its digits.", s.Name)}
		p.ignore("input", "offset")
		n.rest(p)
		t.more(n, s)
		return
	}
	n := t.part(s.Name, s.Type, t.ids[s.Name])
	p := newProps(s.Properties)
	t.place(n, p)
	p.ignore("offset")
	read := map[string]func(*node, *state, *props) bool{
		"say-play": t.say, "gather-input-on-call": t.gather, "split-based-on": t.split, "connect-call-to": t.connect,
		"record-voicemail": t.voicemail, "set-variables": t.variables, "run-subflow": t.subflow, "enqueue-call": t.enqueue,
		"record-call": t.record, "make-http-request": t.request, "send-message": t.message,
	}[s.Type]
	if read == nil || !read(n, s, p) {
		n.keep(n.b.say("callflow has no node for the widget %s as it is here.", s.Type), s.raw, t.ways(s))
		n.finish()
		return
	}
	n.rest(p)
	t.more(n, s)
	t.ends(n, s)
	n.finish()
}

// more notes what a widget has beside what all have.
func (t *twilio) more(n *node, s *state) {
	p := newProps(s.raw)
	p.ignore("name", "type", "transitions", "properties")
	n.rest(p)
}

// ends notes the ways of a widget that its node does not go.
func (t *twilio) ends(n *node, s *state) {
	for _, tr := range s.Transitions {
		if tr.Next != "" && !n.told[tr.Event] {
			n.astray(tr.Event, t.ids[tr.Next], tr.Next)
		}
	}
}
