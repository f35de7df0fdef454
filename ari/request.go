package ari

import (
	"encoding/json"
	"strconv"
	"strings"
)

// request is one operation to ask for: what generated methods fill in.
type request struct {
	op      operation
	method  string
	buf     []byte // the URI below the root, with its query
	query   bool   // buf has a question mark
	escaped bool   // a path segment had to be escaped
	content []byte // the JSON body, or nil
	members map[string]any
	err     error // the body could not be made
}

// reply is Asterisk's answer.
type reply struct {
	status int
	reason string
	body   string
}

func newRequest(op operation, method string) *request {
	return &request{op: op, method: method, buf: make([]byte, 0, 128)}
}

func (q *request) uri() string { return string(q.buf) }

// path appends fixed text.
func (q *request) path(s string) { q.buf = append(q.buf, s...) }

// segment appends one path parameter, escaped.
func (q *request) segment(s string) {
	n := len(q.buf)
	q.buf = appendEscaped(q.buf, s, ":@,")
	q.escaped = q.escaped || len(q.buf)-n != len(s)
}

func (q *request) name(s string) {
	if q.query {
		q.buf = append(q.buf, '&')
	} else {
		q.buf = append(q.buf, '?')
		q.query = true
	}
	q.buf = append(q.buf, s...)
	q.buf = append(q.buf, '=')
}

func (q *request) text(name, value string) {
	q.name(name)
	q.buf = appendEscaped(q.buf, value, ":@,/")
}

func (q *request) number(name string, value int) {
	q.name(name)
	q.buf = strconv.AppendInt(q.buf, int64(value), 10)
}

func (q *request) flag(name string, value bool) {
	q.name(name)
	q.buf = strconv.AppendBool(q.buf, value)
}

// list appends a parameter that may have several values. Asterisk takes the last of repeated names and cuts a value at its
// commas; values that have commas themselves go into the body, where it takes a list as it is.
func (q *request) list(name string, values []string) {
	for _, v := range values {
		if strings.Contains(v, ",") {
			q.bodyKey(name, values)
			return
		}
	}
	q.text(name, strings.Join(values, ","))
}

// body makes a value the whole body.
func (q *request) body(v any) { q.content, q.err = json.Marshal(v) }

// bodyKey adds one member to a body that is an object.
func (q *request) bodyKey(key string, v any) {
	if q.members == nil {
		q.members = map[string]any{}
	}
	q.members[key] = v
	q.body(q.members)
}

// appendEscaped percent-encodes all but letters, digits, "-._~" and the safe ones given.
func appendEscaped(b []byte, s, safe string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if unreserved(c) || contains(safe, c) {
			b = append(b, c)
		} else {
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func contains(s string, c byte) bool {
	for i := range len(s) {
		if s[i] == c {
			return true
		}
	}
	return false
}
