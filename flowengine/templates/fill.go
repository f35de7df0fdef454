package templates

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// ValueError says what is wrong with a value that was set.
type ValueError struct {
	Template, Parameter string
	// Problem is the end of the sentence: what is wrong and what to do.
	Problem wording.Phrase
}

func (e *ValueError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *ValueError) In(l wording.Language) string {
	return wording.Say("%s of the template %s: %s", e.Parameter, e.Template, e.Problem).In(l)
}

// values are the parameters with their values as they stand in a flow: a text,
// a number, true or false, a list. What is empty is not there.
type values map[string]any

// values reads what was set.
func (t Template) values(set map[string]string) (values, error) {
	v := values{}
	known := make([]string, len(t.Parameters))
	for i, p := range t.Parameters {
		known[i] = p.Name
		text, given := set[p.Name]
		if !given {
			text = p.Default
		}
		text = strings.TrimSpace(text)
		if text == "" && p.Required {
			return nil, &ValueError{t.Name, p.Name, wording.Say("it has to be set: %s", wording.Of(p.About).Map(clause))}
		}
		value, problem := p.read(text)
		if !problem.Empty() {
			return nil, &ValueError{t.Name, p.Name, wording.Say("%q %s", text, problem)}
		}
		if value == nil {
			continue
		}
		v[p.Name] = value
		if p.Is == Sound {
			v[p.Name+soundKind(text)] = value
		}
	}
	for name := range set {
		if !slices.Contains(known, name) {
			return nil, &ValueError{t.Name, name, wording.Say("there is no such parameter; it has %s", strings.Join(known, ", "))}
		}
	}
	return v, nil
}

// clause is a sentence as it stands after a colon, in any language: none begins with a noun.
func clause(sentence string) string {
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

// soundKind is the end of the name under which a sound is found beside its own:
// a greeting has one param for sounds and another for texts.
func soundKind(text string) string {
	kind, _, named := strings.Cut(text, ":")
	if named && slices.Contains([]string{"audio", "sound", "digits", "number", "characters", "tone"}, kind) {
		return ".audio"
	}
	return ".say"
}

var (
	targetForm = regexp.MustCompile(`^(user|group):\S+$|^external:\+[1-9][0-9]{4,14}$|^endpoint:\S+/\S+$`)
	boxForm    = regexp.MustCompile(`^(user|group):\S+$`)
	phoneForm  = regexp.MustCompile(`^\+[1-9][0-9]{4,14}$`)
	nameForm   = regexp.MustCompile(`^[^\s:]+$`)
)

// read makes a value of a text; nil when it is empty. The problem is the end of
// a sentence.
func (p Parameter) read(text string) (value any, problem wording.Phrase) {
	if p.Is == Switch {
		switch strings.ToLower(text) {
		case "yes", "true", "on", "1":
			return true, wording.Phrase{}
		case "", "no", "false", "off", "0":
			return nil, wording.Phrase{}
		}
		return nil, wording.Of("is neither yes nor no")
	}
	if text == "" {
		return nil, wording.Phrase{}
	}
	if len(p.Choices) > 0 && !slices.Contains(p.Choices, text) {
		return nil, wording.Say("is not one of %s", strings.Join(p.Choices, ", "))
	}
	// A template in a value would be filled in at each call.
	if strings.Contains(text, "${") {
		return nil, wording.Of("has ${ in it: leave that out")
	}
	form := map[Sort]struct {
		form *regexp.Regexp
		want wording.Phrase
	}{
		Target: {targetForm, wording.Of("names nobody who can be rung: write user:NAME, group:NAME or external:+NUMBER")},
		Box:    {boxForm, wording.Of("is no box: write user:NAME or group:NAME")},
		Phone:  {phoneForm, wording.Of("is not a full number: write it with + and the country code, as in +61299998888")},
		User:   {nameForm, wording.Of("is not the name of a user: write it without user:")},
		Queue:  {nameForm, wording.Of("is not the name of a queue: write it without queue:")},
	}[p.Is]
	if form.form != nil && !form.form.MatchString(text) {
		return nil, form.want
	}
	switch p.Is {
	case Number:
		if !json.Valid([]byte(text)) {
			return nil, wording.Of("is no number")
		}
		if _, err := strconv.ParseFloat(text, 64); err != nil {
			return nil, wording.Of("is no number")
		}
		return json.Number(text), wording.Phrase{}
	case List:
		var items []any
		for item := range strings.SplitSeq(text, ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
		return items, wording.Phrase{}
	}
	return text, wording.Phrase{}
}

// wanted says whether a node stands in the flow.
func (v values) wanted(n node) bool {
	name, not := strings.CutPrefix(n.When, "!")
	_, set := v[name]
	return n.When == "" || set != not
}

// fill makes the flow's node of a template's.
func (n node) fill(v values, follow func(string) string) (*flowengine.Node, error) {
	label, _ := v.in(n.Label).(string)
	made := &flowengine.Node{Type: n.Type, Label: label, Note: n.Note}
	if params, ok := v.in(n.Params).(map[string]any); ok {
		text, err := json.Marshal(params)
		if err != nil {
			return nil, err
		}
		made.Params = text
	}
	for outcome, id := range n.Next {
		outcome, wanted := v.edge(outcome)
		if to := follow(id); wanted && to != "" {
			if made.Next == nil {
				made.Next = map[string]string{}
			}
			made.Next[outcome] = to
		}
	}
	return made, nil
}

// edge is the outcome of an edge, which may have the names of parameters before
// it that it depends on: NAME?OUTCOME.
func (v values) edge(text string) (outcome string, wanted bool) {
	for {
		name, rest, conditional := strings.Cut(text, "?")
		if !conditional {
			return text, true
		}
		if v[name] == nil {
			return "", false
		}
		text = rest
	}
}

// hole is ${NAME}, or ${IF?NAME}, which is empty unless IF is set. Of a sound,
// ${NAME.audio} is there when it names one, else ${NAME.say}.
var hole = regexp.MustCompile(`\$\{(?:([a-z0-9_]+)\?)?([a-z0-9_.]+)\}`)

func (v values) hole(m []string) any {
	if condition := m[1]; condition != "" && v[condition] == nil {
		return nil
	}
	return v[m[2]]
}

// in fills the holes in a value. A text that is nothing but a hole becomes the
// value with its own type; what has a hole that stays empty is nil, and is left
// out of lists and mappings, as are those that it leaves empty.
func (v values) in(value any) any {
	switch t := value.(type) {
	case string:
		return v.inText(t)
	case []any:
		var items []any
		for _, item := range t {
			switch filled := v.in(item).(type) {
			case nil:
			case []any:
				items = append(items, filled...) // a list in a list's place is spread out
			default:
				items = append(items, filled)
			}
		}
		if items == nil {
			return nil
		}
		return items
	case map[string]any:
		entries := map[string]any{}
		for key, item := range t {
			if filled := v.in(item); filled != nil {
				entries[key] = filled
			}
		}
		if len(entries) == 0 {
			return nil
		}
		return entries
	}
	return value
}

func (v values) inText(text string) any {
	if m := hole.FindStringSubmatch(text); m != nil && m[0] == text {
		return v.hole(m)
	}
	missing := false
	filled := hole.ReplaceAllStringFunc(text, func(h string) string {
		value := v.hole(hole.FindStringSubmatch(h))
		missing = missing || value == nil
		return fmt.Sprint(value)
	})
	if missing {
		return nil
	}
	return filled
}
