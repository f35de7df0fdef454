package wording_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// reasoned are the packages, and files, that say why a call went its way.
var reasoned = []string{"flowengine/*.go", "flowengine/nodes/*.go", "queue/*.go", "store/screening.go", "store/outside*.go", "store/callbacks.go",
	"server/texts.go", "ari/stasis/text.go", "ari/stasis/script.go",
	"notify/worker.go", "notify/webhook.go", "notify/text.go", "notify/mail.go", "notify/smtp.go", "flowengine/flowtest/flowtest.go"}

// silent are files of these packages that say nothing of a call.
var silent = []string{"diff.go", "nodereference.go", "readyaml.go", "missed.go", "gen.go", "table.go", "finding.go"}

// unreasoned are calls whose texts are no reasons: errors that the log has, what
// is logged, SQL, and findings, which other catalogues have.
var unreasoned = []string{"fmt.Errorf", "errors.New", ".Msg", ".Msgf", ".Str", "regexp.MustCompile", ".Format", "panic", "wording.", "checkName", "checkText", "outside",
	"c.Error", "c.Warn", "c.Note", "k.Error", "p.problem", "fail", "say", "flowengine.RefuseQueue", "s.failed"}

// noReasons are texts in these packages that no person reads as a reason: what
// callers hear, what letters say, layouts of times, and the log.
var noReasons = []string{
	"You have a call. Press 1 to take it.", "Message from $callerid for $calleduser",
	"$callerid called $servicenumber on $datetime.\n$message\n\nWhy the call came here: $reason\nCall status: $callstatus\n$listen",
	", and ", "waiting callback", "note how a call back goes", "%s and %d more", "%d copies", "a withheld number",
	"country AU", "%s (%s to %s)", "at be ch dk hu no nz za", "de es fi fr it my pl se th us", "cn in sg",
}

// statement is one of SQL.
var statement = regexp.MustCompile(`\b(SELECT|INSERT|UPDATE|DELETE)\b`)

// reasons finds the texts that say why a call went its way, wherever a literal
// text of more than a word stands in the packages that say so.
func reasons(t *testing.T) (all []text) {
	t.Helper()
	for _, pattern := range reasoned {
		files, err := filepath.Glob(filepath.Join("..", pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files are %s: %v", pattern, err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") && !slices.Contains(silent, filepath.Base(file)) {
				all = append(all, reasonsOf(t, file)...)
			}
		}
	}
	return all
}

func reasonsOf(t *testing.T, file string) (found []text) {
	t.Helper()
	positions := token.NewFileSet()
	tree, err := parser.ParseFile(positions, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return n.Tag == nil
		case *ast.FuncDecl:
			return n.Name.Name != "VariedOutcomes" && n.Name.Name != "Outcomes" && !strings.HasPrefix(n.Name.Name, "new")
		case *ast.CallExpr:
			if slices.ContainsFunc(n.Args, func(arg ast.Expr) bool { sql, _ := constant(arg); return statement.MatchString(sql) }) {
				return false // what was being done stands beside it
			}
			called := types.ExprString(n.Fun)
			switch base := filepath.Base(filepath.Dir(file)); {
			case base == "notify" && called == "fmt.Errorf", base == "flowtest" && called == "differs": // why a letter, or a test, failed
				if english, ok := constant(n.Args[0]); ok {
					found = append(found, text{english, positions.Position(n.Pos()).String()})
				}
				return false
			case base == "notify" || base == "flowtest":
				return true
			}
			return !slices.ContainsFunc(unreasoned, func(no string) bool {
				return called == no || strings.HasPrefix(no, ".") && strings.HasSuffix(called, no) || strings.HasSuffix(no, ".") && strings.HasPrefix(called, no)
			})
		case ast.Expr:
			english, ok := constant(n)
			if base := filepath.Base(filepath.Dir(file)); base == "notify" || base == "flowtest" {
				return !ok
			}
			if ok && strings.Contains(strings.TrimSpace(english), " ") && hasWords(english) && !slices.Contains(noReasons, english) {
				found = append(found, text{english, positions.Position(n.Pos()).String()})
			}
			return !ok
		}
		return true
	})
	return found
}
