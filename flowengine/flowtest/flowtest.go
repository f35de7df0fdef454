// Package flowtest runs flow tests: a file that says who calls, when, what is
// pressed and who answers, and which way the call must go. They run in the
// simulator, with the real engine.
package flowtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"callflow/flowengine"
	"callflow/flowengine/numbering"
	"callflow/flowengine/simulator"
	"callflow/wording"
)

// File is a file of flow tests, in YAML or JSON.
type File struct {
	// Flow is a flow file beside the test file, or the name of a stored flow.
	Flow string `yaml:"flow"`
	// Flows are files beside the test file with the flows that Flow calls. A
	// stored flow finds those that it calls by itself.
	Flows []string `yaml:"flows"`
	Tests []Test   `yaml:"tests"`
}

// Test is one simulated call and what must come of it.
type Test struct {
	Name   string `yaml:"name"`
	Given  Given  `yaml:"given"`
	Expect Expect `yaml:"expect"`
}

// Given is the call.
type Given struct {
	// Start is the node that the call starts at, the flow's own when it is empty.
	Start      string `yaml:"start"`
	Caller     string `yaml:"caller"`
	CallerName string `yaml:"caller_name"`
	Number     string `yaml:"number"`
	// Endpoint is the telephone that the call is made from: SIM/user:alice is alice's.
	Endpoint string `yaml:"endpoint"`
	// At is RFC 3339, or "2026-11-20 10:00" in Timezone.
	At       string `yaml:"at"`
	Timezone string `yaml:"timezone"`
	// Digits, Answers, Hangup and Speech are as in `callflow simulate`.
	Digits  string            `yaml:"digits"`
	Answers map[string]string `yaml:"answers"`
	Hangup  time.Duration     `yaml:"hangup"`
	Speech  string            `yaml:"speech"`
	// Unplayable are sounds that cannot be played.
	Unplayable []string `yaml:"unplayable"`
	// Room are the others in a conference.
	Room []simulator.Guest `yaml:"room"`
	// AGI are the scripts that the call is lent to, by URL, "*" for any other.
	AGI map[string]simulator.AGIScript `yaml:"agi"`
	// Groups are the members of groups, for flows that are not stored.
	Groups map[string][]string `yaml:"groups"`
	// Queues are the fields of queues, by name, as `callflow queue show --json`
	// has them, with waiting for how many wait before the caller.
	Queues map[string]map[string]any `yaml:"queues"`
	// Last is who answered a caller before, by caller.
	Last map[string]string `yaml:"last_answered"`
	// Calls are earlier calls of the caller, Visit what led to this one.
	Calls []simulator.PastCall `yaml:"calls"`
	Visit flowengine.Visit     `yaml:"visit"`
	// Notices say how people want to be told, by user.
	Notices simulator.Told `yaml:"notices"`
	// Web is what web servers answer, by address.
	Web simulator.Replies `yaml:"web"`
	// Texts say what becomes of texts, by whom they go to, "*" for anybody else;
	// others are accepted.
	Texts map[string]simulator.TextFate `yaml:"texts"`
	// Country is the company's, AU if it is not given.
	Country string `yaml:"country"`
	// Boxes are the mailboxes that have messages, a greeting or a PIN.
	Boxes map[string]simulator.Box `yaml:"boxes"`
}

// Expect is what must come of it. What is not given is not looked at.
type Expect struct {
	// Path is the nodes visited, each as "node" or "node outcome".
	Path []string `yaml:"path"`
	// Ended is completed, hung_up, limit or error.
	Ended string `yaml:"ended"`
	// Cause is the Q.850 cause that we hung up with.
	Cause int `yaml:"cause"`
	// Answered is who talked to the caller last; Talked for how long.
	Answered string        `yaml:"answered"`
	Talked   time.Duration `yaml:"talked"`
	// Hears are things that the caller hears, in this order, others between.
	Hears []string `yaml:"hears"`
	// Messages is how many recordings are kept.
	Messages *int           `yaml:"messages"`
	Vars     map[string]any `yaml:"vars"`
	// Warning is part of a warning in the trace.
	Warning string `yaml:"warning"`
	// Letters are those in the outbox at the end, as "mail alice@example.org".
	Letters []string `yaml:"letters"`
	// Texts are those that were accepted, as "external:+61412345678 what it says".
	Texts []string `yaml:"texts"`
}

