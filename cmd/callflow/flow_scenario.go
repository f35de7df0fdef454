package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
	"callflow/flowengine/scenario"
)

// loadImport reads a file in the form that the flags name.
func (in *invocation) loadImport(path string) (*source, error) {
	if in.Bool("scenario") {
		return loadScenario(path)
	}
	if in.String("from") != "" {
		return in.loadForeign(path)
	}
	return loadFile(path)
}

// loadScenario reads a scenario as a flow.
func loadScenario(path string) (*source, error) {
	data, err := readInput(path)
	if err != nil {
		return nil, err
	}
	flow, findings := scenario.Parse(data)
	s := &source{File: path, Form: findings}
	if flow != nil {
		s.Doc, s.Lines = &flowengine.Document{Flow: flow.Flow}, flow.Lines
	}
	return s, nil
}

func readInput(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s", path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a flow: %w", err)
	}
	return data, nil
}

// asScenario writes a flow as a scenario.
func asScenario(f *flowengine.Flow) ([]byte, error) {
	registry, err := nodes.Registry()
	if err != nil {
		return nil, err
	}
	text, err := scenario.Write(f, registry)
	var no *scenario.NotAChainError
	if errors.As(err, &no) {
		return nil, fmt.Errorf("%w; export it without --scenario", err)
	}
	return text, err
}
