package flowengine

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func evaluate(src string, env map[string]any) (any, error) {
	p, err := compileExpression(src)
	if err != nil {
		return nil, err
	}
	return runExpression(p, env)
}

// An expression that wants the machine's time or memory gets an error instead,
// soon.
func TestExpressionsCannotRunAway(t *testing.T) {
	grow := "let a0 = 'xxxxxxxxxx'; "
	nest := "let a0 = [1,1,1,1,1,1,1,1,1,1]; "
	for i := range 40 {
		grow += fmt.Sprintf("let a%d = a%d + a%d + a%d + a%d; ", i+1, i, i, i, i)
		nest += fmt.Sprintf("let a%d = [a%d,a%d,a%d]; ", i+1, i, i, i)
	}
	for name, src := range map[string]string{
		"loops in loops":          "let a = 1..1000; all(a, all(a, all(a, all(a, all(a, true)))))",
		"loops that find nothing": "let a = 1..1000; count(a, count(a, count(a, false) > 0) > 0)",
		"a long range":            "1..1000000000000",
		"many ranges":             "map(1..10000, 1..10000)",
		"doubling in a loop":      "reduce(1..60, #acc + #acc, 'xxxxxxxx')",
		"lists in a loop":         "reduce(1..60, concat(#acc, #acc), [1, 2])",
		"nesting in a loop":       "toJSON(reduce(1..60, [#acc, #acc], [1]))",
		"growing without a loop":  grow + "a40",
		"nesting without a loop":  nest + "a40",
		"nesting to a text":       nest + "string(a40)",
		"comparing nested lists":  nest + "a40 == [a39, a39, a39]",
		"repeating a text":        "repeat(repeat('x', 60000), 1000000)",
		"repeating too often":     "repeat('x', 9223372036854775807)",
		"replacing by much":       "replace(repeat('a', 60000), 'a', repeat('b', 60000))",
		"replacing nothing":       "replace(repeat('a', 60000), '', repeat('b', 60000))",
		"joining with much":       "join(map(1..4000, 'a'), repeat('b', 60000))",
		"splitting":               "map(1..4000, split(repeat('a', 60000), ''))",
		"unique ones in a loop":   "map(1..4000, uniq(1..4000))",
		"unique ones":             "let a = map(1..3000, #); map(1..3000, uniq(a))",
		"adding up in a loop":     "let a = 1..3000; all(1..10000, sum(a) > 0)",
		"looking for in a loop":   "let a = 1..3000; all(1..10000, not (-1 in a))",
		"comparing in a loop":     "let a = 1..3000; let b = 1..3000; all(1..10000, a == b)",
		"the middle in a loop":    "let a = 1..3000; all(1..10000, median(a) > 0)",
		"searching in a loop":     "let a = repeat('ab', 30000); all(1..10000, indexOf(a, 'ba!') < 0)",
		"sorting in a loop":       "map(1..4000, sort(1..4000))",
		"a hard pattern":          "map(1..4000, repeat('a', 60000) matches '(a*)*(a*)*(a*)*b$')",
		"a long pattern":          "'a' matches repeat('(a?)', 10000)",
		"a pattern made anew":     "map(1..4000, 'a' matches ('(a|b|c|d|e|f){100}' + string(#)))",
		"base64 of base64":        "reduce(1..100, toBase64(#acc), 'xxxxxxxx')",
		"text of text":            "reduce(1..100, toJSON(#acc), 'xxxxxxxx')",
		"grouping":                "map(1..4000, groupBy(1..4000, #))",
		"mapping maps":            "reduce(1..60, [{'a': #acc, 'b': #acc}], 1)",
		"flattening":              "reduce(1..60, flatten([#acc, #acc]), [1])",
		"many parts":              strings.Repeat("1+", 1500) + "1",
	} {
		t.Run(name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			began := threadTime(t)
			value, err := evaluate(src, map[string]any{})
			took := threadTime(t) - began
			if took > 5*time.Second { // mostly a few milliseconds
				t.Errorf("it took %s of processor time", took)
			}
			if err == nil {
				t.Errorf("it has a value: %.100v", value)
			} else {
				t.Logf("%s after %s", firstLine(err), took.Round(time.Millisecond))
			}
		})
	}
}