// Parse reads a file of flow tests.
func Parse(data []byte) (*File, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var f File
	if err := decoder.Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the file is empty: it needs a flow and tests")
		}
		return nil, err
	}
	if f.Flow == "" {
		return nil, errors.New("the file names no flow: write flow: FILE, or flow: NAME of a stored flow")
	}
	if len(f.Tests) == 0 {
		return nil, errors.New("the file has no tests: list at least one in it")
	}
	return &f, nil
}

// Result is what came of one test.
type Result struct {
	Name string `json:"name"`
	// Failures say what was not as expected; none means that the test passed.
	Failures []string          `json:"failures,omitempty"`
	Outcome  simulator.Outcome `json:"-"`
}

// Run runs one test. Services that are nil come from the simulator; the number
// and the queues of the options are those that the test does not give itself.
// An error means that the test itself cannot be run as it is written.
func (t Test) Run(ctx context.Context, program *flowengine.Program, options simulator.Options) (Result, error) {
	script, err := t.Given.Script()
	if err != nil {
		return Result{}, wording.Errorf("test %q: %w", t.Name, err)
	}
	if t.Given.Start != "" {
		if program, err = program.From(t.Given.Start); err != nil {
			return Result{}, wording.Errorf("test %q: start: %w", t.Name, err)
		}
	}
	switch script.Number {
	case "":
		script.Number = options.Number.Number
	case options.Number.Number:
	default:
		options.Number = flowengine.NumberInfo{Number: script.Number}
	}
	services := options.Services
	if services.Directory == nil && t.Given.Groups != nil {
		services.Directory = simulator.Phonebook{Groups: t.Given.Groups}
	}
	if services.Mailboxes == nil && t.Given.Boxes != nil {
		services.Mailboxes = simulator.NewBoxes(t.Given.Boxes)
	}
	if services.Answers == nil && t.Given.Last != nil {
		services.Answers = simulator.LastAnswers(t.Given.Last)
	}
	if services.History == nil && t.Given.Calls != nil {
		services.History = simulator.PastCalls(t.Given.Calls)
	}
	if services.Tracking == nil && t.Given.Visit != (flowengine.Visit{}) {
		services.Tracking = simulator.Visits{"": t.Given.Visit}
	}
	if services.Web == nil && t.Given.Web != nil {
		services.Web = t.Given.Web
	}
	if services.Texts == nil && t.Given.Texts != nil {
		services.Texts = &simulator.Texted{Becomes: t.Given.Texts}
	}
	if services.Notices == nil && t.Given.Notices != nil {
		services.Notices = t.Given.Notices
	}
	if services.Numbering == nil && t.Given.Country != "" {
		services.Numbering = numbering.In(t.Given.Country)
	}
	options.Services = services
	options.Queues = slices.Clone(options.Queues)
	for _, name := range slices.Sorted(maps.Keys(t.Given.Queues)) {
		q, err := simulator.ParseQueue(name, t.Given.Queues[name])
		if err != nil {
			return Result{}, wording.Errorf("test %q: %w", t.Name, err)
		}
		options.Queues = slices.DeleteFunc(options.Queues, func(other *simulator.Queue) bool { return strings.EqualFold(other.Definition.Name, name) })
		options.Queues = append(options.Queues, q)
	}
	out, err := simulator.Run(ctx, program, script, options)
	if err != nil {
		return Result{}, wording.Errorf("test %q: %w", t.Name, err)
	}
	return Result{Name: t.Name, Failures: t.Expect.compare(out), Outcome: out}, nil
}

// Script is the given call as the simulator takes it.
func (g Given) Script() (simulator.Script, error) {
	s := simulator.Script{Caller: g.Caller, CallerName: g.CallerName, Endpoint: g.Endpoint, Number: g.Number, HangupAfter: g.Hangup, AGI: g.AGI, Room: g.Room}
	var err error
	if s.At, err = ParseTime(g.At, g.Timezone); err != nil {
		return s, err
	}
	if s.Presses, err = simulator.ParseDigits(g.Digits); err != nil {
		return s, err
	}
	if g.Speech != "" {
		if s.Speech, err = simulator.ParseSpeech(g.Speech); err != nil {
			return s, err
		}
	}
	var answers []string
	for who, how := range g.Answers {
		answers = append(answers, who+"="+how)
	}
	if s.Answers, err = simulator.ParseAnswers(answers); err != nil {
		return s, err
	}
	for _, ref := range g.Unplayable {
		if s.Unplayable == nil {
			s.Unplayable = map[string]bool{}
		}
		s.Unplayable[ref] = true
	}
	return s, nil
}

