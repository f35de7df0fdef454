package main

import (
	"fmt"
	"strings"

	"callflow/flowengine"
)

// findingOut is a finding with its file, as JSON shows it.
type findingOut struct {
	File string `json:"file,omitempty"`
	flowengine.Finding
}

// checkOut is what checking a flow found, as JSON shows it.
type checkOut struct {
	Flow     string       `json:"flow"`
	File     string       `json:"file,omitempty"`
	Revision int          `json:"revision,omitempty"`
	Progress int          `json:"progress"`
	Complete bool         `json:"complete"`
	Checks   int          `json:"checks"`
	Held     int          `json:"satisfied"`
	Findings []findingOut `json:"findings"`
}

func (s *source) checkOut() checkOut {
	out := checkOut{Flow: s.name(), File: s.File, Revision: s.Revision.Number, Progress: s.Report.Progress(), Complete: s.Report.Complete(),
		Checks: s.Report.Checks, Held: s.Report.Satisfied, Findings: []findingOut{}}
	for _, f := range s.Report.Findings {
		out.Findings = append(out.Findings, findingOut{s.File, f})
	}
	return out
}

// bar is a progress bar of twenty pieces.
func (o *output) bar(percent int) string {
	full := percent / 5
	s := yellow
	if percent == 100 {
		s = green
	}
	return o.in(s, strings.Repeat("█", full)) + o.in(dim, strings.Repeat("░", 20-full))
}

// progress is the line above the findings.
func (o *output) progress(s *source) {
	name := clean(s.name())
	if s.Revision.Number > 0 {
		name += fmt.Sprintf(" (revision %d)", s.Revision.Number)
	}
	o.printf("%s  %s %3d %%  %d of %d checks hold\n", o.in(bold, name), o.bar(s.Report.Progress()), s.Report.Progress(), s.Report.Satisfied, s.Report.Checks)
}

// findings prints one line for each: place, level, node, what to do. Notes are
// for those who ask.
func (o *output) findings(s *source, notes bool) {
	styles := map[flowengine.Level]style{flowengine.LevelError: red, flowengine.LevelWarning: yellow, flowengine.LevelNote: cyan}
	for _, f := range s.Report.Findings {
		if f.Level == flowengine.LevelNote && !notes {
			continue
		}
		o.printf("%s%s: %s: %s\n", o.in(dim, s.at(f)), o.in(styles[f.Level], string(f.Level)), clean(findingPlace(f)), clean(f.Message))
	}
}

// at is the finding's place in the file, such as "main.yaml:12: ".
func (s *source) at(f flowengine.Finding) string {
	switch {
	case s.File == "":
		return ""
	case f.Line > 0:
		return fmt.Sprintf("%s:%d: ", s.File, f.Line)
	}
	return s.File + ": "
}

// findingPlace is the node with the param or outcome that a finding is about.
func findingPlace(f flowengine.Finding) string {
	place := f.Node
	if place == "" {
		place = "flow"
	}
	if f.Param != "" {
		place += "." + f.Param
	}
	if f.Outcome != "" {
		place += " → " + f.Outcome
	}
	return place
}

// count counts the findings of a level.
func (s *source) count(level flowengine.Level) (n int) {
	for _, f := range s.Report.Findings {
		if f.Level == level {
			n++
		}
	}
	return n
}

// plural is "1 error", "2 errors".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
