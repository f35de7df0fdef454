package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"callflow/ari/internal/spec"
)

type generator struct {
	spec    *spec.Spec
	models_ []spec.Model // plain models, in the order of the spec
	events_ []spec.Model // those that arrive by themselves
}

// handmade are the models that ari writes by hand: the bases of events, and the frames of requests on the socket.
var handmade = []string{"Message", "Event", "RESTRequest", "RESTResponse", "RESTHeader", "RESTQueryStringParameter", "Dialed"}

func newGenerator(s *spec.Spec) *generator {
	g := &generator{spec: s}
	var events []string
	for _, r := range s.Resources {
		for _, m := range r.Models {
			events = append(events, m.SubTypes...)
		}
	}
	for _, r := range s.Resources {
		for _, m := range r.Models {
			switch {
			case slices.Contains(handmade, m.Name):
			case slices.Contains(events, m.Name):
				g.events_ = append(g.events_, m)
			default:
				g.models_ = append(g.models_, m)
			}
		}
	}
	return g
}

// goType is the Go type of a model's property.
func goType(t string, required bool) string {
	if inner, ok := strings.CutPrefix(t, "List["); ok {
		return "[]" + goType(strings.TrimSuffix(inner, "]"), true)
	}
	switch t {
	case "string":
		return "string"
	case "int", "long":
		return "int"
	case "double":
		return "float64"
	case "boolean":
		return "bool"
	case "Date":
		return "Time"
	case "object", "containers":
		return "Object"
	}
	if required {
		return t
	}
	return "*" + t
}

func (g *generator) models(b *bytes.Buffer) {
	for _, m := range g.models_ {
		fmt.Fprintf(b, "// %s is Asterisk's model of that name.\ntype %s struct {\n", m.Name, m.Name)
		properties(b, m)
		b.WriteString("}\n\n")
		decoder(b, m, "d.other(name)")
		for _, p := range m.Properties {
			constants(b, m.Name, p.Name, p.Values)
		}
	}
}

func properties(b *bytes.Buffer, m spec.Model) {
	for _, p := range m.Properties {
		opt := ",omitempty"
		if p.Required {
			opt = ""
		} else if goType(p.Type, p.Required) == "Time" {
			opt = ",omitzero"
		}
		fmt.Fprintf(b, "%s %s `json:\"%s%s\"`", exported(p.Name), goType(p.Type, p.Required), p.Name, opt)
		if !p.Required {
			b.WriteString(" // optional")
		}
		b.WriteString("\n")
	}
}

// constants writes the values that a string may have, as untyped constants named after their owner.
func constants(b *bytes.Buffer, owner, name string, values []string) {
	if len(values) == 0 {
		return
	}
	field := exported(name)
	field = strings.TrimPrefix(field, owner)
	if strings.HasSuffix(owner, field) {
		field = ""
	}
	fmt.Fprintf(b, "// Values of %s.%s.\nconst (\n", owner, exported(name))
	for _, v := range values {
		fmt.Fprintf(b, "%s%s%s = %q\n", strings.TrimSuffix(owner, "Params"), field, exported(v), v)
	}
	b.WriteString(")\n\n")
}

func (g *generator) events(b *bytes.Buffer) {
	b.WriteString("")
	for _, m := range g.events_ {
		fmt.Fprintf(b, "// %s is Asterisk's event of that name.\ntype %s struct {\nMeta\n", m.Name, m.Name)
		properties(b, m)
		fmt.Fprintf(b, "}\n\n// EventType is %q.\nfunc (*%s) EventType() string { return %q }\n\n", m.Name, m.Name, m.Name)
		decoder(b, m, "m.member(d, name)")
		for _, p := range m.Properties {
			constants(b, m.Name, p.Name, p.Values)
		}
	}
	b.WriteString("// newEvent makes an empty event of a type, or nil for a type that the spec does not know.\nfunc newEvent(name string) Event {\nswitch name {\n")
	for _, m := range g.events_ {
		fmt.Fprintf(b, "case %q:\nreturn &%s{}\n", m.Name, m.Name)
	}
	b.WriteString("}\nreturn nil\n}\n\n")
	g.channelOf(b)
}

// channelOf writes the function that finds the channel an event is about.
func (g *generator) channelOf(b *bytes.Buffer) {
	b.WriteString("// eventChannel returns the channel that an event carries as its own, or nil.\nfunc eventChannel(ev Event) *Channel {\nswitch ev := ev.(type) {\n")
	for _, m := range g.events_ {
		for _, p := range m.Properties {
			switch {
			case p.Name == "channel" && p.Required:
				fmt.Fprintf(b, "case *%s:\nreturn &ev.Channel\n", m.Name)
			case p.Name == "channel":
				fmt.Fprintf(b, "case *%s:\nreturn ev.Channel\n", m.Name)
			case m.Name == "Dial" && p.Name == "peer":
				b.WriteString("case *Dial:\nreturn &ev.Peer\n")
			}
		}
	}
	b.WriteString("}\nreturn nil\n}\n")
}

func lower(name string) string { return strings.ToLower(name) }
