package foreign

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"callflow/flowengine"
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
		return &FormatError{b.system, "it has no list of states"}
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
			return &FormatError{b.system, fmt.Sprintf("state %d cannot be read: %s", i+1, mismatch(err))}
		}
		if s.Name == "" || s.Type == "" {
			return &FormatError{b.system, fmt.Sprintf("state %d has no name or no type", i+1)}
		}
		if b.ids[s.Name] != "" {
			return &FormatError{b.system, fmt.Sprintf("two states have the name %q", s.Name)}
		}
		b.ids[s.Name] = b.id(s.Name)
		t.states = append(t.states, s)
	}
	first := t.find(file.InitialState)
	if first == nil {
		return &FormatError{b.system, fmt.Sprintf("its initial state %q is none of its states", file.InitialState)}
	}
	t.findMenus()
	for i := range t.states {
		t.widget(&t.states[i])
	}
	b.flow.Start = b.ids[first.Name]
	if first.Type == "trigger" {
		if b.flow.Start = t.to(first, "incomingCall"); b.flow.Start == "" {
			b.flow.Start = b.end()
			b.notes = append(b.notes, "Nothing happens to an incoming call in this flow, so it hangs up.")
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
				n.tell("What happens at %s (%s) is not for calls, and was not taken over as a start.", tr.Event, tr.Next)
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
		n.Notes = []string{fmt.Sprintf("%s is part of the menu that asks for its digits.", s.Name)}
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
		n.keep(fmt.Sprintf("callflow has no node for the widget %s as it is here.", s.Type), s.raw, t.ways(s))
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

// place keeps where the widget is drawn.
func (t *twilio) place(n *node, p *props) {
	at := newProps(p.raw("offset"))
	if at.all == nil {
		return
	}
	if t.flow.Layout == nil {
		t.flow.Layout = map[string]flowengine.Point{}
	}
	t.flow.Layout[n.Node] = flowengine.Point{X: at.number("x"), Y: at.number("y")}
}

// prompt reads what is said or played; a param for sounds may be the same as
// the one for texts.
func (t *twilio) prompt(n *node, p *props, audio, say string) bool {
	spoken, address := p.text("say"), p.text("play")
	switch {
	case spoken != "":
		n.set(say, t.filled(n, spoken))
		if address != "" {
			n.tell("A sound was there as well, which is not played: %s.", address)
		}
	case address != "":
		n.set(audio, t.sound(n, address))
	}
	return spoken != "" || address != ""
}

func (t *twilio) say(n *node, s *state, p *props) bool {
	n.become("greeting", s.Name)
	digits := p.text("digits")
	if !t.prompt(n, p, "audio", "say") && digits == "" {
		return false
	}
	if digits != "" && n.params["say"] == nil && n.params["audio"] == nil {
		n.set("audio", "digits:"+digits)
		n.tell("It sent the digits %s as tones; they are read out now.", digits)
	}
	if loop := p.number("loop"); loop > 1 {
		n.most("repeat", loop, 100)
	}
	n.lead("done", t.to(s, "audioComplete"))
	return true
}

func (t *twilio) gather(n *node, s *state, p *props) bool {
	split := t.splitOf(s)
	if split == nil || !t.merged[split.Name] {
		return false
	}
	n.become("menu", s.Name)
	t.prompt(n, p, "prompt", "prompt")
	keys := map[string]any{}
	noMatch := ""
	for _, tr := range split.Transitions {
		if tr.Event == "noMatch" {
			noMatch = t.ids[tr.Next]
		}
		for _, c := range tr.Conditions {
			for _, key := range digitsOf(c) {
				if keys[key] != nil {
					n.tell("The key %s stood twice; the first one counts.", key)
					continue
				}
				keys[key] = "Key " + key
				if next := t.find(tr.Next); next != nil {
					keys[key] = next.Name
				}
				n.lead("key:"+key, t.ids[tr.Next])
			}
		}
	}
	n.set("keys", keys)
	if wait := p.number("timeout"); wait > 0 {
		n.most("timeout_s", wait, 120)
	}
	attempts := max(1, p.number("loop"))
	n.most("attempts", attempts, 20)
	n.tells("keypress", "speech")
	if speech := t.to(s, "speech"); speech != "" {
		n.tell("callflow does not recognise speech, so nothing leads to %s from here any more.", speech)
	}
	n.lead("invalid", noMatch)
	n.lead("no_input", t.to(s, "timeout"))
	t.ends(n, split)
	return true
}

func (t *twilio) connect(n *node, s *state, p *props) bool {
	n.become("dial", s.Name)
	var targets []string
	to := p.text("to")
	switch p.text("noun") {
	case "conference":
		if to == "" || strings.Contains(to, "{{") {
			return false
		}
		n.become("conference", s.Name)
		n.set("room", fmt.Sprintf("%.60s", t.named(to)))
		n.lead("done", t.to(s, "callCompleted"))
		t.hungUp(n, s)
		return true
	case "number", "number-multi":
		for number := range strings.SplitSeq(to, ",") {
			if number = strings.TrimSpace(number); !e164.MatchString(number) {
				return false
			}
			targets = append(targets, "external:"+number)
		}
		if len(targets) > 1 {
			n.set("strategy", "all")
		}
	case "client":
		if strings.Contains(to, "{{") || to == "" {
			return false
		}
		targets = []string{"user:" + strings.ReplaceAll(t.named(to), " ", "-")}
	default:
		return false
	}
	n.set("targets", targets)
	if wait := p.number("timeout"); wait > 0 {
		n.most("timeout_s", wait, 600)
	}
	if id := p.text("caller_id"); e164.MatchString(id) {
		n.set("caller_id", id)
	} else if id != "" && id != "{{contact.channel.address}}" && id != "{{trigger.call.From}}" {
		n.tell("The caller ID %s is not a number, so the caller's own is shown.", id)
	}
	if p.yes("record") {
		n.set("record", true)
		n.tell("The conversation is recorded: let callers know by a notice before.")
	}
	n.lead("*", t.to(s, "callCompleted"))
	t.hungUp(n, s)
	return true
}

// hungUp leads on what happens after the caller has left, if anything does.
func (t *twilio) hungUp(n *node, s *state) {
	if to := t.to(s, "hangup"); to != "" {
		n.lead("hung_up", to)
	}
}

func (t *twilio) voicemail(n *node, s *state, p *props) bool {
	n.become("voicemail", s.Name)
	n.tell("Whose message it is was not said: set box.")
	if longest := p.number("max_length"); longest > 0 {
		n.most("max_s", longest, 3600)
	}
	if finish := p.text("finish_on_key"); finish != "" && strings.Trim(finish, "0123456789*#") == "" {
		n.set("finish_on", finish)
	}
	if beep := strings.ToLower(p.text("play_beep")); beep == "false" || string(p.raw("play_beep")) == "false" {
		n.params["beep"] = false
	}
	if p.yes("transcribe") {
		n.set("transcribe", true)
	}
	n.lead("done", t.to(s, "recordingComplete"))
	n.tells("noAudio")
	if to := t.to(s, "noAudio"); to != "" && to != n.made.Next["done"] {
		n.tell("A caller who said nothing went to %s; now such a call goes on as after a message.", to)
	}
	t.hungUp(n, s)
	return true
}

func (t *twilio) variables(n *node, s *state, p *props) bool {
	n.become("set", s.Name)
	var list []struct{ Key, Value string }
	if json.Unmarshal(p.raw("variables"), &list) != nil || len(list) == 0 {
		return false
	}
	vars := map[string]any{}
	for _, v := range list {
		if !variable.MatchString(v.Key) {
			n.tell("The variable %q has a name that callflow cannot use, and was left out: %s.", v.Key, quoted(v.Value))
			continue
		}
		vars[v.Key] = t.joined(n, v.Value)
	}
	if len(vars) == 0 {
		return false
	}
	n.set("vars", vars)
	n.lead("done", t.to(s, "next"))
	return true
}

// joined is a text with variables as one expression.
func (t *twilio) joined(n *node, text string) string {
	var parts []string
	for {
		at := liquid.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		if at[0] > 0 {
			parts = append(parts, quoted(text[:at[0]]))
		}
		if e, ok := t.expression(strings.TrimSpace(text[at[2]:at[3]])); ok {
			parts = append(parts, "string("+e+" ?? \"\")")
		} else {
			n.tell("The variable %s has no value in callflow, and was left out.", text[at[0]:at[1]])
		}
		text = text[at[1]:]
	}
	if text != "" || len(parts) == 0 {
		parts = append(parts, quoted(text))
	}
	return strings.Join(parts, " + ")
}

func (t *twilio) subflow(n *node, s *state, p *props) bool {
	flow := p.text("flow_sid")
	if flow == "" || strings.Contains(flow, "{{") {
		return false
	}
	n.become("subflow", s.Name)
	n.set("flow", "flow:"+t.named(flow))
	n.lead("done", t.to(s, "completed"))
	if to := t.to(s, "failed"); to != "" {
		n.lead("error", to)
	}
	return true
}

func (t *twilio) enqueue(n *node, s *state, p *props) bool {
	queue := p.text("queue_name")
	if queue == "" || strings.Contains(queue, "{{") {
		return false
	}
	n.become("queue", s.Name)
	n.set("queue", "queue:"+strings.ReplaceAll(t.named(queue), " ", "-"))
	n.lead("answered", t.to(s, "callComplete"))
	failed := t.to(s, "failedToEnqueue")
	if failed == "" {
		failed = t.to(s, "callFailure")
	}
	n.lead("timeout", failed)
	return true
}

func (t *twilio) record(n *node, s *state, p *props) bool {
	n.become("record", s.Name)
	n.params["on"] = p.yes("record_call")
	if n.params["on"] == true {
		n.tell("Callers have to be told that the call is recorded: set notice.")
	}
	if p.text("recording_channels") == "dual" {
		n.set("channels", "stereo")
	}
	n.lead("done", t.to(s, "success"))
	if to := t.to(s, "failed"); to != "" {
		n.lead("error", to)
	}
	return true
}

// request is a webhook whose reply is kept under the widget's name.
func (t *twilio) request(n *node, s *state, p *props) bool {
	address := p.text("url")
	if address == "" {
		return false
	}
	n.become("webhook", s.Name)
	n.set("url", t.filled(n, address))
	n.set("method", strings.ToUpper(p.text("method")))
	n.set("body", t.filled(n, p.text("body")))
	if kind := p.text("content_type"); kind != "" {
		n.set("headers", map[string]any{"Content-Type": kind})
	}
	if n.params["body"] == nil && n.params["method"] != "GET" {
		n.tell("It sent no text of its own; what is known of the call is sent now.")
	}
	if variable.MatchString(s.Name) {
		n.set("save_as", s.Name)
	}
	n.lead("done", t.to(s, "success"))
	n.lead("failure", t.to(s, "failed"))
	return true
}
