package store

import (
	"slices"
	"strings"
	"unicode"
)

// The bounds of the words by which a call's name is found.
const (
	maxWords = 6
	maxWord  = 32 // characters
)

// nameWords are the words of a name, in small letters. Those without a letter,
// such as a number that came as its own name, are left out.
func nameWords(name string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if r := []rune(w); len(r) > maxWord {
			w = string(r[:maxWord])
		}
		if strings.IndexFunc(w, unicode.IsLetter) >= 0 && !slices.Contains(words, w) {
			words = append(words, w)
		}
		if len(words) == maxWords {
			break
		}
	}
	return words
}

// following is the first text after all that begin with a prefix.
func following(prefix string) string { return prefix + "\U0010ffff" }
