package flowengine

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"callflow/wording"
)

// paramProblem is one thing wrong with one param. The message is a clause
// without the node's name and without a full stop.
type paramProblem struct {
	param   string
	code    string
	message wording.Phrase
}

// validate compares params with the type's schema. It returns how many of the
// required params are set, and everything that is wrong.
func (e *registered) validate(params json.RawMessage) (satisfied int, problems []paramProblem) {
	given, ok := decodeNumbers(params).(map[string]any)
	if !ok {
		given = map[string]any{}
	}
	maps.DeleteFunc(given, func(_ string, v any) bool { return v == nil }) // null means not set
	missing := map[string]bool{}
	for _, name := range e.required {
		if isEmpty(given[name]) {
			missing[name] = true
			problems = append(problems, paramProblem{name, "missing_param", wording.Join(wording.Say("set %s", quote(name)), e.hint(name))})
			continue
		}
		satisfied++
	}
	var invalid *jsonschema.ValidationError
	if err := e.compiled.Validate(given); errors.As(err, &invalid) {
		explained := e.explain(invalid, given, missing)
		// The validator has them in another order each time.
		slices.SortStableFunc(explained, func(a, b paramProblem) int { return strings.Compare(a.param, b.param) })
		problems = append(problems, explained...)
	}
	return satisfied, problems
}

// hint is what a param is for, as the end of a sentence.
func (e *registered) hint(name string) wording.Phrase {
	p, ok := e.shape.Properties.Get(name)
	if !ok || p.Description == "" {
		return wording.Phrase{}
	}
	return wording.Join(": ", wording.Of(p.Description).Map(unended))
}

// explain turns the validator's tree of errors into one clause for each.
func (e *registered) explain(v *jsonschema.ValidationError, given map[string]any, missing map[string]bool) []paramProblem {
	path, at := locate(v.InstanceLocation, given)
	if len(v.InstanceLocation) > 0 && missing[v.InstanceLocation[0]] {
		return nil // "set it" says enough
	}
	switch k := v.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		return e.unknownParams(k, v, path)
	case *kind.Required:
		var out []paramProblem
		for _, name := range k.Missing {
			if path != "" || !missing[name] {
				out = append(out, paramProblem{joinPath(path, name), "missing_param", wording.Say("set %s", quote(joinPath(path, name)))})
			}
		}
		return out
	case *kind.Schema, *kind.Group, *kind.AllOf, *kind.Reference:
	default:
		// The alternatives of an anyOf or oneOf are not told one by one.
		if path == "" {
			path = "params"
		}
		return []paramProblem{{path, "bad_param", wording.Join(quote(path), " ", complaint(v.ErrorKind, at))}}
	}
	var out []paramProblem
	for _, cause := range v.Causes {
		out = append(out, e.explain(cause, given, missing)...)
	}
	return out
}

func (e *registered) unknownParams(k *kind.AdditionalProperties, v *jsonschema.ValidationError, path string) []paramProblem {
	known := e.paramsAt(v.InstanceLocation)
	out := make([]paramProblem, 0, len(k.Properties))
	for _, name := range k.Properties {
		otherwise := wording.Of(": remove it")
		if len(known) > 0 {
			otherwise = wording.Say(": remove it, or use %s", wording.List(known, "or"))
		}
		out = append(out, paramProblem{joinPath(path, name), "unknown_param",
			wording.Say("there is no param %s%s", quote(joinPath(path, name)), didYouMean(name, known, otherwise))})
	}
	slices.SortFunc(out, func(a, b paramProblem) int { return strings.Compare(a.param, b.param) })
	return out
}

// paramsAt are the names that the schema has at a place inside the params.
func (e *registered) paramsAt(location []string) []string {
	shape := e.shape
	for _, key := range location {
		switch {
		case shape.Properties != nil:
			next, ok := shape.Properties.Get(key)
			if !ok {
				return nil
			}
			shape = next
		case shape.Items != nil:
			shape = shape.Items
		case shape.AdditionalProperties != nil:
			shape = shape.AdditionalProperties
		default:
			return nil
		}
	}
	var names []string
	if shape.Properties != nil {
		for p := shape.Properties.Oldest(); p != nil; p = p.Next() {
			names = append(names, p.Key)
		}
	}
	return names
}

