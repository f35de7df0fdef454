// Command tally reads the output of `go test -json` on standard input, prints
// a line a package and all that failing tests printed, and adds the number of
// passed and failed tests to a file, as "passed failed skipped". It ends with
// status 1 when something failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// event is a line of `go test -json`, as `go doc test2json` describes it.
type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
	FailedBuild                               string
}

type counts struct{ passed, failed, skipped int }

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json … | tally FILE")
		os.Exit(2)
	}
	total, err := tally(bufio.NewReaderSize(os.Stdin, 1<<20))
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		total.failed++
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
	output := map[string][]string{} // of each test or package that has not ended
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Println(lines.Text()) // the go command itself has something to say
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output":
			output[key] = append(output[key], e.Output)
		case "build-output":
			fmt.Print(e.Output)
		case "pass", "fail", "skip":
			ended(e, output[key], &total)
			delete(output, key)
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
			total.failed++ // it did not build, or ended outside a test
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
		total.failed++
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
	if _, err := fmt.Fprintf(f, "%d %d %d\n", c.passed, c.failed, c.skipped); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
