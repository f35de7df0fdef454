package store

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"callflow/wording"
)

// maxCallText is how many bytes are kept of what comes with a call: caller,
// caller's name, number.
const maxCallText = 256

// Printable is how text from outside is kept: at most max bytes, valid UTF-8,
// and control, formatting and other invisible characters written as escapes
// (\x1b, \u202e), so that no terminal or page can be tricked by it.
func Printable(s string, max int) string {
	plain := len(s) <= max
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' && s[i] < 0x7f
	}
	if plain {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		var piece string
		switch {
		case r == utf8.RuneError && n == 1, r < 0x80 && !unicode.IsPrint(r):
			piece = fmt.Sprintf(`\x%02x`, s[i])
		case !unicode.IsPrint(r) && r > 0xffff:
			piece = fmt.Sprintf(`\U%08x`, r)
		case !unicode.IsPrint(r):
			piece = fmt.Sprintf(`\u%04x`, r)
		default:
			piece = s[i : i+n]
		}
		if b.Len()+len(piece) > max {
			break
		}
		b.WriteString(piece)
		i += n
	}
	return b.String()
}

// clip shortens for messages.
func clip(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max] + "…"
}

// checkName checks a name that people give: 1 to max characters, none of them
// invisible, no space at the ends.
func checkName(field, s string, max int) error {
	switch {
	case s == "":
		return &InvalidError{Field: field, Value: s, Problem: wording.Of("a name is needed")}
	case !utf8.ValidString(s):
		return &InvalidError{Field: field, Value: s, Problem: wording.Of("it is not valid UTF-8")}
	case utf8.RuneCountInString(s) > max:
		return &InvalidError{Field: field, Value: s, Problem: wording.Say("it is longer than %d characters", max)}
	case strings.TrimSpace(s) != s, strings.Trim(s, joiners) != s:
		return &InvalidError{Field: field, Value: s, Problem: wording.Of("leave out the space at its ends")}
	}
	return checkText(field, s, max)
}

// checkText is checkName for what may be empty.
func checkText(field, s string, max int) error {
	if !utf8.ValidString(s) {
		return &InvalidError{Field: field, Value: s, Problem: wording.Of("it is not valid UTF-8")}
	}
	if utf8.RuneCountInString(s) > max {
		return &InvalidError{Field: field, Value: s, Problem: wording.Say("it is longer than %d characters", max)}
	}
	for _, r := range s {
		if !unicode.IsPrint(r) && !joins(r) {
			return &InvalidError{Field: field, Value: s, Problem: wording.Say("it has a control or invisible character (%U); leave that out", r)}
		}
	}
	return nil
}

// joiners are not seen; they join or part the characters beside them, and some
// scripts, and emoji of several, are not written without.
const joiners = "\u200c\u200d"

func joins(r rune) bool { return strings.ContainsRune(joiners, r) }

// checkIdentifier checks what flows refer to, such as alice in user:alice:
// letters, digits, dot, dash and underscore, 1 to 64 of them.
func checkIdentifier(field, s string) error {
	if err := checkName(field, s, 64); err != nil {
		return err
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r) {
			return &InvalidError{Field: field, Value: s, Problem: wording.Of("use letters, digits, dots, dashes and underscores only, such as front-desk")}
		}
	}
	return nil
}

// NormalNumber is a phone number or extension as it is kept and looked up:
// "+61 (2) 9999-0000" is "+61299990000". An extension may have letters.
func NormalNumber(s string) string {
	s = strings.TrimSpace(s)
	for _, r := range s {
		if !strings.ContainsRune("0123456789+*# ()-./\u00a0", r) {
			return s
		}
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ()-./\u00a0", r) {
			return -1
		}
		return r
	}, s)
}

// checkNumber normalises a number that people give and checks it.
func checkNumber(s string) (string, error) {
	n := NormalNumber(s)
	if n == "" {
		return "", &InvalidError{Field: "number", Value: s, Problem: wording.Of("a number is needed, such as +61299990000 or 100")}
	}
	if len(n) > 64 {
		return "", &InvalidError{Field: "number", Value: s, Problem: wording.Of("it is longer than 64 characters")}
	}
	for i, r := range n {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune("*#_.-", r) && (r != '+' || i > 0) {
			return "", &InvalidError{Field: "number", Value: s, Problem: wording.Of("use digits, with + before a country code, or letters, digits, dots and dashes for an extension")}
		}
	}
	return n, nil
}

// CallerKey is what callers are looked up by: the last nine digits without
// the country code of a number with + and without leading zeros, so that
// "0412 345 678" and "+61412345678" are the same caller, and so are "03 345
// 6789" and "+6433456789". It is empty for a caller without digits, such as a
// withheld one.
func CallerKey(number string) string {
	after := 0
	if len(number) >= 8 { // a shorter one with + is no whole number
		after = countryCode(number)
	}
	return callerKey(number[after:])
}

// callerKey is the key of a number without its country code.
func callerKey(number string) string {
	var digits [9]byte
	n := len(digits)
	for i := len(number) - 1; i >= 0 && n > 0; i-- {
		if c := number[i]; c >= '0' && c <= '9' {
			n--
			digits[n] = c
		}
	}
	return strings.TrimLeft(string(digits[n:]), "0")
}

// countryCode is how many bytes of a number are + and its country code; 0 for
// one without. Codes begin with 1
// or 7 and have one digit, or are listed and have two, or have three (ITU-T E.164).
func countryCode(number string) int {
	if len(number) < 4 || number[0] != '+' {
		return 0
	}
	switch number[1] {
	case '1', '7':
		return 2
	}
	if strings.Contains(" 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "+
		"60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ", " "+number[1:3]+" ") {
		return 3
	}
	return 4
}

// similar picks the names closest to one that was not found.
func similar(name string, names []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var best []candidate
	limit := 1 + len(name)/4
	low := strings.ToLower(name)
	for _, n := range names {
		d := editDistance(low, strings.ToLower(n), limit)
		if d > limit && len(low) >= 3 && strings.Contains(strings.ToLower(n), low) {
			d = limit
		}
		if d > limit {
			continue
		}
		at := len(best)
		for at > 0 && best[at-1].distance > d {
			at--
		}
		best = append(best[:at], append([]candidate{{n, d}}, best[at:]...)...)
		if len(best) > 3 {
			best = best[:3]
		}
	}
	out := make([]string, len(best))
	for i, c := range best {
		out[i] = c.name
	}
	return out
}

// editDistance counts the letters to insert, delete or replace (Levenshtein);
// past the limit it only says that it is more.
func editDistance(a, b string, limit int) int {
	ra, rb := []rune(clip(a, 128)), []rune(clip(b, 128))
	if d := len(ra) - len(rb); d > limit || -d > limit {
		return limit + 1
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range rb {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(rb)]
}
