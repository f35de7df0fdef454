package nodes

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// postcodeFormat is what a postcode looks like on a telephone's keys.
type postcodeFormat struct {
	length      int
	first, last string // what can be one at all
}

// postcodeFormats are the countries whose postcodes are digits only, by ISO
// 3166-1 alpha-2 in small letters. For Australia, 0200 is the lowest in use.
func postcodeFormats() map[string]postcodeFormat {
	formats := map[string]postcodeFormat{"au": {4, "0200", "9999"}}
	for length, countries := range map[int]string{
		4: "at be ch dk hu no nz za", 5: "de es fi fr it my pl se th us", 6: "cn in sg", 7: "jp",
	} {
		for _, country := range strings.Fields(countries) {
			formats[country] = digitsOf(length)
		}
	}
	return formats
}

// digitsOf is all texts of so many digits.
func digitsOf(length int) postcodeFormat {
	return postcodeFormat{length, strings.Repeat("0", length), strings.Repeat("9", length)}
}

// format is the node's; that of its length when the country is not known.
func (n *Postcode) format() postcodeFormat {
	if f, ok := postcodeFormats()[strings.ToLower(n.Country)]; ok {
		return f
	}
	return digitsOf(max(1, n.Length))
}

// has says whether a text can be a postcode.
func (f postcodeFormat) has(code string) bool {
	return len(code) == f.length && strings.Trim(code, "0123456789") == "" && f.first <= code && code <= f.last
}

// step is the postcode before (-1) or after (1) another; ok is false past the ends.
func (f postcodeFormat) step(code string, by int64) (next string, ok bool) {
	n, err := strconv.ParseInt(code, 10, 64)
	if err != nil {
		return "", false
	}
	text := strconv.FormatInt(n+by, 10)
	if n+by < 0 || len(text) > f.length {
		return "", false
	}
	next = strings.Repeat("0", f.length-len(text)) + text
	return next, f.has(next)
}

func knownPostcodes() string {
	return strings.Join(slices.Sorted(maps.Keys(postcodeFormats())), ", ")
}
