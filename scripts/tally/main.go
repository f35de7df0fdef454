// Command tally reads the output of `go test -json` on standard input, prints
// a line a package and all that failing tests printed, and adds the number of
// passed and failed tests to a file, as "passed failed skipped", after lines
// that begin with "! " and tell what failed and how that begins. It ends with
// status 1 when something failed.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

// event is a line of `go test -json`, as `go doc test2json` describes it.
type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
	FailedBuild                               string
}

type counts struct {
	passed, failed, skipped int
	failures                []string // what failed, each with the first lines that it printed
}

// fail counts a failure of a test, or of a package outside of its tests.
func (c *counts) fail(e event, output []string) {
	c.failed++
	said := slices.DeleteFunc(slices.Clone(output), func(line string) bool {
		return strings.HasPrefix(line, "=== ") // which test runs
	})
	const most = 12
	c.failures = append(c.failures, strings.TrimSpace("FAIL "+e.Package+" "+e.Test)+"\n")
	c.failures = append(c.failures, said[:min(most, len(said))]...)
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json … | tally FILE")
		os.Exit(2)
	}
	total, err := tally(bufio.NewReaderSize(os.Stdin, 1<<20))
	if err != nil {
		total.fail(event{Package: "tally"}, []string{err.Error()})
		fmt.Fprintln(os.Stderr, "tally:", err)
	}
	if err := appendCounts(os.Args[1], total); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if total.failed > 0 {
		os.Exit(1)
	}
}

func tally(in *bufio.Reader) (counts, error) {
	var total counts
	output := map[string]map[string][]string{} // of what has not ended: of packages, their tests, and "" for themselves
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Println(lines.Text()) // the go command itself has something to say
			continue
		}
		tests := output[e.Package]
		if tests == nil {
			tests = map[string][]string{}
			output[e.Package] = tests
		}
		switch e.Action {
		case "output":
			tests[e.Test] = append(tests[e.Test], e.Output)
		case "build-output":
			fmt.Print(e.Output)
		case "pass", "fail", "skip":
			said := tests[e.Test]
			delete(tests, e.Test)
			if e.Test == "" {
				// What ran when its process ended, or was ended, has failed.
				for _, test := range slices.Sorted(maps.Keys(tests)) {
					ended(event{Action: "fail", Package: e.Package, Test: test}, tests[test], &total)
				}
			}
			ended(e, said, &total)
		}
	}
	return total, lines.Err()
}

func ended(e event, output []string, total *counts) {
	if e.Action == "fail" {
		for _, line := range output {
			fmt.Print(line)
		}
	}
	if e.Test == "" {
		if e.Action == "fail" && (e.FailedBuild != "" || len(output) > 0) {
			total.fail(e, output) // it did not build, or ended outside a test
		}
		if e.Action == "skip" {
			return // it has no tests
		}
		fmt.Printf("%-4s %s (%s)\n", e.Action, e.Package, time.Duration(e.Elapsed*float64(time.Second)).Round(10*time.Millisecond))
		return
	}
	switch e.Action {
	case "pass":
		total.passed++
	case "fail":
		total.fail(e, output)
	case "skip":
		total.skipped++
		fmt.Printf("skip %s %s\n", e.Package, e.Test)
		for _, line := range output {
			fmt.Print("     ", line)
		}
	}
}

func appendCounts(file string, c counts) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	var lines strings.Builder
	for _, line := range c.failures {
		lines.WriteString("! " + strings.TrimSuffix(line, "\n") + "\n")
	}
	fmt.Fprintf(&lines, "%d %d %d\n", c.passed, c.failed, c.skipped)
	_, err = f.WriteString(lines.String())
	return errors.Join(err, f.Close())
}
