package wording

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// verbs are those of formats, as package fmt has them.
var verbs = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*\d*(?:\.\d+)?(?:\[(\d+)\])?([a-zA-Z%])`)

// bit is a literal text of a format, or the place of an argument, from 1 on.
type bit struct {
	literal string
	arg     int
	verb    byte
}

// bits takes a format apart.
func bits(format string) (found []bit) {
	at, next := 0, 1
	literal := func(text string) {
		if n := len(found); n > 0 && found[n-1].arg == 0 {
			found[n-1].literal += text
		} else if text != "" {
			found = append(found, bit{literal: text})
		}
	}
	for _, m := range verbs.FindAllStringSubmatchIndex(format, -1) {
		literal(format[at:m[0]])
		at = m[1]
		verb := format[m[6]]
		if verb == '%' {
			literal("%")
			continue
		}
		for _, index := range []int{2, 4} {
			if m[index] >= 0 {
				next, _ = strconv.Atoi(format[m[index]:m[index+1]]) // the pattern takes digits only
			}
		}
		found = append(found, bit{arg: next, verb: verb})
		next++
	}
	literal(format[at:])
	return found
}

// pattern recognises what a format has said, and says it in another language.
type pattern struct {
	bits, there []bit
	literal     int    // bytes of the format that are no arguments
	longest     string // the longest literal
	worded      []bool // by argument: whether it may be a phrase itself
}

// newPattern is nil for a format that has too little text to be recognised by.
func newPattern(format, there string) *pattern {
	p := &pattern{bits: bits(format), there: bits(there)}
	letters := 0
	for _, b := range p.bits {
		p.literal += len(b.literal)
		letters += len(strings.FieldsFunc(b.literal, func(r rune) bool { return !unicode.IsLetter(r) }))
		if len(b.literal) > len(p.longest) {
			p.longest = b.literal
		}
		if b.arg > len(p.worded) {
			p.worded = append(p.worded, make([]bool, b.arg-len(p.worded))...)
		}
		if b.arg > 0 {
			p.worded[b.arg-1] = strings.IndexByte("svw", b.verb) >= 0
		}
	}
	if letters == 0 || slices.ContainsFunc(p.there, func(b bit) bool { return b.arg > len(p.worded) }) {
		return nil
	}
	return p
}

// match finds the arguments of which the format has made a text: each as short as
// the literal text after it lets it be, so that it takes one pass.
func (p *pattern) match(text string, r *reader) (args []string, ok bool) {
	if !strings.Contains(text, p.longest) {
		return nil, false
	}
	args = make([]string, len(p.worded))
	for i := 0; i < len(p.bits); i++ {
		b := p.bits[i]
		if b.arg == 0 {
			if text, ok = strings.CutPrefix(text, b.literal); !ok {
				return nil, false
			}
			continue
		}
		last := i
		for last+1 < len(p.bits) && p.bits[last+1].arg > 0 {
			last++
		}
		part := text
		switch {
		case last+1 == len(p.bits):
			text = ""
		case last+2 == len(p.bits):
			if part, ok = strings.CutSuffix(text, p.bits[last+1].literal); !ok {
				return nil, false
			}
			text = text[len(part):]
		default:
			at := strings.Index(text, p.bits[last+1].literal)
			if at < 0 {
				return nil, false
			}
			part, text = text[:at], text[at:]
		}
		if last > i { // two without a text between: the second is a phrase, or nothing
			tail := r.tail(part)
			args[p.bits[i+1].arg-1] = part[tail:]
			part = part[:tail]
		}
		if args[b.arg-1], ok = b.read(part); !ok {
			return nil, false
		}
		i = last
	}
	return args, text == ""
}

// read takes the argument out of how the verb has written it.
func (b bit) read(part string) (string, bool) {
	switch b.verb {
	case 'd':
		_, err := strconv.Atoi(part)
		return part, err == nil
	case 'f', 'g':
		_, err := strconv.ParseFloat(part, 64)
		return part, err == nil
	case 'q':
		if strings.HasPrefix(part, "[") {
			return part, true // a list of them
		}
		text, err := strconv.Unquote(part)
		return text, err == nil
	case 'c':
		return part, len([]rune(part)) == 1
	}
	return part, true
}

// write says it in the other language.
func (p *pattern) write(args []string) string {
	var out strings.Builder
	for _, b := range p.there {
		switch {
		case b.arg == 0:
			out.WriteString(b.literal)
		case b.verb == 'q':
			out.WriteString(strconv.Quote(args[b.arg-1]))
		default:
			out.WriteString(args[b.arg-1])
		}
	}
	return out.String()
}

// reader recognises the texts of some catalogues.
type reader struct {
	texts  map[string]string     // those without arguments
	begins map[string][]*pattern // those that begin with a text, by its first bytes
	others []*pattern
}

// firstBytes is by how many bytes patterns are looked up.
const firstBytes = 4

func newReader(all ...map[string]string) *reader {
	r := &reader{texts: map[string]string{}, begins: map[string][]*pattern{}}
	for _, catalogue := range all {
		for english, there := range catalogue {
			if !strings.Contains(english, "%") {
				r.texts[english] = there
				continue
			}
			p := newPattern(english, there)
			switch {
			case p == nil:
			case len(p.bits[0].literal) >= firstBytes:
				first := p.bits[0].literal[:firstBytes]
				r.begins[first] = append(r.begins[first], p)
			default:
				r.others = append(r.others, p)
			}
		}
	}
	// The most literal first, and in an order that is always the same.
	for _, list := range r.begins {
		slices.SortFunc(list, moreLiteral)
	}
	slices.SortFunc(r.others, moreLiteral)
	return r
}

func moreLiteral(a, b *pattern) int {
	if a.literal != b.literal {
		return b.literal - a.literal
	}
	return strings.Compare(a.longest, b.longest)
}

// about is a reader that knows only what may be in a text, so that its parts are
// looked up fast.
func (r *reader) about(text string) *reader {
	some := *r
	some.others = nil
	for _, p := range r.others {
		if strings.Contains(text, p.longest) {
			some.others = append(some.others, p)
		}
	}
	return &some
}

// candidates are the patterns that may fit a text.
func (r *reader) candidates(text string) []*pattern {
	if len(text) < firstBytes {
		return r.others
	}
	begin := r.begins[text[:firstBytes]]
	return append(begin[:len(begin):len(begin)], r.others...)
}

// tail is where the phrase begins that a text ends with; its end without one.
func (r *reader) tail(text string) int {
	for at := range text {
		rest := text[at:]
		if there := r.texts[rest]; there != "" && strings.Contains(rest, " ") {
			return at
		}
		if len(rest) < firstBytes {
			break
		}
		for _, p := range r.begins[rest[:firstBytes]] {
			if _, ok := p.match(rest, r); ok {
				return at
			}
		}
	}
	return len(text)
}
