package flowengine

import (
	"fmt"
	"io"
	"strings"

	reflector "github.com/invopop/jsonschema"

	"callflow/wording"
)

// Documented is a Runner that has more to say in the node reference than its
// params and outcomes do, in Markdown.
type Documented interface {
	Doc() string
}

// Varied is a Runner whose outcomes depend on its params. It describes them in
// general, such as "key:<digits>", all of them in order.
type Varied interface {
	VariedOutcomes() []Outcome
}

// WriteNodeReference writes the reference of all node types in Markdown.
func WriteNodeReference(w io.Writer, r *Registry) error {
	var out strings.Builder
	out.WriteString("<!-- Generated from the code. Do not edit. -->\n\n# The nodes\n\n" +
		"Every node may have a `label`, a `note`, `skip` (calls walk past it by its first outcome) and `sensitive`\n" +
		"(its digits and variables are not stored). Every node has two more outcomes: `hung_up`, when the caller has left,\n" +
		"which ends the call unless it is wired, and `error`, which goes to `*`, else to the flow's goodbye. An edge `*`\n" +
		"catches every outcome, except `hung_up`, that has no edge of its own.\n\n")
	out.WriteString("| node | type | stands in | what it does |\n|---|---|---|---|\n")
	for _, t := range r.types {
		fmt.Fprintf(&out, "| [%s](#%s) | `%s` | %s | %s |\n", cell(t.Title), anchor(t), t.Name, kindsOf(t), cell(t.Summary))
	}
	for _, t := range r.types {
		writeNode(&out, r.byName[t.Name])
	}
	if _, err := io.WriteString(w, out.String()); err != nil {
		return fmt.Errorf("writing the node reference: %w", err)
	}
	return nil
}

// anchor is the address of a heading on the page, as GitHub makes it.
func anchor(t NodeType) string {
	var out strings.Builder
	for _, c := range strings.ToLower(t.Title + " " + t.Name) {
		switch {
		case c == ' ':
			out.WriteByte('-')
		case c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c > 127:
			out.WriteRune(c)
		}
	}
	return out.String()
}

func kindsOf(t NodeType) string {
	kinds := make([]string, len(t.Kinds))
	for i, kind := range t.Kinds {
		kinds[i] = string(kind)
	}
	return wording.List(kinds, "and").String()
}

// cell makes a text safe for a table. Between backquotes a < is none of HTML's.
func cell(text string) string {
	parts := strings.Split(strings.NewReplacer("|", `\|`, "\n", " ").Replace(text), "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.ReplaceAll(parts[i], "<", "&lt;")
	}
	return strings.Join(parts, "`")
}

func writeNode(out *strings.Builder, e *registered) {
	fmt.Fprintf(out, "\n## %s `%s`\n\n%s\n", e.Title, e.Name, e.Summary)
	if len(e.params) == 0 {
		out.WriteString("\nIt has no params.\n")
	} else {
		out.WriteString("\n| param | type | default | range | what it is |\n|---|---|---|---|---|\n")
		writeParams(out, "", e.shape)
	}
	node := e.New()
	outcomes := generalOutcomes(node)
	if len(outcomes) == 0 {
		out.WriteString("\nIt ends the call, so it has no outcomes.\n")
	} else {
		out.WriteString("\n| outcome | when | if it is not wired |\n|---|---|---|\n")
		for _, o := range outcomes {
			otherwise := "must be wired, or caught by `*`"
			if o.Else != "" {
				otherwise = "as `" + o.Else + "`"
			}
			fmt.Fprintf(out, "| `%s` | %s | %s |\n", o.Name, cell(o.About), otherwise)
		}
	}
	if doc, ok := node.(Documented); ok {
		fmt.Fprintf(out, "\n%s\n", strings.TrimSpace(doc.Doc()))
	}
}

// writeParams writes a row for each param, those of nested structs under the
// path that they have.
func writeParams(out *strings.Builder, path string, shape *reflector.Schema) {
	for p := shape.Properties.Oldest(); p != nil; p = p.Next() {
		name, s := joinPath(path, p.Key), p.Value
		value := "none"
		if s.Default != nil {
			value = "`" + cell(shortJSON(s.Default)) + "`"
		}
		for _, required := range shape.Required {
			if required == p.Key {
				value = "required"
			}
		}
		fmt.Fprintf(out, "| `%s` | %s | %s | %s | %s |\n", name, typeOf(s), value, cell(rangeOf(s)), cell(s.Description))
		switch {
		case s.Properties != nil:
			writeParams(out, name, s)
		case s.Items != nil && s.Items.Properties != nil:
			writeParams(out, name+"[]", s.Items)
		case s.AdditionalProperties != nil && s.AdditionalProperties.Properties != nil:
			writeParams(out, name+".KEY", s.AdditionalProperties)
		}
	}
}

func typeOf(s *reflector.Schema) string {
	switch s.Type {
	case "array":
		if s.Items != nil && s.Items.Type != "" {
			return "list of " + plural(typeOf(s.Items))
		}
	case "object":
		if s.Properties == nil && s.AdditionalProperties != nil && s.AdditionalProperties.Type != "" {
			return "mapping to " + plural(typeOf(s.AdditionalProperties))
		}
	case "":
		return "any"
	}
	return strings.TrimPrefix(typeWords[s.Type], "a ")
}

func plural(word string) string {
	if strings.HasSuffix(word, "false") || strings.HasPrefix(word, "list") || word == "any" {
		return word
	}
	return word + "s"
}

// rangeOf is what a param's value may be.
func rangeOf(s *reflector.Schema) string {
	var parts []string
	if len(s.Enum) > 0 {
		names := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			names[i] = "`" + fmt.Sprint(v) + "`"
		}
		parts = append(parts, strings.Join(names, ", "))
	}
	if s.Pattern != "" {
		parts = append(parts, "`"+s.Pattern+"`")
	}
	if s.Format != "" {
		parts = append(parts, s.Format)
	}
	span := func(low, high, unit string) {
		switch {
		case low != "" && high != "":
			parts = append(parts, low+" to "+high+unit)
		case low != "":
			parts = append(parts, "at least "+low+unit)
		case high != "":
			parts = append(parts, "at most "+high+unit)
		}
	}
	span(s.Minimum.String(), s.Maximum.String(), "")
	if s.ExclusiveMinimum != "" {
		parts = append(parts, "more than "+s.ExclusiveMinimum.String())
	}
	if s.ExclusiveMaximum != "" {
		parts = append(parts, "less than "+s.ExclusiveMaximum.String())
	}
	if s.MinLength != nil && *s.MinLength == 1 && s.MaxLength == nil {
		parts = append(parts, "not empty")
	} else {
		span(count(s.MinLength), count(s.MaxLength), " characters")
	}
	span(count(s.MinItems), count(s.MaxItems), " in number")
	span(count(s.MinProperties), count(s.MaxProperties), " in number")
	if s.Items != nil {
		if inner := rangeOf(s.Items); inner != "" {
			parts = append(parts, "each "+inner)
		}
	}
	return strings.Join(parts, "; ")
}

func count(n *uint64) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}
