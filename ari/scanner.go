package ari

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// scanner reads JSON of the shape that Asterisk writes, for the generated decoders. It is several times faster than
// encoding/json because it knows what comes and makes no strings: all of a message's are parts of it, and so keep it in memory.
//
// It takes the plain case only. At anything else (a null, another type, a key in another case, a fault) it sets bad, and
// the message is read again by encoding/json, which decides what it means.
type scanner struct {
	data string
	pos  int
	bad  bool
}

// decoder is a generated type that fills itself from JSON.
type decoder interface{ decode(d *scanner) }

// unmarshal fills an empty value from a whole JSON text.
func unmarshal(data string, into decoder) (ok bool) {
	d := scanner{data: data}
	into.decode(&d)
	d.space()
	return !d.bad && d.pos == len(data)
}

func (d *scanner) space() {
	for d.pos < len(d.data) {
		switch d.data[d.pos] {
		case ' ', '\n', '\t', '\r':
			d.pos++
		default:
			return
		}
	}
}

// take consumes one byte if it comes next.
func (d *scanner) take(c byte) bool {
	if d.pos < len(d.data) && d.data[d.pos] == c {
		d.pos++
		return true
	}
	return false
}

// first enters an object or a list and tells if it has a member; next tells if another follows.
func (d *scanner) first(open, end byte) bool {
	d.space()
	if !d.take(open) {
		d.bad = true
		return false
	}
	d.space()
	return !d.take(end)
}

func (d *scanner) next(end byte) bool {
	if d.bad {
		return false
	}
	d.space()
	if d.take(',') {
		d.space()
		return true
	}
	if !d.take(end) {
		d.bad = true
	}
	return false
}

// name reads a member's name and the colon.
func (d *scanner) name() string {
	s := d.text()
	d.space()
	if !d.take(':') {
		d.bad = true
	}
	d.space()
	return s
}

// text reads a string.
func (d *scanner) text() string {
	if !d.take('"') {
		d.bad = true
		return ""
	}
	start := d.pos
	for i := start; i < len(d.data); i++ {
		switch c := d.data[i]; {
		case c == '"':
			d.pos = i + 1
			return d.data[start:i]
		case c == '\\' || c < ' ' || c >= utf8.RuneSelf:
			return d.otherText(start, i)
		}
	}
	d.bad = true
	return ""
}

// otherText reads on in a string at its first byte that is not plain: escapes, or text beyond ASCII.
func (d *scanner) otherText(start, i int) string {
	var b strings.Builder
	b.Grow(min(len(d.data)-start, 256))
	b.WriteString(d.data[start:i])
	for i < len(d.data) {
		c := d.data[i]
		switch {
		case c == '"':
			d.pos = i + 1
			return b.String()
		case c == '\\' && i+1 < len(d.data):
			plain := unescape(d.data[i+1])
			if plain == 0 { // \u, or a fault
				return d.rareText(start)
			}
			b.WriteByte(plain)
			i += 2
		case c < ' ' || c == '\\':
			d.bad = true
			return ""
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			i++
		default:
			r, size := utf8.DecodeRuneInString(d.data[i:])
			b.WriteRune(r) // a byte that is not UTF-8 becomes U+FFFD
			i += size
		}
	}
	d.bad = true
	return ""
}

func unescape(c byte) byte {
	switch c {
	case '"', '\\', '/':
		return c
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return 0
}

// rareText leaves a string to encoding/json.
func (d *scanner) rareText(start int) string {
	d.pos = start - 1
	raw := d.raw()
	var s string
	if d.bad || json.Unmarshal([]byte(raw), &s) != nil {
		d.bad = true
	}
	return s
}

// number reads an integer of up to 18 digits.
func (d *scanner) number() int {
	negative := d.take('-')
	start, n := d.pos, 0
	for d.pos < len(d.data) && d.data[d.pos]-'0' <= 9 {
		n = n*10 + int(d.data[d.pos]-'0')
		d.pos++
	}
	length := d.pos - start
	if length == 0 || length > 18 || length > 1 && d.data[start] == '0' || d.pos < len(d.data) && contains(".eE", d.data[d.pos]) {
		d.bad = true
	}
	if negative {
		return -n
	}
	return n
}

// flag reads true or false.
func (d *scanner) flag() bool {
	switch {
	case strings.HasPrefix(d.data[d.pos:], "true"):
		d.pos += len("true")
		return true
	case strings.HasPrefix(d.data[d.pos:], "false"):
		d.pos += len("false")
		return false
	}
	d.bad = true
	return false
}

// decimal reads a number with a fraction; they are rare.
func (d *scanner) decimal() float64 {
	raw := d.raw()
	var f float64
	if d.bad || raw == "null" || json.Unmarshal([]byte(raw), &f) != nil {
		d.bad = true
	}
	return f
}

// time reads a date.
func (d *scanner) time() Time {
	return Time{parseTime(d.text())}
}

// texts reads a list of strings.
func (d *scanner) texts() []string {
	list := []string{}
	for more := d.first('[', ']'); more; more = d.next(']') {
		list = append(list, d.text())
	}
	return list
}

// object reads a value of any shape.
func (d *scanner) object() Object {
	raw := d.raw()
	if d.bad || !json.Valid([]byte(raw)) {
		d.bad = true
	}
	return Object(raw)
}

// objects reads a list of values of any shape.
func (d *scanner) objects() []Object {
	list := []Object{}
	for more := d.first('[', ']'); more; more = d.next(']') {
		list = append(list, d.object())
	}
	return list
}

// other passes over a member that the spec does not have. A name that encoding/json could take for a known one, because it
// differs by case, is left to it.
func (d *scanner) other(name string) {
	for i := range len(name) {
		if c := name[i]; c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			d.bad = true
			return
		}
	}
	if d.pos < len(d.data) && d.data[d.pos] == '"' {
		d.text()
		return
	}
	d.object()
}

// raw finds the end of a value by its brackets and quotes, and checks nothing else.
func (d *scanner) raw() string {
	start, depth := d.pos, 0
	for d.pos < len(d.data) {
		c := d.data[d.pos]
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return d.data[start:d.pos]
			}
			depth--
		case '"':
			d.quoted()
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return d.data[start:d.pos]
			}
		}
		d.pos++
		if depth == 0 && (c == '}' || c == ']' || c == '"') {
			break
		}
	}
	d.pos = min(d.pos, len(d.data))
	return d.data[start:d.pos]
}

// quoted moves from a string's first quote to its last.
func (d *scanner) quoted() {
	for d.pos++; d.pos < len(d.data) && d.data[d.pos] != '"'; d.pos++ {
		if d.data[d.pos] == '\\' {
			d.pos++
		}
	}
}
