package main

import (
	"bytes"
	"fmt"
	"strings"

	"callflow/ari/internal/spec"
)

// decoder writes the method by which a type fills itself from JSON.
func decoder(b *bytes.Buffer, m spec.Model, otherwise string) {
	fmt.Fprintf(b, "func (m *%s) decode(d *scanner) {\nfor more := d.first('{', '}'); more; more = d.next('}') {\n", m.Name)
	b.WriteString("switch name := d.name(); name {\n")
	for _, p := range m.Properties {
		fmt.Fprintf(b, "case %q:\n%s", p.Name, read("m."+exported(p.Name), goType(p.Type, p.Required)))
	}
	fmt.Fprintf(b, "default:\n%s\n}\n}\n}\n\n", otherwise)
}

// scans are the scanner's methods for the simple types.
var scans = map[string]string{
	"string": "text", "int": "number", "bool": "flag", "float64": "decimal", "Time": "time", "Object": "object",
	"[]string": "texts", "[]Object": "objects",
}

// read writes the statement that reads a value of a type into a place.
func read(place, goType string) string {
	if method, ok := scans[goType]; ok {
		return fmt.Sprintf("%s = d.%s()\n", place, method)
	}
	if inner, ok := strings.CutPrefix(goType, "[]"); ok {
		return fmt.Sprintf("%s = []%s{}\nfor more := d.first('[', ']'); more; more = d.next(']') {\nvar v %s\nv.decode(d)\n%s = append(%s, v)\n}\n",
			place, inner, inner, place, place)
	}
	if inner, ok := strings.CutPrefix(goType, "*"); ok {
		return fmt.Sprintf("if %s == nil {\n%s = new(%s)\n}\n%s.decode(d)\n", place, place, inner, place)
	}
	return place + ".decode(d)\n"
}
