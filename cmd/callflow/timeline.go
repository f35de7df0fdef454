package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

// head is the first line above a timeline.
func (o *output) head(what, from, to, flow string, revision int) {
	if from == "" {
		from = "withheld"
	}
	line := fmt.Sprintf("%s  %s → %s", o.in(bold, clean(what)), clean(from), clean(to))
	if flow != "" {
		line += fmt.Sprintf("  “%s”", clean(flow))
	}
	if revision > 0 {
		line += fmt.Sprintf(" revision %d", revision)
	}
	o.printf("%s\n", line)
}

// timeline draws a call's way from top to bottom, times counted from its start.
type timeline struct {
	out   *output
	start time.Time
}

const rail = "            │  "

func (l *timeline) mark(at time.Time, sign string, s style, text string) {
	l.out.printf("%9.1f s %s  %s\n", at.Sub(l.start).Seconds(), l.out.in(s, sign), text)
}

func (l *timeline) note(s style, format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		l.out.printf("%s%s\n", l.out.in(dim, rail), l.out.in(s, clean(line)))
	}
}

// step draws a node that was visited, with what was heard meanwhile if that is
// known.
func (l *timeline) step(s flowengine.StepDone, heard []simulator.Heard) {
	name := l.out.in(bold, clean(s.Node))
	if s.Label != "" && strings.EqualFold(s.Label, s.Node) {
		name = l.out.in(bold, clean(s.Label))
	} else if s.Label != "" {
		name = l.out.in(bold, clean(s.Label)) + l.out.in(dim, " ("+clean(s.Node)+")")
	}
	l.mark(s.Entered, "●", cyan, fmt.Sprintf("%s%s  %s  → %s", l.out.in(dim, clean(calledIn(s))), name, l.out.in(dim, clean(s.Type)), l.out.in(outcomeStyle(s.Outcome), clean(s.Outcome))))
	for _, h := range heard {
		l.heard(h)
	}
	if s.Why != "" {
		l.note(plain, "%s", s.Why)
	}
	for _, d := range details(s.Details, heard != nil) {
		l.note(dim, "%s", d)
	}
	for _, w := range s.Warnings {
		l.note(yellow, "! %s", w)
	}
}

// calledIn stands before the name of a node in a called flow: that flow's name,
// with a mark for each flow between it and the call's own.
func calledIn(s flowengine.StepDone) string {
	if s.Depth == 0 {
		return ""
	}
	return strings.Repeat("› ", s.Depth-1) + s.Flow + " › "
}

func outcomeStyle(outcome string) style {
	switch outcome {
	case "busy", "unanswered", "invalid", "no_input", "hung_up", "no_match", "exceeded":
		return yellow
	case "error":
		return red
	}
	return green
}

// heard draws something that somebody heard.
func (l *timeline) heard(h simulator.Heard) {
	who := "hears"
	if h.Party != flowengine.Caller {
		who = "leg " + string(h.Party) + " hears"
	}
	what := h.What
	if text, spoken := strings.CutPrefix(what, "say:"); spoken {
		what = "“" + text + "”"
	}
	cut := ""
	if h.Cut {
		cut = ", cut short"
	}
	l.out.printf("%9.1f s %s  %s\n", h.At.Seconds(), l.out.in(dim, "│"), l.out.in(cyan, clean(fmt.Sprintf("♪ %s %s (%.1f s%s)", who, what, h.For.Seconds(), cut))))
}

// end draws the call's end.
func (l *timeline) end(at time.Time, reason flowengine.EndReason, why string, cause flowengine.Cause) {
	s := reasonStyle(reason)
	if s == plain {
		s = green
	}
	text := l.out.in(s, string(reason))
	if why != "" {
		text += "  " + clean(why)
	}
	if cause != 0 && !strings.Contains(why, fmt.Sprintf("cause %d", int(cause))) {
		text += fmt.Sprintf(" (cause %d)", int(cause))
	}
	l.mark(at, "■", s, text)
}

// details are the details of a step as lines of text, the lists one item a
// line. What was played is left out where it is shown as heard.
func details(d map[string]any, heard bool) (lines []string) {
	var short []string
	for _, key := range slices.Sorted(maps.Keys(d)) {
		if heard && key == "played" {
			continue
		}
		name := strings.TrimSuffix(strings.ReplaceAll(key, "_", " "), " s")
		if key == "legs" {
			name = "rang"
		}
		switch v := d[key].(type) {
		case []any:
			for _, item := range v {
				lines = append(lines, fmt.Sprintf("%s: %v", name, item))
			}
		case []string:
			for _, item := range v {
				lines = append(lines, fmt.Sprintf("%s: %s", name, item))
			}
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				lines = append(lines, fmt.Sprintf("%s.%s = %v", name, k, v[k]))
			}
		case nil:
		default:
			text := strings.TrimPrefix(fmt.Sprint(v), "say:")
			if n, ok := v.(float64); ok && strings.HasSuffix(key, "_s") {
				text = fmt.Sprintf("%.1f s", n)
			}
			if text != "" {
				short = append(short, name+": "+text)
			}
		}
	}
	if len(short) > 0 {
		lines = append(lines, strings.Join(short, " · "))
	}
	return lines
}