// threadTime is the processor time of this thread: other work on the machine does not count.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// What people write goes on as if there were no bounds.
func TestExpressionsWithinTheirBounds(t *testing.T) {
	env := func() map[string]any {
		return map[string]any{"caller": map[string]any{"number": "+61412345678"}, "vars": map[string]any{"n": 3, "names": []any{"b", "a", "b"}}}
	}
	for src, want := range map[string]any{
		"caller.number in ['+61412345678']":              true,
		"caller.number matches '^[+]61'":                 true,
		"caller.missing matches 'x'":                     false,
		"caller.missing":                                 nil,
		"caller.missing ?? 'none'":                       "none",
		"vars.n + 1":                                     4,
		"'a' + 'b'":                                      "ab",
		"sum(1..100)":                                    5050,
		"len(filter(1..1000, # % 2 == 0))":               500,
		"sum(-9223372036854775807..9223372036854775807)": 0,
		"reduce(1..5, #acc + #, 0)":                      15,
		"join(uniq(sort(vars.names)), ',')":              "a,b",
		"join(map(vars.names, upper(#)))":                "BAB",
		"repeat('ab', vars.n)":                           "ababab",
		"replace('aXbX', 'X', '-')":                      "a-b-",
		"replace('aXbX', 'X', '-', 1)":                   "a-bX",
		"let x = vars.n * 2; x > 5 ? 'y' : 'n'":          "y",
		"{'a': [1, 2, {'b': 3}]}.a[2].b":                 3,
		"any(vars.names, # == 'a') and not false":        true,
		"vars.names | map(# + '!') | first()":            "b!",
		"fromJSON('{\"a\": [1]}').a[0]":                  1.0,
		"len(toJSON({'a': 1})) > 0":                      true,
		"findIndex(vars.names, # == 'a')":                1,
	} {
		got, err := evaluate(src, env())
		if err != nil || got != want {
			t.Errorf("%s is %v (%T), %v; want %v", src, got, got, err, want)
		}
	}
	for src, want := range map[string]string{
		"now()":                   "now",
		"'a' - 1":                 "mismatched types",
		"('a' + 'b') - 1":         "mismatched types",
		"\x00budget":              "",
		"repeat('a')":             "not enough arguments",
		"'a' matches '('":         "missing closing",
		"vars.n matches 'x'":      "matches compares",
		strings.Repeat("x", 5000): "longer than",
	} {
		if _, err := evaluate(src, env()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v", src, err)
		}
	}
}

// What cannot be written as JSON is no value: a checkpoint with it would be lost.
func TestExpressionsMakeData(t *testing.T) {
	env := func() map[string]any {
		return map[string]any{"vars": map[string]any{"n": 0, "list": []any{1, 2}}, "now": time.Now()}
	}
	for src, says := range map[string]string{
		"1 / 0": "divided by 0", "1 / vars.n": "divided by 0", "0 / vars.n": "divided by 0", "-1 / 0.0": "divided by 0",
		"[1, [2 / 0]]": "divided by 0", "{a: {b: 1 / 0}}": "divided by 0", "map(vars.list, # / 0)": "divided by 0",
		"float('NaN')": "divided by 0", "groupBy(vars.list, # > 1)": "cannot be kept",
	} {
		if value, err := evaluate(src, env()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, %v, want an error with %q", src, value, err, says)
		}
	}
	for _, src := range []string{"1 / 0 > 5", "vars", "now", "now - now", "[1, 'a', nil, {b: true}]", "0.1 + 0.2", "keys(vars)"} {
		if _, err := evaluate(src, env()); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}

func BenchmarkExpression(b *testing.B) {
	p, err := compileExpression("caller.number in ['+61412345678', '+61411111111'] and vars.n > 2")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := runExpression(p, map[string]any{"caller": map[string]any{"number": "+61412345678"}, "vars": map[string]any{"n": 3}}); err != nil {
			b.Fatal(err)
		}
	}
}
