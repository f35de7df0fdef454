package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/server"
	"callflow/store"
)

// usageError is a command line that cannot be understood.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// errFound ends a command with status 1 after what it printed has said why.
var errFound = errors.New("")

// sentence is what a person reads about an error.
func sentence(err error) string {
	var write *store.WriteError
	if errors.As(err, &write) {
		return write.Error() // without what was being done inside
	}
	return err.Error()
}

// exitStatus is 1 for an error, 2 for a command line that cannot be
// understood, and 4 when another callflow took this one's place: starting again
// would only take it back. 3 is the watchdog's, see server.
func exitStatus(err error) int {
	var usage *usageError
	switch {
	case errors.As(err, &usage):
		return 2
	case errors.Is(err, server.ErrReplaced):
		return 4
	}
	return 1
}

// onUsageError rewords what the flag parser says.
func onUsageError(c *cli.Context, err error, _ bool) error {
	text := strings.TrimPrefix(err.Error(), "flag provided but not defined: ")
	text = strings.TrimSuffix(strings.ReplaceAll(text, " flag -", " flag --"), ": parse error")
	return usagef("%s; see %s --help", text, c.Command.HelpName)
}

// didYouMean is the end of a sentence that suggests the nearest name, or the
// alternative when none is near.
func didYouMean(name string, known []string, otherwise string) string {
	if best := nearest(name, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return otherwise
}

// nearest is the known name with the fewest letters to change, "" when none is near.
func nearest(name string, known []string) string {
	best, fewest := "", len(name)/3+2
	for _, k := range slices.Sorted(slices.Values(known)) {
		if strings.HasPrefix(k, name) && len(name) > 1 {
			return k
		}
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d < fewest && d < len(k) {
			best, fewest = k, d
		}
	}
	return best
}

// distance counts the letters to insert, remove, replace or swap with their
// neighbour.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
		for j := range y {
			if i == 0 {
				rows[0][j+1] = j + 1
				continue
			}
			change := rows[i-1][j]
			if x[i-1] != y[j] {
				change++
			}
			rows[i][j+1] = min(change, rows[i-1][j+1]+1, rows[i][j]+1)
			if i > 1 && j > 0 && x[i-1] == y[j-1] && x[i-2] == y[j] {
				rows[i][j+1] = min(rows[i][j+1], rows[i-2][j-1]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
