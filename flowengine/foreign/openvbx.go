package foreign

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// applet is one applet of an OpenVBX flow.
type applet struct {
	Name string          `json:"name"`
	ID   string          `json:"id"`
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
}

// vbx reads an OpenVBX flow: a mapping of instances of applets by their ids, of
// which "start" is the first. A flow's own row has it in data, as a text.
type vbx struct {
	*builder
	applets map[string]applet
}

func readOpenVBX(b *builder, data json.RawMessage) error {
	row := newProps(data)
	if row.all == nil {
		return noFlow(b.system, "it is no mapping of applets")
	}
	if _, bare := row.all["start"]; !bare {
		if b.flow.Name == "" {
			b.flow.Name = row.text("name")
		}
		inner := row.raw("data")
		var text string
		if json.Unmarshal(inner, &text) == nil {
			inner = json.RawMessage(text)
			if err := readable(inner); err != nil {
				return noFlow(b.system, "in its data, %s", err)
			}
		}
		data = inner
		row.ignore("id", "name", "user_id", "tenant_id", "created", "updated")
		b.rest(row)
	}
	v := &vbx{builder: b}
	var raw map[string]json.RawMessage
	if json.Unmarshal(data, &raw) != nil || raw["start"] == nil {
		return noFlow(b.system, "it has no applet “start”")
	}
	v.applets = make(map[string]applet, len(raw))
	order := slices.Sorted(maps.Keys(raw))
	for _, id := range order {
		var a applet
		if err := json.Unmarshal(raw[id], &a); err != nil {
			return noFlow(b.system, "the applet %q cannot be read: %s", id, mismatch(err))
		}
		v.applets[id] = a
		if id != "start" {
			b.ids[id] = b.id("a" + id)
		}
	}
	v.start(raw["start"])
	for _, id := range order {
		if id != "start" {
			v.applet(id, v.applets[id], raw[id])
		}
	}
	return nil
}

// start finds where calls begin.
func (v *vbx) start(raw json.RawMessage) {
	a := v.applets["start"]
	p := newProps(a.Data)
	next := p.text("next")
	if v.flow.Start = v.to(next); v.flow.Start == "" {
		v.flow.Start = v.end()
		if next == "" {
			v.note("Nothing happens to a call in this flow, so it hangs up.")
		} else {
			v.note("It started with %s, which is not in the file, so it hangs up.", next)
		}
	}
	if p.odd != nil {
		v.note("What is set for its start cannot be read, and was not taken over: %s.", compact(p.odd))
	}
	p.ignore("version")
	v.rest(p)
	more := newProps(raw)
	more.ignore("name", "id", "type", "data")
	v.rest(more)
}

// to is the node that a drop zone leads to: the last part of a path of ids.
func (v *vbx) to(path string) string {
	parts := strings.Split(path, "/")
	return v.ids[parts[len(parts)-1]]
}

func (v *vbx) applet(id string, a applet, raw json.RawMessage) {
	n := v.part(a.Name, a.Type, v.ids[id])
	p := newProps(a.Data)
	p.ignore("version")
	_, kind, _ := strings.Cut(a.Type, "---")
	switch kind {
	case "greeting":
		n.become("greeting", a.Name)
		v.prompt(n, p, "prompt", "audio", "say")
		n.lead("done", v.to(p.text("next")))
	case "menu":
		v.menu(n, p, a.Name)
	case "dial":
		v.dial(n, p, a.Name, raw)
	case "voicemail":
		n.become("voicemail", a.Name)
		n.set("box", v.owner(p, "permissions"))
		v.prompt(n, p, "prompt", "greeting", "greeting")
		n.lead("done", "")
	case "timing":
		v.timing(n, p, a.Name)
	case "conference":
		n.become("conference", a.Name)
		n.set("room", literal(fmt.Sprintf("%.60s", id+p.text("conf-id"))))
		if who := v.owner(p, "moderator"); who != "" {
			n.set("wait_for_moderator", true)
			n.remark("%s was the moderator by the number of the phone: lead moderators to a conference node of their own.", who)
		}
		n.lead("done", "")
	case "hangup":
		n.become("hangup", a.Name)
	default:
		n.keep(n.b.say("callflow has no node for the applet %s.", a.Type), raw, v.ways(p))
		n.finish()
		return
	}
	n.rest(p)
	more := newProps(raw)
	more.ignore("name", "id", "type", "data")
	n.rest(more)
	v.ends(n, a)
	n.finish()
}

// ends notes the ways of an applet that its node does not go.
func (v *vbx) ends(n *node, a applet) {
	p := newProps(a.Data)
	for _, name := range slices.Sorted(maps.Keys(p.all)) {
		for _, path := range p.texts(name) {
			if strings.HasPrefix(path, "start/") {
				n.astray(name, v.to(path), path)
			}
		}
	}
}

// ways are the applets that an unknown one leads to.
func (v *vbx) ways(p *props) (ways []way) {
	for _, name := range slices.Sorted(maps.Keys(p.all)) {
		for _, path := range p.texts(name) {
			if to := v.to(path); to != "" && strings.Contains(path, "/") {
				ways = append(ways, way{name, to})
			}
		}
	}
	return ways
}

