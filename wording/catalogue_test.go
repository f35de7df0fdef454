package wording_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"callflow/wording"
)

func TestEveryTextIsTranslated(t *testing.T) {
	said := texts(t)
	used := map[string]bool{}
	for _, one := range said {
		used[one.english] = true
	}
	if len(used) < 400 {
		t.Fatalf("only %d texts were found: something is not looked at", len(used))
	}
	for _, l := range wording.Languages()[1:] {
		translations := map[string]string{}
		for _, catalogue := range wording.Catalogues(l) {
			for english, translation := range catalogue {
				if _, twice := translations[english]; twice {
					t.Errorf("%q stands in two catalogues of %s: remove one", english, l)
				}
				translations[english] = translation
			}
		}
		missing := map[string]bool{}
		for _, one := range said {
			if _, there := translations[one.english]; !there && !missing[one.english] && hasWords(one.english) {
				missing[one.english] = true
				t.Errorf("%s: %q has no translation in the catalogue of %s", one.at, one.english, l)
			}
		}
		for _, english := range slices.Sorted(maps.Keys(translations)) {
			if !used[english] {
				t.Errorf("nobody says %q, which stands in a catalogue of %s: remove it", english, l)
			}
			if a, b := arguments(english), arguments(translations[english]); a != b {
				t.Errorf("%q takes %s, but in %s %s", english, a, l, b)
			}
		}
	}
}

// hasWords says whether something of a format is left without its verbs.
func hasWords(format string) bool {
	return strings.ContainsFunc(verb.ReplaceAllString(format, ""), unicode.IsLetter)
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*(?:\d+)?(?:\.\d+)?(?:\[(\d+)\])?([a-zA-Z%])`)

// arguments are the places of a format's arguments with the kinds of values that
// its verbs write. %q is as good as %s, since languages have marks of their own.
func arguments(format string) string {
	kinds := map[int]string{}
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[3] == "%" {
			continue
		}
		if index := m[1] + m[2]; index != "" {
			next, _ = strconv.Atoi(index) // the pattern takes digits only
		}
		kinds[next] = strings.NewReplacer("q", "s", "v", "s").Replace(m[3])
		next++
	}
	return fmt.Sprint(kinds)
}

func TestArguments(t *testing.T) {
	for format, want := range map[string]string{
		"none": "map[]", "%s and %d": "map[1:s 2:d]", "%[2]d von %[1]s": "map[1:s 2:d]", "100 %% of %.1f GB": "map[1:f]", "%q": "map[1:s]",
	} {
		if got := arguments(format); got != want {
			t.Errorf("arguments(%q) = %s, want %s", format, got, want)
		}
	}
}
