package flowengine

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// maxExpression bounds an expression's source, in bytes.
const maxExpression = 4096

// maxText bounds what a template makes, in bytes.
const maxText = 16 << 10

// expressions compiles each expression once. Sources come from flows, so there
// are no more of them than the store holds; past maxCompiled they are made anew.
type expressions struct {
	mu       sync.RWMutex
	compiled map[string]*vm.Program
}

const maxCompiled = 10_000

func compileExpression(src string) (*vm.Program, error) {
	if len(src) > maxExpression {
		return nil, fmt.Errorf("the expression is longer than %d characters", maxExpression)
	}
	// expr's own now() would be the machine's time; now is the session's.
	language := []expr.Option{expr.AllowUndefinedVariables(), expr.DisableBuiltin("now"), expr.MaxNodes(maxNodes)}
	// By itself first, because with its bounds an expression has parts of which
	// nobody knows the type, and fewer mistakes are seen.
	if _, err := expr.Compile(src, append(language, expr.Optimize(false))...); err != nil {
		return nil, err
	}
	return expr.Compile(src, append(language, bounds()...)...)
}

func (e *expressions) get(src string) (*vm.Program, error) {
	e.mu.RLock()
	p := e.compiled[src]
	e.mu.RUnlock()
	if p != nil {
		return p, nil
	}
	p, err := compileExpression(src)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.compiled == nil || len(e.compiled) >= maxCompiled {
		e.compiled = map[string]*vm.Program{}
	}
	e.compiled[src] = p
	return p, nil
}

// checkExpression says whether src is an expression.
func checkExpression(src string) error {
	_, err := compileExpression(src)
	return err
}

// Eval computes an expression (https://expr-lang.org) over what the session
// knows: caller, number, call, vars, digits, now, and the results of earlier
// nodes by their id, also under nodes["id"].
func (s *Session) Eval(src string) (any, error) {
	p, err := s.engine.expressions.get(src)
	if err != nil {
		return nil, err
	}
	return runExpression(p, s.environment())
}

func (s *Session) environment() map[string]any {
	nodes := maps.Clone(s.at.Results)
	if nodes == nil {
		nodes = map[string]any{}
	}
	maps.Copy(nodes, s.secret)
	env := maps.Clone(nodes)
	in := s.at.Call
	vars := s.at.Vars
	if vars == nil {
		vars = map[string]any{}
	}
	env["nodes"] = nodes
	env["vars"] = vars
	env["digits"] = s.at.Digits
	env["now"] = s.Now()
	env["caller"] = map[string]any{"number": in.CallerNumber, "name": in.CallerName, "withheld": in.CallerNumber == ""}
	env["number"] = map[string]any{"number": s.at.Number.Number, "service": s.at.Number.Service, "group": s.at.Number.Group, "dialled": in.Number}
	env["call"] = map[string]any{
		"id": in.ID, "started": in.Arrived, "answered": s.at.Answered, "answered_by": s.at.By,
		"talked_s": s.at.Talked.Seconds(), "flow": s.program.Flow.Name,
	}
	return env
}

// Text fills a template: each {{ expression }} is replaced by its value. An
// expression that fails leaves nothing in its place and a warning in the trace.
func (s *Session) Text(template string) string {
	if !strings.Contains(template, "{{") {
		return template
	}
	var out strings.Builder
	err := eachPart(template, func(literal string) { out.WriteString(literal) }, func(src string) error {
		value, err := s.Eval(src)
		if err != nil {
			s.Warn("{{%s}} has no value: %v", src, firstLine(err))
			return nil
		}
		out.WriteString(display(value))
		return nil
	})
	if err != nil {
		s.Warn("%v", err)
	}
	if text := out.String(); len(text) <= maxText {
		return text
	}
	s.Warn("A text was cut off at %d bytes.", maxText)
	return strings.ToValidUTF8(out.String()[:maxText], "")
}

// checkTemplate says whether every {{ … }} in the text holds an expression.
func checkTemplate(text string) error {
	return eachPart(text, func(string) {}, func(src string) error {
		if err := checkExpression(src); err != nil {
			return fmt.Errorf("{{%s}}: %s", src, firstLine(err))
		}
		return nil
	})
}

var errOpenTemplate = errors.New("a {{ has no }} after it")

func eachPart(text string, literal func(string), expression func(src string) error) error {
	for {
		before, rest, found := strings.Cut(text, "{{")
		literal(before)
		if !found {
			return nil
		}
		src, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return errOpenTemplate
		}
		if err := expression(strings.TrimSpace(src)); err != nil {
			return err
		}
		text = after
	}
}

// display is a value as people read it.
func display(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case time.Time:
		return v.Format("2006-01-02 15:04")
	}
	return fmt.Sprint(value)
}

// firstLine drops the drawing that expr puts under its messages.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
