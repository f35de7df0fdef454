package agi

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Codes of replies (res_agi.c: agi_handle_command).
const (
	codeTrying = 100 // provisional; the real reply follows
	codeOK     = 200
	codeDead   = 511
)

// endOfUsage is the last line of a 520 with usage. Asterisk does not make sure
// that the usage before it ends with a newline, so it can also end a line.
const endOfUsage = "520 End of proper usage."

// Reply is Asterisk's answer to one command.
type Reply struct {
	// Code is 200 when the command was run, which says nothing about its success.
	Code int
	// Result is what follows "result=": for most commands a number, with -1 for
	// failure or hang-up; for GET DATA the digits, and possibly empty.
	Result string
	// Value is what stands in parentheses; HasValue tells "()" from nothing.
	Value    string
	HasValue bool
	// EndPos is where a playback or recording ended, in samples; -1 if not given.
	EndPos int64
	// Interrupted says that the command was ended by [Session.Interrupt] and has
	// no result.
	Interrupted bool
	// Text is everything after the code. For a 520 it is the usage.
	Text string
}

var (
	errHangupLine = errors.New("agi: HANGUP line")
	errStrayLine  = errors.New("agi: not a reply")
)

// readReply reads the next reply, which can span lines: the usage of a 520, and
// the value of a variable that has newlines. It returns errHangupLine for the
// line HANGUP, which Asterisk sends unasked, errStrayLine for a line that is
// no reply, ErrMalformed for one that breaks a limit, and otherwise the error of
// the connection.
func readReply(br *bufio.Reader) (Reply, error) {
	line, err := readLine(br)
	if err != nil {
		return Reply{}, err
	}
	if line == "HANGUP" {
		return Reply{}, errHangupLine
	}
	code, more, text, ok := parseStatus(line)
	if !ok {
		return Reply{}, errStrayLine
	}
	reply := Reply{Code: code, EndPos: -1, Text: text}
	switch {
	case more:
		end := strconv.Itoa(code) + " "
		err = readOn(br, &reply, func(line string) (string, bool) {
			if strings.HasPrefix(line, end) {
				return "", true
			}
			return strings.CutSuffix(line, endOfUsage)
		})
	case strings.HasPrefix(text, "result="):
		if !reply.parseResult() {
			// A newline within the value: the reply ends where the parenthesis does.
			err = readOn(br, &reply, func(line string) (string, bool) {
				return line, closing(line) >= 0
			})
			reply.parseResult()
		}
	}
	return reply, err
}

// readOn appends lines to the reply's text until last says that a line is the
// last one; last also returns what of that line belongs to the text.
func readOn(br *bufio.Reader, reply *Reply, last func(string) (string, bool)) error {
	text := []byte(reply.Text)
	for range maxReplyLines {
		line, err := readLine(br)
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		keep, end := last(line)
		if keep != "" || !end {
			text = append(append(text, '\n'), keep...)
		}
		if len(text) > maxReplyBytes {
			break
		}
		if end {
			reply.Text = string(text)
			return nil
		}
	}
	return fmt.Errorf("%w: a reply is too long", ErrMalformed)
}

// parseStatus takes apart "200 text", and "520-text", which has more lines.
func parseStatus(line string) (code int, more bool, text string, ok bool) {
	if len(line) < 4 || (line[3] != ' ' && line[3] != '-') {
		return 0, false, "", false
	}
	for _, c := range []byte(line[:3]) {
		if c < '0' || c > '9' {
			return 0, false, "", false
		}
		code = code*10 + int(c-'0')
	}
	return code, line[3] == '-', line[4:], true
}

// parseResult fills Result, Value and EndPos from a text "result=1 (value)
// endpos=800"; each part after the result is optional. It returns false if a
// parenthesis is open at the end.
func (r *Reply) parseResult() bool {
	result, rest, _ := strings.Cut(strings.TrimPrefix(r.Text, "result="), " ")
	if strings.HasPrefix(rest, "(") {
		end := closing(rest)
		if end < 0 {
			return false
		}
		r.Value, r.HasValue = rest[1:end], true
		rest = strings.TrimPrefix(rest[end+1:], " ")
	}
	r.Result = result
	if pos, ok := strings.CutPrefix(rest, "endpos="); ok {
		pos, _, _ = strings.Cut(pos, " ")
		if n, err := strconv.ParseInt(pos, 10, 64); err == nil {
			r.EndPos = n
		}
	}
	return true
}

// closing finds the parenthesis that ends a value, or -1. The value itself can
// have parentheses, so it is the one at the end, or before "endpos=".
func closing(s string) int {
	if strings.HasSuffix(s, ")") {
		return len(s) - 1
	}
	return strings.LastIndex(s, ") endpos=")
}
