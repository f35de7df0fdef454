package agi

import (
	"fmt"
	"strings"
)

// Asterisk reads a command into a buffer of 2048 bytes with a terminating zero
// (AGI_BUF_LEN) and takes at most 128 words of it (MAX_ARGS). What is longer it
// cuts, and takes the remainder for another command, so it must never be sent.
const (
	maxCommand = 2047 // bytes, the newline included
	maxWords   = 128
)

// formatCommand makes the line of a command. The name is one or more words in
// capitals; every argument is put in quotes, with backslash before quotes and
// backslashes, as parse_args in res_agi.c undoes it. AGI has no way to send a
// line break or a zero.
func formatCommand(name string, args []string) (string, error) {
	if name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != "" {
		return "", fmt.Errorf("%w: %.80q is not the name of a command", ErrBadCommand, name)
	}
	if len(strings.Fields(name))+len(args) > maxWords {
		return "", fmt.Errorf("%w: %s has more than %d words", ErrBadCommand, name, maxWords)
	}
	var b strings.Builder
	b.WriteString(name)
	for _, arg := range args {
		if strings.ContainsAny(arg, "\n\r\x00") {
			return "", fmt.Errorf("%w: an argument of %s has a line break or a zero in it", ErrBadCommand, name)
		}
		b.WriteString(` "`)
		for _, c := range []byte(arg) {
			if c == '"' || c == '\\' {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		}
		b.WriteByte('"')
	}
	b.WriteByte('\n')
	if b.Len() > maxCommand {
		return "", fmt.Errorf("%w: %s with its arguments has %d bytes, and Asterisk reads %d", ErrBadCommand, name, b.Len(), maxCommand)
	}
	return b.String(), nil
}

// printable replaces control characters by spaces and cuts a text to at most
// limit bytes, so that it can be sent as an argument whatever is in it.
func printable(text string, limit int) string {
	if len(text) > limit {
		text = text[:limit]
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
