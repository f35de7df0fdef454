package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// docs/operations.md tells of every metric and of every line that the server
// may log at info or above.
func TestOperationsAreComplete(t *testing.T) {
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	docs := string(text)
	metric := regexp.MustCompile(`^callflow_[a-z_]+$`)
	lines, metrics := 0, 0
	for _, folder := range []string{"server", "web", "store", "media", "agi", "ari", "flowengine", "notify"} {
		for position, found := range logged(t, filepath.Join("../..", folder)) {
			lines++
			if !strings.Contains(docs, found) {
				t.Errorf("%s logs %q, which docs/operations.md does not tell of", position, found)
			}
		}
	}
	for position, literal := range literals(t, "../../server") {
		if metric.MatchString(literal) {
			metrics++
			if !strings.Contains(docs, "`"+literal) {
				t.Errorf("%s has the metric %s, which docs/operations.md does not tell of", position, literal)
			}
		}
	}
	if lines < 30 || metrics < 10 {
		t.Errorf("only %d lines and %d metrics were found", lines, metrics)
	}
}

// logged finds the messages that are logged at info or above, by their place:
// the fixed beginning of each.
func logged(t *testing.T, folder string) map[string]string {
	found := map[string]string{}
	inspectCode(t, folder, func(position string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return
		}
		name, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || (name.Sel.Name != "Msg" && name.Sel.Name != "Msgf") || level(name.X) == "Debug" {
			return
		}
		argument := call.Args[0]
		if sum, ok := argument.(*ast.BinaryExpr); ok {
			argument = sum.X
		}
		literal, ok := argument.(*ast.BasicLit)
		if !ok {
			return // a sentence that is made elsewhere
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ = strings.Cut(text, "%")
		found[position] = strings.TrimSpace(text)
	})
	return found
}

// level is the method at which a chain of zerolog's begins: Info, Warn, …
func level(chain ast.Expr) string {
	for {
		call, ok := chain.(*ast.CallExpr)
		if !ok {
			return ""
		}
		name, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		switch name.Sel.Name {
		case "Debug", "Info", "Warn", "Error":
			return name.Sel.Name
		}
		chain = name.X
	}
}

func literals(t *testing.T, folder string) map[string]string {
	found := map[string]string{}
	inspectCode(t, folder, func(position string, n ast.Node) {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				found[position] = text
			}
		}
	})
	return found
}

// inspectCode visits every node of the Go files in a folder and those below it, tests aside.
func inspectCode(t *testing.T, folder string, visit func(position string, n ast.Node)) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				visit(files.Position(n.Pos()).String(), n)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
