// Command outcomes prints, for every exit of every node type, where tests have
// seen calls take it: in the simulator, and on a real Asterisk. It reads what
// the tests noted in a file, a line each: WHERE TYPE OUTCOME. It ends with
// status 1 when an exit was not seen everywhere.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"callflow/flowengine"
	"callflow/flowengine/nodes"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: outcomes FILE WHERE…")
		os.Exit(2)
	}
	missing, err := report(os.Stdout, os.Args[1], os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "outcomes:", err)
		os.Exit(2)
	}
	if missing > 0 {
		fmt.Fprintf(os.Stderr, "outcomes: %d are not covered\n", missing)
		os.Exit(1)
	}
}

func report(out io.Writer, file string, places []string) (missing int, err error) {
	seen, err := read(file)
	if err != nil {
		return 0, err
	}
	registry, err := nodes.Registry()
	if err != nil {
		return 0, err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "node\toutcome\t%s\n", strings.Join(places, "\t"))
	for _, o := range registry.Outcomes() {
		fmt.Fprintf(table, "%s\t%s", o.Type, o.Kind)
		for _, place := range places {
			mark := "yes"
			if !seen[note{place, o}] {
				mark = "NOT SEEN"
				missing++
			}
			fmt.Fprintf(table, "\t%s", mark)
		}
		fmt.Fprintln(table)
	}
	return missing, table.Flush()
}

type note struct {
	place string
	flowengine.TypeOutcome
}

func read(file string) (map[note]bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	seen := map[note]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) != 3 {
			return nil, fmt.Errorf("%s: %q is not WHERE TYPE OUTCOME", file, lines.Text())
		}
		seen[note{words[0], flowengine.TypeOutcome{Type: words[1], Kind: flowengine.OutcomeKind(words[2])}}] = true
	}
	return seen, lines.Err()
}
