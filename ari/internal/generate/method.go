package main

import (
	"bytes"
	"fmt"
	"strings"

	"callflow/ari/internal/spec"
)

// method is one operation as a Go method. Path parameters are arguments. When an operation has no other parameters than
// required ones, and at most two, these are arguments too; else all of them are fields of one struct, the last argument.
type method struct {
	op         spec.Operation
	opConst    string
	name       string
	paramsType string
	args       []argument
	params     []field // query and body parameters
}

type argument struct{ name, goType string }

type field struct {
	spec.Param
	goType string
	expr   string // how the method's code reads it
	key    string // body parameters: the key in the body, "" is the whole body
}

func newMethod(r spec.Resource, op spec.Operation) *method {
	m := &method{op: op, opConst: opName(r, op), name: exported(op.Name), args: []argument{{"ctx", "context.Context"}}}
	required := true
	for _, p := range op.Params {
		if p.In == "path" {
			m.args = append(m.args, argument{local(p.Name), "string"})
			continue
		}
		f := field{Param: p, goType: goType(p.Type, true)}
		if p.In == "body" {
			body, ok := bodies[p.Name]
			if !ok {
				body.goType = "any"
			}
			f.goType, f.key = body.goType, body.key
			f.Required = f.Required || f.key == "" // an empty body says something too, such as a filter of nothing
		} else if p.Multiple {
			f.goType = "[]" + f.goType
		}
		required = required && f.Required
		m.params = append(m.params, f)
	}
	if len(m.params) > 2 || !required {
		m.paramsType = singular(r.Name) + m.name + "Params"
		m.args = append(m.args, argument{"params", m.paramsType})
	}
	for i := range m.params {
		f := &m.params[i]
		if m.paramsType != "" {
			f.expr = "params." + exported(f.Name)
			continue
		}
		f.expr = local(f.Name)
		m.args = append(m.args, argument{f.expr, f.goType})
	}
	return m
}

// signature writes the arguments, naming a type once for those in a row.
func (m *method) signature() string {
	var b strings.Builder
	for i, a := range m.args {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(a.name)
		if i+1 == len(m.args) || m.args[i+1].goType != a.goType {
			b.WriteString(" " + a.goType)
		}
	}
	return b.String()
}

func (m *method) streams() bool { return m.op.Response == "binary" }

func (m *method) writeParams(b *bytes.Buffer) {
	fmt.Fprintf(b, "// %s are the parameters of %s. Zero values stand for the defaults.\ntype %s struct {\n",
		m.paramsType, m.name, m.paramsType)
	for _, f := range m.params {
		fmt.Fprintf(b, "%s %s", exported(f.Name), f.goType)
		var notes []string
		if f.Required {
			notes = append(notes, "required")
		}
		if f.Default != "" && f.Default != "false" && f.Default != "0" {
			notes = append(notes, "default "+f.Default)
		}
		if f.Min != nil {
			notes = append(notes, fmt.Sprintf("at least %d", *f.Min))
		}
		if f.Max != nil {
			notes = append(notes, fmt.Sprintf("at most %d", *f.Max))
		}
		if len(f.Values) > 0 {
			notes = append(notes, "one of "+strings.Join(f.Values, " "))
		}
		if len(notes) > 0 {
			b.WriteString(" // " + strings.Join(notes, ", "))
		}
		b.WriteString("\n")
	}
	b.WriteString("}\n\n")
	for _, f := range m.params {
		constants(b, m.paramsType, f.Name, f.Values)
	}
}

func (m *method) results() string {
	switch t := m.op.Response; {
	case t == "void":
		return "error"
	case t == "binary":
		return "(io.ReadCloser, error)"
	case strings.HasPrefix(t, "List["):
		return "(" + goType(t, true) + ", error)"
	default:
		return "(*" + t + ", error)"
	}
}

func (m *method) writeBody(b *bytes.Buffer) {
	fmt.Fprintf(b, "q := newRequest(%s, %q)\n", m.opConst, m.op.Method)
	path := strings.TrimPrefix(m.op.Path, "/")
	for path != "" {
		before, rest, found := strings.Cut(path, "{")
		if before != "" {
			fmt.Fprintf(b, "q.path(%q)\n", before)
		}
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		fmt.Fprintf(b, "q.segment(%s)\n", local(name))
		path = after
	}
	for _, f := range m.params {
		m.writeParam(b, f)
	}
	switch t := m.op.Response; {
	case t == "void":
		b.WriteString("return r.c.call(ctx, q, nil)\n")
	case t == "binary":
		b.WriteString("return r.c.stream(ctx, q)\n")
	case strings.HasPrefix(t, "List["):
		fmt.Fprintf(b, "var out %s\nerr := r.c.call(ctx, q, &out)\nreturn out, err\n", goType(t, true))
	default:
		fmt.Fprintf(b, "out := new(%s)\nif err := r.c.call(ctx, q, out); err != nil {\nreturn nil, err\n}\nreturn out, nil\n", t)
	}
}

func (m *method) writeParam(b *bytes.Buffer, f field) {
	if f.In == "body" {
		switch {
		case f.key == "":
			fmt.Fprintf(b, "q.body(%s)\n", f.expr)
		default:
			fmt.Fprintf(b, "if len(%s) > 0 {\nq.bodyKey(%q, %s)\n}\n", f.expr, f.key, f.expr)
		}
		return
	}
	if f.Name == "body" {
		// A text. Asterisk takes a query of 8 kB, and a body of 40.
		fmt.Fprintf(b, "if %s != \"\" {\nq.bodyKey(%q, %s)\n}\n", f.expr, f.Name, f.expr)
		return
	}
	kind := map[string]string{"string": "text", "[]string": "list", "int": "number", "bool": "flag"}[f.goType]
	call := fmt.Sprintf("q.%s(%q, %s)\n", kind, f.Name, f.expr)
	if kind == "text" && f.Default != "" {
		// Asterisk refuses some operations without them, such as mute without a direction.
		call = fmt.Sprintf("q.text(%q, cmp.Or(%s, %q))\n", f.Name, f.expr, f.Default)
	}
	if f.Required || kind == "text" && f.Default != "" {
		b.WriteString(call)
		return
	}
	zero := map[string]string{"text": f.expr + ` != ""`, "list": "len(" + f.expr + ") > 0", "number": f.expr + " != 0", "flag": f.expr}[kind]
	fmt.Fprintf(b, "if %s {\n%s}\n", zero, call)
}
