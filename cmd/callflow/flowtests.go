package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/flowengine"
	"callflow/flowengine/flowtest"
)

func testCommand() *cli.Command {
	return &cli.Command{
		Name: "test", Usage: "run flow tests: given this call, expect this way", ArgsUsage: "FILE…",
		Description: "A file of flow tests is YAML:\n\n" +
			"   flow: main.yaml          # beside this file, or the name of a stored flow\n" +
			"   flows: [ask.yaml]        # files with the flows that it calls, if it does\n" +
			"   tests:\n" +
			"     - name: alice answers\n" +
			"       given: {caller: \"0412345678\", digits: \"1\", answers: {alice: \"answered:20s\"}}\n" +
			"       expect: {path: [welcome, menu key:1, sales answered], ended: completed}\n\n" +
			"Ends with status 1 when a test fails.\n\nExample:\n   callflow test flows/*.test.yaml",
		Flags:  []cli.Flag{jsonFlag()},
		Action: on(ifThere, flowTests),
	}
}

// testOut is one flow test, as JSON shows it.
type testOut struct {
	File     string   `json:"file"`
	Test     string   `json:"test"`
	Passed   bool     `json:"passed"`
	Failures []string `json:"failures,omitempty"`
}

func flowTests(in *invocation) error {
	outs := []testOut{}
	for _, path := range in.Args().Slice() {
		results, err := in.testFile(path)
		if err != nil {
			results = []testOut{{File: path, Failures: []string{err.Error()}}}
		}
		outs = append(outs, results...)
	}
	return in.testResults(outs)
}

// testResults prints what came of tests; errFound when one failed.
func (in *invocation) testResults(outs []testOut) error {
	failed := 0
	for _, r := range outs {
		if !r.Passed {
			failed++
		}
		if !in.Bool("json") {
			in.out.test(r)
		}
	}
	if in.Bool("json") {
		if err := in.out.json(outs); err != nil {
			return err
		}
	} else {
		s := green
		if failed > 0 {
			s = red
		}
		in.out.printf("%s\n", in.out.in(s, fmt.Sprintf("%d passed, %d failed", len(outs)-failed, failed)))
	}
	if failed > 0 {
		return errFound
	}
	return nil
}

func (in *invocation) testFile(path string) ([]testOut, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading a flow test: %w", err)
	}
	file, err := flowtest.Parse(data)
	if err != nil {
		if doc, wrong := flowengine.ParseFlow(data); doc != nil && len(wrong) == 0 {
			return nil, errors.New("it is a flow, not a file of flow tests; try it with callflow simulate")
		}
		return nil, fmt.Errorf("it is no file of flow tests: %w", err)
	}
	flow := file.Flow
	if looksLikeFile(flow) {
		flow = filepath.Join(filepath.Dir(path), flow)
	}
	s, err := in.load(flow, 0)
	if err != nil {
		return nil, err
	}
	program, err := in.compile(s)
	if err != nil {
		return nil, err
	}
	called := make([]string, len(file.Flows))
	for i, name := range file.Flows {
		called[i] = filepath.Join(filepath.Dir(path), name)
	}
	options, err := in.simulation(s, called...)
	if err != nil {
		return nil, err
	}
	var outs []testOut
	for _, t := range file.Tests {
		result, err := t.Run(in.ctx, program, options)
		if err != nil {
			result.Failures = []string{err.Error()}
		}
		outs = append(outs, testOut{File: path, Test: t.Name, Passed: len(result.Failures) == 0, Failures: result.Failures})
	}
	return outs, nil
}

// test prints one test, a failed one with what differs.
func (o *output) test(t testOut) {
	name := clean(t.File)
	if t.Test != "" {
		name += ": " + clean(t.Test)
	}
	if t.Passed {
		o.printf("%s    %s\n", o.in(green, "ok"), name)
		return
	}
	o.printf("%s  %s\n", o.in(red, "FAIL"), name)
	for _, f := range t.Failures {
		if got, want, ok := strings.Cut(f, "; want "); ok {
			if what, path, ok := strings.Cut(got, ": got "); ok {
				o.printf("      %s\n        want %s\n        got  %s\n", what, clean(want), clean(path))
				continue
			}
		}
		o.printf("      %s\n", clean(f))
	}
}
