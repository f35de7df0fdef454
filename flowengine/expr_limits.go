package flowengine

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
	"github.com/expr-lang/expr/vm/runtime"
)

// What one evaluation may use. The language itself bounds neither the turns of
// its loops nor the length of texts that are put together.
const (
	maxNodes   = 1000     // parts of an expression
	maxSteps   = 200_000  // turns of loops and pieces of values that are made
	maxValue   = 64 << 10 // bytes of a value that is made, about
	maxRange   = 20_000   // numbers in all ranges together
	maxPattern = 500      // bytes of a regular expression
	stepBytes  = 64       // bytes of a value that count as one step
)

var (
	errTooLong = errors.New("the expression takes too long: let it go over less")
	errTooBig  = fmt.Errorf("the expression makes a value of more than %d KiB: let it make less", maxValue>>10)
)

// Names that no expression can write.
const (
	budgetName  = "\x00budget"
	boundedName = "\x00bounded"
	matchesName = "\x00matches"
	uniqueName  = "\x00unique"
)

// budget is what one evaluation has used.
type budget struct{ steps int }

func (b *budget) spend(steps int) error {
	if b.steps += steps; b.steps > maxSteps {
		return errTooLong
	}
	return nil
}

// runExpression evaluates a compiled expression within the limits.
func runExpression(p *vm.Program, env map[string]any) (any, error) {
	env[budgetName] = &budget{}
	machine := vm.VM{MemoryBudget: maxRange}
	value, err := machine.Run(p, env)
	if err == nil {
		err = isData(value)
	}
	if err != nil {
		return nil, err
	}
	return value, nil
}

// isData refuses what cannot be kept: a checkpoint with it would be lost, and
// with it all that a call has gathered.
func isData(value any) error {
	switch v := value.(type) {
	case nil, bool, int, string:
		return nil
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return errNoNumber
		}
		return nil
	}
	var unsupported *json.UnsupportedValueError
	switch _, err := json.Marshal(value); {
	case errors.As(err, &unsupported):
		return errNoNumber
	case err != nil:
		return fmt.Errorf("the expression makes a %T, which cannot be kept: make a text, a number, or a list or map of these", value)
	}
	return nil
}

var errNoNumber = errors.New("the expression makes no finite number: see that nothing is divided by 0")

// bounds are the options by which an expression cannot run away.
func bounds() []expr.Option {
	return []expr.Option{
		expr.MaxNodes(maxNodes),
		expr.Optimize(false), // it would put ranges into the program as lists
		expr.Patch(bounder{}),
		expr.Function(boundedName, bounded),
		expr.Function(matchesName, boundedMatches),
		expr.Function(uniqueName, boundedUnique),
		// These can make much from little, before it could be measured.
		expr.Function("repeat", boundedRepeat, new(func(string, int) string)),
		expr.Function("replace", boundedReplace, new(func(string, string, string) string), new(func(string, string, string, int) string)),
		expr.Function("join", boundedJoin, new(func([]any) string), new(func([]any, string) string), new(func([]string) string), new(func([]string, string) string)),
	}
}

// bounder puts a measure around every part of an expression that makes a value
// larger than what it is made of, around what is gone over, and around every
// turn of a loop.
type bounder struct{}

// Visit implements [ast.Visitor].
func (bounder) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.PredicateNode:
		n.Node = call(boundedName, n.Node)
	case *ast.BinaryNode:
		switch n.Operator {
		case "+", "..":
			ast.Patch(node, call(boundedName, n))
		case "matches":
			ast.Patch(node, call(matchesName, n.Left, n.Right))
		case "==", "!=", "in", "contains", "startsWith", "endsWith":
			n.Left, n.Right = gone(n.Left), gone(n.Right)
		}
	case *ast.BuiltinNode:
		for i := range n.Arguments {
			n.Arguments[i] = gone(n.Arguments[i])
		}
		if n.Name == "uniq" && len(n.Arguments) == 1 {
			ast.Patch(node, call(uniqueName, n.Arguments[0]))
			return
		}
		ast.Patch(node, call(boundedName, n))
	case *ast.CallNode, *ast.ArrayNode, *ast.MapNode:
		ast.Patch(node, call(boundedName, n))
	}
}

// gone measures what is gone over each time.
func gone(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.PredicateNode, *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NilNode:
		return n
	case *ast.CallNode:
		if name, ok := n.Callee.(*ast.IdentifierNode); ok && name.Value == boundedName {
			return n
		}
	}
	measured := call(boundedName, n)
	measured.SetLocation(n.Location())
	return measured
}

func call(name string, arguments ...ast.Node) ast.Node {
	return &ast.CallNode{Callee: &ast.IdentifierNode{Value: name}, Arguments: append([]ast.Node{&ast.IdentifierNode{Value: budgetName}}, arguments...)}
}

