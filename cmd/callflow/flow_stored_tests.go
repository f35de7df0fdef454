package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"callflow/flowengine/flowtest"
	"callflow/store"
)

func flowTestCommand() *cli.Command {
	return &cli.Command{
		Name: "test", Usage: "run the tests that are kept with a flow, or keep more of them", ArgsUsage: "FLOW",
		Description: "With the newest revision. Where the company wants it, a flow whose tests fail cannot be published:\n" +
			"callflow company set --tests-block-publishing. Ends with status 1 when a test fails. Files of tests are run\n" +
			"without keeping them by callflow test.\n\n" +
			"Examples:\n   callflow flow test \"Main line\"\n   callflow flow test \"Main line\" --add main.test.yaml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "add", Usage: "keep the tests of this `FILE`, in the place of those of the same names; then run all"},
			&cli.StringFlag{Name: "remove", Usage: "remove the test with this `NAME`"},
			jsonFlag(),
		},
		Action: on(mustBeThere, flowTest),
	}
}

func flowTest(in *invocation) error {
	r, err := in.store.Revision(in.ctx, in.company, in.Args().First(), 0)
	if err != nil {
		return err
	}
	flow := r.Document.Name
	if name := in.String("remove"); name != "" {
		test, err := in.store.FlowTestNamed(in.ctx, in.company, flow, name)
		if err != nil {
			return err
		}
		if err := in.store.RemoveFlowTest(in.ctx, in.company, flow, test.ID); err != nil {
			return err
		}
		in.out.printf("Removed the test %s of %s.\n", clean(test.Name), clean(flow))
		return nil
	}
	if path := in.String("add"); path != "" {
		if err := in.keepTests(flow, path); err != nil {
			return err
		}
	}
	tests, err := in.store.FlowTests(in.ctx, in.company, flow)
	if err != nil {
		return err
	}
	results, err := in.desk().RunTests(in.ctx, in.company, r.Document, tests)
	if err != nil {
		return err
	}
	outs := []testOut{}
	for _, result := range results {
		outs = append(outs, testOut{File: flow, Test: result.Name, Passed: result.Passed, Failures: result.Failures})
	}
	return in.testResults(outs)
}

// keepTests keeps the tests of a file with a flow.
func (in *invocation) keepTests(flow, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading flow tests: %w", err)
	}
	tests, err := flowtest.Split(data)
	if err != nil {
		return fmt.Errorf("%s is no file of flow tests: %w", path, err)
	}
	for _, t := range tests {
		before, err := in.store.FlowTestNamed(in.ctx, in.company, flow, t.Name)
		var missing *store.NotFoundError
		if err != nil && !errors.As(err, &missing) {
			return err
		}
		if _, err := in.store.PutFlowTest(in.ctx, in.company, flow, store.FlowTest{ID: before.ID, Name: t.Name, Source: t.Text}); err != nil {
			return err
		}
	}
	return nil
}
