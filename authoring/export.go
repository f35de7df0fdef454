package authoring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"callflow/flowengine"
)

// Export writes a flow as it would stand in a file.
func Export(f *flowengine.Flow, asYAML bool) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(f); err != nil || !asYAML {
		return readable(text.Bytes()), err
	}
	// JSON is YAML in another style, but for two characters; the order of the fields stays.
	escaped := strings.NewReplacer("\u0085", `\u0085`, "\ufeff", `\ufeff`).Replace(text.String())
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(escaped), &root); err != nil {
		return nil, fmt.Errorf("writing the flow as YAML: %w", err)
	}
	text.Reset()
	blockStyle(&root)
	out := yaml.NewEncoder(&text)
	out.SetIndent(2)
	if err := out.Encode(&root); err != nil {
		return nil, fmt.Errorf("writing the flow as YAML: %w", err)
	}
	return text.Bytes(), out.Close()
}

// escape is one escape sequence in JSON, taken whole: of \\u003c it is the first
// two characters.
var escape = regexp.MustCompile(`\\(?:u[0-9a-fA-F]{4}|.)`)

// readable writes out what is escaped for the sake of HTML in params, which are
// kept as they came.
func readable(text []byte) []byte {
	return escape.ReplaceAllFunc(text, func(e []byte) []byte {
		switch string(e) {
		case `\u003c`:
			return []byte("<")
		case `\u003e`:
			return []byte(">")
		case `\u0026`:
			return []byte("&")
		}
		return e
	})
}

// unseen are the characters that YAML takes for indentation or for ends of lines
// unless they are escaped, which they only are between double quotes.
var unseen = regexp.MustCompile(`[\t\r\x{85}\x{2028}\x{2029}\x{feff}]`)

func blockStyle(n *yaml.Node) {
	n.Style = 0
	if unseen.MatchString(n.Value) {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, inner := range n.Content {
		blockStyle(inner)
	}
}
