package foreign

import (
	"encoding/json"
	"fmt"
	"strings"

	"callflow/flowengine"
)

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
			n.remark("A sound was there as well, which is not played: %s.", address)
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
		n.remark("It sent the digits %s as tones; they are read out now.", digits)
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
					n.remark("The key %s stood twice; the first one counts.", key)
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
		n.remark("callflow does not recognise speech, so nothing leads to %s from here any more.", speech)
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
		n.remark("The caller ID %s is not a number, so the caller's own is shown.", id)
	}
	if p.yes("record") {
		n.set("record", true)
		n.remark("The conversation is recorded: let callers know by a notice before.")
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
	n.remark("Whose message it is was not said: set box.")
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
		n.remark("A caller who said nothing went to %s; now such a call goes on as after a message.", to)
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
			n.remark("The variable %q has a name that callflow cannot use, and was left out: %s.", v.Key, quoted(v.Value))
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
			n.remark("The variable %s has no value in callflow, and was left out.", text[at[0]:at[1]])
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
		n.remark("Callers have to be told that the call is recorded: set notice.")
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
		n.remark("It sent no text of its own; what is known of the call is sent now.")
	}
	if variable.MatchString(s.Name) {
		n.set("save_as", s.Name)
	}
	n.lead("done", t.to(s, "success"))
	n.lead("failure", t.to(s, "failed"))
	return true
}
