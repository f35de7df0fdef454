package foreign

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (k *kazoo) play(n *node, p *props, to map[string]string) bool {
	id := p.text("id")
	if id == "" {
		return false
	}
	n.become("greeting", "")
	n.set("audio", k.sound(n, id))
	k.played(n, p, to)
	if loop := p.number("loop_count"); loop > 1 {
		n.most("repeat", loop, 100)
	}
	return true
}

func (k *kazoo) tts(n *node, p *props, to map[string]string) bool {
	text := p.text("text")
	if text == "" {
		return false
	}
	n.become("greeting", "")
	n.set("say", literal(text))
	k.played(n, p, to)
	return true
}

func (k *kazoo) played(n *node, p *props, to map[string]string) {
	n.lead("done", to["_"])
	if terminators := p.raw("terminators"); terminators == nil || string(terminators) != "[]" {
		n.set("interruptible", true)
	}
}

func (k *kazoo) menu(n *node, p *props, to map[string]string) bool {
	n.become("menu", "")
	id := p.text("id")
	n.set("prompt", k.sound(n, "menu-"+id))
	n.remark("The menu %s has its prompt and its tries in a document of its own: set prompt, timeout_s and attempts.", id)
	if wait := p.number("interdigit_timeout"); wait > 0 {
		n.most("inter_digit_s", max(wait/1000, 0.1), 30)
	}
	keys := map[string]any{}
	for key, target := range to {
		if key != "_" && key != "timeout" && strings.Trim(key, "0123456789*#") == "" {
			keys[key] = "Key " + key
			n.lead("key:"+key, target)
		}
	}
	n.set("keys", keys)
	n.lead("invalid", to["_"])
	if timeout, ok := to["timeout"]; ok {
		n.lead("no_input", timeout)
	}
	return len(keys) > 0
}

// rings leads a dial on: the call is over after a conversation, and goes on
// otherwise.
func (k *kazoo) rings(n *node, p *props, to map[string]string) {
	if wait := p.number("timeout"); wait > 0 {
		n.most("timeout_s", wait, 600)
	} else {
		n.set("timeout_s", 20)
	}
	n.lead("answered", "")
	n.lead("busy", to["_"])
	n.lead("unanswered", to["_"])
}

func (k *kazoo) user(n *node, p *props, to map[string]string) bool {
	id := p.text("id")
	if id == "" {
		return false
	}
	n.become("dial", "")
	n.set("targets", []string{"user:" + k.word(id)})
	k.rings(n, p, to)
	return true
}

func (k *kazoo) device(n *node, p *props, to map[string]string) bool {
	id := p.text("id")
	if id == "" {
		return false
	}
	n.become("dial", "")
	n.set("targets", []string{k.endpoint(n, id)})
	k.rings(n, p, to)
	return true
}

func (k *kazoo) endpoint(n *node, id string) string {
	n.remark("The device %s is rung as PJSIP/%s: name its endpoint in Asterisk.", id, k.word(id))
	return "endpoint:PJSIP/" + k.word(id)
}

// word is the name of a thing without spaces.
func (k *kazoo) word(id string) string { return strings.ReplaceAll(k.named(id), " ", "-") }

func (k *kazoo) ringGroup(n *node, p *props, to map[string]string) bool {
	var endpoints []json.RawMessage
	if json.Unmarshal(p.raw("endpoints"), &endpoints) != nil || len(endpoints) == 0 {
		return false
	}
	n.become("dial", p.text("name"))
	var targets []string
	weights := map[string]any{}
	for _, raw := range endpoints {
		e := newProps(raw)
		id, kind := e.text("id"), e.text("endpoint_type")
		if id == "" {
			continue
		}
		target := kind + ":" + k.word(id)
		switch kind {
		case "user", "group":
		case "device":
			target = k.endpoint(n, id)
		default:
			n.remark("The endpoint %s was left out.", compact(raw))
			continue
		}
		if weight := e.number("weight"); weight >= 1 && weight <= 100 {
			weights[target] = int(weight)
		}
		if delay := e.number("delay"); delay > 0 {
			n.remark("%s was rung %g s later than the others.", target, delay)
		}
		for _, name := range e.left() {
			n.remark("%s of %s was not taken over: %s.", name, target, compact(e.all[name]))
		}
		targets = append(targets, target)
	}
	if targets == nil {
		return false
	}
	n.set("targets", targets)
	switch strategy := p.text("strategy"); strategy {
	case "single":
	case "weighted_random":
		n.set("strategy", "round_robin")
		if len(weights) > 0 {
			n.set("weights", weights)
		}
		n.remark("The order was by chance and weight; it goes round by weight now.")
	default:
		n.set("strategy", "all")
	}
	if repeats := p.number("repeats"); repeats > 1 {
		n.remark("The group was rung %g times; it is rung once.", repeats)
	}
	k.rings(n, p, to)
	return true
}

