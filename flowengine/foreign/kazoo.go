package foreign

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// module is one action of a Kazoo callflow, see
// https://docs.2600hz.com/supported/applications/crossbar/doc/callflows.
type module struct {
	Module   string                     `json:"module"`
	Data     json.RawMessage            `json:"data"`
	Children map[string]json.RawMessage `json:"children"`
	raw      json.RawMessage
}

// kazoo reads a Kazoo callflow: a tree of modules.
type kazoo struct{ *builder }

// maxTree bounds how deep the tree is and how many modules it has.
const (
	maxTreeDepth = 200
	maxTreeParts = 5000
)

func readKazoo(b *builder, data json.RawMessage) error {
	document := newProps(data)
	if inner := document.raw("data"); inner != nil && document.all["module"] == nil {
		document = newProps(inner)
		data = inner
	}
	if b.flow.Name == "" {
		b.flow.Name = document.text("name")
	}
	if document.all["module"] == nil {
		if data = document.raw("flow"); data == nil {
			return noFlow(b.system, "it has neither a flow nor a module")
		}
		for _, name := range []string{"numbers", "patterns"} {
			if list := document.texts(name); len(list) > 0 {
				b.note("Its %s %s were not taken over: give the flow to numbers with callflow number assign.", name, strings.Join(list, ", "))
			}
		}
		if meta := document.raw("metaflow"); meta != nil {
			b.note("Its %s was not taken over: %s.", "metaflow", compact(meta))
		}
		if code := document.raw("featurecode"); code != nil && string(code) != "false" {
			b.note("Its %s was not taken over: %s.", "featurecode", compact(code))
		}
		document.ignore("id", "name", "metadata", "ui_metadata", "modules")
		b.rest(document)
	}
	k := &kazoo{b}
	start, err := k.module(data, 0)
	if start == "" && err == nil {
		start = b.end()
	}
	b.flow.Start = start
	return err
}

// child is the node of a child; empty when there is none, and the call ends.
func (k *kazoo) child(m *module, key string, depth int) (string, error) {
	raw, ok := m.Children[key]
	if !ok {
		return "", nil
	}
	return k.module(raw, depth+1)
}

// module makes a node of a module and those of its children.
func (k *kazoo) module(raw json.RawMessage, depth int) (id string, err error) {
	m := &module{raw: raw}
	if err := json.Unmarshal(raw, m); err != nil {
		return "", noFlow(k.system, "a module cannot be read: %s", mismatch(err))
	}
	switch {
	case m.Module == "" && len(m.Children) == 0:
		return "", nil // an empty mapping is the end
	case m.Module == "":
		return "", noFlow(k.system, "a module has no name")
	case depth > maxTreeDepth || len(k.parts) > maxTreeParts:
		return "", noFlow(k.system, "its tree is too large")
	}
	id = k.id(m.Module)
	n := k.part(m.Module, m.Module, id)
	p := newProps(m.Data)
	skip := p.yes("skip_module")
	to := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(m.Children)) {
		if to[key], err = k.child(m, key, depth); err != nil {
			return "", err
		}
	}
	read := map[string]func(*node, *props, map[string]string) bool{
		"play": k.play, "tts": k.tts, "menu": k.menu, "user": k.user, "device": k.device, "ring_group": k.ringGroup,
		"voicemail": k.voicemail, "temporal_route": k.temporal, "callflow": k.callflow, "hangup": k.hangup, "response": k.response,
		"acdc_member": k.queue, "record_call": k.record, "answer": k.answer, "sleep": k.sleep, "resources": k.outside, "offnet": k.outside,
		"set_variable": k.variable, "conference": k.conference,
	}[m.Module]
	if read == nil || !read(n, p, to) {
		var ways []way
		for _, key := range slices.SortedFunc(maps.Keys(to), wildcardFirst) {
			ways = append(ways, way{key, to[key]})
		}
		n.keep(n.b.say("callflow has no node for the module %s as it is here.", m.Module), withoutChildren(m), ways)
		n.finish()
		return id, nil
	}
	n.made.Skip = skip
	if skip {
		n.remark("The module was switched off, and so is the node.")
	}
	n.rest(p)
	more := newProps(raw)
	more.ignore("module", "data", "children")
	n.rest(more)
	for _, key := range slices.Sorted(maps.Keys(to)) {
		if target := to[key]; target != "" {
			n.astray(n.b.say("the child %q", key), target, "")
		}
	}
	n.finish()
	return id, nil
}

// wildcardFirst puts the child for everything else before the others.
func wildcardFirst(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "_":
		return -1
	case b == "_":
		return 1
	}
	return strings.Compare(a, b)
}

// withoutChildren is the module's own text; its children have become nodes.
func withoutChildren(m *module) json.RawMessage {
	text, err := json.Marshal(struct {
		Module string          `json:"module"`
		Data   json.RawMessage `json:"data,omitempty"`
	}{m.Module, m.Data})
	if err != nil {
		return m.raw
	}
	return text
}
