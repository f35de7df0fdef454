package api_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// The console's types are those of the OpenAPI document. After a change of the
// API: go test ./web/api -run TestTypesOfTheConsole -update
func TestTypesOfTheConsole(t *testing.T) {
	schemas := newHouse(t, "http://pbx.test").api.Huma().OpenAPI().Components.Schemas.Map()
	var out strings.Builder
	out.WriteString("// Made from the OpenAPI document by `go test ./web/api -run TestTypesOfTheConsole -update`. Do not edit.\n")
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		if _, list := schemas[name].Properties["items"]; list && strings.HasPrefix(name, "List") {
			continue // a Page of api/client.ts
		}
		out.WriteString("\n" + comment(schemas[name].Description, ""))
		fmt.Fprintf(&out, "export type %s = %s\n", typeName(name), typescript(schemas[name], ""))
	}
	file := filepath.Join("..", "ui", "src", "api", "schema.ts")
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != out.String() {
		t.Errorf("%s is not what the API's document says; make it anew: go test ./web/api -run TestTypesOfTheConsole -update", file)
	}
}

// typeName makes a name of a schema's: Put-groups-groupRequest is PutGroupsGroupRequest.
func typeName(schema string) string {
	var name strings.Builder
	for part := range strings.SplitSeq(schema, "-") {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return name.String()
}

// typescript is a schema as a TypeScript type.
func typescript(s *huma.Schema, indent string) string {
	text := bareType(s, indent)
	if s.Nullable {
		text += " | null"
	}
	return text
}

func bareType(s *huma.Schema, indent string) string {
	switch {
	case s.Ref != "":
		return typeName(s.Ref[strings.LastIndex(s.Ref, "/")+1:])
	case len(s.Enum) > 0:
		values := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			values[i] = fmt.Sprintf("%#v", v)
		}
		return strings.ReplaceAll(strings.Join(values, " | "), `"`, "'")
	case s.Type == huma.TypeArray && s.Items != nil:
		item := typescript(s.Items, indent)
		if strings.Contains(item, "|") {
			item = "(" + item + ")"
		}
		return item + "[]"
	case s.Type == huma.TypeInteger, s.Type == huma.TypeNumber:
		return "number"
	case s.Type == huma.TypeString, s.Type == huma.TypeBoolean:
		return s.Type
	case s.Type == huma.TypeObject && len(s.Properties) > 0:
		return fields(s, indent)
	case s.Type == huma.TypeObject:
		if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
			return "Record<string, " + typescript(values, indent) + ">"
		}
		return "Record<string, unknown>"
	}
	return "unknown"
}

func fields(s *huma.Schema, indent string) string {
	var out strings.Builder
	out.WriteString("{\n")
	inside := indent + "  "
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		optional := "?"
		if slices.Contains(s.Required, name) {
			optional = ""
		}
		key := name
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_0123456789") != "" {
			key = "'" + name + "'"
		}
		out.WriteString(comment(p.Description, inside))
		fmt.Fprintf(&out, "%s%s%s: %s\n", inside, key, optional, typescript(p, inside))
	}
	out.WriteString(indent + "}")
	return out.String()
}

func comment(text, indent string) string {
	if text == "" {
		return ""
	}
	return indent + "/** " + strings.ReplaceAll(strings.ReplaceAll(text, "*/", "* /"), "\n", " ") + " */\n"
}
