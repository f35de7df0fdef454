package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"callflow/ari/internal/spec"
)

// bodies says what Go type a body parameter has, and under which key it goes into the body ("" is the whole body).
var bodies = map[string]struct{ goType, key string }{
	"variables": {"map[string]string", "variables"},
	"fields":    {"[]ConfigTuple", "fields"},
	"filter":    {"EventFilter", ""},
}

func skipped(op spec.Operation) bool { return op.Upgrade != "" }

func opName(r spec.Resource, op spec.Operation) string {
	return "op" + exported(r.Name) + exported(op.Name)
}

// operations writes the list of operations and what is fixed about each.
func (g *generator) operations(b *bytes.Buffer) {
	b.WriteString("// operation numbers each operation of the interface.\ntype operation uint8\n\nconst (\n")
	first := true
	g.each(func(r spec.Resource, op spec.Operation) {
		b.WriteString(opName(r, op))
		if first {
			b.WriteString(" operation = iota")
			first = false
		}
		b.WriteString("\n")
	})
	b.WriteString(")\n\n// operationNames names each operation as Asterisk does, with its resource.\nvar operationNames = [...]string{\n")
	g.each(func(r spec.Resource, op spec.Operation) {
		fmt.Fprintf(b, "%s: %q,\n", opName(r, op), r.Name+"."+op.Name)
	})
	b.WriteString("}\n\n")
	for _, r := range g.spec.Resources {
		fmt.Fprintf(b, "// %s returns the operations of that resource.\nfunc (c *Client) %s() %s { return %s{c} }\n\n",
			exported(r.Name), exported(r.Name), exported(r.Name), exported(r.Name))
	}
}

func (g *generator) each(f func(spec.Resource, spec.Operation)) {
	for _, r := range g.spec.Resources {
		for _, op := range r.Operations {
			if !skipped(op) {
				f(r, op)
			}
		}
	}
}

func (g *generator) resource(b *bytes.Buffer, r spec.Resource) {
	b.WriteString("import (\n")
	if slices.ContainsFunc(r.Operations, defaultTexts) {
		b.WriteString("\"cmp\"\n")
	}
	b.WriteString("\"context\"\n")
	if slices.ContainsFunc(r.Operations, func(op spec.Operation) bool { return op.Response == "binary" }) {
		b.WriteString("\"io\"\n")
	}
	b.WriteString(")\n\n")
	fmt.Fprintf(b, "// %s are the operations of Asterisk's resource %q.\ntype %s struct{ c *Client }\n\n", exported(r.Name), r.Name, exported(r.Name))
	for _, op := range r.Operations {
		if !skipped(op) {
			g.operation(b, r, op)
		}
	}
}

// defaultTexts tells if an operation has strings with a default.
func defaultTexts(op spec.Operation) bool {
	return slices.ContainsFunc(op.Params, func(p spec.Param) bool { return p.Type == "string" && p.Default != "" })
}

func (g *generator) operation(b *bytes.Buffer, r spec.Resource, op spec.Operation) {
	m := newMethod(r, op)
	if m.paramsType != "" {
		m.writeParams(b)
	}
	fmt.Fprintf(b, "// %s is %s %s", m.name, op.Method, op.Path)
	if len(op.Since) > 0 {
		fmt.Fprintf(b, ", since Asterisk %s", strings.Join(op.Since, ", "))
	}
	b.WriteString(".\n")
	if m.streams() {
		b.WriteString("// The caller closes what it returns.\n")
	}
	fmt.Fprintf(b, "func (r %s) %s(%s) %s {\n", exported(r.Name), m.name, m.signature(), m.results())
	m.writeBody(b)
	b.WriteString("}\n\n")
}
