package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-isatty"
	"golang.org/x/sys/unix"

	"callflow/store"
)

// output is where a command prints. Colours are for terminals only.
type output struct {
	w     io.Writer
	color bool
	width int // of the terminal, 0 when it is none
}

func newOutput(w io.Writer) *output {
	return &output{w: w, color: wantsColor(w), width: terminalWidth(w)}
}

func terminalWidth(w io.Writer) int {
	if !isTerminal(w) {
		return 0
	}
	size, err := unix.IoctlGetWinsize(int(w.(*os.File).Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	return int(size.Col)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// wantsColor follows https://no-color.org.
func wantsColor(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// style is how a text looks on a terminal.
type style string

const (
	plain  style = ""
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	cyan   style = "36"
)

// in is the text in a style.
func (o *output) in(s style, text string) string {
	if !o.color || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

func (o *output) printf(format string, args ...any) { fmt.Fprintf(o.w, format, args...) }

// json prints a value as one indented document.
func (o *output) json(v any) error {
	e := json.NewEncoder(o.w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// jsonLine prints a value on one line.
func (o *output) jsonLine(v any) error {
	e := json.NewEncoder(o.w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// clean is a text from outside, harmless for a terminal.
func clean(text string) string { return store.Printable(text, 4096) }

// cell is one field of a table.
type cell struct {
	text  string
	style style
}

// table prints rows in columns. Cells are texts, cells, or what fmt.Sprint
// makes of them.
type table struct {
	out    *output
	header []string
	rows   [][]cell
}

func (o *output) table(header ...string) *table { return &table{out: o, header: header} }

func (t *table) row(fields ...any) {
	row := make([]cell, len(fields))
	for i, f := range fields {
		switch v := f.(type) {
		case cell:
			row[i] = cell{clean(v.text), v.style}
		case string:
			row[i] = cell{text: clean(v)}
		default:
			row[i] = cell{text: clean(fmt.Sprint(v))}
		}
		if row[i].text == "" {
			row[i] = cell{"-", dim}
		}
	}
	t.rows = append(t.rows, row)
}

// print prints the table, or the sentence when it is empty.
func (t *table) print(empty string) {
	if len(t.rows) == 0 {
		t.out.printf("%s\n", empty)
		return
	}
	width := make([]int, len(t.header))
	head := make([]cell, len(t.header))
	for i, h := range t.header {
		head[i] = cell{strings.ToUpper(h), dim}
	}
	all := append([][]cell{head}, t.rows...)
	for _, row := range all {
		for i, c := range row {
			width[i] = max(width[i], utf8.RuneCountInString(c.text))
		}
	}
	last := t.lastWidth(width)
	for _, row := range all {
		if last > 0 {
			row[len(row)-1].text = shorten(row[len(row)-1].text, last)
		}
		var line strings.Builder
		for i, c := range row {
			line.WriteString(t.out.in(c.style, c.text))
			if i < len(row)-1 {
				line.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(c.text)+2))
			}
		}
		t.out.printf("%s\n", strings.TrimRight(line.String(), " "))
	}
}

// lastWidth is how much of the last column fits on the terminal's line; 0 when
// all of it may be shown.
func (t *table) lastWidth(width []int) int {
	left := t.out.width
	for _, w := range width[:len(width)-1] {
		left -= w + 2
	}
	return max(left, 0)
}
