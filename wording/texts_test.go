package wording_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"callflow/flowengine/nodes"
	"callflow/flowengine/templates"
)

// worded are the packages whose texts for people are translated.
var worded = []string{"flowengine", "flowengine/nodes", "flowengine/simulator", "flowengine/flowtest", "flowengine/foreign", "flowengine/scenario", "doctor", "server", "store", "queue", "media", "authoring", "flowengine/templates", "web/api", "web/signin"}

// formats says which arguments of a call are texts of a catalogue, by the call as
// it is written.
var formats = map[string][]int{
	"wording.Say": {0}, "wording.Of": {0}, "wording.Errorf": {0}, "wording.Count": {1, 2}, "say": {0},
	"c.Error": {2}, "c.Warn": {2}, "c.Note": {2}, "k.Error": {2}, "fail": {2}, "p.problem": {3},
	"l.ok": {0, 1}, "l.warn": {0}, "l.fail": {0}, "look": {0}, "api.NewHealthCheck": {1},
	"newProblem": {2}, "NewProblem": {2}, "api.NewProblem": {2}, "flowengine.RefuseQueue": {0},
	"n.remark": {0}, "n.b.say": {0}, "b.note": {0}, "v.note": {0}, "noFlow": {1}, "problem": {1}, "r.refuse": {1}, "w.not": {1},
	"checkName": {0}, "checkText": {0}, "checkIdentifier": {0}, "checkEndpoint": {0}, "checkDigits": {0}, "outside": {0},
}

// kinds says which arguments of a call are kinds of things, of which a catalogue
// has "the flow", and fields which fields of a value are such, or are texts.
var (
	kinds  = map[string]int{"notFound": 2, "taken": 0, "t.unused": 0, "seen.once": 0}
	fields = map[string]struct{ field, before string }{
		"InvalidError": {"Field", ""}, "NotFoundError": {"Kind", "the "}, "InUseError": {"Kind", "the "}, "Use": {"Kind", "the "},
	}
)

// tables are variables and functions whose texts are looked up by what they are for.
var tables = []string{"refWords", "typeWords", "trackedWords", "weekdays", "kindWords", "Modules", "titles", "humaTexts"}

// computed are arguments that are no texts themselves: they are passed on from a
// caller, or come from a table, or from the registry of node types.
var computed = []string{
	"message", "format", "found", "entry.Title", "p.Description", "shape.Description", "o.About", "day",
	"refWords[r.Ref.Kind]", "typeWords[k.Got]", "in[name]", "trackedWords[c.Is]", "word", "kindWords[k]", "conjunction", "text", "what", "part", "p.name",
	"f.What", "field", `"the " + kind`, "e.Field", "h.Part", "t.Title", "t.Summary", "said", "http.StatusText(status)", "humaTexts[i]", "t.About", "p.About", "t.Parameters[i].About",
}

// text is one that people read, with the place that says it.
type text struct{ english, at string }

// texts finds every text that people read: in the calls that say one, and in the
// registry of node types.
func texts(t *testing.T) []text {
	t.Helper()
	var all []text
	for _, folder := range worded {
		files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s: %v", folder, err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				all = append(all, textsOf(t, file)...)
			}
		}
	}
	for _, conjunction := range []string{"and", "or"} {
		all = append(all, text{conjunction, "wording.List"})
	}
	return slices.Concat(all, reasons(t), textsOfNodes(t), textsOfTemplates(t))
}

func textsOf(t *testing.T, file string) []text {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	positions := token.NewFileSet()
	tree, err := parser.ParseFile(positions, file, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []text
	add := func(at ast.Node, english string) {
		found = append(found, text{english, positions.Position(at.Pos()).String()})
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "VariedOutcomes" {
				return false // only for the node reference
			}
			if slices.Contains(tables, n.Name.Name) {
				literals(n.Body, add)
			}
		case *ast.ValueSpec:
			if slices.Contains(tables, n.Names[0].Name) && len(n.Values) == 1 {
				literals(n.Values[0], add)
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "About" {
				if english, ok := constant(n.Value); ok {
					add(n.Value, english)
				}
			}
		case *ast.CompositeLit:
			what := fields[strings.TrimPrefix(types.ExprString(n.Type), "store.")]
			for _, e := range n.Elts {
				if pair, ok := e.(*ast.KeyValueExpr); ok && what.field != "" && types.ExprString(pair.Key) == what.field {
					if english, ok := constant(pair.Value); ok {
						add(pair.Value, what.before+english)
					}
				}
			}
		case *ast.CallExpr:
			if i, ok := kinds[types.ExprString(n.Fun)]; ok {
				if english, ok := constant(n.Args[i]); ok {
					add(n.Args[i], "the "+english)
				}
			}
			for _, i := range formats[types.ExprString(n.Fun)] {
				if i >= len(n.Args) {
					continue
				}
				if english, ok := constant(n.Args[i]); ok {
					add(n.Args[i], english)
				} else if !slices.Contains(computed, types.ExprString(n.Args[i])) {
					t.Errorf("%s: the text %s is put together, so that it cannot be translated: write a format and its arguments",
						positions.Position(n.Args[i].Pos()), types.ExprString(n.Args[i]))
				}
			}
		}
		return true
	})
	return found
}

// literals visits the texts of a table: of a map, what is looked up.
func literals(table ast.Node, add func(ast.Node, string)) {
	ast.Inspect(table, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			literals(n.Value, add)
			return false
		case *ast.BasicLit:
			if english, ok := constant(n); ok && !strings.HasSuffix(english, ".so") { // a module of Asterisk
				add(n, english)
			}
		}
		return true
	})
}

// constant is the text that an expression of literals writes.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		a, okA := constant(e.X)
		b, okB := constant(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

// textsOfNodes are those that the builder shows of the types of nodes.
func textsOfNodes(t *testing.T) []text {
	t.Helper()
	registry, err := nodes.Registry()
	if err != nil {
		t.Fatal(err)
	}
	var all []text
	for _, nodeType := range registry.Types() {
		at := "the node type " + nodeType.Name
		all = append(all, text{nodeType.Title, at}, text{nodeType.Summary, at})
		var shape any
		if err := json.Unmarshal(registry.Schema(nodeType.Name), &shape); err != nil {
			t.Fatal(err)
		}
		for _, description := range descriptions(shape) {
			all = append(all, text{description, at})
		}
	}
	return all
}

// textsOfTemplates are those by which people choose, and those that callers hear.
func textsOfTemplates(t *testing.T) []text {
	t.Helper()
	library, err := templates.All()
	if err != nil {
		t.Fatal(err)
	}
	var all []text
	for _, template := range library {
		at := "the template " + template.Name
		all = append(all, text{template.Title, at}, text{template.About, at})
		for _, p := range template.Parameters {
			all = append(all, text{p.About, at})
		}
		for _, said := range template.Said() {
			all = append(all, text{said, at})
		}
	}
	return all
}

// descriptions are those of a schema, a param that is named so left out.
func descriptions(shape any) (found []string) {
	switch shape := shape.(type) {
	case map[string]any:
		for key, inner := range shape {
			if description, ok := inner.(string); ok && key == "description" {
				found = append(found, description)
			}
			found = append(found, descriptions(inner)...)
		}
	case []any:
		for _, inner := range shape {
			found = append(found, descriptions(inner)...)
		}
	}
	return found
}
