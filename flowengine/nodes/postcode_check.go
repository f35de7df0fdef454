package nodes

import (
	"fmt"
	"slices"
	"strings"

	"callflow/flowengine"
	"callflow/wording"
)

// Check implements [flowengine.Checker].
func (n *Postcode) Check(c *flowengine.Check) {
	checkSound(c, "prompt", n.Prompt)
	checkSound(c, "invalid_audio", n.InvalidAudio)
	format, known := postcodeFormats()[strings.ToLower(n.Country)]
	switch {
	case n.Country != "" && !known:
		c.Error("country", "unknown_format", "postcodes of “%s” are not known, or not of digits only: choose one of %s, or give a length instead", n.Country, knownPostcodes())
	case n.Country != "" && c.Given("length") && n.Length != format.length:
		c.Error("length", "not_for_this", "postcodes of %s have %d digits, not %d: remove the length", strings.ToUpper(n.Country), format.length, n.Length)
	}
	format = n.format()
	whole := true
	for i, r := range n.Ranges {
		param := fmt.Sprintf("ranges[%d]", i)
		first, last := r.ends()
		ok := true
		for _, end := range []struct{ name, code string }{{"from", first}, {"to", last}} {
			if !format.has(end.code) && (end.name == "from" || r.To != "") {
				ok = false
				c.Error(param+"."+end.name, "no_postcode", "the range %s: “%s” is no postcode: write all %d digits, from %s to %s",
					r.Name, end.code, format.length, format.first, format.last)
			}
		}
		if ok && last < first {
			ok = false
			c.Error(param, "backwards", "the range %s ends before it begins: change “from” and “to”", r)
		}
		whole = whole && ok
		for j := range i {
			if other := n.Ranges[j]; ok && overlap(r, other) {
				c.Error(param, "overlap", "the ranges %s and %s overlap: change one of them", other, r)
			}
		}
	}
	if whole && len(n.Ranges) > 0 {
		c.OK()
		c.Note("ranges", "uncovered", "%s", format.uncovered(n.Ranges))
	}
}

func overlap(a, b PostcodeRange) bool {
	aFirst, aLast := a.ends()
	bFirst, bLast := b.ends()
	return aFirst <= bLast && bFirst <= aLast
}

// maxSpans bounds how many gaps a note tells.
const maxSpans = 12

// uncovered says which postcodes are in no range.
func (f postcodeFormat) uncovered(ranges []PostcodeRange) wording.Phrase {
	sorted := slices.Clone(ranges)
	slices.SortFunc(sorted, func(a, b PostcodeRange) int { return strings.Compare(a.From, b.From) })
	var spans []wording.Phrase
	next, left := f.first, true // the first postcode that no range so far has
	gap := func(to string) {
		if next == to {
			spans = append(spans, wording.Join(next))
			return
		}
		spans = append(spans, wording.Say("%s to %s", next, to))
	}
	for _, r := range sorted {
		first, last := r.ends()
		if !left {
			break
		}
		if first > next {
			if before, ok := f.step(first, -1); ok {
				gap(before)
			}
		}
		if last >= next {
			next, left = f.step(last, 1)
		}
	}
	if left {
		gap(f.last)
	}
	if len(spans) == 0 {
		return wording.Of("the ranges cover all postcodes")
	}
	if more := len(spans) - maxSpans; more > 0 {
		spans = append(spans[:maxSpans], wording.Say("and %d more gaps", more))
	}
	return wording.Say("no range has %s; then no_match is taken", wording.List(spans, ""))
}
