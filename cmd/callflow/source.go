package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/flowengine/flowtest"
	"callflow/flowengine/foreign"
	"callflow/flowengine/nodes"
	"callflow/flowengine/scenario"
	"callflow/store"
)

// source is a flow that a command works on, from a file or from the database.
type source struct {
	File     string // "" when it is stored
	Doc      *flowengine.Document
	Form     []flowengine.Finding // what is wrong with the form of a file
	Lines    map[string]int       // the lines of nodes that the document does not know
	Foreign  *foreign.Result      // when it was another system's
	Revision store.Revision       // when it is stored
	Report   flowengine.Report
}

// name is how the flow is called; the file's when it has none.
func (s *source) name() string {
	if s.Doc != nil && s.Doc.Flow.Name != "" {
		return s.Doc.Flow.Name
	}
	return s.File
}

// looksLikeFile says whether FLOW|FILE means a file.
func looksLikeFile(arg string) bool {
	switch strings.ToLower(filepath.Ext(arg)) {
	case ".json", ".yaml", ".yml":
		return true
	}
	return strings.ContainsRune(arg, filepath.Separator)
}

// load reads the flow that FLOW|FILE means, and checks it.
func (in *invocation) load(arg string, revision int) (*source, error) {
	if looksLikeFile(arg) {
		s, err := loadFile(arg)
		if err != nil {
			return nil, err
		}
		return s, in.check(s, nil)
	}
	if in.store == nil {
		return nil, fmt.Errorf("there is no database %s to look up the flow %q in; say where it is with --db, or give a file with its ending .yaml or .json", in.config.Database, arg)
	}
	r, err := in.store.Revision(in.ctx, in.company, arg, revision)
	if err != nil {
		return nil, err
	}
	s := &source{Doc: &flowengine.Document{Flow: r.Document}, Revision: r}
	return s, in.check(s, nil)
}

// loadFile reads a flow file, with the files that it names beside it.
func loadFile(path string) (*source, error) {
	data, err := readInput(path)
	if err != nil {
		return nil, err
	}
	s := &source{File: path}
	s.Doc, s.Form = flowengine.ParseFlow(data)
	if len(s.Form) > 0 {
		if _, err := flowtest.Parse(data); err == nil {
			return nil, fmt.Errorf("%s is a file of flow tests, not a flow; run it with callflow test %s", path, path)
		}
		if flow, _ := scenario.Parse(data); flow != nil {
			return nil, fmt.Errorf("%s is a scenario, not a flow; import it with callflow flow import --scenario %s", path, path)
		}
	}
	if s.Doc != nil {
		s.Form = append(s.Form, inlineCalendars(s.Doc, filepath.Dir(path))...)
	}
	return s, nil
}

// check fills in the report. Flows of the same import may refer to each other.
func (in *invocation) check(s *source, together []*source) error {
	if s.Doc == nil {
		s.Report = flowengine.Report{}.With(s.Form...)
		return nil
	}
	var report flowengine.Report
	if in.store != nil {
		report = in.desk().Check(in.ctx, in.company, s.Doc, documents(together)...)
	} else {
		registry, err := nodes.Registry()
		if err != nil {
			return err
		}
		report = registry.Check(in.ctx, s.Doc, nil)
	}
	// What is said of a param already need not be said of its text too.
	report.Findings = slices.DeleteFunc(report.Findings, func(f flowengine.Finding) bool {
		return f.Param != "" && slices.ContainsFunc(s.Form, func(said flowengine.Finding) bool { return said.Node == f.Node && said.Param == f.Param })
	})
	s.Report = report.With(s.Form...)
	for i, f := range s.Report.Findings {
		if f.Line == 0 {
			s.Report.Findings[i].Line = s.Lines[f.Node]
		}
	}
	return nil
}

// documents are the flows of sources that could be read.
func documents(sources []*source) (flows []*flowengine.Flow) {
	for _, s := range sources {
		if s.Doc != nil {
			flows = append(flows, s.Doc.Flow)
		}
	}
	return flows
}

// maxCalendar bounds an iCalendar file, in bytes.
const maxCalendar = 1 << 20

// inlineCalendars replaces file:NAME in the holidays of time nodes by the
// calendar itself, so that the flow needs no file any more.
func inlineCalendars(doc *flowengine.Document, folder string) (findings []flowengine.Finding) {
	for id, node := range doc.Flow.Nodes {
		if node == nil || node.Type != "time" {
			continue
		}
		params, err := inlineCalendar(node.Params, folder)
		if err != nil {
			findings = append(findings, flowengine.Finding{
				Level: flowengine.LevelError, Code: "missing_file", Node: id, Param: "holidays.ical",
				Line: doc.Line("nodes", id, "params", "holidays", "ical"), Message: "The calendar cannot be taken: " + err.Error() + ".",
			})
			continue
		}
		node.Params = params
	}
	return findings
}

func inlineCalendar(params json.RawMessage, folder string) (json.RawMessage, error) {
	var all, holidays map[string]json.RawMessage
	var calendar string
	if json.Unmarshal(params, &all) != nil || json.Unmarshal(all["holidays"], &holidays) != nil || json.Unmarshal(holidays["ical"], &calendar) != nil {
		return params, nil // there is none, or it is of a form that the check reports
	}
	name, ok := strings.CutPrefix(calendar, "file:")
	if !ok {
		return params, nil
	}
	path := strings.TrimSpace(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s; put it beside the flow", path)
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxCalendar {
		return nil, fmt.Errorf("%s is not a file of at most %d MiB", path, maxCalendar>>20)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for _, step := range []struct {
		in    map[string]json.RawMessage
		key   string
		value any
	}{{holidays, "ical", string(text)}, {all, "holidays", holidays}} {
		if step.in[step.key], err = json.Marshal(step.value); err != nil {
			return nil, err
		}
	}
	return json.Marshal(all)
}
