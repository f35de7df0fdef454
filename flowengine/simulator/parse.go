package simulator

import (
	"strings"
	"time"

	"callflow/wording"
)

// keys are what a telephone can send.
const keys = "0123456789*#ABCD"

// ParseDigits reads the caller's keys as the command line takes them: groups
// with commas between them, one group for each time the call waits for input.
// "1,2#" presses 1 at the first prompt, then 2 and # at the second; an empty
// group is silence; "1@3s" presses 1 three seconds after the call arrived,
// whatever plays then.
func ParseDigits(spec string) ([]Press, error) {
	if strings.TrimSpace(spec) == "" {
		return nil, nil
	}
	var presses []Press
	for i, group := range strings.Split(spec, ",") {
		group = strings.TrimSpace(group)
		typed, at, timed := strings.Cut(group, "@")
		p := Press{Keys: strings.ToUpper(typed), Timed: timed}
		for _, k := range p.Keys {
			if !strings.ContainsRune(keys, k) {
				return nil, wording.Errorf("digits %q: group %d has %q, which no telephone sends; use 0-9, *, # or A-D", spec, i+1, string(k))
			}
		}
		if timed {
			var err error
			if p.At, err = parseDuration(at); err != nil {
				return nil, wording.Errorf("digits %q: group %d: %w", spec, i+1, err)
			}
			if p.Keys == "" {
				return nil, wording.Errorf("digits %q: group %d has a time but no keys; write for example 1@3s", spec, i+1)
			}
		}
		presses = append(presses, p)
	}
	return presses, nil
}

// ParseAnswers reads who does what when rung, each as WHO=WHAT: "alice=busy",
// "user:bob=answered:20s". See [ParseBehaviour].
func ParseAnswers(specs []string) (map[string]Behaviour, error) {
	answers := make(map[string]Behaviour, len(specs))
	for _, spec := range specs {
		who, what, ok := strings.Cut(spec, "=")
		who = strings.TrimSpace(who)
		if !ok || who == "" {
			return nil, wording.Errorf("answer %q: write WHO=WHAT, for example alice=busy or *=answered:20s", spec)
		}
		if _, twice := answers[who]; twice {
			return nil, wording.Errorf("answer %q: %s is there twice", spec, who)
		}
		b, err := ParseBehaviour(what)
		if err != nil {
			return nil, wording.Errorf("answer %q: %w", spec, err)
		}
		answers[who] = b
	}
	return answers, nil
}

// ParseBehaviour reads a behaviour: busy, declined, unanswered, unreachable,
// answered or machine, then ":20s" for how long the conversation lasts, "@5s"
// for how long it rings first, and "!caller" when the caller ends it:
// "answered:20s@5s!caller".
func ParseBehaviour(spec string) (Behaviour, error) {
	var b Behaviour
	rest := strings.TrimSpace(spec)
	if head, who, ok := strings.Cut(rest, "!"); ok {
		switch who {
		case "caller":
			b.CallerEnds = true
		case "leg":
		default:
			return b, wording.Errorf("%q cannot end a conversation; write !caller or !leg", who)
		}
		rest = head
	}
	rest, ring, hasRing := strings.Cut(rest, "@")
	kind, talk, hasTalk := strings.Cut(rest, ":")
	b.Kind = Kind(kind)
	switch b.Kind {
	case Answered, Machine:
	case Busy, Declined, Unanswered, Unreachable:
		if hasTalk || b.CallerEnds {
			return b, wording.Errorf("nobody talks when it is %s; leave out what follows it", kind)
		}
	default:
		return b, wording.Errorf("%q is no way to take a call; use busy, declined, unanswered, unreachable, answered, answered:20s or machine", kind)
	}
	if hasRing && (b.Kind == Unanswered || b.Kind == Unreachable) {
		return b, wording.Errorf("%s has no ring time; leave out what follows @", kind)
	}
	var err error
	if hasTalk {
		if b.Talk, err = parseDuration(talk); err != nil {
			return b, err
		}
	}
	if hasRing {
		if b.Ring, err = parseDuration(ring); err != nil {
			return b, err
		}
	}
	return b, nil
}

// ParseSpeech reads what a caller does when recorded: "8s" speaks and hangs up,
// "8s#" presses # at the end, "8s." stays silent on the line.
func ParseSpeech(spec string) (Speech, error) {
	rest, then := strings.TrimSpace(spec), ThenHangUp
	if cut, ok := strings.CutSuffix(rest, "#"); ok {
		rest, then = cut, ThenHash
	} else if cut, ok := strings.CutSuffix(rest, "."); ok {
		rest, then = cut, ThenSilent
	}
	d, err := parseDuration(rest)
	if err != nil {
		return Speech{}, wording.Errorf("speech %q: %w", spec, err)
	}
	return Speech{For: d, Then: then}, nil
}

func parseDuration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, wording.Errorf("%q is no length of time; write for example 20s or 1m30s", s)
	}
	return d, nil
}