// locate follows a location through a value and writes it as a path.
func locate(location []string, v any) (path string, at any) {
	for _, key := range location {
		switch inner := v.(type) {
		case []any:
			path += "[" + key + "]"
			v = nil
			if i, err := strconv.Atoi(key); err == nil && i < len(inner) {
				v = inner[i]
			}
		case map[string]any:
			path = joinPath(path, key)
			v = inner[key]
		}
	}
	return path, v
}

var english = message.NewPrinter(language.English)

// complaint says what is wrong with a value and what it should be.
func complaint(problem jsonschema.ErrorKind, at any) wording.Phrase {
	switch k := problem.(type) {
	case *kind.Type:
		return wording.Say("is %s: make it %s", wording.Of(typeWords[k.Got]), wording.List(words(k.Want, typeWords), "or"))
	case *kind.Enum:
		allowed := make([]string, len(k.Want))
		for i, w := range k.Want {
			allowed[i] = fmt.Sprint(w)
		}
		text, _ := at.(string)
		if s := suggest(text, allowed); s != "" && text != "" {
			return wording.Say("is %s: did you mean %s? It can be %s", quote(text), quote(s), wording.List(allowed, "or"))
		}
		return wording.Say("is %s: choose %s", quote(fmt.Sprint(k.Got)), wording.List(allowed, "or"))
	case *kind.Minimum:
		return wording.Say("is %s: make it at least %s", decimal(k.Got), decimal(k.Want))
	case *kind.Maximum:
		return wording.Say("is %s: make it at most %s", decimal(k.Got), decimal(k.Want))
	case *kind.ExclusiveMinimum:
		return wording.Say("is %s: make it more than %s", decimal(k.Got), decimal(k.Want))
	case *kind.ExclusiveMaximum:
		return wording.Say("is %s: make it less than %s", decimal(k.Got), decimal(k.Want))
	case *kind.MinItems:
		return wording.Say("has %d entries: give at least %d", k.Got, k.Want)
	case *kind.MaxItems:
		return wording.Say("has %d entries: leave at most %d", k.Got, k.Want)
	case *kind.MinProperties:
		return wording.Say("has %d entries: give at least %d", k.Got, k.Want)
	case *kind.MaxProperties:
		return wording.Say("has %d entries: leave at most %d", k.Got, k.Want)
	case *kind.MinLength:
		return wording.Say("has %d characters: write at least %d", k.Got, k.Want)
	case *kind.MaxLength:
		return wording.Say("has %d characters: leave at most %d", k.Got, k.Want)
	case *kind.UniqueItems:
		return wording.Say("has the same entry twice, at %d and %d: remove one", k.Duplicates[0]+1, k.Duplicates[1]+1)
	case *kind.Pattern:
		return wording.Say("is %s: write it in the form %s", quote(k.Got), k.Want)
	case *kind.Format:
		return wording.Say("is %s: write it in the form of a %s", quote(fmt.Sprint(k.Got)), k.Want)
	case *kind.PropertyNames:
		return wording.Say("has the key %s: keys of this form are not allowed", quote(k.Property))
	case *kind.AnyOf, *kind.OneOf:
		return wording.Of("has none of the forms that it can have: see the node reference")
	}
	return wording.Say("does not fit: %s", problem.LocalizedString(english))
}

// typeWords are JSON Schema's types for people.
var typeWords = map[string]string{
	"null": "nothing", "boolean": "true or false", "number": "a number", "integer": "a whole number",
	"string": "text", "array": "a list", "object": "a mapping",
}

func words(names []string, in map[string]string) []wording.Phrase {
	out := make([]wording.Phrase, len(names))
	for i, name := range names {
		out[i] = wording.Of(in[name])
	}
	return out
}

// decimal writes a number as people do, with at most six decimals.
func decimal(n *big.Rat) string {
	if n.IsInt() {
		return n.Num().String()
	}
	return strings.TrimRight(n.FloatString(6), "0")
}
