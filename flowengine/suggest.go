package flowengine

import (
	"slices"
	"strings"

	"callflow/wording"
)

// suggest returns the candidate that a misspelt name was probably meant to be,
// or "" when none is near enough.
func suggest(name string, candidates []string) string {
	best, distance := "", len(name)/3+1
	if len(name) > 64 || len(candidates) > 500 {
		return "" // comparing takes its time, and such files are not written by hand
	}
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := editDistance(strings.ToLower(name), strings.ToLower(c)); d <= distance && (best == "" || d < distance) {
			best, distance = c, d
		}
	}
	return best
}

// didYouMean is the suggestion as the end of a sentence, starting with a
// semicolon, or the alternative when there is none.
func didYouMean(name string, candidates []string, otherwise wording.Phrase) wording.Phrase {
	if s := suggest(name, candidates); s != "" {
		return wording.Say("; did you mean %s?", quote(s))
	}
	return otherwise
}

// editDistance is the Damerau-Levenshtein distance (optimal string alignment):
// how many letters to insert, remove, replace or swap with their neighbour.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(y) > 64 {
		return len(y)
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

// quote puts a name between typographic quotation marks, cut to a length that
// fits in a sentence and without control characters.
func quote(name string) wording.Phrase {
	const most = 60
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, name)
	if runes := []rune(clean); len(runes) > most {
		clean = string(runes[:most]) + "…"
	}
	return wording.Quote(clean)
}