// bounded passes a value on if the evaluation may go on with it.
func bounded(args ...any) (any, error) {
	b, value := args[0].(*budget), args[1]
	switch v := value.(type) {
	case nil, bool, int, float64:
		return value, b.spend(1)
	case string:
		if len(v) > maxValue {
			return nil, errTooBig
		}
		return value, b.spend(1 + len(v)/stepBytes)
	}
	size, pieces := 0, 0
	if !measure(reflect.ValueOf(value), &size, &pieces) {
		return nil, errTooBig
	}
	return value, b.spend(1 + pieces + size/stepBytes)
}

// measure adds up a value, as if nothing in it were shared; false when it is
// too big, which it notices after little more than it allows.
func measure(v reflect.Value, size, pieces *int) bool {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	*pieces++
	*size += 16
	switch v.Kind() {
	case reflect.String:
		*size += v.Len()
	case reflect.Slice, reflect.Array:
		for i := 0; i < v.Len() && *size <= maxValue; i++ {
			measure(v.Index(i), size, pieces)
		}
	case reflect.Map:
		for entry := v.MapRange(); *size <= maxValue && entry.Next(); {
			measure(entry.Key(), size, pieces)
			measure(entry.Value(), size, pieces)
		}
	}
	return *size <= maxValue
}

// boundedMatches is the operator matches.
func boundedMatches(args ...any) (any, error) {
	b := args[0].(*budget)
	if args[1] == nil || args[2] == nil {
		return false, nil
	}
	text, textual := args[1].(string)
	pattern, ok := args[2].(string)
	if !textual || !ok {
		return nil, fmt.Errorf("matches compares a text with a regular expression, not %T with %T", args[1], args[2])
	}
	if len(pattern) > maxPattern {
		return nil, fmt.Errorf("the regular expression is longer than %d characters", maxPattern)
	}
	// A step of a match goes over all of the pattern.
	if err := b.spend(50 + len(pattern) + len(text)*(1+len(pattern)/8)/8); err != nil {
		return nil, err
	}
	r, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	return r.MatchString(text), nil
}

// boundedUnique is the function uniq, which compares each with each.
func boundedUnique(args ...any) (any, error) {
	list := reflect.ValueOf(args[1])
	if list.Kind() != reflect.Slice && list.Kind() != reflect.Array {
		return nil, fmt.Errorf("uniq takes a list, not %T", args[1])
	}
	if err := args[0].(*budget).spend(list.Len() * list.Len() / 16); err != nil {
		return nil, err
	}
	unique := []any{}
	for i := range list.Len() {
		value := list.Index(i).Interface()
		if !slices.ContainsFunc(unique, func(other any) bool { return runtime.Equal(value, other) }) {
			unique = append(unique, value)
		}
	}
	return unique, nil
}

func boundedRepeat(args ...any) (any, error) {
	text, times, ok := textAndCount(args)
	if !ok {
		return nil, errors.New("repeat takes a text and how often")
	}
	if times < 0 {
		return nil, fmt.Errorf("a text cannot be repeated %d times", times)
	}
	if len(text) > 0 && times > maxValue/len(text) {
		return nil, errTooBig
	}
	return strings.Repeat(text, times), nil
}

func textAndCount(args []any) (text string, n int, ok bool) {
	if len(args) != 2 {
		return "", 0, false
	}
	text, ok = args[0].(string)
	v := reflect.ValueOf(args[1])
	if !ok || !v.IsValid() || !v.CanInt() {
		return "", 0, false
	}
	return text, int(v.Int()), true
}

func boundedReplace(args ...any) (any, error) {
	texts := make([]string, 3)
	limit := -1
	for i, arg := range args {
		if i == 3 {
			v := reflect.ValueOf(arg)
			if !v.IsValid() || !v.CanInt() {
				return nil, errors.New("replace takes a number as its fourth argument")
			}
			limit = int(v.Int())
			continue
		}
		text, ok := arg.(string)
		if i > 3 || !ok {
			return nil, errors.New("replace takes a text, what to replace, and by what")
		}
		texts[i] = text
	}
	if len(args) < 3 {
		return nil, errors.New("replace takes a text, what to replace, and by what")
	}
	times := strings.Count(texts[0], texts[1])
	if limit >= 0 {
		times = min(times, limit)
	}
	if len(texts[0])+times*len(texts[2]) > 2*maxValue {
		return nil, errTooBig
	}
	return strings.Replace(texts[0], texts[1], texts[2], limit), nil
}

func boundedJoin(args ...any) (any, error) {
	glue := ""
	if len(args) == 2 {
		var ok bool
		if glue, ok = args[1].(string); !ok {
			return nil, errors.New("join takes a list of texts and a text to put between them")
		}
	}
	if len(args) < 1 || len(args) > 2 || reflect.ValueOf(args[0]).Kind() != reflect.Slice {
		return nil, errors.New("join takes a list of texts")
	}
	list := reflect.ValueOf(args[0])
	var out strings.Builder
	for i := range list.Len() {
		piece, ok := list.Index(i).Interface().(string)
		if !ok {
			return nil, errors.New("join takes a list of texts")
		}
		if i > 0 {
			out.WriteString(glue)
		}
		out.WriteString(piece)
		if out.Len() > maxValue {
			return nil, errTooBig
		}
	}
	return out.String(), nil
}
