package wording

import (
	"strings"
	"sync"
)

const (
	// longestRead bounds what is read: callflow says nothing longer.
	longestRead = 2000
	// mostSentences is of how many sentences or parts a text is read.
	mostSentences = 12
	// deepest is how often a part of a sentence is read in turn.
	deepest = 4
)

// readers know the texts of each language's catalogues. Those of nodes and
// templates are not among them: they are words that names may be too.
var readers = [languages]func() *reader{
	German: sync.OnceValue(func() *reader {
		return newReader(germanFindings, germanChecks, germanParsing, germanRefusals, germanProblems, germanDoctor, germanReasons, germanDays)
	}),
}

// Read is a text that callflow said, and stored in English, in another language: a
// sentence of a catalogue with its arguments, which are read in turn, or several
// sentences. What no catalogue has stays as it is.
func Read(l Language, text string) string {
	if l == English || text == "" || len(text) > longestRead {
		return text
	}
	return readers[l]().about(text).read(text, 0).text
}

// said is how a text reads, and how much of it was recognised, in bytes.
type said struct {
	text       string
	recognised int
}

// joints are what stands between sentences, and between the parts of a list of
// them; the first byte of the full stop's belongs to the sentence before it.
var joints = []string{". ", "; ", ", and ", ": "}

// piece is a part of a text, with the joint after it.
type piece struct{ end, next int }

// pieces are where a text may be taken apart.
func pieces(text string) (found []piece) {
	for i := 1; i < len(text) && len(found) < mostSentences-1; i++ {
		for _, joint := range joints {
			if !strings.HasPrefix(text[i:], joint) {
				continue
			}
			end := i
			if joint == ". " {
				end++
			}
			found = append(found, piece{end, i + len(joint)})
			break
		}
	}
	return append(found, piece{len(text), len(text)})
}

// read takes a text apart so that as much as possible of it is recognised, in as
// few parts as possible.
func (r *reader) read(text string, depth int) said {
	ends := pieces(text)
	starts := make([]int, 1, len(ends)+1)
	for _, p := range ends {
		starts = append(starts, p.next)
	}
	best := make([]said, len(ends)+1)  // of the text from each start on
	first := make([]bool, len(ends)+1) // whether its first part was recognised
	for i := len(ends) - 1; i >= 0; i-- {
		best[i] = said{recognised: -1}
		for j := len(ends) - 1; j >= i; j-- {
			part, end := text[starts[i]:ends[j].end], ends[j]
			one := r.sentence(part, depth)
			recognised, between := one.recognised+best[j+1].recognised, text[end.end:end.next]
			if one.recognised > 0 && first[j+1] { // the joint is callflow's too
				recognised += len(between)
				between = strings.ReplaceAll(between, "and", r.word("and"))
			}
			if recognised <= best[i].recognised {
				continue
			}
			best[i] = said{one.text + between + best[j+1].text, recognised}
			first[i] = one.recognised > 0
		}
	}
	return best[0]
}

// sentence recognises one text of the catalogues, the most literal one that fits.
func (r *reader) sentence(text string, depth int) said {
	// A single word may be a name.
	if there, ok := r.texts[text]; ok && strings.Contains(text, " ") {
		return said{there, len(text)}
	}
	var found *pattern
	var captures []string
	for _, p := range r.candidates(text) {
		if found != nil && p.literal <= found.literal {
			continue
		}
		if parts, ok := p.match(text, r); ok {
			found, captures = p, parts
		}
	}
	if found == nil {
		return said{text, 0}
	}
	recognised := found.literal
	for i, part := range captures {
		if !found.worded[i] {
			continue
		}
		inner := said{quoted(part), 0}
		if depth < deepest && strings.Contains(part, " ") {
			if in := r.read(part, depth+1); in.recognised > 0 {
				inner = in
			}
		}
		captures[i], recognised = inner.text, recognised+inner.recognised
	}
	return said{found.write(captures), recognised}
}

func (r *reader) word(english string) string {
	if there, ok := r.texts[english]; ok {
		return there
	}
	return english
}

// germanMarks give quoted names the marks of German.
var germanMarks = strings.NewReplacer("” or “", "“ oder „", "” and “", "“ und „", "“", "„", "”", "“")

// quoted is a part that consists of names between quotation marks.
func quoted(part string) string {
	if strings.HasPrefix(part, "“") && strings.HasSuffix(part, "”") {
		return germanMarks.Replace(part)
	}
	return part
}