func (k *kazoo) voicemail(n *node, p *props, to map[string]string) bool {
	id := p.text("id")
	if action := p.text("action"); id == "" || action != "" && action != "compose" {
		return false
	}
	n.become("voicemail", "")
	n.set("box", "user:"+k.word(id))
	n.remark("The voicemail box %s is that of user:%s: set box to whose it is.", id, k.word(id))
	if longest := p.number("max_message_length"); longest > 0 {
		n.most("max_s", longest, 3600)
	}
	n.lead("done", to["_"])
	return true
}

// temporal is time routing; its rules are documents of their own.
func (k *kazoo) temporal(n *node, p *props, to map[string]string) bool {
	if action := p.text("action"); action != "" {
		return false
	}
	n.become("time", "")
	n.set("timezone", p.text("timezone"))
	var slots []any
	for _, key := range slices.Sorted(maps.Keys(to)) {
		if key == "_" {
			continue
		}
		name := k.named(key)
		slots = append(slots, map[string]any{"name": name, "days": []string{}, "from": "", "to": ""})
		n.lead("slot:"+name, to[key])
	}
	if slots == nil {
		return false
	}
	n.remark("The rules of the week are documents of their own: set days, from and to of each slot.")
	n.set("slots", slots)
	n.lead("no_match", to["_"])
	return true
}

func (k *kazoo) callflow(n *node, p *props, _ map[string]string) bool {
	id := p.text("id")
	if id == "" {
		return false
	}
	n.become("subflow", "")
	n.set("flow", "flow:"+k.named(id))
	n.remark("The other callflow did not come back; when it does now, the call ends.")
	n.lead("*", "")
	return true
}

func (k *kazoo) hangup(n *node, _ *props, _ map[string]string) bool {
	n.become("hangup", "")
	return true
}

func (k *kazoo) response(n *node, p *props, _ map[string]string) bool {
	n.become("hangup", "")
	cause := map[float64]string{486: "busy", 600: "busy", 480: "no_answer", 603: "rejected", 403: "rejected", 404: "unallocated", 503: "congestion"}
	code := p.number("code")
	n.set("cause", cause[code])
	if cause[code] == "" && code != 0 {
		n.remark("The SIP answer %g was not taken over; the call ends normally.", code)
	}
	if media := p.text("media"); media != "" {
		n.set("audio", k.sound(n, media))
	}
	return true
}

func (k *kazoo) queue(n *node, p *props, to map[string]string) bool {
	id := p.text("id")
	if id == "" {
		return false
	}
	n.become("queue", "")
	n.set("queue", "queue:"+k.word(id))
	n.lead("answered", "")
	n.lead("timeout", to["_"])
	return true
}

func (k *kazoo) record(n *node, p *props, to map[string]string) bool {
	n.become("record", "")
	n.params["on"] = p.text("action") != "stop"
	if n.params["on"] == true {
		n.remark("Callers have to be told that the call is recorded: set notice.")
	}
	n.lead("done", to["_"])
	return true
}

func (k *kazoo) answer(n *node, _ *props, to map[string]string) bool {
	n.become("answer", "")
	n.lead("done", to["_"])
	return true
}

func (k *kazoo) sleep(n *node, p *props, to map[string]string) bool {
	n.become("answer", "")
	scale := map[string]float64{"ms": 1, "m": 60_000, "h": 3_600_000}[p.text("unit")]
	if scale == 0 {
		scale = 1000
	}
	n.set("delay_ms", int(min(max(p.number("duration")*scale, 0), 10_000)))
	n.remark("The pause answers the call, if nothing has before, and lasts 10 s at most.")
	n.lead("done", to["_"])
	return true
}

func (k *kazoo) outside(n *node, p *props, to map[string]string) bool {
	number := p.text("to_did")
	if !e164.MatchString(number) {
		return false
	}
	n.become("dial", "")
	n.set("targets", []string{"external:" + number})
	k.rings(n, p, to)
	return true
}

func (k *kazoo) variable(n *node, p *props, to map[string]string) bool {
	name := p.text("variable")
	if !variable.MatchString(name) {
		return false
	}
	n.become("set", "")
	n.set("vars", map[string]any{name: quoted(p.text("value"))})
	n.lead("done", to["_"])
	return true
}

func (k *kazoo) conference(n *node, p *props, to map[string]string) bool {
	id := p.text("id")
	if id == "" {
		return false
	}
	n.become("conference", "")
	n.set("room", literal(fmt.Sprintf("%.60s", k.named(id))))
	if p.yes("moderator") {
		n.set("moderator", true)
	}
	n.remark("Who may join the conference %s, and by which PIN, stands in a document of its own.", id)
	n.lead("done", to["_"])
	return true
}
