package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"callflow/wording"
)

// LineError is what is wrong with one line of a file.
type LineError struct {
	Line int
	Err  error
}

// ImportError lists everything that is wrong with a file; nothing
// of the file was taken.
type ImportError struct{ Lines []LineError }

// Code is for machines.
func (e *ImportError) Code() string { return "import" }

func (e *ImportError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "nothing was imported: %d lines are wrong", len(e.Lines))
	if len(e.Lines) == 1 {
		b.Reset()
		b.WriteString("nothing was imported: 1 line is wrong")
	}
	for _, l := range e.Lines {
		fmt.Fprintf(&b, "\nline %d: %v", l.Line, l.Err)
	}
	return b.String()
}

// ImportResult counts what an import did.
type ImportResult struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
}

// maxImport bounds a file to import, in bytes.
const maxImport = 64 << 20

// importRows takes rows in one change, of which nothing is kept when any line is
// bad, or with dry. each takes one; seen are the lines before it.
func (s *Store) importRows(ctx context.Context, company string, rows []tableRow, malformed []LineError, dry bool,
	each func(t *tx, row tableRow, seen seenLines) (added bool, err error)) (result ImportResult, err error) {
	err = s.change(ctx, company, func(t *tx) error {
		result = ImportResult{}
		bad, seen := malformed, seenLines{}
		for _, row := range rows {
			added, err := each(t, row, seen)
			switch {
			case isCancelled(err), err != nil && !isAboutInput(err):
				return fmt.Errorf("line %d: %w", row.line, err)
			case err != nil:
				bad = append(bad, LineError{row.line, err})
			case added:
				result.Added++
			default:
				result.Changed++
			}
		}
		if bad != nil {
			result = ImportResult{}
			return importError(bad)
		}
		if dry {
			return errOnlyTried
		}
		return nil
	})
	if errors.Is(err, errOnlyTried) {
		err = nil
	}
	return result, err
}

// errOnlyTried undoes an import that was only to be tried.
var errOnlyTried = errors.New("this was only tried")

// isAboutInput says whether an error is the file's fault.
func isAboutInput(err error) bool {
	var coded interface{ Code() string }
	var write *WriteError
	return errors.As(err, &coded) && !errors.As(err, &write)
}

// tableRow is one line: the columns that are there, by name.
type tableRow struct {
	line   int
	fields map[string]string
}

// readTable takes a CSV file apart: its rows, and the lines that are malformed.
// The first line names the columns, of which number must be there; also are
// other names of columns. The error is for a file of which nothing can be
// understood.
func readTable(file io.Reader, columns []string, also map[string]string) ([]tableRow, []LineError, error) {
	in := bufio.NewReader(io.LimitReader(file, maxImport))
	if bom, _ := in.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		in.Discard(3) // three bytes are there
	}
	first, _ := in.Peek(1024)
	first, _, _ = bytes.Cut(first, []byte("\n"))
	r := csv.NewReader(in)
	r.TrimLeadingSpace = true
	r.FieldsPerRecord = -1
	if bytes.Contains(first, []byte(";")) && !bytes.Contains(first, []byte(",")) {
		r.Comma = ';'
	}
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, &ImportError{Lines: []LineError{{1, wording.Errorf("the file is empty; its first line names the columns: %s", strings.Join(columns, ", "))}}}
	}
	if err != nil {
		return nil, nil, &ImportError{Lines: []LineError{csvError(err)}}
	}
	for i, h := range header {
		header[i] = strings.ToLower(strings.TrimSpace(h))
		if name, ok := also[header[i]]; ok {
			header[i] = name
		}
		if !slices.Contains(columns, header[i]) {
			return nil, nil, &ImportError{Lines: []LineError{{1, wording.Errorf("the column %q is not known; the first line names the columns: %s", clip(h, 40), strings.Join(columns, ", "))}}}
		}
	}
	if !slices.Contains(header, "number") {
		return nil, nil, &ImportError{Lines: []LineError{{1, wording.Errorf("there is no column number")}}}
	}
	var rows []tableRow
	var bad []LineError
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			bad = append(bad, csvError(err))
			break // past a broken quote nothing can be told apart
		}
		line, _ := r.FieldPos(0)
		if len(record) != len(header) {
			bad = append(bad, LineError{line, wording.Errorf("it has %d fields where the first line names %d", len(record), len(header))})
			continue
		}
		row := tableRow{line: line, fields: map[string]string{}}
		for i, h := range header {
			row.fields[h] = plainCell(strings.TrimSpace(record[i]))
		}
		rows = append(rows, row)
	}
	return rows, bad, nil
}

// SafeCell keeps spreadsheets from taking a text for a formula: one that begins
// like a formula gets an apostrophe before it, which an import takes away again.
// A telephone number is none.
func SafeCell(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if s[0] == '+' && len(s) > 1 && strings.Trim(s[1:], "0123456789") == "" {
		return s
	}
	return "'" + s
}

// plainCell takes away the apostrophe that keeps spreadsheets from taking a text
// for a formula.
func plainCell(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@", rune(s[1])) {
		return s[1:]
	}
	return s
}

func csvError(err error) LineError {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return LineError{p.Line, p.Err}
	}
	return LineError{0, err}
}

// seenLines are the lines in which things stand, by name.
type seenLines map[string]int

// once refuses a thing that stands in an earlier line, too.
func (s seenLines) once(kind, name string, line int) error {
	if before, twice := s[name]; twice {
		return &ConflictError{Kind: kind, Name: name, Problem: wording.Say("%s %q is in line %d already", the(kind), name, before)}
	}
	s[name] = line
	return nil
}

// importError lists bad lines in their order.
func importError(bad []LineError) error {
	slices.SortStableFunc(bad, func(a, b LineError) int { return a.Line - b.Line })
	return &ImportError{Lines: bad}
}
