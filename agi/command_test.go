package agi

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormatCommand(t *testing.T) {
	for _, c := range []struct {
		want string
		name string
		args []string
	}{
		{"ANSWER\n", "ANSWER", nil},
		{`SET VARIABLE "A" ""` + "\n", "SET VARIABLE", []string{"A", ""}},
		{`SET VARIABLE "A" "say \"hi\" \\o/ ${X}"` + "\n", "SET VARIABLE", []string{"A", `say "hi" \o/ ${X}`}},
	} {
		if got, err := formatCommand(c.name, c.args); err != nil || got != c.want {
			t.Errorf("got %q, %v; want %q", got, err, c.want)
		}
	}
	for _, bad := range [][]string{
		{""}, {"answer"}, {"ANSWER\nHANGUP"}, {"VERBOSE", "x\nHANGUP"}, {"VERBOSE", "x\r"}, {"VERBOSE", "x\x00"},
		{"VERBOSE", strings.Repeat(`"`, 1020)}, append([]string{"EXEC"}, make([]string, 128)...),
	} {
		if line, err := formatCommand(bad[0], bad[1:]); !errors.Is(err, ErrBadCommand) {
			t.Errorf("%.40q gave %q, %v", bad, line, err)
		}
	}
}

// words undoes the quoting as parse_args in res_agi.c does.
func words(line string) (out []string) {
	quoted, escaped, space := false, false, true
	add := func(c byte) {
		if space {
			out, space = append(out, ""), false
		}
		out[len(out)-1] += string([]byte{c})
		escaped = false
	}
	for _, c := range []byte(line) {
		switch {
		case c == '"' && !escaped:
			quoted = !quoted
			if quoted && space {
				out, space = append(out, ""), false
			}
		case (c == ' ' || c == '\t') && !quoted && !escaped:
			space = true
		case c == '\\' && !escaped:
			escaped = true
		default:
			add(c)
		}
	}
	return out
}

func TestAsteriskReadsTheArgumentsThatWereSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("ab \t\"\\$[]{}é,;'")), 0, 20, -1), 0, 8).Draw(t, "args")
		line, err := formatCommand("EXEC", args)
		if err != nil {
			t.Fatal(err)
		}
		got := words(strings.TrimSuffix(line, "\n"))[1:]
		if strings.Join(got, "\n") != strings.Join(args, "\n") || len(got) != len(args) {
			t.Fatalf("sent %q, read %q", args, got)
		}
	})
}

func TestPrintable(t *testing.T) {
	if got := printable("a\nb\x00\x7fé\xff", 100); got != "a b  é" {
		t.Errorf("got %q", got)
	}
	if got := printable("aé", 2); got != "a" {
		t.Errorf("cut within a character: %q", got)
	}
}
