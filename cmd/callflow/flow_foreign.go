package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"callflow/flowengine"
	"callflow/flowengine/foreign"
)

// loadForeign reads a flow of another system.
func (in *invocation) loadForeign(path string) (*source, error) {
	if err := oneOf(in, "from", foreign.Systems()...); err != nil {
		return nil, err
	}
	data, err := readInput(path)
	if err != nil {
		return nil, err
	}
	names, _ := in.Generic("map").(settings)
	result, err := foreign.Import(in.String("from"), data, foreign.Options{Name: in.String("name"), Names: names})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s := &source{File: path, Doc: &flowengine.Document{Flow: result.Flow}, Foreign: result}
	if s.Doc.Flow.Name == "Imported from "+in.String("from") {
		s.Doc.Flow.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return s, nil
}

// foreign prints what became of each part of another system's flow.
func (o *output) foreign(s *source) {
	styles := map[foreign.Mapping]style{foreign.Whole: green, foreign.Partly: yellow, foreign.Kept: red}
	words := map[foreign.Mapping]string{foreign.Whole: "mapped", foreign.Partly: "partly", foreign.Kept: "not mapped"}
	count := map[foreign.Mapping]int{}
	for _, note := range s.Foreign.Notes {
		o.printf("%s\n", clean(note))
	}
	for _, p := range s.Foreign.Parts {
		count[p.Mapped]++
		became := ""
		if p.Node != "" {
			became = fmt.Sprintf("  → %s %s", clean(p.NodeType), o.in(cyan, clean(p.Node)))
		}
		o.printf("%s %s %s%s\n", o.in(styles[p.Mapped], fmt.Sprintf("%-10s", words[p.Mapped])), clean(p.Name), o.in(dim, "("+clean(p.Type)+")"), became)
		for _, note := range p.Notes {
			o.printf("           %s\n", clean(note))
		}
	}
	o.printf("%d mapped, %d partly, %d not mapped; what was not taken over stands in the notes of the nodes.\n",
		count[foreign.Whole], count[foreign.Partly], count[foreign.Kept])
}