// prompt reads a text to speak or a sound into a param.
func (v *vbx) prompt(n *node, p *props, name, audio, say string) {
	mode, text, play := p.text(name+"_mode"), p.text(name+"_say"), p.text(name+"_play")
	p.ignore(name+"_tag", name+"_caller_id", name+"_number")
	switch {
	case mode == "play" && play != "":
		n.set(audio, v.sound(n, strings.TrimPrefix(play, "vbx-audio-upload://")))
		if text != "" {
			n.remark("A text was there as well, which was not spoken: %s.", quoted(text))
		}
	case text != "":
		n.set(say, literal(text))
		if play != "" {
			n.remark("A sound was there as well, which was not played: %s.", play)
		}
	}
}

// owner is the user or group that a picker has chosen.
func (v *vbx) owner(p *props, name string) string {
	id, kind := p.text(name+"_id"), p.text(name+"_type")
	if id == "" || kind != "user" && kind != "group" {
		return ""
	}
	return kind + ":" + strings.ReplaceAll(v.named(id), " ", "-")
}

func (v *vbx) menu(n *node, p *props, name string) {
	n.become("menu", name)
	v.prompt(n, p, "prompt", "prompt", "prompt")
	v.prompt(n, p, "invalid-option", "invalid_audio", "invalid_audio")
	keys, choices := p.texts("keys[]"), p.texts("choices[]")
	names := map[string]any{}
	for i, key := range keys {
		to := ""
		if i < len(choices) {
			to = v.to(choices[i])
		}
		if key == "" || names[key] != nil {
			n.remark("The choice %d has the key %q, which is empty or stands twice, so it was left out.", i+1, key)
			continue
		}
		names[key] = "Key " + key
		if target := v.applets[v.original(to)]; target.Name != "" {
			names[key] = target.Name
		}
		n.lead("key:"+key, to)
	}
	n.set("keys", names)
	if count := p.number("repeat-count"); count >= 1 {
		n.most("attempts", count, 20)
	} else if count < 0 {
		n.set("attempts", 20)
		n.remark("The menu was repeated for ever; it is asked 20 times now.")
	}
	next := v.to(p.text("next"))
	n.lead("no_input", next)
	n.lead("invalid", next)
	p.ignore("new-keys[]", "new-choices[]")
}

// original is the id that an applet had.
func (v *vbx) original(id string) string {
	for theirs, ours := range v.ids {
		if ours == id {
			return theirs
		}
	}
	return ""
}

func (v *vbx) dial(n *node, p *props, name string, raw json.RawMessage) {
	target, next := "", ""
	if p.text("dial-whom-selector") == "number" {
		next = v.to(p.text("no-answer-redirect-number"))
		if number := p.text("dial-whom-number"); e164.MatchString(number) {
			target = "external:" + number
		}
	} else {
		target, next = v.owner(p, "dial-whom-user-or-group"), v.to(p.text("no-answer-redirect"))
	}
	if target == "" {
		n.keep(n.b.say("It is not known whom it dials."), raw, []way{{"no-answer", next}})
		p.ignore(slices.Sorted(maps.Keys(p.all))...)
		return
	}
	n.become("dial", name)
	n.set("targets", []string{target})
	n.set("caller_id", p.text("callerId"))
	if p.text("dial-whisper") == "1" {
		n.remark("The name of who is called was whispered; set whisper to what should be said.")
	}
	action := p.text("no-answer-action")
	if action == "voicemail" && !strings.HasPrefix(target, "external:") {
		next = v.id(n.Node + "-voicemail")
		box := v.part(name, "voicemail of "+n.Type, next)
		box.become("voicemail", name)
		box.set("box", target)
		v.prompt(box, p, "no-answer-group-voicemail", "greeting", "greeting")
		box.lead("done", "")
		box.finish()
	} else if action == "hangup" {
		next = ""
	}
	n.lead("answered", "")
	n.lead("busy", next)
	n.lead("unanswered", next)
}

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// timing is open in one range of hours for each day of the week.
func (v *vbx) timing(n *node, p *props, name string) {
	n.become("time", name)
	n.remark("The time zone stood in a file of the plugin: set timezone.")
	var slots []any
	for i, day := range weekdays {
		begins, ends := p.text(fmt.Sprintf("range_%d_from", i)), p.text(fmt.Sprintf("range_%d_to", i))
		from, okFrom := clock(begins)
		to, okTo := clock(ends)
		if begins+ends != "" && (!okFrom || !okTo) {
			n.remark("The hours of %s cannot be read, and were left out: from %q to %q.", day, begins, ends)
		}
		if okFrom && okTo {
			slots = append(slots, map[string]any{"name": "open", "days": []string{day}, "from": from, "to": to})
		}
	}
	n.set("slots", slots)
	if slots != nil {
		n.lead("slot:open", v.to(p.text("open")))
	} else if open := v.to(p.text("open")); open != "" {
		n.remark("No day has hours, so nothing leads to %s.", open)
	}
	n.lead("no_match", v.to(p.text("closed")))
}

// clock reads a time of the day, such as 09:00 AM or 17:30.
func clock(text string) (string, bool) {
	for _, layout := range []string{"15:04", "3:04 PM", "03:04 PM", "3:04PM", "3 PM", "3PM"} {
		if t, err := time.Parse(layout, strings.ToUpper(text)); err == nil {
			return t.Format("15:04"), true
		}
	}
	return "", false
}