// ParseTime reads a time as flow tests and `callflow simulate` write it: RFC
// 3339, or "2006-01-02 15:04" in the zone, UTC when that is empty. An empty
// text is the zero time.
func ParseTime(text, zone string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, wording.Errorf("the time zone %q is unknown: write one such as Australia/Sydney", zone)
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04"} {
		if at, err := time.ParseInLocation(layout, text, location); err == nil {
			return at, nil
		}
	}
	return time.Time{}, wording.Errorf("%q is not a time: write 2026-11-20 10:00, or 2026-11-20T10:00:00+11:00", text)
}

func (e Expect) compare(out simulator.Outcome) (failures []string) {
	differs := func(format string, args ...any) { failures = append(failures, fmt.Sprintf(format, args...)) }
	if e.Path != nil {
		if got := path(out.Trace, e.Path); !slices.Equal(got, e.Path) {
			differs("path: got %s; want %s", strings.Join(got, " → "), strings.Join(e.Path, " → "))
		}
	}
	if e.Ended != "" && string(out.Ended.Reason) != e.Ended {
		differs("ended: got %s (%s), want %s", out.Ended.Reason, out.Ended.Why, e.Ended)
	}
	if e.Cause != 0 && int(out.Ended.Cause) != e.Cause {
		differs("cause: got %d, want %d", out.Ended.Cause, e.Cause)
	}
	if e.Answered != "" && out.Ended.AnsweredBy != e.Answered {
		differs("answered: got %q, want %q", out.Ended.AnsweredBy, e.Answered)
	}
	if e.Talked != 0 && out.Ended.Talked.Round(time.Second) != e.Talked {
		differs("talked: got %s, want %s", out.Ended.Talked, e.Talked)
	}
	if missing := e.unheard(out.Heard); missing != "" {
		differs("hears: the caller did not hear %q in its place", missing)
	}
	if e.Messages != nil && len(out.Kept) != *e.Messages {
		differs("messages: got %d, want %d", len(out.Kept), *e.Messages)
	}
	for name, want := range e.Vars {
		if got := out.Vars[name]; fmt.Sprint(got) != fmt.Sprint(want) {
			differs("vars.%s: got %v, want %v", name, got, want)
		}
	}
	if got := letters(out.Letters); e.Letters != nil && !slices.Equal(got, e.Letters) {
		differs("letters: got %q, want %q", got, e.Letters)
	}
	if got := texts(out.Texts); e.Texts != nil && !slices.Equal(got, e.Texts) {
		differs("texts: got %q, want %q", got, e.Texts)
	}
	if e.Warning != "" && !warned(out.Trace, e.Warning) {
		differs("warning: none has %q in it", e.Warning)
	}
	return failures
}

// path is the trace in the form of the expectation: with the outcome where
// that names one.
func path(trace []flowengine.StepDone, want []string) []string {
	got := []string{}
	for i, step := range trace {
		entry := step.Node
		if i >= len(want) || strings.Contains(want[i], " ") {
			entry += " " + step.Outcome
		}
		got = append(got, entry)
	}
	return got
}

func (e Expect) unheard(heard []simulator.Heard) string {
	for _, want := range e.Hears {
		i := slices.IndexFunc(heard, func(h simulator.Heard) bool { return strings.Contains(h.String(), want) })
		if i < 0 {
			return want
		}
		heard = heard[i+1:]
	}
	return ""
}

func warned(trace []flowengine.StepDone, text string) bool {
	return slices.ContainsFunc(trace, func(s flowengine.StepDone) bool {
		return slices.ContainsFunc(s.Warnings, func(w string) bool { return strings.Contains(w, text) })
	})
}

func letters(posted []flowengine.Letter) []string {
	texts := []string{}
	for _, l := range posted {
		texts = append(texts, l.Content.LetterKind()+" "+l.Content.LetterTo())
	}
	return texts
}

func texts(sent []flowengine.TextMessage) []string {
	list := []string{}
	for _, t := range sent {
		list = append(list, t.To+" "+t.Body)
	}
	return list
}
